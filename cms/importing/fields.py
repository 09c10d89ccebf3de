"""Reading typed values out of JSON and TOML; every fault is noted under the key where it stands, and reading goes on."""

import difflib
import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from cms.importing.problems import Problems

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_ACTIVE = re.compile(r"<[A-Za-z/!?]")
_REFERENCE = re.compile(r"\[\^[a-z0-9-]+\]")


class Fields:
    """One dictionary of a file. Each reader answers a usable value, also after it noted a problem."""

    def __init__(self, data: Any, file: str, place: str, problems: Problems) -> None:
        self.file, self.place, self.problems = file, place, problems
        self.data: dict[str, Any] = data if isinstance(data, dict) else {}
        self._asked: list[str] = []
        if not isinstance(data, dict):
            self.note(
                "",
                _("Hier hoort een onderdeel met sleutels te staan, tussen accolades."),
                _("Vergelijk met het voorbeeld in de handleiding."),
            )

    def note(self, key: str, wrong: str, remedy: str) -> None:
        """Note a problem at a key."""
        self.problems.add(self.file, ", ".join(part for part in (self.place, key) if part), wrong, remedy)

    def _take(self, key: str) -> Any:
        self._asked.append(key)
        return self.data.get(key)

    def text(
        self, key: str, *, longest: int, required: bool = True, plain: bool = False, may_lack: bool = False
    ) -> str:
        """A text without HTML. A `plain` one may not refer to sources either: it isn't shown where references become links.

        What `may_lack` is left empty on purpose by writing null; forgetting the key is a problem still.
        """
        value = self._take(key)
        if value is None and (not required or self._is_left_empty(key, may_lack)):
            return ""
        if not isinstance(value, str):
            self.note(
                key,
                _("Hier hoort een tekst.") if key in self.data else _("Deze sleutel ontbreekt."),
                _("Zet er tekst tussen aanhalingstekens."),
            )
            return ""
        value = value.strip()
        self._check_text(key, value, longest, required, plain)
        return value

    def _is_left_empty(self, key: str, may_lack: bool) -> bool:
        return may_lack and key in self.data and self.data[key] is None

    def _check_text(self, key: str, value: str, longest: int, required: bool, plain: bool) -> None:
        if required and not value:
            self.note(key, _("De tekst is leeg."), _("Vul hem in."))
        if len(value) > longest:
            self.note(
                key,
                _("De tekst heeft %(count)s tekens; er mogen er %(longest)s.")
                % {"count": len(value), "longest": longest},
                _("Maak hem korter."),
            )
        if _ACTIVE.search(value):
            self.note(key, _("Er staat HTML in."), _("Schrijf gewone tekst of Markdown; zet een spatie na ‘<’."))
        if plain and _REFERENCE.search(value):
            self.note(key, _("Een verwijzing [^…] werkt hier niet."), _("Noem de bron in de lestekst of bij ‘source’."))

    def slug(self, key: str, *, longest: int = 60) -> str:
        """Lower case, digits and dashes."""
        value = self._take(key)
        if not isinstance(value, str) or not SLUG.fullmatch(value) or len(value) > longest:
            self.note(
                key,
                _("‘%(value)s’ kan geen sleutel zijn.") % {"value": str(value)[:60]},
                _("Gebruik kleine letters, cijfers en streepjes, hoogstens %(longest)s tekens.") % {"longest": longest},
            )
            return ""
        return value

    def choice(self, key: str, options: list[str], default: str | None = None) -> str:
        """One of the options."""
        value = self._take(key)
        if value is None and default is not None:
            return default
        if value not in options:
            self.note(
                key,
                _("‘%(value)s’ bestaat niet.") % {"value": str(value)[:60]},
                _("Kies uit: %(options)s.") % {"options": ", ".join(options)},
            )
            return ""
        return str(value)

    def whole(self, key: str, *, least: int, most: int) -> int:
        """A whole number within bounds."""
        value = self._take(key)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            self.note(
                key,
                _("Hier hoort een heel getal."),
                _("Schrijf een getal van %(least)s tot en met %(most)s.") % {"least": least, "most": most},
            )
            return least
        return value

    def number(self, key: str, default: str | None = None) -> str:
        """A number as exact text."""
        value = self._take(key)
        if value is None and default is not None:
            return default
        try:
            made = Decimal(str(value)) if isinstance(value, int | float | str) and not isinstance(value, bool) else None
        except InvalidOperation:
            made = None
        if made is None or not made.is_finite() or abs(made) >= 10**12:
            self.note(key, _("Hier hoort een getal."), _("Schrijf bijvoorbeeld 5 of 2.5."))
            return "0"
        return format(made.normalize(), "f")

    def flag(self, key: str) -> bool:
        """Yes or no."""
        value = self._take(key)
        if not isinstance(value, bool):
            self.note(key, _("Hier hoort true of false."), _("Schrijf het zonder aanhalingstekens."))
        return value is True

    def day(self, key: str, *, required: bool = True, may_lack: bool = False) -> date | None:
        """A date, as TOML's own or as 2026-11-21 in JSON."""
        value = self._take(key)
        if value is None and (not required or self._is_left_empty(key, may_lack)):
            return None
        if isinstance(value, str):
            try:
                return date.fromisoformat(value)
            except ValueError:
                value = None
        if not isinstance(value, date) or isinstance(value, datetime):
            self.note(key, _("Hier hoort een datum."), _("Schrijf jaar-maand-dag, zoals 2026-11-21."))
            return None
        return value

    def texts(self, key: str, *, longest: int, least: int = 0, most: int = 50, plain: bool = False) -> list[str]:
        """A list of texts."""
        found = []
        for place, value in enumerate(self.values(key, least=least, most=most), 1):
            name = f"{key} {place}"
            if not isinstance(value, str) or not value.strip():
                self.note(
                    name, _("Hier hoort een tekst."), _("Zet er tekst tussen aanhalingstekens, of haal de regel weg.")
                )
                continue
            self._check_text(name, value.strip(), longest, True, plain)
            found.append(value.strip())
        return found

    def slugs(self, key: str, *, required: bool = False) -> list[str]:
        """A list of keys, each once."""
        values = self.values(key, least=1 if required else 0, most=500)
        good = [value for value in values if isinstance(value, str) and SLUG.fullmatch(value) and len(value) <= 120]
        for value in values:
            if value not in good:
                self.note(
                    key,
                    _("‘%(value)s’ kan geen sleutel zijn.") % {"value": str(value)[:60]},
                    _("Gebruik kleine letters, cijfers en streepjes."),
                )
        for value in sorted({value for value in good if good.count(value) > 1}):
            self.note(key, _("‘%(value)s’ staat er twee keer.") % {"value": value}, _("Laat er één staan."))
        return list(dict.fromkeys(good))

    def values(self, key: str, *, least: int = 0, most: int = 500) -> list[Any]:
        """A list of anything."""
        value = self._take(key)
        if value is None and least == 0:
            return []
        if not isinstance(value, list):
            self.note(key, _("Hier hoort een lijst."), _("Zet de onderdelen tussen vierkante haken."))
            return []
        if not least <= len(value) <= most:
            self.note(
                key,
                _("De lijst heeft %(count)s onderdelen.") % {"count": len(value)},
                _("Maak er %(least)s tot en met %(most)s van.") % {"least": least, "most": most},
            )
        return value[:most]

    def groups(self, key: str, *, least: int = 0, most: int = 500) -> list["Fields"]:
        """A list of dictionaries."""
        return [
            self._inner(f"{key} {place}", value)
            for place, value in enumerate(self.values(key, least=least, most=most), 1)
        ]

    def group(self, key: str) -> "Fields":
        """A dictionary inside this one."""
        return self._inner(key, self._take(key))

    def _inner(self, name: str, value: Any) -> "Fields":
        return Fields(value, self.file, ", ".join(part for part in (self.place, name) if part), self.problems)

    def done(self) -> None:
        """Note the keys nobody asked for: a typing error would otherwise lose words silently."""
        for key in self.data.keys() - set(self._asked):
            near = difflib.get_close_matches(str(key), self._asked, 1)
            remedy = _("Bedoel je ‘%(near)s’?") % {"near": near[0]} if near else _("Haal hem weg.")
            self.note(str(key)[:60], _("Deze sleutel bestaat niet."), remedy)
