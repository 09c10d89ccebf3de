"""What two people said at a share, as props for either of them."""

import uuid
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from learning.reflection import sharing_queries as sharing
from learning.reflection.actions.sharing import MAX_COMMENT
from learning.reflection.models import Share


def thread_of(request: HttpRequest, share: Share) -> dict[str, Any]:
    """For one of the two, who is looking."""
    is_owner = share.entry.user_id == request.user.pk
    other = share.person if is_owner else share.entry.user
    said = sharing.comments_at(share, reader=request.user.pk)
    writable = not is_owner or sharing.runs(share.pk)
    return thread(share.pk, said, other=other.get_full_name(), may_delete_all=is_owner, writable=writable)


def thread(
    share: uuid.UUID, said: tuple[sharing.Said, ...], *, other: str, may_delete_all: bool, writable: bool
) -> dict[str, Any]:
    """Props of learning/reflection/share_thread.html."""
    return {
        "id": f"reacties-{share}",
        "action": reverse("reflection:comment", args=[share]),
        "key": str(uuid.uuid4()),
        "other": other,
        "writable": writable,
        "max_length": MAX_COMMENT,
        "comments": [
            {
                "id": f"reactie-{one.uuid}",
                "name": one.name,
                "own": one.own,
                "text": one.text,
                "at": one.at,
                "delete_url": reverse("reflection:comment-delete", args=[one.uuid])
                if one.own or may_delete_all
                else "",
            }
            for one in said
        ],
    }
