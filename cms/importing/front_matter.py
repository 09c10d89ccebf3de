"""What files with a head in TOML and text below it have in common: the head itself, and the sources it lists."""

from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from cms.importing.fields import Fields
from cms.importing.files import Folder, Unreadable

MAX_FRONT_MATTER = 60_000


def cut_front_matter(folder: Folder, file: str) -> tuple[str, str, int]:
    """The front matter, the text below, and the line where that text begins. Raises Unreadable."""
    lines = folder.text(file).split("\n")
    closing = next((number for number, line in enumerate(lines[1:], 1) if line.strip() == "+++"), None)
    if lines[0].strip() != "+++" or closing is None:
        folder.problems.add(
            file, _("regel 1"), _("De kop ontbreekt."), _("Begin met een regel +++, dan de gegevens, dan weer +++.")
        )
        raise Unreadable(file)
    front = "\n".join(lines[1:closing])
    if len(front) > MAX_FRONT_MATTER:
        folder.problems.add(file, _("kop"), _("De kop is te lang."), _("Houd het bij gegevens over de tekst eronder."))
        raise Unreadable(file)
    return front, "\n".join(lines[closing + 1 :]), closing + 2


def read_sources(fields: Fields) -> list[dict[str, str]]:
    """The sources that a head lists, each under a key of its own."""
    found: dict[str, dict[str, str]] = {}
    for group in fields.groups("sources", most=100):
        source = {
            "key": group.slug("key", longest=120),
            "title": group.text("title", longest=300),
            "publisher": group.text("publisher", longest=200, required=False),
            "url": group.text("url", longest=500, required=False),
            "date": group.text("date", longest=60, required=False),
            "seen": group.text("seen", longest=20, required=False),
        }
        group.done()
        if source["url"] and not _is_web_address(source["url"]):
            group.note("url", _("Dit is geen webadres."), _("Schrijf het voluit, met https://."))
        if source["key"] in found:
            group.note("key", _("De sleutel ‘%(key)s’ bestaat al.") % {"key": source["key"]}, _("Kies een andere."))
        elif source["key"]:
            found[source["key"]] = source
    return list(found.values())


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and not any(char.isspace() for char in url)
