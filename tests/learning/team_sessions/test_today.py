"""The session of one's team on Vandaag, and those of the demo."""

from datetime import timedelta

import pytest
from django.utils import timezone

from learning.team_sessions import queries
from learning.team_sessions.demo import make_sessions
from learning.team_sessions.models import Session, State
from people.demo import demo_user, make_people
from tests.learning.sessions import opened, prepared

pytestmark = pytest.mark.django_db


def test_what_goes_on_now_is_one_press_away(as_asha, farah):
    prepared(farah)
    session = opened(farah)
    page = as_asha.get("/").content.decode()
    assert "Je team reflecteert nu samen" in page
    assert f'href="/sessies/{session.pk}/meedoen/"' in page


def test_what_comes_next_says_when(as_asha, farah):
    later = prepared(farah, planned_at=timezone.now() + timedelta(days=9))
    sooner = prepared(farah, planned_at=timezone.now() + timedelta(days=2))
    page = as_asha.get("/").content.decode()
    assert f'href="/sessies/{sooner.pk}/"' in page
    assert f'href="/sessies/{later.pk}/"' not in page


@pytest.mark.parametrize("who", ["as_sam", "as_omar"])
def test_others_hear_nothing_of_it(request, farah, who):
    opened(farah)
    assert "reflecteert nu samen" not in request.getfixturevalue(who).get("/").content.decode()


def test_a_rehearsal_is_for_who_leads_it(as_asha, farah):
    opened(farah, rehearsal=True)
    assert "session-today" not in as_asha.get("/").content.decode()


def test_the_demo_has_one_that_is_over_and_one_to_come_and_once():
    make_people("geheim")
    assert (len(make_sessions()), make_sessions()) == (2, [])
    over, coming = Session.objects.order_by("created_at")
    assert (over.state, coming.state) == (State.CLOSED, State.PREPARED)
    assert [one.owner for one in queries.open_agreements(over.team)] == [demo_user("ben").get_full_name()]
    assert over.opened_at < timezone.now() - timedelta(days=13)
