"""The guard against client data: finds in a text what could tell who a client is. Pure functions; nothing leaves the process.

`docs/guard.md` says what it sees, what it does not see, and how that was measured.
"""

from collections.abc import Collection

from people.guard.addresses import addresses
from people.guard.contacts import bsns, emails, other_numbers, phones
from people.guard.dates import birth_dates, whole_dates
from people.guard.names import names
from people.guard.spans import Kind, Span, Taken
from people.guard.words import words_in

__all__ = ["Kind", "Span", "find"]


def find(text: str, *, exempt: Collection[str] = ()) -> tuple[Span, ...]:
    """What could tell who somebody is, in order and never overlapping; `exempt` are names that may stand, whole or in part."""
    words, taken, found = words_in(text), Taken(len(text)), []

    def keep(span: Span) -> None:
        if taken.is_free(span.start, span.end):
            taken.take(span.start, span.end)
            found.append(span)

    for span in (*emails(text), *birth_dates(text)):
        keep(span)
    for start, end in (*whole_dates(text), *other_numbers(text)):
        taken.take(start, end)
    for span in (*phones(text), *bsns(text), *addresses(text, words)):
        keep(span)
    for span in names(text, words, taken, exempt):
        keep(span)
    return tuple(sorted(found))
