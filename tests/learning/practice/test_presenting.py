"""A question as its component wants it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.practice.presenting import _linked, props, shuffled, typed
from tests.learning.questions import posted, question


@given(st.lists(st.uuids().map(str), min_size=2, max_size=10, unique=True))
def test_shuffled_is_never_the_right_order(ids):
    items = [{"id": one} for one in ids]
    assert shuffled(items) != items


@given(st.lists(st.uuids().map(str), min_size=2, max_size=10, unique=True))
def test_shuffled_holds_the_same_items(ids):
    items = [{"id": one} for one in ids]
    assert sorted(one["id"] for one in shuffled(items)) == sorted(ids)


@given(st.lists(st.uuids().map(str), min_size=2, max_size=10, unique=True))
def test_shuffled_is_the_same_at_every_visit(ids):
    items = [{"id": one} for one in ids]
    assert shuffled(items) == shuffled(list(items))


def test_an_unanswered_question_tells_nothing():
    content = question("single", explanation="Want.", explanation_html="<p>Want.</p>", source="https://example.org/wet")
    shown = props(content)
    assert (shown["state"], shown["explanation_html"], shown["source_html"]) == ("empty", "", "")
    assert [(option["verdict"], option["feedback_html"], option["answer"]) for option in shown["options"]] == [
        ("", "", "")
    ] * 3


def test_a_response_in_a_running_test_is_shown_without_a_verdict():
    shown = props(question("single"), {"answer": "o1"}, graded=False)
    assert shown["state"] == "empty"
    assert [(option["checked"], option["verdict"]) for option in shown["options"]] == [
        (True, ""),
        (False, ""),
        (False, ""),
    ]


def test_an_order_that_was_given_is_shown_as_it_was_given():
    shown = props(question("order"), {"places": {"i1": 3, "i2": 1, "i3": 2}})
    assert [(item["value"], item["position"]) for item in shown["items"]] == [("i2", 1), ("i3", 2), ("i1", 3)]


def test_choices_of_a_match_stand_in_the_order_of_their_words():
    assert [choice["text"] for choice in props(question("match"))["choices"]] == ["Nergens", "Rechts 1", "Rechts 2"]


def test_a_half_filled_text_is_put_back():
    content = question("fill-in")
    shown = props(content, chosen=typed(content, posted({"gap-1": "Veilig Thuis"})))
    assert [part["value"] for part in shown["segments"] if "gap" in part] == ["Veilig Thuis", ""]


def test_words_of_an_author_are_escaped_or_cleaned():
    content = question("fill-in", parts=["<b>Bel</b> ", " voor ", "."])
    assert props(content)["segments"][0]["html"] == "&lt;b&gt;Bel&lt;/b&gt; "


def test_a_source_that_is_an_address_becomes_a_link():
    shown = props(question("true-false", source='Wet, https://example.org/?a=1&b="2"'), {"answer": "true"})
    assert (
        shown["source_html"]
        == 'Wet, <a href="https://example.org/?a=1&amp;b=&quot;2&quot;" rel="noopener">https://example.org/?a=1&amp;b=&quot;2&quot;</a>'
    )


@pytest.mark.parametrize(
    ("source", "html"),
    [
        (
            "Zie https://voorbeeld.test/a;",
            'Zie <a href="https://voorbeeld.test/a" rel="noopener">https://voorbeeld.test/a</a>;',
        ),
        ("https://voorbeeld.test.", '<a href="https://voorbeeld.test" rel="noopener">https://voorbeeld.test</a>.'),
        ("Wet, artikel 4 (<2024>)", "Wet, artikel 4 (&lt;2024&gt;)"),
    ],
)
def test_an_address_in_a_source_leads_where_it_says(source, html):
    assert _linked(source) == html
