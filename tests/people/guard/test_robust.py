"""Whatever is typed: the guard answers the same, in order, inside the text and soon."""

import socket
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from people.guard import find

PIECES = st.sampled_from(
    [
        "Fatima", "de", "van der", "Vries", "J.", "06-12345678", "111222333", "Kerkstraat 12", "3512 AB", "12-03-2014", "geboren",
        "a@b.nl", "’s", "'", "\0", "\u0301", "😀", "فاطمة", "\u202e", "İ", "ß", " ", "\n", "-", ".", "(", "@", "Aa" * 30, "0" * 30,
    ]
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=400), st.lists(PIECES, max_size=60).map(" ".join), st.lists(PIECES, max_size=60).map("".join)
)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_spans_lie_in_the_text_in_order_and_apart(text):
    spans = find(text)
    places = [0, *(place for span in spans for place in (span.start, span.end)), len(text)]
    assert places == sorted(places)
    assert all(span.start < span.end for span in spans)


@settings(max_examples=100, deadline=None)
@given(TEXTS, st.lists(st.text(max_size=20), max_size=3))
def test_the_same_text_gets_the_same_answer_and_an_exempt_name_never_one_more(text, exempt):
    assert find(text) == find(text)
    covered = {place for span in find(text) if span.kind != "name" for place in range(span.start, span.end)}
    kept = {place for span in find(text, exempt=exempt) if span.kind != "name" for place in range(span.start, span.end)}
    assert covered == kept


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        "A",
        "Fatima ",
        "J.",
        "a@",
        "a.",
        "0",
        "06 ",
        "-",
        "van de ",
        "De ",
        "'",
        "12-",
        "1 ",
        "Kerkstraat ",
        "\u0301",
        "(0",
        "x\n",
        " ",
    ],
)
def test_time_grows_with_the_text_and_not_with_its_square(unit):
    """Twenty times as long may take a hundred times as long; a square would take four hundred."""
    find("warm")
    short, long = (unit * 40_000)[:2_000], (unit * 40_000)[:40_000]
    assert _seconds(long) < max(100 * _seconds(short), 0.5)


def _seconds(text):
    def once():
        begun = time.process_time()
        find(text)
        return time.process_time() - begun

    return min(once() for _ in range(2))


def test_it_opens_no_socket(monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert find("Bel Fatima op 06-12345678 of mail fatima@voorbeeld.nl.")
