"""What is so about programmes: one's own, those one mentors, and what a lead may see. The cost is the same for any number of people."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import DateTimeField, PositiveSmallIntegerField, QuerySet, Value
from django.db.models.functions import Cast

from cms.editions.memory import LoadedEdition, editions
from cms.models import Kind as TaughtKind
from cms.models import Taught
from learning.journey.programmes.dates import Away
from learning.journey.programmes.evidence import gather
from learning.journey.programmes.models import Following, HelpAsked, Need, Why
from learning.journey.programmes.steps import (
    Kind,
    Stand,
    State,
    Step,
    has_begun,
    is_complete,
    next_of,
    stand,
    steps_of,
)
from people.colleagues import together
from people.models import Membership
from people.viewer import Viewer, running


@dataclass(frozen=True, kw_only=True)
class Way:
    """One round of one programme as it stands today."""

    following: Following
    edition: LoadedEdition
    newer_line: int | None
    stands: tuple[Stand, ...]
    leaves: tuple[Away, ...]
    today: date

    @property
    def title(self) -> str:
        title: str = self.edition.content["title"]
        return title

    @property
    def is_complete(self) -> bool:
        return is_complete(self.stands)

    @property
    def next(self) -> Stand | None:
        return next_of(self.stands)

    @property
    def has_begun(self) -> bool:
        return has_begun(self.stands, first_day=self.following.first_day)

    @property
    def done(self) -> int:
        return sum(1 for one in self.stands if one.is_over)

    def step(self, number: UUID) -> Stand | None:
        """One of its steps; None for what it does not ask."""
        return next((one for one in self.stands if one.step.id == number), None)


def ways(rounds: Sequence[Following], today: date) -> list[Way]:
    """These rounds as they stand: three statements and what rooms above add, and one for editions that were not met before."""
    loaded = editions(one.line.head_id for one in rounds if one.line.head_id is not None)
    evidence = gather(rounds)
    found = []
    for one in rounds:
        edition = loaded[one.line.head_id or 0]
        known = evidence[one.pk]
        stands = stand(steps_of(edition.content), known, first_day=one.first_day, today=today, number=one.number)
        live = one.programme.live_line_id
        found.append(
            Way(
                following=one,
                edition=edition,
                newer_line=live if live is not None and live != one.line_id else None,
                stands=stands,
                leaves=tuple(known.leaves),
                today=today,
            )
        )
    return found


def _rounds() -> QuerySet[Following]:
    return Following.objects.select_related("line", "programme", "mentor").order_by("first_day", "pk")


def own(user_id: int, today: date, *, ended: bool = False) -> list[Way]:
    """One's own rounds: those that run, or those that ended."""
    rows = _rounds().filter(user=user_id, ended_on__isnull=not ended)
    return ways(list(rows), today)


def own_one(user_id: int, number: UUID, today: date) -> Way | None:
    """One of one's own rounds; None for anybody else's."""
    rows = list(_rounds().filter(user=user_id, pk=number))
    return ways(rows, today)[0] if rows else None


FOLLOWS = "programme"
"""How home tells these rows from others."""


def followed(user_id: int) -> QuerySet[Any, Any]:
    """That one follows a programme, as a row that comes along in another statement: kind, the round, no number, no words, no day."""
    no_number, no_day = Cast(Value(None), PositiveSmallIntegerField()), Cast(Value(None), DateTimeField())
    running_rounds = Following.objects.filter(user_id=user_id, ended_on__isnull=True).order_by()
    return running_rounds.values_list(Value(FOLLOWS), "pk", no_number, Value(""), no_day)


def offered(viewer: Viewer) -> QuerySet[Taught]:
    """The programmes that may be begun: the core's and the own organisation's."""
    return (
        Taught.objects.readable_by(viewer.organisation_id)
        .filter(kind=TaughtKind.PROGRAMME, live_line__isnull=False)
        .order_by("title")
    )


# --- Mentors --------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class ToSign:
    """A task that somebody says is done, for their mentor. `signed_on` is set where it was signed before."""

    following: UUID
    step: Step
    name: str
    reported_on: date | None
    signed_on: date | None


def mentored(user_id: int, today: date) -> list[ToSign]:
    """The tasks of whom one mentors: those that wait first. Only tasks at work that were said to be done; nothing else of anybody."""
    rows = (
        _rounds()
        .select_related("line", "programme", "mentor", "user")
        .filter(mentor=user_id, ended_on__isnull=True, user__is_active=True)
    )
    rows = rows.filter(together("user", "mentor", on=today))
    found = [
        ToSign(
            following=way.following.pk,
            step=one.step,
            name=str(way.following.user),
            reported_on=one.task.reported_on,
            signed_on=one.task.signed_on,
        )
        for way in ways(list(rows), today)
        for one in way.stands
        if one.step.kind is Kind.TASK and one.task.reported_on is not None
    ]
    return sorted(found, key=lambda one: (one.signed_on is not None, one.reported_on or today, one.name))


# --- Who leads ------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody on a lead's page, by name."""

    id: int
    uuid: UUID
    name: str


