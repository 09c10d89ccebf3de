"""What registers ask: files that are read strictly, rules of their day, and sums that never say more than there is."""

import copy
import json
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
import time_machine
from django.conf import settings
from django.core.checks import run_checks
from hypothesis import given
from hypothesis import strategies as st

from learning.dossier import actions, hours, registers
from learning.dossier.models import Kind, Registration
from learning.dossier.periods import Period, cycle
from learning.dossier.queries import Line, registered
from learning.dossier.registers import Fault, read, rules_of

FOLDER = Path(settings.BASE_DIR) / "content" / "registers"
SKJ = json.loads((FOLDER / "skj.json").read_text())
REFLECTION = 1
"""Where reflection stands among SKJ's categories."""


def changed(*place, to) -> dict:
    """SKJ's file with one value changed; `...` takes it away."""
    made = copy.deepcopy(SKJ)
    inner = made
    for step in place[:-1]:
        inner = inner[step]
    if to is ...:
        del inner[place[-1]]
    else:
        inner[place[-1]] = to
    return made


# --- Files ----------------------------------------------------------------------------------------


def test_the_files_that_are_shipped_can_be_read_and_say_where_it_comes_from():
    found = read(FOLDER)
    assert [one.register for one in found] == ["registerplein", "skj"]
    assert all(one.sources and one.check and one.review_on > date(2026, 11, 21) for one in found)
    assert [[one.amount for one in rules.categories] for rules in found] == [[None, None, None], [60, 60]]


@pytest.mark.parametrize(
    ("place", "to", "said"),
    [
        (("review_on",), ..., "review_on: is missing"),
        (("review_on",), "binnenkort", "review_on: is a day"),
        (("review_on",), "2020-01-01", "before the day on which it was read"),
        (("years",), "5", "years: is a whole number"),
        (("years",), True, "years: is a whole number"),
        (("punten",), 60, "punten: is not known"),
        (("format",), "leerspiegel-register/2", "format: is one of"),
        (("confidence",), "certain", "confidence: is one of"),
        (("sources",), [], "sources: is a list of at least 1"),
        (("sources", 0, "url"), "http://skjeugd.nl/", "sources 1: url"),
        (("categories", 0, "kinds"), ["preparation"], "categories 1: kinds"),
        (("categories", REFLECTION, "kinds"), ["training"], "training stands in more than one"),
        (("categories", 0, "needs"), ["method"], "needs minutes"),
        (("categories", 0, "parts", 0, "amount"), 41, "more than the whole"),
        (("categories", 0, "amount"), 0, "amount: is a whole number"),
        (("categories", 0, "hours_per_unit"), float("nan"), "hours_per_unit"),
    ],
)
def test_a_file_with_a_fault_is_refused_and_names_the_place(tmp_path, place, to, said):
    (tmp_path / "skj.json").write_text(json.dumps(changed(*place, to=to)))
    with pytest.raises(Fault, match=said) as caught:
        read(tmp_path)
    assert str(caught.value).startswith("skj.json: ")


@pytest.mark.parametrize("text", ["", "[]", "{", '{"format": "a", "format": "b"}'])
def test_what_is_no_such_file_is_refused(tmp_path, text):
    (tmp_path / "stuk.json").write_text(text)
    with pytest.raises(Fault, match=r"stuk\.json"):
        read(tmp_path)


def test_the_site_says_at_its_check_which_file_is_wrong(monkeypatch, tmp_path, settings):
    folder = tmp_path / "content" / "registers"
    folder.mkdir(parents=True)
    (folder / "skj.json").write_text(json.dumps(changed("years", to=0)))
    settings.BASE_DIR = tmp_path
    try:
        (found,) = [one for one in run_checks() if one.id == "dossier.E001"]
        assert "skj.json: years: is a whole number from 1 to 20" in found.msg
    finally:
        registers.all_rules.cache_clear()


# --- Versions -------------------------------------------------------------------------------------


@pytest.fixture
def versions(tmp_path, monkeypatch):
    """SKJ as it is shipped, and invented rules from 2024 on, which ask another number."""
    later = changed("valid_from", to="2024-01-01")
    later["categories"][REFLECTION]["amount"] = 80
    for name, one in (("skj.json", SKJ), ("skj-2024.json", later)):
        (tmp_path / name).write_text(json.dumps(one))
    found = read(tmp_path)
    monkeypatch.setattr(registers, "all_rules", lambda: found)
    return found


@pytest.mark.parametrize(
    ("day", "asks"), [("2017-12-31", None), ("2018-01-01", 60), ("2023-12-31", 60), ("2024-01-01", 80)]
)
def test_a_day_is_judged_by_the_rules_of_that_day(versions, day, asks):
    found = registers.rules_on("skj", date.fromisoformat(day))
    assert (found.categories[REFLECTION].amount if found else None) == asks


def test_two_files_of_one_register_that_begin_together_are_refused(tmp_path):
    for name in ("a.json", "b.json"):
        (tmp_path / name).write_text(json.dumps(SKJ))
    with pytest.raises(Fault, match="begins on the same day"):
        read(tmp_path)


@pytest.mark.django_db
def test_a_period_keeps_the_rules_with_which_it_began_and_says_that_they_changed(versions, as_asha, asha):
    actions.register("skj", since=date(2022, 5, 1), until=None, by=asha)
    with time_machine.travel("2026-03-01T12:00:00Z"):
        as_asha.force_login(asha)
        mine = registered(asha.pk)
        html = as_asha.get("/dossier/register/").content.decode()
    assert (mine.rules.categories[REFLECTION].amount, mine.changes) == (60, (date(2024, 1, 1),))
    assert ("vraagt 60 punten" in html, "Op 1 januari 2024, in jouw periode" in html) == (True, True)


