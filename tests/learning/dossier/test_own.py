"""Activities by hand, modules that were completed, who led a session: the lines of a dossier beside the mirror's."""

import uuid
from datetime import date, timedelta

import pytest
from django.utils import timezone

from cms.models import Change
from learning.dossier import actions, hours, queries
from learning.dossier.models import Kind, OwnActivity
from people.keys import vault
from people.models import User
from tests.factories import cms
from tests.learning.classroom import finish, lessons_of, live, module_of, path
from tests.learning.dossier.lines import LINE, SAID, added, session_of

pytestmark = pytest.mark.django_db


def sent(**more) -> dict[str, str]:
    return LINE | {"key": str(uuid.uuid4())} | more


# --- Writing it down ------------------------------------------------------------------------------


def test_what_one_did_elsewhere_is_a_line_and_its_words_are_sealed(as_asha, asha):
    reply = as_asha.post("/dossier/toevoegen/", sent(facilitator="Bureau Reflect", evidence="Verklaring in mijn map"))
    assert reply.headers["Location"] == "/dossier/?jaar=2026"
    (line,) = queries.activities(asha.pk)
    assert (line.kind, f"{line.on}", line.minutes, line.method) == (
        Kind.INTERVISION,
        "2026-01-15",
        90,
        "Incidentmethode",
    )
    assert (line.facilitator, line.evidence, line.people) == ("Bureau Reflect", "Verklaring in mijn map", 5)
    html = as_asha.get("/dossier/?jaar=2026").content.decode()
    assert ("Bureau Reflect" in html, "Verklaring in mijn map" in html) == (True, True)
    row = OwnActivity.objects.values().get()
    assert [word in bytes(row["sealed"]) for word in (b"Incidentmethode", b"Reflect")] == [False, False]


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("kind", "", "Kies wat voor activiteit het was."),
        ("kind", "preparation", "Selecteer een geldige keuze"),
        ("on", "2099-01-01", "Kies een dag die geweest is."),
        ("on", "gisteren", "Vul een dag in"),
        ("minutes", "0", "Vul hele minuten in"),
        ("minutes", "1441", "Vul hele minuten in"),
        ("method", " ", "Vul in wat het was."),
        ("people", "1000", "Vul in met hoeveel jullie waren"),
    ],
)
def test_what_cannot_be_comes_back_as_it_was_typed(as_asha, field, typed, said):
    reply = as_asha.post("/dossier/toevoegen/", sent(evidence="Blijft staan") | {field: typed})
    html = reply.content.decode()
    assert (reply.status_code, said in html, "Blijft staan" in html) == (422, True, True)
    assert OwnActivity.objects.count() == 0


def test_a_form_that_is_sent_twice_is_one_line_and_another_with_its_key_is_refused(as_asha):
    form = sent()
    statuses = [as_asha.post("/dossier/toevoegen/", form | more).status_code for more in ({}, {}, {"minutes": "91"})]
    assert (statuses, OwnActivity.objects.get().minutes) == ([302, 302, 409], 90)


def test_a_name_of_a_family_is_pointed_out_and_that_of_who_led_it_is_not(as_asha):
    assert as_asha.post("/dossier/toevoegen/", sent(facilitator="Fatima Aziz")).status_code == 302
    reply = as_asha.post("/dossier/toevoegen/", sent(method="Besproken met Fatima Aziz"))
    assert (reply.status_code, "Staat hier iemand herkenbaar in?" in reply.content.decode()) == (422, True)
    assert OwnActivity.objects.count() == 1


def test_a_line_can_be_changed_and_deleted_by_its_owner_alone(as_asha, as_ben, asha):
    line = added(asha)
    for address in (f"/dossier/eigen/{line.pk}/", f"/dossier/eigen/{line.pk}/verwijderen/"):
        assert as_ben.post(address, LINE).status_code == 404
    assert "Incidentmethode" in as_asha.get(f"/dossier/eigen/{line.pk}/").content.decode()
    assert as_asha.post(f"/dossier/eigen/{line.pk}/", LINE | {"minutes": "75"}).status_code == 302
    assert [one.minutes for one in queries.activities(asha.pk)] == [75]
    assert as_asha.post(f"/dossier/eigen/{line.pk}/verwijderen/").status_code == 302
    assert queries.activities(asha.pk) == ()


def test_when_the_key_is_gone_the_line_says_so(as_asha, asha):
    added(asha)
    vault.erase(asha.uuid)
    reply = as_asha.get("/dossier/?jaar=2026")
    assert (reply.status_code, "kunnen niet meer worden geopend" in reply.content.decode()) == (200, True)


