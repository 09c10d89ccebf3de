"""The list of an organisation's people: who stands there, how they are found, and that it costs the same however many there are."""

from datetime import date

import pytest

from people.administration import queries
from people.models import Membership, Role, User
from tests.factories import people

pytestmark = pytest.mark.django_db
LIST = "/beheer/mensen/gemeente-voorbeeldstad/"


def names(client, **asked):
    return [one.name.split()[0] for one in client.get(LIST, asked).context["page"].people]


def crowd(organisation, team, count):
    made = User.objects.bulk_create(
        User(email=f"p{number:03}@groot.test", first_name=f"P{number:03}", last_name="van Dam")
        for number in range(count)
    )
    Membership.objects.bulk_create(
        Membership(user=user, organisation=organisation, team=team, started_on=date(2024, 1, 1)) for user in made
    )


def test_everybody_with_a_role_stands_there_once_with_all_their_roles(as_omar, asha, lotte, voorbeeldstad, noord, sam):
    people.membership(asha, voorbeeldstad, Role.LEAD, people.team(voorbeeldstad, "Wijkteam Zuid"))
    people.membership(people.user("Vertrokken"), voorbeeldstad, ended_on=date(2021, 1, 1))
    page = as_omar.get(LIST).context["page"]
    assert [one.name.split()[0] for one in page.people] == ["Asha", "Lotte", "Omar"]
    assert [(held.role, held.team) for held in page.people[0].roles] == [
        ("Wijkteamprofessional", "Wijkteam Noord"),
        ("Teamleider", "Wijkteam Zuid"),
    ]


def test_what_somebody_is_elsewhere_is_not_told(as_omar, asha, anderstad):
    people.membership(asha, anderstad, Role.ADMIN, people.team(anderstad, "Team Elders"))
    assert "Team Elders" not in as_omar.get(LIST).content.decode()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"zoek": "LOT"}, ["Lotte"]),
        ({"zoek": "asha vries"}, ["Asha"]),
        ({"zoek": "ben@voorbeeld"}, ["Ben"]),
        ({"zoek": "sam"}, []),
        ({"rol": "lead"}, ["Lotte"]),
        ({"volgorde": "e-mail"}, ["Asha", "Ben", "Lotte", "Omar"]),
    ],
)
def test_people_are_found_by_name_address_and_role(as_omar, asha, ben, lotte, sam, asked, found):
    assert names(as_omar, **asked) == found


def test_a_team_and_a_role_are_asked_of_the_same_membership(as_omar, asha, lotte, voorbeeldstad, noord):
    zuid = people.team(voorbeeldstad, "Wijkteam Zuid")
    people.membership(lotte, voorbeeldstad, team=zuid)
    assert names(as_omar, team=zuid.uuid) == ["Lotte"]
    assert names(as_omar, team=zuid.uuid, rol="lead") == []


def test_a_team_of_another_organisation_is_no_choice(as_omar, anderstad):
    reply = as_omar.get(LIST, {"team": people.team(anderstad, "Team Elders").uuid})
    assert (reply.status_code, "Team Elders" in reply.content.decode()) == (422, False)


def test_pages_follow_each_other_and_keep_what_was_asked(as_omar, voorbeeldstad, noord):
    crowd(voorbeeldstad, noord, 2 * queries.PAGE)
    assert names(as_omar, zoek="dam")[0] == "P000"
    first = as_omar.get(LIST, {"zoek": "dam"}).context
    second = as_omar.get(first["next_url"]).context
    assert (first["previous_url"], second["page"].people[0].name) == ("", f"P{queries.PAGE:03} van Dam")
    assert (len(second["page"].people), second["next_url"]) == (queries.PAGE, "")


@pytest.mark.parametrize("count", [5, 200])
def test_it_costs_the_same_statements_however_many_there_are(
    as_omar, voorbeeldstad, noord, count, django_assert_num_queries
):
    crowd(voorbeeldstad, noord, count)
    with django_assert_num_queries(6):
        as_omar.get(LIST, {"zoek": "dam", "team": noord.uuid, "rol": "professional"})


def test_the_way_there_stands_on_the_profile_of_who_administers(as_omar, as_petra, as_lotte):
    assert ["/beheer/mensen/" in one.get("/profiel/").content.decode() for one in (as_omar, as_petra, as_lotte)] == [
        True, True, False,
    ]  # fmt: skip
