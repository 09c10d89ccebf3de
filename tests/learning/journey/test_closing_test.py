"""The closing test: drawn without repeats, saved until handed in, graded once, and frozen."""

import uuid

import pytest

from cms.editions import memory
from learning.journey.models import Completion, Enrolment
from learning.practice.models import Attempt, Item, Tally
from tests.concurrency import at_once
from tests.factories import cms
from tests.learning.classroom import finish, lessons_of, live, module_of, path, send
from tests.learning.questions import right_form, wrong_form

pytestmark = pytest.mark.django_db
TEXT = [("text", "<p>Lees dit.</p>")]


def module_with_test(pool: int = 4, draw: int = 4, mark: int = 75, **fields):
    questions = [("question", cms.question()) for _ in range(pool)]
    return module_of(TEXT, test_questions=questions, test_draw=draw, test_pass_mark=mark, **fields)


@pytest.fixture
def module():
    return module_with_test()


def start(client, module, key=None) -> Attempt:
    reply = client.post(path(module, "toets", "beginnen"), {"key": key or uuid.uuid4()})
    assert reply.status_code == 302
    return Attempt.objects.get(pk=reply.headers["Location"].split("/")[4])


def form_of(attempt, position, *, right=True):
    content = memory.edition(attempt.items.get(position=position).question_id).content
    return (right_form if right else wrong_form)(content)


def save(client, module, attempt, position=1, *, right=True, form=None, key=None):
    sent = form_of(attempt, position, right=right) if form is None else form
    return send(client, path(module, "toets", attempt.pk, position), sent, key=key, in_place=False)


def hand_in(client, module, attempt) -> Attempt:
    client.post(path(module, "toets", attempt.pk, "inleveren"))
    return Attempt.objects.get(pk=attempt.pk)


# --- Drawing --------------------------------------------------------------------------------------


def test_an_attempt_draws_from_the_pool_without_repeats(as_asha):
    module = module_with_test(pool=6, draw=4)
    drawn = [item.question_id for item in start(as_asha, module).items.all()]
    pool = {one["edition"] for one in live(module).content["test"]["pool"]}
    assert (len(drawn), len(set(drawn)), set(drawn) <= pool) == (4, 4, True)


def test_attempts_draw_differently(as_asha, as_ben):
    module = module_with_test(pool=8, draw=8)
    orders = [[item.question_id for item in start(client, module).items.all()] for client in (as_asha, as_ben)]
    again = hand_in(as_asha, module, Attempt.objects.get(user__first_name="Asha"))
    orders.append([item.question_id for item in start(as_asha, module).items.all()])
    assert again.finished_at is not None
    assert len({tuple(order) for order in orders}) > 1


def test_an_attempt_opens_at_its_first_question(as_asha, module):
    reply = as_asha.post(path(module, "toets", "beginnen"), {"key": uuid.uuid4()})
    assert reply.headers["Location"] == path(module, "toets", Attempt.objects.get().pk, 1)


def test_an_open_attempt_is_used_again(as_asha, module):
    assert start(as_asha, module) == start(as_asha, module)
    assert Attempt.objects.count() == 1


@pytest.mark.parametrize("times", [1, 2])
def test_the_same_key_starts_one_attempt_even_when_it_was_handed_in(as_asha, module, times):
    key = uuid.uuid4()
    first = start(as_asha, module, key)
    hand_in(as_asha, module, first)
    assert [start(as_asha, module, key) for _ in range(times)] == [first] * times


def test_a_key_of_another_modules_test_starts_nothing_here(as_asha, module):
    key = uuid.uuid4()
    start(as_asha, module, key)
    other = module_with_test()
    reply = as_asha.post(path(other, "toets", "beginnen"), {"key": key})
    assert (reply.headers["Location"], Attempt.objects.count()) == (path(other, "toets"), 1)


