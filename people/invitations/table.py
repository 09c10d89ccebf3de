"""A list of people as a spreadsheet writes it (CSV): whom to invite, and what is wrong by line. Pure: it asks nothing of the database."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from people.models import Role
from people.refusal import Refused

MAX_BYTES = 512 * 1024
MOST = 500
"""Lines of one file: each becomes a mail."""
_NAMES = {
    "first_name": ("voornaam", "first name", "naam", "name"),
    "last_name": ("achternaam", "last name"),
    "email": ("e-mail", "email", "e-mailadres", "mail"),
    "team": ("team", "wijkteam"),
    "role": ("rol", "role"),
}
"""Under which headings a column is known; the first is how the example calls it."""
_REQUIRED = ("first_name", "email")
_LENGTHS = {"first_name": 80, "last_name": 120, "email": 254}
EXAMPLE = (
    "voornaam;achternaam;e-mail;team;rol\nNienke;Bos;nienke@gemeente.example;Wijkteam Noord;wijkteamprofessional\n"
)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line: whom to invite. `team` is the name of one of the organisation's, or empty; `role` one of Role."""

    line: int
    first_name: str
    last_name: str
    email: str
    team: str
    role: str


@dataclass(frozen=True)
class Wrong:
    """What is wrong with a line, for who wrote it."""

    line: int
    why: str


def read(data: bytes, *, teams: Iterable[str]) -> tuple[list[Row], list[Wrong]]:
    """The lines of a file, and what is wrong with which; one that is wrong is no Row. Raises Refused for a file that is no such list."""
    if len(data) > MAX_BYTES:
        raise Refused(_("Dit bestand is te groot. Verdeel het; in één keer kunnen er 500 mensen."))
    lines = list(csv.reader(io.StringIO(text := _text(data)), delimiter=_delimiter(text), strict=False))
    columns = _columns(lines[0] if lines else [])
    known = {_folded(name): name for name in teams}
    rows: list[Row] = []
    wrong: list[Wrong] = []
    for number, cells in enumerate(lines[1:], 2):
        said = {name: cells[place].strip() if place < len(cells) else "" for name, place in columns.items()}
        if not any(said.values()):
            continue
        found = _wrong_with(said, known)
        if found:
            wrong += [Wrong(number, why) for why in found]
        else:
            rows.append(_row(number, said, known))
    if not rows and not wrong:
        raise Refused(_("Er staat niemand in dit bestand. Zet onder de kopregel voor elke persoon een regel."))
    if len(rows) + len(wrong) > MOST:
        raise Refused(_("Er staan meer dan 500 mensen in. Verdeel het bestand; er is niets gedaan."))
    return rows, wrong + _twice(rows)


def _text(data: bytes) -> str:
    if b"\0" in data:
        raise Refused(_("Dit is geen CSV. Kies in je rekenblad ‘Opslaan als’ en dan CSV."))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _delimiter(text: str) -> str:
    head = text.split("\n", 1)[0]
    return max(";,\t", key=head.count)


def _columns(head: list[str]) -> dict[str, int]:
    said = [_folded(name) for name in head]
    found = {}
    for name, names in _NAMES.items():
        place = next((said.index(one) for one in names if one in said), None)
        if place is not None:
            found[name] = place
    missing = [_NAMES[name][0] for name in _REQUIRED if name not in found]
    if missing:
        raise Refused(
            _(
                "De eerste regel zegt wat in welke kolom staat. Er ontbreekt: %(names)s. Een goede eerste regel is: %(head)s"
            )
            % {"names": ", ".join(missing), "head": EXAMPLE.split("\n", maxsplit=1)[0]}
        )
    return found


def _wrong_with(said: Mapping[str, str], teams: Mapping[str, str]) -> list[str]:
    found = []
    if not said["first_name"]:
        found.append(_("De voornaam ontbreekt."))
    try:
        validate_email(said["email"])
    except ValidationError:
        found.append(_("‘%(email)s’ is geen e-mailadres.") % {"email": said["email"][:60]})
    if any(len(said.get(name, "")) > most for name, most in _LENGTHS.items()):
        found.append(_("Een naam of adres is te lang."))
    team, role = _folded(said.get("team", "")), _role(said.get("role", ""))
    if team and team not in teams:
        found.append(_("Het team ‘%(team)s’ is er niet.") % {"team": said["team"][:60]})
    if role is None:
        roles = ", ".join(str(one).lower() for one in Role.labels)
        found.append(_("De rol ‘%(role)s’ is er niet. Kies: %(roles)s.") % {"role": said["role"][:60], "roles": roles})
    if role == Role.LEAD and not team:
        found.append(_("Een teamleider heeft een team nodig."))
    return found


def _row(line: int, said: Mapping[str, str], teams: Mapping[str, str]) -> Row:
    return Row(
        line=line, first_name=said["first_name"], last_name=said.get("last_name", ""), email=said["email"].lower(),
        team=teams.get(_folded(said.get("team", "")), ""), role=_role(said.get("role", "")) or Role.PROFESSIONAL,
    )  # fmt: skip


def _role(said: str) -> str | None:
    """The role of these words, in Dutch or as the program calls it; nothing said is a professional, None is none of ours."""
    known = {_folded(str(one.label)): one.value for one in Role} | {one.value: one.value for one in Role}
    return known.get(_folded(said)) if said else Role.PROFESSIONAL.value


def _twice(rows: Iterable[Row]) -> list[Wrong]:
    seen: dict[str, int] = {}
    found = []
    for row in rows:
        if row.email in seen:
            found.append(Wrong(row.line, _("Dit adres staat ook op regel %(line)s.") % {"line": seen[row.email]}))
        seen.setdefault(row.email, row.line)
    return found


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
