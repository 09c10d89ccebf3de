"""What the checker says of a case, remembered: the search may take seconds, and publishing asks for it more than once."""

from collections import OrderedDict
from collections.abc import Callable
from hashlib import sha256
from threading import Lock
from typing import TYPE_CHECKING

from django.conf import settings

from cases_library.engine.format import Case
from cases_library.engine.reading import dump_case

if TYPE_CHECKING:
    from cases_library.engine.checker import Report

CAPACITY = 100
_held: "OrderedDict[tuple[str, str | None], Report]" = OrderedDict()
_lock = Lock()


def judged(case: Case, *, knows_case: Callable[[str], bool]) -> "Report":
    """The checker's report on this case, searched at most once per process for the same words.

    Publishing asks before its transaction begins, so that nobody waits for the search who only wants to write.
    """
    from cases_library.engine.checker import check  # readers start without it

    known = str(knows_case(case.perspective_of)) if case.perspective_of else None
    key = (sha256(dump_case(case).encode()).hexdigest(), known)
    with _lock:
        if key in _held:
            _held.move_to_end(key)
            return _held[key]
    report = check(
        case, max_states=settings.CASE_SEARCH_STATES, seconds=settings.CASE_SEARCH_SECONDS, knows_case=knows_case
    )
    with _lock:
        _held[key] = report
        while len(_held) > CAPACITY:
            _held.popitem(last=False)
    return report


def forget() -> None:
    """Empty the memory. For tests that count searches."""
    with _lock:
        _held.clear()
