"""Authors' words as HTML: nothing active survives, references and terms land where they may."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.editions.compiling import link_first
from cms.text import (
    MAX_MARKDOWN,
    clean,
    link_references,
    references,
    render_inline,
    render_markdown,
    without_references,
)

quick = settings(deadline=None, max_examples=80, derandomize=True, database=None)
_HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt&colon;alert(1))",
    "[x](data:text/html;base64,PHN2Zz4=)",
    "[x](vbscript:msgbox(1))",
    '<a href=" java\tscript:alert(1)">x</a>',
    "<iframe src=https://example.org></iframe>",
    "<form action=/x><button>x</button></form>",
    "<style>*{display:none}</style>",
    '<p style="position:fixed" onclick="alert(1)" class="term">x</p>',
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext><script>alert(1)</script></mtext></math>",
    "<object data=x></object><embed src=x><base href=//evil>",
    "<h1>x</h1><input autofocus onfocus=alert(1)>",
    "<!--<script>--><script>alert(1)//--></script>",
    "`<script>alert(1)</script>`",
    "![x](https://example.org/pixel.png)",
]
_ALLOWED = {
    "a",
    "abbr",
    "blockquote",
    "br",
    "code",
    "em",
    "h2",
    "h3",
    "h4",
    "hr",
    "li",
    "ol",
    "p",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
}


class _Reader(HTMLParser):
    """What a browser would find: tags, attributes, addresses."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.schemes: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        for name, value in attributes:
            self.attributes.add(name)
            scheme = re.match(r"\s*([a-zA-Z][a-zA-Z0-9+.-]*):", value or "")
            if name == "href" and scheme:
                self.schemes.add(scheme[1].lower())


def assert_harmless(html: str) -> None:
    found = _Reader(html)
    assert found.tags - _ALLOWED == set()
    assert found.attributes - {"href", "title", "hreflang", "lang", "rel", "start", "scope"} == set()
    assert found.schemes - {"http", "https", "mailto", "tel"} == set()


@pytest.mark.parametrize("source", _HOSTILE)
def test_markdown_holds_nothing_active(source):
    assert_harmless(render_markdown(source))


@pytest.mark.parametrize("source", _HOSTILE)
def test_cleaning_leaves_nothing_active(source):
    assert_harmless(clean(source))


_pieces = st.lists(
    st.sampled_from(
        [*_HOSTILE, "# ", "\n", "**", "<", ">", '"', "&lt;script&gt;", "a", "[^bron]", "| a | b |\n|--|--|\n"]
    ),
    max_size=8,
).map("".join)


@quick
@given(_pieces | st.text(max_size=60))
def test_no_mixture_of_hostile_pieces_becomes_active(source):
    assert_harmless(render_markdown(source))


@quick
@given(_pieces)
def test_cleaning_twice_changes_nothing_more(source):
    assert clean(clean(source)) == clean(source)


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("## Kop", "<h2>Kop</h2>"),
        ("**sterk** en *nadruk*", "<p><strong>sterk</strong> en <em>nadruk</em></p>"),
        ("- een\n- twee", "<ul>\n<li>een</li>\n<li>twee</li>\n</ul>"),
        ("[bel](tel:0800-2000)", '<p><a href="tel:0800-2000" rel="noopener">bel</a></p>'),
        ("[les](/leren/meldcode/)", '<p><a href="/leren/meldcode/" rel="noopener">les</a></p>'),
        ("2 < 3 & 4", "<p>2 &lt; 3 &amp; 4</p>"),
    ],
)
def test_markdown_keeps_what_text_needs(source, html):
    assert render_markdown(source) == html


def test_markdown_over_its_limit_is_refused():
    with pytest.raises(ValueError, match="Split it"):
        render_markdown("a" * (MAX_MARKDOWN + 1))


@pytest.mark.parametrize(
    ("source", "html"), [("*een* regel", "<em>een</em> regel"), ("een\n\ntwee", "<p>een</p>\n<p>twee</p>")]
)
def test_one_line_loses_its_paragraph_and_two_keep_theirs(source, html):
    assert render_inline(source) == html


# --- References -----------------------------------------------------------------------------------


def test_a_reference_becomes_the_number_of_its_source():
    html = link_references("<p>Zo is het.[^wet]</p>", {"kader": 1, "wet": 2})
    assert (
        html
        == '<p>Zo is het.<sup class="reference"><a href="#bron-wet"><span class="visually-hidden">bron </span>2</a></sup></p>'
    )


def test_every_mention_of_a_source_is_linked():
    assert link_references("[^a] [^b] [^a]", {"a": 1, "b": 2}).count('href="#bron-a"') == 2


