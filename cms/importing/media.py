"""Images and documents that a lesson shows: small enough, what their name says they are, and nothing active inside."""

import hashlib
import io
import re
from dataclasses import dataclass
from pathlib import PurePath
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from cms.importing.files import MAX_MEDIA_BYTES, Folder, Unreadable
from cms.svg import BrokenDrawing, cleaned_svg
from cms.uploads import wrong_with

MAX_SVG_BYTES = 1024 * 1024
MAX_SVG_ELEMENTS = 20_000
MAX_PIXELS = 40_000_000
_RASTER = {"gif": "GIF", "png": "PNG", "jpg": "JPEG", "jpeg": "JPEG", "webp": "WEBP"}
_SVG = "{http://www.w3.org/2000/svg}"
_ELEMENTS = frozenset(
    [
        "svg",
        "g",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "text",
        "tspan",
        "title",
        "desc",
        "defs",
        "marker",
        "linearGradient",
        "radialGradient",
        "stop",
        "clipPath",
        "mask",
        "pattern",
    ]
)
_HREF = re.compile(r"(?:\{[^}]*\})?href", re.IGNORECASE)
_OUTSIDE = re.compile(r"url\(\s*(?!['\"]?#)|javascript:|expression\(|@import|data:", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class MediaDraft:
    """A file to be kept in the library."""

    name: str
    title: str
    is_image: bool
    data: bytes
    digest: str


def read_media(
    folder: Folder, name: str, *, is_image: bool, title: str, place: str, under: str = "media/"
) -> MediaDraft | None:
    """The file from a folder inside the folder; None when it was refused, and why was noted."""
    path = f"{under}{name}"
    ending = PurePath(name).suffix.lower().lstrip(".")
    allowed = {"svg", *_RASTER} if is_image else set(settings.WAGTAILDOCS_EXTENSIONS)
    if ending not in allowed:
        folder.problems.add(
            place,
            "",
            _("‘%(name)s’ kan hier niet.") % {"name": name[:80]},
            _("Gebruik: %(endings)s.") % {"endings": ", ".join(sorted(allowed))},
        )
        return None
    try:
        data = folder.bytes_of(path, MAX_SVG_BYTES if ending == "svg" else MAX_MEDIA_BYTES)
    except Unreadable:
        return None
    wrong = _wrong_with(ending, data)
    if wrong:
        folder.problems.add(
            path,
            "",
            wrong,
            _("Bewaar het bestand opnieuw vanuit een tekenprogramma of kantoorprogramma, zonder extra’s."),
        )
        return None
    return MediaDraft(
        name=name, title=title[:255], is_image=is_image, data=data, digest=hashlib.sha256(data).hexdigest()
    )


def _wrong_with(ending: str, data: bytes) -> str:
    if not data:
        return _("Het bestand is leeg.")
    if ending == "svg":
        return "" if _is_as_an_upload_leaves_it(data) else wrong_with_svg(data)
    if ending in _RASTER:
        return _wrong_with_raster(ending, data)
    return wrong_with(ending, data)


def _is_as_an_upload_leaves_it(data: bytes) -> bool:
    """Whether the library's own cleaning has nothing to take from this drawing. It knows more than what a folder may hold."""
    try:
        return data.count(b"<") <= MAX_SVG_ELEMENTS and cleaned_svg(data) == data
    except (BrokenDrawing, RecursionError, LookupError):
        return False


def as_kept(name: str, data: bytes) -> bytes:
    """What the library keeps of a file."""
    return cleaned_svg(data) if name.lower().endswith(".svg") else data


def fingerprint(media: MediaDraft) -> str:
    """Of what is kept of a file: an export gives that back, so that importing it again changes nothing."""
    return hashlib.sha256(as_kept(media.name, media.data)).hexdigest()


def _wrong_with_raster(ending: str, data: bytes) -> str:
    try:
        with Image.open(io.BytesIO(data), formats=[_RASTER[ending]]) as image:
            pixels = image.width * image.height
    except (
        UnidentifiedImageError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
        OSError,
        ValueError,
        SyntaxError,
    ):
        return _("Dit is geen %(ending)s-afbeelding.") % {"ending": ending}
    return _("De afbeelding heeft te veel beeldpunten.") if pixels > MAX_PIXELS else ""


def wrong_with_svg(data: bytes) -> str:
    """Why an SVG is refused; empty when it only draws. What it may hold is listed, everything else is refused."""
    if b"<?xml-stylesheet" in data or data.count(b"<?") > 1:
        return _("In de SVG staat een verwerkingsopdracht (<?…).")
    try:
        root = fromstring(data, forbid_dtd=True)
    except (DefusedXmlException, ParseError, ValueError, RecursionError, LookupError):
        return _("De SVG is geen geldige XML, of gebruikt een DTD of entiteiten.")
    if root.tag != f"{_SVG}svg":
        return _("Dit is geen SVG.")
    for count, element in enumerate(root.iter()):
        if count > MAX_SVG_ELEMENTS:
            return _("De SVG heeft te veel onderdelen.")
        tag = str(element.tag)
        if not tag.startswith(_SVG) or tag.removeprefix(_SVG) not in _ELEMENTS:
            return _("De SVG bevat een onderdeel dat niet mag: %(tag)s.") % {"tag": tag.rpartition("}")[2][:40]}
        for name, value in element.attrib.items():
            if name.lower().startswith("on") or _HREF.fullmatch(name) or _OUTSIDE.search(value):
                return _("De SVG bevat iets actiefs of een verwijzing naar buiten: %(name)s.") % {
                    "name": name.rpartition("}")[2][:40]
                }
    return ""
