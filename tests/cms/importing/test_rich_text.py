import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from cms.importing.rich_text import ALL, INLINE, PARAGRAPHS, MarkdownRefused, to_rich_text


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("## Kop\n\nTekst met **vet** en *schuin*.", "<h2>Kop</h2><p>Tekst met <b>vet</b> en <i>schuin</i>.</p>"),
        ("- een\n- twee", "<ul><li>een</li><li>twee</li></ul>"),
        ("1. een\n\n2. twee *drie*", "<ol><li>een</li><li>twee <i>drie</i></li></ol>"),
        ("- een\n    - binnen", "<ul><li>een<ul><li>binnen</li></ul></li></ul>"),
        ("Een regel\nloopt door.", "<p>Een regel loopt door.</p>"),
        ("Een [link](https://a.example/?x=1&y=2).", '<p>Een <a href="https://a.example/?x=1&amp;y=2">link</a>.</p>'),
        (
            "Bel [112](tel:112) of [lees](/begrippen/).",
            '<p>Bel <a href="tel:112">112</a> of <a href="/begrippen/">lees</a>.</p>',
        ),
        ("Een bewering.[^wet] En 3 < 4 & meer.", "<p>Een bewering.[^wet] En 3 &lt; 4 &amp; meer.</p>"),
        (r"Geen \*schuin\*.", "<p>Geen *schuin*.</p>"),
    ],
)
def test_markdown_becomes_the_editors_html(source, html):
    assert to_rich_text(source) == html


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("Tekst\n\n# Te groot", 2),
        ("#### Te klein", 0),
        ("Tekst\n\n> citaat", 2),
        ("Tekst `code`", 0),
        ("![plaatje](x.png)", 0),
        ("Tekst <b>vet</b>", 0),
        ("Tekst\n<!-- stil -->", 1),
        ("[wet]: https://a.example", 0),
        ("| a | b |", 0),
        ("Kop\n===", 1),
        ("Kop\n---", 1),
        ("x" * 10_001, 0),
        ("- een\n" + " " * 16 + "- diep", 1),
    ],
)
def test_what_rich_text_has_no_place_for_is_refused_at_its_line(source, line):
    with pytest.raises(MarkdownRefused) as refused:
        to_rich_text(source)
    assert refused.value.faults[0][0] == line


@pytest.mark.parametrize(
    "href",
    ["javascript:alert(1)", "data:text/html,x", "//elders.example", "vbscript:x", "JaVaScRiPt:alert(1)", "relatief"],
)
def test_a_link_leads_to_the_web_or_this_site_alone(href):
    with pytest.raises(MarkdownRefused):
        to_rich_text(f"Een [link]({href}).")


def test_a_place_for_few_elements_refuses_the_others():
    with pytest.raises(MarkdownRefused):
        to_rich_text("- punt", INLINE)
    with pytest.raises(MarkdownRefused):
        to_rich_text("## Kop", PARAGRAPHS)


def test_an_item_of_two_paragraphs_is_refused():
    with pytest.raises(MarkdownRefused):
        to_rich_text("- een\n\n    twee")


def test_the_editor_gives_back_what_it_was_given():
    html = to_rich_text(
        "## Kop\n\nTekst **vet** *schuin* [link](https://a.example).[^wet]\n\n- een\n    - binnen\n\n1. eerst\n2. dan\n\n### Sub\n\nSlot."
    )
    editor = ContentstateConverter(["h2", "h3", "bold", "italic", "ol", "ul", "link"])
    returned = editor.to_database_format(editor.from_database_format(html))
    assert re.sub(r' data-block-key="\w+"', "", returned) == html


class _Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.met, self.attributes = set(), set()

    def handle_starttag(self, tag, attrs):
        self.met.add(tag)
        self.attributes |= {(tag, name) for name, _value in attrs}


@given(st.text(alphabet=st.sampled_from("ab \n*_[]()<>!#-1.:&;\"'`/\\^|=\t"), max_size=120))
def test_whatever_is_typed_gives_only_allowed_elements_or_is_refused(source):
    try:
        html = to_rich_text(source)
    except MarkdownRefused:
        return
    tags = _Tags()
    tags.feed(html)
    assert tags.met <= ALL
    assert tags.attributes <= {("a", "href")}
