"""What is so in a session, for whom: for all at the table, for who leads, for one browser, for the team. Never who gave what."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.reflection_questions import asked_in
from learning.reflection.questions import anchors
from learning.team_sessions import rules
from learning.team_sessions.codes import code_of, digest_of_ticket
from learning.team_sessions.models import (
    Agreement,
    Ballot,
    Card,
    JoinCode,
    Offered,
    Participation,
    Session,
    Slip,
    Standing,
    State,
    Ticket,
)
from learning.team_sessions.phases import Phase
from learning.team_sessions.words import Reader
from people.models import Membership, Team, User
from people.viewer import running

# --- Finding a session ----------------------------------------------------------------------------


def sessions_of(user: User) -> QuerySet[Session]:
    """The sessions that somebody leads, took part in, or may join as a member of the team; newest first. Rehearsals only for who leads.

    None whose last day is over, also when the sweep that deletes it has yet to come.
    """
    teams = Membership.objects.filter(running(timezone.localdate()), user=user, team__isnull=False).values("team")
    took_part = Participation.objects.filter(session=OuterRef("pk"), user=user)
    leads = Session.facilitators.through.objects.filter(session=OuterRef("pk"), user=user)
    rows = Session.objects.filter(stays()).filter(
        Exists(leads) | Q(Exists(took_part), rehearsal=False) | Q(team__in=teams, rehearsal=False)
    )
    return rows.select_related("team")


def stays(path: str = "") -> Q:
    """Whether a session is kept today: it is not over, or its last day is not. `path` leads to the session from another table."""
    return Q(**{f"{path}keep_until__isnull": True}) | Q(**{f"{path}keep_until__gte": timezone.localdate()})


def session_of(user: User, number: uuid.UUID) -> Session | None:
    """One of those; None for anybody else, as if it did not exist."""
    return sessions_of(user).filter(pk=number).first()


def session_led_by(user: User, number: uuid.UUID) -> Session | None:
    """A session that somebody leads; None for anybody else. What stands under "For who leads" is for them alone."""
    found = session_of(user, number)
    return found if found is not None and rules.may_lead(user, found) else None


def participation_of(session: Session, user: User) -> Participation | None:
    """That somebody takes part; None when they do not."""
    return session.participations.filter(user=user).first()


def guest_of(session: Session, digest: str) -> Participation | None:
    """The guest with this digest of a token; None when there is none."""
    return session.participations.filter(guest=digest).first() if digest else None


# --- At the table ---------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class CardShown:
    """A card on the table."""

    number: uuid.UUID
    round: int
    text: str
    discussed: bool


@dataclass(frozen=True, kw_only=True)
class RoundShown:
    """A round that was shown. `distribution`: how many stand at each level; None for fewer than four, and then `said` says so."""

    number: int
    distribution: tuple[int, ...] | None
    said: str


@dataclass(frozen=True, kw_only=True)
class Table:
    """What everybody in a session may see, on the big screen too: no person, no count, nothing that was not shown yet.

    `cards` lie in a random order, which stays; `on_table` is the first that was not talked about. `notice`: a lead is in the session.
    """

    version: int
    state: str
    phase: str
    asks: str
    phase_until: datetime | None
    collecting: bool
    cards: tuple[CardShown, ...]
    on_table: CardShown | None
    rounds: tuple[RoundShown, ...]
    notice: str


def table(session: Session) -> Table:
    """What lies on the table now, for who is at it (`rules.at_table`, and guests). Two statements, and one on the keys.

    Raises vault.Unreadable.
    """
    reader = Reader(session)
    cards = tuple(_shown(card, reader) for card in Card.objects.filter(session=session, passed=True))
    return Table(
        version=session.version,
        state=session.state,
        phase=session.phase,
        asks=session.asks,
        phase_until=session.phase_until,
        collecting=session.collecting,
        cards=cards,
        on_table=next((card for card in cards if not card.discussed), None),
        rounds=tuple(_round(number, counts) for number, counts in session.rounds.values_list("number", "distribution")),
        notice=notice(session),
    )


def notice(session: Session) -> str:
    """What people should know when somebody who leads the team leads the session or takes part; empty otherwise."""
    return (
        _("Je leidinggevende doet mee. Dit telt mogelijk niet als reflectie voor je register.")
        if session.with_lead
        else ""
    )


def scale(session: Session) -> tuple[str, ...]:
    """The words for the five places of the scale, as the question had them when the session was prepared."""
    asked = asked_in(session.edition_id) if session.question and session.edition_id else None
    return tuple(map(str, anchors(asked)))


def _shown(card: Card, reader: Reader) -> CardShown:
    return CardShown(number=card.pk, round=card.round, text=reader.card(card), discussed=card.discussed)


def _round(number: int, counts: list[int] | None) -> RoundShown:
    if counts is None:
        said = _("Te weinig antwoorden om te tonen. Bespreek het hardop.")
        return RoundShown(number=number, distribution=None, said=said)
    return RoundShown(number=number, distribution=tuple(counts), said="")


# --- For who leads --------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How many take part, take part in this round, and gave something in it. Never who, or when."""

    people: int
    tickets: int
    cards: int
    ballots: int


