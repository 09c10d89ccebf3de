"""The terms: how long something is kept, and how little or much somebody may choose instead. Only numbers and words."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils.translation import ngettext


class Unit(StrEnum):
    """What a term is counted in."""

    DAYS = "days"
    MONTHS = "months"


class Chooser(StrEnum):
    """Who may choose another number."""

    ORGANISATION = "organisation"
    OPERATOR = "operator"


_YEAR = 12


@dataclass(frozen=True, kw_only=True)
class Term:
    """How long, in one unit: usually, at the least, and at the most."""

    usual: int
    least: int
    most: int
    unit: Unit = Unit.MONTHS
    chooser: Chooser = Chooser.ORGANISATION

    def __post_init__(self) -> None:
        if not 0 < self.least <= self.usual <= self.most:
            raise ValueError("A term lies between its least and its most.")

    def allows(self, amount: int) -> bool:
        """Whether somebody may choose this."""
        return self.least <= amount <= self.most

    def cutoff(self, today: date, amount: int) -> date:
        """What began its term before this day is over today."""
        return today - timedelta(days=amount) if self.unit == Unit.DAYS else months_before(today, amount)

    def said(self, amount: int) -> str:
        """A number of these, in the reader's language."""
        if self.unit == Unit.DAYS:
            return ngettext("%d dag", "%d dagen", amount) % amount
        if amount % _YEAR == 0:
            return ngettext("%d jaar", "%d jaar", amount // _YEAR) % (amount // _YEAR)
        return ngettext("%d maand", "%d maanden", amount) % amount

    def in_words(self, since: str) -> str:
        """For the register."""
        who = "the organisation" if self.chooser == Chooser.ORGANISATION else "the operator"
        return (
            f"{self._plain(self.usual)} {since}; {who} may choose {self._plain(self.least)} to {self._plain(self.most)}"
        )

    def in_dutch(self, since: str) -> str:
        """The same for the people it is about."""
        who = "je organisatie" if self.chooser == Chooser.ORGANISATION else "wie de site beheert"
        return f"{self._dutch(self.usual)} {since}; {who} mag {self._dutch(self.least)} tot {self._dutch(self.most)} kiezen"

    def _dutch(self, amount: int) -> str:
        if self.unit == Unit.DAYS:
            return f"{amount} {'dag' if amount == 1 else 'dagen'}"
        return f"{amount // _YEAR} jaar" if amount % _YEAR == 0 else f"{amount} maanden"

    def _plain(self, amount: int) -> str:
        unit, count = str(self.unit), amount
        if self.unit == Unit.MONTHS and amount % _YEAR == 0:
            unit, count = "years", amount // _YEAR
        return f"{count} {unit if count != 1 else unit[:-1]}"


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier; the last of the month where it has no such day."""
    years, month = divmod(day.year * _YEAR + day.month - 1 - months, _YEAR)
    return date(years, month + 1, min(day.day, calendar.monthrange(years, month + 1)[1]))


MEMBERSHIP = Term(usual=24, least=12, most=84)
REMINDERS = Term(usual=24, least=12, most=36)
COMPLETIONS = Term(usual=72, least=60, most=120)
INVITATIONS = Term(usual=90, least=30, most=365, unit=Unit.DAYS)
ACCOUNT = Term(usual=90, least=30, most=365, unit=Unit.DAYS)
LOG = Term(usual=12, least=6, most=60, chooser=Chooser.OPERATOR)
