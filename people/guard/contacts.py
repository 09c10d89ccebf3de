"""Numbers and addresses by which somebody can be reached or looked up: BSN, telephone, e-mail."""

import re
from collections.abc import Iterator

from people.guard.spans import Span

_EMAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}(?![\w-])")
_GAP = r"[ \u00a0.\-–/()]{0,3}"
_PHONE = re.compile(
    rf"(?<![\w+])(?:\+|00)31{_GAP}(?:\(0\){_GAP})?[1-9](?:{_GAP}\d){{8}}(?!\w)"  # Dutch, from abroad
    r"|(?<![\w+])(?:\+|00)[1-9]\d{0,2}(?:[ \u00a0.\-/]?\d){7,11}(?!\w)"  # another country's
    rf"|(?<![\w+,.-])(?:\(0[1-9]\d{{0,2}}\)|0[1-9])(?:{_GAP}\d){{6,8}}(?!\w)(?!-\d)"
)
_PUBLIC = ("0800", "0900", "0906", "0909", "088")
"""How numbers begin that belong to an organisation, and never to a family."""
_BSN = re.compile(r"(?<![\w+])(?<!\d[.,-])\d(?:[ \u00a0.-]?\d){7,8}(?!\w)(?![.,-]\d)")
_IBAN = re.compile(r"(?<!\w)[A-Z]{2}\d{2}\s?[A-Z]{4}(?:\s?\d){10}(?!\w)")
_UUID = re.compile(r"(?<![\w-])[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}(?![\w-])", re.IGNORECASE)
_MONEY_BEFORE = re.compile(r"(?:€|eur|euro|\$)\s?$", re.IGNORECASE)
_MONEY_AFTER = re.compile(r"\s?(?:€|eur\b|euro|%)", re.IGNORECASE)


def other_numbers(text: str) -> Iterator[tuple[int, int]]:
    """Where an IBAN or a UUID stands; its digits are neither a telephone number nor a BSN."""
    return (found.span() for pattern in (_IBAN, _UUID) for found in pattern.finditer(text))


def emails(text: str) -> Iterator[Span]:
    for found in _EMAIL.finditer(text):
        yield Span(found.start(), found.end(), "email", "[e-mailadres]")


def phones(text: str) -> Iterator[Span]:
    for found in _PHONE.finditer(text):
        digits = re.sub(r"\D", "", found[0])
        if found[0].startswith(("+", "00")) or (len(digits) == 10 and not digits.startswith(_PUBLIC)):
            yield Span(found.start(), found.end(), "phone", "[telefoonnummer]")


def bsns(text: str) -> Iterator[Span]:
    for found in _BSN.finditer(text):
        if _passes_eleven_test(re.sub(r"\D", "", found[0])) and not _is_money(text, found):
            yield Span(found.start(), found.end(), "bsn", "[bsn]")


def _passes_eleven_test(digits: str) -> bool:
    *first, last = (int(digit) for digit in digits.zfill(9))
    return (
        any(first)
        and (sum(weight * digit for weight, digit in zip(range(9, 1, -1), first, strict=True)) - last) % 11 == 0
    )


def _is_money(text: str, found: re.Match[str]) -> bool:
    before = text[max(0, found.start() - 6) : found.start()]
    return bool(_MONEY_BEFORE.search(before) or _MONEY_AFTER.match(text, found.end()))
