"""Wagtail's scheduled publishing, going on where one of many cannot be published; that one is logged, and tried again the next time."""

import logging
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand
from django.utils import timezone
from wagtail.models import DraftStateMixin, Page, Revision

from cms.packages import deliveries

log = logging.getLogger(__name__)


class Command(BaseCommand):
    """Takes offline what expired, publishes what is due, and throws away packages that nobody brought in."""

    help = "Haalt offline wat verlopen is, en publiceert wat ingepland stond."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        for model in (
            Page,
            *(one for one in apps.get_models() if issubclass(one, DraftStateMixin) and not issubclass(one, Page)),
        ):
            for item in model._default_manager.filter(live=True, expire_at__lt=now).order_by("expire_at"):
                full = item.specific if isinstance(item, Page) else item
                full.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
        for revision in Revision.objects.filter(approved_go_live_at__lt=now).order_by("approved_go_live_at"):
            self._publish(revision)
        deliveries.prune()

    def _publish(self, revision: Revision) -> None:
        try:
            revision.publish(log_action="wagtail.publish.scheduled")
        except ValidationError as fault:
            log.warning(
                "scheduled publication refused: revision %s of %s %s (%s)",
                revision.pk,
                revision.content_type,
                revision.object_id,
                type(fault).__name__,
            )
