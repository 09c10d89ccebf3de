"""What happens to an invitation: made, answered, accepted, withdrawn. Each may be done twice."""

import secrets
from collections.abc import Mapping
from datetime import timedelta
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cases_library.compiling import compile_case
from cases_library.models import CasePage, PanelInvitation, PanelReply
from cases_library.publishing import publish_case
from cms.turns import take_turn
from people.audit import named, record
from people.models import User

OPEN_FOR = timedelta(days=30)


def digest_of(token: str) -> str:
    """What is kept of a link's token."""
    return sha256(token.encode("utf-8", "replace")).hexdigest()


def invite(case: CasePage, *, name: str, role: str, by: User) -> tuple[PanelInvitation, str]:
    """Ask somebody. The token is in the answer and nowhere else."""
    token = secrets.token_urlsafe(32)
    made = PanelInvitation.objects.create(
        case=case, name=name, role=role, digest=digest_of(token), expires_at=timezone.now() + OPEN_FOR, invited_by=by
    )
    record("panel-invite", named(made), actor=by)
    return made, token


def renew(invitation: PanelInvitation) -> str:
    """Another link for the same invitation; the old one leads nowhere from now on."""
    token = secrets.token_urlsafe(32)
    invitation.digest, invitation.expires_at = digest_of(token), timezone.now() + OPEN_FOR
    invitation.save(update_fields=["digest", "expires_at"])
    return token


@transaction.atomic
def answer(invitation: PanelInvitation, replies: Mapping[str, tuple[str, str]], *, name: str, shows_name: bool) -> None:
    """Keep what a panellist would choose and why, by scene, in place of what they said before. They consented to its use.

    Other words are to be accepted again.
    """
    now = timezone.now()
    held = PanelInvitation.objects.select_for_update().get(pk=invitation.pk)
    before = {reply.scene: (reply.choice, reply.reason) for reply in held.replies.all()}
    if before == dict(replies) and (held.name, held.shows_name) == (name, shows_name) and held.answered_on:
        return
    held.replies.all().delete()
    PanelReply.objects.bulk_create(
        PanelReply(invitation=held, scene=scene, choice=choice, reason=reason)
        for scene, (choice, reason) in replies.items()
    )
    held.name, held.shows_name = name, shows_name
    held.consented_at, held.answered_on, held.accepted_at = now, timezone.localdate(), None
    held.save(update_fields=["name", "shows_name", "consented_at", "answered_on", "accepted_at"])


def accept(invitation: PanelInvitation) -> None:
    """Let the answers speak at the next publication."""
    PanelInvitation.objects.filter(pk=invitation.pk, answered_on__isnull=False, accepted_at__isnull=True).update(
        accepted_at=timezone.now()
    )
    record("panel-accept", named(invitation))


def set_aside(invitation: PanelInvitation) -> None:
    """Take accepted answers out of the next publication."""
    PanelInvitation.objects.filter(pk=invitation.pk).update(accepted_at=None)


def withdraw(invitation: PanelInvitation) -> None:
    """Forget name and answers. Where they stood in the edition in force, another is published without them."""
    with transaction.atomic():
        take_turn()
        held = PanelInvitation.objects.select_for_update().get(pk=invitation.pk)
        was_heard = held.accepted_at is not None
        held.replies.all().delete()
        held.name, held.shows_name = "", False
        held.consented_at = held.answered_on = held.accepted_at = None
        held.withdrawn_at = held.withdrawn_at or timezone.now()
        held.save()
    record("panel-withdraw", named(invitation))
    if was_heard:
        _publish_without(held.case)


def remove(invitation: PanelInvitation) -> None:
    """As withdrawing, and nothing remains of the invitation either."""
    was_heard, case = invitation.accepted_at is not None, invitation.case
    record("panel-remove", named(invitation))
    invitation.delete()
    if was_heard:
        _publish_without(case)


def _publish_without(case: CasePage) -> None:
    """Publish what is live once more. A live case that no longer compiles keeps its edition; its next publication is without them too."""
    page = CasePage.objects.filter(pk=case.pk, live=True).first()
    if page is None:
        return
    try:
        compile_case(page)  # the search may take seconds: before the transaction, and remembered in it
        publish_case(page, material=False, note="")
    except ValidationError:
        return
