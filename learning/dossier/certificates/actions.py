"""Taking a certificate, withdrawing it, and how long it counts. The only writer of certificates."""

import secrets

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from learning.dossier.certificates import keys, lasting, queries
from learning.dossier.certificates.models import PLACES, Certificate, Issuing, Place, Why
from learning.journey.models import Completion
from people import audit
from people.models import Organisation, User
from people.refusal import Refused

MONTHS = (12, 24, 36, 60)
"""What an organisation may choose from, beside no end at all."""
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""What nobody takes for another on paper: no 0 and o, 1, i and l."""
CODE = 20
"""Characters of a code: some 99 random bits, which nobody guesses."""


def take(completion: Completion, *, by: User, issuer: Organisation | None) -> Certificate:
    """A certificate of one's own completion, from the organisation that one belongs to. Safe to repeat. Raises Refused."""
    held = Certificate.objects.filter(completion=completion, user=by, withdrawn_at__isnull=True).first()
    if held is not None:
        return held
    name, withdrawn = by.get_full_name(), queries.was_refused(completion)
    months = queries.months_of(issuer) if issuer else None
    why_not = queries.why_not(completion, issuer, months, withdrawn=withdrawn)
    if why_not or issuer is None:
        raise Refused(str(why_not))
    if not name:
        raise Refused(_("Vul eerst je naam in bij je profiel. Die komt op het certificaat."))
    keys.ensure(issuer)
    try:
        with transaction.atomic():
            made = Certificate.objects.create(
                code="".join(secrets.choice(ALPHABET) for _place in range(CODE)),
                user=by,
                completion=completion,
                organisation=issuer,
                place=_drawn(issuer),
                name=name,
                issued_at=timezone.now(),
                expires_on=lasting.ends(timezone.localdate(completion.completed_at), months),
            )
    except IntegrityError:  # two at once: the first is the answer to both
        return Certificate.objects.get(completion=completion, user=by, withdrawn_at__isnull=True)
    audit.record("take-certificate", audit.named(made), actor=by)
    return made


def _drawn(issuer: Organisation) -> Place:
    """A place that nobody has, at random. Raises Refused when the list is full."""
    if Place.objects.filter(organisation=issuer).count() >= PLACES:
        raise Refused(_("Deze organisatie kan geen certificaten meer geven. Vraag de beheerder van het platform."))
    while True:
        made, is_new = Place.objects.get_or_create(organisation=issuer, number=secrets.randbelow(PLACES))
        if is_new:
            return made


def withdraw(certificate: Certificate, *, by: User, why: Why) -> None:
    """From now on it does not count, on the check page and for whoever checks a copy. Safe to repeat: the first time and reason stand."""
    with transaction.atomic():
        now = timezone.now()
        rows = Certificate.objects.filter(pk=certificate.pk, withdrawn_at__isnull=True)
        changed = rows.update(withdrawn_at=now, why=why)
        Place.objects.filter(pk=certificate.place_id).update(withdrawn=True)
    if changed:
        audit.record("withdraw-certificate", audit.named(certificate), result=why, actor=by)


def gone(certificate: Certificate) -> None:
    """After its row went, with its holder's account: a copy that is left does not count any more."""
    Place.objects.filter(pk=certificate.place_id).update(withdrawn=True)


def set_months(organisation: Organisation, *, by: User, months: int | None) -> None:
    """How long certificates of this organisation count that are taken from now on. Safe to repeat."""
    Issuing.objects.update_or_create(organisation=organisation, defaults={"months": months})
    audit.record("certificate-months", audit.named(organisation), result=str(months or "no-end"), actor=by)
