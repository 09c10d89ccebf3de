"""A package through the studio: received, looked at, and brought in by the worker once its author says so. Log lines never name content."""

import io
import logging
from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.importing.problems import Problem
from cms.models import ContentRoot, Delivery, DeliveryState
from cms.models.deliveries import STALLED
from cms.packages.bringing import bring, foresee
from cms.packages.difference import Outcome
from cms.permissions import author_of
from people import audit
from people.models import Organisation, User
from people.refusal import Refused

logger = logging.getLogger(__name__)
KEPT = timedelta(hours=24)
MOST = 5
"""Packages of one author at a time."""


def receive(data: bytes, *, name: str, root: ContentRoot, by: User) -> Delivery:
    """Keep a package, and have it looked at. Nothing of the site changes. Raises Refused when there are too many."""
    prune()
    with transaction.atomic():
        if Delivery.objects.filter(by=by).exclude(state=DeliveryState.DONE).count() >= MOST:
            raise Refused(_("Er staan al %(most)s pakketten klaar. Gooi er eerst een weg.") % {"most": MOST})
        now = timezone.now()
        made = Delivery.objects.create(root=root, by=by, name=name[:120], data=data, brought_at=now, begun_at=now)
        _enqueue("look", made)
    audit.record("receive-package", audit.named(made))
    return made


def choose(delivery: Delivery, only: Sequence[str]) -> None:
    """Have it looked at again, now for these parts alone; without any, for all of it. What is being brought in goes on."""
    with transaction.atomic():
        waiting = Delivery.objects.filter(_WAITING, pk=delivery.pk)
        if waiting.update(state=DeliveryState.READING, only=list(only), begun_at=timezone.now()):
            _enqueue("look", delivery)


def confirm(delivery: Delivery, *, overwrite: bool = False) -> None:
    """Bring it in, as it was shown. Safe to repeat: one that is under way, or in, stays as it is."""
    with transaction.atomic():
        waiting = Delivery.objects.filter(_WAITING | _stalled(DeliveryState.BRINGING), pk=delivery.pk)
        if waiting.update(state=DeliveryState.BRINGING, overwrite=overwrite, begun_at=timezone.now()):
            _enqueue("bring_in", delivery)


def throw_away(delivery: Delivery) -> None:
    """Not this one. What is being brought in goes on."""
    is_under_way = Q(state=DeliveryState.BRINGING) & ~_stalled(DeliveryState.BRINGING)
    Delivery.objects.filter(pk=delivery.pk).exclude(is_under_way).delete()


def prune() -> None:
    """Throw away what is older than a day."""
    old().delete()


def old() -> QuerySet[Delivery]:
    """What is older than a day."""
    return Delivery.objects.filter(brought_at__lt=timezone.now() - KEPT)


_WAITING = Q(state__in=[DeliveryState.SHOWN, DeliveryState.FAILED])


def _stalled(state: str) -> Q:
    return Q(state=state, begun_at__lt=timezone.now() - STALLED)


def _enqueue(name: str, delivery: Delivery) -> None:
    """In the caller's transaction, so that a row and its task are there together or not at all."""
    from cms.packages import tasks

    getattr(tasks, name).enqueue(str(delivery.pk))


# --- What the worker does ---------------------------------------------------------------------------


def look(pk: UUID) -> None:
    """Work out what a package would change. Safe to repeat."""
    delivery = _of(pk, DeliveryState.READING)
    if delivery is None:
        return
    try:
        outcome = foresee(
            io.BytesIO(delivery.data),
            organisation=delivery.root.organisation,
            only=delivery.only,
            local_for=_keeps(delivery),
        )
    except Exception:
        logger.exception("reading failed: %s", audit.named(delivery))
        wrong = _("Dit pakket is niet te lezen.")
        outcome = Outcome(
            problems=[Problem(delivery.name, "", wrong, _("Vraag je beheerder in de logboeken te kijken."))]
        )
    _settle(delivery, DeliveryState.SHOWN, outcome)


def bring_in(pk: UUID) -> None:
    """Bring it in, whole or not at all. Safe to repeat."""
    delivery = _of(pk, DeliveryState.BRINGING)
    if delivery is None:
        return
    try:
        outcome = bring(
            io.BytesIO(delivery.data),
            organisation=delivery.root.organisation,
            overwrite=delivery.overwrite,
            by=delivery.by,
            only=delivery.only,
            local_for=_keeps(delivery),
        )
    except Exception:
        Delivery.objects.filter(pk=pk).update(state=DeliveryState.FAILED)
        logger.exception("bringing in failed: %s", audit.named(delivery))
        return
    if outcome.problems:
        _settle(delivery, DeliveryState.SHOWN, outcome)
        return
    _settle(delivery, DeliveryState.DONE, outcome, data=b"")
    audit.record("bring-package", audit.named(delivery), actor=delivery.by)


def _keeps(delivery: Delivery) -> Organisation | None:
    """The organisation whose local texts its author keeps; None where the package is for another's shelf."""
    kept, owner = author_of(delivery.by).local_organisation_id, delivery.root.organisation_id
    return Organisation.objects.get(pk=kept) if kept is not None and owner in {None, kept} else None


def _of(pk: UUID, state: str) -> Delivery | None:
    return Delivery.objects.select_related("root__organisation", "by").filter(pk=pk, state=state).first()


def _settle(delivery: Delivery, state: str, outcome: Outcome, **more: Any) -> None:
    said = {
        "module": outcome.manifest.get("module", {}),
        "items": [asdict(item) for item in outcome.items],
        "problems": [asdict(problem) for problem in outcome.problems],
        "parts": [asdict(part) for part in outcome.parts] or delivery.outcome.get("parts", []),
    }
    Delivery.objects.filter(pk=delivery.pk, state=delivery.state).update(state=state, outcome=said, **more)
