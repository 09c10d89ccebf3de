"""One mail with what comes due: in the week before and on the day itself, never twice, and never of what is done."""

import json
import re
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from io import StringIO
from smtplib import SMTPServerDisconnected
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from learning.practice.trials import actions as trials
from learning.team_sessions.actions import agreeing
from learning.team_sessions.models import Standing
from people.models import User
from people.reminders.digests import send
from people.reminders.models import Digest, Reminder
from tests.factories import cms, people
from tests.learning.sessions import agreed, at

pytestmark = pytest.mark.django_db

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MONDAY = date(2027, 3, 1)
WEDNESDAY = MONDAY + timedelta(days=2)


@pytest.fixture
def session(farah):
    return at("agree", farah)


@pytest.fixture
def on():
    """Another day, at an hour of the morning unless told otherwise."""
    moved = []

    def go(day: date, hour: int = 6, minute: int = 0) -> None:
        while moved:
            moved.pop().stop()
        moved.append(time_machine.travel(datetime(day.year, day.month, day.day, hour, minute, tzinfo=AMSTERDAM)))
        moved[0].start()

    yield go
    while moved:
        moved.pop().stop()


def mailed() -> list[str]:
    """What was sent since the last look: to whom, and what it tells of."""
    told = [
        f"{one.to[0].split('@')[0]}: {', '.join(re.findall('^- (.*)$', one.body, re.MULTILINE))}" for one in mail.outbox
    ]
    mail.outbox.clear()
    return sorted(told)


def test_a_thing_is_told_of_in_its_week_and_on_its_day_and_never_again(session, farah, asha, on):
    on(MONDAY - timedelta(days=3))
    agreed(session, farah, owner=asha, due_on=WEDNESDAY)
    send()
    assert mailed() == []  # not this week's

    on(MONDAY)
    send()
    assert mailed() == [
        "asha: Waar jij voor zorgt na een sessie van Wijkteam Noord (3 maart 2027)".replace(
            "3 maart 2027", "woensdag 3 maart"
        )
    ]
    send()
    on(MONDAY + timedelta(days=1))
    send()
    assert mailed() == []

    on(WEDNESDAY)
    send()
    assert mailed() == ["asha: Waar jij voor zorgt na een sessie van Wijkteam Noord (3 maart 2027)"]
    for days in (0, 1, 5, 12):
        on(WEDNESDAY + timedelta(days=days))
        send()
    assert mailed() == []


def test_what_was_done_meanwhile_is_not_told_of(session, farah, asha, on):
    on(MONDAY)
    for standing in (Standing.DONE, Standing.DROPPED, Standing.BEYOND):
        made = agreed(session, farah, owner=asha, due_on=MONDAY)
        agreeing.settle(made, standing, by=farah)
    send()
    assert mailed() == []


def test_another_day_is_another_reminder(session, farah, asha, on):
    on(MONDAY)
    made = agreed(session, farah, owner=asha, due_on=WEDNESDAY)
    send()
    assert [one.split(" (")[1] for one in mailed()] == ["woensdag 3 maart)"]
    type(made).objects.filter(pk=made.pk).update(due_on=WEDNESDAY + timedelta(days=7))
    on(MONDAY + timedelta(days=7))
    send()
    assert [one.split(" (")[1] for one in mailed()] == ["woensdag 10 maart)"]


def test_when_monday_was_missed_the_week_is_told_of_on_the_next_day(session, farah, asha, on):
    on(MONDAY + timedelta(days=1))
    agreed(session, farah, owner=asha, due_on=MONDAY + timedelta(days=4))
    send()
    assert len(mailed()) == 1


def test_everybody_chooses_how_often(client, session, farah, asha, on):
    def choose(how: str) -> None:
        client.force_login(asha)
        form = {"first_name": "Asha", "last_name": "", "profession": "", "theme": "auto", "reminders": how}
        assert client.post("/profiel/", form).status_code == 302

    on(MONDAY)
    for due_on in (MONDAY + timedelta(days=1), WEDNESDAY):
        agreed(session, farah, owner=asha, due_on=due_on)
    choose("due")
    send()
    assert mailed() == []
    on(MONDAY + timedelta(days=1))
    send()
    assert len(mailed()) == 1
    on(WEDNESDAY)
    choose("never")
    send()
    assert mailed() == []
    choose("weekly")
    send()
    assert len(mailed()) == 1


