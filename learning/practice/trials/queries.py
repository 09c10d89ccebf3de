"""Which drafts somebody was asked to read, and what was remarked there: scoped to the reader, or to a module for its authors.

Whether a trial may be read is asked anew at every request, in one place (`running_for`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import DateTimeField, Exists, F, OuterRef, PositiveSmallIntegerField, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.utils import timezone

from cms.models import ContentRoot, ModulePage
from learning.practice.models import Remark, TrialGroup, TrialReader
from learning.practice.trials.drafts import block_ids
from people.keys import vault
from people.models import Membership, Organisation, User
from people.viewer import running


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody who can be asked to read, or was."""

    uuid: UUID
    name: str
    team: str = ""


@dataclass(frozen=True, kw_only=True)
class OwnRemark:
    """One's own remark, with its words; None when they can no longer be opened."""

    uuid: UUID
    block: str
    text: str | None
    version: int
    at: datetime
    done_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Remarked:
    """A remark as the authors of its module see it. `stands`: its block is in the draft as it is now."""

    uuid: UUID
    name: str
    text: str | None
    part: UUID
    title: str
    block: str
    beside: str
    stands: bool
    at: datetime
    changed_at: datetime | None
    done_at: datetime | None
    done_by: str


# --- For who reads --------------------------------------------------------------------------------


def running_for(user_id: int, *, on: date) -> QuerySet[TrialGroup]:
    """The groups whose draft somebody may read on a day: asked, not over, and still of the organisation that owns the module."""
    of_owner = Membership.objects.filter(
        running(on), user=user_id, user__is_active=True, organisation=OuterRef("organisation")
    )
    return TrialGroup.objects.filter(
        Exists(of_owner) | Q(organisation__isnull=True) & Exists(_core_writers().filter(pk=user_id)),
        readers__user=user_id,
        stopped_at__isnull=True,
        until__gte=on,
    )


def silent_readers(on: date) -> QuerySet[TrialReader]:
    """Who may read a draft on a day (as `running_for`) and remarked nothing at it yet."""
    of_owner = Membership.objects.filter(
        running(on), user=OuterRef("user"), user__is_active=True, organisation=OuterRef("group__organisation")
    )
    said = Remark.objects.filter(group=OuterRef("group"), user=OuterRef("user"))
    return TrialReader.objects.filter(
        Exists(of_owner) | Q(group__organisation__isnull=True) & Exists(_core_writers().filter(pk=OuterRef("user"))),
        ~Exists(said),
        group__stopped_at__isnull=True,
        group__until__gte=on,
    )


def _core_writers() -> QuerySet[User]:
    """Whoever may read the core's drafts in the studio; nobody else is asked to."""
    core = ContentRoot.objects.filter(organisation__isnull=True).values("authors")
    return User.objects.filter(
        Q(is_superuser=True) | Q(pk__in=User.groups.through.objects.filter(group__in=core).values("user")),
        is_active=True,
    )


TRIAL = "trial"


def to_read(user_id: int, *, on: date) -> QuerySet[Any, Any]:
    """What home tells of it, as rows that come along in another statement: kind, uuid, no question, the draft's title, no day."""
    return (
        running_for(user_id, on=on)
        .order_by()
        .values_list(
            Value(TRIAL),
            "pk",
            Cast(Value(None), PositiveSmallIntegerField()),
            "module__draft_title",
            Cast(Value(None), DateTimeField()),
        )
    )


def reading(user_id: int, group: UUID) -> TrialGroup | None:
    """A group that somebody reads in now; None for everybody else, and once it is over."""
    rows = running_for(user_id, on=timezone.localdate()).filter(pk=group)
    return rows.select_related("module", "module__latest_revision", "by").first()


def own_remark(user_id: int, remark: UUID) -> Remark | None:
    """One's own remark in a group that one reads in now."""
    groups = running_for(user_id, on=timezone.localdate())
    rows = Remark.objects.filter(pk=remark, user=user_id, group__in=groups.values("pk"))
    return rows.select_related("group__module", "user").first()