def counts(session: Session) -> Counts:
    """How far the round is that is open; zeros once it is shown."""
    return Counts(
        people=session.participations.count(),
        tickets=Ticket.objects.filter(session=session).count(),
        cards=Slip.objects.filter(session=session).count(),
        ballots=Ballot.objects.filter(session=session).count(),
    )


@dataclass(frozen=True)
class ToLookAt:
    """A card that waits for who leads to let it through or remove it."""

    number: uuid.UUID
    text: str


def to_look_at(session: Session) -> tuple[ToLookAt, ...]:
    """The cards that wait, of batches that were fetched and of rounds that were shown, by their random numbers.

    Raises vault.Unreadable.
    """
    reader = Reader(session)
    slips = Slip.objects.filter(session=session, offered=Offered.SEEN).order_by("pk")
    cards = Card.objects.filter(session=session, passed=False)
    return (
        *(ToLookAt(slip.pk, reader.slip(slip)) for slip in slips),
        *(ToLookAt(card.pk, reader.card(card)) for card in cards),
    )


@dataclass(frozen=True)
class Door:
    """The code of an open session, and whether it opens now."""

    code: str
    expires_at: datetime
    locked: bool


def door(session: Session) -> Door | None:
    """The code to show; None when the session is not open."""
    found = JoinCode.objects.filter(session=session).first()
    return Door(code_of(found.seed), found.expires_at, found.locked) if found else None


def lobby(session: Session) -> tuple[str, ...]:
    """The names in the lobby, by name: accounts by first name, guests as they said, or as a guest. Empty once it has begun."""
    if session.state != State.OPEN or session.phase != Phase.LOBBY:
        return ()
    rows = session.participations.values_list("user__first_name", "guest_name")
    return tuple(sorted((first or given or _("Een gast") for first, given in rows), key=str.casefold))


# --- For one browser ------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class OwnCard:
    """A card of this browser in the open round. `key` names its last write; `fixed`: who leads looked at it, so that it stays."""

    key: uuid.UUID
    text: str
    fixed: bool


@dataclass(frozen=True, kw_only=True)
class Own:
    """What one browser gave in the open round. `ticket`: whether it takes part; `ballot`: the key of its last write, and the level."""

    ticket: bool
    cards: tuple[OwnCard, ...] = ()
    ballot: tuple[uuid.UUID, int] | None = None


