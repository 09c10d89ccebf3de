"""What has a capital and is nobody: organisations, laws, methods, streets, places, abbreviations."""

import re
from collections.abc import Sequence

from people.guard.words import LONGEST_ORDINARY, Word, cues, lists

_ENDINGS = tuple(cues("organisation-endings"))
_OF_A_PEOPLE = re.compile(
    r"(?:isch|ische|ischer|aans|aanse|eens|eense|ees|ese|heid|schap|ering|atie|iteit|isme|logie)$"
)
_LONG_WORD = re.compile(
    r"(?:lijke?|ende?|ing|ingen|den|elen|eren|tie|ties|trie|kunde|ige?|teit|baar|bare|zame?|loos|loze|eerde?|eerder|delijks|stelsel|schema|"
    r"kundige|zoekt?|waarden|spiegel|punt|gang|gangen|ouders?|ster|aars?|ers|ken|ten|gen|pen|wen|len|men|nen|ren|ven|onal|thie|fie|gie|nie|jes|je)$"
)
"""How long Dutch words end that `words.txt` does not hold."""
_MAY_BE_SMALL = frozenset({"van", "de", "t"})
"""How a known name may begin in lower case: S. van Arum."""
_HEADS = cues("heads")


def known_words(words: Sequence[Word]) -> frozenset[int]:
    """The places of the words that are never a person by themselves."""
    found: set[int] = set()
    for place, word in enumerate(words):
        phrase = _phrase_at(words, place)
        if phrase:
            found.update(range(place, place + phrase))
        elif word.is_capital and (is_known(word) or _is_half(words, place)):
            found.add(place)
    return frozenset(found)


def _phrase_at(words: Sequence[Word], place: int) -> int:
    """How many words the known phrase has that begins here; 0 when there is none."""
    if not words[place].is_capital and words[place].key not in _MAY_BE_SMALL:
        return 0
    for phrase in lists().known.get(words[place].key, ()):
        if tuple(word.key for word in words[place : place + len(phrase)]) == phrase:
            return len(phrase)
    return 0


def _is_half(words: Sequence[Word], place: int) -> bool:
    """Kinder- en Jeugdpsychiatrie."""
    return place + 1 < len(words) and words[place + 1].gap.startswith("- ")


def is_known(word: Word) -> bool:
    if (
        word.is_initials
        or word.key in cues("particles")
        or word.key in lists().surnames
        or word.key in lists().first_names
    ):
        return False
    return (
        word.key in lists().places
        or word.key.removesuffix("e") in lists().places
        or _is_compound(word)
        or _is_abbreviation(word)
        or word.key.removesuffix("s") in _HEADS
        or is_made_of_people(word)
    )


def looks_ordinary(word: Word) -> bool:
    """It ends as Dutch words do that no list holds: a people, or a long word."""
    is_long = len(word.key) > LONGEST_ORDINARY
    return _OF_A_PEOPLE.search(word.key) is not None or (is_long and _LONG_WORD.search(word.key) is not None)


def is_made_of_people(word: Word) -> bool:
    """It ends as organisations, streets and methods do: then what stands before it with a capital belongs to it."""
    return word.is_capital and word.key.endswith(_ENDINGS) and word.key not in lists().surnames


def is_head(word: Word) -> bool:
    """It stands before a name that is nobody's: wijkteam Noord."""
    return word.key in _HEADS


def _is_compound(word: Word) -> bool:
    """Vinex-wijk, Rotterdam-Zuid, JGZ-arts; not Anne-Fleur, Dijk-Smit."""
    parts = [part for part in word.text.split("-") if part not in cues("particles")]
    return len(parts) > 1 and any(
        part[:1].islower()
        or (len(part) > 1 and part.isupper() and not word.is_shouted)
        or part.casefold() in lists().places
        for part in parts
    )


def _is_abbreviation(word: Word) -> bool:
    """GGD, NJi; not McDonald."""
    capitals = sum(letter.isupper() for letter in word.text)
    if word.text.isupper():
        return 1 < len(word.text) <= 6
    return (
        capitals > 1 and "-" not in word.text and not word.text.startswith(("Mc", "Mac", "De", "Van", "El", "IJ", "O'"))
    )
