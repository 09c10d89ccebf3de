"""The words of a text and the lists of known words: what a word is called, whether it begins a sentence, whether it is a name."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LONGEST = 40
"""Letters. What is longer is no word."""
LONGEST_ORDINARY = 8
"""Letters. `words.txt` holds no longer words, so of a longer one it cannot be told whether it is a word."""
_LISTS = Path(__file__).parent / "lists"
_LETTER = "(?:[^\\W\\d_]|[\u0300-\u036f])"
_WORD = re.compile(
    rf"(?P<initials>(?<!\w)(?:[A-ZÀ-ÖØ-Þ]\.){{1,5}}(?!\w{{2}}))|(?<!\w)v[./]d\.?(?!\w)|{_LETTER}+(?:[-'’]{_LETTER}+)*"
)
_OTHER_LETTERS = str.maketrans(
    {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "’": "'"}
)
_ENDS_SENTENCE = re.compile(r"[.!?…:;|\]\n\r\v\f\u2028\u2029•]|(?:^|\s)[-–—*](?=\s)")
_OPENS = re.compile(r"(?:^|[\s.,:;(\[])['\"‘’“”„«(\[]|[\"“„«(\[]")


@dataclass(frozen=True)
class Word:
    start: int
    end: int
    text: str
    key: str
    """As the lists know it: lower case, without accents, without a genitive's 's."""
    begins: bool
    """It begins a sentence, a line, a quotation or what stands in brackets: a capital says nothing then."""
    gap: str
    """What stands between it and the word before it."""
    is_initials: bool = False

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper() or self.text[0].istitle()

    @property
    def is_shouted(self) -> bool:
        return len(self.text) > 1 and self.text.isupper()


@dataclass(frozen=True)
class Lists:
    first_names: frozenset[str]
    surnames: frozenset[str]
    also_words: frozenset[str]
    ordinary: frozenset[str]
    places: frozenset[str]
    known: dict[str, tuple[tuple[str, ...], ...]]
    """What is never a person, by its first word; the longest first."""


def key_of(text: str) -> str:
    """The word without capitals and accents, as the lists are searched."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold().translate(_OTHER_LETTERS))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def words_in(text: str) -> list[Word]:
    """The words of a text in order, one pass over it."""
    found: list[Word] = []
    for match in _WORD.finditer(text):
        if match.end() - match.start() <= LONGEST:
            found.append(_word(text, match, found[-1] if found else None))
    return found


def _word(text: str, match: re.Match[str], before: Word | None) -> Word:
    start, end = match.span()
    if text[end - 2 : end] in {"'s", "’s"} and end - start > 3:
        end -= 2
    gap = text[before.end : start] if before else text[:start]
    return Word(
        start=start,
        end=end,
        text=text[start:end],
        key=key_of(text[start:end]),
        begins=before is None or _begins(before, gap),
        gap=gap,
        is_initials=match["initials"] is not None,
    )


def _begins(before: Word, gap: str) -> bool:
    shortens = before.is_initials or (before.key in cues("shortened") and gap.startswith("."))
    rest = gap[1:] if shortens and gap.startswith(".") else gap
    return _ENDS_SENTENCE.search(rest) is not None or _OPENS.search(rest) is not None


@cache
def lists() -> Lists:
    """The lists of `lists/`, read once."""
    ordinary = frozenset(_lines("words.txt"))
    return Lists(
        first_names=frozenset(_keys("first_names.txt")),
        surnames=frozenset(_keys("surnames.txt")),
        also_words=frozenset(_keys("also_words.txt")),
        ordinary=ordinary,
        places=frozenset(_keys("places.txt")),
        known=_phrases([*_lines("organisations.txt"), *(line for line in _lines("places.txt") if " " in line)]),
    )


@cache
def cues(name: str) -> frozenset[str]:
    """A set of cues.txt."""
    return _cues()[name]


@cache
def _cues() -> dict[str, frozenset[str]]:
    sets: dict[str, set[str]] = {}
    current: set[str] = set()
    for line in _lines("cues.txt"):
        if line.startswith("["):
            current = sets.setdefault(line.strip("[]"), set())
        else:
            current.update(line.split())
    return {name: frozenset(words) for name, words in sets.items()}


def _lines(name: str) -> Iterator[str]:
    for line in (_LISTS / name).read_text(encoding="utf-8").split("\n"):
        if line and not line.startswith("#"):
            yield line


def _keys(name: str) -> Iterator[str]:
    return (key_of(line) for line in _lines(name))


def _phrases(lines: Iterable[str]) -> dict[str, tuple[tuple[str, ...], ...]]:
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for line in lines:
        phrase = tuple(word.key for word in words_in(line))
        if phrase:
            by_first.setdefault(phrase[0], []).append(phrase)
    return {first: tuple(sorted(phrases, key=len, reverse=True)) for first, phrases in by_first.items()}


def parts_of(names: Collection[str]) -> frozenset[str]:
    """The parts of names that may stand, as words know them ("Yara El Amrani": yara, el, amrani)."""
    return frozenset(key for name in names for word in words_in(name) for key in (word.key, *word.key.split("-")))