@pytest.mark.parametrize("key", ["", "onzin"])
def test_an_attempt_without_a_key_is_not_started(as_asha, module, key):
    reply = as_asha.post(path(module, "toets", "beginnen"), {"key": key})
    assert (reply.headers["Location"], Attempt.objects.count()) == (path(module, "toets"), 0)


@pytest.mark.django_db(transaction=True)
def test_starting_in_many_tabs_at_once_draws_once(asha, sign_in):
    module = module_with_test()
    tabs = [sign_in(asha) for _ in range(8)]
    attempts = at_once([lambda tab=tab: start(tab, module) for tab in tabs])
    assert (set(attempts), Item.objects.count()) == ({Attempt.objects.get()}, 4)


def test_a_module_without_a_test_has_no_test_page(as_asha):
    assert as_asha.get(path(module_of(TEXT), "toets")).status_code == 404


# --- Saving ---------------------------------------------------------------------------------------


def test_a_saved_response_leads_to_the_next_question(as_asha, module):
    attempt = start(as_asha, module)
    assert save(as_asha, module, attempt, 1).headers["Location"] == path(module, "toets", attempt.pk, 2)
    assert save(as_asha, module, attempt, 4).headers["Location"] == path(module, "toets", attempt.pk)


def test_a_response_can_be_changed_until_the_test_is_handed_in(as_asha, module):
    attempt = start(as_asha, module)
    save(as_asha, module, attempt, right=False)
    save(as_asha, module, attempt, right=True)
    hand_in(as_asha, module, attempt)
    assert attempt.items.get(position=1).correct


def test_a_saved_response_is_shown_without_a_verdict(as_asha, module):
    attempt = start(as_asha, module)
    save(as_asha, module, attempt, right=False)
    page = as_asha.get(path(module, "toets", attempt.pk, 1))
    assert [option["checked"] for option in page.context["options"]].count(True) == 1
    assert ([option["verdict"] for option in page.context["options"]], page.context["state"]) == (["", ""], "empty")


def test_an_empty_form_is_refused(as_asha, module):
    attempt = start(as_asha, module)
    assert save(as_asha, module, attempt, form={}).status_code == 422
    assert attempt.items.get(position=1).response is None


@pytest.mark.parametrize("key", ["", "onzin"])
def test_a_response_without_a_key_is_refused(as_asha, module, key):
    attempt = start(as_asha, module)
    assert (save(as_asha, module, attempt, key=key).status_code, attempt.items.get(position=1).response) == (422, None)


def test_the_same_key_with_another_response_is_a_conflict(as_asha, module):
    attempt, key = start(as_asha, module), uuid.uuid4()
    save(as_asha, module, attempt, key=key)
    reply = save(as_asha, module, attempt, key=key, right=False)
    assert (reply.status_code, attempt.items.get(position=1).response["answer"]) == (
        409,
        form_of(attempt, 1)["answer"][0],
    )


def test_the_same_save_twice_leads_to_the_same_place(as_asha, module):
    attempt, key = start(as_asha, module), uuid.uuid4()
    assert len({save(as_asha, module, attempt, key=key).headers["Location"] for _ in range(2)}) == 1


@pytest.mark.parametrize("number", [0, 5, 99])
def test_a_question_that_was_not_drawn_is_not_found(as_asha, module, number):
    attempt = start(as_asha, module)
    assert as_asha.get(path(module, "toets", attempt.pk, number)).status_code == 404


def test_before_handing_in_the_open_questions_are_listed(as_asha, module):
    attempt = start(as_asha, module)
    save(as_asha, module, attempt, 2)
    assert [step["number"] for step in as_asha.get(path(module, "toets", attempt.pk)).context["open"]] == [1, 3, 4]


