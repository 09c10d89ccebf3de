"""What registers ask, as dated files (content/registers): read strictly, so that a file with a fault gives an error and never a sum.

Pure, but for reading the files. One file is one register as its rules are from a day on; two files of one register stand side by side.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings

T = TypeVar("T")
FORMAT = "leerspiegel-register/1"
KINDS = ("session", "intervision", "supervision", "module", "training", "congress")
"""Our kinds that a category may name. Writing alone is none of them, and no file can make it one."""
NEEDS = ("minutes", "method", "people", "no_hierarchy", "facilitator", "evidence")
UNITS = ("points", "hours")
CONFIDENCE = ("high", "middle", "low")


class Fault(Exception):
    """A file that cannot be used: which, where in it, and why."""


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where it was read, and when."""

    title: str
    url: str
    read_on: date


@dataclass(frozen=True, kw_only=True)
class Part:
    """How much of a category must or may be of one sort."""

    name: str
    amount: int


@dataclass(frozen=True, kw_only=True)
class Category:
    """One thing that a register asks. `amount` and `hours_per_unit` are None where nobody could tell us."""

    key: str
    name: str
    amount: int | None
    unit: str
    hours_per_unit: float | None
    parts: tuple[Part, ...]
    kinds: tuple[str, ...]
    needs: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Rules:
    """One register as its rules are from a day on; `valid_from` None: as far back as we know."""

    register: str
    name: str
    edition: str
    valid_from: date | None
    years: int | None
    sources: tuple[Source, ...]
    confidence: str
    review_on: date
    check: str
    besides: tuple[str, ...]
    categories: tuple[Category, ...]

    def is_past_review(self, today: date) -> bool:
        """Whether somebody should have looked at it again by now."""
        return today > self.review_on


# --- Finding the rules ----------------------------------------------------------------------------


def rules_on(register: str, day: date) -> Rules | None:
    """The rules of a register that held on a day: the last that began by then; None before all of them, and for no such register."""
    found = [one for one in _of(register) if one.valid_from is None or one.valid_from <= day]
    return found[-1] if found else None


def changes_between(register: str, since: date, until: date) -> tuple[date, ...]:
    """The days after `since`, up to `until`, on which other rules began."""
    return tuple(one.valid_from for one in _of(register) if one.valid_from and since < one.valid_from <= until)


def choices() -> tuple[tuple[str, str], ...]:
    """The registers one can choose, by their newest name."""
    return tuple({one.register: (one.register, one.name) for one in all_rules()}.values())


def _of(register: str) -> tuple[Rules, ...]:
    return tuple(one for one in all_rules() if one.register == register)


@lru_cache(maxsize=1)
def all_rules() -> tuple[Rules, ...]:
    """Every file, by register and day. Raises Fault."""
    return read(Path(settings.BASE_DIR) / "content" / "registers")


# --- Reading --------------------------------------------------------------------------------------


def read(folder: Path) -> tuple[Rules, ...]:
    """Every file of a folder. Raises Fault for the first that is wrong, and for two of one register that begin on one day."""
    found: dict[tuple[str, date], Rules] = {}
    for path in sorted(folder.glob("*.json")):
        try:
            one = rules_of(json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=_once))
        except (Fault, ValueError) as fault:
            raise Fault(f"{path.name}: {fault}") from None
        place = (one.register, one.valid_from or date.min)
        if place in found:
            raise Fault(f"{path.name}: valid_from: another file of '{one.register}' begins on the same day")
        found[place] = one
    return tuple(found[place] for place in sorted(found))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise Fault(f"a name stands twice among {', '.join(name for name, _value in pairs)}")
    return made


def rules_of(raw: Any) -> Rules:
    """One file as plain values. Raises Fault, which names the place."""
    one = _Reader(raw, "")
    one.text("format", among=(FORMAT,))
    rules = Rules(
        register=one.text("register", most=40),
        name=one.text("name"),
        edition=one.text("edition"),
        valid_from=one.maybe("valid_from", one.day),
        years=one.maybe("years", lambda name: one.whole(name, 1, 20)),
        sources=one.many("sources", _source, least=1),
        confidence=one.text("confidence", among=CONFIDENCE),
        review_on=one.day("review_on"),
        check=one.text("check"),
        besides=one.texts("besides"),
        categories=one.many("categories", _category, least=1),
    )
    one.done()
    _each_once("key", (category.key for category in rules.categories))
    _each_once("kinds", (kind for category in rules.categories for kind in category.kinds))
    if rules.review_on < max(source.read_on for source in rules.sources):
        raise Fault("review_on: lies before the day on which it was read")
    return rules


