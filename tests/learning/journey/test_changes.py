"""Authors edit, publish, take offline and try to delete while people learn: nothing is lost, reset, or completed by itself."""

import pytest
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from cms.models import Change, Edition, LessonPage, ModulePage, Question
from learning.journey.models import Completion, Enrolment, Progress
from learning.practice.models import Answer
from tests.factories import cms
from tests.learning.classroom import (
    PROMPT,
    answer,
    asks,
    blocks,
    finish,
    lessons_of,
    live,
    module_of,
    path,
    right,
    send,
)

pytestmark = pytest.mark.django_db
TEXT = [("text", "<p>Oude woorden.</p>")]


def edit(item, *, material=False, note="", body=None, **fields):
    """Change a page or question and publish it."""
    item = type(item).objects.get(pk=item.pk)
    if body is not None:
        fields["body"] = cms._stream(type(item), "body", body)
    for name, value in fields.items():
        setattr(item, name, value)
    item.change, item.change_note = (Change.MATERIAL if material else Change.MINOR), note
    return cms.publish_now(item)


def rewritten(lesson, words="<p>Nieuwe woorden.</p>", **keywords):
    return edit(lesson, body=[("text", words)], **keywords)


@pytest.fixture
def module():
    return module_of(TEXT, TEXT)


def page(client, module, *rest) -> str:
    reply = client.get(path(module, *rest))
    assert reply.status_code == 200
    return reply.content.decode()


def states(client, module) -> list[str]:
    return [row["state"] for row in client.get(path(module)).context["rows"]]


# --- Minor and material ---------------------------------------------------------------------------


def test_a_minor_change_reaches_everybody_at_once(as_asha, module):
    first, _ = lessons_of(module)
    as_asha.post(path(module, "beginnen"))
    rewritten(first)
    assert "Nieuwe woorden." in page(as_asha, module, first)


def test_a_minor_change_leaves_finished_work_finished(as_asha, module):
    first, _ = lessons_of(module)
    finish(as_asha, first)
    rewritten(first)
    assert states(as_asha, module) == ["done", "new"]


def test_a_material_change_waits_until_the_learner_moves_over(as_asha, as_ben, module):
    first, _ = lessons_of(module)
    as_asha.post(path(module, "beginnen"))
    rewritten(first, material=True)
    assert ["Nieuwe woorden." in page(client, module, first) for client in (as_asha, as_ben)] == [False, True]


def test_the_module_says_that_there_is_a_new_edition_and_what_changed(as_asha, module):
    first, _ = lessons_of(module)
    finish(as_asha, first)
    rewritten(first, material=True, note="De wet is veranderd")
    shown = as_asha.get(path(module)).context
    assert (shown["standing"].is_behind, shown["changed"]) == (
        True,
        [{"title": first.title, "note": "De wet is veranderd"}],
    )


@pytest.mark.parametrize("done", [1, 2])
def test_home_tells_who_is_halfway_or_done_of_a_newer_edition_and_what_changed(as_asha, module, done):
    lessons = lessons_of(module)
    for lesson in lessons[:done]:
        finish(as_asha, lesson)
    before = as_asha.get("/").content.decode()
    rewritten(lessons[0], material=True, note="De wet is veranderd")
    shown = link_to(as_asha, path(module), on="/")
    home = as_asha.get("/").content.decode()
    said = f"Van ‘{module.title}’ is er een nieuwere editie, met iets nieuws in ‘{lessons[0].title}’ (De wet is veranderd)."
    assert (said in before, said in home, "Stap over" in shown) == (False, True, True)
    assert ("Alles wat er nu is" in home, "Niets meer. Je hebt alles gedaan" in shown) == (False, False)


def test_a_lesson_tells_who_is_behind_of_the_newer_edition(as_asha, as_ben, module):
    first, second = lessons_of(module)
    finish(as_asha, first)
    rewritten(first, material=True)
    told = "Er is een nieuwere editie van deze module."
    assert [told in page(client, module, second) for client in (as_asha, as_ben)] == [True, False]


def test_home_asks_a_completed_module_again_only_after_moving_over(as_asha, module):
    for lesson in lessons_of(module):
        finish(as_asha, lesson)
    rewritten(lessons_of(module)[0], material=True)
    before = as_asha.get("/").context
    as_asha.post(path(module, "overstappen"))
    after = as_asha.get("/").context
    assert (before["next_step"], after["next_step"]["url"]) == (None, path(module, lessons_of(module)[0]))
    assert [shown["modules"][0]["state"] for shown in (before, after)] == ["done", "done"]
    assert ([bool(shown["newer"]) for shown in (before, after)]) == [True, False]


