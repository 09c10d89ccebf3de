"""From a block as Wagtail stores it to the value that a folder is read into: names where the database has keys."""

import re
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Page

from cms.exporting.rich_text import Unwritable, normal
from cms.importing.blocks import BlockDraft
from cms.importing.ids import items, items_by_text
from cms.importing.rich_text import ALL, FILES, INLINE, PARAGRAPHS
from cms.models import GlossaryTerm, Imported, Slot
from cms.models.pages import TaughtPage

_LINK = re.compile(r"<a\b[^>]*>")
_ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')


class Names:
    """Finds a name for everything that blocks point at, and remembers what was named. `scope`: owner and module, as imports keep it."""

    def __init__(self, scope: str, question: Callable[[int | None], str]) -> None:
        self.question = question
        self.files: dict[str, Image | Document] = {}
        self.cases: dict[int, TaughtPage] = {}
        self.terms: dict[int, GlossaryTerm] = {}
        self.slots: dict[int, Slot] = {}
        start = f"{scope}/bestand/"
        self._brought = {
            (one.object_id, PurePosixPath(name).suffix): name
            for one in Imported.objects.filter(path__startswith=start)
            for name in [one.path.removeprefix(start).rpartition("@")[0]]
        }

    def file(self, model: type[Image] | type[Document], pk: int | None) -> str:
        found = model.objects.filter(pk=pk).first() if pk else None
        if found is None:
            raise Unwritable(_("Er ontbreekt een bestand. Kies het opnieuw."))
        ending = PurePosixPath(found.file.name).suffix
        wanted = self._brought.get((found.pk, ending)) or _own_name(found)
        for name in (wanted, f"{found.pk}-{wanted}"):
            if self.files.setdefault(name, found) == found:
                return name
        raise Unwritable(_("Twee bestanden heten hetzelfde. Geef er een een andere naam."))

    def case(self, pk: int | None) -> str:
        page = Page.objects.filter(pk=pk).first() if pk else None
        if page is None:
            raise Unwritable(_("Er ontbreekt een casus. Kies haar opnieuw."))
        self.cases[page.pk] = page.specific
        return str(page.slug)

    def term(self, pk: int | None) -> str:
        return str(self._kept(self.terms, GlossaryTerm, pk).key)

    def slot(self, pk: int | None) -> str:
        return str(self._kept(self.slots, Slot, pk).key)

    def _kept(self, where: dict[int, Any], model: Any, pk: int | None) -> Any:
        found = model.objects.filter(pk=pk).first() if pk else None
        if found is None:
            raise Unwritable(_("Er ontbreekt een begrip of een plek. Kies het opnieuw."))
        return where.setdefault(found.pk, found)

    def rich(self, html: str | None, allowed: frozenset[str]) -> str:
        """A rich text with addresses where the editor keeps keys, as a folder holds it."""
        return normal(_LINK.sub(self._link, html or ""), allowed)

    def _link(self, match: re.Match[str]) -> str:
        kept = dict(_ATTRIBUTE.findall(match[0]))
        if kept.get("linktype") == "page":
            return f'<a href="{_page_path(kept.get("id"))}">'
        if kept.get("linktype") == "document":
            return f'<a href="{FILES}{self.file(Document, int(kept["id"]))}">'
        return match[0]


def _own_name(file: Image | Document) -> str:
    """Its own name, in letters that every system keeps."""
    made = re.sub(r"[^A-Za-z0-9._-]+", "-", PurePosixPath(file.file.name).name)
    return made[-110:].lstrip("-._") or f"bestand-{file.pk}"


def _page_path(pk: Any) -> str:
    """Where readers find a page of this site; empty when it is gone."""
    page = Page.objects.filter(pk=pk).first()
    parts = page.specific.get_url_parts() if page else None
    return str(parts[2]) if parts else ""


def block_draft(raw: dict[str, Any], names: Names) -> BlockDraft | None:
    """The block; None for running text without words. Raises Unwritable."""
    block_id = UUID(raw["id"])
    value = _READERS[raw["type"]](raw["value"], names, block_id)
    return BlockDraft(raw["type"], block_id, value, 0) if value != "" else None


def _line(text: str | None) -> str:
    return " ".join((text or "").split())


def _titled(value: Any, names: Names, allowed: frozenset[str]) -> dict[str, Any]:
    return {"title": _line(value["title"]), "text": names.rich(value["text"], allowed)}


