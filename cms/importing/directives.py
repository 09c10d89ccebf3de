"""Cutting a lesson's Markdown into running text and fenced parts (`::: name arguments` … `:::`)."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

TEXT = "text"
SILENT = "zonder-spraak"
"""Stands where a film's captions would, when nothing is said in it."""
UNNAMED = "zonder-naam"
"""Stands before the question of a poll that keeps nobody's name with a vote."""
_OPEN = re.compile(r":::[ \t]+([a-z][a-z-]*)(?:[ \t]+(.*))?")
_ARGUMENT = re.compile(r'\s*(?:"((?:[^"\\]|\\["\\])*)"|([^\s"]+))(?=\s|$)')


@dataclass(frozen=True)
class Shape:
    """What a fence takes: bare words, texts in quotes (at least, at most), and whether there are lines inside."""

    words: tuple[int, int]
    quotes: tuple[int, int]
    inside: bool = True
    form: str = ""


SHAPES: dict[str, Shape] = {
    "callout": Shape((1, 1), (1, 1), form='::: callout info "Titel"'),
    "steps": Shape((0, 0), (0, 1), form='::: steps "Titel"'),
    "accordion": Shape((0, 0), (0, 0), form="::: accordion"),
    "table": Shape((0, 0), (1, 1), form='::: table "Bijschrift"'),
    "quote": Shape((0, 0), (0, 1), form='::: quote "Van wie"'),
    "checklist": Shape((0, 0), (1, 1), form='::: checklist "Titel"'),
    "exercise": Shape((0, 0), (1, 1), form='::: exercise "Titel"'),
    "prompt": Shape((0, 1), (0, 0), form="::: prompt 3"),
    "poll": Shape((0, 1), (1, 1), form='::: poll "Vraag", of ::: poll zonder-naam "Vraag"'),
    "question": Shape((1, 1), (0, 0), inside=False, form="::: question SLEUTEL"),
    "case": Shape((1, 1), (0, 0), inside=False, form="::: case SLUG"),
    "slot": Shape((1, 1), (0, 0), inside=False, form="::: slot SLEUTEL"),
    "profession": Shape((1, 1), (1, 1), form='::: profession jeugdarts,jongerenwerker "Titel"'),
    "decoration": Shape((1, 1), (0, 1), inside=False, form='::: decoration BESTAND.svg "bijschrift"'),
    "video": Shape(
        (1, 2), (1, 1), form='::: video BESTAND.mp4 ONDERTITELS.vtt "Titel", of zonder-spraak in plaats van ondertitels'
    ),
    "markdown": Shape((0, 0), (0, 0), form="::: markdown"),
    "glossary": Shape((1, 1), (0, 0), inside=False, form="::: glossary SLEUTEL,SLEUTEL"),
    TEXT: Shape((0, 0), (0, 0), form="::: text"),
    "image": Shape((1, 1), (1, 2), inside=False, form='::: image BESTAND.svg "alternatieve tekst" "bijschrift"'),
    "download": Shape((1, 1), (1, 1), inside=False, form='::: download BESTAND.pdf "Titel"'),
}


@dataclass(frozen=True)
class Part:
    """A piece of a lesson. `line` is that of its fence, or of its first line of running text; lines inside count from `line + offset`."""

    name: str
    line: int
    words: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    text: str = ""

    @property
    def first_line(self) -> int:
        """The line where `text` begins."""
        return self.line if self.name == TEXT else self.line + 1

    def lines(self) -> list[tuple[int, str]]:
        """What stands inside, with line numbers."""
        return list(enumerate(self.text.split("\n"), self.first_line))


Fault = tuple[int, str, str]


def cut(source: str, first_line: int) -> tuple[list[Part], list[Fault]]:
    """The parts of a lesson in order, and what is wrong with its fences (line, what is wrong, what to do)."""
    cutter = _Cutter(first_line)
    for number, line in enumerate(source.split("\n"), first_line):
        cutter.take(number, line)
    return cutter.finish()


