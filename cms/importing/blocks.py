"""From a part of a lesson to the block it becomes: its type, its lasting id, and its value as Wagtail stores it."""

import re
import uuid
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cms.blocks import LESSON_BLOCKS
from cms.importing import directives
from cms.importing.directives import SILENT, UNNAMED, Fault, Part
from cms.importing.fields import SLUG
from cms.importing.ids import items, items_by_text, stable_id
from cms.importing.rich_text import ALL, INLINE, PARAGRAPHS, MarkdownRefused, to_rich_text
from cms.reflection_questions import BY_NUMBER

_BLOCKS = dict(LESSON_BLOCKS)
CHOOSERS: dict[str, tuple[str, ...]] = {
    "question": ("question",),
    "case": ("case",),
    "local": ("slot",),
    "figure": ("image",),
    "video": ("video", "captions"),
    "download": ("document",),
    "glossary": ("terms",),
}
"""Block types that point at something else, and the fields that do; until it is written, they hold keys or file names."""
_REFERENCE = re.compile(r"\[\^([a-z0-9-]+)\]")
_STEP = re.compile(r"\d+\.\s+")
_STEP_HEAD = re.compile(r"\*\*(.+?)\*\*\s*(.*)", re.DOTALL)
_STEP_END = re.compile(r"(?<!\\)[.:]+$")
_FORMATTING = re.compile(r"\*\*|__|(?<![\w*])\*\S|\[[^\]^][^\]]*\]\(|<[A-Za-z/!?]|`")


@dataclass(frozen=True)
class BlockDraft:
    """A block to be; `line` says where its writer finds it."""

    type: str
    id: uuid.UUID
    value: Any
    line: int

    def raw(self, value: Any) -> dict[str, Any]:
        """As Wagtail stores it."""
        return {"type": self.type, "id": str(self.id), "value": value}


NO_IDS: Mapping[str, uuid.UUID] = {}


def place_of(kind: str, key: str, count: int) -> str:
    """How a block is called within its lesson: `prompt 2`, `question wie-bel-je 1`."""
    return " ".join(part for part in (kind, key, str(count)) if part)


class Refused(Exception):
    """The part cannot become a block."""

    def __init__(self, *faults: Fault) -> None:
        self.faults = faults
        super().__init__(faults)


def build(
    parts: list[Part], identity: tuple[str, ...], sources: set[str], own: Mapping[str, uuid.UUID] = NO_IDS
) -> tuple[list[BlockDraft], list[Fault]]:
    """The blocks of a lesson in order. `identity` names the lesson; ids follow from it, the kind, and the key or the how-manieth.

    A block that has an id of its own (`own`, by `place_of`) keeps it.
    """
    builder = _Builder(identity, sources, own)
    for part in parts:
        builder.take(part)
    return builder.blocks, builder.faults


class _Builder:
    """Goes through the parts once and counts per kind."""

    def __init__(self, identity: tuple[str, ...], sources: set[str], own: Mapping[str, uuid.UUID]) -> None:
        self._identity = identity
        self._own = own
        self._sources = sources
        self._met: Counter[str] = Counter()
        self.blocks: list[BlockDraft] = []
        self.faults: list[Fault] = []

    def take(self, part: Part) -> None:
        self._check_references(part)
        try:
            kind, key, value_of = _MAKERS[part.name](part)
            block_id = self._id(kind, key)
            value = value_of(block_id)
            _validate(kind, value, part)
        except Refused as refused:
            self.faults += refused.faults
            return
        self.blocks.append(BlockDraft(kind, block_id, value, part.line))

    def _id(self, kind: str, key: str) -> uuid.UUID:
        """A question is known by its key, everything else by being the first, second … of its kind."""
        self._met[f"{kind} {key}"] += 1
        count = self._met[f"{kind} {key}"]
        return self._own.get(place_of(kind, key, count)) or stable_id(*self._identity, kind, key, count)

    def _check_references(self, part: Part) -> None:
        for number, line in part.lines():
            for key in _REFERENCE.findall(line):
                if part.name == "prompt":
                    self.faults.append(
                        (
                            number,
                            _("Een verwijzing [^%(key)s] werkt niet in een spiegelvraag.") % {"key": key},
                            _("Zet haar in de tekst."),
                        )
                    )
                elif key not in self._sources:
                    self.faults.append(
                        (
                            number,
                            _("De bron [^%(key)s] staat niet in de kop.") % {"key": key},
                            _("Voeg haar toe bij [[sources]], of verbeter de sleutel."),
                        )
                    )
        if any("[^" in quote for quote in part.quotes):
            self.faults.append(
                (part.line, _("Een verwijzing [^…] kan niet in een titel of bijschrift."), _("Zet haar in de tekst."))
            )