def own_remarks(group: TrialGroup, user: User, part: UUID | None = None) -> list[OwnRemark]:
    """What one remarked oneself, in one part or in all of them; nobody reads another reader's."""
    rows = Remark.objects.filter(group=group, user=user)
    rows = rows if part is None else rows.filter(part=part)
    open_it = vault.opener(user.uuid)
    return [
        OwnRemark(
            uuid=one.pk,
            block=one.block,
            text=_opened(open_it, one),
            version=one.version,
            at=one.changed_at or one.created_at,
            done_at=one.done_at,
        )
        for one in rows
    ]


def counts_by_part(group: TrialGroup, user_id: int) -> dict[UUID, int]:
    """How many remarks of one's own stand at each part."""
    found: dict[UUID, int] = {}
    for part in Remark.objects.filter(group=group, user=user_id).values_list("part", flat=True):
        found[part] = found.get(part, 0) + 1
    return found


# --- For who writes -------------------------------------------------------------------------------


def owner_of(module: ModulePage) -> Organisation | None:
    """Whose module it is; None for the core's."""
    organisation: Organisation | None = module.owner_root.organisation
    return organisation


def to_ask(module: ModulePage, *, by: User) -> list[Person]:
    """Whom an author can ask: the members of the owner today; of the core, who may read its drafts already. Not the author."""
    owner = owner_of(module)
    if owner is None:
        writers = _core_writers().exclude(pk=by.pk).order_by("first_name", "last_name")
        return [Person(uuid=one.uuid, name=one.get_full_name()) for one in writers]
    rows = (
        Membership.objects.filter(running(timezone.localdate()), organisation=owner, user__is_active=True)
        .exclude(user=by)
        .order_by(F("team__name").asc(nulls_last=True), "user__first_name", "user__last_name", "pk")
        .select_related("user", "team")
    )
    found: dict[UUID, Person] = {}
    for one in rows:
        person = Person(uuid=one.user.uuid, name=one.user.get_full_name(), team=one.team.name if one.team else "")
        found.setdefault(person.uuid, person)
    return list(found.values())


def standing(module: ModulePage) -> TrialGroup | None:
    """The group of a module that was not stopped, its day past or not."""
    return TrialGroup.objects.filter(module=module, stopped_at__isnull=True).select_related("by").first()


def asked_in(group: TrialGroup) -> frozenset[UUID]:
    """Who were asked to read, by number."""
    return frozenset(group.readers.values_list("user__uuid", flat=True))


def remarks_of(module: ModulePage) -> list[Remarked]:
    """All that was remarked at a module's drafts, oldest first, whichever group it came from."""
    rows = list(Remark.objects.filter(group__module=module).select_related("user", "done_by"))
    openers = {one.user_id: vault.opener(one.user.uuid) for one in rows}
    blocks = {part: block_ids(module, part) for part in {one.part for one in rows}}
    return [
        Remarked(
            uuid=one.pk,
            name=one.user.get_full_name(),
            text=_opened(openers[one.user_id], one),
            part=one.part,
            title=one.title,
            block=one.block,
            beside=one.beside,
            stands=one.block in blocks[one.part],
            at=one.created_at,
            changed_at=one.changed_at,
            done_at=one.done_at,
            done_by=one.done_by.get_full_name() if one.done_by else "",
        )
        for one in rows
    ]


def waiting(modules: Iterable[int]) -> dict[int, int]:
    """How many remarks of these modules wait for an author, by module."""
    found: dict[int, int] = {}
    rows = Remark.objects.filter(group__module__in=list(modules), done_at__isnull=True)
    for module in rows.values_list("group__module", flat=True):
        found[module] = found.get(module, 0) + 1
    return found


def place_of(remark: UUID) -> str:
    """Where in the database a remark's words are sealed."""
    return f"practice.remark:{remark}"


def _opened(open_it: Any, remark: Remark) -> str | None:
    try:
        text: str = open_it(remark.sealed, place_of(remark.pk))
    except vault.Unreadable:
        return None
    return text
