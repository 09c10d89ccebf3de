"""One object of a document, read property by property; every fault carries the path to it."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol, TypeVar

from cases_library.engine.json_text import Doubled, FormatError

KEY = r"[a-z0-9-]+"
MAX_LIST = 1_000
_SAID = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
"""What no text holds: control characters that cannot be kept, and halves of characters."""
_LONGEST_NAME = 60


class Keyed(Protocol):
    @property
    def key(self) -> str: ...


T = TypeVar("T")
K = TypeVar("K", bound=Keyed)


class Part:
    """An object at a path. Made only of an object with known properties, none of the required ones missing."""

    def __init__(
        self, value: object, path: str, known: Sequence[str] | None, required: Sequence[str] = (), *, first: str = ""
    ) -> None:
        if not isinstance(value, dict) or not all(isinstance(name, str) for name in value):
            raise FormatError(path, f"Hier hoort een object te staan ({{…}}), geen {_kind(value)}.")
        if first and first not in value:
            raise FormatError(
                f"{path}/{first}", f"De eigenschap ‘{first}’ ontbreekt: dit is geen casus in dit formaat."
            )
        if isinstance(value, Doubled):
            raise FormatError(
                _join(path, value.name), f"De eigenschap ‘{_shown(value.name)}’ staat er twee keer. Haal er een weg."
            )
        for name in value:
            if known is not None and name not in known:
                raise FormatError(
                    _join(path, name),
                    f"De eigenschap ‘{_shown(name)}’ kent dit formaat hier niet. Wel: {', '.join(known)}.",
                )
        for name in required:
            if name not in value:
                raise FormatError(_join(path, name), f"De eigenschap ‘{name}’ ontbreekt. Vul haar in.")
        self._value: dict[str, Any] = value
        self._path = path

    def __iter__(self) -> Iterator[str]:
        return iter(self._value)

    def get(self, name: str) -> Any:
        return self._value.get(name)

    def at(self, name: str) -> str:
        return _join(self._path, name)

    # Each of these gives what a missing property means: an empty text, an empty list, nothing.

    def text(self, name: str) -> str:
        return _text(self._value.get(name, ""), self.at(name))

    def matching(self, name: str, pattern: str, advice: str) -> str:
        """A text that is empty because it is missing, or that matches as a whole."""
        if name not in self._value:
            return ""
        text = self.text(name)
        if not re.fullmatch(pattern, text):
            raise FormatError(self.at(name), advice)
        return text

    def key(self, name: str) -> str:
        return _key(self._value.get(name), self.at(name))

    def reference(self, name: str) -> str:
        """A key of something else; empty for null too. Whether it exists is for the checker to say."""
        return "" if self._value.get(name) is None else self.text(name)

    def one_of(self, name: str, options: Sequence[str]) -> str:
        """One of the options; the first when it is missing."""
        value = self._value.get(name, options[0])
        if not isinstance(value, str) or value not in options:
            raise FormatError(self.at(name), f"Kies uit: {', '.join(options)}.")
        return value

    def whole(self, name: str, lowest: int, highest: int, *, missing: int | None = None) -> int:
        value = self._value.get(name, missing)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or not lowest <= value <= highest:
            raise FormatError(self.at(name), f"Vul een heel getal in van {lowest} tot en met {highest}.")
        return value

    def optional(self, name: str, read: Callable[[object, str], T]) -> T | None:
        value = self._value.get(name)
        return None if value is None else read(value, self.at(name))

    def parts(self, name: str, read: Callable[[object, str], T], *, most: int = MAX_LIST) -> tuple[T, ...]:
        """A list, each element read at its own path."""
        value, path = self._value.get(name, []), self.at(name)
        if not isinstance(value, list):
            raise FormatError(path, f"Hier hoort een lijst te staan ([…]), geen {_kind(value)}.")
        if len(value) > most:
            raise FormatError(path, f"Dit zijn er {len(value)}; hooguit {most} past in een casus.")
        return tuple(read(one, f"{path}/{place}") for place, one in enumerate(value))

    def keyed(self, name: str, read: Callable[[object, str], K], *, most: int = MAX_LIST) -> tuple[K, ...]:
        """A list whose elements have keys, each key once."""
        found = self.parts(name, read, most=most)
        seen: set[str] = set()
        for place, one in enumerate(found):
            if one.key in seen:
                raise FormatError(
                    f"{self.at(name)}/{place}/key", f"De sleutel ‘{one.key}’ is er al in deze lijst. Kies een andere."
                )
            seen.add(one.key)
        return found

    def texts(self, name: str) -> tuple[str, ...]:
        return self.parts(name, _text)

    def tags(self, name: str) -> tuple[str, ...]:
        return self.parts(name, _tag)

    def mapping(self, name: str) -> "Part":
        """An object whose properties the author names."""
        return Part(self._value.get(name, {}), self.at(name), None)


def _text(value: object, path: str) -> str:
    if not isinstance(value, str):
        raise FormatError(path, f"Hier hoort tekst te staan, geen {_kind(value)}.")
    if _SAID.search(value):
        raise FormatError(path, "Hier staat een teken dat niet bewaard kan worden. Typ de tekst opnieuw.")
    return value


def _key(value: object, path: str) -> str:
    if not isinstance(value, str) or not re.fullmatch(KEY, value):
        raise FormatError(path, "Een sleutel bestaat uit kleine letters zonder accent, cijfers en streepjes.")
    return value


def _tag(value: object, path: str) -> str:
    if not _text(value, path).strip():
        raise FormatError(path, "Een label is niet leeg. Vul het in, of haal het weg.")
    return _text(value, path)


def _kind(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "ja of nee"
        case int() | float():
            return "getal"
        case str():
            return "tekst"
        case list():
            return "lijst"
        case _:
            return "object"


def _join(path: str, name: str) -> str:
    return f"{path}/{_shown(name).replace('~', '~0').replace('/', '~1')}"


def _shown(name: str) -> str:
    """A property's name as it may be printed: nothing unprintable, and not endless."""
    said = name if name.isprintable() else name.encode("ascii", "backslashreplace").decode()
    return said if len(said) <= _LONGEST_NAME else f"{said[:_LONGEST_NAME]}…"
