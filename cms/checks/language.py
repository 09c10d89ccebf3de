"""How hard a Dutch text reads, by Flesch as Douma fitted it to Dutch. Pure; the formula's source stands in docs/how-to/check-content.md."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

FEWEST_WORDS = 100
"""Under this a formula that was fitted to samples of a hundred words says nothing."""
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_LOANS = (
    ("team", "tim"), ("intake", "intek"), ("coach", "kootsj"), ("online", "onlijn"), ("website", "websait"), ("update", "updeet"),
    ("feedback", "fidbek"), ("checklist", "tsjeklist"), ("qu", "kw"),
)  # fmt: skip
"""Words from elsewhere, as they sound."""
_NUCLEUS = re.compile(
    r"[äëïöü][aeiou]?"  # a diaeresis begins a syllable: co-ör-di-na-tie, ge-eist
    r"|aai|ooi|oei|eeu(?=w)|ieu(?=w)|eau"
    r"|aa|ee|oo|uu|ie(?!u)|oe|eu(?!m)|ui|ei|ij|au|ou|ai|oi"
    r"|[aeiou]|(?<![aeiou])y|y(?![aeiou])"
)


@dataclass(frozen=True)
class Reading:
    """What was measured in a text."""

    words: int
    sentences: int
    syllables: int
    longest: str

    @property
    def is_enough(self) -> bool:
        """Whether there is enough text for the formula."""
        return self.words >= FEWEST_WORDS

    @property
    def score(self) -> float:
        """Flesch-Douma: 206.84 - 77 * syllables per word - 0.93 * words per sentence. About 100 is very easy, under 30 very hard."""
        if not self.words:
            return 100.0
        return 206.84 - 77 * self.syllables / self.words - 0.93 * self.words / max(1, self.sentences)


def words_of(text: str) -> list[str]:
    """The words of a text; numbers are none."""
    return _WORD.findall(text)


def syllables(word: str) -> int:
    """How many syllables a Dutch word has; an abbreviation without vowels is spelled."""
    if word.isupper() and len(word) > 1 and not re.search(r"[AEIOU]", word):
        return len(word)
    plain = _without_accents(word.lower())
    for written, sounds in _LOANS:
        plain = plain.replace(written, sounds)
    return max(1, len(_NUCLEUS.findall(plain)))


def _without_accents(word: str) -> str:
    """Without accents that only mark stress (één, hé); a diaeresis tells of a syllable and stays."""
    parted = unicodedata.normalize("NFD", word)
    return unicodedata.normalize(
        "NFC", "".join(one for one in parted if not unicodedata.combining(one) or one == "\u0308")
    )


def measure(sentences: Iterable[str]) -> Reading:
    """Words, sentences and syllables of a text, and its longest sentence."""
    split = [(sentence, words) for sentence in sentences if (words := words_of(sentence))]
    longest = max(split, key=lambda pair: len(pair[1]), default=("", []))[0]
    return Reading(
        words=sum(len(words) for _sentence, words in split),
        sentences=len(split),
        syllables=sum(syllables(word) for _sentence, words in split for word in words),
        longest=longest,
    )
