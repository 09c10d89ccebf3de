"""A list on its way through a form: looked at, shown, and sealed, so that what is confirmed is what was shown. Nothing is kept here."""

import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.core import signing

from people.invitations import actions, table
from people.invitations.actions import Asked
from people.invitations.table import Row, Wrong
from people.models import Organisation, Team

MAX_AGE = 60 * 60


class Stale(Exception):
    """The seal is broken, somebody else's, or too old."""


@dataclass(frozen=True)
class Looked:
    """What a file holds: who would be invited, what is wrong by line, and the seal when nothing is."""

    rows: list[Row]
    wrong: list[Wrong]
    sealed: str


def look(organisation: Organisation, data: bytes, *, user_id: int) -> Looked:
    """What would come of a file. Raises Refused for what is no such list."""
    teams = _teams(organisation)
    rows, wrong = table.read(data, teams=teams)
    reasons = actions.why_not(organisation, [_asked(row, teams) for row in rows])
    wrong = sorted(
        [*wrong, *(Wrong(row.line, reasons[row.email]) for row in rows if row.email in reasons)],
        key=lambda one: one.line,
    )
    bad = {one.line for one in wrong}
    good = [row for row in rows if row.line not in bad]
    return Looked(good, wrong, "" if wrong else _seal(good, organisation, user_id))


def unseal(organisation: Organisation, sealed: str, *, user_id: int) -> tuple[list[Asked], uuid.UUID]:
    """Whom to invite, and the key of the form. Raises Stale."""
    try:
        said = signing.loads(sealed, salt=_salt(organisation, user_id), max_age=MAX_AGE)
    except signing.BadSignature:
        raise Stale from None
    teams = _teams(organisation)
    return [_asked(Row(**row), teams) for row in said["rows"]], uuid.UUID(said["key"])


def _seal(rows: Sequence[Row], organisation: Organisation, user_id: int) -> str:
    said = {"key": str(uuid.uuid4()), "rows": [asdict(row) for row in rows]}
    return signing.dumps(said, salt=_salt(organisation, user_id), compress=True)


def _salt(organisation: Organisation, user_id: int) -> str:
    return f"people.invitations.lists.{organisation.pk}.{user_id}"


def _teams(organisation: Organisation) -> dict[str, Team]:
    return {team.name: team for team in Team.objects.filter(organisation=organisation)}


def _asked(row: Row, teams: dict[str, Team]) -> Asked:
    """A team that went meanwhile is none."""
    return Asked(
        email=row.email, first_name=row.first_name, last_name=row.last_name, role=row.role, team=teams.get(row.team)
    )