def test_moving_over_asks_for_the_changed_lesson_alone(as_asha, module):
    first, second = lessons_of(module)
    for lesson in (first, second):
        finish(as_asha, lesson)
    rewritten(first, material=True)
    as_asha.post(path(module, "overstappen"))
    assert states(as_asha, module) == ["changed", "done"]
    assert [item["text"] for item in as_asha.get(path(module)).context["open_items"]] == [
        f"Lees ‘{first.title}’ opnieuw: die les is gewijzigd"
    ]


def test_moving_over_keeps_the_completion_and_adds_none(as_asha, module):
    for lesson in lessons_of(module):
        finish(as_asha, lesson)
    before = list(Completion.objects.values())
    rewritten(lessons_of(module)[0], material=True)
    as_asha.post(path(module, "overstappen"))
    assert list(Completion.objects.values()) == before


def test_doing_the_changed_lesson_completes_the_new_line(as_asha, module):
    first, second = lessons_of(module)
    for lesson in (first, second):
        finish(as_asha, lesson)
    rewritten(first, material=True)
    as_asha.post(path(module, "overstappen"))
    finish(as_asha, first)
    assert sorted(Completion.objects.values_list("line__major", flat=True)) == [1, 2]


def test_moving_over_twice_changes_nothing(as_asha, module):
    finish(as_asha, lessons_of(module)[0])
    rewritten(lessons_of(module)[0], material=True)
    for _ in range(2):
        as_asha.post(path(module, "overstappen"))
    assert Enrolment.objects.get().line_id == live(module).line_id


def test_who_has_not_begun_cannot_move_over(as_asha, module):
    as_asha.post(path(module, "overstappen"))
    assert Enrolment.objects.count() == 0


# --- While somebody is in it ----------------------------------------------------------------------


def test_a_form_of_the_edition_before_is_saved_as_it_was_seen(as_asha):
    (lesson,) = lessons_of(module_of(asks("single")))
    block = blocks(lesson)[0]
    seen, form = Edition.objects.get(pk=block["edition"]), right(block)
    question = Question.objects.get(uuid=block["taught"])
    edit(question, stem="Nu anders gevraagd", body=[("single", cms.BODIES["single"])])
    reply = send(as_asha, path(lesson.get_parent(), lesson, "antwoord", block), {**form, "edition": str(seen.uuid)})
    assert (reply.status_code, Answer.objects.get().question_id) == (200, seen.pk)


def test_an_answer_that_the_new_edition_cannot_show_is_shown_in_its_own(as_asha):
    (lesson,) = lessons_of(module_of(asks("single")))
    question = Question.objects.get(uuid=blocks(lesson)[0]["taught"])
    answer(as_asha, lesson)
    edit(question, stem="Nu anders gevraagd", body=[("true_false", cms.BODIES["true-false"])])
    shown = page(as_asha, lesson.get_parent(), lesson)
    assert (question.stem in shown, "Nu anders gevraagd" in shown, " checked" in shown) == (True, False, True)


def test_an_answer_that_still_fits_is_shown_in_the_new_edition(as_asha):
    (lesson,) = lessons_of(module_of(asks("single")))
    question = Question.objects.get(uuid=blocks(lesson)[0]["taught"])
    answer(as_asha, lesson)
    edit(question, stem="Nu duidelijker gevraagd")
    shown = page(as_asha, lesson.get_parent(), lesson)
    assert ("Nu duidelijker gevraagd" in shown, " checked" in shown) == (True, True)


def test_a_question_added_to_a_lesson_is_asked_of_who_is_in_it_and_not_of_who_is_done(as_asha, as_ben):
    module = module_of(asks("single"))
    (lesson,) = lessons_of(module)
    for client in (as_asha, as_ben):
        answer(client, lesson)
    finish(as_asha, lesson)
    body = [("question", {"question": Question.objects.get()}), *asks("single")]
    old = lesson.body.get_prep_value()[0]
    edit(lesson, body=body)
    assert old["type"] == "question"
    assert [states(client, module) for client in (as_asha, as_ben)] == [["done"], ["busy"]]


def test_a_lesson_that_was_renamed_keeps_its_work(as_asha, module):
    first, _ = lessons_of(module)
    finish(as_asha, first)
    first = edit(first, slug="nieuw-adres", title="Nieuwe titel")
    assert (states(as_asha, module), "Nieuwe titel" in page(as_asha, module, first)) == (["done", "new"], True)


