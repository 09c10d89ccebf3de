"""Where a question is used: in what readers meet today, and in drafts."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from wagtail.models import Page, ReferenceIndex

from cms.models import Kind, Question, Taught
from cms.models.pages import taught_pages
from cms.permissions import Author, author_of


@dataclass(frozen=True)
class Use:
    """One lesson or closing test; `url` is empty where it is not the author's to open."""

    title: str
    kind: str
    url: str
    is_live: bool


def used_questions() -> QuerySet[Any]:
    """The ids of all questions in something that readers can begin today, for use as a subquery."""
    live = Taught.objects.filter(live_line__head__uses__kind=Kind.QUESTION)
    return live.values("live_line__head__uses")


def usage_of(question: Question, user: Any) -> list[Use]:
    """Each use that this author may know of: of the core and of their own organisations. Live ones first."""
    author = author_of(user)
    live = _live(question, author)
    return [use for _uuid, use in live] + _drafts(question, author, {uuid for uuid, _use in live})


def _live(question: Question, author: Author) -> list[tuple[Any, Use]]:
    rows = Taught.objects.filter(live_line__head__uses=question.uuid, kind__in=[Kind.LESSON, Kind.MODULE])
    found = [
        one for one in rows.order_by("kind", "title") if one.organisation_id is None or author.owns(one.organisation_id)
    ]
    pages = _pages([one.pk for one in found])
    return [
        (one.pk, Use(one.title, one.kind, _url(pages.get(one.pk)) if author.owns(one.organisation_id) else "", True))
        for one in found
    ]


def _drafts(question: Question, author: Author, live: set[Any]) -> list[Use]:
    references = ReferenceIndex.get_references_to(question)
    ids = {int(one) for one in references.values_list("object_id", flat=True) if str(one).isdecimal()}
    uses = []
    for model in taught_pages():
        for page in model.objects.filter(pk__in=ids).defer(*model.heavy_fields).order_by("title"):
            if page.uuid not in live and author.owns_path(page.path):
                kind = Kind.MODULE if page.depth == 3 else Kind.LESSON
                uses.append(Use(page.title, kind, _url(page.pk), False))
    return uses


def _pages(uuids: list[Any]) -> dict[Any, int]:
    return {
        uuid: pk
        for model in taught_pages()
        for uuid, pk in model.objects.filter(uuid__in=uuids).values_list("uuid", "pk")
    }


def _url(pk: int | None) -> str:
    return reverse("wagtailadmin_pages:edit", args=[pk]) if pk and Page.objects.filter(pk=pk).exists() else ""