class _Cutter:
    """Goes through the lines once; `self._open` is the fence we are in."""

    def __init__(self, first_line: int) -> None:
        self.parts: list[Part] = []
        self.faults: list[Fault] = []
        self._open: Part | None = None
        self._is_misread = False
        self._refused_inside = 0
        self._held: list[str] = []
        self._held_from = first_line

    def take(self, number: int, written: str) -> None:
        line = written.rstrip()
        if self._open is not None and self._open.name == "markdown" and not line.lstrip().startswith(":::"):
            self._hold(number, written)
        elif not line.lstrip().startswith(":::"):
            self._hold(number, line)
        elif line == ":::":
            self._close(number)
        elif match := _OPEN.fullmatch(line):
            self._begin(number, match[1], match[2] or "")
        else:
            wrong = _("Deze regel begint met ::: en is niet te lezen.")
            self.faults.append(
                (number, wrong, _("Schrijf ::: NAAM aan het begin van de regel, of alleen ::: om te sluiten."))
            )

    def finish(self) -> tuple[list[Part], list[Fault]]:
        if self._open is not None:
            self.faults.append(
                (self._open.line, _("Dit blok wordt niet gesloten."), _("Zet een regel met alleen ::: onder het blok."))
            )
        self._flush_text()
        return self.parts, self.faults

    def _hold(self, number: int, line: str) -> None:
        if not self._held:
            self._held_from = number
        self._held.append(line)

    def _begin(self, number: int, name: str, rest: str) -> None:
        if self._open is not None:
            self.faults.append(
                (
                    number,
                    _("Een blok kan niet in een ander blok staan."),
                    _("Sluit eerst het blok van regel %(line)s met :::.") % {"line": self._open.line},
                )
            )
            self._refused_inside += 1
            return
        self._flush_text()
        words, quotes, readable = _arguments(rest)
        self._open, self._is_misread = Part(name, number, words, quotes), False
        shape = SHAPES.get(name)
        if shape is None:
            self.faults.append(
                (
                    number,
                    _("Het blok ‘%(name)s’ bestaat niet.") % {"name": name},
                    _("Kies uit: %(names)s.") % {"names": ", ".join(SHAPES)},
                )
            )
        elif (
            not readable
            or not shape.words[0] <= len(words) <= shape.words[1]
            or not shape.quotes[0] <= len(quotes) <= shape.quotes[1]
            or not all(q.strip() for q in quotes)
        ):
            self._is_misread = True
            self.faults.append(
                (
                    number,
                    _("Wat achter ‘%(name)s’ staat, klopt niet.") % {"name": name},
                    _("Schrijf: %(form)s") % {"form": shape.form},
                )
            )

    def _close(self, number: int) -> None:
        if self._refused_inside:
            self._refused_inside -= 1
            return
        if self._open is None:
            self.faults.append((number, _("Hier wordt een blok gesloten dat niet open is."), _("Haal de regel weg.")))
            return
        opened, text = self._open, "\n".join(self._held)
        self._open, self._held = None, []
        shape = SHAPES.get(opened.name)
        if shape is None or self._is_misread:
            return
        if shape.inside and not text.strip():
            self.faults.append((opened.line, _("Het blok is leeg."), _("Vul het of haal het weg.")))
        elif not shape.inside and text.strip():
            self.faults.append(
                (opened.line + 1, _("In dit blok hoort niets te staan."), _("Zet de tekst onder het blok."))
            )
        else:
            line = opened.line + (opened.name == TEXT)  # running text begins where its words do
            self.parts.append(Part(opened.name, line, opened.words, opened.quotes, text))

    def _flush_text(self) -> None:
        if self._open is None and any(line.strip() for line in self._held):
            blank = next(place for place, line in enumerate(self._held) if line.strip())
            self.parts.append(Part(TEXT, self._held_from + blank, text="\n".join(self._held[blank:]).rstrip()))
        self._held = []


def _arguments(rest: str) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
    """Bare words, quoted texts, and whether all of it could be read."""
    words: list[str] = []
    quotes: list[str] = []
    place, rest = 0, rest.strip()
    while place < len(rest):
        match = _ARGUMENT.match(rest, place)
        if match is None:
            return tuple(words), tuple(quotes), False
        if match[1] is not None:
            quotes.append(re.sub(r"\\(.)", r"\1", match[1]).strip())
        else:
            words.append(match[2])
        place = match.end()
    return tuple(words), tuple(quotes), True