# --- What each part becomes: block type, key for its id, and its value once its id is known ----------

_Made = tuple[str, str, Callable[[uuid.UUID], Any]]


def _always(kind: str, value: Any, key: str = "") -> _Made:
    return kind, key, lambda _id: value


def _rich(part: Part, allowed: frozenset[str]) -> str:
    return _rich_at(part.text, part.first_line, allowed)


def _rich_at(text: str, line: int, allowed: frozenset[str]) -> str:
    try:
        html = to_rich_text(text, allowed)
    except MarkdownRefused as refused:
        raise Refused(*((line + offset, wrong, remedy) for offset, wrong, remedy in refused.faults)) from None
    if not html:
        raise Refused((line, _("Hier ontbreekt tekst."), _("Schrijf ten minste één zin.")))
    return html


def _plain(text: str, line: int) -> str:
    if _FORMATTING.search(text):
        raise Refused((line, _("Opmaak (**, *, links, HTML) werkt hier niet."), _("Schrijf gewone tekst.")))
    return text.strip()


def _text(part: Part) -> _Made:
    return _always("text", _rich(part, ALL))


def _callout(part: Part) -> _Made:
    return _always("callout", {"kind": part.words[0], "title": part.quotes[0], "text": _rich(part, PARAGRAPHS)})


def _steps(part: Part) -> _Made:
    steps = []
    for line, text in _split(part, _STEP, _("Begin elke stap met ‘1. ’, ‘2. ’ …")):
        head = _STEP_HEAD.fullmatch(text)
        if head is None:
            raise Refused((line, _("De stap heeft geen kop."), _("Begin met de kop in vet: 1. **Kop.** Uitleg.")))
        steps.append(
            {
                "title": _plain(_step_title(head[1].strip()), line),
                "text": _rich_at(head[2], line, INLINE) if head[2].strip() else "",
            }
        )
    return (
        "steps",
        "",
        lambda block: {"title": part.quotes[0] if part.quotes else "", "steps": items(block, "steps", steps)},
    )


def _step_title(head: str) -> str:
    """Without the point that ends a head in running text; one after a backslash is part of the title."""
    return re.sub(r"\\([.:]+)$", r"\1", _STEP_END.sub("", head))


def _accordion(part: Part) -> _Made:
    opened: list[dict[str, str]] = []
    for line, text in _split(part, re.compile(r"###\s+"), _("Begin elk deel met ‘### Kop’."), keep_indents=True):
        title, _newline, rest = text.partition("\n")
        opened.append({"title": _plain(title, line), "text": _rich_at(rest, line + 1, PARAGRAPHS)})
    return "accordion", "", lambda block: {"items": items(block, "items", opened)}


def _checklist(part: Part) -> _Made:
    points = [
        _plain(" ".join(text.split()), line)
        for line, text in _split(part, re.compile(r"[-*]\s+"), _("Begin elk punt met ‘- ’."))
    ]
    return "checklist", "", lambda block: {"title": part.quotes[0], "items": items(block, "items", points)}


def _split(part: Part, start: re.Pattern[str], remedy: str, *, keep_indents: bool = False) -> list[tuple[int, str]]:
    """What stands between the starts of items, with the line of each."""
    found: list[tuple[int, list[str]]] = []
    for number, line in part.lines():
        if match := start.match(line):
            found.append((number, [line[match.end() :]]))
        elif found:
            found[-1][1].append(line if keep_indents or line.startswith(("#", "-", "*")) else line.strip())
        elif line.strip():
            raise Refused((number, _("Deze regel hoort bij geen onderdeel."), remedy))
    if not found:
        raise Refused((part.line, _("Het blok heeft geen onderdelen."), remedy))
    return [(number, "\n".join(lines).strip()) for number, lines in found]


