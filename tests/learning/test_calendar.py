"""A calendar to subscribe to: a secret address that is shown once, with what comes and nothing that anybody wrote."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test import Client
from icalendar import Calendar

from learning.team_sessions.models import Session, Standing, State
from people.calendars.models import CalendarFeed
from people.models import Membership
from tests.learning.sessions import agreed, at, prepared

pytestmark = pytest.mark.django_db
PAGE = "/profiel/agenda/"
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
WINTER = datetime(2027, 3, 27, 10, tzinfo=AMSTERDAM)
"""The day before the clock goes forward."""


def made(browser: Client) -> str:
    """A new address, as the page shows it: its path."""
    reply = browser.post(PAGE, {"what": "make"})
    assert "no-store" in reply.headers["Cache-Control"]
    (path,) = re.findall(r'value="https?://[^/"]+(/agenda/[^"]+\.ics)"', reply.content.decode())
    return str(path)


def events(path: str) -> dict[str, tuple[object, str]]:
    """What a calendar without any cookie reads there: by what it says, when it begins and where it leads."""
    reply = Client().get(path)
    assert (reply.status_code, reply.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    calendar = Calendar.from_ical(reply.content)
    return {str(one["summary"]): (one["dtstart"].dt, str(one["url"])) for one in calendar.walk("VEVENT")}


@time_machine.travel(WINTER)
def test_it_shows_what_is_due_and_planned_and_no_word_that_anybody_wrote(asha, farah):
    browser = Client()
    browser.force_login(asha)
    agreement = agreed(at("agree", farah), farah, "het overleg uitloopt", owner=asha, due_on=date(2027, 3, 31))
    planned = prepared(farah)
    Session.objects.filter(pk=planned.pk).update(planned_at=datetime(2027, 3, 29, 9, 30, tzinfo=AMSTERDAM))
    path = made(browser)
    found = events(path)
    assert {words: when for words, (when, _url) in found.items()} == {
        "Waar jij voor zorgt na een sessie van Wijkteam Noord": date(2027, 3, 31),
        "Reflectiesessie van Wijkteam Noord": datetime(2027, 3, 29, 7, 30, tzinfo=ZoneInfo("UTC")),
    }
    assert found["Reflectiesessie van Wijkteam Noord"][1].endswith(f"/sessies/{planned.pk}/")
    text = Client().get(path).content.decode()
    assert "het overleg uitloopt" not in text
    assert planned.asks not in text

    type(agreement).objects.filter(pk=agreement.pk).update(standing=Standing.DONE)
    Session.objects.filter(pk=planned.pk).update(planned_at=None)
    assert events(path) == {}


def test_the_address_is_shown_once_and_kept_nowhere(as_asha):
    path = made(as_asha)
    token = path.removeprefix("/agenda/").removesuffix(".ics")
    assert token not in as_asha.get(PAGE).content.decode()
    assert "Je hebt een adres sinds" in as_asha.get(PAGE).content.decode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM people_calendarfeed")
        assert token not in str(cursor.fetchall())


def test_a_new_address_takes_the_place_of_the_old_and_stopping_ends_both(as_asha):
    first = made(as_asha)
    second = made(as_asha)
    assert [Client().get(path).status_code for path in (first, second)] == [404, 200]
    as_asha.post(PAGE, {"what": "stop"})
    assert Client().get(second).status_code == 404
    assert "Je hebt nog geen adres." in as_asha.get(PAGE).content.decode()


def test_what_is_known_of_a_thing_stays_when_its_day_moves(as_asha, asha, farah):
    path, agreement = made(as_asha), agreed(at("agree", farah), farah, owner=asha)
    ids = []
    for days in (3, 30):
        type(agreement).objects.filter(pk=agreement.pk).update(due_on=date.today() + timedelta(days=days))  # noqa: DTZ011
        ids += [str(one["uid"]) for one in Calendar.from_ical(Client().get(path).content).walk("VEVENT")]
    assert len(ids) == 2
    assert len(set(ids)) == 1


def test_who_left_the_team_reads_nothing_of_it_and_a_closed_account_has_no_calendar(as_asha, asha, farah):
    planned = prepared(farah)
    Session.objects.filter(pk=planned.pk).update(
        planned_at=datetime.now(AMSTERDAM) + timedelta(days=2), state=State.PREPARED
    )
    path = made(as_asha)
    assert len(events(path)) == 1
    Membership.objects.filter(user=asha).update(started_on="2020-01-01", ended_on="2021-01-01")
    assert events(path) == {}
    asha.is_active = False
    asha.save()
    assert Client().get(path).status_code == 404


def test_the_address_goes_with_the_account(as_asha, asha):
    path = made(as_asha)
    asha.delete()
    assert not CalendarFeed.objects.exists()
    assert Client().get(path).status_code == 404
