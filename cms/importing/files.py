"""Reading a folder that somebody else made: only plain files inside it, of a sensible size, as well-formed text."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from cms.importing.problems import Problems

MAX_TEXT_BYTES = 2 * 1024 * 1024
MAX_MEDIA_BYTES = 10 * 1024 * 1024
MAX_FILES = 1000
MAX_DEPTH = 12
"""How deep lists and groups in a JSON or TOML file may stand inside each other; the format itself needs five."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,119}")


class Unreadable(Exception):
    """The file could not be read; the problem has been noted."""


class Folder:
    """A folder of content."""

    def __init__(self, root: Path, problems: Problems) -> None:
        self.root = root
        self.problems = problems

    def names(self, under: str, ending: str) -> list[str]:
        """The files with an ending in a folder, in order."""
        folder = self.root / under
        if not folder.is_dir() or folder.is_symlink():
            return []
        found = sorted(
            f"{under}/{path.name}"
            for path in folder.iterdir()
            if path.suffix == ending and not path.name.startswith(".")
        )
        if len(found) > MAX_FILES:
            self.problems.add(
                under, "", _("Er staan te veel bestanden in deze map."), _("Verdeel de inhoud over meer modules.")
            )
        return found[:MAX_FILES]

    def bytes_of(self, name: str, limit: int) -> bytes:
        """The contents of a file. Raises Unreadable for what is missing, too big, or leads outside the folder."""
        path = self._inside(name)
        if path.stat().st_size > limit:
            self._refuse(
                name,
                _("Het bestand is groter dan %(limit)s kB.") % {"limit": limit // 1024},
                _("Maak het kleiner of splits het."),
            )
        with path.open("rb") as file:
            data = file.read(limit + 1)
        if len(data) > limit:
            self._refuse(name, _("Het bestand groeit tijdens het lezen."), _("Probeer het opnieuw."))
        return data

    def text(self, name: str) -> str:
        """The contents as text with plain line ends."""
        try:
            text = self.bytes_of(name, MAX_TEXT_BYTES).decode("utf-8")
        except UnicodeDecodeError as fault:
            self._refuse(
                name,
                _("Het bestand is geen UTF-8 (byte %(place)s).") % {"place": fault.start},
                _("Bewaar het als UTF-8."),
            )
        if "\0" in text:
            self._refuse(name, _("Er staat een onleesbaar teken (NUL) in."), _("Haal het weg."))
        return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")

    def json(self, name: str) -> Any:
        """The contents as JSON without repeated keys."""
        try:
            value = json.loads(self.text(name), object_pairs_hook=_without_repeats)
        except json.JSONDecodeError as fault:
            self._refuse(
                name,
                _("Geen geldige JSON: %(why)s.") % {"why": fault.msg},
                _("Controleer komma’s, haken en aanhalingstekens."),
                _line(fault.lineno),
            )
        except _RepeatedKey as fault:
            self._refuse(
                name,
                _("De sleutel ‘%(key)s’ staat twee keer in hetzelfde onderdeel.") % {"key": fault},
                _("Laat er één staan."),
            )
        except (RecursionError, ValueError):
            self._refuse_depth(name)
        return self._shallow(name, value)

    def toml(self, name: str, source: str, first_line: int) -> dict[str, Any]:
        """Front matter as a dictionary; line numbers count from `first_line`."""
        try:
            value = tomllib.loads(source)
        except tomllib.TOMLDecodeError as fault:
            at = re.search(r"at line (\d+)", str(fault))
            place = _line(int(at[1]) + first_line - 1) if at else _("kop")
            self._refuse(
                name,
                _("De kop is geen geldige TOML: %(why)s.") % {"why": str(fault).split(" (at")[0]},
                _("Controleer aanhalingstekens en haken."),
                place,
            )
        except (RecursionError, ValueError):
            self._refuse_depth(name)
        return self._shallow(name, value)

    def _shallow(self, name: str, value: Any) -> Any:
        if deeper_than(value, MAX_DEPTH):
            self._refuse_depth(name)
        return value

    def _refuse_depth(self, name: str) -> None:
        self._refuse(
            name,
            _("De gegevens zijn te diep genest of hebben een onmogelijk getal."),
            _("Gebruik de vorm uit de handleiding."),
        )

    def _inside(self, name: str) -> Path:
        parts = name.split("/")
        if not all(_NAME.fullmatch(part) for part in parts):
            self._refuse(
                name[:80],
                _("Deze bestandsnaam mag niet."),
                _("Gebruik letters, cijfers, punten en streepjes, zonder map ervoor."),
            )
        path = self.root
        for part in parts:
            path = path / part
            if path.is_symlink():
                self._refuse(
                    name, _("Dit is een koppeling naar een andere plek."), _("Zet het bestand zelf in de map.")
                )
        if not path.is_file():
            self._refuse(name, _("Dit bestand is er niet."), _("Voeg het toe of haal de verwijzing weg."))
        return path

    def _refuse(self, name: str, wrong: str, remedy: str, place: str = "") -> None:
        self.problems.add(name, place, wrong, remedy)
        raise Unreadable(name)


class _RepeatedKey(Exception):
    pass


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for key, value in pairs:
        if key in made:
            raise _RepeatedKey(key)
        made[key] = value
    return made


def deeper_than(value: Any, limit: int) -> bool:
    """Whether lists and dictionaries stand in each other deeper than `limit`; without recursion, level by level."""
    level = [value]
    for _depth in range(limit + 1):
        level = [
            inner
            for one in level
            if isinstance(one, dict | list)
            for inner in (one.values() if isinstance(one, dict) else one)
        ]
        if not level:
            return False
    return True


def _line(number: int) -> str:
    return _("regel %(number)s") % {"number": number}
