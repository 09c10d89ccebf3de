"""What could stand in a name's place: only what the text itself says of somebody, else "[naam]"."""

import re

_NEAR = 32
_CHILD_BEFORE = re.compile(
    r"\b(?:(?:stief|pleeg|schoon)?(?:moeder|vader|ouder|ouders|mama|papa)|juf|meester|mentor|leerkracht|oma|opa) van $",
    re.IGNORECASE,
)
_PARENT_BEFORE = re.compile(r"\b(?:zoon|dochter|zoontje|dochtertje|kind|kinderen|baby) van $", re.IGNORECASE)
_CHILD_AFTER = re.compile(r"\s?\((?:\d|1[0-7])(?:\sjaar)?\)|,?\s(?:van\s)?(?:\d|1[0-7])\sjaar\b")
_COLLEAGUE_AFTER = re.compile(r" van (?:het|ons|mijn) (?:\w{0,12})team\b", re.IGNORECASE)


def for_name(text: str, start: int, end: int) -> str:
    """The words to put there, with a capital where the sentence begins with them."""
    words = _words(text[max(0, start - _NEAR) : start], text[end : end + _NEAR])
    begins = not text[max(0, start - _NEAR) : start].strip() or re.search(
        r"[.!?]\s+$", text[max(0, start - _NEAR) : start]
    )
    return words[0].upper() + words[1:] if begins else words


def _words(before: str, after: str) -> str:
    if after.startswith(("'s", "’s")):
        return "[naam]"
    if _CHILD_BEFORE.search(before) or _CHILD_AFTER.match(after):
        return "het kind"
    if _PARENT_BEFORE.search(before):
        return "de ouder"
    return "de collega" if _COLLEAGUE_AFTER.match(after) else "[naam]"
