"""The policy of access as data: reading the tables, and saying in their words what a reply was.

`access.csv` holds every route outside the studio: route, method, object, and for everybody of the cast (and a visitor) the status.
`studio.csv` holds Wagtail's: route, method, object, and the status for a trainer, the core's editor, an organisation's administrator and
a platform administrator. `*` stands for every method, or every object. `sign-in` is the redirect to the door
that brings one back to the same address, `door` the one that does not. `guest.csv` holds what a guest of a session may do besides what a
visitor may.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from django.http import HttpResponse

SIGN_IN, DOOR = "sign-in", "door"
NOT_RUN = "-"
_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Row:
    """What somebody may expect of one route, by method and object."""

    route: str
    method: str
    object: str
    outcomes: dict[str, str]

    @property
    def id(self) -> str:
        return f"{self.route} {self.method} {self.object}"


def table(name: str) -> list[Row]:
    """The rows of a table in order. Two rows for the same thing are a mistake."""
    with (_FOLDER / name).open(newline="") as file:
        rows = [_row(line) for line in csv.DictReader(file)]
    assert len({row.id for row in rows}) == len(rows), f"{name} says something twice"
    return rows


def _row(line: dict[str, str]) -> Row:
    fixed = [line.pop(name) for name in ("route", "method", "object")]
    assert all(value and value.strip() == value for value in line.values()), f"{fixed}: an empty cell"
    return Row(*fixed, line)


def outcome(response: HttpResponse, path: str) -> str:
    """A reply in the words of the tables. `sign-in` only when the door will bring one back to this very address."""
    target = urlsplit(response.headers.get("Location", ""))
    if response.status_code == 302 and target.path == "/accounts/login/":
        return SIGN_IN if parse_qs(target.query).get("next") == [path] else DOOR
    if response.status_code >= 500:
        fault = getattr(response, "exc_info", None)
        return f"{response.status_code} {fault[1]!r}" if fault else str(response.status_code)
    return str(response.status_code)


def missing_rows(keys: Iterator[str], tables: list[list[Row]]) -> list[str]:
    """Routes that no table speaks of."""
    known = {row.route for rows in tables for row in rows}
    return [key for key in keys if key not in known]
