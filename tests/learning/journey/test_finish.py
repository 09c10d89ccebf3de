"""Finishing a lesson and completing a module: one rule, said in words, and nothing by itself."""

import pytest

from learning.journey.models import Completion, Enrolment, Progress
from tests.concurrency import at_once
from tests.factories import cms
from tests.learning.classroom import PROMPT, answer, asks, blocks, finish, lessons_of, live, module_of, path, wrong

pytestmark = pytest.mark.django_db
TEXT = [("text", "<p>Lees dit.</p>")]


def messages_of(reply) -> list[str]:
    return [str(message) for message in reply.context["messages"]]


@pytest.fixture
def module():
    return module_of([*asks("single"), PROMPT], TEXT)


def do_all(client, lesson) -> None:
    for number in range(len(blocks(lesson))):
        answer(client, lesson, number)
    for block in blocks(lesson, "prompt"):
        client.post(path(lesson.get_parent(), lesson, "spiegel", block), {"skip": "1"})


def test_a_lesson_with_something_open_is_not_finished(as_asha, module):
    first, _ = lessons_of(module)
    reply = finish(as_asha, first)
    assert (reply.headers["Location"], Progress.objects.count()) == (f"{path(module, first)}#wat-nog", 0)
    assert messages_of(as_asha.get(path(module))) == [
        "Er staat in deze les nog iets open. Wat dat is, staat hieronder."
    ]


def test_an_open_prompt_keeps_a_lesson_open(as_asha, module):
    first, _ = lessons_of(module)
    answer(as_asha, first)
    finish(as_asha, first)
    assert Progress.objects.get().finished_at is None


def test_a_wrong_answer_is_an_answer(as_asha):
    (lesson,) = lessons_of(module_of(asks("single")))
    answer(as_asha, lesson, form=wrong(blocks(lesson)[0]))
    finish(as_asha, lesson)
    assert Progress.objects.get().finished_at is not None


def test_finishing_names_the_edition_and_leads_on(as_asha, module):
    first, second = lessons_of(module)
    do_all(as_asha, first)
    reply = finish(as_asha, first)
    assert (Progress.objects.get().finished_edition_id, reply.headers["Location"]) == (
        live(first).pk,
        path(module, second),
    )


def test_finishing_again_changes_nothing(as_asha, module):
    first, _ = lessons_of(module)
    do_all(as_asha, first)
    finish(as_asha, first)
    before = Progress.objects.values().get()
    finish(as_asha, first)
    assert Progress.objects.values().get() == before


def test_a_module_is_completed_with_its_last_lesson(as_asha, module):
    first, second = lessons_of(module)
    do_all(as_asha, first)
    finish(as_asha, first)
    assert Completion.objects.count() == 0
    reply = finish(as_asha, second)
    completion = Completion.objects.get()
    assert (reply.headers["Location"], completion.edition_id, completion.line_id) == (
        path(module),
        live(module).pk,
        live(module).line_id,
    )


def test_the_order_of_finishing_does_not_matter(as_asha, module):
    first, second = lessons_of(module)
    finish(as_asha, second)
    do_all(as_asha, first)
    finish(as_asha, first)
    assert Completion.objects.count() == 1


def test_completing_again_is_one_completion(as_asha):
    module = module_of(TEXT)
    for _ in range(2):
        finish(as_asha, *lessons_of(module))
    assert Completion.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_finishing_both_lessons_at_once_completes_once(asha, sign_in):
    module = module_of(TEXT, TEXT)
    browsers = [(sign_in(asha), lesson) for lesson in lessons_of(module) * 4]
    at_once([lambda browser=browser, lesson=lesson: finish(browser, lesson) for browser, lesson in browsers])
    assert (Enrolment.objects.count(), Completion.objects.count()) == (1, 1)


def test_a_test_that_is_not_passed_keeps_the_module_open(as_asha):
    module = module_of(TEXT, test_questions=[("question", cms.question())], test_draw=1)
    finish(as_asha, *lessons_of(module))
    assert Completion.objects.count() == 0


def test_answering_everything_finishes_nothing_by_itself(as_asha):
    (lesson,) = lessons_of(module_of(asks("single")))
    answer(as_asha, lesson)
    assert (Progress.objects.get().finished_at, Completion.objects.count()) == (None, 0)


# --- What must I still do -------------------------------------------------------------------------


def test_the_module_says_what_is_still_to_do_one_click_away(as_asha, module):
    first, second = lessons_of(module)
    items = as_asha.get(path(module)).context["open_items"]
    assert items == [
        {"text": f"Lees ‘{lesson.title}’ en rond de les af", "url": path(module, lesson)} for lesson in (first, second)
    ]


def test_what_is_done_is_no_longer_to_do(as_asha, module):
    first, second = lessons_of(module)
    do_all(as_asha, first)
    finish(as_asha, first)
    assert [item["url"] for item in as_asha.get(path(module)).context["open_items"]] == [path(module, second)]


def test_the_test_is_to_do_until_it_is_passed(as_asha):
    module = module_of(TEXT, test_questions=[("question", cms.question())], test_draw=1, test_pass_mark=80)
    assert as_asha.get(path(module)).context["open_items"][-1] == {
        "text": "Haal de toets (minstens 80%)",
        "url": path(module, "toets"),
    }


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Deze module is klaar als de les is afgerond."),
        ({"test": True}, "Deze module is klaar als de les is afgerond en de toets is gehaald (minstens 75%)."),
    ],
)
def test_the_rule_is_said_in_words(as_asha, fields, words):
    test = {"test_questions": [("question", cms.question())], "test_draw": 1} if fields else {}
    assert as_asha.get(path(module_of(TEXT, **test))).context["rule"] == words


def test_a_lesson_lists_what_is_open_with_the_place(as_asha, module):
    first, _ = lessons_of(module)
    page = as_asha.get(path(module, first)).content.decode()
    places = [f"#vraag-{blocks(first)[0]['id']}", f"#spiegel-{blocks(first, 'prompt')[0]['id']}"]
    assert [f'href="{path(module, first)}{place}"' in page for place in places] == [True, True]


# --- Where one was --------------------------------------------------------------------------------


def next_step(client) -> str:
    return client.get("/").context["next_step"]["url"]


def test_home_points_to_the_module_before_it_is_begun(as_asha, module):
    assert next_step(as_asha) == path(module)


def test_home_leads_back_to_the_open_question(as_asha):
    module = module_of(TEXT, asks("single", "single"))
    _, second = lessons_of(module)
    answer(as_asha, second)
    assert next_step(as_asha) == f"{path(module, second)}#vraag-{blocks(second)[1]['id']}"


def test_home_leads_to_the_lesson_touched_last(asha, sign_in, time_machine):
    module = module_of(asks("single", "single"), asks("single", "single"))
    first, second = lessons_of(module)
    for hour, lesson in ((9, second), (10, first)):
        time_machine.move_to(f"2026-12-01T{hour:02}:00:00+00:00")
        answer(sign_in(asha), lesson)
    assert next_step(sign_in(asha)) == f"{path(module, first)}#vraag-{blocks(first)[1]['id']}"


def test_home_leads_to_the_test_when_the_lessons_are_done(as_asha):
    module = module_of(TEXT, test_questions=[("question", cms.question())], test_draw=1)
    finish(as_asha, *lessons_of(module))
    assert next_step(as_asha) == path(module, "toets")


def test_home_has_no_next_step_when_all_is_done(as_asha):
    finish(as_asha, *lessons_of(module_of(TEXT)))
    assert as_asha.get("/").context["next_step"] is None