def _table(part: Part) -> _Made:
    rows = [(number, _cells(line, number)) for number, line in part.lines() if line.strip()]
    if len(rows) < 3 or not all(re.fullmatch(r":?-+:?", cell) for cell in rows[1][1]):
        raise Refused(
            (
                part.line,
                _("De tabel is niet compleet."),
                _("Schrijf een kopregel, een regel |---|---| en daaronder de rijen."),
            )
        )
    width = len(rows[0][1])
    uneven = [number for number, cells in rows if len(cells) != width]
    if uneven:
        raise Refused(
            *(
                (
                    number,
                    _("Deze rij heeft niet evenveel vakken als de kopregel."),
                    _("Maak het er %(count)s.") % {"count": width},
                )
                for number in uneven
            )
        )
    data = [[_plain(cell, number) for cell in cells] for number, cells in (rows[0], *rows[2:])]
    table = {
        "data": data,
        "cell": [],
        "mergeCells": [],
        "first_row_is_table_header": True,
        "first_col_is_header": True,
        "table_header_choice": "both",
        "table_caption": "",
    }
    return _always("table", {"caption": part.quotes[0], "table": table})


def _cells(line: str, number: int) -> list[str]:
    stripped = line.strip()
    if not stripped.startswith("|") or not stripped.endswith("|") or len(stripped) < 3:
        raise Refused((number, _("Deze regel hoort niet in een tabel."), _("Begin en eindig elke rij met |.")))
    return [cell.strip().replace(r"\|", "|") for cell in re.split(r"(?<!\\)\|", stripped[1:-1])]


def _quote(part: Part) -> _Made:
    paragraphs = [_with_breaks(paragraph) for paragraph in re.split(r"\n\s*\n", part.text.strip())]
    return _always(
        "quote",
        {
            "text": _plain("\n\n".join(paragraphs), part.first_line),
            "attribution": part.quotes[0] if part.quotes else "",
        },
    )


def _with_breaks(paragraph: str) -> str:
    """Lines are one paragraph, but for one that ends with a backslash: it breaks there."""
    return "\n".join(" ".join(line.split()) for line in re.split(r"\\[ ]*\n", paragraph))


def _exercise(part: Part) -> _Made:
    return _always("exercise", {"title": part.quotes[0], "text": _rich(part, PARAGRAPHS)})


def _prompt(part: Part) -> _Made:
    number = part.words[0] if part.words else ""
    if number and (not number.isdecimal() or int(number) not in BY_NUMBER):
        raise Refused(
            (
                part.line,
                _("‘%(number)s’ is geen reflectievraag.") % {"number": number[:20]},
                _("Kies een getal van 1 tot en met 10."),
            )
        )
    return _always(
        "prompt",
        {
            "question": str(int(number)) if number else "",
            "text": _rich(part, frozenset({"p", "b", "i", "ul", "li", "br"})),
        },
    )


def _poll(part: Part) -> _Made:
    if part.words and part.words[0] != UNNAMED:
        wrong = _("‘%(word)s’ kan hier niet staan.") % {"word": part.words[0][:60]}
        raise Refused((part.line, wrong, _("Schrijf %(word)s, of niets.") % {"word": UNNAMED}))
    about, points = _above(part, re.compile(r"[-*]\s+"))
    choices = [
        _plain(" ".join(text.split()), line)
        for line, text in _split(points, re.compile(r"[-*]\s+"), _("Begin elke keuze met ‘- ’."))
    ]
    return (
        "poll",
        "",
        lambda block: {
            "question": part.quotes[0],
            "about": _plain(about, part.first_line),
            "choices": items_by_text(block, "choices", list(choices), choices),
            "unnamed": bool(part.words),
        },
    )


def _above(part: Part, start: re.Pattern[str]) -> tuple[str, Part]:
    """The lines before the first item, and the part from there on."""
    lines = part.text.split("\n")
    first = next((place for place, line in enumerate(lines) if start.match(line)), len(lines))
    rest = Part(part.name, part.line + first, part.words, part.quotes, "\n".join(lines[first:]))
    paragraphs = re.split(r"\n\s*\n", "\n".join(lines[:first]).strip())
    return "\n\n".join(" ".join(one.split()) for one in paragraphs), rest


def _question(part: Part) -> _Made:
    return _always("question", {"question": _key(part)}, key=_key(part))


def _case(part: Part) -> _Made:
    return _always("case", {"case": _key(part)}, key=_key(part))


def _slot(part: Part) -> _Made:
    return _always("local", {"slot": _key(part)}, key=_key(part))