def test_a_module_that_was_renamed_keeps_its_work(as_asha, module):
    finish(as_asha, lessons_of(module)[0])
    module = edit(module, slug="nieuw-adres")
    assert states(as_asha, module) == ["done", "new"]


# --- Taking away ----------------------------------------------------------------------------------


def test_a_module_taken_offline_can_be_finished_by_who_began(as_asha, module):
    as_asha.post(path(module, "beginnen"))
    ModulePage.objects.get(pk=module.pk).unpublish()
    for lesson in lessons_of(module):
        finish(as_asha, lesson)
    assert Completion.objects.count() == 1


def test_a_module_taken_offline_does_not_exist_for_others(as_asha, as_ben, module):
    as_asha.post(path(module, "beginnen"))
    ModulePage.objects.get(pk=module.pk).unpublish()
    first, _ = lessons_of(module)
    replies = [
        as_ben.get(path(module)),
        as_ben.get(path(module, first)),
        as_ben.post(path(module, "beginnen")),
        finish(as_ben, first),
    ]
    assert [reply.status_code for reply in replies] == [404] * 4
    assert [[card["title"] for card in client.get("/leren/").context["modules"]] for client in (as_asha, as_ben)] == [
        [module.title],
        [],
    ]


def test_a_lesson_taken_away_stays_for_who_began(as_asha, module):
    first, _ = lessons_of(module)
    as_asha.post(path(module, "beginnen"))
    first.unpublish()
    assert "Oude woorden." in page(as_asha, module, first)
    finish(as_asha, first)
    assert Progress.objects.get().finished_at is not None


def test_a_lesson_taken_away_completes_nobody(as_asha, module):
    first, second = lessons_of(module)
    finish(as_asha, first)
    second.unpublish()
    as_asha.get(path(module))
    as_asha.get("/")
    assert Completion.objects.count() == 0


def test_moving_over_to_fewer_lessons_completes_nobody_by_itself(as_asha, module):
    first, second = lessons_of(module)
    finish(as_asha, first)
    second.unpublish()
    as_asha.post(path(module, "overstappen"))
    assert Completion.objects.count() == 0


def test_after_moving_over_to_fewer_lessons_one_click_completes(as_asha, module):
    first, second = lessons_of(module)
    finish(as_asha, first)
    second.unpublish()
    as_asha.post(path(module, "overstappen"))
    assert f'action="{path(module, first, "afronden")}"' in page(as_asha, module)
    finish(as_asha, first)
    assert (Completion.objects.count(), "/afronden/" in page(as_asha, module)) == (1, False)


@pytest.mark.parametrize("what", ["question", "lesson", "module"])
def test_what_has_answers_cannot_be_deleted(as_asha, what):
    module = module_of(asks("single"))
    (lesson,) = lessons_of(module)
    answer(as_asha, lesson)
    item = {"question": Question.objects.get(), "lesson": lesson, "module": ModulePage.objects.get(pk=module.pk)}[what]
    with pytest.raises(ProtectedError), transaction.atomic():
        item.delete()
    assert (type(item).objects.filter(pk=item.pk).exists(), Answer.objects.count(), states(as_asha, module)) == (
        True,
        1,
        ["busy"],
    )


def test_many_at_once_cannot_be_deleted_either(as_asha):
    (lesson,) = lessons_of(module_of(asks("single")))
    answer(as_asha, lesson)
    with pytest.raises(ProtectedError), transaction.atomic():
        Question.objects.all().delete()
    assert (Question.objects.count(), LessonPage.objects.count()) == (1, 1)


# --- What was seen can be seen again ---------------------------------------------------------------


def test_an_earlier_edition_of_a_lesson_reads_as_it_was(as_asha, module):
    first, _ = lessons_of(module)
    rewritten(first)
    assert ["Oude woorden." in page(as_asha, module, first, "editie", number) for number in (1, 2)] == [True, False]


def test_an_earlier_edition_after_moving_over_reads_as_it_was(as_asha, module):
    first, _ = lessons_of(module)
    finish(as_asha, first)
    rewritten(first, material=True)
    as_asha.post(path(module, "overstappen"))
    assert "Oude woorden." in page(as_asha, module, first, "editie", 1)


