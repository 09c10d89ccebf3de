"""Searching one's own mirror: what is found, what is never found, and that the words are kept nowhere."""

import re
import time

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from learning.reflection.models import Entry
from learning.reflection.search import search
from people.keys import vault
from people.searching import excerpt, folded, holds, words_of
from tests.learning.reflection.years import at, begin, look_back, mean, write
from tests.learning.test_budgets import counted

URL = "/spiegel/zoeken/"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(at("2026-03-15"), tick=False):
        yield


def find(client, words: str):
    return client.post(URL, {"woorden": words})


def days(client, words: str) -> list[str]:
    """The days of what is found, in the order of the page."""
    html = find(client, words).content.decode()
    return re.findall(r"<time[^>]*>([^<]+)</time>", html)


# --- Comparing ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "asked", "found"),
    [
        ("Eén keer", "een", True),
        ("een keer", "ÉÉN", True),
        ("e\u0301e\u0301n", "één", True),
        ("Straße", "STRASSE", True),
        ("ik ’s avonds", "'s", True),
        ("uitgesteld gesprek", "gesprek uitgesteld", True),
        ("uitgesteld", "stel", True),
        ("uitgesteld", "gesprek uitgesteld", False),
        ("honderd procent", "%", False),
        ("honderd % zeker", "%", True),
        ("a_b", "a_b", True),
        ("axb", "a_b", False),
        ("alles", ".*", False),
        ("vraag\nantwoord", "vraag antwoord", True),
        ("C\\D", "c\\d", True),
    ],
)
def test_words_are_found_whatever_their_case_and_accents(text, asked, found):
    assert holds(text, words_of(asked)) is found


def test_an_excerpt_marks_every_word_where_it_stands():
    parts = excerpt("Eén keer zei ik: één keer.", words_of("een zei"))
    assert [(part.text, part.hit) for part in parts] == [
        ("Eén", True),
        (" keer ", False),
        ("zei", True),
        (" ik: ", False),
        ("één", True),
        (" keer.", False),
    ]


def test_an_excerpt_of_a_long_text_is_short_and_stands_around_the_word():
    text = "wat er eerst stond " * 70 + "het kanariewoord staat hier " + "en wat er nog kwam " * 50
    parts = excerpt(text, words_of("kanariewoord"))
    whole = "".join(part.text for part in parts)
    assert (whole.startswith("… "), whole.endswith(" …"), len(whole) < 320) == (True, True, True)
    assert [part.text for part in parts if part.hit] == ["kanariewoord"]


@given(st.text(max_size=300), st.text(min_size=1, max_size=5))
def test_an_excerpt_never_changes_a_letter(text, asked):
    words = words_of(asked)
    if words and holds(text, words):
        parts = excerpt(text, words)
        plain = "".join(part.text for part in parts).removeprefix("… ").removesuffix(" …")
        assert plain in text or plain in f"… {text} …"
        assert any(part.hit for part in parts)


@given(st.text(max_size=200))
def test_folding_a_text_is_folding_its_letters(text):
    assert folded(text) == "".join(folded(char) for char in text)


# --- In the mirror --------------------------------------------------------------------------------

pytestmark = pytest.mark.django_db


def test_the_form_shows_without_having_searched(as_asha):
    reply = as_asha.get(URL)
    html = reply.content.decode()
    assert (reply.status_code, reply.headers["Cache-Control"].split(", ")[0]) == (200, "no-store")
    assert ('method="post"' in html, 'id="gevonden-titel"' in html) == (True, False)


def test_words_in_the_address_are_not_searched(as_asha, asha):
    write(asha, "2026-01-01", text="Kanarie")
    html = as_asha.get(URL, {"woorden": "Kanarie"}).content.decode()
    assert ("Kanarie" in html, "tekst gevonden" in html) == (False, False)


def test_everything_of_ones_own_is_searched_newest_first(as_asha, asha):
    entry = write(asha, "2026-01-01", text="Een kanarie vooraan.")
    write(asha, "2026-01-02", personal="Persoonlijk een Kánarie.")
    mean(entry, "2026-01-03", look_back="2026-05-05", when="als de KANARIE fluit")
    begin(asha, "2026-01-04", "Nog een kanarie.")
    write(asha, "2026-01-05", text="Niets.")
    assert days(as_asha, "kanarie") == ["4 januari 2026", "3 januari 2026", "2 januari 2026", "1 januari 2026"]


def test_how_an_intention_went_is_searched_too(as_asha, asha):
    look_back(mean(write(asha, "2026-01-01"), "2026-01-02", look_back="2026-02-02"), "2026-02-03", said="Een kanarie.")
    assert days(as_asha, "kanarie") == ["2 januari 2026"]


def test_all_words_must_occur(as_asha, asha):
    write(asha, "2026-01-01", text="De kanarie zingt.")
    write(asha, "2026-01-02", text="De kanarie fluit.", technical="Zij zingt.")
    assert (days(as_asha, "zingt kanarie"), days(as_asha, "zingt fluit")) == (
        ["2 januari 2026", "1 januari 2026"],
        ["2 januari 2026"],
    )