# --- Periods --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("since", "today", "period"),
    [
        ("2021-05-01", "2026-04-30", ("2021-05-01", "2026-04-30")),
        ("2021-05-01", "2026-05-01", ("2026-05-01", "2031-04-30")),
        ("2016-02-29", "2021-03-01", ("2021-03-01", "2026-02-28")),
        ("2016-02-29", "2021-02-28", ("2016-02-29", "2021-02-28")),
        ("2027-01-01", "2026-01-01", ("2027-01-01", "2031-12-31")),
    ],
)
def test_a_period_is_counted_from_the_registration(since, today, period):
    found = cycle(date.fromisoformat(since), 5, date.fromisoformat(today))
    assert (f"{found.since}", f"{found.until}") == period


@given(since=st.dates(date(1990, 1, 1), date(2030, 1, 1)), years=st.integers(1, 10), days=st.integers(0, 15_000))
def test_every_day_lies_in_one_period_and_the_next_begins_after_it(since, years, days):
    today = since + timedelta(days=days)
    found = cycle(since, years, today)
    assert found.holds(today)
    assert cycle(since, years, found.until + timedelta(days=1)).since == found.until + timedelta(days=1)


# --- Sums -----------------------------------------------------------------------------------------

DAY = date(2026, 1, 15)
LINES = st.builds(
    Line,
    source=st.integers(0, 99).map(lambda number: UUID(int=number)),
    kind=st.sampled_from(Kind),
    on=st.just(DAY),
    minutes=st.none() | st.integers(1, 1440),
    method=st.sampled_from(["", " ", "Incidentmethode"]),
    with_whom=st.just(""),
    kept=st.just(False),
    people=st.none() | st.integers(1, 9),
    no_hierarchy=st.booleans(),
    evidence=st.sampled_from(["", "In mijn map"]),
)


@given(st.lists(LINES, max_size=12))
def test_no_minute_counts_twice_and_none_that_one_wrote_alone(lines):
    rules = rules_of(SKJ)
    found = hours.beside(rules, lines)
    candidates = [line for one in found for line in one.candidates]
    assert all(line.kind != Kind.PREPARATION for line in candidates)
    assert len(candidates) + sum(len(one.incomplete) for one in found) == sum(
        line.kind != Kind.PREPARATION for line in lines
    )
    assert sum(one.minutes for one in found) == sum(line.minutes for line in candidates)
    assert sum(one.minutes for one in found) <= sum(hours.minutes_per_kind(lines).values())


@given(st.lists(LINES, max_size=12))
def test_what_counts_as_reflection_has_all_that_reflection_needs(lines):
    reflection = hours.beside(rules_of(SKJ), lines)[REFLECTION]
    for line in reflection.candidates:
        assert (bool(line.minutes), (line.people or 0) > 1, line.no_hierarchy) == (True, True, True)
    assert all(one.lacks for one in reflection.incomplete)


@given(st.lists(LINES, max_size=8), st.randoms())
def test_the_order_of_lines_changes_no_sum(lines, random):
    before = [one.minutes for one in hours.beside(rules_of(SKJ), lines)]
    random.shuffle(lines)
    assert [one.minutes for one in hours.beside(rules_of(SKJ), lines)] == before


# --- The pages ------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_one_chooses_a_register_and_sees_what_it_asks_and_what_it_is_not_sure_of(as_asha, asha):
    assert as_asha.get("/dossier/register/").headers["Location"] == "/dossier/register/kiezen/"
    reply = as_asha.post("/dossier/register/kiezen/", {"register": "skj", "since": "2024-03-01"})
    assert reply.headers["Location"] == "/dossier/register/"
    with time_machine.travel("2026-12-01T12:00:00Z"):
        as_asha.force_login(asha)
        html = as_asha.get("/dossier/register/").content.decode()
    for words in (
        "Je register vraagt 60 punten in 5 jaar (40 formeel leren, 20 informeel leren)",
        "1 maart 2024 tot en met 28 februari 2029",
        "Controleer dit bij je register",
        "https://skjeugd.nl/herregistratie/",
        "Je register beslist wat meetelt",
    ):
        assert words in html
    assert ("Mogelijk verouderd" in html, "<progress" in html, "<meter" in html) == (False, False, False)


@pytest.mark.django_db
def test_past_its_review_date_the_page_says_so(as_asha, asha):
    actions.register("skj", since=date(2024, 3, 1), until=None, by=asha)
    with time_machine.travel("2027-05-22T12:00:00Z"):
        as_asha.force_login(asha)
        assert "Mogelijk verouderd" in as_asha.get("/dossier/register/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"register": "big", "since": "2024-03-01"}, "Selecteer een geldige keuze"),
        ({"register": "skj"}, "Kies de dag waarop je registratie begon."),
        ({"register": "skj", "since": "1066-01-01"}, "Kies de dag waarop je registratie begon."),
        ({"register": "skj", "since": "2024-03-01", "until": "2024-03-01"}, "De laatste dag ligt na de eerste."),
    ],
)
def test_what_cannot_be_is_refused(as_asha, form, said):
    reply = as_asha.post("/dossier/register/kiezen/", form)
    assert (reply.status_code, said in reply.content.decode()) == (422, True)
    assert not Registration.objects.exists()


@pytest.mark.django_db
def test_without_a_register_there_is_a_period_and_nothing_is_judged(as_asha, asha):
    as_asha.post("/dossier/register/kiezen/", {"register": "", "since": "2024-03-01", "until": "2026-03-01"})
    reply = as_asha.get("/dossier/register/")
    assert (reply.context["standings"], registered(asha.pk).period) == (
        [],
        Period(date(2024, 3, 1), date(2026, 3, 1)),
    )
    as_asha.post("/dossier/register/wissen/")
    assert registered(asha.pk) is None
