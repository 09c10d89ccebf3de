"""The mirror from above: what it shows of years of writing, and that it never shows a word of it."""

import re
import uuid

import pytest
import time_machine

from learning.reflection.models import Draft, Entry
from learning.reflection.questions import FIRST, asked, the_ten, waits_longest
from people.keys import vault
from tests.learning.reflection.years import at, begin, look_back, mean, write

pytestmark = pytest.mark.django_db
WORDS = "Ik schoof het gesprek op. Kanarie-4b1d."
TODAY = "2026-03-15"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(at(TODAY), tick=False):
        yield


def page(client, address="/spiegel/") -> str:
    reply = client.get(address)
    assert (reply.status_code, reply.headers["Cache-Control"].split(", ")[0]) == (200, "no-store")
    return reply.content.decode()


def seen(html: str) -> str:
    """What one reads of a page."""
    body = re.sub(
        r"<(script|svg|title)\b.*?</\1>", " ", html[html.index("<main") : html.index("</main>")], flags=re.DOTALL
    )
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


# --- Empty ----------------------------------------------------------------------------------------


def test_an_empty_mirror_says_what_it_is_who_sees_it_and_where_to_begin(as_asha):
    shown = seen(page(as_asha))
    assert ("Wat dit is" in shown, "Wie het ziet" in shown, str(asked(FIRST).asks) in shown) == (True, True, True)


def test_an_empty_mirror_reproaches_nothing(as_asha):
    shown = seen(page(as_asha))
    assert ("Nog niet aan bod" in shown, "langst geleden" in shown) == (False, False)


# --- The ten --------------------------------------------------------------------------------------


def test_each_question_leads_to_its_page_and_says_when_it_was_written_at(as_asha, asha):
    write(asha, "2025-11-03", 3)
    write(asha, "2026-02-09", 3)
    marks = dict(re.findall(r'mirror-mark[^>]* href="/spiegel/vraag/(\d+)/">(.*?)</a>', page(as_asha)))
    assert list(marks) == [str(number) for number in range(1, 11)]
    assert [number for number, mark in marks.items() if "9 feb 2026" in mark] == ["3"]


def test_what_was_not_written_at_is_a_fact_and_no_reproach(as_asha, asha):
    for number in (1, 2, 3, 4, 5, 7, 8, 10):
        write(asha, "2026-01-05", number)
    assert "Nog niet aan bod: Zicht en Samenwerken. Kies zelf je moment." in seen(page(as_asha))


def test_nothing_is_missing_from_a_whole_mirror(as_asha, asha):
    for number in range(1, 11):
        write(asha, "2026-01-05", number)
    assert "Nog niet aan bod" not in page(as_asha)


def test_the_ten_can_stand_by_subject(as_asha):
    html = page(as_asha, "/spiegel/?volgorde=groep")
    groups = re.findall(r"<h3 id=\"groep-\d\">(.*?)</h3>(.*?)</ol>", html, flags=re.DOTALL)
    assert [(name, re.findall(r"/vraag/(\d+)/", marks)) for name, marks in groups] == [
        ("Toerusting", ["1", "2", "10"]),
        ("Kind en gezin", ["3", "4", "5", "7", "8"]),
        ("Zicht op veiligheid", ["6"]),
        ("Samenwerking", ["9"]),
    ]


@pytest.mark.parametrize(
    ("written", "longest"),
    [
        ({}, FIRST),
        ({1: "2026-01-01"}, 2),
        ({number: f"2026-01-{number:02}" for number in range(2, 11)}, 1),
        ({number: f"2026-01-{20 - number}" for number in range(1, 11)}, 10),
    ],
)
def test_the_question_that_waits_longest(written, longest):
    assert waits_longest({number: at(day).date() for number, day in written.items()}) == longest


@pytest.mark.parametrize(
    ("written", "busy", "longest"),
    [
        ({}, {FIRST}, 1),
        ({1: "2026-01-01"}, {2}, 3),
        ({1: "2026-01-01"}, set(range(2, 11)), 1),
        ({}, set(range(1, 11)), 1),
    ],
    ids=["a first draft", "the next has one", "all but one have one", "all have one"],
)
def test_a_question_with_a_draft_waits_for_nobody(written, busy, longest):
    assert waits_longest({number: at(day).date() for number, day in written.items()}, busy=busy) == longest


def test_the_suggestion_is_no_question_that_has_a_draft(as_asha, asha):
    write(asha, "2025-08-05", 1)
    begin(asha, "2026-01-05", WORDS, place="/spiegel/vraag/2/schrijven/")
    assert "Deze vraag kwam nog niet aan bod 3. Kind" in seen(page(as_asha))