# --- Handing in -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pool", "mark", "rights", "passed"),
    [
        (4, 75, 3, True),
        (4, 75, 2, False),
        (4, 76, 3, False),
        (3, 67, 2, False),
        (3, 66, 2, True),
        (4, 100, 4, True),
        (4, 1, 0, False),
    ],
)
def test_the_pass_mark_is_met_exactly(as_asha, pool, mark, rights, passed):
    module = module_with_test(pool=pool, draw=pool, mark=mark)
    attempt = start(as_asha, module)
    for position in range(1, pool + 1):
        save(as_asha, module, attempt, position, right=position <= rights)
    done = hand_in(as_asha, module, attempt)
    assert (done.right, done.passed) == (rights, passed)


def test_what_was_left_open_is_wrong(as_asha, module):
    attempt = start(as_asha, module)
    save(as_asha, module, attempt, 1)
    assert (hand_in(as_asha, module, attempt).right, list(attempt.items.values_list("correct", flat=True))) == (
        1,
        [True, False, False, False],
    )


def test_handing_in_again_changes_nothing(as_asha, module):
    attempt = start(as_asha, module)
    hand_in(as_asha, module, attempt)
    before = Attempt.objects.values().get()
    hand_in(as_asha, module, attempt)
    assert Attempt.objects.values().get() == before


def test_after_handing_in_nothing_can_be_changed(as_asha, module):
    attempt = start(as_asha, module)
    hand_in(as_asha, module, attempt)
    reply = save(as_asha, module, attempt)
    assert (reply.headers["Location"], attempt.items.get(position=1).response) == (
        path(module, "toets", attempt.pk),
        None,
    )


def test_the_result_does_not_change_when_the_questions_do(as_asha, module):
    attempt = start(as_asha, module)
    save(as_asha, module, attempt, 1)
    hand_in(as_asha, module, attempt)
    before = as_asha.get(path(module, "toets", attempt.pk)).context["questions"]
    for question in cms.Question.objects.all():
        question.stem, question.body = (
            "Anders",
            cms._stream(cms.Question, "body", [("true_false", cms.BODIES["true-false"])]),
        )
        cms.publish_now(question)
    assert as_asha.get(path(module, "toets", attempt.pk)).context["questions"] == before


def test_a_failed_test_can_be_done_again(as_asha, module):
    first = hand_in(as_asha, module, start(as_asha, module))
    second = start(as_asha, module)
    for position in range(1, 5):
        save(as_asha, module, second, position)
    assert (first.passed, hand_in(as_asha, module, second).passed, first == second) == (False, True, False)


def test_passing_counts_for_the_module_and_failing_later_takes_nothing_away(as_asha):
    module = module_with_test(pool=1, draw=1)
    attempt = start(as_asha, module)
    save(as_asha, module, attempt)
    passed_at = hand_in(as_asha, module, attempt).finished_at
    hand_in(as_asha, module, start(as_asha, module))
    assert Enrolment.objects.get().test_passed_at == passed_at


@pytest.mark.parametrize("lessons_first", [True, False])
def test_lessons_and_test_complete_the_module_in_either_order(as_asha, lessons_first):
    module = module_with_test(pool=1, draw=1)
    attempt = start(as_asha, module)
    save(as_asha, module, attempt)
    doings = [lambda: finish(as_asha, *lessons_of(module)), lambda: hand_in(as_asha, module, attempt)]
    first, second = doings if lessons_first else doings[::-1]
    first()
    assert Completion.objects.count() == 0
    second()
    assert Completion.objects.count() == 1


def test_an_attempt_counts_what_was_answered(as_asha, module):
    attempt = start(as_asha, module)
    save(as_asha, module, attempt, 1)
    save(as_asha, module, attempt, 2, right=False)
    hand_in(as_asha, module, attempt)
    counts = [
        Tally.objects.filter(pk=item.question_id).values_list("answers", "right", "first_answers", "first_right").get()
        for item in attempt.items.all()
    ]
    assert counts == [(1, 1, 1, 1), (1, 0, 1, 0), (0, 0, 0, 0), (0, 0, 0, 0)]


