"""How long a session stays: said before, during and after it, chosen for each team, and true when the day comes."""

from datetime import datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command

from learning.dossier.models import Activity
from learning.team_sessions.actions import ending
from learning.team_sessions.models import Agreement, Keeping, Minutes, Participation, Session
from people.keys.models import PersonKey
from tests.factories import people
from tests.learning.phones import Phone, code_of
from tests.learning.sessions import agreed, at, moved, opened
from tests.learning.team_sessions.test_leading import lead

pytestmark = pytest.mark.django_db
CARD = "Ik stel het gesprek uit."
DAY = datetime(2027, 1, 31, 10, tzinfo=ZoneInfo("Europe/Amsterdam"))
"""A session on the last of January, so that a month later is the last of February."""


@pytest.fixture
def held(time_machine, farah, sign_in, asha):
    """A session that Farah led and ended, in which Asha and a guest sat; with the phone of that guest."""
    time_machine.move_to(DAY)
    session = at("choose", farah)
    guest = Phone(session)
    guest.card(CARD)
    Phone(session, sign_in(asha))
    agreed(moved(session, "agree", farah), farah, "een kind alleen wil praten")
    lead(sign_in(farah), session, "afronden/")
    return Session.objects.get(), guest


def sweep():
    out = StringIO()
    call_command("end_sessions", stdout=out)
    return out.getvalue().strip()


def keep(client, months, **more):
    return client.post("/sessies/bewaren/", {"months": months, **more}, follow=True)


def test_everything_of_a_session_stays_through_its_last_day_and_is_gone_the_next(
    held, sign_in, lotte, asha, time_machine
):
    session, guest = held
    assert "Verslagen van Wijkteam Noord blijven voortaan 1 maand." in keep(sign_in(lotte), 1).content.decode()
    place = f"/sessies/{session.pk}/"
    for days, swept in ((27, "Closed: 0. Deleted: 0."), (28, "Closed: 0. Deleted: 0.")):
        time_machine.move_to(DAY + timedelta(days=days))
        assert sweep() == swept
        page = sign_in(asha).get(place).content.decode()
        assert (CARD in page, "Bewaard tot en met 28 februari 2027." in page) == (True, True)
    time_machine.move_to(DAY + timedelta(days=29))
    reader = sign_in(asha)

    def gone():
        addresses = [f"{place}{more}" for more in ("", "verslag.md", "meedoen/")] + [f"/dossier{place}"]
        assert [reader.get(address).status_code for address in addresses] == [404] * 4
        assert guest.client.get(guest.table).status_code == 404
        listed = reader.get("/sessies/").content.decode()
        assert ("een kind alleen wil praten" in listed, place in listed) == (False, False)

    gone()
    assert sweep() == "Closed: 0. Deleted: 1."
    gone()
    assert not PersonKey.objects.filter(person=session.pk).exists()
    assert [model.objects.count() for model in (Session, Minutes, Agreement, Participation)] == [0] * 4


def test_a_shorter_time_holds_for_what_is_over_already_and_a_longer_one_too(held, sign_in, lotte, time_machine):
    session, _guest = held
    time_machine.move_to(DAY + timedelta(days=90))
    keep(sign_in(lotte), 2)
    keep(sign_in(lotte), 24)
    assert sweep() == "Closed: 0. Deleted: 0."
    session.refresh_from_db()
    assert session.keep_until.isoformat() == "2029-01-31"
    keep(sign_in(lotte), 2)
    assert sweep() == "Closed: 0. Deleted: 1."


def test_another_team_keeps_its_own_time(held, sign_in, lotte, voorbeeldstad, time_machine):
    zuid = people.team(voorbeeldstad, "Wijkteam Zuid")
    session = at("choose", people.member("Zoë", voorbeeldstad, team=zuid))
    lead(sign_in(session.facilitators.get()), session, "afronden/")
    keep(sign_in(lotte), 1)
    time_machine.move_to(DAY + timedelta(days=40))
    assert sweep() == "Closed: 0. Deleted: 1."
    assert list(Session.objects.all()) == [session]


# --- Who says so --------------------------------------------------------------------------------------


