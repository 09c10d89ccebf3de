"""A Word document (.docx) as a manuscript: its own styles say what a heading is. Nothing in it runs, and nothing outside it is fetched."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
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
from cms.interchange.archive import Archive
from cms.interchange.encoding import xml_of
from cms.interchange.items import FileRefused, Remark

MAIN = "word/document.xml"
_OLD = b"\xd0\xcf\x11\xe0"
_INSIDE = {"hyperlink", "ins", "moveTo", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml", "bdo", "dir", "r"}
_GONE = {"del", "moveFrom"}
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}
_OFF = {"0", "false", "off", "none"}
_FIELD_LINK = re.compile(r'HYPERLINK\s+"([^"]+)"')
_MOST_DEPTH = 3
_MOST_STYLES_UP = 12
_HEADING_KEY = re.compile(r"(?:heading|kop)\s?([1-9])", re.IGNORECASE)


def read_word(data: bytes) -> Manuscript:
    """What the document says. Raises FileRefused for what is broken, unsafe or too much."""
    if data.startswith(_OLD):
        raise FileRefused(
            _("Dit is een oud Word-bestand, of het heeft een wachtwoord. Bewaar het als .docx zonder wachtwoord.")
        )
    try:
        found = _Reader(Archive(data)).manuscript()
    except FileRefused:
        raise FileRefused(
            _("Dit bestand is niet te lezen. Open het in Word en bewaar het opnieuw als .docx, of plak de tekst.")
        ) from None
    return settled(found)


def name_of(element: Element) -> str:
    """The tag without its namespace: there are two, and Word reads both."""
    return str(element.tag).rpartition("}")[2]


def said(element: Element | None, name: str = "val") -> str:
    """An attribute by its name alone."""
    if element is None:
        return ""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def child(element: Element | None, *path: str) -> Element | None:
    """The first child at the end of a path of names."""
    for name in path:
        element = next((one for one in element if name_of(one) == name), None) if element is not None else None
    return element


@dataclass(frozen=True)
class _Style:
    """What a style makes of its paragraphs or words; what it does not say, its base says."""

    name: str = ""
    level: int = 0
    list_id: str = ""
    list_depth: int = 0
    bold: bool = False
    italic: bool = False


@dataclass
class _Look:
    """How the words at hand look."""

    bold: bool = False
    italic: bool = False
    href: str = ""


@dataclass
class _Gathered:
    """What a paragraph holds besides its words."""

    words: list[Words] = field(default_factory=list)
    boxes: list[Part] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class _Reader:
    """Reads one document."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._links = self._targets()
        self._styles = self._read_styles()
        self._bullets = self._read_lists()
        self._notes = {kind: self._read_notes(kind) for kind in ("footnote", "endnote")}
        self._title = ""
        self._where = _("Begin")
        self._left: list[Remark] = []
        self._addresses: list[str] = []
        self._waiting: list[Part] = []
        self._counted = 0

    def manuscript(self) -> Manuscript:
        body = child(xml_of(self._archive.bytes_of(MAIN)), "body")
        parts = list(self._flowing(body)) if body is not None else []
        parts += self._waiting
        left = (*dict.fromkeys(self._left), *lost_addresses(parts, self._addresses), *self._around())
        return Manuscript(title=self._title, parts=tuple(parts), left=left)

    # --- What stands beside the text ------------------------------------------------------------------

    def _xml(self, name: str) -> list[Element]:
        return list(xml_of(self._archive.bytes_of(name))) if name in self._archive else []

    def _targets(self) -> dict[str, str]:
        return {said(one, "Id"): said(one, "Target") for one in self._xml("word/_rels/document.xml.rels")}

    def _read_styles(self) -> dict[str, _Style]:
        raw = {said(one, "styleId"): one for one in self._xml("word/styles.xml") if name_of(one) == "style"}
        return {key: _style(one, raw) for key, one in raw.items()}

    def _read_lists(self) -> dict[tuple[str, int], bool]:
        """Of each list and depth, whether its points have numbers."""
        abstract: dict[str, dict[int, bool]] = {}
        lists: dict[tuple[str, int], bool] = {}
        for one in self._xml("word/numbering.xml"):
            if name_of(one) == "abstractNum":
                levels = [level for level in one if name_of(level) == "lvl"]
                abstract[said(one, "abstractNumId")] = {
                    _whole(said(level, "ilvl")): said(child(level, "numFmt")) not in {"bullet", "none"}
                    for level in levels
                }
            elif name_of(one) == "num":
                known = abstract.get(said(child(one, "abstractNumId")), {})
                lists |= {(said(one, "numId"), depth): numbered for depth, numbered in known.items()}
        return lists

    def _read_notes(self, kind: str) -> dict[str, str]:
        notes = [one for one in self._xml(f"word/{kind}s.xml") if name_of(one) == kind and not said(one, "type")]
        return {said(one, "id"): " ".join(_plain_text(one).split()) for one in notes}

    def _around(self) -> Iterator[Remark]:
        """What belongs to the paper, and to who worked on it."""
        names = [f"word/{kind}{number}.xml" for kind in ("header", "footer") for number in range(1, 10)]
        texts = {" ".join("".join(map(_plain_text, self._xml(name))).split()) for name in names}
        for text in sorted(texts - {""}):
            yield Remark(_("Kop- of voettekst"), text[:200])
        if remarks := len(self._xml("word/comments.xml")):
            yield Remark(_("Opmerkingen in de kantlijn"), str(remarks))

    # --- The text ---------------------------------------------------------------------------------------

    def _flowing(self, holder: Element) -> Iterator[Part]:
        for element in holder:
            match name_of(element):
                case "p":
                    yield from self._paragraph(element)
                case "tbl":
                    yield from self._flushed()
                    yield from table_or_paragraphs(self._rows(element))
                case "sdt" | "sdtContent" | "customXml" | "ins" | "moveTo":
                    yield from self._flowing(element)
                case "del" | "moveFrom":
                    self._leave_deleted(element)
                case "altChunk":
                    self._left.append(Remark(self._where, _("Een ingevoegd bestand. Plak de tekst ervan erbij.")))

    def _flushed(self) -> list[Part]:
        """Notes and text boxes that waited for the end of a list."""
        waiting, self._waiting = self._waiting, []
        return waiting

    def _paragraph(self, element: Element) -> Iterator[Part]:
        key = said(child(element, "pPr", "pStyle"))
        style = self._styles.get(key) or _unlisted(key)
        gathered = _Gathered()
        self._gather(element, _Look(), gathered)
        words = joined(gathered.words)
        text = "".join(one.text for one in words).strip()
        if style.name.startswith("toc "):
            self._left.append(Remark(_("Inhoudsopgave"), _("Weggelaten: de lessen zijn de nieuwe inhoud.")))
        elif style.name == "title" and text and not self._title:
            self._title = " ".join(text.split())
        elif text:
            yield from self._placed(self._shaped(element, style, words))
        self._waiting += gathered.boxes
        self._waiting += [Paragraph(words_of(note)) for note in gathered.notes]

    def _placed(self, part: Paragraph) -> Iterator[Part]:
        if not part.depth:
            yield from self._flushed()
        if part.level:
            self._where = part.text[:80]
        yield part

    def _shaped(self, element: Element, style: _Style, words: tuple[Words, ...]) -> Paragraph:
        outline = said(child(element, "pPr", "outlineLvl"))
        level = _whole(outline) + 1 if outline.isdecimal() and int(outline) < 9 else style.level
        if level or style.name == "title":
            plain = " ".join("".join(one.text for one in words).split())
            return Paragraph(words_of(plain), level=min(level or 1, 6))
        numbering = child(element, "pPr", "numPr")
        list_id = said(child(numbering, "numId")) or style.list_id
        depth = _whole(said(child(numbering, "ilvl"))) if numbering is not None else style.list_depth
        if list_id in {"", "0"}:
            return Paragraph(words)
        is_numbered = self._bullets.get((list_id, depth), False)
        return Paragraph(words, depth=min(depth + 1, _MOST_DEPTH), is_numbered=is_numbered)

    def _rows(self, table: Element) -> list[list[str]]:
        return [
            [cell for one in _inside(row, "tc") for cell in self._cell(one)]
            for row in _inside(table, "tr")
            if child(row, "trPr", "del") is None
        ]

    def _cell(self, element: Element) -> list[str]:
        """The text of a cell, and empty ones for the columns that it also spans."""
        parts = [*self._flowing(element), *self._flushed()]
        lines = [
            part.text if isinstance(part, Paragraph) else "\n".join("\n".join(row) for row in part.rows)
            for part in parts
        ]
        span = _whole(said(child(element, "tcPr", "gridSpan")))
        return ["\n".join(lines), *[""] * min(max(0, span - 1), 60)]

    # --- The words of a paragraph -------------------------------------------------------------------------

    def _gather(self, element: Element, look: _Look, into: _Gathered) -> None:
        for one in element:
            name = name_of(one)
            if name in _INSIDE:
                self._gather(one, self._looks(one, look), into)
            elif name in _GONE:
                self._leave_deleted(one)
            elif name in {"t", "oMath", "oMathPara"}:
                text = one.text or "" if name == "t" else _plain_text(one)
                into.words.append(Words(text, look.bold, look.italic, look.href))
            elif name in _SIGNS:
                into.words.append(Words(_sign(one, name), look.bold, look.italic, look.href))
            else:
                self._gather_other(name, one, look, into)

    def _gather_other(self, name: str, one: Element, look: _Look, into: _Gathered) -> None:
        if name in {"footnoteReference", "endnoteReference"}:
            self._note(self._notes[name.removesuffix("Reference")].get(said(one, "id"), ""), look, into)
        elif name == "AlternateContent":
            choice = child(one, "Choice")
            self._gather(one if choice is None else choice, look, into)
        elif name in {"Choice", "Fallback"}:
            self._gather(one, look, into)
        elif name == "sym":
            into.words.append(Words(_symbol(said(one, "char")), look.bold, look.italic, look.href))
        elif name == "instrText":
            self._addresses += _FIELD_LINK.findall(one.text or "")
        elif name in {"drawing", "pict", "object"}:
            self._picture(one, into)

    def _looks(self, element: Element, look: _Look) -> _Look:
        if name_of(element) == "hyperlink":
            href = self._links.get(said(element, "id"), "")
            self._addresses.append(href)
            return replace(look, href=href if is_address(href) else "")
        if name_of(element) != "r":
            return look
        style = self._styles.get(said(child(element, "rPr", "rStyle")), _Style())
        return replace(
            look,
            bold=_is_on(child(element, "rPr", "b"), style.bold),
            italic=_is_on(child(element, "rPr", "i"), style.italic),
        )

    def _note(self, text: str, look: _Look, into: _Gathered) -> None:
        if text:
            self._counted += 1
            into.words.append(Words(f" ({_('noot')} {self._counted})", look.bold, look.italic))
            into.notes.append(f"{_('Noot')} {self._counted}: {text}")

    def _picture(self, element: Element, into: _Gathered) -> None:
        """The words in a drawing come along; the drawing itself is named."""
        boxes = [one for one in element.iter() if name_of(one) == "txbxContent"]
        for box in boxes:
            into.boxes += [*self._flowing(box)]
        if boxes:
            return
        named = next((one for one in element.iter() if name_of(one) == "docPr"), None)
        alt = said(named, "descr") or said(named, "title")
        what = _("Een afbeelding (%(alt)s).") % {"alt": alt[:200]} if alt else _("Een afbeelding.")
        self._left.append(Remark(self._where, f"{what} {_('Voeg haar in de les toe, met een beschrijving.')}"))

    def _leave_deleted(self, element: Element) -> None:
        text = " ".join(_plain_text(element).split())
        if text:
            self._left.append(Remark(self._where, _("Doorgehaalde tekst: ‘%(text)s’") % {"text": text[:200]}))


