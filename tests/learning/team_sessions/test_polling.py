"""Polls in a session: put, chosen in, closed and shown; one choice for each, and nothing early."""

import uuid

import pytest

from learning.team_sessions import polls
from learning.team_sessions.actions import course, polling
from learning.team_sessions.models import Poll, PollBallot, Polled, Session
from people.refusal import Conflict, Refused
from tests.concurrency import at_once
from tests.learning.sessions import Browser, at, clicked, moved

CHOICES = ["Altijd", "Soms", "Nooit"]
TOO_FEW = "Te weinig antwoorden om te tonen. Bespreek het hardop."


def put(session, farah, asks="Wanneer lukt dit?", choices=CHOICES):
    return polling.put(session, by=farah, key=uuid.uuid4(), asks=asks, choices=choices)


def choose(browser, choice, *, key=None, over=None):
    key, number = key or uuid.uuid4(), Poll.objects.filter(session=browser.session).last().pk
    polling.vote(browser.participation, number, token=browser.token, key=key, choice=choice, over=over)
    return key


def asked(farah, *choices):
    """A session that talks, with a poll in which as many guests chose."""
    session = put(at("talk", farah), farah)
    for choice in choices:
        choose(Browser(session), choice)
    return session


def shown(session):
    return polls.poll_shown(Session.objects.get(pk=session.pk))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("choices", "counts"),
    [([], [None] * 3), ([1, 2, 3], [None] * 3), ([1, 1, 3, 1], [3, 0, 1]), ([2] * 4, [0, 4, 0])],
)
def test_the_whole_shows_when_it_closes_from_four_and_nothing_below(farah, choices, counts):
    session = asked(farah, *choices)
    before = shown(session)
    assert (before.open, [row.count for row in before.rows], before.votes, before.said) == (True, [None] * 3, 0, "")
    assert polls.votes_in(session) == len(choices)
    clicked(polling.close, session, farah)
    after = shown(session)
    assert ([row.text for row in after.rows], [row.count for row in after.rows]) == (CHOICES, counts)
    assert after.said == ("" if len(choices) >= 4 else TOO_FEW)
    assert (PollBallot.objects.count(), Polled.objects.count(), polls.votes_in(session)) == (0, 0, 0)


@pytest.mark.django_db
def test_a_choice_is_changed_while_it_is_open_by_who_saw_the_last(farah, asha):
    session = asked(farah)
    mine, other = Browser(session, asha), Browser(session)
    first = choose(mine, 1)
    choose(mine, 1, key=first)
    second = choose(mine, 3, over=first)
    for late in (lambda: choose(mine, 2, over=first), lambda: choose(mine, 1, key=second)):
        with pytest.raises(Conflict):
            late()
    assert polls.own_choice(shown(session), mine.token) == polls.OwnChoice(3, second)
    assert polls.own_choice(shown(session), other.token) is None
    clicked(polling.close, session, farah)
    assert polls.own_choice(shown(session), mine.token) is None
    with pytest.raises(Refused, match="al gesloten"):
        choose(mine, 2, over=second)


@pytest.mark.django_db
def test_one_person_chooses_on_one_device(farah, asha):
    session = asked(farah)
    choose(Browser(session, asha), 1)
    with pytest.raises(Conflict, match="op een ander apparaat"):
        choose(Browser(session, asha), 2)
    assert (PollBallot.objects.count(), Polled.objects.count()) == (1, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("choice", [0, 4, -1])
def test_only_its_own_choices_can_be_chosen(farah, choice):
    session = asked(farah)
    with pytest.raises(Refused, match="Kies een van de keuzes"):
        choose(Browser(session), choice)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asks", "choices"),
    [("", CHOICES), ("Wat?", ["Eén", " "]), ("Wat?", list("abcdefg")), ("Wat?", ["Ja", "ja"]), ("x" * 201, CHOICES)],
)
def test_a_poll_has_a_question_and_two_to_six_different_choices(farah, asks, choices):
    session = at("talk", farah)
    with pytest.raises(Refused):
        put(session, farah, asks, choices)
    assert Poll.objects.count() == 0


@pytest.mark.django_db
def test_polls_come_one_at_a_time_while_people_talk_and_by_who_leads(farah, asha):
    session = at("reveal", farah)
    with pytest.raises(Refused, match="bij ‘Bespreken’"):
        put(session, farah)
    session = put(moved(session, "talk", farah), farah)
    with pytest.raises(Refused, match="loopt al een peiling"):
        put(session, farah)
    with pytest.raises(Refused, match="Alleen wie deze sessie begeleidt"):
        put(session, asha)
    put(clicked(polling.close, session, farah), farah, "En nu?")
    assert (shown(session).asks, Poll.objects.count()) == ("En nu?", 2)


@pytest.mark.django_db
def test_going_on_shows_what_was_open_and_the_end_throws_it_away(farah):
    session = asked(farah, 1, 2, 2, 3)
    moved(session, "agree", farah)
    assert [row.count for row in shown(session).rows] == [1, 2, 1]
    clicked(course.close, session, farah)
    assert Poll.objects.count() == 0


@pytest.mark.django_db
def test_nothing_that_is_stored_of_a_poll_tells_whose_it_is_and_its_words_are_sealed(farah):
    asked(farah, 2)
    columns = {model.__name__: {field.name for field in model._meta.fields} for model in (PollBallot, Polled)}
    assert columns == {
        "PollBallot": {"uuid", "poll", "ticket", "key", "choice"},
        "Polled": {"uuid", "poll", "participation"},
    }
    assert b"lukt" not in bytes(Poll.objects.get().sealed)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_sixty_four_choices_of_one_person_at_once_are_one(farah, asha):
    session = asked(farah)
    mine, key = Browser(session, asha), uuid.uuid4()
    done = at_once([lambda n=n: choose(mine, 1, key=key if n % 2 else None) for n in range(64)])
    assert all(isinstance(one, uuid.UUID | Conflict) for one in done)
    assert (PollBallot.objects.count(), Polled.objects.count()) == (1, 1)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_choices_that_come_in_while_it_closes_are_counted_or_refused(farah):
    session = asked(farah)
    people = [Browser(session) for _guest in range(8)]
    done = at_once([lambda: clicked(polling.close, session, farah), *(lambda p=p: choose(p, 2) for p in people)])
    saved = sum(isinstance(one, uuid.UUID) for one in done[1:])
    assert all(isinstance(one, uuid.UUID | Refused) for one in done[1:])
    assert shown(session).votes == (saved if saved >= 4 else 0)
    assert PollBallot.objects.count() == Polled.objects.count() == 0
