"""Addresses: a street with a number, a postcode, or both."""

import re
from collections.abc import Iterator, Sequence

from people.guard.spans import Span
from people.guard.words import Word, cues, lists

_PLAIN = tuple(cues("street-endings"))
_WITH_A_CAPITAL = (*_PLAIN, *cues("more-street-endings"))
_NO_STREET = cues("no-street")
_BEFORE_A_STREET = cues("before-a-street")
_PARTICLES = cues("street-particles")
_NUMBER = re.compile(
    r"(?:(?<=str)\.|,(?=\sn))?\s(?:(?:nummer|nr\.?)\s)?(?:1944\s)?\d{1,5}(?:(?:\s?-\s?|/)(?:\d{1,4}|[IVX]{1,4}|[A-Za-z]{1,3})\b|\s(?:hs|bis|huis|rd|zw|boven|[A-Da-d]|[IVX]{1,4})\b|[A-Za-z]{1,2}\b)?(?![\w%])"
    r"(?!\s(?:keer|uur|jaar|minuten|weken|dagen|kinderen|mensen|maanden|euro|meter|km|kilometer|stappen))"
)
_ORDINAL = re.compile(r"(?<!\w)(?:\d{1,2}(?:e|ste|de)\s|['’])$")
_POSTCODE = re.compile(
    r"(?<![\w.,-])[1-9]\d{3}(?:\s?(?!SA|SD|SS)[A-Z]{2}|[a-z]{2})(?!\w)(?:\s\d{1,4}[a-z]?(?!\w))?"
    r"(?P<town>,?\s[A-Z][a-z]+(?:[- ][A-Z][a-z]+)?)?"
)
_YEAR_AND_SHORT = re.compile(r"(?:19|20)\d\d\s(?:GI|OM|VT|JB|VO|PO|WA|EN|DE)")
_THEN_POSTCODE = re.compile(r"\s*,?\s+(?=[1-9]\d{3}\s?[A-Za-z]{2}(?!\w))")
_LIVES = cues("lives")
_INSTEAD = "[adres]"


def addresses(text: str, words: Sequence[Word]) -> Iterator[Span]:
    reached = 0
    for start, end in sorted([*_streets(text, words), *_postcodes(text)]):
        if start >= reached:
            yield Span(start, end, "address", _INSTEAD)
            reached = end


def _streets(text: str, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    for place, word in enumerate(words):
        number = _NUMBER.match(text, word.end)
        if number and (_is_street(word) or _names_a_street(words, place) or _is_lived_in(words, place)):
            yield _with_ordinal(text, words[_first(words, place)].start), _with_postcode(text, number.end())


def _with_ordinal(text: str, start: int) -> int:
    """2e Oosterparkstraat, 's-Gravelandseweg."""
    before = _ORDINAL.search(text, max(0, start - 5), start)
    if before is None or (before[0] in "'’" and text[start : start + 2].lower() != "s-"):
        return start
    return before.start()


def _is_street(word: Word) -> bool:
    if word.is_capital:
        return word.key.endswith(_WITH_A_CAPITAL) and (word.key not in _NO_STREET or not word.begins)
    return len(word.key) > 6 and word.key.endswith(_PLAIN) and word.key not in _NO_STREET


def _names_a_street(words: Sequence[Word], place: int) -> bool:
    """Laan van Meerdervoort, Plein 1944."""
    first = _first(words, place)
    return words[first].is_capital and words[first].key in _PLAIN


def _is_lived_in(words: Sequence[Word], place: int) -> bool:
    near = words[max(0, place - 4) : place]
    return words[place].is_capital and not words[place].begins and any(word.key in _LIVES for word in near)


def _first(words: Sequence[Word], place: int) -> int:
    """Where the name of a street begins that ends here: what stands before it with a capital belongs to it."""
    first = place
    for back in range(place - 1, max(-1, place - 6), -1):
        if words[back + 1].gap != " " and not (words[back].is_initials or words[back + 1].gap == ". "):
            break
        if _belongs_before(words[back]):
            first = back
        elif words[back].key not in _PARTICLES:
            break
    return first


def _belongs_before(word: Word) -> bool:
    if not word.is_capital:
        return False
    return word.key in _BEFORE_A_STREET or not word.begins or word.key not in lists().ordinary


def _postcodes(text: str) -> Iterator[tuple[int, int]]:
    for found in _POSTCODE.finditer(text):
        if not _YEAR_AND_SHORT.match(found[0]):
            yield found.start(), _end_of(text, found)


def _end_of(text: str, found: re.Match[str]) -> int:
    """With the town where it follows."""
    town = found["town"]
    if town is None or all(part.casefold() in lists().places for part in town.strip(", ").split()[:1]):
        return found.end()
    return found.start("town")


def _with_postcode(text: str, end: int) -> int:
    between = _THEN_POSTCODE.match(text, end)
    found = _POSTCODE.match(text, between.end()) if between else None
    return _end_of(text, found) if found else end
