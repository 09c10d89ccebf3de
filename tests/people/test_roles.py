"""Roles of people: given for a while or for good, ended, moved to another team, and never the last administrator's."""

from datetime import timedelta

import pytest
from django.utils import timezone

from people.administration import actions
from people.administration.actions import Term
from people.models import Membership, Role
from people.refusal import Refused
from people.viewer import viewer_of
from tests.concurrency import at_once
from tests.factories import people

pytestmark = pytest.mark.django_db


def page(person, *verbs):
    return "/".join(["/beheer/mensen/gemeente-voorbeeldstad", str(person.uuid), *verbs]) + "/"


@pytest.fixture
def zuid(voorbeeldstad):
    return people.team(voorbeeldstad, "Wijkteam Zuid")


def test_a_deputy_leads_for_a_while_and_then_no_more(as_omar, asha, noord, time_machine):
    today = timezone.localdate()
    form = {"role": "lead", "team": noord.pk, "since": today + timedelta(days=1), "until": today + timedelta(days=3)}
    assert as_omar.post(page(asha, "rol"), form).status_code == 302
    leads = []
    for day in range(5):
        time_machine.move_to(f"{today + timedelta(days=day)}T12:00:00+00:00")
        leads.append(Role.LEAD in viewer_of(asha).roles)
    assert leads == [False, True, True, True, False]


def test_who_moves_belongs_to_the_other_team_from_today(as_omar, asha, noord, zuid):
    held = asha.memberships.get()
    as_omar.post(page(asha, "rol", str(held.pk), "verplaatsen"), {"team": zuid.pk})
    assert viewer_of(asha).team_id == zuid.pk
    held.refresh_from_db()
    assert held.ended_on == timezone.localdate()
    shown = as_omar.get(page(asha)).content.decode()
    assert ("Wijkteam Zuid" in shown, "voorbij" in shown) == (True, True)


def test_who_has_no_role_left_keeps_the_mirror_and_meets_no_team(as_omar, as_asha, asha):
    as_omar.post(page(asha, "rol", str(asha.memberships.get().pk), "eindigen"))
    assert (as_asha.get("/spiegel/").status_code, as_asha.get("/leren/").status_code) == (200, 404)
    assert "Asha" not in as_omar.get("/beheer/mensen/gemeente-voorbeeldstad/").content.decode()
    assert as_omar.get(page(asha)).status_code == 200  # where a role can be given again
    form = {"role": "professional", "team": "", "since": timezone.localdate(), "until": ""}
    as_omar.post(page(asha, "rol"), form)
    assert as_asha.get("/leren/").status_code == 200


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"role": "lead", "team": ""}, "Kies het team waarvan iemand teamleider wordt."),
        ({"since": "2020-01-01"}, "Kies een eerste dag vanaf vandaag"),
        ({"until": "2020-01-01"}, "De laatste dag ligt voor de eerste."),
        ({}, "Deze rol heeft iemand al"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_given(as_omar, asha, noord, change, said):
    form = {"role": "professional", "team": noord.pk, "since": timezone.localdate(), "until": ""} | change
    reply = as_omar.post(page(asha, "rol"), form)
    assert (reply.status_code, said in reply.content.decode()) == (422, True)
    assert Membership.objects.filter(user=asha).count() == 1


def test_a_team_or_a_person_of_elsewhere_is_none(as_omar, asha, sam, anderstad):
    foreign = people.team(anderstad, "Team Elders")
    as_omar.post(page(asha, "rol", str(asha.memberships.get().pk), "verplaatsen"), {"team": foreign.pk})
    assert viewer_of(asha).team_id != foreign.pk
    assert as_omar.get(page(sam)).status_code == 404
    assert as_omar.post(page(asha, "rol", str(sam.memberships.get().pk), "eindigen")).status_code == 404


def test_the_last_administrator_stays(as_omar, omar):
    reply = as_omar.post(page(omar, "rol", str(omar.memberships.get().pk), "eindigen"), follow=True)
    assert "Dit is de laatste beheerder." in reply.content.decode()
    assert omar.memberships.get().ended_on is None


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_end_each_other_leave_one(voorbeeldstad, omar):
    other = people.member("Olga", voorbeeldstad, Role.ADMIN)
    held = [one.memberships.get() for one in (omar, other)]

    def end(number: int) -> bool:
        try:
            actions.end(held[number])
        except Refused:
            return False
        return True

    assert sorted(at_once([lambda: end(0), lambda: end(1)])) == [False, True]
    assert Membership.objects.filter(role=Role.ADMIN, ended_on__isnull=True).count() == 1


def test_a_role_that_was_to_begin_never_does_when_it_is_ended(voorbeeldstad, asha, zuid):
    later = timezone.localdate() + timedelta(days=10)
    given = actions.give(voorbeeldstad, asha, Term(role=Role.LEAD, team=zuid, since=later))
    actions.end(given)
    given.refresh_from_db()
    assert given.ended_on == given.started_on
