"""Who somebody is today: what runs counts, what ended or has yet to begin does not."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from people.models import Role
from people.viewer import person_of, viewer_of
from tests.factories import people

pytestmark = pytest.mark.django_db
TODAY, DAY = timezone.localdate, timedelta(days=1)


@pytest.fixture(params=[viewer_of, lambda user: person_of(user.pk)[1]], ids=["alone", "with the account"])
def seen(request):
    """Both ways to know who somebody is today."""
    return request.param


@pytest.fixture
def somebody():
    return people.user("Noor", profession="jeugdarts")


def test_viewer_of_somebody_without_membership_has_nothing(seen, somebody):
    viewer = seen(somebody)
    assert (viewer.is_member, viewer.organisation_id, viewer.team_id, viewer.roles, viewer.profession) == (
        False,
        None,
        None,
        frozenset(),
        "jeugdarts",
    )


def test_viewer_knows_the_running_membership(seen, somebody, voorbeeldstad, noord):
    people.membership(somebody, voorbeeldstad, Role.LEAD, noord)
    viewer = seen(somebody)
    assert (viewer.organisation_name, viewer.team_name, viewer.roles) == (
        "Gemeente Voorbeeldstad",
        "Wijkteam Noord",
        {Role.LEAD},
    )


@pytest.mark.parametrize(
    ("started", "ended", "counts"),
    [
        (-1, None, True),
        (0, None, True),
        (1, None, False),
        (-9, -1, False),
        (-9, 0, False),
        (-9, 1, True),
        (0, 0, False),
    ],
)
def test_membership_counts_from_its_first_day_until_the_day_it_ends(
    seen, somebody, voorbeeldstad, started, ended, counts
):
    until = None if ended is None else TODAY() + ended * DAY
    people.membership(somebody, voorbeeldstad, started_on=TODAY() + started * DAY, ended_on=until)
    assert seen(somebody).is_member is counts


@pytest.mark.parametrize(
    ("moment", "counts"), [("2026-06-30T21:59:00+00:00", True), ("2026-06-30T22:01:00+00:00", False)]
)
def test_a_day_ends_at_midnight_in_amsterdam(seen, somebody, voorbeeldstad, time_machine, moment, counts):
    people.membership(somebody, voorbeeldstad, ended_on=date(2026, 7, 1))
    time_machine.move_to(moment)
    assert seen(somebody).is_member is counts


def test_viewer_holds_all_roles_in_one_organisation(seen, somebody, voorbeeldstad, noord):
    people.membership(somebody, voorbeeldstad, Role.PROFESSIONAL, noord)
    people.membership(somebody, voorbeeldstad, Role.TRAINER)
    assert (seen(somebody).roles, seen(somebody).team_id) == ({Role.PROFESSIONAL, Role.TRAINER}, noord.pk)


def test_viewer_in_two_organisations_acts_in_the_one_joined_first(seen, somebody, voorbeeldstad, anderstad):
    people.membership(somebody, anderstad, Role.ADMIN, started_on=date(2021, 1, 1))
    people.membership(somebody, voorbeeldstad, Role.PROFESSIONAL, started_on=date(2020, 1, 1))
    assert (seen(somebody).organisation_id, seen(somebody).roles) == (voorbeeldstad.pk, {Role.PROFESSIONAL})


def test_viewer_moves_on_when_the_first_organisation_ended(seen, somebody, voorbeeldstad, anderstad):
    people.membership(somebody, voorbeeldstad, Role.ADMIN, ended_on=TODAY())
    people.membership(somebody, anderstad, Role.PROFESSIONAL)
    assert (seen(somebody).organisation_id, seen(somebody).roles) == (anderstad.pk, {Role.PROFESSIONAL})


@pytest.mark.parametrize("memberships", [0, 1, 3])
def test_viewer_costs_one_statement(seen, somebody, django_assert_num_queries, memberships):
    for _ in range(memberships):
        people.membership(somebody, people.organisation())
    with django_assert_num_queries(1):
        seen(somebody)


def test_an_ended_membership_counts_no_more_at_the_next_request(as_asha, asha):
    assert as_asha.get("/leren/").status_code == 200
    asha.memberships.update(ended_on=TODAY())
    assert as_asha.get("/leren/").status_code == 404


def test_somebody_made_inactive_is_signed_out_at_the_next_request(as_asha, asha):
    asha.is_active = False
    asha.save()
    assert as_asha.get("/leren/").headers["Location"] == "/accounts/login/?next=/leren/"