def test_who_administers_the_organisation_says_it_for_each_of_its_teams(as_omar, voorbeeldstad, noord):
    zuid = people.team(voorbeeldstad, "Wijkteam Zuid")
    elsewhere = people.team(people.organisation(), "Wijkteam Oost")
    page = as_omar.get("/sessies/").content.decode()
    assert ("Wijkteam Noord, nu 12 maanden" in page, "Wijkteam Zuid, nu 12 maanden" in page) == (True, True)
    assert "Verslagen van Wijkteam Zuid" in keep(as_omar, 3, team=zuid.uuid).content.decode()
    assert "Wijkteam Zuid, nu 3 maanden" in as_omar.get("/sessies/").content.decode()
    for wrong in ({}, {"team": elsewhere.uuid}, {"team": "geen"}):
        reply = keep(as_omar, 6, **wrong)
        assert (reply.status_code, "Kies een team." in reply.content.decode()) == (422, True)
    assert list(Keeping.objects.values_list("team", "months")) == [(zuid.pk, 3)]


def test_who_does_neither_says_nothing(as_asha, as_sam, noord):
    for client in (as_asha, as_sam):
        assert "Hoe lang verslagen blijven" not in client.get("/sessies/").content.decode()
        assert keep(client, 6, team=noord.uuid).status_code == 404


# --- Who took part is told, guests too ----------------------------------------------------------------


def test_a_guest_is_told_at_the_door_at_the_table_and_afterwards(farah, noord, lotte, sign_in, visitor, time_machine):
    time_machine.move_to(DAY)
    ending.set_keeping(noord, months=6, by=lotte)
    session = opened(farah)
    door = visitor.get(f"/meedoen/{code_of(session)}/").content.decode()
    assert "Wat je zonder naam deelt, staat dan nog 6 maanden in het verslag van het team." in door
    guest = Phone(session)
    for said in (
        "Je naam: tot de sessie begint. Dat je er was: tot de sessie eindigt.",
        "Kaarten en afspraken: in het verslag van het team, 6 maanden na de sessie.",
        "alleen op dit apparaat, hooguit zeven dagen",
    ):
        assert said in guest.page()
    lead(sign_in(farah), session, "afronden/")
    page = guest.page()
    assert ("Dat blijft tot en met 31 juli 2027." in page, "Hoe lang blijft wat?" in page) == (True, False)


def test_a_member_reads_what_is_theirs_alone_and_of_a_rehearsal_that_nothing_stays(farah, as_asha, as_farah):
    page = Phone(at("write", farah), as_asha).page()
    assert "In je dossier komt het alleen als jij het daar zet." in page
    assert "Dat je meedeed: 12 maanden na de sessie." in page
    rehearsed = Phone(at("write", farah, rehearsal=True), as_farah).page()
    assert ("Er blijft niets van bewaard." in rehearsed, "12 maanden" in rehearsed) == (True, False)


# --- The dossier --------------------------------------------------------------------------------------


def test_a_line_in_a_dossier_is_made_by_who_was_there_alone_and_outlives_the_session(
    held, sign_in, asha, ben, farah, lotte, omar, time_machine
):
    session, guest = held
    place = f"/dossier/sessies/{session.pk}/"
    sent = {"minutes": "20", "no_hierarchy": "on"}
    for absent in (ben, farah, lotte, omar):
        client = sign_in(absent)
        assert (client.get(place).status_code, client.post(place, sent).status_code) == (404, 404)
    assert guest.client.post(place, sent).status_code == 302
    assert Activity.objects.count() == 0
    sign_in(asha).post(place, sent)
    ending.set_keeping(session.team, months=1, by=lotte)
    time_machine.move_to(DAY + timedelta(days=29))
    assert sweep() == "Closed: 0. Deleted: 1."
    dossier = sign_in(asha).get("/dossier/?jaar=2027").content.decode()
    assert "Teamreflectie, werkvorm van 20 minuten" in dossier
    assert [(one.user, one.source) for one in Activity.objects.all()] == [(asha, session.pk)]
    assert sign_in(asha).get(place).status_code == 404
