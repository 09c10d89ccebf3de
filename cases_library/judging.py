"""What the checker says of a case, remembered: the search may take seconds, and publishing asks for it more than once."""

import math
from collections import OrderedDict
from collections.abc import Callable
from hashlib import sha256
from threading import Lock

from django.conf import settings

from cases_library.engine.checker import Report, check
from cases_library.engine.format import Case
from cases_library.engine.reading import dump_case

CAPACITY = 100
_held: OrderedDict[tuple[str, str | None], tuple[Report, float]] = OrderedDict()
"""Reports, each with the seconds that its search had."""
_lock = Lock()


def judged(
    case: Case, *, knows_case: Callable[[str], bool], patient: bool = False, seconds: float | None = None
) -> Report:
    """The checker's report on this case, searched at most once per process for the same words.

    Publishing asks before its transaction begins, so that nobody waits for the search who only wants to write. A patient caller
    gets a search without a limit of time, the editor one of a few `seconds`; who has more time than a search had that met its
    limit gets another.
    """
    known = str(knows_case(case.perspective_of)) if case.perspective_of else None
    key = (sha256(dump_case(case).encode()).hexdigest(), known)
    limit = math.inf if patient else settings.CASE_SEARCH_SECONDS if seconds is None else seconds
    with _lock:
        found, given = _held.get(key, (None, 0.0))
        if found is not None and (found.search.complete or given >= limit):
            _held.move_to_end(key)
            return found
    report = check(
        case,
        max_states=settings.CASE_SEARCH_STATES,
        seconds=None if limit == math.inf else limit,
        knows_case=knows_case,
        public_lines=settings.PUBLIC_LINES,
    )
    with _lock:
        _held[key] = (report, limit)
        while len(_held) > CAPACITY:
            _held.popitem(last=False)
    return report


def forget() -> None:
    """Empty the memory. For tests that count searches."""
    with _lock:
        _held.clear()
