"""Answering in a lesson: each kind, with and without our script; one effect per key; nothing typed is lost."""

import gc
import uuid
from collections import defaultdict
from types import FunctionType, ModuleType

import pytest
from django.test import Client

from cms.editions import memory, pieces
from cms.models import LessonPage, Question
from learning.journey import rendering
from learning.journey.models import Progress
from learning.practice import presenting
from learning.practice.models import Answer, Tally
from tests.concurrency import at_once
from tests.factories import cms
from tests.learning.classroom import (
    answer,
    asks,
    blocks,
    lessons_of,
    live,
    module_of,
    path,
    right,
    send,
    without_tokens,
    wrong,
)
from tests.learning.questions import KINDS

pytestmark = pytest.mark.django_db
OWN_WORDS = "Ik vraag eerst hoe het met hem gaat."


@pytest.fixture
def lesson():
    """A lesson with one single-choice question."""
    return lessons_of(module_of(asks("single")))[0]


def state_of(lesson, number=0) -> str:
    return Progress.objects.get(line_id=live(lesson).line_id).items[blocks(lesson)[number]["id"]]["state"]


# --- Each kind ------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_our_script_gets_the_graded_question_back(as_asha, kind):
    (lesson,) = lessons_of(module_of(asks(kind)))
    reply = answer(as_asha, lesson)
    expected = "answered" if kind == "open" else "right"
    assert (reply.status_code, state_of(lesson)) == (200, expected)
    assert (
        f'<section class="question question-{kind} question-is-{expected}" id="vraag-{blocks(lesson)[0]["id"]}">'
        in reply.content.decode()
    )


@pytest.mark.parametrize("kind", KINDS)
def test_a_plain_form_leads_back_to_its_place(as_asha, kind):
    (lesson,) = lessons_of(module_of(asks(kind)))
    module, block = lesson.get_parent(), blocks(lesson)[0]
    own_page = path(module, lesson, "antwoord", block)
    place = own_page if kind == "open" else f"{path(module, lesson)}#vraag-{block['id']}"
    reply = answer(as_asha, lesson, in_place=False)
    assert (reply.status_code, reply.headers["Location"]) == (302, place)


@pytest.mark.parametrize("kind", KINDS)
def test_an_answer_is_kept_with_the_editions_it_was_given_in(as_asha, asha, kind):
    (lesson,) = lessons_of(module_of(asks(kind)))
    block = blocks(lesson)[0]
    answer(as_asha, lesson)
    kept = Answer.objects.get()
    assert (kept.user, kept.block, kept.lesson_id, kept.question_id) == (
        asha,
        block["id"],
        live(lesson).pk,
        block["edition"],
    )
    assert kept.correct is (None if kind == "open" else True)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "open"])
def test_a_wrong_answer_says_so_and_why(as_asha, kind):
    (lesson,) = lessons_of(module_of(asks(kind)))
    reply = answer(as_asha, lesson, form=wrong(blocks(lesson)[0]))
    assert (state_of(lesson), Answer.objects.get().correct) == ("wrong", False)
    assert "Advies vragen mag altijd." in reply.content.decode()


@pytest.mark.parametrize("in_place", [True, False])
@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_form_is_refused_and_keeps_nothing(as_asha, kind, in_place):
    (lesson,) = lessons_of(module_of(asks(kind)))
    reply = answer(as_asha, lesson, form={}, in_place=in_place)
    assert (reply.status_code, Answer.objects.count(), Progress.objects.count()) == (422, 0, 0)
    assert 'data-state="unsaved"' in reply.content.decode()


def test_what_was_half_filled_in_comes_back_with_the_refusal(as_asha):
    (lesson,) = lessons_of(module_of(asks("fill-in")))
    reply = answer(as_asha, lesson, form={"gap-1": "Veilig <Thuis>", "gap-2": ""})
    assert 'value="Veilig &lt;Thuis&gt;"' in reply.content.decode()


def test_a_text_too_long_comes_back_whole(as_asha):
    (lesson,) = lessons_of(module_of(asks("open")))
    text = "woord " * 2000
    reply = answer(as_asha, lesson, form={"answer": text})
    assert (reply.status_code, text in reply.content.decode()) == (422, True)


def test_the_page_around_a_refusal_is_whole_without_our_script(as_asha, lesson):
    reply = answer(as_asha, lesson, form={}, in_place=False)
    assert reply.content.decode().rstrip().endswith("</html>")


@pytest.mark.parametrize("in_place", [True, False])
def test_replies_with_an_answer_are_kept_by_nobody(as_asha, lesson, in_place):
    assert answer(as_asha, lesson, form={}, in_place=in_place).headers["Cache-Control"] == "no-store"


