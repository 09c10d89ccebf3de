"""One's own files. What is past its day is not there, whether or not it was cleared away yet."""

import uuid

from django.db.models import QuerySet
from django.utils import timezone

from people.exports.actions import STALLED
from people.exports.models import Export, State


def own_exports(user_id: int) -> QuerySet[Export]:
    """One's own files without their contents, newest first."""
    return Export.objects.filter(user_id=user_id, expires_at__gt=timezone.now()).defer("sealed")


def own_export(user_id: int, number: uuid.UUID) -> Export | None:
    """One's own file, without its contents until they are asked for; None for anybody else's."""
    return own_exports(user_id).filter(pk=number).first()


def is_stalled(export: Export) -> bool:
    """Whether its worker seems to have died, or none came."""
    since = export.begun_at if export.state == State.BUSY else export.asked_at if export.state == State.ASKED else None
    return since is not None and since <= timezone.now() - STALLED
