"""Polls in lessons: one vote for each person, with a name and without, and what may be seen of it."""

import uuid

import pytest
from wagtail.blocks import StreamValue

from cms.models import Change, LessonPage
from learning.journey.models import Enrolment, Progress
from learning.practice.held import polls
from learning.practice.models import PollCount, PollTaken, PollTicket, PollVote
from learning.practice.polls import actions
from people import small_numbers
from tests.concurrency import at_once
from tests.factories import cms
from tests.learning.classroom import finish, lessons_of, module_of, path
from tests.learning.polls import lesson_with_poll, page, poll_block, spread_in, vote, voters
from tests.learning.test_budgets import read

NOT_YET = "We tonen nog geen stand"


def counts() -> dict[str, int]:
    return {choice: number for choice, number in PollCount.objects.get().counts.items() if number}


# --- Voting under one's name --------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("in_place", [True, False])
def test_a_vote_is_kept_shown_to_its_voter_and_can_be_changed(as_asha, asha, in_place):
    lesson = lesson_with_poll()
    assert vote(as_asha, lesson, "Soms", in_place=in_place).status_code == (200 if in_place else 302)
    assert vote(as_asha, lesson, "Nooit", in_place=in_place).status_code == (200 if in_place else 302)
    kept = PollVote.objects.get()
    assert (kept.user, kept.organisation, sum(counts().values())) == (asha, asha.memberships.get().organisation, 1)
    assert f'value="{kept.choice}" checked' in page(as_asha, lesson)
    assert "Verander je keuze" in page(as_asha, lesson)


@pytest.mark.django_db
def test_the_same_key_is_one_vote_and_never_another(as_asha):
    lesson, key = lesson_with_poll(), uuid.uuid4()
    replies = [vote(as_asha, lesson, words, over="", key=key) for words in ("Soms", "Soms", "Vaak")]
    assert [reply.status_code for reply in replies] == [200, 200, 409]
    assert PollVote.objects.count() == 1


@pytest.mark.django_db
def test_a_late_retry_of_an_earlier_vote_does_not_undo_a_later_one(as_asha):
    lesson, first = lesson_with_poll(), uuid.uuid4()
    vote(as_asha, lesson, "Soms", over="", key=first)
    vote(as_asha, lesson, "Vaak")
    before = PollVote.objects.get().choice
    late = vote(as_asha, lesson, "Soms", over="", key=first)
    assert (late.status_code, PollVote.objects.get().choice) == (409, before)
    assert "in een ander venster" in late.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("in_place", [True, False])
@pytest.mark.parametrize("unnamed", [True, False])
def test_without_a_choice_and_with_a_strange_one_nothing_is_kept(as_asha, in_place, unnamed):
    lesson = lesson_with_poll(unnamed=unnamed)
    for choice in ("", "onbekend"):
        reply = vote(as_asha, lesson, "", in_place=in_place, form={"choice": choice})
        assert (reply.status_code, "Er is niets bewaard." in reply.content.decode()) == (422, True)
    assert [model.objects.count() for model in (PollVote, PollTaken, PollTicket, PollCount)] == [0, 0, 0, 0]


@pytest.mark.django_db
def test_a_poll_asks_for_nothing_in_the_lesson(as_asha):
    lesson = lesson_with_poll()
    vote(as_asha, lesson, "Soms")
    assert (Enrolment.objects.count(), Progress.objects.count()) == (0, 0)
    finish(as_asha, lesson)
    assert Progress.objects.get().finished_at is not None


@pytest.mark.django_db
def test_who_belongs_nowhere_has_nothing_to_count_in(as_petra):
    lesson = lesson_with_poll()
    reply = vote(as_petra, lesson, "Soms")
    assert (reply.status_code, PollVote.objects.count()) == (422, 0)


# --- What is seen -------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("unnamed", [True, False])
def test_the_spread_shows_from_five_votes_to_who_voted(as_asha, sign_in, voorbeeldstad, unnamed):
    lesson = lesson_with_poll(unnamed=unnamed)
    clients = voters(sign_in, voorbeeldstad, 5)
    for client, words in zip(clients[:4], ("Vaak", "Soms", "Vaak", "Soms"), strict=True):
        assert NOT_YET in vote(client, lesson, words).content.decode()
    assert spread_in(vote(clients[4], lesson, "Vaak").content.decode()) == {"Vaak": 3, "Soms": 2, "Nooit": 0}
    assert spread_in(page(clients[0], lesson)) == {"Vaak": 3, "Soms": 2, "Nooit": 0}
    assert (spread_in(page(as_asha, lesson)), NOT_YET in page(as_asha, lesson)) == ({}, False)