def test_a_save_brings_along_what_it_changed_beside_the_question(as_asha):
    (lesson,) = lessons_of(module_of(asks("single", "single")))
    reply = answer(as_asha, lesson).content.decode()
    assert (
        '<template data-target="nog-open"><p class="contents-remaining">Nog open in deze les: één vraag.</p></template>'
        in reply
    )


def test_a_later_answer_is_another_row_and_stands(as_asha, lesson):
    for form in (wrong(blocks(lesson)[0]), right(blocks(lesson)[0])):
        answer(as_asha, lesson, form=form)
    assert sorted(Answer.objects.values_list("correct", flat=True)) == [False, True]
    assert state_of(lesson) == "right"


def test_the_page_shows_the_answer_that_stands(as_asha, lesson):
    chosen = wrong(blocks(lesson)[0])
    answer(as_asha, lesson, form=chosen)
    page = as_asha.get(path(lesson.get_parent(), lesson)).content.decode()
    assert f'value="{chosen["answer"][0]}" checked' in page
    assert "question-is-wrong" in page


def test_the_page_of_another_shows_nothing_of_it(as_asha, as_ben, lesson):
    answer(as_asha, lesson)
    page = as_ben.get(path(lesson.get_parent(), lesson)).content.decode()
    assert ("question-is-empty" in page, " checked" in page) == (True, False)


# --- Open answers ---------------------------------------------------------------------------------


@pytest.fixture
def open_lesson(as_asha):
    (lesson,) = lessons_of(module_of(asks("open")))
    answer(as_asha, lesson, form={"answer": OWN_WORDS})
    return lesson


def own_answer(client, lesson):
    return client.get(path(lesson.get_parent(), lesson, "antwoord", blocks(lesson)[0]))


def test_an_open_answer_opens_for_its_writer(as_asha, open_lesson):
    assert OWN_WORDS in own_answer(as_asha, open_lesson).content.decode()


def test_an_open_answer_is_nobody_elses(as_ben, as_petra, open_lesson):
    assert [own_answer(client, open_lesson).status_code for client in (as_ben, as_petra)] == [404, 404]


def test_an_open_answer_lies_sealed(open_lesson):
    row = Answer.objects.values().get()
    assert (row["response"], OWN_WORDS.encode() in bytes(row["sealed"]), OWN_WORDS in str(row)) == ({}, False, False)


def test_an_open_answer_stays_covered_on_the_lessons_page(as_asha, open_lesson):
    page = as_asha.get(path(open_lesson.get_parent(), open_lesson)).content.decode()
    assert (OWN_WORDS in page, "Laat mijn antwoord zien" in page) == (False, True)


def test_an_open_answer_that_cannot_be_opened_says_so(as_asha, open_lesson, settings):
    settings.MASTER_KEY = "another-master-key-that-is-long-enough"
    reply = own_answer(as_asha, open_lesson)
    assert reply.headers["Location"] == path(open_lesson.get_parent(), open_lesson)


# --- Typed answers that the page shows ------------------------------------------------------------


def remembered() -> str:
    """All text that the process keeps to make lessons' pages of, in the modules' own names and the caches of their functions."""
    found, seen = [], set()
    pending = [vars(module) for module in (rendering, pieces, memory, presenting)]
    while pending:
        one = pending.pop()
        if id(one) in seen or isinstance(one, type | ModuleType | FunctionType):
            continue
        seen.add(id(one))
        if isinstance(one, pieces.Pieces):
            found.append(pieces.fill(one, defaultdict(str)))
        if isinstance(one, str | bytes):
            found.append(one if isinstance(one, str) else one.decode(errors="replace"))
        pending.extend(gc.get_referents(one))
    return "\n".join(found)


def test_words_typed_in_a_gap_are_shown_and_never_remembered(as_asha):
    (lesson,) = lessons_of(module_of(asks("fill-in", "single")))
    answer(as_asha, lesson, form={"gap-1": "bij Wilhelmina", "gap-2": "voor raad"})
    page = as_asha.get(path(lesson.get_parent(), lesson)).content.decode()
    assert 'value="bij Wilhelmina"' in page
    kept = remembered()
    assert ("question-single" in kept, "Wilhelmina" in kept, "voor raad" in kept) == (True, False, False)


def test_words_typed_in_what_used_to_be_a_gap_are_never_remembered(as_asha):
    (lesson,) = lessons_of(module_of(asks("fill-in")))
    answer(as_asha, lesson, form={"gap-1": "bij Wilhelmina", "gap-2": "voor raad"})
    question = Question.objects.get()
    question.body = cms.question("number").body
    cms.publish_now(question)
    cms.publish_now(LessonPage.objects.get())
    page = as_asha.get(path(lesson.get_parent(), lesson)).content.decode()
    assert ("bij Wilhelmina" in page, "Wilhelmina" in remembered()) == (True, False)