def test_the_suggestion_says_since_when_it_waits(as_asha, asha):
    for number in range(1, 11):
        write(asha, "2025-08-05" if number == 7 else "2026-01-05", number)
    shown = seen(page(as_asha))
    assert f"Hier schreef je het langst geleden, op 5 augustus 2025 7. Netwerk {asked(7).asks}" in shown


def test_the_former_address_of_a_question_leads_to_its_page(as_asha):
    assert as_asha.get("/spiegel/?vraag=3").headers["Location"] == "/spiegel/vraag/3/"


@pytest.mark.parametrize("raw", ["", "0", "11", "-1", "onzin", "٣", "3.0", "9" * 5000])
def test_any_other_question_in_the_address_shows_the_whole_mirror(as_asha, raw):
    assert as_asha.get("/spiegel/", {"vraag": raw}).status_code == 200


# --- What is under way ----------------------------------------------------------------------------


def test_intentions_show_their_question_and_day_and_not_their_words(as_asha, asha):
    mean(write(asha, "2026-03-01", 3), "2026-03-01", look_back="2026-12-12", then="bel ik Kanarie-4b1d")
    shown = seen(page(as_asha))
    assert ("Je voornemen bij Kind kijk terug op 12 december" in shown, "Kanarie" in shown) == (True, False)


def test_a_day_that_has_been_is_no_reproach(as_asha, asha):
    mean(write(asha, "2025-03-01", 3), "2025-03-01", look_back="2025-12-12")
    assert "je wilde terugkijken op 12 december 2025; het kan nog steeds" in seen(page(as_asha))


def test_only_the_first_intentions_show_and_the_way_to_all(as_asha, asha):
    for number in range(7):
        mean(write(asha, "2026-03-01", 3), "2026-03-01", look_back=f"2026-04-0{number + 1}")
    html = page(as_asha)
    assert (html.count("Je voornemen bij Kind"), "Al je voornemens" in html) == (5, True)


def test_what_was_looked_back_on_is_not_under_way(as_asha, asha):
    look_back(mean(write(asha, "2026-03-01"), "2026-03-01", look_back="2026-03-10"), "2026-03-11")
    assert "Je voornemen" not in page(as_asha)


def test_drafts_show_their_place_and_the_way_on_and_not_their_words(as_asha, asha):
    first = begin(asha, "2026-03-14", WORDS)
    free = begin(asha, "2026-03-13", WORDS, place="/spiegel/schrijven/", path="/spiegel/schrijven/")
    lesson, run = "/leren/meldcode/stap-1/", f"/casussen/spel/{uuid.uuid4()}/"
    begin(asha, "2026-03-12", WORDS, place=f"{lesson}spiegel/abc/", path=f"{lesson}#spiegel-abc")
    begin(asha, "2026-03-11", WORDS, place=f"{run}spiegel/deur/", path=run)
    html = page(as_asha)
    drafts = html[html.index('id="concepten"') :]
    assert re.findall(r'due-title"><a href="([^"]+)">([^<]+)<', drafts) == [
        (f"/spiegel/vraag/3/schrijven/?concept={first.pk}", "Vraag 3, Kind"),
        (f"/spiegel/schrijven/?concept={free.pk}", "Een vrije tekst"),
        ("/leren/meldcode/stap-1/#spiegel-abc", "Een spiegelvraag in een les"),
        (run, "Een spiegelvraag bij een casus"),
    ]
    assert "Kanarie" not in html


@pytest.mark.parametrize("path", ["https://elders.test/", "//elders.test/", "javascript:alert(1)", "/\\elders.test"])
def test_a_draft_never_leads_out_of_the_house(as_asha, asha, path):
    Draft.objects.filter(pk=begin(asha, "2026-03-14", WORDS).pk).update(path=path, place="/leren/m/les/spiegel/abc/")
    assert f'href="{path}' not in page(as_asha)


# --- What was written -----------------------------------------------------------------------------


def test_the_newest_entries_show_without_their_words(as_asha, asha):
    for day in range(1, 13):
        write(asha, f"2026-02-{day:02}", day % 10 + 1, WORDS)
    html = page(as_asha)
    assert re.findall(r"<time[^>]*>(\d+) februari 2026, 12\.00</time>", html) == [str(day) for day in range(12, 2, -1)]
    assert ("Alle 12 teksten, in de tijdlijn" in html, "Kanarie" in html) == (True, False)


def test_a_prompt_is_text_wherever_it_came_from(as_asha, asha):
    Entry.objects.filter(pk=write(asha, "2026-02-01").pk).update(
        prompt="<p>Hoe <em>dan</em>? <script>x</script> &lt;b&gt;</p>"
    )
    html = page(as_asha)
    assert ("<script>x" in html, "Hoe dan? x &amp;lt;b&amp;gt;" in html) == (False, True)


