"""Coming into a session: who may, the code, and what guessing it costs."""

import uuid
from datetime import timedelta

import pytest
from django.test import override_settings
from django.utils import timezone

from learning.team_sessions import attempts, codes, queries
from learning.team_sessions.actions import course, doors
from learning.team_sessions.attempts import TooMany
from learning.team_sessions.models import JoinCode, Participation, Session
from people.refusal import Refused
from tests.learning.sessions import clicked, moved, opened, prepared

pytestmark = pytest.mark.django_db
HERE, THERE = "192.0.2.1", "198.51.100.7"


@pytest.fixture
def session(farah):
    return opened(farah)


def code_of(session):
    return queries.door(session).code


# --- Codes ------------------------------------------------------------------------------------------


def test_a_code_has_six_characters_that_nobody_confuses(session):
    code = code_of(session)
    assert len(code) == 6
    assert set(code) <= set(codes.ALPHABET)
    assert not set(codes.ALPHABET) & set("0O1IL2Z5S8B")
    assert len({codes.code_of(uuid.uuid4()) for _time in range(200)}) == 200


def test_a_code_opens_its_session_however_it_is_typed(session, farah):
    other, code = opened(farah), code_of(session)
    assert code_of(other) != code
    for typed in (code, code.lower(), f"{code[:3]} {code[3:]}", f" {code[:2]}-{code[2:]} "):
        assert doors.find(typed, network=HERE) == session


@pytest.mark.parametrize("wrong", ["", "AAAAAA", "te-lang-om-een-code-te-zijn", "ÄÖÜÄÖÜ", "\0\0\0\0\0\0"])
def test_a_wrong_code_opens_nothing(session, wrong):
    with pytest.raises(Refused, match="klopt niet, of niet meer"):
        doors.find(wrong, network=HERE)


def test_an_expired_a_locked_and_a_changed_code_open_nothing_and_say_the_same(session, farah):
    code = code_of(session)
    JoinCode.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    _shut(code)
    JoinCode.objects.update(expires_at=timezone.now() + timedelta(hours=1))
    session = clicked(doors.lock_code, session, farah, locked=True)
    _shut(code)
    session = clicked(doors.lock_code, session, farah, locked=False)
    assert doors.find(code, network=HERE) == session
    session = clicked(doors.rotate_code, session, farah)
    _shut(code)
    assert doors.find(code_of(session), network=HERE) == session


def _shut(code):
    with pytest.raises(Refused, match="klopt niet, of niet meer"):
        doors.find(code, network=HERE)


def test_a_code_ends_with_its_session(session, farah):
    code = code_of(session)
    over = clicked(course.close, session, farah)
    _shut(code)
    assert (JoinCode.objects.count(), queries.door(over)) == (0, None)


def test_what_is_stored_gives_no_code_without_the_secret_of_the_site(session):
    """Whoever copies the table, and tries all codes, must not find the one that works."""
    row, code = JoinCode.objects.get(), code_of(session)
    assert code not in f"{row.seed} {row.digest}".upper()
    with override_settings(SECRET_KEY="another-site-with-another-secret-of-its-own-0123456789"):
        assert codes.code_of(row.seed) != code
        assert codes.digest_of_code(code) != row.digest
        _shut(code)


# --- Guessing ---------------------------------------------------------------------------------------


def guess(network, times, **more):
    """Guess until one is stopped; answers after how many, or None."""
    for number in range(times):
        try:
            doors.find("AAAAAA", network=network, **more)
        except TooMany:
            return number
        except Refused:
            continue
    return None


def test_one_network_is_stopped_and_no_other(session):
    assert guess(HERE, 200) == attempts.PER_NETWORK.amount
    with pytest.raises(TooMany, match="te veel verkeerde codes"):
        doors.find(code_of(session), network=HERE)
    assert doors.find(code_of(session), network=THERE) == session


@pytest.mark.slow
def test_ten_thousand_guesses_from_everywhere_are_stopped_and_colleagues_still_come_in(session, asha):
    stopped = [guess(f"203.0.113.{number}", 20) for number in range(500)]  # 10,000, none too many from one place
    assert stopped.count(None) == attempts.IN_ALL.amount / 20
    with pytest.raises(TooMany):
        doors.find(code_of(session), network=THERE)
    assert doors.find(code_of(session), network=THERE, by=asha) == session