def test_a_mail_names_things_quotes_nobody_and_leads_there(
    client, session, farah, asha, edith, voorbeeldstad, on, settings
):
    settings.SITE_URL = "https://leer.voorbeeld.test"
    on(MONDAY)
    agreed(session, farah, when="Fatima weer te laat komt", owner=asha, due_on=MONDAY)
    module = cms.module(voorbeeldstad, title="Een concept", lessons=[{"title": "Eerst"}])
    trials.keep(module, by=edith, people=[asha.uuid], until=WEDNESDAY, asks="Klopt dit?")
    send()

    client.force_login(asha)
    (sent,) = mail.outbox
    html = sent.alternatives[0].content
    assert sent.subject == "Leerspiegel: 2 dingen om aan te denken"
    assert sent.extra_headers["Message-ID"] == f"<{Digest.objects.get().pk}@{settings.SITE_HOST}>"
    for body in (sent.body, html):
        assert "Fatima" not in body
        assert "kind toch even apart" not in body
        assert "Meelezen bij ‘Een concept’" in body
        ways = re.findall(r"https://leer\.voorbeeld\.test(/[^\s\"<]*)", body)
        assert {client.get(way).status_code for way in ways} == {200}
        assert len(ways) == 3
    assert b"Mail over wat eraan komt" in client.get("/profiel/").content


def test_who_left_is_not_told_of_what_was_theirs(session, farah, asha, on):
    on(MONDAY)
    agreed(session, farah, owner=asha, due_on=MONDAY)
    asha.memberships.update(ended_on=MONDAY - timedelta(days=1))
    send()
    assert mailed() == []


def test_administrators_are_reminded_of_local_texts_with_who_keeps_them(voorbeeldstad, anderstad, omar, on):
    on(MONDAY)
    late = {"reviewed_on": MONDAY - timedelta(days=99), "review_by": MONDAY}
    cms.local_text(voorbeeldstad, cms.slot("crisis"), owner="Bureau Zorg", **late)
    cms.local_text(anderstad, cms.slot("overleg"), **late)
    send()
    assert mailed() == ["omar: ‘Crisis’ opnieuw nakijken, bijgehouden door Bureau Zorg (1 maart 2027)"]


@pytest.mark.parametrize(
    ("day", "hour"),
    [
        (date(2028, 2, 29), 0),
        (date(2027, 3, 28), 2),
        (date(2027, 3, 28), 3),
        (date(2027, 10, 31), 2),
        (date(2028, 1, 1), 0),
    ],
    ids=["leap day", "the hour that is not there", "summer time", "the hour that comes twice", "new year"],
)
def test_the_day_is_that_of_the_people(session, farah, asha, on, day, hour):
    on(day - timedelta(days=1), 23, 45)
    agreed(session, farah, owner=asha, due_on=day)
    User.objects.update(reminders="due")
    send()
    assert mailed() == []
    on(day, hour, 15)
    send()
    assert len(mailed()) == 1


class Refusing(BaseEmailBackend):
    """A mail server that hangs up."""

    def send_messages(self, messages):
        raise SMTPServerDisconnected("Connection unexpectedly closed")


def test_what_the_mail_server_refuses_is_sent_the_next_time(session, farah, asha, on, settings):
    on(MONDAY)
    agreed(session, farah, owner=asha, due_on=MONDAY)
    works = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    with pytest.raises(CommandError) as refusal:
        call_command("send_reminders", "--json", stdout=StringIO())
    assert refusal.value.returncode == 1
    assert "run this again" in str(refusal.value)
    assert (Digest.objects.count(), Reminder.objects.count()) == (0, 0)

    settings.EMAIL_BACKEND = works
    said = StringIO()
    call_command("send_reminders", "--json", stdout=said)
    assert json.loads(said.getvalue()) == {"sent": 1, "refused": 0, "in_flight": []}
    assert len(mailed()) == 1


def test_what_is_in_flight_is_listed_and_sent_again_only_when_somebody_says_so(session, farah, asha, on):
    on(MONDAY)
    agreed(session, farah, owner=asha, due_on=MONDAY)
    send()
    Digest.objects.update(sent_at=None)  # as a sender that died leaves it
    mail.outbox.clear()
    (number,) = Digest.objects.values_list("pk", flat=True)
    assert send().in_flight == [number]
    assert send(again=True).in_flight == [number]  # a sender may be at it
    assert mailed() == []
    on(MONDAY, 7)
    assert send(again=True).in_flight == []
    assert len(mailed()) == 1


def test_looking_costs_the_same_for_however_many(voorbeeldstad, session, farah, on):
    on(MONDAY)

    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            send()
        return len(asked)

    first = cost()
    User.objects.bulk_create(User(email=f"p{number}@voorbeeld.test", first_name="P") for number in range(150))
    assert cost() <= first


@pytest.mark.django_db(transaction=True)
def test_of_four_senders_at_once_each_person_hears_once(on):
    town = people.organisation("Gemeente Voorbeeldstad")
    team = people.team(town)
    farah = people.member("Farah", town, team=team)
    crowd = [people.member(f"Persoon{number}", town, team=team) for number in range(12)]
    session = at("agree", farah)
    for person in crowd:
        agreed(session, farah, owner=person, due_on=timezone.localdate(), key=uuid.uuid4())

    def one(_number: int) -> None:
        try:
            send()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(one, range(4)))
    assert sorted(sent.to[0] for sent in mail.outbox) == sorted(person.email for person in crowd)
    assert Digest.objects.filter(sent_at__isnull=False).count() == 12
