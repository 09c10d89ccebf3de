"""Where lessons and cases are offered today, as plain values. Addresses are made from them by the rooms that own those pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import OuterRef, Subquery

from cms.models import Kind, Taught


@dataclass(frozen=True)
class Place:
    """Something taught that a reader may open: a case by its slug, a lesson by its own and its module's."""

    kind: str
    taught: UUID
    title: str
    slug: str
    module_slug: str = ""


def lesson_titles(addresses: Iterable[tuple[str, str]], *, organisation_id: int | None) -> dict[tuple[str, str], str]:
    """The titles of lessons by the slugs of their module and their own, as published last: one statement, none when nothing is asked."""
    wanted = set(addresses)
    if not wanted:
        return {}
    readable = Taught.objects.readable_by(organisation_id)
    rows = readable.filter(
        kind=Kind.MODULE,
        slug__in={module for module, _lesson in wanted},
        live_line__head__uses__kind=Kind.LESSON,
        live_line__head__uses__slug__in={lesson for _module, lesson in wanted},
    ).values_list("slug", "live_line__head__uses__slug", "live_line__head__uses__title")
    return {(module, lesson): title for module, lesson, title in rows if (module, lesson) in wanted}


def places(taught: Iterable[UUID], *, organisation_id: int | None) -> dict[UUID, Place]:
    """Those of the lessons and cases that are offered to readers of this organisation: one statement, none when nothing is asked.

    What is withdrawn, another organisation's, or a lesson without a module that is offered, is left out.
    """
    wanted = set(taught)
    if not wanted:
        return {}
    readable = Taught.objects.readable_by(organisation_id).filter(live_line__isnull=False)
    modules = readable.filter(kind=Kind.MODULE, live_line__head__uses=OuterRef("pk")).order_by("pk")
    rows = (
        readable.filter(pk__in=wanted, kind__in=[Kind.LESSON, Kind.CASE])
        .annotate(module_slug=Subquery(modules.values("slug")[:1]))
        .values_list("kind", "pk", "title", "slug", "module_slug")
    )
    found = (Place(kind, pk, title, slug, module_slug or "") for kind, pk, title, slug, module_slug in rows)
    return {place.taught: place for place in found if place.kind == Kind.CASE or place.module_slug}
