"""The dossier: activities that follow from what one did, and what stays of them; never content, never counted as more than they are."""

import csv
import io
from datetime import UTC, datetime
from uuid import uuid4

import pytest
import time_machine
from django.db import transaction

from learning.dossier import actions, hours, queries
from learning.dossier.models import Activity, Kind
from learning.dossier.queries import Line
from learning.dossier.sheet import harmless, sheet
from learning.reflection.actions import entries
from learning.reflection.models import Entry
from tests.learning.mirror import entry_of
from tests.learning.test_budgets import counted

pytestmark = pytest.mark.django_db
WORDS = "Kanarie-d0551e"
EVIDENCE = ["Begeleider", "Aantal deelnemers", "Niemand gaf mij leiding", "Bevestigd door", "Met naam", "Bewijs"]


@pytest.fixture
def entry(asha):
    with time_machine.travel(datetime(2025, 12, 31, 23, 30, tzinfo=UTC)):  # already 2026 in Amsterdam
        return entry_of(asha, WORDS, minutes=25)


def kept(entry):
    """What stays when its owner deletes the entry and keeps its line."""
    entries.delete(entry, by=entry.user, keep_activity=True)
    return Activity.objects.get(source=entry.pk)


# --- What there is --------------------------------------------------------------------------------


def test_an_entry_is_an_activity_by_itself(asha, entry):
    (line,) = queries.activities(asha.pk)
    assert (line.source, line.kind, str(line.on), line.minutes) == (entry.pk, Kind.PREPARATION, "2026-01-01", 25)
    assert (line.method, line.with_whom, line.kept) == ("Schriftelijke reflectie", "alleen", False)
    assert Activity.objects.count() == 0


@pytest.mark.parametrize(("year", "found"), [(2025, 0), (2026, 1), (None, 1)])
def test_years_are_those_of_amsterdam(asha, entry, year, found):
    assert len(queries.activities(asha.pk, year)) == found
    kept(entry)
    assert len(queries.activities(asha.pk, year)) == found


def test_what_is_kept_says_the_same_as_before(asha, entry):
    before = queries.activities(asha.pk)[0]
    kept(entry)
    (after,) = queries.activities(asha.pk)
    assert Entry.objects.count() == 0
    assert {**vars(before), "kept": True, "written_at": None} == vars(after)


def test_deleting_without_keeping_leaves_nothing(asha, entry):
    entries.delete(entry, by=asha)
    assert queries.activities(asha.pk) == ()


def test_what_is_kept_stands_or_falls_with_the_deletion(asha, entry):
    with transaction.atomic():
        entries.delete(entry, by=asha, keep_activity=True)
        transaction.set_rollback(True)
    assert [line.kept for line in queries.activities(asha.pk)] == [False]


def test_keeping_twice_is_one_line(entry):
    actions.keep(entry)
    actions.keep(entry)
    assert Activity.objects.count() == 1


def test_a_kept_line_holds_no_word_of_the_entry(entry):
    row = kept(entry)
    assert WORDS not in str(vars(row))
    assert "stelde je het uit" not in str(vars(row))


def test_lines_take_as_many_statements_however_many_there_are(asha, entry):
    """Entries, lines that stayed and who led them, modules, and lines by hand."""
    for _number in range(4):
        kept(entry_of(asha))
        entry_of(asha)
    with counted() as statements:
        assert len(queries.activities(asha.pk)) == 9
    assert len(statements) == 5


# --- Hours ----------------------------------------------------------------------------------------


def test_writing_alone_is_never_counted_as_reflection_hours(asha, entry):
    kept(entry_of(asha, minutes=600))
    lines = queries.activities(asha.pk)
    assert hours.minutes_per_kind(lines) == {Kind.PREPARATION: 625}
    assert hours.reflection_minutes(lines) == 0
    assert Kind.PREPARATION not in hours.REFLECTION_KINDS


def test_only_kinds_that_count_are_summed(monkeypatch, asha, entry):
    """The sum would count if its kind did: it is the list of kinds that keeps writing alone out."""
    lines = queries.activities(asha.pk)
    monkeypatch.setattr(hours, "REFLECTION_KINDS", frozenset({Kind.PREPARATION}))
    assert hours.reflection_minutes(lines) == 25


def test_lines_without_minutes_add_nothing(asha):
    entry_of(asha)
    assert hours.minutes_per_kind(queries.activities(asha.pk)) == {}


# --- The page -------------------------------------------------------------------------------------


def test_an_empty_dossier_says_what_fills_it(as_asha):
    assert "Hier staat nog niets" in as_asha.get("/dossier/").content.decode()


def test_the_page_shows_the_last_year_and_says_what_does_not_count(as_asha, asha, entry):
    with time_machine.travel(datetime(2024, 5, 1, 10, tzinfo=UTC)):
        entry_of(asha, minutes=90)
    reply = as_asha.get("/dossier/")
    html = reply.content.decode()
    assert (reply.context["year"], reply.context["own_time"], reply.context["reflection_time"]) == (
        2026,
        "25 minuten",
        "0 minuten",
    )
    assert "Eigen voorbereiding telt niet als reflectie-uren bij je register" in html
    assert (WORDS in html, f"/spiegel/{entry.pk}/" in html) == (False, True)
    assert reply.headers["Cache-Control"] == "no-store"
    assert as_asha.get("/dossier/?jaar=2024").context["own_time"] == "1 uur en 30 minuten"