def test_a_gap_filled_with_what_the_site_uses_for_its_own_marks_comes_back_as_it_was(as_asha):
    (lesson,) = lessons_of(module_of(asks("fill-in")))
    answer(as_asha, lesson, form={"gap-1": "\x02csrf\x03", "gap-2": "\x02b9\x03"})
    page = as_asha.get(path(lesson.get_parent(), lesson))
    assert (page.status_code, "b9" in page.content.decode()) == (200, True)


# --- Keys -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_key_twice_is_one_answer_and_the_same_reply(as_asha, kind):
    (lesson,) = lessons_of(module_of(asks(kind)))
    key = uuid.uuid4()
    first, second = (answer(as_asha, lesson, key=key) for _ in range(2))
    assert (first.status_code, without_tokens(first)) == (second.status_code, without_tokens(second))
    assert Answer.objects.count() == 1


def test_the_same_key_twice_counts_once(as_asha, lesson):
    key = uuid.uuid4()
    for _ in range(3):
        answer(as_asha, lesson, key=key)
    tally = Tally.objects.get(pk=blocks(lesson)[0]["edition"])
    assert (tally.answers, tally.right, tally.first_answers, tally.first_right) == (1, 1, 1, 1)


def test_the_same_key_with_another_answer_is_a_conflict(as_asha, lesson):
    key, block = uuid.uuid4(), blocks(lesson)[0]
    answer(as_asha, lesson, key=key)
    reply = answer(as_asha, lesson, key=key, form=wrong(block))
    assert (reply.status_code, Answer.objects.get().correct, state_of(lesson)) == (409, True, "right")
    assert f'value="{wrong(block)["answer"][0]}" checked' in reply.content.decode()


def test_a_conflict_over_an_open_answer_keeps_both(as_asha):
    (lesson,) = lessons_of(module_of(asks("open")))
    key = uuid.uuid4()
    answer(as_asha, lesson, key=key, form={"answer": OWN_WORDS})
    reply = answer(as_asha, lesson, key=key, form={"answer": "Andere woorden."})
    assert (reply.status_code, "Andere woorden." in reply.content.decode()) == (409, True)
    assert OWN_WORDS in own_answer(as_asha, lesson).content.decode()


def test_the_reply_to_a_conflict_carries_a_fresh_key(as_asha, lesson):
    key = uuid.uuid4()
    answer(as_asha, lesson, key=key)
    reply = answer(as_asha, lesson, key=key, form=wrong(blocks(lesson)[0])).content.decode()
    assert ('name="key" value="' in reply, str(key) in reply) == (True, False)


def test_a_key_used_at_another_question_is_a_conflict(as_asha):
    (lesson,) = lessons_of(module_of(asks("true-false", "true-false")))
    key = uuid.uuid4()
    assert [answer(as_asha, lesson, number, key=key).status_code for number in (0, 1)] == [200, 409]
    assert Answer.objects.count() == 1


def test_a_key_used_in_a_copy_of_the_lesson_is_a_conflict(as_asha, lesson):
    """A copy keeps the ids of its blocks."""
    copy = lesson.copy(update_attrs={"slug": "kopie", "title": "Kopie"}, keep_live=True)
    cms.publish_now(copy)
    assert blocks(copy)[0]["id"] == blocks(lesson)[0]["id"]
    key = uuid.uuid4()
    assert [answer(as_asha, one, key=key).status_code for one in (lesson, copy)] == [200, 409]


def test_two_people_may_make_the_same_key(as_asha, as_ben, lesson):
    key = uuid.uuid4()
    assert [answer(client, lesson, key=key).status_code for client in (as_asha, as_ben)] == [200, 200]
    assert Answer.objects.count() == 2


@pytest.mark.parametrize("key", ["", "geen-sleutel", "0"])
@pytest.mark.parametrize("in_place", [True, False])
def test_a_form_without_a_key_is_refused(as_asha, lesson, key, in_place):
    reply = answer(as_asha, lesson, key=key, in_place=in_place)
    assert (reply.status_code, Answer.objects.count()) == (422, 0)


def test_a_plain_form_sent_twice_leads_to_the_same_place(as_asha, lesson):
    key = uuid.uuid4()
    places = [answer(as_asha, lesson, key=key, in_place=False).headers["Location"] for _ in range(2)]
    assert (places[0], Answer.objects.count()) == (places[1], 1)


