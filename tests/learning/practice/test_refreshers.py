"""Refreshers at the door, over months: what comes back, when and why, who sees it, and what an author's change does to it."""

import io
import json
import uuid
import zipfile
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from cms.editions import memory
from cms.models import Question, Taught
from learning.practice.models import (
    Answer,
    HowSure,
    Refresher,
    RefresherRound,
    RefresherTurn,
    Refreshing,
    Rhythm,
    Tally,
)
from learning.practice.refreshers import scheduling
from learning.practice.refreshers.scheduling import Answered, minutes, recall
from people.erasure import erase_account
from people.everything import make
from tests.concurrency import at_once
from tests.factories import cms
from tests.learning import refreshing
from tests.learning.classroom import answer, asks, blocks, finish, lessons_of, module_of, wrong
from tests.learning.journey.test_closing_test import form_of, hand_in, start
from tests.learning.journey.test_closing_test import save as save_in_test
from tests.learning.refreshing import begin, begun, choose, home_line, page, play
from tests.learning.test_budgets import read

pytestmark = pytest.mark.django_db
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
FIRST = datetime(2027, 1, 31, 10, tzinfo=AMSTERDAM)
"""A Sunday at the end of a month; a month later is the 28th of February."""


def at(year: int, month: int, day: int, hour: int = 10) -> datetime:
    return datetime(year, month, day, hour, tzinfo=AMSTERDAM)


@pytest.fixture
def travel(time_machine, asha, as_asha):
    """Go to a moment, where Asha signs in again: no session lasts that long."""

    def to(moment: datetime) -> None:
        time_machine.move_to(moment, tick=False)
        as_asha.force_login(asha)

    return to


@pytest.fixture
def lesson():
    return lessons_of(module_of(asks("single", "true-false", "open")))[0]


@pytest.fixture
def learned(as_asha, lesson, travel):
    """Asha answered a lesson on the last of January, the second question wrongly, and asked to refresh it."""
    travel(FIRST)
    answer(as_asha, lesson, 0)
    answer(as_asha, lesson, 1, wrong(blocks(lesson)[1]))
    answer(as_asha, lesson, 2, {"answer": "Ik vraag door."})
    choose(as_asha)
    return as_asha


# --- Choosing -------------------------------------------------------------------------------------


def test_nobody_is_asked_who_did_not_choose_it(as_asha, lesson, travel):
    travel(FIRST)
    answer(as_asha, lesson, 0)
    finish(as_asha, lesson)
    travel(at(2027, 6, 1))
    assert (home_line(as_asha), Refresher.objects.count(), begin(as_asha).headers["Location"]) == ("", 0, "/opfrissen/")
    assert 'value="month" id="id_rhythm_1" checked' in page(as_asha).replace(" required", "")


def test_what_was_answered_comes_back_after_a_month_and_open_questions_never(learned, travel):
    assert (home_line(learned), Refresher.objects.count()) == ("", 2)
    travel(at(2027, 2, 27))
    assert home_line(learned) == ""
    travel(at(2027, 2, 28, 0))
    assert home_line(learned) == "Opfrissen: 2 vragen, ongeveer 2 minuten"


def test_what_is_answered_after_choosing_is_taken_up_when_the_lesson_or_the_test_is_done(as_asha, travel):
    travel(FIRST)
    choose(as_asha)
    module = module_of(asks("single"), test_questions=[("question", cms.question())], test_draw=1)
    (lesson,) = lessons_of(module)
    answer(as_asha, lesson)
    finish(as_asha, lesson)
    assert Refresher.objects.count() == 1
    attempt = start(as_asha, module)
    save_in_test(as_asha, module, attempt, form={**form_of(attempt, 1), "certainty": "3"})
    hand_in(as_asha, module, attempt)
    assert sorted(Refresher.objects.values_list("certainty", flat=True), key=str) == [3, None]
    assert "je zei ‘ik weet het zeker’" in page(as_asha)


def test_the_other_rhythms_hold_too_and_an_unknown_one_is_refused(learned, travel):
    assert choose(learned, "daily").status_code == 422
    choose(learned, "quarter")
    travel(at(2027, 4, 29))
    assert home_line(learned) == ""
    travel(at(2027, 4, 30))
    assert home_line(learned).startswith("Opfrissen: 2 vragen")


def test_stopping_asks_nothing_more_and_choosing_again_goes_on_from_there(learned, travel):
    travel(at(2027, 2, 28))
    play(learned, begun(learned))
    kept = list(Refresher.objects.order_by("question_id").values_list("due_on", "open_on", "stability"))
    learned.post("/opfrissen/stoppen/")
    travel(at(2027, 12, 28))
    assert (home_line(learned), Refresher.objects.count(), RefresherTurn.objects.count()) == ("", 0, 2)
    choose(learned)
    assert list(Refresher.objects.order_by("question_id").values_list("due_on", "open_on", "stability")) == kept


