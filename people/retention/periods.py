"""Which term counts where: what an organisation chose, or the usual one. And what is over by it, as a condition on rows."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import DateTimeField, Q, QuerySet
from django.utils import timezone

from people.models import Membership, Organisation
from people.retention.kinds import Kind, Part, kinds
from people.retention.models import Period

Amounts = Mapping[int, int]
"""By organisation what counts there; where one is missing, the usual term does."""


@dataclass(frozen=True)
class Standing:
    """One kind in one organisation: what counts now, and what is to come."""

    kind: Kind
    amount: int
    coming: int | None = None
    coming_on: date | None = None


def standing(organisation_id: int, today: date) -> list[Standing]:
    """Every kind as it stands in an organisation. One statement."""
    rows = {one.kind: one for one in Period.objects.filter(organisation=organisation_id)}
    return [_stands(kind, rows.get(kind.name), today) for kind in kinds()]


def _stands(kind: Kind, row: Period | None, today: date) -> Standing:
    if row is None:
        return Standing(kind, kind.term.usual)
    if row.coming_on is None or row.coming_on <= today:
        return Standing(kind, in_force(row, today))
    return Standing(kind, row.amount, row.coming, row.coming_on)


def in_force(row: Period, on: date) -> int:
    """What counts on a day. A shorter term counts from its day on without anybody doing anything."""
    return row.coming if row.coming is not None and row.coming_on is not None and row.coming_on <= on else row.amount


def amounts(kind: Kind, on: date) -> dict[int, int]:
    """What organisations chose, as it counts on a day. One statement."""
    return {one.organisation_id: in_force(one, on) for one in Period.objects.filter(kind=kind.name)}


def amount_of(kind: Kind, organisation_id: int | None, on: date) -> int:
    """What counts in one organisation. One statement."""
    row = Period.objects.filter(kind=kind.name, organisation=organisation_id).first()
    return in_force(row, on) if row else kind.term.usual


# --- What is over ---------------------------------------------------------------------------------


def over(kind: Kind, part: Part, on: date, chosen: Amounts) -> QuerySet[Any]:
    """The rows of a part whose term is over on a day."""
    rows = part.rows()
    told = Q()
    for amount in sorted({kind.term.usual, *chosen.values()}):
        told |= _before(part, rows, kind.term.cutoff(on, amount)) & _whose(part, kind.term.usual, amount, chosen)
    return rows.filter(told)


def _before(part: Part, rows: QuerySet[Any], day: date) -> Q:
    """Their term began before that day."""
    is_moment = isinstance(rows.model._meta.get_field(part.since), DateTimeField)
    edge: date = timezone.make_aware(datetime.combine(day, time.min)) if is_moment else day
    return Q((f"{part.since}__lt", edge))


def _whose(part: Part, usual: int, amount: int, chosen: Amounts) -> Q:
    """Rows for which this amount counts. Those of somebody in several organisations go by the longest."""
    if part.organisation:
        if amount == usual:
            return ~Q((f"{part.organisation}__in", [one for one, value in chosen.items() if value != usual]))
        return Q((f"{part.organisation}__in", [one for one, value in chosen.items() if value == amount]))
    shorter = [one for one, value in chosen.items() if value <= amount]
    longer = [one for one, value in chosen.items() if value > amount]
    keeping = (
        Organisation.objects.exclude(pk__in=shorter) if usual > amount else Organisation.objects.filter(pk__in=longer)
    )
    found = ~Q((f"{part.person}__in", _people_of(keeping.values("pk"))))
    if amount == usual:
        return found
    equal = [one for one, value in chosen.items() if value == amount]
    return found & Q((f"{part.person}__in", _people_of(equal)))


def _people_of(organisations: Any) -> QuerySet[Any]:
    return Membership.objects.filter(organisation__in=organisations).values("user")


def of_organisation(part: Part, rows: QuerySet[Any], organisation: Organisation) -> QuerySet[Any]:
    """Those of one organisation, or of its people."""
    if part.organisation:
        return rows.filter((part.organisation, organisation.pk))
    return rows.filter((f"{part.person}__in", _people_of([organisation.pk])))


def counts(kind: Kind, organisation: Organisation, now: int, then: int, on: date) -> tuple[int, int]:
    """How many rows of an organisation are over on a day with one amount, and with another. Nothing is changed."""
    chosen = amounts(kind, timezone.localdate())
    with_now, with_then = (
        sum(
            of_organisation(part, over(kind, part, on, chosen | {organisation.pk: amount}), organisation).count()
            for part in kind.parts
        )
        for amount in (now, then)
    )
    return with_now, with_then


@dataclass(frozen=True)
class Coming:
    """A shorter term that counts in an organisation from a day on, for somebody of whose something goes by it."""

    user: int
    number: int
    organisation: str
    kind: Kind
    amount: int
    on: date


def coming_for(people: Collection[int], today: date) -> list[Coming]:
    """Who of these people lose something by a term that is to become shorter. A few statements for each such term, none otherwise."""
    found = []
    notices = Period.objects.filter(coming_on__gt=today).select_related("organisation").order_by("coming_on", "pk")
    of_name = {kind.name: kind for kind in kinds()}
    for period in notices:
        kind, amount, on = of_name.get(period.kind), period.coming, period.coming_on
        if kind is not None and amount is not None and on is not None:
            found += [
                Coming(user, period.pk, period.organisation.name, kind, amount, on)
                for user in sorted(_touched(period, kind, on, people))
            ]
    return found


def _touched(period: Period, kind: Kind, on: date, people: Collection[int]) -> set[int]:
    after = amounts(kind, on)
    before = after | {period.organisation_id: period.amount}
    touched: set[int] = set()
    for part in kind.parts:
        if part.person:
            theirs = of_organisation(part, over(kind, part, on, after), period.organisation)
            theirs = theirs.filter((f"{part.person}__in", list(people)))
            stays = over(kind, part, on, before).values("pk")
            touched.update(theirs.exclude(pk__in=stays).values_list(part.person, flat=True))
    return touched
