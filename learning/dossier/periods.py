"""From which day to which day: a year, one's own period at a register, or everything. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Period:
    """Both days are included; None is without an end on that side."""

    since: date | None = None
    until: date | None = None

    def holds(self, day: date) -> bool:
        return (self.since is None or day >= self.since) and (self.until is None or day <= self.until)


ALL = Period()


def of_year(year: int) -> Period:
    """A calendar year."""
    return Period(date(year, 1, 1), date(year, 12, 31))


def cycle(since: date, years: int, today: date) -> Period:
    """The period of so many years, counted from a registration, in which today lies; the first, for who is registered later."""
    number = max(0, (today.year - since.year) // years - 1)
    while _later(since, years * (number + 1)) <= today:
        number += 1
    return Period(_later(since, years * number), _later(since, years * (number + 1)) - timedelta(days=1))


def _later(day: date, years: int) -> date:
    """The same day so many years on; of 29 February, 1 March where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