# --- A round --------------------------------------------------------------------------------------


def test_a_round_shows_the_answer_and_says_when_it_comes_back_and_from_what(learned, travel):
    travel(at(2027, 2, 28))
    here = begun(learned)
    # What went wrong comes first.
    first = refreshing.answer(learned, here, sure="3").content.decode()
    assert "Dat klopt" in first
    assert "Komt terug vanaf" in first
    assert "Je antwoord van 28 februari 2027: goed, en je zei ‘ik weet het zeker’." in first
    second = refreshing.answer(learned, here, right=False).content.decode()
    assert "Komt terug vanaf 28 maart 2027" in second
    assert "Je antwoord van 28 februari 2027: niet helemaal goed." in second
    over = learned.get(here).content.decode()
    assert "2 vragen opgefrist, 1 goed." in over
    assert (home_line(learned), refreshing.last_round().ended_at) == ("", at(2027, 2, 28))


def test_a_round_is_stopped_without_loss_and_gone_on_with(learned, travel):
    travel(at(2027, 2, 28))
    here = begun(learned)
    refreshing.answer(learned, here)
    assert home_line(learned) == "Opfrissen: nog 1 vraag, ongeveer 1 minuut"
    travel(at(2027, 3, 3))
    assert begun(learned) == here
    assert play(learned, here) == 1
    assert RefresherRound.objects.count() == 1


def test_a_round_that_was_left_for_weeks_gives_way_to_a_new_one_with_what_was_open(learned, travel):
    travel(at(2027, 2, 28))
    left = begun(learned)
    travel(at(2027, 3, 20))
    assert home_line(learned) == "Opfrissen: 2 vragen, ongeveer 2 minuten"
    fresh = begun(learned)
    assert (fresh != left, play(learned, fresh), learned.get(left).status_code) == (True, 2, 200)


def test_a_round_holds_what_fits_in_five_minutes_and_the_rest_comes_a_next_time(as_asha, travel):
    travel(FIRST)
    (lesson,) = lessons_of(module_of(asks(*["true-false"] * 8)))
    for number in range(8):
        answer(as_asha, lesson, number)
    choose(as_asha)
    travel(at(2027, 3, 1))
    assert home_line(as_asha) == "Opfrissen: 6 vragen, ongeveer 5 minuten"
    assert play(as_asha, begun(as_asha), sure="3") == 6
    assert (home_line(as_asha), begin(as_asha).headers["Location"]) == ("", "/opfrissen/")
    travel(at(2027, 4, 1))
    assert home_line(as_asha) == "Opfrissen: 2 vragen, ongeveer 2 minuten"


def test_there_is_one_round_a_week_whatever_the_themes(as_asha, travel):
    travel(FIRST)
    for theme in ("meldcode", "opdracht"):
        answer(as_asha, lessons_of(module_of(asks("single"), theme=theme))[0])
    choose(as_asha)
    travel(at(2027, 3, 1))
    assert home_line(as_asha) == "Opfrissen: 1 vraag, ongeveer 1 minuut"
    play(as_asha, begun(as_asha, "opdracht"))
    assert (home_line(as_asha), begin(as_asha, "meldcode").headers["Location"]) == ("", "/opfrissen/")
    travel(at(2027, 3, 8))
    assert "Meldcode" in page(as_asha)
    assert play(as_asha, begun(as_asha, "meldcode")) == 1


def test_twice_the_same_form_is_one_answer_and_another_window_overwrites_nothing(learned, travel):
    travel(at(2027, 2, 28))
    key = uuid.uuid4()
    here = begin(learned, key=key).headers["Location"]
    assert begin(learned, key=key).headers["Location"] == here
    address, sent = learned.get(here).headers["Location"], uuid.uuid4()
    right = refreshing.right_form(refreshing.question_of(address))
    statuses = [learned.post(address, {**right, "key": one}).status_code for one in (sent, sent, uuid.uuid4())]
    assert (statuses, RefresherTurn.objects.filter(answered_at__isnull=False).count()) == ([302, 302, 409], 1)


@pytest.mark.django_db(transaction=True)
def test_in_four_windows_at_once_there_is_one_choice_one_round_and_one_answer(lesson, asha, sign_in, travel):
    travel(FIRST)
    answer(sign_in(asha), lesson)
    travel(at(2027, 2, 28))
    windows = [sign_in(asha) for _ in range(4)]
    chosen = at_once([lambda one=one: choose(one).status_code for one in windows])
    rounds = at_once([lambda one=one: begun(one) for one in windows])
    address = f"{rounds[0]}1/"
    right = refreshing.right_form(refreshing.question_of(address))
    sent = [lambda one=one: one.post(address, {**right, "key": uuid.uuid4()}).status_code for one in windows]
    assert (chosen, len(set(rounds)), sorted(at_once(sent))) == ([302] * 4, 1, [302, 409, 409, 409])