def _source(one: "_Reader") -> Source:
    url = one.text("url")
    if not url.startswith("https://"):
        raise Fault(f"{one.place}url: begins with https://")
    return Source(title=one.text("title"), url=url, read_on=one.day("read_on"))


def _part(one: "_Reader") -> Part:
    return Part(name=one.text("name"), amount=one.whole("amount", 1, 1_000))


def _category(one: "_Reader") -> Category:
    made = Category(
        key=one.text("key", most=40),
        name=one.text("name"),
        amount=one.maybe("amount", lambda name: one.whole(name, 1, 10_000)),
        unit=one.text("unit", among=UNITS),
        hours_per_unit=one.maybe("hours_per_unit", one.number),
        parts=one.many("parts", _part),
        kinds=one.texts("kinds", among=KINDS),
        needs=one.texts("needs", among=NEEDS),
        notes=one.texts("notes"),
    )
    if made.kinds and "minutes" not in made.needs:
        raise Fault(f"{one.place}needs: what is added up needs minutes")
    if made.parts and (made.amount is None or sum(part.amount for part in made.parts) > made.amount):
        raise Fault(f"{one.place}parts: more than the whole")
    return made


def _each_once(what: str, found: Iterable[str]) -> None:
    names = list(found)
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise Fault(
            f"categories: {what}: {', '.join(sorted(twice))} stands in more than one, and would be added up twice"
        )


class _Reader:
    """Takes named values from an object; what is missing, of another type or not asked for is a fault."""

    def __init__(self, raw: Any, place: str) -> None:
        if not isinstance(raw, dict):
            raise Fault(f"{place or 'the file'}: is an object")
        self._left: dict[str, Any] = dict(raw)
        self.place = place

    def _take(self, name: str) -> Any:
        if name not in self._left:
            raise Fault(f"{self.place}{name}: is missing")
        return self._left.pop(name)

    def done(self) -> None:
        if self._left:
            raise Fault(f"{self.place}{min(self._left)}: is not known")

    def text(self, name: str, *, most: int = 400, among: tuple[str, ...] = ()) -> str:
        found = self._take(name)
        if not isinstance(found, str) or not found.strip() or len(found) > most:
            raise Fault(f"{self.place}{name}: is a text of at most {most} characters")
        if among and found not in among:
            raise Fault(f"{self.place}{name}: is one of {', '.join(among)}")
        return found

    def texts(self, name: str, *, among: tuple[str, ...] = ()) -> tuple[str, ...]:
        found = self._take(name)
        if not isinstance(found, list) or not all(isinstance(one, str) and one.strip() for one in found):
            raise Fault(f"{self.place}{name}: is a list of texts")
        if among and not set(found) <= set(among):
            raise Fault(f"{self.place}{name}: are of {', '.join(among)}")
        return tuple(found)

    def whole(self, name: str, least: int, most: int) -> int:
        found = self._take(name)
        if not isinstance(found, int) or isinstance(found, bool) or not least <= found <= most:
            raise Fault(f"{self.place}{name}: is a whole number from {least} to {most}")
        return found

    def number(self, name: str) -> float:
        found = self._take(name)
        if not isinstance(found, int | float) or isinstance(found, bool) or not 0 < found <= 100:
            raise Fault(f"{self.place}{name}: is a number above 0")
        return float(found)

    def day(self, name: str) -> date:
        found = self._take(name)
        try:
            return date.fromisoformat(found)
        except (TypeError, ValueError):
            raise Fault(f"{self.place}{name}: is a day such as 2026-11-21") from None

    def maybe(self, name: str, read: Callable[[str], T]) -> T | None:
        if name in self._left and self._left[name] is None:
            self._left.pop(name)
            return None
        return read(name)

    def many(self, name: str, read: Callable[["_Reader"], T], *, least: int = 0) -> tuple[T, ...]:
        found = self._take(name)
        if not isinstance(found, list) or len(found) < least:
            raise Fault(f"{self.place}{name}: is a list" + (f" of at least {least}" if least else ""))
        made = []
        for number, raw in enumerate(found, 1):
            one = _Reader(raw, f"{self.place}{name} {number}: ")
            made.append(read(one))
            one.done()
        return tuple(made)


def facts(rules: Rules) -> Mapping[str, Any]:
    """What a file that is taken along says of the rules beside it."""
    return {
        "register": rules.register,
        "name": rules.name,
        "edition": rules.edition,
        "valid_from": rules.valid_from.isoformat() if rules.valid_from else None,
        "review_on": rules.review_on.isoformat(),
        "sources": [{"title": one.title, "url": one.url, "read_on": one.read_on.isoformat()} for one in rules.sources],
    }