@dataclass(frozen=True, kw_only=True)
class Asked:
    """That somebody asked for time or help. `step` and `following` say with what, where they said so."""

    uuid: UUID
    person: Person
    need: str
    asked_on: date
    about: str = ""
    following: UUID | None = None
    step: UUID | None = None
    taken_up_on: date | None = None
    taken_up_by: str = ""


@dataclass(frozen=True, kw_only=True)
class NotBegun:
    """A programme of which nothing was done since its first day."""

    person: Person
    programme: str
    first_day: date


@dataclass(frozen=True, kw_only=True)
class Late:
    """A required step that is past its day."""

    person: Person
    following: UUID
    step: UUID
    title: str
    due_on: date


@dataclass(frozen=True, kw_only=True)
class Exempting:
    """A step that somebody asks not to have to do."""

    person: Person
    following: UUID
    step: UUID
    title: str
    why_words: str
    asked_on: date


@dataclass(frozen=True, kw_only=True)
class TeamPage:
    """All that who leads a team may see of it. Who is on time and asks nothing does not stand here."""

    asked: tuple[Asked, ...] = ()
    exempting: tuple[Exempting, ...] = ()
    not_begun: tuple[NotBegun, ...] = ()
    late: tuple[Late, ...] = ()

    @property
    def people(self) -> frozenset[int]:
        """Who stands on it."""
        lines: tuple[Asked | Exempting | NotBegun | Late, ...] = (
            *self.asked,
            *self.exempting,
            *self.not_begun,
            *self.late,
        )
        return frozenset(one.person.id for one in lines)


def team_page(team_id: int, today: date, *, only: int | None = None) -> TeamPage:
    """What stands on the page of who leads this team; `only` leaves one person's lines, so that they see what is seen of them."""
    return team_pages([team_id], today, only=only)[team_id]


def team_pages(team_ids: Collection[int], today: date, *, only: int | None = None) -> dict[int, TeamPage]:
    """The pages of several teams, by their ids. Eight statements at most, however many teams and people."""
    members: dict[int, dict[int, Person]] = {team: {} for team in team_ids}
    rows = Membership.objects.filter(running(today), team__in=team_ids, user__is_active=True).select_related("user")
    owners: dict[int, int] = {}
    for row in rows.filter(user=only) if only is not None else rows:
        if row.team_id is not None:
            members[row.team_id][row.user_id] = Person(id=row.user_id, uuid=row.user.uuid, name=str(row.user))
            owners[row.team_id] = row.organisation_id
    everybody = {user for people in members.values() for user in people}
    found = ways(list(_rounds().filter(user__in=everybody, ended_on__isnull=True)), today)
    asked = list(HelpAsked.objects.filter(user__in=everybody).select_related("taken_up_by").order_by("asked_on", "pk"))
    return {
        team: _page(people, [way for way in found if _is_seen(way, people, owners.get(team))], asked)
        for team, people in members.items()
    }


def _is_seen(way: Way, people: Collection[int], organisation_id: int | None) -> bool:
    """A programme of another organisation is no matter of this team's lead, also where somebody works for both."""
    return way.following.user_id in people and way.following.programme.organisation_id in {None, organisation_id}


def _page(people: Mapping[int, Person], found: Sequence[Way], asked: Sequence[HelpAsked]) -> TeamPage:
    steps = [(people[way.following.user_id], way, one) for way in found for one in way.stands]
    late = [
        Late(person=person, following=way.following.pk, step=one.step.id, title=one.step.title, due_on=one.due_on)
        for person, way, one in steps
        if one.state is State.PAST and one.step.required and one.due_on is not None
    ]
    not_begun = [
        NotBegun(person=people[way.following.user_id], programme=way.title, first_day=way.following.first_day)
        for way in found
        if way.following.first_day <= way.today and not way.has_begun and not way.is_complete
    ]
    exempting = [
        Exempting(
            person=person,
            following=way.following.pk,
            step=one.step.id,
            title=one.step.title,
            why_words=str(Why(one.exemption.why).label),
            asked_on=one.exemption.asked_on,
        )
        for person, way, one in steps
        if one.exemption and not one.is_over and one.exemption.refused_on is None
    ]
    return TeamPage(
        asked=tuple(_asked(people, found, asked)),
        exempting=tuple(sorted(exempting, key=lambda one: (one.asked_on, one.person.name))),
        not_begun=tuple(sorted(not_begun, key=lambda one: (one.first_day, one.person.name))),
        late=tuple(sorted(late, key=lambda one: (one.person.name, str(one.person.uuid), one.due_on))),
    )


def _asked(people: Mapping[int, Person], found: Sequence[Way], rows: Sequence[HelpAsked]) -> list[Asked]:
    titles: dict[tuple[UUID | None, UUID | None], str] = {
        (way.following.pk, one.step.id): one.step.title for way in found for one in way.stands
    }
    return [
        Asked(
            uuid=row.pk,
            person=people[row.user_id],
            need=str(Need(row.need).label),
            asked_on=row.asked_on,
            about=titles.get((row.following_id, row.step), ""),
            following=row.following_id,
            step=row.step,
            taken_up_on=row.taken_up_on,
            taken_up_by=str(row.taken_up_by or ""),
        )
        for row in rows
        if row.user_id in people
    ]
