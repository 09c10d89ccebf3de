"""Rich text to Markdown and back: whatever the editor can make reads the same again, or is refused aloud."""

from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.exporting.rich_text import Unwritable, normal, read_html, to_markdown
from cms.importing.rich_text import to_rich_text

_WORDS = st.text(alphabet="ab1 *_[]()!#<>&\\`|:-+=.~é’", min_size=1, max_size=12)
_INLINE = st.recursive(
    _WORDS.map(escape) | st.just("<br/>"),
    lambda inner: st.tuples(st.sampled_from(["b", "i"]), st.lists(inner, min_size=1, max_size=3)).map(
        lambda made: f"<{made[0]}>{''.join(made[1])}</{made[0]}>"
    ),
    max_leaves=4,
)
_LINES = st.lists(_INLINE, min_size=1, max_size=3).map("".join)
_BLOCK = st.tuples(st.sampled_from(["p", "h2", "h3"]), _LINES).map(lambda made: f"<{made[0]}>{made[1]}</{made[0]}>")
_LIST = st.tuples(st.sampled_from(["ul", "ol"]), st.lists(_LINES, min_size=1, max_size=3)).map(
    lambda made: f"<{made[0]}>{''.join(f'<li>{one}</li>' for one in made[1])}</{made[0]}>"
)
_TEXT = st.lists(_BLOCK | _LIST, min_size=1, max_size=4).map("".join)


@settings(max_examples=150, deadline=None)
@given(_TEXT)
def test_what_can_be_written_reads_back_the_same(html):
    try:
        source = to_markdown(html)
    except Unwritable:
        return
    assert read_html(to_rich_text(source)) == read_html(html)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.text(alphabet="ab1 *_[]()!#<>&\\`|:-+=.~é’", max_size=20), min_size=1, max_size=3))
def test_plain_paragraphs_can_always_be_written(texts):
    html = "".join(f"<p>{escape(text)}</p>" for text in texts)
    assert read_html(to_rich_text(to_markdown(html))) == read_html(html)


@pytest.mark.parametrize(
    ("html", "source"),
    [
        ('<p data-block-key="a1b2">Kijk <b>goed</b>.</p>', "Kijk **goed**."),
        ("<p>Eerst.<br/>Dan.</p>", "Eerst.\\\nDan."),
        ("<ul><li>a<ol><li>b</li></ol></li></ul>", "- a\n    1. b"),
        ("<p>- geen lijst</p><p>2019. Een jaar</p>", "\\- geen lijst\n\n2019\\. Een jaar"),
        ("<h3>C#</h3>", "### C\\#"),
        ("<p>Een bewering.[^wet] 3 &lt; 4</p>", "Een bewering.[^wet] 3 < 4"),
        ('<p><a href="https://x.nl/a_(b)">de [site]</a></p>', r"[de \[site\]](https://x.nl/a\_%28b%29)"),
        ("<p><b> ruim </b>gezet</p>", "**ruim** gezet"),
        ("<p><b>a <br/></b>b<br/><br/><i>- c</i></p>", "**a**\\\nb\\\n&#32;\\\n*- c*"),
        ("<p></p><p>een</p><p> </p>", "een"),
    ],
)
def test_markdown_is_as_people_write_it(html, source):
    assert to_markdown(html) == source


def test_what_no_text_may_hold_is_refused():
    with pytest.raises(Unwritable):
        to_markdown('<p>a</p><embed embedtype="image" id="3" />')


def test_what_makes_no_difference_to_a_reader_makes_none():
    assert normal('<p data-block-key="x"><strong>Ja</strong></p>') == normal("<p><b>Ja</b></p>") == "<p><b>Ja</b></p>"
