"""An OpenDocument text (.odt) as a manuscript. Nothing in it runs, and nothing outside it is fetched."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from cms.beginning.manuscript import (
    Manuscript,
    Paragraph,
    Part,
    Words,
    is_address,
    joined,
    lost_addresses,
    settled,
    table_or_paragraphs,
    words_of,
)
from cms.beginning.word import child, name_of, said
from cms.interchange.archive import Archive
from cms.interchange.encoding import xml_of
from cms.interchange.items import FileRefused, Remark

MAIN = "content.xml"
_PAPER = "styles.xml"
_MOST_DEPTH = 3
_MOST_REPEATS = 60
_PAGE_EDGES = {"header", "header-left", "header-first", "footer", "footer-left", "footer-first"}
_AROUND = {"section", "index-body", "text-box"}
_INDEXES = {"table-of-content", "alphabetical-index", "illustration-index", "table-index", "bibliography"}


def read_open_document(data: bytes) -> Manuscript:
    """What the document says. Raises FileRefused for what is broken, unsafe or too much."""
    try:
        found = _Reader(Archive(data)).manuscript()
    except FileRefused:
        raise FileRefused(
            _("Dit bestand is niet te lezen. Open het in je tekstprogramma en bewaar het opnieuw, of plak de tekst.")
        ) from None
    return settled(found)


@dataclass(frozen=True)
class _Style:
    """What a style of this document makes of words or paragraphs."""

    parent: str = ""
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True)
class _Look:
    """How the words at hand look."""

    bold: bool = False
    italic: bool = False
    href: str = ""


class _Reader:
    """Reads one document."""

    def __init__(self, archive: Archive) -> None:
        root = xml_of(archive.bytes_of(MAIN))
        self._body = child(root, "body", "text")
        self._around = list(xml_of(archive.bytes_of(_PAPER)).iter()) if _PAPER in archive else []
        self._styles = _styles(child(root, "automatic-styles"))
        self._numbered = _numbered_lists(child(root, "automatic-styles"))
        self._title = ""
        self._where = _("Begin")
        self._left: list[Remark] = []
        self._addresses: list[str] = []
        self._after: list[Part] = []
        self._counted = 0

    def manuscript(self) -> Manuscript:
        parts = list(self._flowing(self._body)) if self._body is not None else []
        parts += self._after
        left = (*dict.fromkeys(self._left), *lost_addresses(parts, self._addresses), *self._on_every_page())
        return Manuscript(title=self._title, parts=tuple(parts), left=left)

    def _on_every_page(self) -> Iterator[Remark]:
        """What belongs to the paper."""
        texts = {_text(one) for one in self._around if name_of(one) in _PAGE_EDGES}
        for text in sorted(texts - {""}):
            yield Remark(_("Kop- of voettekst"), text[:200])

    def _flowing(self, holder: Element) -> Iterator[Part]:
        for element in holder:
            name = name_of(element)
            if name in {"h", "p"}:
                yield from self._paragraph(element)
            elif name == "list":
                yield from self._list(element, 1, is_numbered=self._is_numbered(element))
            elif name == "table":
                yield from self._flushed()
                yield from table_or_paragraphs([self._row(row) for row in _rows(element)])
            elif name in _INDEXES:
                self._left.append(Remark(_("Inhoudsopgave"), _("Weggelaten: de lessen zijn de nieuwe inhoud.")))
            elif name in _AROUND:
                yield from self._flowing(element)
            elif name == "tracked-changes":
                self._leave_deleted(element)

    def _flushed(self) -> list[Part]:
        """Notes and text boxes that waited for the end of their paragraph or list."""
        after, self._after = self._after, []
        return after

    def _paragraph(self, element: Element) -> Iterator[Part]:
        yield from self._flushed()
        words = joined(list(self._words(element, _Look())))
        text = " ".join("".join(one.text for one in words).split())
        style = said(element, "style-name")
        if text and not self._title and "Title" in {style, self._styles.get(style, _Style()).parent}:
            self._title = text
        elif text and name_of(element) == "h":
            self._where = text[:80]
            level = said(element, "outline-level")
            yield Paragraph(words_of(text), level=min(int(level), 6) if level.isdecimal() and level != "0" else 1)
        elif text:
            yield Paragraph(words)

    def _list(self, element: Element, depth: int, *, is_numbered: bool) -> Iterator[Part]:
        for item in element:
            for one in item:
                if name_of(one) == "list":
                    yield from self._list(one, depth + 1, is_numbered=is_numbered)
                elif name_of(one) == "h":  # numbered headings stand in lists
                    yield from self._paragraph(one)
                elif name_of(one) == "p":
                    words = joined(list(self._words(one, _Look())))
                    yield Paragraph(words, depth=min(depth, _MOST_DEPTH), is_numbered=is_numbered)

    def _is_numbered(self, element: Element) -> bool:
        return said(element, "style-name") in self._numbered

    def _row(self, row: Element) -> list[str]:
        cells: list[str] = []
        for cell in row:
            if name_of(cell) in {"table-cell", "covered-table-cell"}:
                parts = [*self._flowing(cell), *self._flushed()]
                text = "\n".join(
                    one.text if isinstance(one, Paragraph) else "\n".join("\n".join(line) for line in one.rows)
                    for one in parts
                )
                cells += [text, *[""] * (_times(cell, "number-columns-repeated") - 1)]
        return cells

    # --- Words ----------------------------------------------------------------------------------------

    def _words(self, element: Element, look: _Look) -> Iterator[Words]:
        yield Words(_spaced(element.text), look.bold, look.italic, look.href)
        for one in element:
            yield from self._inside(one, look)
            yield Words(_spaced(one.tail), look.bold, look.italic, look.href)

    def _inside(self, one: Element, look: _Look) -> Iterator[Words]:
        match name_of(one):
            case "s":
                yield Words(" " * _times(one, "c"), look.bold, look.italic, look.href)
            case "tab":
                yield Words("\t", look.bold, look.italic, look.href)
            case "line-break":
                yield Words("\n", look.bold, look.italic, look.href)
            case "note":
                yield from self._note(one, look)
            case "annotation":
                self._left.append(Remark(_("Opmerkingen in de kantlijn"), _text(one)[:200]))
            case "frame":
                self._frame(one)
            case _:
                yield from self._words(one, self._looks(one, look))

    def _looks(self, element: Element, look: _Look) -> _Look:
        if name_of(element) == "a":
            href = said(element, "href")
            self._addresses.append(href)
            return replace(look, href=href if is_address(href) else "")
        style = self._styles.get(said(element, "style-name"), _Style())
        return replace(look, bold=look.bold or style.bold, italic=look.italic or style.italic)

    def _note(self, element: Element, look: _Look) -> Iterator[Words]:
        text = _text(child(element, "note-body"))
        if text:
            self._counted += 1
            yield Words(f" ({_('noot')} {self._counted})", look.bold, look.italic)
            self._after.append(Paragraph(words_of(f"{_('Noot')} {self._counted}: {text}")))

    def _frame(self, element: Element) -> None:
        """The words in a frame come along; a picture is named."""
        box = child(element, "text-box")
        if box is not None:
            waiting = self._flushed()
            parts = [*self._flowing(box), *self._flushed()]
            self._after = [*waiting, *parts]
            return
        alt = _text(child(element, "desc")) or _text(child(element, "title"))
        what = _("Een afbeelding (%(alt)s).") % {"alt": alt[:200]} if alt else _("Een afbeelding.")
        self._left.append(Remark(self._where, f"{what} {_('Voeg haar in de les toe, met een beschrijving.')}"))

    def _leave_deleted(self, element: Element) -> None:
        for one in element.iter():
            if name_of(one) == "deletion" and (text := _text(one)):
                self._left.append(Remark(self._where, _("Doorgehaalde tekst: ‘%(text)s’") % {"text": text[:200]}))


def _styles(holder: Element | None) -> dict[str, _Style]:
    made = {}
    for one in holder if holder is not None else ():
        looks = child(one, "text-properties")
        made[said(one, "name")] = _Style(
            parent=said(one, "parent-style-name"),
            bold=said(looks, "font-weight") == "bold",
            italic=said(looks, "font-style") == "italic",
        )
    return made


def _numbered_lists(holder: Element | None) -> set[str]:
    """The list styles whose points have numbers at the first depth."""
    lists = [one for one in holder if name_of(one) == "list-style"] if holder is not None else []
    return {said(one, "name") for one in lists if len(one) and name_of(one[0]) == "list-level-style-number"}


def _rows(table: Element) -> Iterator[Element]:
    for one in table:
        if name_of(one) == "table-row":
            yield one
        elif name_of(one) in {"table-header-rows", "table-rows"}:
            yield from _rows(one)


def _times(element: Element, name: str) -> int:
    count = said(element, name)
    return min(int(count), _MOST_REPEATS) if count.isdecimal() and 0 < len(count) < 6 else 1


def _spaced(text: str | None) -> str:
    """The format writes spaces that count as elements of their own; others are layout of the file."""
    return " ".join(f".{text}.".split())[1:-1] if text else ""


def _text(element: Element | None) -> str:
    return " ".join("".join(element.itertext()).split()) if element is not None else ""