def test_a_lesson_that_is_gone_from_the_module_can_still_be_read_again(as_asha, module):
    second = lessons_of(module)[1]
    finish(as_asha, second)
    second.unpublish()
    as_asha.post(path(module, "overstappen"))
    assert "Oude woorden." in page(as_asha, module, second, "editie", 1)


def test_an_earlier_edition_takes_no_answers(as_asha):
    module = module_of([*asks("single"), PROMPT])
    (lesson,) = lessons_of(module)
    answer(as_asha, lesson)
    shown = page(as_asha, module, lesson, "editie", 1)
    assert ("/antwoord/" in shown, "/spiegel/" + blocks(lesson, "prompt")[0]["id"] in shown) == (False, False)


@pytest.mark.parametrize("number", [0, 2, 99])
def test_an_edition_that_never_was_is_not_found(as_asha, module, number):
    assert as_asha.get(path(module, lessons_of(module)[0], "editie", number)).status_code == 404


def test_a_completion_names_its_edition_for_ever(as_asha, module):
    for lesson in lessons_of(module):
        finish(as_asha, lesson)
    begun_in = Completion.objects.get().edition
    for number in range(3):
        rewritten(lessons_of(module)[0], f"<p>Woorden {number}</p>", material=True)
    completion = Completion.objects.get()
    assert (completion.edition, completion.edition.number, completion.completed_at.date()) == (
        begun_in,
        1,
        timezone.now().date(),
    )


# --- One's own work in an earlier edition ----------------------------------------------------------

OPEN_WORDS = "Ik vroeg eerst wat het meisje zelf wilde."


def link_to(client, address: str, on: str) -> str:
    """Follow a link that a page must show."""
    assert f'href="{address}"' in client.get(on).content.decode()
    reply = client.get(address)
    assert reply.status_code == 200
    return reply.content.decode()


@pytest.fixture
def answered(as_asha):
    """A module of which the first lesson was answered, then changed materially, and moved over to; and the blocks as they were."""
    module = module_of([*TEXT, *asks("single", "open", "fill-in"), PROMPT], TEXT)
    first, _ = lessons_of(module)
    block = blocks(first)
    answer(as_asha, first)
    answer(as_asha, first, 1, {"answer": OPEN_WORDS})
    answer(as_asha, first, 2)
    prompt = blocks(first, "prompt")[0]
    send(as_asha, path(module, first, "spiegel", prompt), {"text": "Ik wachtte te lang."})
    rewritten(first, material=True)
    as_asha.post(path(module, "overstappen"))
    return module, first, block


def test_a_changed_lesson_leads_to_ones_earlier_answers(as_asha, answered):
    module, first, _ = answered
    shown = link_to(as_asha, path(module, first, "editie", 1), on=path(module, first))
    assert ("verdict-right" in shown, " checked" in shown, "Laat zien wat ik schreef" in shown) == (True, True, True)


def test_an_earlier_open_answer_is_read_on_a_page_of_its_own_that_nothing_keeps(as_asha, answered):
    module, first, block = answered
    edition, own = path(module, first, "editie", 1), path(module, first, "editie", 1, "antwoord", block[1])
    assert OPEN_WORDS in link_to(as_asha, own, on=edition)
    assert (OPEN_WORDS in page(as_asha, module, first, "editie", 1), as_asha.get(own)["Cache-Control"]) == (
        False,
        "no-store",
    )


def test_an_earlier_answer_takes_no_new_one(as_asha, answered):
    module, first, block = answered
    own = path(module, first, "editie", 1, "antwoord", block[1])
    shown = as_asha.get(own).content.decode()
    assert (as_asha.post(own, {"answer": "Anders"}).status_code, f'action="{own}"' in shown) == (405, False)


def test_ones_earlier_answers_are_nobody_elses(as_asha, as_ben, answered):
    module, first, block = answered
    as_ben.post(path(module, "beginnen"))
    assert "verdict-" not in page(as_ben, module, first, "editie", 1)
    assert as_ben.get(path(module, first, "editie", 1, "antwoord", block[1])).status_code == 404
    assert path(module, first, "editie", 1) not in page(as_ben, module, first)


def test_ones_answers_in_a_lesson_gone_from_the_module_are_reached_from_the_module(as_asha, answered):
    module, first, block = answered
    first.unpublish()
    as_asha.post(path(module, "overstappen"))
    shown = link_to(as_asha, path(module, first, "editie", 1), on=path(module))
    assert "verdict-right" in shown
    assert OPEN_WORDS in page(as_asha, module, first, "editie", 1, "antwoord", block[1])