def test_nothing_chosen_is_asked_for_and_keeps_what_was_marked(learned, travel):
    travel(at(2027, 2, 28))
    address = learned.get(begun(learned)).headers["Location"]
    reply = learned.post(address, {"certainty": "2", "key": uuid.uuid4()})
    assert (reply.status_code, 'name="certainty" value="2" checked' in reply.content.decode()) == (422, True)
    assert learned.get(address.replace("/1/", "/9/")).status_code == 404


def test_it_counts_in_no_figure(learned, travel):
    before = list(Tally.objects.order_by("pk").values_list("answers", "right"))
    travel(at(2027, 2, 28))
    play(learned, begun(learned))
    assert list(Tally.objects.order_by("pk").values_list("answers", "right")) == before


# --- A year ---------------------------------------------------------------------------------------


def test_a_year_of_right_answers_asks_ever_more_seldom_and_the_same_answers_give_the_same_days(as_asha, travel):
    (lesson,) = lessons_of(module_of(asks("single")))
    travel(FIRST)
    answer(as_asha, lesson)
    choose(as_asha)
    days = [FIRST.date()]
    for _ in range(4):
        found = Refresher.objects.get()
        asked = max(found.due_on, found.open_on)
        travel(at(asked.year, asked.month, asked.day, 0))
        assert home_line(as_asha) == "Opfrissen: 1 vraag, ongeveer 1 minuut"
        play(as_asha, begun(as_asha))
        days.append(asked)
    assert days == [date(2027, 1, 31), date(2027, 2, 28), date(2027, 4, 6), date(2027, 8, 18), date(2028, 8, 17)]


@pytest.mark.parametrize(
    ("answers", "rating"),
    [
        ((False, HowSure.SURE), 1),
        ((True, HowSure.GUESS), 2),
        ((True, HowSure.DOUBT), 3),
        ((True, None), 3),
        ((True, 3), 4),
    ],
)
def test_the_rating_comes_from_the_answer_and_the_certainty(answers, rating):
    assert scheduling.rating_of(*answers) == rating


def test_of_a_day_the_first_answer_counts_and_summer_time_moves_no_day():
    tries = [Answered(at=at(2027, 3, 27, hour), correct=hour > 10) for hour in (10, 11, 12)]
    assert recall(tries) == recall(tries[:1])
    # The night of 28 March has an hour less: two days on is two days on, also late in the evening.
    late = recall([Answered(at=at(2027, 3, 27, 23), correct=True)])
    assert late is not None
    assert (late.due_on, recall([])) == (date(2027, 3, 29), None)


def test_a_month_ends_when_the_next_one_does_and_minutes_are_rounded_up():
    assert scheduling.later(date(2028, 1, 31), Rhythm.MONTH) == date(2028, 2, 29)
    assert scheduling.later(date(2027, 11, 30), Rhythm.QUARTER) == date(2028, 2, 29)
    assert scheduling.later(date(2027, 12, 25), Rhythm.FORTNIGHT) == date(2028, 1, 8)
    assert [minutes(count) for count in (1, 2, 6)] == [1, 2, 5]


# --- What authors do ------------------------------------------------------------------------------


def _published(question: Question, **changes) -> None:
    for name, value in changes.items():
        setattr(question, name, value)
    cms.publish_now(question)


def _questions(lesson) -> list[Question]:
    taught = [memory.edition(block["edition"]).taught_id for block in blocks(lesson)]
    return [Question.objects.get(uuid=one) for one in taught]


def test_a_correction_is_shown_and_changes_no_day(learned, lesson, travel):
    before = list(Refresher.objects.order_by("pk").values_list("due_on", "stability"))
    _published(_questions(lesson)[0], stem="Wie bel je dan?", change="minor")
    travel(at(2027, 2, 28))
    here = begun(learned)
    assert list(Refresher.objects.order_by("pk").values_list("due_on", "stability")) == before
    shown = [refreshing.answer(learned, here).content.decode() for _ in range(2)]
    assert sum("Wie bel je dan?" in one for one in shown) == 1


def test_what_changed_materially_begins_anew_and_says_so(as_asha, travel):
    (lesson,) = lessons_of(module_of(asks("single")))
    travel(FIRST)
    answer(as_asha, lesson)
    choose(as_asha)
    travel(at(2027, 3, 1))
    play(as_asha, begun(as_asha), sure="3")
    assert Refresher.objects.get().due_on > date(2027, 4, 2)
    _published(_questions(lesson)[0], stem="Wie bel je nu?", change="material")
    travel(at(2027, 4, 2))
    assert "De vraag is daarna veranderd" in page(as_asha)
    assert home_line(as_asha) == "Opfrissen: 1 vraag, ongeveer 1 minuut"
    assert "Wie bel je nu?" in refreshing.answer(as_asha, begun(as_asha)).content.decode()


