"""Finding words in a text, whatever their case and accents: a pure core. Nothing here keeps or writes a word."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

AROUND = 90
"""Characters shown before the first word found."""
LENGTH = 260
"""Characters of an excerpt."""
_ALIKE = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-"})


@dataclass(frozen=True)
class Part:
    """A piece of an excerpt; `hit` when it is what was looked for."""

    text: str
    hit: bool = False


def folded(text: str) -> str:
    """A text as it is compared: no accents, no capitals, straight quotes."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.translate(_ALIKE)).casefold()
    return "".join(char for char in plain if not unicodedata.combining(char))


def words_of(asked: str) -> tuple[str, ...]:
    """The different words that were asked for, ready to compare."""
    return tuple(dict.fromkeys(folded(asked).split()))


def holds(text: str, words: Sequence[str]) -> bool:
    """Whether all of these words occur, also inside longer ones."""
    plain = folded(text)
    return all(word in plain for word in words)


def excerpt(text: str, words: Sequence[str]) -> list[Part]:
    """The neighbourhood of the first word found, in pieces, with every word found in it marked."""
    hits = _hits(text, words)
    start = _word_before(text, max(0, hits[0][0] - AROUND)) if hits else 0
    end = max(start + LENGTH, hits[0][1]) if hits else LENGTH
    end = _word_after(text, end)
    parts = [Part("… ")] if start else []
    place = start
    for begun, ended in hits:
        if begun >= end:
            break
        parts += [Part(text[place:begun]), Part(text[begun : min(ended, end)], hit=True)]
        place = min(ended, end)
    parts += [Part(text[place:end]), *([Part(" …")] if end < len(text) else [])]
    return [part for part in parts if part.text]


def _hits(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Where the words stand in the text itself, from left to right and without overlap."""
    plain, origins = _traced(text)
    found = sorted(
        (origins[at], max(origins[at + len(word)], origins[at] + 1)) for word in words for at in _places(plain, word)
    )
    joined: list[tuple[int, int]] = []
    for begun, ended in found:
        if joined and begun <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], ended))
        else:
            joined.append((begun, ended))
    return joined


def _places(plain: str, word: str) -> list[int]:
    places, at = [], plain.find(word)
    while at >= 0:
        places.append(at)
        at = plain.find(word, at + len(word))
    return places


def _traced(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters (and its end) where that came from."""
    pieces = [_folded_char(char) for char in text]
    origins = [at for at, piece in enumerate(pieces) for _char in piece]
    return "".join(pieces), [*origins, len(text)]


@lru_cache(maxsize=512)
def _folded_char(char: str) -> str:
    return folded(char)


def _word_before(text: str, at: int) -> int:
    """The beginning of a word near here."""
    return at if at == 0 else text.rfind(" ", max(0, at - 20), at) + 1 or at


def _word_after(text: str, at: int) -> int:
    """The end of a word near here."""
    if at >= len(text):
        return len(text)
    found = text.find(" ", at, at + 20)
    return found if found >= 0 else at
