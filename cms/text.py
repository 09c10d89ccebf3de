"""Words that an author typed, as HTML that is safe to show: Markdown, and references to sources."""

import re
from collections.abc import Callable, Iterable, Mapping
from html import escape

import markdown
import nh3

_TAGS = {
    "a", "abbr", "b", "blockquote", "br", "code", "em", "h2", "h3", "h4", "hr", "i", "li", "ol", "p", "strong", "sub", "sup",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title", "hreflang", "lang"}, "ol": {"start"}, "th": {"scope"}}
_REFERENCE = re.compile(r"\[\^([a-z0-9-]+)\]")
MAX_MARKDOWN = 60_000
"""Characters of Markdown in one block; more is refused, because rendering time grows with it."""


Picture = Callable[[str], str | None]
"""From the path of an image, as its author wrote it, to its address; None for one that is not shown."""


def render_markdown(source: str, *, picture: Picture | None = None) -> str:
    """Markdown as HTML: headings from level two, lists, tables, links. Everything active is removed.

    Images are removed too, but for those that `picture` gives an address. Raises ValueError over MAX_MARKDOWN.
    """
    if len(source) > MAX_MARKDOWN:
        raise ValueError(f"A Markdown text may have {MAX_MARKDOWN} characters; this one has {len(source)}. Split it.")
    html = markdown.markdown(source, extensions=["tables", "sane_lists"], output_format="html")
    return clean(html) if picture is None else _with_pictures(html, picture)


def _with_pictures(html: str, picture: Picture) -> str:
    def filtered(tag: str, name: str, value: str) -> str | None:
        return picture(value) if (tag, name) == ("img", "src") else value

    cleaned = nh3.clean(
        html,
        tags=_TAGS | {"img"},
        attributes={**_ATTRIBUTES, "img": {"src", "alt"}},
        attribute_filter=filtered,
        url_schemes=_SCHEMES,
        link_rel="noopener",
    )
    return _IMAGE.sub(lambda image: image[0] if "src" in _NAME.findall(image[1]) else "", cleaned)


_IMAGE = re.compile(r'<img((?:\s+[a-z]+="[^"]*")*)\s*/?>')
_NAME = re.compile(r'\s([a-z]+)="[^"]*"')
"""As nh3 writes them: every value between double quotes, with none inside. A value may hold < and >."""
_SCHEMES = {"http", "https", "mailto", "tel"}


def render_inline(source: str) -> str:
    """One line of Markdown without its paragraph."""
    html = render_markdown(source).strip()
    if html.startswith("<p>") and html.endswith("</p>") and html.count("<p>") == 1:
        return html[3:-4]
    return html


def clean(html: str) -> str:
    """HTML reduced to what text needs: no scripts, styles, forms, embeds, or addresses other than http(s), mail, phone and this site."""
    return nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel="noopener")


def link_references(html: str, numbers: Mapping[str, int]) -> str:
    """Turn each `[^key]` into a numbered link to the source list. An unknown key raises KeyError with its name."""

    def one(match: re.Match[str]) -> str:
        key = match[1]
        number = numbers[key]
        return f'<sup class="reference"><a href="#bron-{escape(key)}"><span class="visually-hidden">bron </span>{number}</a></sup>'

    return _REFERENCE.sub(one, html)


def references(texts: Iterable[str]) -> set[str]:
    """The keys of the sources that the texts refer to."""
    return {key for text in texts for key in _REFERENCE.findall(text)}


def without_references(text: str) -> str:
    """The text as plain reading, for summaries and titles."""
    return _REFERENCE.sub("", text)
