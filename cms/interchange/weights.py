"""What other programs' weights mean in our kinds, which know right and wrong and nothing between."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from cms.interchange.items import NotHeld

_FULL = Decimal(100)
_ROUNDED = Decimal("0.5")
"""How far off a hundred the weights of seven right answers may be by rounding."""


def weight(text: str) -> Decimal:
    """A weight in percents. Raises NotHeld for what is no number."""
    try:
        made = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        made = Decimal("NaN")
    if not made.is_finite() or abs(made) > 1000:
        raise NotHeld(_("Het gewicht ‘%(weight)s’ is geen getal.") % {"weight": text.strip()[:20]})
    return made


def right_one(weights: Sequence[Decimal]) -> list[bool]:
    """Which options are right where one may be chosen: a hundred percent; partial credit is not held."""
    _refuse_partial([one for one in weights if one != _FULL])
    if list(weights).count(_FULL) != 1:
        raise NotHeld(_("Er is niet precies één antwoord goed, terwijl er maar één gekozen kan worden."))
    return [one == _FULL for one in weights]


def right_ones(weights: Sequence[Decimal]) -> list[bool]:
    """Which options are right where several may be chosen: equal shares that make a hundred percent together."""
    shares = [one for one in weights if one > 0]
    if not shares:
        raise NotHeld(_("Geen enkel antwoord is goed."))
    if max(shares) - min(shares) > Decimal("0.001"):
        raise NotHeld(_("De goede antwoorden wegen niet even zwaar; gedeeltelijke punten bestaan hier niet."))
    if abs(sum(shares) - _FULL) > _ROUNDED:
        raise NotHeld(_("De gewichten van de goede antwoorden zijn samen geen honderd procent."))
    return [one > 0 for one in weights]


def only_full(weights: Sequence[Decimal]) -> None:
    """Refuse an answer that is counted for a part."""
    _refuse_partial([one for one in weights if one != _FULL])


def _refuse_partial(others: Sequence[Decimal]) -> None:
    if any(one > 0 for one in others):
        raise NotHeld(_("Een antwoord telt gedeeltelijk mee; gedeeltelijke punten bestaan hier niet."))
