"""Whether a document is what its name says: looked at by its bytes, before anybody is given it. Pictures have Pillow and cms.svg."""

import io
import re
import zipfile
from collections.abc import Callable

from django.utils.translation import gettext as _

_LOOKED_AT = 200_000
"""Bytes of a text in which HTML would show; what opens as a page has it at the beginning."""
_MOST_PARTS, _MOST_UNPACKED, _MOST_KIND = 5_000, 500 * 1024 * 1024, 500
_PAGE = re.compile(
    r"<\s*(?:!doctype|\?xml|html|head|body|script|iframe|object|embed|svg|style|link|meta|img|form)\b", re.IGNORECASE
)
_MAIN_PART = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
_MACROS = re.compile(r"(?:^|/)(?:vbaproject[^/]*\.bin|basic/|scripts/)|\.(?:exe|dll|js|vbs|jar)$", re.IGNORECASE)
_ODT = b"application/vnd.oasis.opendocument.text"


def wrong_with(ending: str, data: bytes) -> str:
    """Why this may not be kept as a document with this ending; empty when it may. Endings without a look of their own are refused."""
    if not data:
        return _("Het bestand is leeg.")
    look = _LOOKS.get(ending.lower())
    return (
        look(ending.lower(), data)
        if look
        else _("Bestanden die eindigen op .%(ending)s kunnen hier niet.") % {"ending": ending}
    )


def _is_not(ending: str) -> str:
    return _("Dit is geen %(ending)s-bestand, al heet het zo. Bewaar het opnieuw als %(ending)s.") % {"ending": ending}


def _pdf(_ending: str, data: bytes) -> str:
    return "" if data.startswith(b"%PDF-") else _("Dit is geen PDF, al heet het zo. Bewaar het opnieuw als PDF.")


def _mp4(ending: str, data: bytes) -> str:
    return "" if data[4:8] == b"ftyp" else _is_not(ending)


def _text(data: bytes) -> str | None:
    """The words at the beginning; None when these bytes are no text."""
    start = data[:_LOOKED_AT]
    if b"\0" in start:
        return None
    try:
        return start.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        cut_in_a_letter = len(data) > _LOOKED_AT and fault.start > len(start) - 4
        return start.decode("utf-8" if cut_in_a_letter else "cp1252", "replace")


def _plain(ending: str, data: bytes) -> str:
    words = _text(data)
    if words is None:
        return _is_not(ending)
    return _("In dit bestand staat HTML. Bewaar het als gewone tekst.") if _PAGE.search(words) else ""


def _captions(ending: str, data: bytes) -> str:
    if not re.match(r"WEBVTT(?:[ \t\r\n]|$)", _text(data) or ""):
        return _("Dit is geen ondertitelbestand: de eerste regel moet WEBVTT zijn. Sla de ondertitels op als WebVTT.")
    return _plain(ending, data)


def _office(ending: str, data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return _wrong_inside(ending, packed)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        return _is_not(ending)


def _wrong_inside(ending: str, packed: zipfile.ZipFile) -> str:
    parts = packed.infolist()
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
        return _("Uitgepakt is dit bestand te groot. Maak de afbeeldingen erin kleiner.")
    names = {part.filename for part in parts}
    if not _is_of_its_kind(ending, packed, names):
        return _is_not(ending)
    if any(_MACROS.search(name) for name in names):
        return _("In dit bestand zit een macro of programma. Bewaar het zonder macro’s.")
    return ""


def _is_of_its_kind(ending: str, packed: zipfile.ZipFile, names: set[str]) -> bool:
    if ending != "odt":
        return {"[Content_Types].xml", _MAIN_PART[ending]} <= names
    if "mimetype" not in names:
        return False
    with packed.open("mimetype") as kind:
        return kind.read(_MOST_KIND).strip() == _ODT


_LOOKS: dict[str, Callable[[str, bytes], str]] = {
    "csv": _plain,
    "docx": _office,
    "mp4": _mp4,
    "odt": _office,
    "pdf": _pdf,
    "pptx": _office,
    "txt": _plain,
    "vtt": _captions,
    "xlsx": _office,
}
