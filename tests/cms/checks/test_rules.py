"""Each check over a draft of plain values: what it finds, how serious it is, and what it leaves alone."""

from datetime import date

import pytest

from cms.checks.drafts import Draft, Film, Links, Part, Picture, SlotSeen, SourceSeen
from cms.checks.html_text import read_html
from cms.checks.rules import check_draft

TODAY = date(2026, 11, 22)
HARD = (
    "De verantwoordelijkheidsverdeling betreffende veiligheidsbeoordelingen binnen samenwerkingsverbanden vereist "
    "organisatieoverstijgende informatievoorziening. " * 12
)
EASY = "Je belt de school. Je vraagt wat de meester zag. Dan schrijf je dat op met de dag erbij. " * 10


def _draft(*parts, **fields):
    values = {
        "page_id": 7,
        "title": "Les",
        "is_lesson": True,
        "reviewed_on": date(2026, 1, 1),
        "review_by": date(2027, 1, 1),
    }
    return Draft(**{**values, "reviewer": "An, jeugdarts", "today": TODAY, "parts": parts, **fields})


def _part(html="", **fields):
    return Part(**{"id": "a", "name": "Tekst", "read": read_html(html), "has_outline": True, **fields})


def _found(draft):
    return [(one.rule, str(one.severity), one.block or one.field) for one in check_draft(draft)]


SOUND = {
    "a whole lesson": _draft(
        _part(f"<h2>A</h2><h3>B</h3><h2>C</h2><p>{EASY}</p>"), sources=(SourceSeen(id="s", title="Wet", url=""),)
    ),
    "an agreement of one's own": _draft(_part(f"<p>{EASY}</p>"), is_own_agreement=True),
    "decoration": _draft(_part(picture=Picture(alt="", is_decorative=True))),
    "a silent film without captions": _draft(
        _part(film=Film(title="F", has_transcript=True, has_captions=False, is_silent=True))
    ),
    "a film with all its words": _draft(_part(film=Film(title="F", has_transcript=True, has_captions=True))),
    "a place of the core": _draft(_part(slot=SlotSeen(title="Crisis", is_safety=False, is_filled=None))),
    "a heading in a callout": _draft(_part("<h4>Kader</h4>", has_outline=False)),
    "too little to measure": _draft(_part(f"<p>{HARD[:150]}</p>")),
}


@pytest.mark.parametrize("draft", SOUND.values(), ids=SOUND)
def test_what_is_sound_is_left_alone(draft):
    assert _found(draft) == []


UNSOUND = {
    "no alternative text": (_draft(_part(picture=Picture(alt=" ", is_decorative=False))), [("alt", "error", "a")]),
    "no transcript": (
        _draft(_part(film=Film(title="F", has_transcript=False, has_captions=False))),
        [("transcript", "error", "a"), ("captions", "error", "a")],
    ),
    "a film among the downloads": (
        _draft(_part(film=Film(title="F", has_transcript=False, has_captions=False, is_download=True))),
        [("film", "warning", "a")],
    ),
    "a skipped level": (_draft(_part("<h2>A</h2>"), _part("<h4>B</h4>", id="b")), [("heading-order", "warning", "b")]),
    "begins too deep": (_draft(_part("<h3>A</h3>")), [("heading-order", "warning", "a")]),
    "an empty heading": (_draft(_part("<h2> </h2>")), [("empty-heading", "warning", "a")]),
    "an empty place": (_draft(_part(slot=SlotSeen(title="S", is_safety=False, is_filled=False))), [("slot", "warning", "a")]),
    "an empty place of safety": (_draft(_part(slot=SlotSeen(title="S", is_safety=True, is_filled=False))), [("slot", "notice", "a")]),
    "no feedback": (
        _draft(_part(question={"kind": "single", "title": "V", "options": [{"feedback": "Want."}, {"feedback": " "}]})),
        [("feedback", "warning", "a")],
    ),
    "no feedback to a statement": (
        _draft(_part(question={"kind": "true-false", "title": "V", "feedback": {"true": "", "false": "Nee."}})),
        [("feedback", "warning", "a")],
    ),
    "no model answer": (_draft(_part(question={"kind": "open", "title": "V", "model_answer": ""})), [("feedback", "warning", "a")]),
    "no review date": (_draft(review_by=None), [("review-missing", "warning", "review_by")]),
    "reviewed too long ago": (_draft(review_by=TODAY), [("review-past", "warning", "review_by")]),
    "no sources": (_draft(_part(f"<p>{EASY}</p>")), [("sources", "warning", "sources")]),
    "nobody looked": (_draft(reviewer=" "), [("reviewer", "notice", "reviewer")]),
    "a dead link": (
        _draft(_part('<a linktype="page" id="9">weg</a>'), links=Links(dead=frozenset({("page", "9")}))),
        [("link", "warning", "a")],
    ),
    "a dead link outside": (
        _draft(sources=(SourceSeen(id="s", title="Wet", url="https://x.nl/"),), links=Links(outside={"https://x.nl/": "antwoord 404"})),
        [("outside-link", "warning", "s")],
    ),
    "a link outside that nobody looked at": (_draft(_part('<a href="https://x.nl/">x</a>')), [("outside-unseen", "notice", "")]),
    "a module without goals": (_draft(is_lesson=False, has_sources_elsewhere=True), [("goals", "warning", "goals")]),
    "a test that asks more than there is": (
        _draft(is_lesson=False, has_sources_elsewhere=True, goals=("Je weet …",), draws=12, drawable=5),
        [("draw", "error", "test_draw")],
    ),
    "what does not compile": (_draft(refusals=("Kies een vraag.",)), [("compile", "error", "")]),
}  # fmt: skip


@pytest.mark.parametrize(("draft", "expected"), UNSOUND.values(), ids=UNSOUND)
def test_what_is_unsound_is_found_in_its_place(draft, expected):
    assert _found(draft) == expected


def test_hard_language_is_found_in_its_block_and_as_a_whole():
    found = _found(_draft(_part(f"<p>{HARD}</p>"), is_lesson=False, goals=("Je weet …",), has_sources_elsewhere=True))
    assert found == [("language", "warning", "a"), ("language-whole", "warning", "a")]


def test_a_long_sentence_is_told_and_blocks_nothing():
    assert _found(_draft(_part(f"<p>{'dag ' * 31}</p>"))) == [("long-sentence", "notice", "a")]


def test_a_finding_leads_to_its_block():
    (found,) = check_draft(_draft(_part(picture=Picture(alt="", is_decorative=False))))
    assert found.url == "/studio/pages/7/edit/#block-a-section"
