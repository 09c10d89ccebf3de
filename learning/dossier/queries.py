"""One's own activities: what the mirror and the modules still hold, what stayed of it, and what one wrote down by hand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from cms.editions.memory import editions
from learning.dossier import registers
from learning.dossier.models import BY_HAND, TOGETHER, Activity, Answer, Confirmation, Kind, OwnActivity, Registration
from learning.dossier.periods import ALL, Period, cycle, of_year
from learning.dossier.words import Reader
from learning.journey.models import Completion
from learning.reflection.models import Entry
from learning.team_sessions.models import Participation
from people.colleagues import Colleague, colleagues, together
from people.models import User

ASKED_FOR = timedelta(days=60)
"""How long a colleague can answer; after that, the question is gone."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One activity. `source` names it; `kept`: its source is gone, and this line is what stayed.

    `people`: how many took part, when that is known; `no_hierarchy`: its owner says that nobody there leads them. `confirmed`: how many
    colleagues said that they took part, `named` those who let their name stand, `waiting` how many were asked and did not say so.
    """

    source: UUID
    kind: Kind
    on: date
    minutes: int | None
    method: str
    with_whom: str
    kept: bool
    written_at: datetime | None = None
    """When a text that is still there was saved; it tells several of one day apart."""
    people: int | None = None
    no_hierarchy: bool = False
    facilitator: str = ""
    evidence: str = ""
    module: str = ""
    """The address name of a module that was completed here."""
    opens: bool = True
    """Whether its words could be opened."""
    confirmed: int = 0
    named: tuple[str, ...] = ()
    waiting: int = 0

    @property
    def by_hand(self) -> bool:
        return self.kind in BY_HAND

    @property
    def is_of_session(self) -> bool:
        return self.kind in {Kind.SESSION, Kind.CANDIDATE}


def written(source: UUID, created_at: datetime, minutes: int | None) -> Line:
    """The activity that an entry in the mirror is: writing alone, on the day it was saved."""
    return Line(
        source=source,
        kind=Kind.PREPARATION,
        on=timezone.localdate(created_at),
        minutes=minutes,
        method=_("Schriftelijke reflectie"),
        with_whom=_("alleen"),
        kept=False,
        written_at=created_at,
    )


def activities(user_id: int, year: int | None = None, *, within: Period = ALL) -> tuple[Line, ...]:
    """One's own activities, newest first; of one year or one period when it is given.

    At most eight statements, however many there are: one each for entries, completions and what was confirmed, two each for lines that
    stayed and lines by hand, and one for editions that this process has not met.
    """
    period = of_year(year) if year is not None else within
    found = (*_written(user_id), *_kept(user_id), *_completed(user_id), *_by_hand(user_id))
    lines = [line for line in found if period.holds(line.on)]
    if any(line.kind in TOGETHER for line in lines):
        said = _confirmed(user_id)
        lines = [_with_word(line, said.get(line.source, [])) for line in lines]
    return tuple(sorted(lines, key=lambda line: (line.on, line.source), reverse=True))


def _written(user_id: int) -> Iterator[Line]:
    rows = Entry.objects.filter(user=user_id).values_list("uuid", "created_at", "minutes")
    return (written(*row) for row in rows)


def _kept(user_id: int) -> Iterator[Line]:
    return (
        Line(
            source=row.source,
            kind=Kind(row.kind),
            on=row.on,
            minutes=row.minutes,
            method=row.method,
            with_whom=row.with_whom,
            kept=True,
            people=row.people if row.people or row.kind != Kind.CANDIDATE else 2,
            no_hierarchy=row.kind == Kind.CANDIDATE,
            facilitator=", ".join(one.get_full_name() for one in row.led_by.all()),
        )
        for row in Activity.objects.filter(user=user_id).prefetch_related("led_by")
    )


def _completed(user_id: int) -> Iterator[Line]:
    """Modules completed here. Only the first time counts the minutes: after a change, one does the changed lesson again and no more."""
    rows = Completion.objects.filter(enrolment__user=user_id).order_by("completed_at", "pk")
    found = list(
        rows.values_list("enrolment__uuid", "enrolment__module__slug", "completed_at", "edition", "line__major")
    )
    known, met = editions([row[3] for row in found]), set[UUID]()
    for enrolment, slug, at, pk, major in found:
        content = known[pk].content
        again = enrolment in met
        met.add(enrolment)
        yield Line(
            source=UUID(int=enrolment.int ^ major),
            kind=Kind.MODULE,
            on=timezone.localdate(at),
            minutes=None if again else content.get("minutes") or None,
            method=content["title"],
            with_whom=_("opnieuw, na een wijziging") if again else _("alleen"),
            kept=False,
            evidence=_("afgerond op deze site"),
            module=slug,
        )


def _by_hand(user_id: int) -> Iterator[Line]:
    rows = list(OwnActivity.objects.filter(user=user_id).select_related("user"))
    reader = Reader(rows[0].user.uuid) if rows else None
    return (line_of(row, reader) for row in rows if reader)


def line_of(row: OwnActivity, reader: Reader) -> Line:
    """A line that was written by hand, with its words."""
    said = reader.words(row)
    return Line(
        source=row.pk,
        kind=Kind(row.kind),
        on=row.on,
        minutes=row.minutes,
        method=said.method if said else "",
        with_whom=_("%(number)s deelnemers") % {"number": row.people} if (row.people or 0) > 1 else "",
        kept=False,
        people=row.people,
        no_hierarchy=row.no_hierarchy,
        facilitator=said.facilitator if said else "",
        evidence=said.evidence if said else "",
        opens=said is not None,
    )


def kept_activity(user_id: int, source: UUID) -> Activity | None:
    """One's own line that stayed of this source; None for anybody else's."""
    return Activity.objects.filter(user=user_id, source=source).first()


def own_activity(user_id: int, number: UUID) -> OwnActivity | None:
    """One's own line by hand; None for anybody else's."""
    return OwnActivity.objects.filter(user=user_id, pk=number).first()


# --- One's register -------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Registered:
    """One's own choice: the register and its period of today, with the rules that held when that period began.

    `rules` is None for who chose no register. `changes`: days within the period on which other rules began.
    """

    register: str
    since: date
    until: date | None
    period: Period
    rules: registers.Rules | None
    changes: tuple[date, ...]


def registered(user_id: int) -> Registered | None:
    """What this person chose; None when they chose nothing. One statement. Raises registers.Fault."""
    row = Registration.objects.filter(user=user_id).first()
    if row is None:
        return None
    today = timezone.localdate()
    newest = registers.rules_on(row.register, max(today, row.since)) if row.register else None
    years = (newest.years if newest else None) or USUAL_YEARS
    period = Period(row.since, row.until) if row.until else cycle(row.since, years, today)
    since, until = period.since or row.since, period.until or today
    return Registered(
        register=row.register,
        since=row.since,
        until=row.until,
        period=period,
        rules=registers.rules_on(row.register, since) if row.register else None,
        changes=registers.changes_between(row.register, since, until),
    )


USUAL_YEARS = 5
"""How long a period is, where neither its owner nor the register's file says so."""


