"""The timeline and the list of intentions: everything once, in order, and never a word."""

import re
import uuid

import pytest
import time_machine

from learning.reflection.models import Entry
from learning.reflection.timeline import PAGE, Asking, Mark, mark_of
from learning.reflection.timeline import page as timeline_page
from tests.learning.reflection.years import at, look_back, mean, ten_years, write

pytestmark = pytest.mark.django_db
TODAY = "2026-03-15"
URL = "/spiegel/tijdlijn/"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(at(TODAY), tick=False):
        yield


def shown(client, **asking) -> list[tuple[str, list[str]]]:
    """The months, each with the days in it."""
    html = client.get(URL, asking).content.decode()
    return [
        (month, re.findall(r'<time datetime="[^"]+">([^<]+)</time>', rows))
        for month, rows in re.findall(r'<h2 id="maand-\d+">([^<]+)</h2>\s*<ol>(.*?)</ol>', html, flags=re.DOTALL)
    ]


def test_everything_stands_by_month_newest_first(as_asha, asha):
    entry = write(asha, "2025-12-03", 3)
    look_back(mean(entry, "2025-12-04", look_back="2026-02-01"), "2026-02-10")
    write(asha, "2026-02-11", 4)
    assert shown(as_asha) == [("februari 2026", ["11 feb", "10 feb"]), ("december 2025", ["4 dec", "3 dec"])]


def test_each_thing_says_what_it_is(as_asha, asha):
    entry = write(asha, "2026-01-03", 3, technical="Kennis", personal="Ik")
    look_back(mean(entry, "2026-01-04", look_back="2026-02-01"), "2026-02-10", "otherwise", "Kanarie")
    html = as_asha.get(URL).content.decode()
    assert re.findall(r'timeline-about">([^<]+)<', html) == ["Teruggekeken", "Voornemen gemaakt", "Vraag 3, Kind"]
    assert "Technisch-instrumenteel · Persoonlijk" in html
    assert (html.count("Het ging anders"), "Kanarie" in html) == (1, False)


def test_a_moment_stands_in_the_month_where_people_live(as_asha, asha):
    write(asha, at("2026-01-01 00:30"))
    assert shown(as_asha) == [("januari 2026", ["1 jan"])]
    assert (shown(as_asha, jaar="2026"), shown(as_asha, jaar="2025")) == ([("januari 2026", ["1 jan"])], [])


@pytest.mark.parametrize(
    ("asking", "days"),
    [
        ({"jaar": "2025"}, ["5 mei", "2 jan"]),
        ({"vraag": "3"}, ["6 feb", "5 mei"]),
        ({"dimensie": "normatief"}, ["6 feb", "2 jan"]),
        ({"jaar": "2026", "vraag": "3", "dimensie": "normatief"}, ["6 feb"]),
        ({"jaar": "2024"}, []),
        ({"jaar": "onzin", "vraag": "99", "dimensie": "toverij"}, ["6 feb", "5 mei", "2 jan"]),
        ({"jaar": "99999", "vraag": "-1", "voor": "onzin"}, ["6 feb", "5 mei", "2 jan"]),
    ],
)
def test_the_timeline_can_be_narrowed(as_asha, asha, asking, days):
    write(asha, "2025-01-02", 4, normative="Waarden")
    write(asha, "2025-05-05", 3)
    write(asha, "2026-02-06", 3, normative="Waarden")
    assert [day for _month, found in shown(as_asha, **asking) for day in found] == days


def test_intentions_are_narrowed_by_their_entry(as_asha, asha):
    mean(write(asha, "2026-01-02", 4), "2026-01-03", look_back="2026-02-01")
    mean(write(asha, "2026-01-04", 3), "2026-01-05", look_back="2026-02-01")
    assert shown(as_asha, vraag="3") == [("januari 2026", ["5 jan", "4 jan"])]


def test_the_years_go_back_to_the_first_entry(as_asha, asha):
    write(asha, "2024-05-05")
    html = as_asha.get(URL, {"vraag": "3", "jaar": "2025"}).content.decode()
    assert re.findall(r'href="([^"]+)"( aria-current="true")?>(\d{4})</a>', html) == [
        ("/spiegel/tijdlijn/?jaar=2026&amp;vraag=3", "", "2026"),
        ("/spiegel/tijdlijn/?jaar=2025&amp;vraag=3", ' aria-current="true"', "2025"),
        ("/spiegel/tijdlijn/?jaar=2024&amp;vraag=3", "", "2024"),
    ]


def test_an_empty_timeline_teaches(as_asha):
    assert "Je tijdlijn is nog leeg" in as_asha.get(URL).content.decode()


