"""A certificate as an Open Badge 3.0: an AchievementCredential that its issuer signs as a JWT; and what whoever verifies it asks besides.

Signed when it is asked for, so that nothing signed is kept. docs/adr/0020-certificates.md says why in this form.
"""

import base64
import gzip
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from learning.dossier.certificates.keys import Pen, key_id, pen, published
from learning.dossier.certificates.models import PLACES, Certificate, Place
from learning.dossier.certificates.queries import Shown, shown
from learning.dossier.certificates.signing import VC, address, did, jwk, jws
from people.models import Organisation

_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
FRESH = timedelta(days=1)
"""How long a list of withdrawals may be trusted by whoever keeps a copy."""


def signed(row: Certificate) -> str:
    """The credential, as one fetches it. Raises vault.Unreadable."""
    hand, one = pen(row.organisation), shown(row)
    claims = credential(one, issuer=_profile(hand, row.organisation), status=_status(row))
    registered = {"iss": hand.issuer, "jti": claims["id"], "sub": claims["credentialSubject"]["id"]}
    registered["nbf"] = _seconds(claims["validFrom"])
    if "validUntil" in claims:
        registered["exp"] = _seconds(claims["validUntil"])
    return jws(claims | registered, hand.private, key_id=hand.key_id)


def credential(one: Shown, *, issuer: dict[str, Any], status: dict[str, Any]) -> dict[str, Any]:
    """What is said, unsigned. The holder is known by name, and by the number of this one certificate: that links to nothing else."""
    said: dict[str, Any] = {
        "@context": [VC, _BADGES],
        "id": address("certificates:check", one.code),
        "type": ["VerifiableCredential", "AchievementCredential"],
        "name": one.module,
        "issuer": issuer,
        "validFrom": _instant(one.issued_at),
        "credentialSubject": {
            "id": f"urn:uuid:{one.uuid}",
            "type": ["AchievementSubject"],
            "identifier": [
                {"type": "IdentityObject", "hashed": False, "identityHash": one.name, "identityType": "name"}
            ],
            "achievement": _achievement(one),
        },
        "credentialStatus": status,
    }
    if one.expires_on is not None:
        said["validUntil"] = _instant(timezone.make_aware(datetime.combine(one.expires_on, time.max)))
    return said


def _achievement(one: Shown) -> dict[str, Any]:
    return {
        "id": f"urn:uuid:{one.module_id}",
        "type": ["Achievement"],
        "achievementType": "CertificateOfCompletion",
        "inLanguage": "nl",
        "name": one.module,
        "version": _("editie %(number)s") % {"number": one.edition},
        "description": what_it_is(),
        "criteria": {"narrative": criteria(one)},
    }


def what_it_is() -> str:
    """What a certificate says and what it does not, wherever it is shown."""
    return _(
        "Dit is een bewijs van afronding van een online module. Het is geen diploma, geen bevoegdheid en geen registratie. "
        "Het zegt niet hoe iemand met gezinnen werkt."
    )


def criteria(one: Shown) -> str:
    """What was asked, in one sentence."""
    what = _("Alle lessen afgerond en de toets gehaald.") if one.with_test else _("Alle lessen afgerond.")
    return f"{what} {_('Studielast: ongeveer %(duration)s.') % {'duration': duration(one.minutes)}}"


def duration(minutes: int) -> str:
    """Minutes as one says them: "2 uur en 40 minuten"."""
    whole, rest = divmod(minutes, 60)
    hours, left = _("%(whole)s uur") % {"whole": whole}, _("%(rest)s minuten") % {"rest": rest}
    if not whole or not rest:
        return hours if whole else left
    return _("%(hours)s en %(minutes)s") % {"hours": hours, "minutes": left}


def _profile(hand: Pen, organisation: Organisation) -> dict[str, Any]:
    return {"id": hand.issuer, "type": ["Profile"], "name": organisation.name}


def _status(row: Certificate) -> dict[str, Any]:
    lists = address("certificates:withdrawals", row.organisation.slug)
    return {
        "id": f"{lists}#{row.place.number}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(row.place.number),
        "statusListCredential": lists,
    }


def withdrawals(organisation: Organisation) -> str:
    """Which places of its list are withdrawn (Bitstring Status List), signed. It names nobody, and tells not who asks after whom."""
    hand, lists, now = pen(organisation), address("certificates:withdrawals", organisation.slug), timezone.now()
    bits = bytearray(PLACES // 8)
    for number in Place.objects.filter(organisation=organisation, withdrawn=True).values_list("number", flat=True):
        bits[number // 8] |= 0x80 >> number % 8
    packed = base64.urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).rstrip(b"=").decode()
    claims = {
        "@context": [VC],
        "id": lists,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": hand.issuer,
        "validFrom": _instant(now),
        "validUntil": _instant(now + FRESH),
        "credentialSubject": {
            "id": f"{lists}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": f"u{packed}",
        },
    }
    registered = {"iss": hand.issuer, "jti": lists, "nbf": int(now.timestamp())}
    return jws(claims | registered, hand.private, key_id=hand.key_id)


def document(organisation: Organisation) -> dict[str, Any]:
    """The issuer's public keys (a did:web document), those that are retired too: what they signed stays good."""
    name = did(organisation.slug)
    methods = [
        {
            "id": key_id(name, key),
            "type": "JsonWebKey",
            "controller": name,
            "publicKeyJwk": jwk(bytes(key.public), key_id=key_id(name, key)),
        }
        for key in published(organisation)
    ]
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/jwk/v1"],
        "id": name,
        "verificationMethod": methods,
        "assertionMethod": [one["id"] for one in methods],
    }


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _seconds(instant: str) -> int:
    return int(datetime.fromisoformat(instant).timestamp())