@pytest.mark.slow
def test_five_hundred_come_in_through_one_address_within_a_minute(session):
    code = code_of(session)
    began = timezone.now()
    for _guest in range(500):
        doors.join_as_guest(doors.find(code, network=HERE), token=codes.new_token())
    assert timezone.now() - began < timedelta(minutes=1)
    assert queries.counts(session).people == 500


def test_a_good_code_takes_no_failure_back(session):
    guess(HERE, attempts.PER_NETWORK.amount - 1)
    assert doors.find(code_of(session), network=HERE) == session
    assert guess(HERE, 5) == 1


# --- Coming in --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "without", "with_code"),
    [
        ("asha", True, True),
        ("lotte", True, True),
        ("omar", False, True),
        ("sam", False, False),
        ("petra", False, False),
    ],
)
def test_the_team_comes_in_and_colleagues_with_the_code(session, who, without, with_code, request):
    person = request.getfixturevalue(who)
    for may, given in ((without, False), (with_code, True)):
        if may:
            assert doors.join(session, by=person, with_code=given).user == person
        else:
            with pytest.raises(Refused, match="hoor je niet"):
                doors.join(session, by=person, with_code=given)


def test_one_person_is_one_participant_on_every_device(session, asha):
    assert doors.join(session, by=asha) == doors.join(session, by=asha)
    token = codes.new_token()
    assert doors.join_as_guest(session, token=token) == doors.join_as_guest(session, token=token, name="Nel")
    assert Participation.objects.count() == 2


def test_a_guests_token_is_not_stored_and_is_nothing_elsewhere(session, farah):
    token, other = codes.new_token(), opened(farah)
    first = doors.join_as_guest(session, token=token)
    second = doors.join_as_guest(other, token=token)
    assert first.guest != second.guest
    assert token not in first.guest
    assert queries.guest_of(session, codes.digest_of_guest(session.pk, token)) == first
    assert queries.guest_of(session, second.guest) is None
    assert queries.guest_of(session, "") is None


def test_names_show_in_the_lobby_and_go_when_it_begins(session, farah, asha):
    doors.join(session, by=asha)
    doors.join_as_guest(session, token=codes.new_token(), name="  Nel   van de school ")
    doors.join_as_guest(session, token=codes.new_token())
    assert queries.lobby(session) == ("Asha", "Een gast", "Nel van de school")
    session = moved(session, "write", farah)
    doors.join_as_guest(session, token=codes.new_token(), name="Laatkomer")
    assert queries.lobby(session) == ()
    assert set(Participation.objects.values_list("guest_name", flat=True)) == {""}


def test_nobody_comes_into_what_has_not_begun_or_is_over(farah, asha):
    early, over = prepared(farah), clicked(course.close, opened(farah), farah)
    for session in (early, over):
        with pytest.raises(Refused):
            doors.join(session, by=asha)
        with pytest.raises(Refused):
            doors.join_as_guest(session, token=codes.new_token())


def test_a_rehearsal_is_for_who_leads_it(farah, asha):
    session = opened(farah, rehearsal=True)
    doors.join(session, by=farah)
    with pytest.raises(Refused):
        doors.join(session, by=asha, with_code=True)
    with pytest.raises(Refused, match="oefensessie"):
        doors.join_as_guest(session, token=codes.new_token())
    assert queries.session_of(asha, session.pk) is None


@pytest.mark.parametrize(
    ("who", "may"), [("farah", True), ("asha", True), ("omar", False), ("sam", False), ("petra", False)]
)
def test_for_others_a_session_does_not_exist(session, who, may, request):
    found = queries.session_of(request.getfixturevalue(who), session.pk)
    assert (found is not None) == may


def test_what_is_for_who_leads_is_found_by_them_alone(session, farah, asha):
    assert queries.session_led_by(farah, session.pk) == session
    assert queries.session_led_by(asha, session.pk) is None


def test_who_came_with_the_code_finds_the_session_again(session, omar):
    doors.join(session, by=omar, with_code=True)
    assert queries.session_of(omar, session.pk) == session
    assert queries.participation_of(session, omar).user == omar
    assert Session.objects.count() == 1
