"""What somebody reads of the terms: an administrator of their organisation's, everybody of what is kept about themselves."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

from people.models import Membership, Organisation, User
from people.retention import kinds, periods
from people.retention.actions import NOTICE
from people.small_numbers import about
from people.viewer import running

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Line:
    """One kind, with its terms in words."""

    name: str
    title: "StrOrPromise"
    what: "StrOrPromise"
    now: str
    coming: str
    coming_on: date | None
    usual: str
    least: str
    most: str


@dataclass(frozen=True)
class Other:
    """Something whose term the organisation does not choose. `teams`: where it differs by team, each with its term."""

    title: "StrOrPromise"
    long: "StrOrPromise"
    teams: tuple[tuple[str, str], ...] = ()


def lines(organisation: Organisation) -> list[Line]:
    """What an organisation may choose, as it stands. One statement."""
    return [line_of(one) for one in periods.standing(organisation.pk, timezone.localdate())]


def line_of(one: periods.Standing) -> Line:
    """One kind as it stands, in words."""
    kind, term = one.kind, one.kind.term
    return Line(
        name=kind.name,
        title=kind.title,
        what=kind.what,
        now=term.said(one.amount),
        coming=term.said(one.coming) if one.coming is not None else "",
        coming_on=one.coming_on,
        usual=term.said(term.usual),
        least=term.said(term.least),
        most=term.said(term.most),
    )


@dataclass(frozen=True)
class Preview:
    """What another term would do. `now` and `then`: what is gone on `counted_on` by the term that counts now, and by the other; rounded.

    `counted_on` is None for a kind that is not counted.
    """

    long: str
    is_shorter: bool
    is_same: bool
    on: date
    counted_on: date | None
    now: int
    then: int

    @property
    def counted(self) -> bool:
        return self.counted_on is not None


def preview(organisation: Organisation, stands: periods.Standing, amount: int) -> Preview:
    """What an amount would do in an organisation. Nothing is changed; of few rows no number is told."""
    kind, today = stands.kind, timezone.localdate()
    on = today + NOTICE if amount < stands.amount else today
    now, then = periods.counts(kind, organisation, stands.amount, amount, today + NOTICE) if kind.parts else (0, 0)
    return Preview(
        long=kind.term.said(amount),
        is_shorter=amount < stands.amount,
        is_same=amount == stands.amount,
        on=on,
        counted_on=today + NOTICE if kind.parts else None,
        now=about(now),
        then=about(then),
    )


def others(organisation: Organisation | None) -> list[Other]:
    """The rest. One statement for each of them that differs by team."""
    return [
        Other(one.title, one.long(), tuple(one.of(organisation)) if one.of and organisation else ())
        for one in kinds.fixed()
    ]


def usual() -> list[Line]:
    """What counts for who belongs to no organisation."""
    return [line_of(periods.Standing(kind, kind.term.usual)) for kind in kinds.kinds()]


def organisations_of(user: User) -> list[Organisation]:
    """Where somebody has a role today, in the order in which they came there. One statement."""
    rows = Membership.objects.filter(running(timezone.localdate()), user=user).select_related("organisation")
    return list({one.organisation_id: one.organisation for one in rows.order_by("started_on", "pk")}.values())


@dataclass(frozen=True)
class Shorter:
    """What somebody loses by a term that becomes shorter."""

    organisation: str
    title: "StrOrPromise"
    what: "StrOrPromise"
    long: str
    day: date


def shorter_for(user: User) -> list[Shorter]:
    """Terms to come by which something of this person goes."""
    return [
        Shorter(one.organisation, one.kind.title, one.kind.what, one.kind.term.said(one.amount), one.on)
        for one in periods.coming_for([user.pk], timezone.localdate())
    ]