# --- Confirming that somebody took part -----------------------------------------------------------


def _confirmed(user_id: int) -> Mapping[UUID, list[Confirmation]]:
    """What colleagues were asked, by line."""
    found: dict[UUID, list[Confirmation]] = {}
    for row in Confirmation.objects.filter(user=user_id).select_related("peer"):
        found.setdefault(row.source, []).append(row)
    return found


def _with_word(line: Line, asked: list[Confirmation]) -> Line:
    """Who said no counts as who did not answer: nobody can read who it was."""
    said = [row for row in asked if row.answer == Answer.CONFIRMED]
    names = tuple(row.peer.get_full_name() for row in said if row.named)
    return replace(line, confirmed=len(said), named=names, waiting=len(asked) - len(said))


@dataclass(frozen=True, kw_only=True)
class Question:
    """What a colleague is asked: whether this person took part in this, on this day. Nothing else of it."""

    number: UUID
    who: str
    kind: Kind
    on: date


def questions(user_id: int) -> tuple[Question, ...]:
    """What waits for one's own answer, of people one still works with. One statement."""
    today = timezone.localdate()
    rows = Confirmation.objects.filter(
        together("user", "peer", on=today), peer=user_id, answer=Answer.ASKED, asked_on__gt=today - ASKED_FOR
    )
    return tuple(
        Question(number=row.pk, who=row.user.get_full_name(), kind=Kind(row.kind), on=row.on)
        for row in rows.select_related("user")
    )


def question(user_id: int, number: UUID) -> Question | None:
    """One of those; None for anybody else's and for what was answered."""
    return next((one for one in questions(user_id) if one.number == number), None)


def may_be_asked(user: User, line: Line) -> tuple[Colleague, ...]:
    """Whom one may ask about a line: of a session, colleagues who were there with an account; of intervision by hand, any colleague.

    Not who was asked already. Three statements.
    """
    if line.kind not in TOGETHER:
        return ()
    asked = set(Confirmation.objects.filter(user=user, source=line.source).values_list("peer__uuid", flat=True))
    near = [one for one in colleagues(user.pk) if one.uuid not in asked]
    if not line.is_of_session:
        return tuple(near)
    there = Participation.objects.filter(session=line.source, user__isnull=False, session__participations__user=user)
    present = set(there.values_list("user__uuid", flat=True))
    return tuple(one for one in near if one.uuid in present)


def own_line(user_id: int, source: UUID) -> Line | None:
    """One line of one's own; None for anybody else's."""
    return next((line for line in activities(user_id) if line.source == source), None)
