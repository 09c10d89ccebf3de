"""Markdown as the rich text that Wagtail's editor keeps: headings two and three, lists, emphasis, links, and nothing else."""

import re
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _
from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from cms.text import MAX_MARKDOWN

ALL = frozenset({"h2", "h3", "p", "ul", "ol", "li", "b", "i", "a", "br"})
PARAGRAPHS = ALL - {"h2", "h3"}
INLINE = frozenset({"p", "b", "i", "a", "br"})
FILES = "media/"
"""How the address of a link begins that leads to a document of the package; only running text has such links."""
MAX_PARAGRAPH = 10_000
MAX_BRACKETS = 200
"""Opening brackets in one paragraph: Markdown looks from each of them for its end, so time grows with their square."""
_RENAMED = {"strong": "b", "em": "i"}
_SCHEMES = {"http", "https", "mailto", "tel"}
_NAMES = {
    "h2": _("een kop"),
    "h3": _("een kop"),
    "ul": _("een lijst"),
    "ol": _("een lijst"),
    "li": _("een lijst"),
    "a": _("een link"),
}


class MarkdownRefused(ValueError):
    """One or more lines hold what rich text has no place for: (line from 0, what is wrong, what to do)."""

    def __init__(self, faults: list[tuple[int, str, str]]) -> None:
        self.faults = faults
        super().__init__("; ".join(wrong for _line, wrong, _remedy in faults))


def _refusals() -> list[tuple[re.Pattern[str], str, str]]:
    return [
        (
            re.compile(r"\s{0,3}#(?!#)"),
            _("Een kop met één # hoort bij de titel van de les."),
            _("Begin koppen met ## of ###."),
        ),
        (
            re.compile(r"\s{0,3}#{4,}"),
            _("Een kop van niveau vier of dieper bestaat hier niet."),
            _("Gebruik ## of ###."),
        ),
        (re.compile(r"\s{0,3}#{2,3}[^#\s]"), _("Na ## of ### hoort een spatie."), _("Zet er een spatie.")),
        (re.compile(r"\s*>"), _("Een citaat met > bestaat hier niet."), _("Gebruik ::: quote.")),
        (re.compile(r"\s*(?:```|~~~)|.*`"), _("Code bestaat hier niet."), _("Haal de ` weg.")),
        (re.compile(r".*!\["), _("Een afbeelding kan niet in de lopende tekst."), _("Gebruik ::: image.")),
        (re.compile(r".*<[A-Za-z/!?]"), _("HTML mag niet."), _("Schrijf Markdown; een link is [tekst](https://…).")),
        (
            re.compile(r"\s{0,3}\[[^\]]*\]:"),
            _("Een verwijzingsregel [..]: bestaat hier niet."),
            _("Zet de bron in de kop, bij sources."),
        ),
        (re.compile(r"\s*\|.*\|\s*$"), _("Een tabel kan niet in de lopende tekst."), _("Gebruik ::: table.")),
        (
            re.compile(r"\s*(?:=+|-{2,}|(?:[-*_] ?){3,})\s*$"),
            _("Een lijn of onderstreepte kop bestaat hier niet."),
            _("Haal hem weg; maak een kop met ##."),
        ),
        (re.compile(r"\s{13,}\S"), _("De regel springt te ver in."), _("Maak een lijst hoogstens drie niveaus diep.")),
    ]


def to_rich_text(source: str, allowed: frozenset[str] = ALL) -> str:
    """The HTML for a rich text field, with only the `allowed` elements. Raises MarkdownRefused."""
    lines = [_with_break(line.rstrip().replace("\t", "    ")) for line in source.split("\n")]
    faults = _faults_of_lines(lines)
    if not faults and len(source) > MAX_MARKDOWN:
        faults.append((0, _("De tekst is te lang."), _("Verdeel hem over meer blokken.")))
    if faults:
        raise MarkdownRefused(faults)
    renderer = _renderer(allowed)
    try:
        html = renderer.convert("\n".join(lines))
    except RecursionError:
        raise MarkdownRefused([(0, _("De tekst is te diep genest."), _("Maak lijsten platter."))]) from None
    found: list[str] = renderer.treeprocessors["rich_text"].faults
    if found:
        raise MarkdownRefused([(0, wrong, _("Schrijf het anders.")) for wrong in dict.fromkeys(found)])
    return html