@pytest.mark.django_db
@pytest.mark.parametrize("words", [["Vaak"] * 5, ["Vaak"] * 4 + ["Soms"]])
def test_what_would_tell_of_somebody_does_not_show(sign_in, voorbeeldstad, words):
    lesson = lesson_with_poll()
    clients = voters(sign_in, voorbeeldstad, 5)
    for client, one in zip(clients, words, strict=True):
        vote(client, lesson, one)
    assert NOT_YET in page(clients[0], lesson)


@pytest.mark.django_db
def test_the_spread_stands_still_between_fives_and_through_changes(sign_in, voorbeeldstad):
    lesson = lesson_with_poll()
    clients = voters(sign_in, voorbeeldstad, 10)
    for place, client in enumerate(clients[:9]):
        vote(client, lesson, ["Vaak", "Soms"][place % 2])
    frozen = {"Vaak": 3, "Soms": 2, "Nooit": 0}
    assert spread_in(page(clients[0], lesson)) == frozen
    vote(clients[0], lesson, "Nooit")
    assert spread_in(page(clients[0], lesson)) == frozen
    vote(clients[9], lesson, "Nooit")
    assert spread_in(page(clients[0], lesson)) == {"Vaak": 4, "Soms": 4, "Nooit": 2}


@pytest.mark.parametrize(
    ("counted", "shown", "may"),
    [
        ({"a": 3, "b": 2}, {}, True),
        ({"a": 4}, {}, False),
        ({"a": 5}, {}, False),
        ({"a": 6, "b": 4}, {"a": 3, "b": 2}, True),
        ({"a": 8, "b": 2}, {"a": 3, "b": 2}, False),  # the five who came all chose a
        ({"a": 7, "b": 3}, {"a": 3, "b": 2}, False),  # all but one of them did
        ({"a": 9, "b": 1}, {"a": 3, "b": 2}, False),  # and one changed
        ({"a": 4, "b": 4}, {"a": 3, "b": 2}, False),
    ],
)
def test_a_spread_follows_another_only_when_those_between_stay_hidden(counted, shown, may):
    assert small_numbers.may_show_anew(counted, shown) == may


@pytest.mark.django_db
def test_each_organisation_sees_its_own_votes_alone(sign_in, voorbeeldstad, anderstad):
    lesson = lesson_with_poll()
    here, there = voters(sign_in, voorbeeldstad, 5), voters(sign_in, anderstad, 1)
    for place, client in enumerate(here):
        vote(client, lesson, ["Vaak", "Soms"][place % 2])
    vote(there[0], lesson, "Nooit")
    assert NOT_YET in page(there[0], lesson)
    assert spread_in(page(here[0], lesson)) == {"Vaak": 3, "Soms": 2, "Nooit": 0}


# --- Without a name -----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_without_a_name_nothing_that_is_stored_tells_what_somebody_chose(as_asha, asha):
    lesson = lesson_with_poll(unnamed=True)
    assert "zodra je stemt" in page(as_asha, lesson)
    vote(as_asha, lesson, "Soms")
    taken = PollTaken.objects.get()
    assert (taken.user, PollVote.objects.count(), PollTicket.objects.count()) == (asha, 0, 0)
    columns = {
        model.__name__: {field.name for field in model._meta.fields} for model in (PollTaken, PollTicket, PollCount)
    }
    assert columns == {
        "PollTaken": {"uuid", "user", "line", "block"},
        "PollTicket": {"digest"},
        "PollCount": {"id", "line", "block", "unnamed", "organisation", "counts", "shown"},
    }


@pytest.mark.django_db
def test_without_a_name_the_first_vote_stands(as_asha):
    lesson = lesson_with_poll(unnamed=True)
    vote(as_asha, lesson, "Soms")
    before = counts()
    again = vote(as_asha, lesson, "Vaak", over="").content.decode()
    assert (counts(), "Je eerste stem telt" in again, "<form" in again) == (before, True, False)


@pytest.mark.django_db(transaction=True)
def test_a_vote_that_was_cut_off_after_the_mark_can_still_be_given_once(as_asha, monkeypatch):
    lesson = lesson_with_poll(unnamed=True)
    with monkeypatch.context() as cut:
        cut.setattr(actions, "_give", lambda *given: (_ for _ in ()).throw(OSError("cut off")))
        with pytest.raises(OSError, match="cut off"):
            vote(as_asha, lesson, "Soms")
    assert (PollTaken.objects.count(), PollTicket.objects.count(), PollCount.objects.count()) == (1, 1, 0)
    for _again in range(2):
        vote(as_asha, lesson, "Vaak", over="")
    assert (PollTaken.objects.count(), PollTicket.objects.count(), sum(counts().values())) == (1, 0, 1)