@pytest.mark.parametrize("asked", ["", "onzin", "0", "99999999999", "²", "-1"])
def test_a_year_that_is_none_shows_the_last(as_asha, entry, asked):
    assert as_asha.get("/dossier/", {"jaar": asked}).context["year"] == 2026


def test_several_texts_of_one_day_are_told_apart_by_their_time(as_asha, asha, entry):
    assert "Naar de tekst van 0.30 uur" in as_asha.get("/dossier/?jaar=2026").content.decode()


def test_a_year_without_anything_says_so(as_asha, entry):
    assert "In dit jaar staat niets" in as_asha.get("/dossier/?jaar=2020").content.decode()


@pytest.mark.parametrize("who", ["ben", "farah", "lotte", "edith", "omar", "petra", "sam"])
def test_nobody_else_sees_or_changes_it(request, asha, who, entry):
    activity, client = kept(entry_of(asha)), request.getfixturevalue(f"as_{who}")
    assert client.get("/dossier/").context["lines"] == []
    posts = [client.post(f"/dossier/{source}/minuten/", {"minutes": "5"}) for source in (entry.pk, activity.source)]
    posts.append(client.post(f"/dossier/{activity.source}/verwijderen/"))
    assert [reply.status_code for reply in posts] == [404] * 3
    assert len(queries.activities(asha.pk)) == 2


# --- Changing -------------------------------------------------------------------------------------


@pytest.mark.parametrize("is_kept", [False, True])
@pytest.mark.parametrize(("typed", "minutes"), [("40", 40), ("", None), (" 5 ", 5)])
def test_minutes_can_be_changed_and_taken_back(as_asha, asha, entry, is_kept, typed, minutes):
    if is_kept:
        kept(entry)
    reply = as_asha.post(f"/dossier/{entry.pk}/minuten/", {"minutes": typed})
    assert reply.headers["Location"] == "/dossier/?jaar=2026"
    assert [line.minutes for line in queries.activities(asha.pk)] == [minutes]


@pytest.mark.parametrize("is_kept", [False, True])
@pytest.mark.parametrize("typed", ["0", "-1", "1441", "1,5", "veel", "²", "9" * 400])
def test_what_are_no_minutes_is_refused_and_stays(as_asha, asha, entry, is_kept, typed):
    if is_kept:
        kept(entry)
    reply = as_asha.post(f"/dossier/{entry.pk}/minuten/", {"minutes": typed})
    assert (reply.status_code, f'value="{typed}"' in reply.content.decode()) == (422, True)
    assert "Vul hele minuten in" in reply.content.decode()
    assert [line.minutes for line in queries.activities(asha.pk)] == [25]


def test_a_kept_line_can_be_deleted_and_a_line_of_an_entry_cannot(as_asha, asha, entry):
    other = kept(entry_of(asha))
    assert as_asha.post(f"/dossier/{entry.pk}/verwijderen/").status_code == 404
    assert as_asha.post(f"/dossier/{other.source}/verwijderen/").status_code == 302
    assert [line.source for line in queries.activities(asha.pk)] == [entry.pk]


# --- The sheet ------------------------------------------------------------------------------------


def rows(body: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig")), delimiter=";"))


def test_the_sheet_holds_day_kind_method_and_minutes_and_nothing_else(as_asha, asha, entry):
    reply = as_asha.get("/dossier/activiteiten.csv?jaar=2026")
    assert rows(reply.content) == [
        ["Datum", "Soort", "Methode", "Met wie", "Minuten", *EVIDENCE],
        ["2026-01-01", "Eigen voorbereiding", "Schriftelijke reflectie", "alleen", "25", "", "", "", "", "", ""],
    ]
    assert reply.headers["Content-Disposition"] == 'attachment; filename="dossier-2026.csv"'
    assert (reply.headers["Cache-Control"], reply.content[:3]) == ("no-store", b"\xef\xbb\xbf")


def test_the_sheet_of_another_year_is_empty(as_asha, entry):
    assert len(rows(as_asha.get("/dossier/activiteiten.csv?jaar=2020").content)) == 1


@pytest.mark.parametrize("text", ["=1+1", "+31", "-5", "@som", "\t=1", "\r=1", " =1"])
def test_no_text_becomes_a_formula(text):
    line = Line(
        source=uuid4(),
        kind=Kind.PREPARATION,
        on=datetime(2026, 1, 1, tzinfo=UTC).date(),
        minutes=None,
        method=text,
        with_whom=text,
        kept=True,
        facilitator=text,
        evidence=text,
        named=(text,),
    )
    harmless_text = f"'{text}"
    assert rows(sheet([line]))[1][2:] == [harmless_text] * 2 + [""] + [
        harmless_text,
        "",
        "",
        "",
        harmless_text,
        harmless_text,
    ]


@pytest.mark.parametrize("text", ["alleen", "Ben, Farah", "3 mensen", ""])
def test_other_text_stays_as_it_is(text):
    assert harmless(text) == text


def test_the_dossier_stands_in_the_menu(as_asha):
    assert '<a href="/dossier/" aria-current="page">' in as_asha.get("/dossier/").content.decode()