def _steps(value: Any, names: Names, block: UUID) -> Any:
    steps = [_titled(item["value"], names, INLINE) for item in value["steps"]]
    return {"title": _line(value["title"]), "steps": items(block, "steps", steps)}


def _accordion(value: Any, names: Names, block: UUID) -> Any:
    return {"items": items(block, "items", [_titled(item["value"], names, PARAGRAPHS) for item in value["items"]])}


def _table(value: Any, _names: Names, _block: UUID) -> Any:
    data = [[_line(cell) for cell in row] for row in (value["table"] or {}).get("data") or []]
    table = {
        "data": data,
        "cell": [],
        "mergeCells": [],
        "first_row_is_table_header": True,
        "first_col_is_header": True,
        "table_header_choice": "both",
        "table_caption": "",
    }
    return {"caption": _line(value["caption"]), "table": table}


def _quote(value: Any, _names: Names, _block: UUID) -> Any:
    paragraphs = re.split(r"\n\s*\n", value["text"].replace("\r\n", "\n").strip())
    lines = ["\n".join(filter(None, map(_line, paragraph.split("\n")))) for paragraph in paragraphs]
    return {"text": "\n\n".join(lines), "attribution": _line(value["attribution"])}


def _figure(value: Any, names: Names, _block: UUID) -> Any:
    decorative = bool(value["decorative"])
    return {
        "image": names.file(Image, value["image"]),
        "alt": "" if decorative else _line(value["alt"]),
        "decorative": decorative,
        "caption": _line(value["caption"]),
    }


def _video(value: Any, names: Names, _block: UUID) -> Any:
    return {
        "title": _line(value["title"]),
        "video": names.file(Document, value["video"]),
        "captions": names.file(Document, value["captions"]) if value["captions"] else "",
        "silent": bool(value["silent"]) and not value["captions"],
        "transcript": names.rich(value["transcript"], frozenset({"p", "b", "i", "br"})),
    }


def _checklist(value: Any, _names: Names, block: UUID) -> Any:
    return {
        "title": _line(value["title"]),
        "items": items(block, "items", [_line(one["value"]) for one in value["items"]]),
    }


def _poll(value: Any, _names: Names, block: UUID) -> Any:
    choices = [_line(one["value"]) for one in value["choices"]]
    paragraphs = re.split(r"\n\s*\n", (value["about"] or "").replace("\r\n", "\n").strip())
    return {
        "question": _line(value["question"]),
        "about": "\n\n".join(map(_line, paragraphs)),
        "choices": items_by_text(block, "choices", list(choices), choices),
        "unnamed": bool(value["unnamed"]),
    }


def _prompt(value: Any, names: Names, _block: UUID) -> Any:
    allowed = frozenset({"p", "b", "i", "ul", "li", "br"})
    return {"question": value["question"] or "", "text": names.rich(value["text"], allowed)}


def _glossary(value: Any, names: Names, _block: UUID) -> Any:
    return {"terms": [names.term(one["value"]) for one in value["terms"]]}


_READERS: dict[str, Callable[[Any, Names, UUID], Any]] = {
    "text": lambda value, names, _block: names.rich(value, ALL),
    "markdown": lambda value, _names, _block: value.replace("\r\n", "\n").strip("\n"),
    "callout": lambda value, names, _block: {"kind": value["kind"], **_titled(value, names, PARAGRAPHS)},
    "steps": _steps,
    "accordion": _accordion,
    "table": _table,
    "quote": _quote,
    "figure": _figure,
    "video": _video,
    "download": lambda value, names, _block: {
        "document": names.file(Document, value["document"]),
        "title": _line(value["title"]),
    },
    "checklist": _checklist,
    "exercise": lambda value, names, _block: _titled(value, names, PARAGRAPHS),
    "prompt": _prompt,
    "poll": _poll,
    "question": lambda value, names, _block: {"question": names.question(value["question"])},
    "case": lambda value, names, _block: {"case": names.case(value["case"])},
    "local": lambda value, names, _block: {"slot": names.slot(value["slot"])},
    "profession": lambda value, names, _block: {
        "professions": list(value["professions"]),
        **_titled(value, names, ALL - {"h2"}),
    },
    "glossary": _glossary,
}
