"""Two hundred organisations with a thousand teams and fifty thousand people: pages cost what they cost with fifty."""

import time
from datetime import date, timedelta
from statistics import median

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from learning.journey.programmes import actions
from learning.journey.programmes.models import Following, SignOff
from people.models import Membership, Organisation, Role, Team, User
from tests.factories import people, programmes

pytestmark = pytest.mark.django_db
IN_TEAM, TEAMS = 50, 5
"""People in a team, teams in an organisation."""
LOOKS = 25


def fill(first: int, last: int, programme) -> None:
    """Organisations of these numbers, each with five teams of fifty, everybody sixty days into the programme."""
    started, today = date(2024, 1, 1), timezone.localdate()
    towns = Organisation.objects.bulk_create(
        Organisation(name=f"Gemeente {number}", slug=f"gemeente-{number}") for number in range(first, last)
    )
    teams = Team.objects.bulk_create(Team(organisation=town, name=f"Team {n}") for town in towns for n in range(TEAMS))
    crowd = User.objects.bulk_create(
        (
            User(email=f"p{number}@team{team.pk}.test", first_name=f"P{number}", last_name="van Dam")
            for team in teams
            for number in range(IN_TEAM)
        ),
        batch_size=2000,
    )
    places = [team for team in teams for _ in range(IN_TEAM)]
    Membership.objects.bulk_create(
        (
            Membership(user=user, organisation_id=team.organisation_id, team=team, started_on=started)
            for user, team in zip(crowd, places, strict=True)
        ),
        batch_size=2000,
    )
    rounds = Following.objects.bulk_create(
        (
            Following(
                user=user, programme=programme, line_id=programme.live_line_id, first_day=today - timedelta(days=60)
            )
            for user in crowd
        ),
        batch_size=2000,
    )
    step = programmes.number("Een")
    SignOff.objects.bulk_create(
        (SignOff(following=one, step=step, reported_on=today, signed_on=today) for one in rounds), batch_size=2000
    )


def cost(clients: dict[str, tuple[Client, str]]) -> dict[str, tuple[float, int]]:
    """Of each page its median time in seconds and its statements; the pages are asked for in turn."""
    for client, page in clients.values():
        assert client.get(page).status_code == 200
    taken: dict[str, list[float]] = {name: [] for name in clients}
    for _ in range(LOOKS):
        for name, (client, page) in clients.items():
            began = time.perf_counter()
            client.get(page)
            taken[name].append(time.perf_counter() - began)
    counts = {}
    for name, (client, page) in clients.items():
        with CaptureQueriesContext(
            connection,
        ) as statements:
            client.get(page)
        counts[name] = len(statements)
    return {name: (median(times), counts[name]) for name, times in taken.items()}


@pytest.mark.parametrize(
    "organisations",
    [pytest.param(8, marks=pytest.mark.whole), pytest.param(200, marks=pytest.mark.faults)],
    ids=["2,000 people", "50,000 people"],
)
def test_a_lead_and_an_administrator_wait_no_longer_among_many(sign_in, record_property, organisations):
    programme = programmes.programme(programmes.step("Een", days=1), programmes.step("Twee", weeks=2))
    town = people.organisation("Gemeente Voorbeeldstad")
    team = people.team(town)
    lead, admin = people.member("Lotte", town, Role.LEAD, team), people.member("Omar", town, Role.ADMIN)
    for number in range(IN_TEAM - 2):
        actions.begin(programme, people.member(f"Lid{number}", town, team=team), by=lead)
    Following.objects.update(first_day=timezone.localdate() - timedelta(days=60))
    pages = {
        "lead": (sign_in(lead), f"/mijn-team/{team.uuid}/"),
        "list": (sign_in(admin), f"/beheer/mensen/{town.slug}/"),
        "search": (sign_in(admin), f"/beheer/mensen/{town.slug}/?zoek=lid&rol=professional"),
    }
    few = cost(pages)
    fill(0, organisations, programme)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    many = cost(pages)
    told = {name: (round(many[name][0] / few[name][0], 2), few[name][1], many[name][1]) for name in pages}
    record_property("times as long, statements before and after", told)
    assert {name: statements for name, (_time, statements) in few.items()} == {
        name: statements for name, (_time, statements) in many.items()
    }
    assert all(times <= 3 for times, _before, _after in told.values()), told
