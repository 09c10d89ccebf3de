"""Four eyes: where an organisation asks it, who wrote the last change cannot publish it; somebody else does."""

import json
import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from people import audit
from people.models import Organisation, User

_NOT_WRITTEN = {
    "comments", "wagtail_admin_comments", "draft_title", "expire_at", "expired", "first_published_at", "go_live_at",
    "has_unpublished_changes", "last_published_at", "latest_revision", "latest_revision_created_at", "live", "live_revision", "locked",
    "locked_at", "locked_by", "numchild", "depth", "path", "url_path", "owner", "search_description", "show_in_menus",
}  # fmt: skip
"""What a revision holds that nobody writes: where it stands, when it goes out, and what was remarked beside it."""
_KEYS = re.compile(r'\sdata-block-key=\\*"[^"\\]*\\*"')
"""Numbers that the editor gives to paragraphs."""


def why_not_alone(item: Any, user: User | None) -> str:
    """Why this person may not publish this now; empty when they may. Without a person it is the operator's command."""
    owner = owner_of(item)
    if user is None or owner is None or not owner.two_person_approval or last_writer(item) != user.pk:
        return ""
    return _(
        "Jij schreef de laatste wijziging. %(organisation)s publiceert met vier ogen: "
        "vraag een collega om dit na te lezen en te publiceren."
    ) % {"organisation": owner.name}


def refuse_alone(item: Any, user: User | None) -> None:
    """Raise ValidationError, and write it down, where somebody would publish their own last change."""
    if reason := why_not_alone(item, user):
        audit.record("publish", audit.named(item), result="refused-own-change", actor=user)
        raise ValidationError(reason)


def last_writer(item: Any) -> int | None:
    """Who wrote the last version that differs from the one before it; keeping it once more is no writing."""
    newer: Any = None
    for revision in item.revisions.order_by("-created_at", "-pk").only("content", "user_id").iterator(chunk_size=4):
        if newer is not None and _written(newer.content) != _written(revision.content):
            break
        newer = revision
    writer: int | None = newer.user_id if newer is not None else None
    return writer


def _written(content: dict[str, Any]) -> str:
    kept = {name: value for name, value in content.items() if name not in _NOT_WRITTEN}
    return _KEYS.sub("", json.dumps(kept, sort_keys=True))


def owner_of(item: Any) -> Organisation | None:
    """The organisation that this page or snippet belongs to; None for the core's."""
    root = getattr(item, "owner_root", item)
    owner: Organisation | None = getattr(root, "organisation", None)
    return owner