def test_a_choice_without_anything_offers_the_whole(as_asha, asha):
    write(asha, "2026-01-02", 3)
    html = as_asha.get(URL, {"vraag": "4"}).content.decode()
    assert ("Hier staat niets." in html, "Toon alles" in html) == (True, True)


def follow(user_id, asking=Asking()):  # noqa: B008  frozen
    """Every page of the timeline, as one would turn them."""
    pages = [timeline_page(user_id, asking)]
    while pages[-1].next:
        pages.append(timeline_page(user_id, Asking(asking.year, asking.question, asking.dimension, pages[-1].next)))
    return pages


def test_pages_hold_everything_once_in_order(asha):
    ten_years(asha, 120)
    pages = follow(asha.pk)
    moments = [moment for page in pages for moment in page.moments]
    assert [len(page.moments) for page in pages] == [PAGE, PAGE, 144 - 2 * PAGE]
    assert moments == sorted(moments, key=lambda moment: moment.key, reverse=True)
    assert len({(moment.kind, moment.about.pk) for moment in moments}) == 144


def test_pages_hold_everything_once_when_all_was_written_at_one_moment(asha):
    ten_years(asha, 120)
    Entry.objects.filter(user=asha).update(created_at=at("2026-01-01"))
    moments = [moment for page in follow(asha.pk) for moment in page.moments]
    assert len({(moment.kind, moment.about.pk) for moment in moments}) == len(moments) == 144


def test_a_page_leads_to_older_and_back(as_asha, asha):
    ten_years(asha, 60)
    first = as_asha.get(URL).content.decode()
    older = re.search(r'rel="next" href="([^"]+)"', first)[1].replace("&amp;", "&")
    second = as_asha.get(older).content.decode()
    assert [page.count("<li>\n  <time") for page in (first, second)] == [50, 22]
    assert ("Naar het nieuwste" in second, 'rel="next"' in second) == (True, False)


def test_beyond_the_end_says_so(as_asha, asha):
    write(asha, "2026-01-02")
    mark = Mark(at("2020-01-01"), uuid.uuid4())
    assert "Verder terug staat er niets." in as_asha.get(URL, {"voor": str(mark)}).content.decode()


def test_a_mark_survives_its_way_through_an_address():
    mark = Mark(at("2026-01-02 03:04"), uuid.uuid4())
    assert mark_of(str(mark)) == mark


@pytest.mark.parametrize(
    "raw", ["", "-", "onzin", "12", "12-onzin", "9" * 40 + "-" + "0" * 32, "٣-" + "0" * 32, "-1-" + "0" * 32]
)
def test_any_other_mark_is_none(raw):
    assert mark_of(raw) is None


# --- Intentions -----------------------------------------------------------------------------------


def listed(client) -> dict[str, list[str]]:
    html = client.get("/spiegel/voornemens/").content.decode()
    return {
        title: re.findall(r'small quiet">([^<]+)<', section)
        for title, section in re.findall(r'<h2 id="\w+-titel">([^<]+)</h2>(.*?)</section>', html, flags=re.DOTALL)
    }


def test_intentions_stand_by_day_and_by_whether_one_looked_back(as_asha, asha):
    for made, day in (("2026-01-01", "2026-04-01"), ("2026-01-02", "2026-02-01"), ("2026-01-03", "2026-03-15")):
        mean(write(asha, made), made, look_back=day)
    for made, closed in (("2026-01-04", "2026-02-20"), ("2026-01-05", "2026-02-21")):
        look_back(mean(write(asha, made), made, look_back="2026-02-01"), closed)
    assert listed(as_asha) == {
        "Om op terug te kijken": ["je wilde terugkijken op 1 februari; het kan nog steeds", "kijk vandaag terug"],
        "Komt nog": ["kijk terug op 1 april"],
        "Teruggekeken": ["teruggekeken op 21 februari 2026", "teruggekeken op 20 februari 2026"],
    }


def test_the_list_holds_no_words(as_asha, asha):
    made = mean(write(asha, "2026-01-01"), "2026-01-01", look_back="2026-02-01", when="Kanarie", then="Kanarie")
    look_back(made, "2026-02-02", said="Kanarie")
    reply = as_asha.get("/spiegel/voornemens/")
    assert ("Kanarie" in reply.content.decode(), reply.headers["Cache-Control"].split(", ")[0]) == (False, "no-store")


def test_without_intentions_the_list_teaches(as_asha):
    assert "Nog geen voornemens" in as_asha.get("/spiegel/voornemens/").content.decode()
