"""Choosing how long: the only writer of what an organisation chose."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from people import audit
from people.models import Organisation, User
from people.refusal import Refused
from people.retention.kinds import Kind
from people.retention.models import SECOND_TERM, Period
from people.retention.periods import in_force

NOTICE: timedelta = SECOND_TERM
"""How long before a shorter term counts."""


def choose(organisation: Organisation, kind: Kind, amount: int, *, by: User) -> Period:
    """Keep a kind so long from now on; when that is shorter, from NOTICE later. Choosing what counts now takes a notice back.

    Safe to repeat: the day that was named stays, also for a term between the one that counts and the one that was told. Raises Refused.
    """
    if not kind.term.allows(amount):
        raise Refused(
            _("Kies %(least)s tot %(most)s.")
            % {"least": kind.term.said(kind.term.least), "most": kind.term.said(kind.term.most)}
        )
    today = timezone.localdate()
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        row = Period.objects.filter(organisation=organisation, kind=kind.name).first()
        row = row or Period(organisation=organisation, kind=kind.name, amount=kind.term.usual)
        now = in_force(row, today)
        told = row.coming if row.coming_on and row.coming_on > today else None
        if amount >= now:
            row.amount, row.coming, row.coming_on = amount, None, None
        else:
            if told is None or amount < told:
                row.coming_on = today + NOTICE
            row.amount, row.coming = now, amount
        row.save()
        audit.record("retention", audit.named(row), result=f"{kind.name}-{amount}", actor=by)
    return row
