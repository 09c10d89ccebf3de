"""HTML as the checks read it: its headings, its sentences without headings, and its links."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

_ENDS = {"p", "li", "td", "th", "br", "blockquote", "div", "ul", "ol", "tr", "h1", "h2", "h3", "h4", "h5", "h6"}
_HEADING = re.compile(r"h([1-6])\Z")
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"’”')\]]*\s+(?=[\"‘“'(\[]*[A-Z0-9À-Ý])")


@dataclass(frozen=True)
class Link:
    """A link: what it leads to, and its words. `kind` is "page" or "document" with a number, or "address" with a URL."""

    kind: str
    target: str
    words: str = ""


@dataclass(frozen=True)
class Read:
    """What stands in a piece of HTML. Headings are (level, words)."""

    headings: tuple[tuple[int, str], ...]
    sentences: tuple[str, ...]
    links: tuple[Link, ...]


@dataclass
class _Reader(HTMLParser):
    headings: list[tuple[int, str]] = field(default_factory=list)
    runs: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._text: list[str] = []
        self._level = 0
        self._link: tuple[Link, int] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _ENDS:
            self._end()
        if heading := _HEADING.match(tag):
            self._level = int(heading[1])
        if tag == "a" and (link := _link(dict(attrs))):
            self._link = link, len(self._text)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._link is not None:
            link, begun = self._link
            self.links.append(Link(link.kind, link.target, _plain("".join(self._text[begun:]))))
            self._link = None
        if tag in _ENDS:
            self._end()

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    def _end(self) -> None:
        words = _plain("".join(self._text))
        if self._level:
            self.headings.append((self._level, words))
        elif words:
            self.runs.append(words)
        self._text, self._level = [], 0


def _link(attributes: dict[str, str | None]) -> Link | None:
    kind = attributes.get("linktype") or ""
    if kind in {"page", "document"}:
        return Link(kind, attributes.get("id") or "")
    address = (attributes.get("href") or "").strip()
    return Link("address", address) if address else None


def _plain(text: str) -> str:
    return " ".join(text.split())


def read_html(html: str) -> Read:
    """Headings, sentences and links, in reading order. Every paragraph, point of a list and cell ends a sentence."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader._end()
    sentences = [one for run in reader.runs for one in _SENTENCE_END.split(run) if one]
    return Read(tuple(reader.headings), tuple(sentences), tuple(reader.links))
