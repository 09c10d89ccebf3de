"""Cases of editions, read once per process. Editions never change, so what is here is never stale."""

from collections import OrderedDict
from threading import Lock

from cases_library.engine.format import Case
from cases_library.engine.reading import read_case
from cms.editions.memory import LoadedEdition

CAPACITY = 200
"""Cases kept: each holds its texts once more, some hundred kilobytes."""

_held: OrderedDict[int, Case] = OrderedDict()
_lock = Lock()


def case_of(edition: LoadedEdition) -> Case:
    """The case of an edition of kind `case`."""
    with _lock:
        found = _held.get(edition.pk)
        if found is not None:
            _held.move_to_end(edition.pk)
            return found
    case = read_case(edition.content["case"])
    with _lock:
        _held[edition.pk] = case
        while len(_held) > CAPACITY:
            _held.popitem(last=False)
    return case


def forget() -> None:
    """Empty the memory. For tests, whose databases begin again with the same numbers."""
    with _lock:
        _held.clear()