# --- Of somebody else -----------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["ben", "lotte", "edith", "omar", "petra", "sam"])
def test_an_attempt_does_not_exist_for_anybody_else(request, as_asha, module, who):
    attempt, client = start(as_asha, module), request.getfixturevalue(f"as_{who}")
    replies = [
        client.get(path(module, "toets", attempt.pk)),
        client.get(path(module, "toets", attempt.pk, 1)),
        save(client, module, attempt),
        client.post(path(module, "toets", attempt.pk, "inleveren")),
    ]
    assert [reply.status_code for reply in replies] == [404] * 4
    assert (Attempt.objects.get().finished_at, attempt.items.get(position=1).response) == (None, None)


def test_an_attempt_of_another_module_is_not_found_under_this_one(as_asha, module):
    attempt = start(as_asha, module)
    assert as_asha.get(path(module_with_test(), "toets", attempt.pk)).status_code == 404


def test_pages_of_a_test_are_kept_by_nobody(as_asha, module):
    attempt = start(as_asha, module)
    pages = [path(module, "toets"), path(module, "toets", attempt.pk), path(module, "toets", attempt.pk, 1)]
    assert [as_asha.get(page).headers["Cache-Control"] for page in pages] == ["no-store"] * 3


# --- At once --------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_handing_in_sixteen_times_at_once_grades_once(asha, sign_in):
    module = module_with_test(pool=3, draw=3)
    browsers = [sign_in(asha) for _ in range(16)]
    attempt = start(browsers[0], module)
    save(browsers[0], module, attempt, 1)
    at_once([lambda browser=browser: hand_in(browser, module, attempt) for browser in browsers])
    assert sorted(Tally.objects.values_list("answers", flat=True)) == [0, 0, 1]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_tests_with_the_same_questions_are_handed_in_at_once(sign_in, voorbeeldstad):
    from tests.factories import people

    module = module_with_test(pool=6, draw=6)
    browsers = [sign_in(people.member(f"Lerende{number}", voorbeeldstad)) for number in range(12)]
    attempts = [start(browser, module) for browser in browsers]
    for browser, attempt in zip(browsers, attempts, strict=True):
        for position in range(1, 7):
            save(browser, module, attempt, position, right=position % 2 == 0)
    done = at_once(
        [
            lambda browser=browser, attempt=attempt: hand_in(browser, module, attempt)
            for browser, attempt in zip(browsers, attempts, strict=True)
        ]
    )
    assert [attempt.right for attempt in done] == [3] * 12
    tallies = Tally.objects.filter(answers__gt=0).values_list("answers", "first_answers", "right")
    assert ([(answers, first) for answers, first, _ in tallies], sum(right for *_, right in tallies)) == (
        [(12, 12)] * 6,
        36,
    )


# --- Looking back ---------------------------------------------------------------------------------


def test_a_result_gives_the_source_of_each_question_with_its_explanation(as_asha):
    source = "Jeugdwet, artikel 4.1.7, https://wetten.overheid.nl/jeugdwet"
    asked = cms.question(explanation="Het staat in de wet.", source=source)
    module = module_of(TEXT, test_questions=[("question", asked)], test_draw=1, test_pass_mark=75)
    attempt = start(as_asha, module)
    save(as_asha, module, attempt, right=False)
    hand_in(as_asha, module, attempt)
    shown = as_asha.get(path(module, "toets", attempt.pk)).content.decode()
    assert ("Het staat in de wet." in shown, 'href="https://wetten.overheid.nl/jeugdwet"' in shown) == (True, True)


def test_an_answer_refused_comes_back_where_the_script_replaces_the_question(as_asha, module):
    attempt = start(as_asha, module)
    reply = save(as_asha, module, attempt, form={})
    assert (reply.status_code, 'data-replace="vraag-1"' in reply.content.decode()) == (422, True)
    assert '<p class="field-error" id="vraag-1-fout">' in reply.content.decode()
