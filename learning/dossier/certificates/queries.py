"""What is so with certificates: what one may still take, what one has, what an organisation issued, and what a visitor may know."""

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.editions.memory import edition
from learning.dossier.certificates import lasting
from learning.dossier.certificates.models import TAKEN_ANEW, Certificate, Issuing, Why
from learning.journey.models import Completion
from people.models import Organisation

VALID, EXPIRED, WITHDRAWN = "valid", "expired", "withdrawn"
WORDS = {VALID: _("Geldig"), EXPIRED: _("Verlopen"), WITHDRAWN: _("Ingetrokken")}
PAGE = 50
MOST_WORDS = 5


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A certificate, as its holder and its paper show it. The check page takes from it what names nobody."""

    uuid: UUID
    code: str
    name: str
    module: str
    module_id: UUID
    edition: int
    published_on: date
    minutes: int
    with_test: bool
    lessons: tuple[str, ...]
    reviewer: str
    completed_on: date
    issued_at: datetime
    expires_on: date | None
    issuer: str
    state: str
    withdrawn_on: date | None
    why: str
    by_holder: bool
    may_be_taken_anew: bool

    @property
    def word(self) -> Any:
        return WORDS[self.state]


@dataclass(frozen=True, kw_only=True)
class Open:
    """Something that one completed and holds no certificate of. `why_not` is empty when it may be taken."""

    enrolment: UUID
    module: str
    edition: int
    completed_on: date
    why_not: Any


def shown(row: Certificate) -> Shown:
    """As pages use it. The row comes with `completion` and `organisation`."""
    held = edition(row.completion.edition_id)
    content = held.content
    return Shown(
        uuid=row.pk,
        code=row.code,
        name=row.name,
        module=content["title"],
        module_id=held.taught_id,
        edition=held.number,
        published_on=timezone.localdate(held.published_at),
        minutes=content["minutes"],
        with_test=content["test"] is not None,
        lessons=tuple(lesson["title"] for lesson in content["lessons"]),
        reviewer=content.get("reviewer", ""),
        completed_on=timezone.localdate(row.completion.completed_at),
        issued_at=row.issued_at,
        expires_on=row.expires_on,
        issuer=row.organisation.name,
        state=state_of(row),
        withdrawn_on=timezone.localdate(row.withdrawn_at) if row.withdrawn_at else None,
        why=str(Why(row.why).label) if row.why else "",
        by_holder=row.why == Why.HOLDER,
        may_be_taken_anew=row.why in TAKEN_ANEW,
    )


def state_of(row: Certificate) -> str:
    if row.withdrawn_at is not None:
        return WITHDRAWN
    return EXPIRED if lasting.is_over(row.expires_on, timezone.localdate()) else VALID


def _rows() -> QuerySet[Certificate]:
    return Certificate.objects.select_related("completion", "organisation", "place")


def own(user_id: int) -> list[Shown]:
    """One's own certificates, newest first."""
    return [shown(row) for row in _rows().filter(user_id=user_id)]


def own_row(user_id: int, number: UUID) -> Certificate | None:
    """One's own certificate; None for anybody else's."""
    return _rows().filter(user_id=user_id, pk=number).first()


def own_completion(user_id: int, enrolment: UUID) -> Completion | None:
    """What one completed last of a module."""
    rows = Completion.objects.filter(enrolment__user_id=user_id, enrolment__uuid=enrolment)
    return rows.order_by("-completed_at", "-pk").first()


def open_to_take(user_id: int, organisation: Organisation | None) -> list[Open]:
    """The last completion of each module without a certificate in force, newest first. Three statements."""
    rows = (
        Completion.objects.filter(enrolment__user_id=user_id).select_related("enrolment").order_by("completed_at", "pk")
    )
    last = {row.enrolment_id: row for row in rows}
    held = list(Certificate.objects.filter(completion__in=[row.pk for row in last.values()]))
    in_force = {row.completion_id for row in held if row.withdrawn_at is None}
    refused = {row.completion_id for row in held if row.withdrawn_at is not None and row.why not in TAKEN_ANEW}
    months = months_of(organisation) if organisation else None
    return [
        Open(
            enrolment=row.enrolment.uuid,
            module=edition(row.edition_id).content["title"],
            edition=edition(row.edition_id).number,
            completed_on=timezone.localdate(row.completed_at),
            why_not=why_not(row, organisation, months, withdrawn=row.pk in refused),
        )
        for row in reversed(last.values())
        if row.pk not in in_force
    ]


def why_not(completion: Completion, organisation: Organisation | None, months: int | None, *, withdrawn: bool) -> Any:
    """Why no certificate of this may be taken, in words for its owner; empty when it may."""
    if organisation is None:
        return _("Een certificaat komt van een organisatie. Je hoort nu bij geen enkele.")
    if withdrawn:
        return _("Je certificaat hiervan is ingetrokken. Vraag je beheerder wat er moet gebeuren.")
    ends = lasting.ends(timezone.localdate(completion.completed_at), months)
    if lasting.is_over(ends, timezone.localdate()):
        return _("Je rondde dit te lang geleden af: een certificaat zou al verlopen zijn.")
    return ""


def was_refused(completion: Completion) -> bool:
    """Whether its issuer withdrew one for a reason that another certificate would not mend."""
    return (
        Certificate.objects.filter(completion=completion, withdrawn_at__isnull=False)
        .exclude(why__in=TAKEN_ANEW)
        .exists()
    )


def months_of(organisation: Organisation) -> int | None:
    """How long its certificates count; None without an end."""
    return Issuing.objects.filter(organisation=organisation).values_list("months", flat=True).first()


# --- For who checks -------------------------------------------------------------------------------


def checked(code: str) -> Shown | None:
    """What stands at this address; None when there is nothing (any more)."""
    row = _rows().filter(code=code).first()
    return shown(row) if row is not None else None


def is_name(typed: str, of: Shown) -> bool:
    """Whether this is the name on the certificate. Capitals, accents and spaces make no difference; anything else does."""
    return _plain(typed) == _plain(of.name) != ""


def _plain(name: str) -> str:
    apart = unicodedata.normalize("NFKD", name.casefold())
    return "".join(char for char in apart if char.isalnum())


# --- For who issues -------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Issued:
    """One page of an organisation's certificates."""

    rows: tuple[Shown, ...]
    number: int
    has_next: bool


def issued(organisation: Organisation, *, words: str = "", page: int = 1) -> Issued:
    """The certificates of an organisation whose holder's name has these words, newest first. Two statements.

    Which ones they are is asked of the index alone; what is joined to them is read for one page, however many there are.
    """
    found = Certificate.objects.filter(organisation=organisation)
    for word in words.split()[:MOST_WORDS]:
        found = found.filter(Q(name__icontains=word))
    first = (page - 1) * PAGE
    wanted = list(found.order_by("-issued_at", "pk").values_list("pk", flat=True)[first : first + PAGE + 1])
    rows = {row.pk: row for row in _rows().filter(pk__in=wanted[:PAGE])}
    return Issued(rows=tuple(shown(rows[pk]) for pk in wanted[:PAGE]), number=page, has_next=len(wanted) > PAGE)


def issued_row(organisation: Organisation, number: UUID) -> Certificate | None:
    """A certificate that this organisation issued."""
    return _rows().filter(organisation=organisation, pk=number).first()