def own(session: Session, token: str) -> Own:
    """What the browser with this token gave; nothing any more once the round is shown. Raises vault.Unreadable."""
    digest = digest_of_ticket(session.pk, session.round, token)
    if not session.collecting or not Ticket.objects.filter(digest=digest).exists():
        return Own(ticket=False)
    reader = Reader(session)
    slips = Slip.objects.filter(session=session, ticket=digest).order_by("pk")
    cards = tuple(
        OwnCard(key=slip.key, text=reader.slip(slip), fixed=slip.offered != Offered.NOT_YET) for slip in slips
    )
    ballot = Ballot.objects.filter(ticket=digest).values_list("key", "value").first()
    return Own(ticket=True, cards=cards, ballot=ballot)


# --- For the team ---------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """An agreement with its words. `owner` is the name of who sees to it; empty for the whole team."""

    number: uuid.UUID
    when: str
    then: str
    owner: str
    due_on: date
    standing: Standing


def agreements(rows: QuerySet[Agreement]) -> tuple[Agreed, ...]:
    """Agreements with their words. Raises vault.Unreadable."""
    readers: dict[uuid.UUID, Reader] = {}
    found = []
    for row in rows.select_related("owner"):
        words = readers.setdefault(row.session_id, Reader(row.session_id)).agreement(row)
        found.append(
            Agreed(
                number=row.pk,
                when=words.when,
                then=words.then,
                owner=row.owner.get_full_name() if row.owner else "",
                due_on=row.due_on,
                standing=Standing(row.standing),
            )
        )
    return tuple(found)


def open_agreements(team: Team) -> tuple[Agreed, ...]:
    """What the next session of a team opens with: what is still open, the nearest day first. Raises vault.Unreadable."""
    kept = Agreement.objects.filter(stays("session__"), session__team=team, session__rehearsal=False)
    return agreements(kept.filter(standing=Standing.OPEN))


def looked_back_on(session: Session) -> tuple[Agreed, ...]:
    """What a session looks back on: what stood open when its day began, with what was said of it since. Raises vault.Unreadable."""
    kept = Agreement.objects.filter(stays("session__"), session__team=session.team, session__rehearsal=False)
    still = Q(standing=Standing.OPEN)
    if session.opened_at:
        still |= Q(settled_on__gte=timezone.localdate(session.opened_at))
    return agreements(kept.exclude(session=session).filter(still))


def agreements_of(session: Session) -> tuple[Agreed, ...]:
    """What was agreed on in one session. Raises vault.Unreadable."""
    return agreements(Agreement.objects.filter(session=session))


@dataclass(frozen=True, kw_only=True)
class Attended:
    """That somebody took part in a session that is over: what their dossier may tell of it. Never what was said."""

    session: uuid.UUID
    on: date
    minutes: int
    people: int
    recipe: int
    with_lead: bool
    team: str


def attended(user: User) -> tuple[Attended, ...]:
    """The sessions that somebody took part in with their account and that are over, newest first. One statement."""
    rows = Session.objects.filter(
        stays(),
        participations__user=user,
        state=State.CLOSED,
        opened_at__isnull=False,
        rehearsal=False,
        written__isnull=False,
    )
    return tuple(
        Attended(
            session=row.pk,
            on=timezone.localdate(row.opened_at),
            minutes=attended_minutes(row),
            people=row.written.people,
            recipe=row.minutes,
            with_lead=row.with_lead,
            team=row.team.name,
        )
        for row in rows.select_related("written", "team").order_by("-opened_at")
    )


def attended_minutes(session: Session) -> int:
    """How long a session that is over was open, in whole minutes; one that was forgotten counts for as long as its recipe."""
    if session.opened_at is None or session.closed_at is None:
        return 0
    lasted = session.closed_at - session.opened_at
    return session.minutes if lasted > LONG else max(1, round(lasted.total_seconds() / 60))


def facilitators_of(session: uuid.UUID) -> tuple[User, ...]:
    """Who led a session, for the dossier of who took part in it; nobody once their accounts are gone. One statement."""
    return tuple(
        User.objects.filter(pk__in=Session.facilitators.through.objects.filter(session=session).values("user"))
    )


LONG = timedelta(hours=4)
"""No session lasts longer: what was open longer had been forgotten."""
