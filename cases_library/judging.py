"""What the checker says of a case, remembered: the search may take seconds, and publishing asks for it more than once."""

from collections import OrderedDict
from collections.abc import Callable
from hashlib import sha256
from threading import Lock

from django.conf import settings

from cases_library.engine.checker import Report, check
from cases_library.engine.format import Case
from cases_library.engine.reading import dump_case

CAPACITY = 100
_held: OrderedDict[tuple[str, str | None], Report] = OrderedDict()
_lock = Lock()


def judged(case: Case, *, knows_case: Callable[[str], bool], patient: bool = False) -> Report:
    """The checker's report on this case, searched at most once per process for the same words.

    Publishing asks before its transaction begins, so that nobody waits for the search who only wants to write. A patient caller
    gets a search without a limit of time.
    """
    known = str(knows_case(case.perspective_of)) if case.perspective_of else None
    key = (sha256(dump_case(case).encode()).hexdigest(), known)
    with _lock:
        found = _held.get(key)
        if found is not None and (found.search.complete or not patient):
            _held.move_to_end(key)
            return found
    seconds = None if patient else settings.CASE_SEARCH_SECONDS
    report = check(
        case,
        max_states=settings.CASE_SEARCH_STATES,
        seconds=seconds,
        knows_case=knows_case,
        public_lines=settings.PUBLIC_LINES,
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
