"""Joining who somebody is at a service to an account, and taking that apart again."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from people import audit
from people.models import User
from people.openid.models import Identity
from people.openid.rules import services
from people.refusal import Refused


def join(user: User, *, issuer: str, subject: str) -> Identity:
    """This account opens to that person of the service from now on. Safe to repeat. Raises Refused when either is joined to another."""
    held = Identity.objects.filter(user=user, issuer=issuer, subject=subject).first()
    if held is not None:
        return held
    try:
        with transaction.atomic():
            made = Identity.objects.create(user=user, issuer=issuer, subject=subject, made_at=timezone.now())
    except IntegrityError:
        raise Refused(
            _(
                "Deze dienst is al gekoppeld: jouw account aan een andere aanmelding, of deze aanmelding aan een ander account."
            )
        ) from None
    audit.record("join-sign-in", audit.named(made), actor=user)
    return made


def remove(identity: Identity) -> None:
    """The account no longer opens by this service. Raises Refused when it would be the last way in. Safe to repeat."""
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=identity.user_id)
        issuers = [one.issuer for one in services()]
        others = Identity.objects.filter(user=user, issuer__in=issuers).exclude(pk=identity.pk)
        if not user.has_usable_password() and not others.exists():
            raise Refused(
                _(
                    "Dit is je enige manier om in te loggen. Stel eerst een wachtwoord in; dan kun je de koppeling weghalen."
                )
            )
        gone, _rows = Identity.objects.filter(pk=identity.pk).delete()
    if gone:
        audit.record("remove-sign-in", audit.named(identity), actor=user)
