"""Words and their stems, for finding Dutch text: a pure core.

The stemmer is Snowball's Dutch one (Porter), the same that PostgreSQL's text search calls `dutch`; so both databases find the same.
"""

import re
import threading
from collections.abc import Iterable
from functools import lru_cache

import snowballstemmer

from people.searching import folded

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_COMMON = frozenset(
    {"aan", "als", "bij", "dan", "dat", "de", "deze", "die", "dit", "door", "een", "en", "er", "het", "hoe",
     "ik", "in", "is", "je", "kan", "maar", "met", "mij", "mijn", "naar", "niet", "nog", "of", "om", "ook",
     "op", "te", "tot", "uit", "van", "voor", "waar", "wat", "we", "wie", "wij", "ze", "zich", "zijn"}
)  # fmt: skip
"""Words that are in every text: they are looked for only when there are no others."""
_stemmer = snowballstemmer.stemmer("dutch_porter")
_turn = threading.Lock()  # a stemmer holds the word it is at


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The stem of one folded word."""
    with _turn:
        return str(_stemmer.stemWord(word))


def words(text: str) -> list[str]:
    """The words of a text, folded, in order."""
    return _WORD.findall(folded(text))


def places(text: str) -> Iterable[tuple[str, int, int]]:
    """Each word of a text, folded, with where it begins and ends in it."""
    return ((folded(match[0]), match.start(), match.end()) for match in _WORD.finditer(text))


def asked_for(text: str) -> tuple[str, ...]:
    """The different words to look for: without those that are everywhere, unless there are no others."""
    found = tuple(dict.fromkeys(words(text)))
    return tuple(word for word in found if word not in _COMMON) or found


def haystack(*texts: str) -> str:
    """What a database looks through: the folded texts, and the stems of all their words between spaces."""
    found = dict.fromkeys(stem(word) for text in texts for word in words(text))
    return "\n".join([*(folded(text) for text in texts), f" {' '.join(found)} "])


EXACT, SAME_STEM, BEGINS, INSIDE = 8, 6, 3, 1
_SHORTEST_PART = 4
"""Letters that a word needs before it is looked for inside others."""


def likeness(wanted: str, word: str) -> int:
    """How well a word answers to one that is wanted, both folded: EXACT, SAME_STEM, BEGINS, INSIDE (of a compound), or 0."""
    if wanted == word:
        return EXACT
    root = stem(wanted)
    if root == stem(word):
        return SAME_STEM
    if len(root) >= _SHORTEST_PART - 1 and word.startswith(root):
        return BEGINS
    return INSIDE if len(root) >= _SHORTEST_PART and root in word else 0
