"""From bytes to a JSON value, and the error that everything reading a case raises."""

import json
from typing import Any

MAX_BYTES = 5_000_000
_LONGEST_NUMBER = 15
"""Characters of a whole number that is kept exactly; nothing in a case is longer."""


class FormatError(Exception):
    """What is not this format: where (a JSON pointer; "/" is the document as a whole) and what to do about it."""

    def __init__(self, path: str, message: str) -> None:
        self.path = path or "/"
        self.message = message
        super().__init__(f"{self.path}: {message}")


class Doubled(dict[str, Any]):
    """An object that gave one name twice; `name` is that name. Reading refuses it where it stands."""

    name = ""


def parse(data: bytes | str) -> Any:
    """The JSON value. Raises FormatError for another encoding or language, and for what is too big or too deep."""
    text = _decoded(data)
    try:
        return json.loads(text, object_pairs_hook=_object, parse_int=_whole)
    except json.JSONDecodeError as fault:
        where = f"regel {fault.lineno}, teken {fault.colno}"
        raise FormatError("", f"Dit is geen JSON: op {where} klopt het niet.") from None
    except RecursionError:
        raise FormatError("", "Er staan te veel lijsten en objecten in elkaar. Maak het bestand platter.") from None


def _decoded(data: bytes | str) -> str:
    if len(data) > MAX_BYTES:
        most = MAX_BYTES // 1_000_000
        raise FormatError("", f"Het bestand is te groot: hooguit {most} MB. Haal weg wat geen casus is.")
    if isinstance(data, str):
        return data.removeprefix("\ufeff")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise FormatError("", f"Byte {fault.start} is geen UTF-8. Bewaar het bestand als UTF-8.") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    doubled, seen = Doubled(found), set[str]()
    for name, _ in pairs:
        if name in seen:
            doubled.name = name
            break
        seen.add(name)
    return doubled


def _whole(digits: str) -> int | float:
    return int(digits) if len(digits) <= _LONGEST_NUMBER else float(digits)