# --- One vote for each person ---------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("unnamed", [True, False])
def test_sixty_four_votes_of_one_person_at_once_are_one(asha, sign_in, unnamed):
    lesson = lesson_with_poll(unnamed=unnamed)
    tabs = [sign_in(asha) for _tab in range(64)]
    replies = at_once(
        [
            lambda tab=tab, n=n: vote(tab, lesson, ("Vaak", "Soms")[n % 2], over="").status_code
            for n, tab in enumerate(tabs)
        ]
    )
    assert set(replies) <= {200, 409}
    assert (replies.count(200) == 64) == unnamed
    assert (PollVote.objects.count(), PollTaken.objects.count()) == ((0, 1) if unnamed else (1, 0))
    assert (sum(counts().values()), PollTicket.objects.count()) == (1, 0)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("unnamed", [True, False])
def test_many_people_at_once_are_counted_exactly(sign_in, voorbeeldstad, unnamed):
    lesson = lesson_with_poll(unnamed=unnamed)
    clients = voters(sign_in, voorbeeldstad, 16)
    replies = at_once([lambda client=client: vote(client, lesson, "Soms", over="").status_code for client in clients])
    assert (replies, list(counts().values())) == ([200] * 16, [16])


# --- What authors change ----------------------------------------------------------------------------------


def edited(lesson, *, material=False, **fields):
    """The same lesson with the same poll, with other fields."""
    kept = LessonPage.objects.get(pk=lesson.pk)
    raw = [dict(one) for one in kept.body.raw_data]
    raw[1]["value"] = raw[1]["value"] | fields
    kept.body = StreamValue(kept.body.stream_block, raw, is_lazy=True)
    kept.change, kept.change_note = (Change.MATERIAL if material else Change.MINOR), "Anders"
    return cms.publish_now(kept)


@pytest.mark.django_db
@pytest.mark.parametrize("unnamed", [True, False])
def test_who_saw_a_promise_never_votes_under_another(as_asha, unnamed):
    lesson = edited(lesson_with_poll(unnamed=unnamed), unnamed=not unnamed)
    reply = vote(as_asha, lesson, "Soms", over="", form={"unnamed": "1" if unnamed else ""})
    assert (reply.status_code, "intussen veranderd" in reply.content.decode()) == (409, True)
    assert (PollVote.objects.count(), PollTaken.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_a_vote_stays_behind_the_words_it_was_for(as_asha, as_ben):
    lesson = lesson_with_poll()
    vote(as_asha, lesson, "Soms")
    vote(as_ben, lesson, "Vaak")
    lesson = edited(lesson, choices=["Vaak", "Zelden", "Nooit"])
    assert "Je koos eerder ‘Soms’" in page(as_asha, lesson)
    vote(as_asha, lesson, "Zelden")
    assert "Je koos eerder" not in page(as_asha, lesson)
    assert (PollVote.objects.count(), sum(counts().values())) == (2, 2)


@pytest.mark.django_db
def test_a_material_change_asks_anew_and_forgets_nothing(as_asha):
    lesson = lesson_with_poll()
    vote(as_asha, lesson, "Soms")
    lesson = edited(lesson, material=True, question="Hoe vaak nu?")
    assert "checked" not in page(as_asha, lesson)
    vote(as_asha, lesson, "Vaak")
    assert PollVote.objects.count() == 2


@pytest.mark.django_db
def test_an_earlier_edition_shows_the_poll_without_a_form(as_asha):
    lesson = lesson_with_poll()
    html = as_asha.get(path(lesson.get_parent(), lesson, "editie", "1")).content.decode()
    assert ("Hoe vaak?" in html, "Nooit" in html, 'name="choice"' in html) == (True, True, False)


@pytest.mark.django_db
def test_a_lesson_with_polls_costs_one_statement_more(as_asha):
    lesson = lessons_of(module_of([poll_block(), poll_block(unnamed=True)]))[0]
    without = lessons_of(module_of([("text", "<p>Kort.</p>")]))[0]
    costs = []
    for one in (lesson, without):
        address = path(one.get_parent(), one)
        read(as_asha, address)
        costs.append(len(read(as_asha, address)))
    assert costs[0] == costs[1] + 1


@pytest.mark.django_db
def test_what_is_held_tells_the_vote_in_words_and_of_one_without_a_name_only_that(as_asha, asha):
    vote(as_asha, lesson_with_poll(), "Soms")
    vote(as_asha, lesson_with_poll(unnamed=True), "Nooit")
    told = polls(asha)
    assert [(one["peiling"], one["keuze"]) for one in told["gestemd"]] == [("Hoe vaak?", "Soms")]
    assert (len(told["meegedaan_zonder_naam"]), "Nooit" in str(told)) == (1, False)