def _key(part: Part) -> str:
    if not SLUG.fullmatch(part.words[0]):
        raise Refused(
            (
                part.line,
                _("‘%(key)s’ kan geen sleutel zijn.") % {"key": part.words[0][:60]},
                _("Gebruik kleine letters, cijfers en streepjes."),
            )
        )
    return part.words[0]


def _profession(part: Part) -> _Made:
    professions = [word for word in part.words[0].split(",") if word]
    return _always(
        "profession", {"professions": professions, "title": part.quotes[0], "text": _rich(part, ALL - {"h2"})}
    )


def _image(part: Part) -> _Made:
    caption = part.quotes[1] if len(part.quotes) > 1 else ""
    return _always("figure", {"image": part.words[0], "alt": part.quotes[0], "decorative": False, "caption": caption})


def _decoration(part: Part) -> _Made:
    caption = part.quotes[0] if part.quotes else ""
    return _always("figure", {"image": part.words[0], "alt": "", "decorative": True, "caption": caption})


def _video(part: Part) -> _Made:
    captions = part.words[1] if len(part.words) > 1 else ""
    is_silent = captions == SILENT
    for name, ending in zip(part.words[:1] if is_silent else part.words, (".mp4", ".vtt"), strict=False):
        if not name.lower().endswith(ending):
            raise Refused(
                (
                    part.line,
                    _("‘%(name)s’ eindigt niet op %(ending)s.") % {"name": name[:60], "ending": ending},
                    _("Kies een ander bestand."),
                )
            )
    return _always(
        "video",
        {
            "title": part.quotes[0],
            "video": part.words[0],
            "captions": "" if is_silent else captions,
            "silent": is_silent,
            "transcript": _rich(part, frozenset({"p", "b", "i", "br"})),
        },
    )


def _markdown(part: Part) -> _Made:
    return _always("markdown", part.text.strip("\n"))


def _glossary(part: Part) -> _Made:
    keys = part.words[0].split(",")
    if not all(SLUG.fullmatch(key) for key in keys) or len(set(keys)) != len(keys):
        raise Refused(
            (part.line, _("Dit zijn geen sleutels van begrippen."), _("Schrijf ze met komma’s ertussen, elk één keer."))
        )
    return _always("glossary", {"terms": keys})


def _download(part: Part) -> _Made:
    return _always("download", {"document": part.words[0], "title": part.quotes[0]})


_MAKERS: dict[str, Callable[[Part], _Made]] = {
    directives.TEXT: _text,
    "callout": _callout,
    "steps": _steps,
    "accordion": _accordion,
    "table": _table,
    "quote": _quote,
    "checklist": _checklist,
    "exercise": _exercise,
    "prompt": _prompt,
    "poll": _poll,
    "question": _question,
    "case": _case,
    "slot": _slot,
    "profession": _profession,
    "image": _image,
    "decoration": _decoration,
    "video": _video,
    "markdown": _markdown,
    "glossary": _glossary,
    "download": _download,
}


def _validate(kind: str, value: Any, part: Part) -> None:
    """What Wagtail's own editor would say of the block; fields that point at something are checked when it is known."""
    block = _BLOCKS[kind]
    if kind in CHOOSERS:
        children = {name: child for name, child in block.child_blocks.items() if name not in CHOOSERS[kind]}
        checks = [(child, value[name]) for name, child in children.items()]
    else:
        checks = [(block, value)]
    for child, inner in checks:
        try:
            child.clean(child.to_python(inner))
        except ValidationError as fault:
            said = "; ".join(messages(fault))
            raise Refused((part.line, said, _("Verbeter het blok ‘%(name)s’.") % {"name": part.name})) from None


def messages(fault: ValidationError, name: str = "") -> list[str]:
    """All that Wagtail says in a nested error, each message after the field it is about."""
    inner: Any = getattr(fault, "block_errors", None)
    if not inner:
        own = (
            fault.messages
            if not hasattr(fault, "error_dict")
            else [f"{key}: {text}" for key, texts in fault.message_dict.items() for text in texts]
        )
        return [f"{name}: {text}" if name else str(text) for text in own]
    pairs = inner.items() if isinstance(inner, dict) else enumerate(inner)
    said = []
    for key, one in pairs:
        label = key + 1 if isinstance(key, int) else key
        for error in one.as_data() if hasattr(one, "as_data") and isinstance(one, list) else [one]:
            if error is not None:
                said += messages(error, f"{name} {label}".strip())
    return said