def test_an_unknown_reference_is_named():
    with pytest.raises(KeyError) as unknown:
        link_references("<p>Zo.[^nergens]</p>", {"wet": 1})
    assert unknown.value.args == ("nergens",)


def test_references_are_found_and_left_out_of_plain_reading():
    assert references(["Een.[^a]", "Twee.[^b][^a]"]) == {"a", "b"}
    assert without_references("Een.[^a] Twee.[^b]") == "Een. Twee."


# --- Terms ----------------------------------------------------------------------------------------

_BUTTON = '<button type="button" class="term" popovertarget="begrip-vt">{}</button>'


def test_the_first_mention_of_a_term_opens_its_definition():
    html = link_first("<p>Bel Veilig Thuis. Veilig Thuis luistert.</p>", ["Veilig Thuis"], "vt")
    assert html == f"<p>Bel {_BUTTON.format('Veilig Thuis')}. Veilig Thuis luistert.</p>"


def test_a_term_is_found_by_its_longest_name_whatever_its_case():
    assert (
        link_first("<p>VEILIG THUIS</p>", ["Veilig", "Veilig Thuis"], "vt")
        == f"<p>{_BUTTON.format('VEILIG THUIS')}</p>"
    )


@pytest.mark.parametrize("text", ["onveilig", "veiligheid", "veilig-thuis", "niet-veilig"])
def test_a_term_inside_another_word_is_left_alone(text):
    assert link_first(f"<p>{text}</p>", ["veilig"], "vt") is None


@pytest.mark.parametrize(
    "tag", ["h1", "h2", "h3", "h4", "a", "button", "summary", "caption", "th", "figcaption", "sup", "title", "svg"]
)
def test_a_term_is_never_linked_inside(tag):
    assert link_first(f"<div><{tag}>een <em>signaal</em></{tag}></div>", ["signaal"], "vt") is None


def test_a_term_inside_a_tag_is_not_text():
    assert link_first('<p><abbr title="signaal">s</abbr></p>', ["signaal"], "vt") is None


def test_a_term_with_signs_of_html_is_found():
    assert (
        link_first("<p>Jeugd &amp; Gezin helpt.</p>", ["Jeugd & Gezin"], "vt")
        == f"<p>{_BUTTON.format('Jeugd &amp; Gezin')} helpt.</p>"
    )


_html = st.lists(
    st.sampled_from(
        [
            "<p>",
            "</p>",
            "<h2>",
            "</h2>",
            '<a href="signaal">',
            "</a>",
            "<sup>",
            "</sup>",
            "<br>",
            "<svg/>",
            "signaal",
            " signaal ",
            "signalen",
            "&amp;",
        ]
    ),
    max_size=14,
).map("".join)


@quick
@given(_html)
def test_linking_adds_one_button_and_changes_nothing_else(html):
    linked = link_first(html, ["signaal"], "vt")
    if linked is not None:
        assert linked.count("<button") == 1
        assert linked.replace(_BUTTON.format("signaal"), "signaal", 1) == html


@pytest.mark.parametrize("before", ["<br>", "<svg/>", '<svg class="icon" />'])
def test_a_tag_that_closes_itself_closes_nothing_else(before):
    assert (
        link_first(f"{before}<p>een signaal</p>", ["signaal"], "vt")
        == f"{before}<p>een {_BUTTON.format('signaal')}</p>"
    )


# --- Images -------------------------------------------------------------------------------------------


def test_images_are_removed_unless_somebody_knows_their_address():
    source = "![Een deur](deur.svg) ![Weg](weg.svg) tekst"
    assert "<img" not in render_markdown(source)
    html = render_markdown(source, picture={"deur.svg": "/media/deur.svg"}.get)
    assert '<img alt="Een deur" src="/media/deur.svg">' in html
    assert "Weg" not in html


@pytest.mark.parametrize(
    "source",
    [
        "![x](data:image/svg+xml;base64,AA)",
        "![x](javascript:alert(1))",
        '<img src="deur.svg" onerror="alert(1)" style="position:fixed" srcset="//elders/x 2x">',
        '<img alt="a src=b">',
        "<img alt='> <script>alert(1)</script> src=\"deur.svg\"'>",
        "<img alt='\" src=\"deur.svg'>",
    ],
)
def test_an_image_is_an_address_and_words_and_nothing_else(source):
    html = render_markdown(source, picture={"deur.svg": "/media/deur.svg"}.get)
    assert html.count("<img") == html.count('src="/media/deur.svg"')
    assert "<script" not in html
    for word in ("data:", "javascript:", "onerror", "style", "srcset"):
        assert word not in html