def test_the_dimensions_of_the_last_year_are_counted(as_asha, asha):
    write(asha, "2025-03-01", technical="Kennis")
    write(asha, "2025-04-01", technical="Kennis", personal="Ik")
    write(asha, "2026-01-01", personal="Ik")
    write(asha, "2026-02-01")
    shown = seen(page(as_asha))
    assert "In de afgelopen twaalf maanden schreef je 3 teksten" in shown
    assert re.findall(r"(Technisch-instrumenteel|Normatief|Persoonlijk) (\d van \d)", shown) == [
        ("Technisch-instrumenteel", "1 van 3"),
        ("Normatief", "0 van 3"),
        ("Persoonlijk", "2 van 3"),
    ]


def test_nothing_is_counted_when_the_last_year_is_empty(as_asha, asha):
    write(asha, "2024-01-01", technical="Kennis")
    assert "twaalf maanden" not in page(as_asha)


def test_anothers_mirror_is_not_mine(as_ben, asha):
    entry = write(asha, "2026-02-01", 3, WORDS)
    mean(entry, "2026-02-01", look_back="2026-04-01")
    begin(asha, "2026-02-02", WORDS)
    pages = [
        page(as_ben, address)
        for address in ("/spiegel/", "/spiegel/vraag/3/", "/spiegel/tijdlijn/", "/spiegel/voornemens/")
    ]
    assert [(str(entry.pk) in html, "Je voornemen bij" in html, "februari" in html) for html in pages] == [
        (False,) * 3
    ] * 4


def test_the_pages_open_when_the_key_is_gone(as_asha, asha):
    write(asha, "2026-02-01", 3, WORDS)
    vault.erase(asha.uuid)
    for address in ("/spiegel/", "/spiegel/vraag/3/", "/spiegel/tijdlijn/", "/spiegel/voornemens/"):
        page(as_asha, address)


# --- One question ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("number", "status"), [(0, 404), (1, 200), (10, 200), (11, 404), (10**30, 404)])
def test_there_are_ten_questions(as_asha, number, status):
    assert as_asha.get(f"/spiegel/vraag/{number}/").status_code == status


def test_a_question_shows_what_it_asks_and_its_own_entries_alone(as_asha, asha):
    entry, other = write(asha, "2026-02-01", 3, WORDS), write(asha, "2026-02-02", 4, WORDS)
    html = page(as_asha, "/spiegel/vraag/3/")
    assert str(the_ten()[3].asks) in seen(html)
    assert [str(one.pk) in html for one in (entry, other)] == [True, False]
    assert "Kanarie" not in html


def test_a_question_without_anything_says_so_kindly(as_asha):
    shown = seen(page(as_asha, "/spiegel/vraag/9/"))
    assert ("Nog niets. Dat kan wanneer jij wilt" in shown, "Hoe je jezelf zag" in shown) == (True, False)


def test_a_question_shows_its_ratings_as_dots_and_the_same_in_a_table(as_asha, asha):
    for day, rating in (("2024-01-01", 2), ("2025-01-01", 4), ("2026-01-01", 5)):
        write(asha, day, 3, rating=rating)
    write(asha, "2025-06-01", 4, rating=1)
    write(asha, "2025-07-01", 3)
    html = page(as_asha, "/spiegel/vraag/3/")
    assert len(re.findall(r"<circle class=\"chart-dot\"", html)) == 3
    assert re.findall(r'<tr><th scope="row">([^<]+)</th><td>(\d)', html) == [
        ("1 januari 2026", "5"),
        ("1 januari 2025", "4"),
        ("1 januari 2024", "2"),
    ]
    assert (
        "3 keer ingevuld, van 1 januari 2024 tot 1 januari 2026. De laatste keer 5 van 5: ‘Hier help ik anderen bij’."
        in html
    )


def test_a_question_shows_its_intentions_open_ones_first(as_asha, asha):
    done = mean(write(asha, "2026-01-01", 3), "2026-01-01", look_back="2026-02-01")
    look_back(done, "2026-02-02", "partly", "Kanarie-4b1d")
    mean(write(asha, "2026-01-02", 3), "2026-01-02", look_back="2026-05-01")
    mean(write(asha, "2026-01-03", 4), "2026-01-03", look_back="2026-06-01")
    html = page(as_asha, "/spiegel/vraag/3/")
    assert re.findall(r"due-title.*?small quiet\">([^<]+)<", html, flags=re.DOTALL) == [
        "kijk terug op 1 mei",
        "teruggekeken op 2 februari 2026",
    ]
    assert ("Het lukte een beetje" in html, "Kanarie" in html) == (True, False)


def test_a_question_leads_to_all_of_its_entries_when_there_are_many(as_asha, asha):
    for number in range(21):
        write(asha, f"2026-01-{number + 1:02}", 3)
    html = page(as_asha, "/spiegel/vraag/3/")
    assert (html.count('<article class="dated"'), "/spiegel/tijdlijn/?vraag=3" in html) == (20, True)
