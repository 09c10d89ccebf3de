"""QTI as it travels: one item in XML, or a zip of items with a list of what is in it (imsmanifest.xml)."""

import io
import zipfile
from collections.abc import Sequence
from html import escape
from pathlib import PurePosixPath
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from cms.interchange import rest
from cms.interchange.archive import Archive
from cms.interchange.encoding import xml_of
from cms.interchange.items import FileRefused, Item, NotHeld, Reading, Remark, Writing
from cms.interchange.qti_reading import read_item
from cms.interchange.qti_tree import attribute, descendants, name_of
from cms.interchange.qti_writing import written

MANIFEST = "imsmanifest.xml"
_MANIFEST_NAMESPACE = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"
_LOM = "http://ltsc.ieee.org/xsd/LOM"
_WHEN = (2000, 1, 1, 0, 0, 0)
"""The time in the zip: the same questions make the same file."""


def read(data: bytes) -> Reading:
    """All questions of a package, or the one of an item. Raises FileRefused."""
    if data[:2] == b"PK":
        return _read_package(Archive(data))
    reading = Reading()
    root = xml_of(data)
    name = name_of(root)
    if name != "assessmentitem":
        raise FileRefused(_not_an_item(name))
    _read_one(reading, root, _("vraag 1"), ())
    return reading


def _not_an_item(name: str) -> str:
    if name == "questestinterop":
        return _("Dit is QTI 1; exporteer de vragen als QTI 2.1, 2.2 of 3.")
    if name in {"manifest", "assessmenttest"}:
        return _("Dit is de lijst van een pakket of toets, zonder de vragen. Geef de hele zip.")
    return _("Dit is geen QTI: het begint niet met een vraag (assessmentItem).")


def _read_package(archive: Archive) -> Reading:
    if MANIFEST not in archive:
        raise FileRefused(_("In de zip ontbreekt imsmanifest.xml; dit is geen QTI-pakket."))
    reading, seen = Reading(), set[str]()
    for resource in descendants(xml_of(archive.bytes_of(MANIFEST)), "resource"):
        href = unquote(attribute(resource, "href"))
        if not attribute(resource, "type").lower().startswith("imsqti_item") or href in seen:
            continue
        seen.add(href)
        if href.startswith("/") or ".." in PurePosixPath(href).parts or ":" in href:
            raise FileRefused(_("De lijst van het pakket wijst buiten de zip: ‘%(name)s’.") % {"name": href[:80]})
        tags = tuple("".join(one.itertext()).strip() for one in descendants(resource, "keyword"))
        where = _("vraag %(number)s (%(file)s)") % {"number": len(seen), "file": href[:80]}
        root = xml_of(archive.bytes_of(href))
        if name_of(root) == "assessmentitem":
            _read_one(reading, root, where, tags)
        else:
            reading.skipped.append(Remark(where, _not_an_item(name_of(root))))
    if not seen:
        raise FileRefused(_("In dit pakket staat geen enkele vraag."))
    return reading


def _read_one(reading: Reading, root: Element, where: str, tags: tuple[str, ...]) -> None:
    try:
        item, notes = read_item(root, where, tags)
    except NotHeld as reason:
        reading.skipped.append(Remark(where, str(reason)))
    else:
        reading.items.append(item)
        reading.notes += [Remark(where, note) for note in notes]


def write(items: Sequence[Item]) -> Writing:
    """A package of QTI 3 with the questions that it can hold; each is read back before it is counted as written."""
    writing, resources, out = Writing(), [], io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, item in enumerate(items, 1):
            name, href = f"item-{number:05}", f"items/item-{number:05}.xml"
            try:
                text, left = written(item, name)
            except NotHeld as reason:
                writing.left_out.append(Remark(item.title, str(reason)))
                continue
            archive.writestr(zipfile.ZipInfo(href, _WHEN), text.encode(), zipfile.ZIP_DEFLATED)
            resources.append(_resource(item, name, href))
            if left:
                writing.notes.append(Remark(item.title, rest.told(left)))
        manifest = _manifest(resources)
        archive.writestr(zipfile.ZipInfo(MANIFEST, _WHEN), manifest.encode(), zipfile.ZIP_DEFLATED)
    writing.data = out.getvalue()
    return writing


def _resource(item: Item, name: str, href: str) -> str:
    words = "".join(
        f'<lom:keyword><lom:string language="nl">{escape(tag)}</lom:string></lom:keyword>' for tag in item.tags
    )
    metadata = f"<metadata><lom:lom><lom:general>{words}</lom:general></lom:lom></metadata>" if words else ""
    return f'<resource identifier="{name}" type="imsqti_item_xmlv3p0" href="{href}">{metadata}<file href="{href}"/></resource>'


def _manifest(resources: Sequence[str]) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<manifest xmlns="{_MANIFEST_NAMESPACE}" xmlns:lom="{_LOM}" identifier="leerspiegel-vragenbank">'
        "<metadata><schema>QTI Package</schema><schemaversion>3.0.0</schemaversion></metadata>"
        f"<organizations/><resources>{''.join(resources)}</resources></manifest>\n"
    )
