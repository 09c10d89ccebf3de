"""A session on a case, for who leads: how the team chose shows from five people on, frozen in between, and never what one of them chose."""

import re
import uuid

import pytest

from learning.team_sessions.actions import course
from people.models import User
from tests.factories import people
from tests.learning.cases import begin, case_edition, play
from tests.learning.sessions import clicked, moved

pytestmark = pytest.mark.django_db
TOO_FEW = "Nog geen vijf mensen van jullie team speelden deze casus"
REST = ("vraag", "blijf", "stop")
"""What everybody chooses after the first decision; where all chose the same, nothing may show."""


@pytest.fixture
def case(db):
    return case_edition()


@pytest.fixture
def session(farah, noord, case):
    about = course.Subject(case=case.taught_id)
    return clicked(course.begin, course.prepare(noord, subject=about, by=farah, key=uuid.uuid4()), farah)


@pytest.fixture
def crowd(sign_in, voorbeeldstad, noord, case):
    """Let new colleagues play the case to its end and look back; each is known here by their first choice."""

    def come(*first_choices, team=noord):
        for choice in first_choices:
            client = sign_in(people.member("", voorbeeldstad, team=team))
            client.post(f"{play(client, begin(client, case), (choice, *REST))}nabespreking/afronden/")

    return come


def shown(client, session):
    """What the screen of who leads shows of the team: for each decision how many chose what; and whether it says that there are too few."""
    page = client.get(f"/sessies/{session.pk}/begeleiden/").content.decode()
    tables = re.findall(r"<caption>Jullie team.*?</table>", page, re.DOTALL)
    found = [re.findall(r'class="tabular">(\d+)<', table) for table in tables]
    return found, TOO_FEW in page


def test_four_players_show_nothing_and_the_fifth_shows_all_five(as_farah, session, crowd):
    crowd("bel", "bel", "wacht", "wacht")
    assert shown(as_farah, session) == ([], True)
    crowd("bel")
    assert shown(as_farah, session) == ([["3", "2", "0"]], False)


def test_the_panel_speaks_however_few_played(as_farah, session):
    page = as_farah.get(f"/sessies/{session.pk}/begeleiden/").content.decode()
    assert ("Voorbeeldpanel" in page, "jeugdarts bij deur." in page) == (True, True)


@pytest.mark.parametrize("choices", [("bel",) * 5, ("bel",) * 4 + ("wacht",)])
def test_five_who_all_or_all_but_one_chose_the_same_show_nothing(as_farah, session, crowd, choices):
    crowd(*choices)
    assert shown(as_farah, session) == ([], True)


def test_a_player_of_another_team_is_no_fifth(as_farah, session, crowd, voorbeeldstad):
    crowd("bel", "bel", "wacht", "wacht")
    crowd("bel", team=people.team(voorbeeldstad, "Wijkteam Zuid"))
    assert shown(as_farah, session) == ([], True)


def test_who_plays_next_changes_nothing_until_five_came_who_stay_hidden(as_farah, session, crowd):
    crowd("bel", "bel", "wacht", "wacht", "bel")
    crowd("wacht", "wacht", "wacht", "wacht")
    assert shown(as_farah, session) == ([["3", "2", "0"]], False)
    crowd("bel")
    assert shown(as_farah, session) == ([["3", "2", "0"]], False), "That one would know it of the other four."
    crowd("bel", "bel", "wacht", "wacht", "bel")
    assert shown(as_farah, session) == ([["7", "8", "0"]], False)


def test_nobody_is_named_and_the_team_sees_it_together_on_the_big_screen(as_farah, as_asha, farah, session, crowd):
    crowd("bel", "bel", "wacht", "wacht", "bel")
    as_asha.post(f"/sessies/{session.pk}/meedoen/binnen/")
    session = moved(session, "look-back", farah)
    assert shown(as_farah, session)[0]
    page = as_farah.get(f"/sessies/{session.pk}/begeleiden/").content.decode()
    players = User.objects.filter(first_name__startswith="Persoon").values_list("first_name", flat=True)
    assert (len(players), [name for name in players if name in page]) == (5, [])
    screen = as_farah.get(f"/sessies/{session.pk}/scherm/").content.decode()
    assert '<td class="tabular">2</td>' in screen  # of the panel, beside the team
    assert ("Jullie team" in screen, [name for name in players if name in screen]) == (True, [])
    assert "Jullie team" not in as_asha.get(f"/sessies/{session.pk}/meedoen/").content.decode()
    session = moved(session, "write", farah)
    assert "Jullie team" not in as_farah.get(f"/sessies/{session.pk}/scherm/").content.decode()
    assert as_asha.get(f"/sessies/{session.pk}/begeleiden/").status_code == 404