def test_what_was_withdrawn_rests_also_in_a_round_that_was_begun(learned, lesson, travel):
    travel(at(2027, 2, 28))
    here = begun(learned)
    first, second = (
        memory.edition(one).taught_id for one in RefresherTurn.objects.values_list("question_id", flat=True)
    )
    Taught.objects.filter(pk=first).update(live_line=None)
    assert home_line(learned) == "Opfrissen: nog 1 vraag, ongeveer 1 minuut"
    assert play(learned, here) == 1
    assert RefresherTurn.objects.get(answered_at__isnull=False).question.taught_id == second
    assert "1 vraag is niet meer gesteld." in learned.get(here).content.decode()
    assert "Deze vraag staat nu in geen les of toets." in page(learned)


def test_a_question_that_no_lesson_holds_any_more_is_not_asked(learned, lesson, travel):
    lesson.body = cms._stream(type(lesson), "body", [("text", "<p>Zonder vragen.</p>")])
    cms.publish_now(lesson)
    travel(at(2027, 2, 28))
    assert begin(learned).headers["Location"] == "/opfrissen/"
    assert Refresher.objects.exclude(theme="").count() == 0


# --- Whose it is ----------------------------------------------------------------------------------


def test_another_organisation_s_question_is_not_asked_after_a_move(as_asha, asha, voorbeeldstad, anderstad, travel):
    travel(FIRST)
    question = cms.question(organisation=voorbeeldstad, title="Alleen hier")
    (lesson,) = lessons_of(module_of([("question", {"question": question})], organisation=voorbeeldstad))
    answer(as_asha, lesson)
    choose(as_asha)
    travel(at(2027, 2, 28))
    here = begun(as_asha)
    asha.memberships.update(organisation=anderstad, team=None)
    assert (home_line(as_asha), "Alleen hier" in page(as_asha)) == ("", False)
    assert (begin(as_asha).headers["Location"], as_asha.get(f"{here}1/").status_code) == ("/opfrissen/", 404)


def test_nobody_else_sees_any_of_it(learned, lotte, ben, sign_in, travel):
    travel(at(2027, 2, 28))
    here = begun(learned)
    for client in map(sign_in, (lotte, ben)):
        assert (client.get(here).status_code, client.get(f"{here}1/").status_code) == (404, 404)
        assert (home_line(client), "Wanneer wat terugkomt" in page(client)) == ("", False)


def test_deleting_leaves_what_was_answered_in_lessons_and_erasure_leaves_nothing(learned, asha, travel):
    travel(at(2027, 2, 28))
    play(learned, begun(learned))
    learned.post("/opfrissen/verwijderen/")
    assert [one.objects.count() for one in (Refreshing, Refresher, RefresherRound, RefresherTurn)] == [0, 0, 0, 0]
    assert Answer.objects.count() == 3
    choose(learned)
    travel(at(2027, 3, 28))
    begun(learned)
    erase_account(asha)
    assert [one.objects.count() for one in (Refreshing, Refresher, RefresherRound, RefresherTurn)] == [0, 0, 0, 0]


def test_it_stands_in_everything_we_hold(learned, asha, travel):
    travel(at(2027, 2, 28))
    play(learned, begun(learned), sure="2")
    with zipfile.ZipFile(io.BytesIO(make(asha, {}).content)) as files:
        held = json.loads(files.read("gegevens.json"))["onderdelen"]["opfrissen"]["inhoud"]
    assert (held["aan"], held["ritme"], len(held["komt_terug"])) == (True, "elke maand", 2)
    assert [one["zekerheid"] for one in held["rondes"][0]["vragen"]] == ["Ik twijfel", "Ik twijfel"]


# --- What it costs --------------------------------------------------------------------------------


@pytest.mark.parametrize("questions", [2, 12])
def test_pages_cost_the_same_however_many_questions(as_asha, travel, questions):
    travel(FIRST)
    (lesson,) = lessons_of(module_of(asks(*["true-false"] * questions)))
    for number in range(questions):
        answer(as_asha, lesson, number)
    choose(as_asha)
    travel(at(2027, 3, 1))
    read(as_asha, "/")
    read(as_asha, "/opfrissen/")
    costs = [len(read(as_asha, address)) for address in ("/", "/opfrissen/")]
    here = begun(as_asha)
    costs.append(len(read(as_asha, f"{here}1/")))
    refreshing.answer(as_asha, here)
    assert costs == [7, 6, 5]
    assert len(read(as_asha, f"{here}1/")) == 6