def test_an_excerpt_leads_to_the_text_and_marks_the_word(as_asha, asha):
    entry = write(asha, "2026-01-01", 3, "Ik schoof het <b>gesprek</b> op.")
    html = find(as_asha, "GESPREK").content.decode()
    assert f'<a href="/spiegel/{entry.pk}/">' in html
    assert "Ik schoof het &lt;b&gt;<mark>gesprek</mark>&lt;/b&gt; op." in html
    assert ("Vraag 3, Kind" in html, "1 tekst gevonden" in html) == (True, True)


def test_another_persons_words_are_never_found(as_asha, ben):
    mean(write(ben, "2026-01-01", text="Kanarie"), "2026-01-01", look_back="2026-02-02", then="Kanarie")
    begin(ben, "2026-01-02", "Kanarie")
    html = find(as_asha, "kanarie").content.decode()
    assert ("Niets gevonden" in html, "2026" in html) == (True, False)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("", "Vul een of meer woorden in"),
        ("  \t ", "Vul een of meer woorden in"),
        ("a" * 201, "te lang om te zoeken"),
        ("a\0b", "[Nn]ul"),
    ],
)
def test_what_cannot_be_searched_says_why(as_asha, words, says):
    reply = find(as_asha, words)
    assert reply.status_code == 422
    assert re.search(says, reply.content.decode())


def test_only_accents_is_nothing_to_search(as_asha, asha):
    write(asha, "2026-01-01", text="Iets.")
    assert "Niets gevonden" in find(as_asha, "\u0301").content.decode()


def test_nothing_found_is_said_kindly(as_asha, asha):
    write(asha, "2026-01-01")
    assert "Misschien schreef je het net anders." in find(as_asha, "olifant").content.decode()


def test_at_most_a_hundred_show_and_the_page_says_so(as_asha, asha):
    for number in range(101):
        write(asha, at(f"2026-01-{number // 24 + 1:02} {number % 24:02}:00"), text="Kanarie")
    html = find(as_asha, "kanarie").content.decode()
    assert (html.count("<mark>"), "Meer dan 100 teksten gevonden" in html) == (100, True)
    assert "Je ziet de 100 nieuwste." in html


def test_texts_that_do_not_open_are_counted_and_left_out(as_asha, asha):
    write(asha, "2026-01-01", text="Kanarie")
    other = write(asha, "2026-01-02", text="Kanarie")
    Entry.objects.filter(pk=other.pk).update(sealed=b"\x01" + bytes(40))
    html = find(as_asha, "kanarie").content.decode()
    assert ("1 tekst gevonden" in html, "In 1 tekst konden we niet zoeken" in html) == (True, True)


def test_a_search_without_a_key_says_so(as_asha, asha):
    write(asha, "2026-01-01", text="Kanarie")
    vault.erase(asha.uuid)
    assert "In 1 tekst konden we niet zoeken" in find(as_asha, "kanarie").content.decode()


def test_the_words_are_kept_nowhere(as_asha, asha, caplog):
    caplog.set_level(0)
    write(asha, "2026-01-01", text="Iets anders.")
    reply = find(as_asha, "olifantenpad")
    sessions = "".join(str(session.get_decoded()) for session in Session.objects.all())
    with connection.cursor() as cursor:
        tables = [name for name in connection.introspection.table_names(cursor) if not name.startswith("sqlite")]
        rows = []
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            rows += cursor.fetchall()
    assert "olifantenpad" in reply.content.decode()
    assert [
        where
        for where, text in {"session": sessions, "log": caplog.text, "tables": str(rows)}.items()
        if "olifantenpad" in text
    ] == []
    assert reply.headers["Cache-Control"].split(", ")[0] == "no-store"
    assert ("Location" in reply.headers, [name for name in reply.cookies if name != "csrftoken"]) == (False, [])


@pytest.mark.parametrize("entries", [1, 40])
def test_a_search_costs_the_same_statements_however_much_there_is(as_asha, asha, entries):
    for number in range(entries):
        begin(asha, "2026-01-04", "kanarie")
        mean(write(asha, f"2026-01-{number % 28 + 1:02}", text="kanarie"), "2026-02-01", look_back="2026-03-20")
    find(as_asha, "kanarie")
    with counted() as statements:
        find(as_asha, "kanarie")
    assert len(statements) == 7


@pytest.mark.slow
def test_five_hundred_long_texts_are_searched_well_within_a_second(asha):
    text = ("Ik stelde het gesprek één week uit, omdat ik het vertrouwen niet wilde verliezen. " * 19)[:1500]
    with time_machine.travel(at("2026-03-15"), tick=True):
        for _number in range(500):
            write(asha, "2026-01-01", text=text)
        begun = time.perf_counter()
        result = search(asha, "VERTROUWEN een")
        taken = time.perf_counter() - begun
    assert (len(result.found), result.more) == (100, True)
    assert taken < 1, taken
