"""Pools: the questions that a closing test draws from by their tags."""

import uuid
from typing import Any

from cms.models import ModulePage, Question
from cms.models.bank import tags_of


def pooled(pool: Any, organisation_id: int | None) -> list[uuid.UUID]:
    """What is in a pool of this owner today: published questions of its own and of the core with all its tags, by title. No open ones."""
    tags = tags_of(pool["tags"])
    if not tags:
        return []
    rows = Question.objects.filter(live=True).exclude(kept_kind="open").tagged(*tags)
    return list(rows.readable_by(organisation_id).order_by("title", "pk").values_list("uuid", flat=True))


def questions_to_try(page: ModulePage) -> list[tuple[str, Question | None]]:
    """Each question that a test can draw, once, with an id for its place; None for one that is gone. In the author's order."""
    owner = page.owner_root.organisation_id
    found: dict[uuid.UUID | str, tuple[str, Question | None]] = {}
    for child in page.test_questions:
        if child.block_type != "pool":
            found.setdefault(child.value.uuid if child.value else str(child.id), (str(child.id), child.value))
            continue
        of_pool = Question.objects.in_bulk(pooled(child.value, owner), field_name="uuid")
        for source, question in of_pool.items():
            found.setdefault(source, (f"{child.id}-{question.pk}", question))
    return list(found.values())


def questions_in(page: ModulePage) -> set[uuid.UUID]:
    """All that a test can draw, chosen one by one or by a pool, each once."""
    owner = page.owner_root.organisation_id
    found: set[uuid.UUID] = set()
    for child in page.test_questions:
        if child.block_type == "pool":
            found.update(pooled(child.value, owner))
        elif child.value is not None:
            found.add(child.value.uuid)
    return found