def _unlisted(key: str) -> _Style:
    """A style that the document uses and does not explain: Word calls its headings so, in English and in Dutch."""
    found = _HEADING_KEY.fullmatch(key)
    return _Style(level=int(found[1])) if found else _Style()


def _style(element: Element, raw: dict[str, Element]) -> _Style:
    """A style with what its bases say where it is silent."""
    chain = [element]
    while len(chain) < _MOST_STYLES_UP and (base := raw.get(said(child(chain[-1], "basedOn")))) is not None:
        chain.append(base)
    levels = [level for one in chain if (level := _level(one))]
    numbering = next((found for one in chain if (found := child(one, "pPr", "numPr")) is not None), None)
    return _Style(
        name=said(child(element, "name")).lower(),
        level=levels[0] if levels else 0,
        list_id=said(child(numbering, "numId")),
        list_depth=_whole(said(child(numbering, "ilvl"))),
        bold=_is_on(child(element, "rPr", "b"), False),
        italic=_is_on(child(element, "rPr", "i"), False),
    )


def _level(style: Element) -> int:
    outline = said(child(style, "pPr", "outlineLvl"))
    if outline.isdecimal() and int(outline) < 9:
        return int(outline) + 1
    name = said(child(style, "name")).lower()
    number = name.removeprefix("heading ")
    return int(number) if number != name and number.isdecimal() and 0 < int(number) < 10 else 0


def _is_on(element: Element | None, otherwise: bool) -> bool:
    return otherwise if element is None else said(element).lower() not in _OFF


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 4 else 0


def _inside(element: Element, name: str) -> Iterator[Element]:
    """Rows of a table, or cells of a row, also those in a content control."""
    for one in element:
        if name_of(one) == name:
            yield one
        elif name_of(one) in {"sdt", "sdtContent", "customXml", "ins"}:
            yield from _inside(one, name)


def _sign(element: Element, name: str) -> str:
    return " " if name == "br" and said(element, "type") in {"page", "column"} else _SIGNS[name]


def _symbol(code: str) -> str:
    try:
        found = chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""
    return found if found.isprintable() else "•"


def _plain_text(element: Element) -> str:
    """All words below an element; paragraphs are parted."""
    return "".join(
        " " if name_of(one) in {"p", "tab", "br"} else one.text or ""
        for one in element.iter()
        if name_of(one) in {"t", "delText", "p", "tab", "br"}
    )
