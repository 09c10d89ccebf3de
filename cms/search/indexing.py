"""Keeping the passages in step with what is in force: in the transaction that publishes."""

from django.db import transaction

from cms.models import Edition, Passage, Taught
from cms.search.passages import searched_kinds, texts_of
from cms.search.stemming import haystack

_LONGEST_HEADING = 255


def index(taught: Taught, edition: Edition) -> None:
    """Make the passages of the edition in force, and of no other. Nothing to do when they stand already."""
    standing = Passage.objects.filter(taught=taught)
    if taught.kind not in searched_kinds() or standing.filter(edition=edition).exists():
        return
    standing.delete()
    Passage.objects.bulk_create(
        Passage(
            taught=taught,
            edition=edition,
            place=place,
            heading=one.heading[:_LONGEST_HEADING],
            text=one.text,
            haystack=haystack(taught.title, one.heading, one.text),
            professions=list(one.professions),
            slot=one.slot,
        )
        for place, one in enumerate(texts_of(taught.kind, edition.content))
    )


def index_when_empty() -> None:
    """For a site that had content before it could be searched."""
    if not Passage.objects.exists() and Taught.objects.filter(live_line__isnull=False).exists():
        index_all()


@transaction.atomic
def index_all() -> int:
    """Make all passages anew, for a site from before they existed or a new way of making them. Gives how many editions were read."""
    Passage.objects.all().delete()
    live = Taught.objects.filter(live_line__head__isnull=False, kind__in=searched_kinds())
    found = live.select_related("live_line__head").order_by("pk")
    for taught in found.iterator(chunk_size=50):
        index(taught, taught.live_line.head)
    return found.count()
