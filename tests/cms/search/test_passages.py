"""From compiled HTML to what can be found: what one reads, under its heading, and nothing else."""

from cms.search.passages import lines_of, plain, texts_of

HTML = (
    '<p>Eerst.</p><h2>Kijken</h2><p>Wat <em>zie</em> je?<sup><a href="#b1">1</a></sup></p><ul><li>Een</li><li>Twee</li></ul>'
    "<svg><title>nee</title></svg>"
)


def test_lines_are_those_that_one_reads():
    assert lines_of(HTML) == [
        (False, "Eerst."),
        (True, "Kijken"),
        (False, "Wat zie je?"),
        (False, "Een"),
        (False, "Twee"),
    ]


def test_what_is_hardly_html_is_read_all_the_same():
    assert plain("<p>a < b &amp; c<p>d") == "a < b & c\nd"


def lesson(*blocks):
    return {"summary": "Wat je leert.", "goals": ["Je kunt kijken."], "blocks": list(blocks)}


def test_text_stands_under_the_heading_before_it_across_blocks():
    found = texts_of(
        "lesson", lesson({"type": "text", "html": HTML}, {"type": "quote", "html": "<blockquote>Zeg het.</blockquote>"})
    )
    assert [(one.heading, one.text) for one in found] == [
        ("", "Wat je leert.\nJe kunt kijken."),
        ("", "Eerst."),
        ("Kijken", "Wat zie je?\nEen\nTwee"),
        ("Kijken", "Zeg het."),
    ]


def test_what_is_for_some_professions_says_so():
    block = {"type": "profession", "html": "<p>Weeg.</p>", "title": "Voor artsen", "professions": ["jeugdarts"]}
    (_head, one) = texts_of("lesson", lesson(block))
    assert (one.heading, one.text, one.professions) == ("Voor artsen", "Weeg.", ("jeugdarts",))


def test_questions_and_their_answers_are_not_found():
    assert len(texts_of("lesson", lesson({"type": "question", "stem": "Wat is goed?"}))) == 1
    assert texts_of("question", {"stem": "Wat is goed?"}) == []
