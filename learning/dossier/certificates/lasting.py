"""How long a certificate counts. Pure."""

from calendar import monthrange
from datetime import date


def ends(completed_on: date, months: int | None) -> date | None:
    """The last day on which it counts, so many months after the completion; None without an end. The 31st becomes a month's last day."""
    if months is None:
        return None
    years, month = divmod(completed_on.month - 1 + months, 12)
    year, month = completed_on.year + years, month + 1
    return date(year, month, min(completed_on.day, monthrange(year, month)[1]))


def is_over(last_day: date | None, today: date) -> bool:
    return last_day is not None and last_day < today
