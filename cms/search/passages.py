"""From what an edition holds to what can be found in it: plain text under headings. Each kind of content tells its own."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from cms.models import Kind

Content = Mapping[str, Any]


@dataclass(frozen=True)
class Text:
    """A stretch of plain text: lines under a heading, who it is for (empty: everybody), and the local slot that it stands for."""

    heading: str
    text: str
    professions: tuple[str, ...] = ()
    slot: str = ""


_ways: dict[str, Callable[[Content], Iterable[Text]]] = {}


def register(kind: str, texts: Callable[[Content], Iterable[Text]]) -> None:
    """Say what can be found in editions of a kind. Safe to repeat."""
    _ways[kind] = texts


def searched_kinds() -> frozenset[str]:
    """The kinds of content in which something can be found."""
    return frozenset(_ways)


def texts_of(kind: str, content: Content) -> list[Text]:
    """All that can be found in an edition, in reading order; nothing for a kind that is not searched."""
    way = _ways.get(kind)
    found = way(content) if way else ()
    return [one for one in found if one.text.strip() or one.heading.strip()]


# --- HTML -----------------------------------------------------------------------------------------


class _Lines(HTMLParser):
    """The readable lines of HTML, each with whether it is a heading. What is only drawn, and references, are left out."""

    _HEADINGS = frozenset({"h1", "h2", "h3", "h4", "summary"})
    _ASIDE = frozenset({"svg", "script", "style", "sup"})
    _BREAKS = frozenset(
        {"p", "li", "td", "th", "dt", "dd", "div", "br", "tr", "figcaption", "caption", "blockquote", "sup"}
    )

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[tuple[bool, str]] = []
        self._held: list[str] = []
        self._aside = 0
        self._in_heading = False

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag in self._BREAKS or tag in self._HEADINGS:
            self.end_line()
        if tag in self._ASIDE:
            self._aside += 1
        if tag in self._HEADINGS:
            self._in_heading = True

    def handle_endtag(self, tag: str) -> None:
        if tag in self._BREAKS or tag in self._HEADINGS:
            self.end_line()
        if tag in self._ASIDE:
            self._aside = max(0, self._aside - 1)
        if tag in self._HEADINGS:
            self._in_heading = False

    def handle_data(self, data: str) -> None:
        if not self._aside:
            self._held.append(data)

    def end_line(self) -> None:
        line = " ".join("".join(self._held).split())
        self._held = []
        if line:
            self.lines.append((self._in_heading, line))


def lines_of(html: str) -> list[tuple[bool, str]]:
    """The lines that one reads, each with whether it is a heading."""
    reader = _Lines()
    reader.feed(html)
    reader.close()
    reader.end_line()
    return reader.lines


def plain(html: str) -> str:
    """HTML as lines of text."""
    return "\n".join(line for _heading, line in lines_of(html))


# --- The kinds ------------------------------------------------------------------------------------


def _of_lesson(content: Content) -> Iterator[Text]:
    yield Text("", "\n".join([content["summary"], *content["goals"]]))
    heading = ""
    for block in content["blocks"]:
        kind = block["type"]
        if kind == "profession":
            lines = [line for _heading, line in lines_of(block["html"])]
            yield Text(block["title"] or heading, "\n".join(lines), professions=tuple(block["professions"]))
        elif kind == "local":
            yield Text(block["title"], "", slot=block["slot"])
        elif kind == "prompt":
            yield Text(heading, plain(block["text"]))
        elif kind == "poll":
            choices = [choice["text"] for choice in block["choices"]]
            yield Text(heading, "\n".join([block["question"], block["about"], *choices]))
        elif "html" in block:
            for under, text in _sections(block["html"], heading):
                yield Text(under, text)
                heading = under


def _sections(html: str, heading: str) -> Iterator[tuple[str, str]]:
    """The text of a block under its headings; what comes before the first stands under the one before."""
    held: list[str] = []
    for is_heading, line in lines_of(html):
        if is_heading:
            if held:
                yield heading, "\n".join(held)
            heading, held = line, []
        else:
            held.append(line)
    yield heading, "\n".join(held)


def _of_module(content: Content) -> Iterator[Text]:
    yield Text("", "\n".join([content["summary"], content["audience"], *content["goals"]]))


def _of_term(content: Content) -> Iterator[Text]:
    yield Text(content["term"], "\n".join([plain(content["definition"]), *content["names"][1:]]))


def _of_local(content: Content) -> Iterator[Text]:
    yield Text("", plain(content["text"]), slot=content["slot"])


def _of_reflection_question(content: Content) -> Iterator[Text]:
    yield Text(content["name"], "\n".join([content["asks"], plain(content["explanation_html"]), *content["prompts"]]))


register(Kind.LESSON, _of_lesson)
register(Kind.MODULE, _of_module)
register(Kind.TERM, _of_term)
register(Kind.LOCAL, _of_local)
register(Kind.REFLECTION, _of_reflection_question)
