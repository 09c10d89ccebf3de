"""Birth dates: a date with a word beside it that says so, or a whole date that nothing shows to be an appointment."""

import re
from collections.abc import Iterator

from people.guard.spans import Span

_MONTH = (
    "(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
    "|(?:jan|febr?|mrt|apr|jun|jul|aug|sept?|okt|nov|dec)\\.?)"
)
_DATE = re.compile(
    r"(?<![\w/.-])(?:"
    r"(?P<day>\d{1,2})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<year>\d{4}|\d{2})(?![-/.]?\d)"
    r"|(?P<iso>(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))"
    rf"|(?P<day_in_words>\d{{1,2}})(?:e|ste|de)?\s(?P<word>{_MONTH})(?:\s(?P<word_year>(?:19|20)\d\d|['’]\d\d))?"
    rf"|(?P<month_only>{_MONTH}\s(?:19|20)\d\d)"
    r")(?!\w)",
    re.IGNORECASE,
)
_NEAR = 48
"""Code points before or after a date in which a word about it is looked for, inside its own sentence."""
_BIRTH_BEFORE = re.compile(
    r"\b(?:geboren|geboorted\w+|geb|gebdat|geb\.\s?dat|g\.d|gb\.?d|verjaar\w*|jarig|bevallen|ter wereld)\b[^!?\n]*$",
    re.IGNORECASE,
)
_BIRTH_AFTER = re.compile(r"[^.!?\n\d]{0,24}\b(?:geboren|jarig|verjaart|bevallen)\b", re.IGNORECASE)
_IS_FROM = re.compile(r"\b(?:is|was|ben|zijn|hij|ze|zij|die|kind|baby|jongen|meisje|dochter|zoon) van $", re.IGNORECASE)
_APPOINTED = re.compile(
    r"(?:\b(?:op|vanaf|per|sinds|tot|t/m|voor|na|rond|om|d\.d\.|dd\.?|datum:?|uiterlijk|tussen|en|van|ma|di|wo|do|vr|za|zo"
    r"|(?:maan|dins|woens|donder|vrij|zater|zon)dag(?:ochtend|middag|avond)?),?\s)$",
    re.IGNORECASE,
)
_OCCASION = re.compile(
    r"\b\w{0,12}(?:afspraak|overleg|gesprek|huisbezoek|bezoek|zitting|training|brief|verslag|melding|mail|vergadering|intake|les|sessie"
    r"|uitspraak|plan|beschikking|wet|versie|week|start|cursus|datum|deadline|evaluatie|rapport|besluit|toets|dienst|vakantie)\w*\b",
    re.IGNORECASE,
)
_OCCASION_AFTER = re.compile(r"\s?[:–-]\s?(?:\w+\s){0,2}" + _OCCASION.pattern, re.IGNORECASE)
_HOUR = re.compile(r",?\s(?:om|van|tussen|rond)\s\d{1,2}[.:u]", re.IGNORECASE)


def birth_dates(text: str) -> Iterator[Span]:
    for found in _dates(text):
        if _is_birth(text, found):
            yield Span(found.start(), found.end(), "birth-date", "[geboortedatum]")


def whole_dates(text: str) -> Iterator[tuple[int, int]]:
    """Where a day, a month and a year stand together: never a telephone number or a house."""
    return (found.span() for found in _dates(text) if _is_whole(found))


def _dates(text: str) -> Iterator[re.Match[str]]:
    """Every date that the calendar could hold."""
    return (found for found in _DATE.finditer(text) if _exists(found))


def _exists(found: re.Match[str]) -> bool:
    if found["day"]:
        year = found["year"]
        return _fits(found["day"], 31) and _fits(found["month"], 12) and (len(year) == 2 or year[:2] in {"19", "20"})
    return not found["day_in_words"] or _fits(found["day_in_words"], 31)


def _fits(number: str, most: int) -> bool:
    return 1 <= int(number) <= most


def _is_birth(text: str, found: re.Match[str]) -> bool:
    before = _sentence_before(text, found.start())
    after = text[found.end() : found.end() + _NEAR]
    if _BIRTH_BEFORE.search(before) or _BIRTH_AFTER.match(after):
        return True
    if not _is_whole(found) or _OCCASION.search(before) or _OCCASION_AFTER.match(after) or _HOUR.match(after):
        return False
    return bool(_IS_FROM.search(before)) or not _APPOINTED.search(before)


def _sentence_before(text: str, place: int) -> str:
    near = text[max(0, place - _NEAR) : place]
    return re.split(r"[!?\n]|(?<=\w{4})\.\s", near)[-1]


def _is_whole(found: re.Match[str]) -> bool:
    """Day, month and year, the year in four digits unless the month is a word."""
    return bool(found["iso"] or found["word_year"] or (found["year"] and len(found["year"]) == 4))
