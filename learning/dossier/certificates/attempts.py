"""Counting wrong addresses and wrong names on the check page. Only failures count: who checks a good certificate is never stopped by it."""

from django.utils.translation import gettext as _

from people import attempts
from people.refusal import Refused

PER_NETWORK = attempts.rate(60, 600)
"""Wrong addresses, of some 2 to the power of 99."""
PER_CERTIFICATE = attempts.rate(10, 3600)
"""Wrong names at one certificate: enough for who mistypes, not for who goes through a team."""
_ADDRESSES, _NAMES = "certificates:addresses", "certificates:names"


class TooMany(Refused):
    """There were too many wrong ones; nothing was looked up."""

    status = 429


def check_address(network: str) -> None:
    """Raises TooMany."""
    if attempts.is_full(PER_NETWORK, _ADDRESSES, network):
        raise TooMany(
            _("Er zijn hier te veel verkeerde adressen geprobeerd. Wacht tien minuten en probeer het dan opnieuw.")
        )


def wrong_address(network: str) -> None:
    attempts.count(PER_NETWORK, _ADDRESSES, network)


def check_name(code: str, network: str) -> None:
    """Raises TooMany. Names count for the certificate, wherever they are tried from, and for the network like addresses do."""
    if attempts.is_full(PER_CERTIFICATE, _NAMES, code) or attempts.is_full(PER_NETWORK, _ADDRESSES, network):
        raise TooMany(
            _("Bij dit certificaat zijn te veel verkeerde namen geprobeerd. Wacht een uur en probeer het dan opnieuw.")
        )


def wrong_name(code: str, network: str) -> None:
    attempts.count(PER_CERTIFICATE, _NAMES, code)
    attempts.count(PER_NETWORK, _ADDRESSES, network)
