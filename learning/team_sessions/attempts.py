"""Counting wrong codes, per network and in all. Only failures count: a whole town hall comes in through one address."""

from django.utils.translation import gettext as _

from people import attempts
from people.refusal import Refused

PER_NETWORK = attempts.rate(100, 600)
IN_ALL = attempts.rate(1000, 3600)
"""Of some 244 million codes: while twenty sessions are open, guessing from everywhere finds one in some twelve thousand hours."""
_ALL, _ROOM = "all", "team_sessions:codes"


class TooMany(Refused):
    """There were too many wrong codes; nobody's good code was looked at."""

    status = 429


def check(network: str, *, known: bool) -> None:
    """Raises TooMany when there were too many wrong codes from this network, or, for who is not signed in, from everywhere."""
    if attempts.is_full(PER_NETWORK, _ROOM, network) or (not known and attempts.is_full(IN_ALL, _ROOM, _ALL)):
        raise TooMany(
            _(
                "Er zijn hier te veel verkeerde codes geprobeerd; ook een goede code werkt daarom nu niet. Wacht tien minuten. "
                "Heb je een account in dit team? Log in en kies bij Sessies ‘Doe mee’: daar heb je geen code nodig."
            )
        )


def count(network: str) -> None:
    """Count one wrong code."""
    for rate, of in ((PER_NETWORK, network), (IN_ALL, _ALL)):
        attempts.count(rate, _ROOM, of)
