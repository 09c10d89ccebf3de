"""What an organisation decides for itself: the only writer of these decisions, and where rooms above hear of them."""

from django.db import transaction
from django.dispatch import Signal

from people import audit
from people.models import Organisation, User

two_person_approval_set = Signal()
"""Sent with `organisation` and `by`, inside the transaction, also when nothing changed: who listens puts right what is not so yet."""


def set_two_person_approval(organisation: Organisation, *, on: bool, by: User | None = None) -> None:
    """Publish with four eyes from now on, or no longer. Safe to repeat. Without `by` it is the operator's command."""
    with transaction.atomic():
        held = Organisation.objects.select_for_update().get(pk=organisation.pk)
        held.two_person_approval = on
        held.save(update_fields=["two_person_approval"])
        two_person_approval_set.send(sender=Organisation, organisation=held, by=by)
    organisation.two_person_approval = on
    audit.record("two-person-approval", audit.named(organisation), result="on" if on else "off", actor=by)
