"""A typed or pasted text becomes lessons, and no word of it is lost."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.beginning.lessons import Role, headings, lessons_of, proposed
from cms.beginning.manuscript import MAX_CHARACTERS, MAX_HEADINGS, Table, from_plain, to_plain
from cms.beginning.retyped import as_typed
from cms.beginning.typed import read_typed
from cms.interchange.items import FileRefused


def _lessons(text):
    manuscript = read_typed(text)
    return lessons_of(manuscript, proposed(manuscript), {})


def _outline(text):
    return [(lesson.title, [block["value"] for block in lesson.blocks]) for lesson in _lessons(text)]


def test_headings_become_lessons_and_smaller_ones_stay_in_them():
    text = "# Een\nTekst een.\n## Kop\nTekst twee.\n### Klein\nTekst drie.\n# Twee\nTekst vier."
    assert _outline(text) == [
        ("Een", ["<p>Tekst een.</p>", "<h2>Kop</h2><p>Tekst twee.</p><h3>Klein</h3><p>Tekst drie.</p>"]),
        ("Twee", ["<p>Tekst vier.</p>"]),
    ]


def test_one_heading_on_top_is_the_title_of_the_module():
    manuscript = read_typed("# Ons werk\nVooraf.\n## Bellen\nMag altijd.")
    assert manuscript.title == "Ons werk"
    assert _outline("# Ons werk\nVooraf.\n## Bellen\nMag altijd.") == [
        ("Inleiding", ["<p>Vooraf.</p>"]),
        ("Bellen", ["<p>Mag altijd.</p>"]),
    ]


@pytest.mark.parametrize("line", ["WIE JE BELT", "1. Wie je belt", "2.1 Wie je belt", "**Wie je belt**"])
def test_a_line_that_looks_like_a_heading_is_proposed_where_there_is_no_other(line):
    bare = "Een gewone zin.\n\n" + line + "\n\nNog een gewone zin."
    assert list(proposed(read_typed(bare)).values()) == [Role.LESSON]
    assert list(proposed(read_typed(f"# Begin\n{bare}")).values()) == [Role.LESSON, Role.TEXT]


@pytest.mark.parametrize("line", ["Een gewone zin", "EEN ZIN DIE EINDIGT.", "12 mei was het zover,", "AB"])
def test_an_ordinary_line_is_no_heading(line):
    assert headings(read_typed(f"Zin.\n\n{line}\n\nZin.")) == []


def test_lists_keep_their_depth_and_a_number_that_does_not_count_stays_a_word():
    assert _outline("- a\n  - b\n- c\n\n1. x\n2. y\n\nDaarna\n2026. Een jaar.") == [
        (
            "Inleiding",
            ["<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul><ol><li>x</li><li>y</li></ol><p>Daarna</p><p>2026. Een jaar.</p>"],
        )
    ]  # fmt: skip


def test_a_number_counts_within_its_own_depth():
    text = "1. a\n  1. x\n  2. y\n2. b\n\n- c\n\n3. d"
    assert _outline(text)[0][1] == [
        "<ol><li>a<ol><li>x</li><li>y</li></ol></li><li>b</li></ol><ul><li>c</li></ul><p>3. d</p>"
    ]


def test_a_text_can_be_typed_again_as_it_was_read():
    text = (
        "# Ons werk\n\n## Bellen\n\nBel **nu** of *straks*: [NJi](https://www.nji.nl).\n\n"
        "- a\n  1. x\n  2. y\n- b\n\n| Wie | Wat |\n|---|---|\n| Ina | belt |\n\n## Klaar\n\nDaarna.\n"
    )
    assert as_typed(read_typed(text)) == text


def test_bullets_of_word_are_points():
    assert _outline("•\tEen\n·       Twee\no   Drie")[0][1] == ["<ul><li>Een</li><li>Twee</li><li>Drie</li></ul>"]


def test_emphasis_and_links_come_along_and_an_unsafe_link_stays_text():
    text = "Bel **nu** of *straks*: [NJi](https://www.nji.nl) en [x](javascript:alert) <b>y</b>"
    assert _outline(text)[0][1] == [
        '<p>Bel <b>nu</b> of <i>straks</i>: <a href="https://www.nji.nl">NJi</a> en [x](javascript:alert) &lt;b&gt;y&lt;/b&gt;</p>'
    ]


def test_a_reference_to_a_source_that_is_not_there_becomes_plain_words():
    assert _outline("Een bewering.[^1]")[0][1] == ["<p>Een bewering.[1]</p>"]


@pytest.mark.parametrize("text", ["| a | b |\n|---|---|\n| 1 | 2 |", "a\tb\n1\t2"])
def test_a_table_is_a_table(text):
    assert read_typed(text).parts == (Table((("a", "b"), ("1", "2"))),)


def test_a_line_that_goes_on_in_a_sentence_is_one_paragraph():
    assert _outline("Een zin die\nhier doorgaat.\nEen nieuwe.")[0][1] == [
        "<p>Een zin die hier doorgaat.</p><p>Een nieuwe.</p>"
    ]


def test_what_is_too_much_for_one_module_is_refused():
    with pytest.raises(FileRefused, match="te lang"):
        read_typed("woord " * (MAX_CHARACTERS // 6 + 1))
    with pytest.raises(FileRefused, match="koppen"):
        read_typed("# Kop\n\n" * (MAX_HEADINGS + 1))


# --- Nothing is lost ------------------------------------------------------------------------------

_WORD = st.text("abcdeéëABC'", min_size=1, max_size=8).filter(lambda word: re.search(r"\w", word) and word != "o")
_SAID = st.lists(st.one_of(_WORD, _WORD.map("**{}**".format), _WORD.map("[^{}]".format)), min_size=1, max_size=6)
_MARK = st.sampled_from(["", "", "# ", "## ", "### ", "- ", "  - ", "> ", "•\t", "1) ", "7. ", "A\t", "|", "   "])
_LINES = st.lists(st.tuples(_MARK, _SAID.map(" ".join), st.sampled_from(["", ".", ":", "|"])).map("".join), max_size=25)


def _words(text):
    """Words without the digits that a list counts with."""
    return [word for word in re.findall(r"\w+", text) if not word.isdigit()]


def _all_words(manuscript, roles):
    said = [manuscript.title]
    for lesson in lessons_of(manuscript, roles, {-1: ""}):
        said.append(lesson.title)
        for block in lesson.blocks:
            value = block["value"]
            cells = [cell for row in value["table"]["data"] for cell in row] if block["type"] == "table" else []
            said += [re.sub(r"<[^>]+>", " ", value)] if block["type"] == "text" else cells
    return _words(" ".join(said).replace("&#x27;", "'").replace("&amp;", "&"))


@settings(max_examples=100, deadline=None)
@given(lines=_LINES, seed=st.randoms(use_true_random=False))
def test_every_word_of_a_text_is_in_a_lesson_or_a_title_whatever_its_author_decides(lines, seed):
    text = "\n".join(lines)
    manuscript = read_typed(text)
    roles = {place: seed.choice(list(Role)) for place in proposed(manuscript)}
    assert _all_words(manuscript, roles) == _words(text)
    assert from_plain(to_plain(manuscript)) == manuscript
    again = read_typed(as_typed(manuscript))
    assert _all_words(again, proposed(again)) == _words(text)
