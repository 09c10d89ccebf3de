"""The course of a session: prepared, opened, from phase to phase, and closed. Each change names the version that was seen."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.models import Kind, Taught
from cms.reflection_questions import current
from learning.team_sessions import rules, wiping
from learning.team_sessions.actions import doors, ending, polling, showing
from learning.team_sessions.actions.holding import change, check_open, hold_to_lead
from learning.team_sessions.models import Session, State
from learning.team_sessions.phases import POLLS_IN, Phase, step
from learning.team_sessions.recipes import RECIPES, USUAL
from people.audit import named, record
from people.models import Team, User
from people.refusal import Conflict, Refused

MOST_EXTRA = 30
"""Minutes that a phase may be given more at once."""


@dataclass(frozen=True)
class Subject:
    """What a session is about: one of the ten questions by number, or a case by its number in the site."""

    question: int | None = None
    case: uuid.UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How a session is meant to go."""

    minutes: int = USUAL
    planned_at: datetime | None = None
    gathers_early: bool = False
    moderated: bool = False
    rehearsal: bool = False


def prepare(
    team: Team, *, subject: Subject, by: User, key: uuid.UUID, facilitators: Iterable[User] = (), plan: Plan = Plan()
) -> Session:
    """Prepare a session of one's own team; without facilitators one leads it oneself. The same key gives the same session.

    It pins the edition that is in force now. Raises Refused, and Conflict when the key made another session.
    """
    leading = list(facilitators) or [by]
    if not rules.may_prepare(by, team):
        raise Refused(_("Je bereidt een sessie voor met je eigen team. Bij dit team hoor je nu niet."))
    if not all(rules.may_be_facilitator(one, team) for one in leading):
        raise Refused(_("Kies als begeleider iemand van je eigen organisatie."))
    if plan.minutes not in RECIPES:
        raise Refused(_("Kies hoe lang de sessie duurt: 20, 30, 60 of 90 minuten."))
    about = _about(subject, team)
    try:
        with transaction.atomic():
            made = Session.objects.create(
                key=key,
                team=team,
                with_lead=any(rules.leads(one, team) for one in leading),
                **about,
                **plan.__dict__,
            )
            made.facilitators.set(leading)
            return made
    except IntegrityError:
        return _of_key(key, team=team, about=about)


def _about(subject: Subject, team: Team) -> dict[str, object]:
    if subject.question is not None:
        asked = current().get(subject.question)
        if asked is None:
            raise Refused(_("Kies een van de tien vragen, of een casus."))
        return {"question": asked.number, "edition_id": asked.edition_id, "asks": str(asked.asks)}
    return _about_case(subject.case, team)


def _about_case(case: uuid.UUID | None, team: Team) -> dict[str, object]:
    readable = Taught.objects.readable_by(team.organisation_id).filter(kind=Kind.CASE, live_line__isnull=False)
    found = readable.select_related("live_line").filter(pk=case).first() if case else None
    if found is None:
        raise Refused(_("Deze casus is er nu niet. Kies een andere casus, of een van de tien vragen."))
    return {"edition_id": found.live_line.head_id, "asks": found.title}


def _of_key(key: uuid.UUID, *, team: Team, about: dict[str, object]) -> Session:
    kept = Session.objects.get(key=key)
    if kept.team_id != team.pk or (kept.question, kept.asks) != (about.get("question"), about["asks"]):
        raise Conflict(_("Met dit formulier is al een andere sessie voorbereid. Die staat bij je sessies."))
    return kept


def cancel(session: Session, *, by: User) -> None:
    """Delete a session that has not begun, with what came in for it. Safe to repeat. Raises Refused."""
    with transaction.atomic():
        if not Session.objects.filter(pk=session.pk).exists():
            return
        now = hold_to_lead(session.pk, by=by)
        if now.state != State.PREPARED:
            raise Refused(_("Deze sessie is al begonnen. Rond haar af; daarna gaat weg wat zonder naam was."))
        _log("cancel", now, by)
        ending.delete(now)
        transaction.on_commit(wiping.wipe, robust=True)


def set_facilitators(session: Session, *, people: Iterable[User], by: User, seen: int, key: uuid.UUID) -> Session:
    """Say who lead it, oneself or others; somebody always does. Raises Refused and Conflict."""
    chosen = list(people)

    def how(now: Session) -> None:
        if not chosen or not all(rules.may_be_facilitator(one, now.team) for one in chosen):
            raise Refused(_("Kies minstens één begeleider, van je eigen organisatie."))
        if now.state == State.CLOSED:
            check_open(now)
        now.facilitators.set(chosen)
        now.with_lead = now.with_lead or any(rules.leads(one, now.team) for one in chosen)

    return change(session, by=by, seen=seen, key=key, how=how)


def begin(session: Session, *, by: User, seen: int, key: uuid.UUID) -> Session:
    """Open a prepared session, in its lobby, with a code. Raises Refused and Conflict."""

    def how(now: Session) -> None:
        if now.state != State.PREPARED:
            raise Refused(_("Deze sessie is al begonnen."))
        now.state, now.opened_at = State.OPEN, timezone.now()
        doors.make_code(now)
        _log("begin", now, by)

    return change(session, by=by, seen=seen, key=key, how=how)


def move(session: Session, *, to: str, by: User, seen: int, key: uuid.UUID) -> Session:
    """Go to a phase: the next, the one before, past one, or the same again. What was collected is shown where `phases.step` says so.

    Raises Refused and Conflict.
    """
    if to not in Phase.values or to == Phase.LOBBY:
        raise Refused(_("Kies een van de stappen van de sessie."))

    def how(now: Session) -> None:
        check_open(now)
        if now.phase == Phase.LOBBY:
            now.participations.exclude(guest_name="").update(guest_name="")
        if to not in POLLS_IN:
            polling.show_open(now)
        going = step(now.phase, to, collecting=now.collecting)
        if going.shows:
            showing.show(now)
        if going.opens:
            now.round, now.collecting = now.round + 1, True
        now.phase = to
        now.phase_until = timezone.now() + timedelta(minutes=now.recipe.advised(to))

    return change(session, by=by, seen=seen, key=key, how=how)


def extend(session: Session, *, minutes: int, by: User, seen: int, key: uuid.UUID) -> Session:
    """Give the phase some minutes more, from now or from when it might have ended. Raises Refused and Conflict."""
    if not 1 <= minutes <= MOST_EXTRA:
        raise Refused(_("Geef er 1 tot 30 minuten bij."))

    def how(now: Session) -> None:
        check_open(now)
        moment = timezone.now()
        now.phase_until = max(moment, now.phase_until or moment) + timedelta(minutes=minutes)

    return change(session, by=by, seen=seen, key=key, how=how)


def close(session: Session, *, by: User, seen: int, key: uuid.UUID) -> Session:
    """End a session: minutes are made, and everything without a name goes. What was not shown by then goes unseen.

    Raises Refused and Conflict.
    """

    def how(now: Session) -> None:
        check_open(now)
        ending.end(now)
        _log("close", now, by)
        transaction.on_commit(wiping.wipe, robust=True)

    return change(session, by=by, seen=seen, key=key, how=how)


def _log(action: str, now: Session, by: User) -> None:
    thing = named(now)
    transaction.on_commit(lambda: record(action, thing, actor=by), robust=True)