def test_the_form_sent_again_after_the_back_button_changes_nothing(as_asha, lesson):
    """The old page still holds the first key and answer; a newer answer stands by then."""
    key, block = uuid.uuid4(), blocks(lesson)[0]
    answer(as_asha, lesson, key=key, form=wrong(block))
    answer(as_asha, lesson)
    answer(as_asha, lesson, key=key, form=wrong(block))
    assert (Answer.objects.count(), state_of(lesson)) == (2, "right")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_same_form_sixty_four_times_at_once_has_one_effect(asha, sign_in):
    (lesson,) = lessons_of(module_of(asks("single")))
    browsers, key = [sign_in(asha) for _ in range(64)], uuid.uuid4()
    replies = at_once([lambda browser=browser: answer(browser, lesson, key=key) for browser in browsers])
    assert {reply.status_code for reply in replies} == {200}
    assert len({without_tokens(reply) for reply in replies}) == 1
    tally = Tally.objects.get(pk=blocks(lesson)[0]["edition"])
    assert (Answer.objects.count(), tally.answers, tally.first_answers) == (1, 1, 1)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_all_questions_of_a_lesson_answered_at_once_are_all_marked(asha, sign_in):
    (lesson,) = lessons_of(module_of(asks(*["single"] * 8)))
    browsers = [sign_in(asha) for _ in range(8)]
    at_once(
        [
            lambda browser=browser, number=number: answer(browser, lesson, number)
            for number, browser in enumerate(browsers)
        ]
    )
    assert set(Progress.objects.get().items) == {block["id"] for block in blocks(lesson)}


# --- Forged ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("block", ["nergens", "00000000-0000-0000-0000-000000000000"])
def test_a_block_that_does_not_exist_is_not_found(as_asha, lesson, block):
    assert send(as_asha, path(lesson.get_parent(), lesson, "antwoord", block), {"answer": "x"}).status_code == 404


def test_a_block_of_another_lesson_is_not_found(as_asha, lesson):
    other = lessons_of(module_of(asks("single")))[0]
    block = blocks(other)[0]
    assert send(as_asha, path(lesson.get_parent(), lesson, "antwoord", block), right(block)).status_code == 404


def test_a_block_of_text_takes_no_answer(as_asha):
    (lesson,) = lessons_of(module_of([("text", "<p>Lees.</p>")]))
    (text,) = blocks(lesson, "text")
    assert send(as_asha, path(lesson.get_parent(), lesson, "antwoord", text), {"answer": "x"}).status_code == 404


def test_the_edition_of_another_question_in_the_form_is_not_used(as_asha, lesson):
    foreign = memory.edition(blocks(lessons_of(module_of(asks("open")))[0])[0]["edition"])
    answer(as_asha, lesson, form={**right(blocks(lesson)[0]), "edition": str(foreign.uuid)})
    assert Answer.objects.get().question_id == blocks(lesson)[0]["edition"]


@pytest.mark.parametrize("seen", ["", "onzin", "7a9d6013-c603-4943-b8dc-dfc9dafde62c"])
def test_an_unknown_edition_in_the_form_means_the_current_one(as_asha, lesson, seen):
    reply = answer(as_asha, lesson, form={**right(blocks(lesson)[0]), "edition": seen})
    assert (reply.status_code, Answer.objects.get().question_id) == (200, blocks(lesson)[0]["edition"])


def test_fields_that_the_form_did_not_ask_for_change_nothing(as_asha, asha, ben, lesson):
    answer(
        as_asha,
        lesson,
        form={
            **right(blocks(lesson)[0]),
            "user": ben.pk,
            "correct": "1",
            "created_at": "2001-01-01",
            "uuid": str(uuid.uuid4()),
        },
    )
    assert (Answer.objects.get().user, Answer.objects.get().created_at.year) == (asha, live(lesson).published_at.year)


def test_a_form_without_its_token_is_refused(asha, lesson):
    forger = Client(enforce_csrf_checks=True)
    forger.force_login(asha)
    assert (answer(forger, lesson).status_code, Answer.objects.count()) == (403, 0)


# --- Counters -------------------------------------------------------------------------------------


def test_a_tally_knows_the_first_answer_from_later_ones(as_asha, as_ben, lesson):
    block = blocks(lesson)[0]
    for client, form in ((as_asha, wrong(block)), (as_asha, right(block)), (as_ben, right(block))):
        answer(client, lesson, form=form)
    tally = Tally.objects.get(pk=block["edition"])
    assert (tally.answers, tally.right, tally.first_answers, tally.first_right) == (3, 2, 2, 1)


def test_an_open_answer_counts_as_answered_and_never_as_right(as_asha, open_lesson):
    tally = Tally.objects.get(pk=blocks(open_lesson)[0]["edition"])
    assert (tally.answers, tally.right, tally.first_answers, tally.first_right) == (1, 0, 1, 0)


def test_every_edition_of_a_question_begins_at_zero(as_asha, lesson):
    answer(as_asha, lesson)
    question = cms.Question.objects.get(uuid=blocks(lesson)[0]["taught"])
    question.stem = "Anders gevraagd"
    cms.publish_now(question)
    assert [tally.answers for tally in Tally.objects.order_by("pk")] == [1, 0]