# --- What counts ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "minutes"),
    [
        ({"no_hierarchy": True}, 90),
        ({"no_hierarchy": False}, 0),
        ({"no_hierarchy": True, "people": None}, 0),
        ({"no_hierarchy": True, "people": 1}, 0),
        ({"no_hierarchy": True, "kind": Kind.TRAINING}, 0),
    ],
)
def test_intervision_is_a_candidate_when_all_was_filled_in(asha, facts, minutes):
    added(asha, **facts)
    assert hours.reflection_minutes(queries.activities(asha.pk)) == minutes


def test_what_is_missing_stands_as_a_line_to_mend(as_asha, asha):
    line = added(asha, no_hierarchy=False, people=None)
    actions.register("skj", since=date(2025, 3, 1), until=None, by=asha)
    html = as_asha.get("/dossier/register/").content.decode()
    assert "met hoeveel jullie waren en dat niemand die erbij was, jou leiding geeft" in html
    assert f'href="/dossier/eigen/{line.pk}/"' in html
    actions.change(
        line, actions.Facts(kind="intervision", on=line.on, minutes=90, people=4, no_hierarchy=True), SAID, by=asha
    )
    (_development, reflection) = as_asha.get("/dossier/register/").context["standings"]
    assert (reflection["duration"], reflection["incomplete"]) == ("1 uur en 30 minuten", [])


# --- Filtering ------------------------------------------------------------------------------------


def test_lines_are_narrowed_by_year_by_own_period_and_by_kind(as_asha, asha):
    added(asha)
    added(asha, on=date(2025, 6, 1), kind=Kind.TRAINING, minutes=60)
    added(asha, on=date(2019, 6, 1), kind=Kind.TRAINING, minutes=30)
    actions.register("", since=date(2024, 3, 1), until=None, by=asha)
    shown = {
        query: [line["minutes"] for line in as_asha.get(f"/dossier/?{query}").context["lines"]]
        for query in ("", "jaar=2025", "periode=mijn", "periode=mijn&soort=training", "jaar=2019&soort=onzin")
    }
    assert shown == {
        "": [90],
        "jaar=2025": [60],
        "periode=mijn": [90, 60],
        "periode=mijn&soort=training": [60],
        "jaar=2019&soort=onzin": [30],
    }
    assert as_asha.get("/dossier/activiteiten.csv?periode=mijn").content.decode().count("\n") == 3


# --- Modules and sessions -------------------------------------------------------------------------


TEXT = [("text", "<p>Een alinea.</p>")]


def test_a_module_that_was_completed_is_a_line_and_after_a_change_its_minutes_count_once(as_asha, asha):
    module = module_of(TEXT, title="Samen kijken", minutes=45)
    (lesson,) = lessons_of(module)
    as_asha.post(path(module, "beginnen"))
    finish(as_asha, lesson)
    (line,) = queries.activities(asha.pk)
    assert (line.kind, line.minutes, line.method) == (Kind.MODULE, live(module).content["minutes"], "Samen kijken")
    assert (line.minutes, OwnActivity.objects.count()) == (45, 0)
    lesson.body, lesson.change = (
        cms._stream(type(lesson), "body", [("text", "<p>Iets heel anders.</p>")]),
        Change.MATERIAL,
    )
    cms.publish_now(lesson)
    as_asha.post(path(module, "overstappen"))
    finish(as_asha, lesson)
    lines = queries.activities(asha.pk)
    assert sorted(bool(one.minutes) for one in lines) == [False, True]
    assert hours.minutes_per_kind(lines) == {Kind.MODULE: line.minutes}
    assert len({one.source for one in lines}) == 2
    assert f"/leren/{module.slug}/" in as_asha.get("/dossier/").content.decode()


def test_who_led_a_session_stands_in_the_line_until_their_account_goes(asha, ben, farah):
    over = session_of(farah, asha, ben)
    actions.keep_session(over.pk, by=asha, minutes=31, no_hierarchy=True)
    (line,) = queries.activities(asha.pk)
    assert (line.facilitator, line.people) == (farah.get_full_name(), 2)
    User.objects.get(pk=farah.pk).delete()
    (line,) = queries.activities(asha.pk)
    assert (line.facilitator, line.kind) == ("", Kind.CANDIDATE)
    assert timezone.localdate() - line.on < timedelta(days=2)