def linked_files(html: str) -> list[str]:
    """The documents of the package that the links of a rich text lead to."""
    return list(dict.fromkeys(re.findall(rf'href="{FILES}([^"]+)"', html)))


def _with_break(line: str) -> str:
    """A line that ends with a backslash breaks there; two backslashes are one that is meant."""
    ends = len(line) - len(line.rstrip("\\"))
    return line[:-1] + "  " if ends % 2 else line


def _faults_of_lines(lines: list[str]) -> list[tuple[int, str, str]]:
    faults = _faults_of_paragraphs(lines)
    if faults:  # such lines are not worth a closer look
        return faults
    refusals = _refusals()
    return [
        (number, wrong, remedy)
        for number, line in enumerate(lines)
        for pattern, wrong, remedy in refusals
        if pattern.match(line)
    ]


def _faults_of_paragraphs(lines: list[str]) -> list[tuple[int, str, str]]:
    faults, begin, length, brackets = [], 0, 0, 0
    for number, line in enumerate([*lines, ""]):
        if line.strip():
            length, brackets = length + len(line), brackets + line.count("[")
            continue
        if length > MAX_PARAGRAPH or brackets > MAX_BRACKETS:
            faults.append((begin, _("De alinea is te lang of heeft te veel haken [."), _("Maak er meer alinea’s van.")))
        begin, length, brackets = number + 1, 0, 0
    return faults


def _renderer(allowed: frozenset[str]) -> Markdown:
    renderer = Markdown(extensions=["sane_lists"], output_format="html")
    renderer.preprocessors.deregister("html_block")
    for name in (
        "html",
        "autolink",
        "automail",
        "image_link",
        "image_reference",
        "short_image_ref",
        "reference",
        "short_reference",
    ):
        renderer.inlinePatterns.deregister(name)
    for name in ("code", "quote", "hr", "setextheader", "reference"):
        renderer.parser.blockprocessors.deregister(name)
    renderer.treeprocessors.deregister("prettify")
    renderer.treeprocessors.register(_ToRichText(renderer, allowed), "rich_text", 10)
    return renderer


class _ToRichText(Treeprocessor):
    """Renames, unwraps and strips until only the allowed elements are left; notes what could not be made so."""

    def __init__(self, renderer: Markdown, allowed: frozenset[str]) -> None:
        super().__init__(renderer)
        self._allowed = allowed
        self.faults: list[str] = []

    def run(self, root: Element) -> None:
        for element in list(root.iter()):
            if element is not root:
                self._settle(element)

    def _settle(self, element: Element) -> None:
        element.tag = _RENAMED.get(element.tag, element.tag)
        if element.tag not in self._allowed:
            self.faults.append(
                _("Hier mag geen %(what)s staan.")
                % {"what": _NAMES.get(element.tag, _("%(tag)s-element") % {"tag": element.tag}).removeprefix("een ")}
            )
        if element.tag == "li":
            self._unwrap_paragraph(element)
        href = element.get("href")
        element.attrib.clear()
        if element.tag == "a":
            element.set("href", self._address(href or ""))
        for name in ("text", "tail"):
            setattr(element, name, _one_line(getattr(element, name)))

    def _unwrap_paragraph(self, item: Element) -> None:
        """A loose list has paragraphs in its items; an item of the editor is one paragraph."""
        paragraphs = [child for child in item if child.tag == "p"]
        if len(paragraphs) > 1:
            self.faults.append(_("Een punt van een lijst heeft meer dan één alinea."))
        for paragraph in paragraphs[:1]:
            place = list(item).index(paragraph)
            item.remove(paragraph)
            item.text = (item.text or "").strip() + (paragraph.text or "")
            for offset, child in enumerate(list(paragraph)):
                item.insert(place + offset, child)

    def _address(self, href: str) -> str:
        try:
            parts = urlsplit(href)
        except ValueError:
            parts = urlsplit("")
        local = href.startswith("/") and not href.startswith("//")
        is_file = href.startswith(FILES) and "h2" in self._allowed
        if not local and not is_file and parts.scheme not in _SCHEMES:
            self.faults.append(
                _("De link ‘%(href)s’ mag niet; gebruik https://, mailto: of tel:.") % {"href": href[:80]}
            )
        return href


def _one_line(text: str | None) -> str | None:
    """Line ends inside a paragraph are spaces. Markdown's own marked strings stay what they are."""
    if not text or "\n" not in text:
        return text
    return type(text)(re.sub(r"\s*\n\s*", " ", text) if text.strip() else "")
