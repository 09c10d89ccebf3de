"""Names of people: from the lists, from the words around them, and from a capital where Dutch writes none."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from people.guard.known import looks_ordinary
from people.guard.pseudonyms import for_name
from people.guard.spans import Span, Taken
from people.guard.surroundings import KIN, PARTICLES, PERSON_VERBS, RELATIVES, TITLES, Surroundings, is_first
from people.guard.words import LONGEST_ORDINARY, Word, cues, lists, parts_of

_SOFT_PARTICLES = cues("soft-particles")
_OWN_PARTICLES = cues("own-particles")
_HONORIFICS = cues("honorifics")
_RELATIONS = RELATIVES | cues("called")
_BEGIN_AS_WORDS = cues("begin-as-words")
_WAS = frozenset({"is", "was", "blijft", "heet", "heette", "en"})
_DETERMINERS = cues("determiners")
_TO_A_PLACE = cues("to-a-place")


def names(text: str, words: Sequence[Word], taken: Taken, exempt: Collection[str]) -> Iterator[Span]:
    """The names in a text, in order; `exempt` are names that may stand."""
    reading = _Reading(words, taken=taken, exempt=parts_of(exempt))
    for first, last in reading.found():
        start, end = words[first].start, words[last].end
        yield Span(start, end, "name", for_name(text, start, end))


@dataclass
class _Reading(Surroundings):
    taken: Taken
    exempt: frozenset[str]

    def found(self) -> Iterator[tuple[int, int]]:
        place = 0
        while place < len(self.words):
            if not self._may_begin(place):
                place += 1
                continue
            first, last = self._left(place), self._right(place)
            yield from self._without_exempt(first, last)
            place = last + 1

    def _may_begin(self, place: int) -> bool:
        word = self.words[place]
        if not self.taken.is_free(word.start, word.end) or self._is_exempt(word):
            return False
        return self._is_capital_name(place) if word.is_capital else self._is_small_name(place)

    # With a capital

    def _is_capital_name(self, place: int) -> bool:
        word = self.words[place]
        if word.is_initials:
            return self._leads_to_a_surname(place) or self.follows(place, KIN) or self._is_one_letter_for_a_name(place)
        if word.key in PARTICLES and not _is_listed(word):
            return word.key in _OWN_PARTICLES and self.is_next_surname(place)
        if self.belongs_to_an_organisation(place):
            return False
        if self.owns(place) or (self.follows(place, TITLES) and place not in self.known):
            return True
        if not word.begins and self.follows(place, RELATIVES) and place not in self.known and not word.is_shouted:
            return True
        if place in self.known and not (self.follows_a_first_name(place) and word.key in lists().surnames):
            return False
        return self._is_first_name(place) or self._is_surname(place) or self._is_unknown_name(place)

    def _is_one_letter_for_a_name(self, place: int) -> bool:
        """Ik sprak K. in de auto; not: plan B. Daarna."""
        word, after = self.words[place], self.next(place)
        if (
            len(word.text) != 2
            or after is None
            or after.is_capital
            or place + 1 in self.known
            or self.has_a_head(place)
        ):
            return False
        return self.acts(place) if word.begins else True

    def _is_first_name(self, place: int) -> bool:
        word = self.words[place]
        if not is_first(word):
            return False
        if word.key not in lists().also_words:
            return len(word.key) > 1
        if word.begins or word.is_shouted:
            return self._is_a_person_here(place)
        return not self.follows(place, _DETERMINERS)

    def _is_surname(self, place: int) -> bool:
        word = self.words[place]
        if word.is_shouted or not (word.key in lists().surnames or _are_surnames(word)):
            return False
        if not word.begins or not (word.key in lists().ordinary or word.key in lists().also_words):
            return True
        return word.key not in lists().also_words and self.acts(place)

    def _is_unknown_name(self, place: int) -> bool:
        word = self.words[place]
        if (
            word.key in lists().ordinary
            or word.key in lists().also_words
            or len(word.text) < 2
            or word.is_shouted
            or looks_ordinary(word)
        ):
            return False
        if word.begins:
            return "'" not in word.key and self._begins_as_a_name(place)
        return not self.follows(place, _DETERMINERS | _TO_A_PLACE) and not self.is_english(place)

    def _begins_as_a_name(self, place: int) -> bool:
        """A word that no list knows begins the sentence: a short one is a name, a long one where it ends as few Dutch words do."""
        word, after = self.words[place], self.next(place)
        if len(word.key) <= LONGEST_ORDINARY:
            return self.has_an_age(place) or (after is not None and not after.is_capital)
        return word.key[-1] in "aiouy" and (self.has_an_age(place) or self.acts(place) or self.is_one_of_two(place))

    def _is_a_person_here(self, place: int) -> bool:
        """A word that is a name too, where a capital says nothing: does the rest of the sentence speak of somebody?"""
        after, word = self.next(place), self.words[place]
        if self.is_alone_in_brackets(place):
            return True
        if after is None:
            return False
        if after.key in _WAS and word.key not in _BEGIN_AS_WORDS:
            return True
        if after.is_capital:
            return after.key in lists().surnames and after.key not in lists().ordinary
        return self.acts(place) or (after.key in PARTICLES - _SOFT_PARTICLES and self._leads_to_a_surname(place))

    # In lower case

    def _is_small_name(self, place: int) -> bool:
        word = self.words[place]
        if word.key in PERSON_VERBS:
            return False
        if word.key in lists().ordinary or word.key in lists().also_words:
            return self.follows(place, _HONORIFICS) and (word.key in lists().surnames or is_first(word))
        if is_first(word):
            return len(word.key) >= 4 or self.follows(place, TITLES | _RELATIONS)
        if word.key in lists().surnames:
            return self.follows(place, TITLES | _RELATIONS) or self.follows_a_first_name(place)
        return self.follows(place, frozenset({"mevrouw", "mevr", "mw", "meneer", "dhr", "heet"})) and self._is_strange(
            word
        )

    def _is_strange(self, word: Word) -> bool:
        return 3 <= len(word.key) <= 8 and word.key not in PARTICLES and word.text.isalpha()

    # Where a name begins and ends

    def _left(self, place: int) -> int:
        while place and self.joins(place) and self._belongs_left(place - 1, place):
            place -= 1
        return place

    def _belongs_left(self, before: int, place: int) -> bool:
        word = self.words[before]
        if word.is_initials:
            return True
        if word.key in PARTICLES:
            return self._is_particle_of(before, place)
        if not word.is_capital or before in self.known or self._is_title(word):
            return False
        return is_first(word) and not (
            word.begins and word.key in lists().also_words and word.key in PERSON_VERBS | _WAS
        )

    def _is_particle_of(self, before: int, place: int) -> bool:
        word = self.words[before]
        if is_first(self.words[place]) and self.words[place].key not in lists().surnames:
            return word.key in _OWN_PARTICLES and word.is_capital
        if word.is_capital:
            return not word.begins or not self.is_sure(place)
        lead = self.before(before)
        return lead is not None and (
            lead.key in _HONORIFICS
            or self._is_surname_behind(lead, place)
            or lead.is_initials
            or is_first(lead)
            or lead.key in PARTICLES - _SOFT_PARTICLES
        )

    def _is_surname_behind(self, title: Word, place: int) -> bool:
        """Familie de Boer; not: gezin van Naomi, juf van Xavira."""
        return title.key in TITLES and self.words[place].key in lists().surnames

    def _right(self, place: int) -> int:
        while (ahead := self._one_further(place)) is not None:
            place = ahead
        return place

    def _one_further(self, place: int) -> int | None:
        """The next word of the name, over at most three particles."""
        for ahead in range(place + 1, min(place + 5, len(self.words))):
            word = self.words[ahead]
            if not self.joins(ahead) or ahead in self.known or not self.taken.is_free(word.start, word.end):
                return None
            if word.key in PARTICLES and not self._ends_with(ahead):
                continue
            return ahead if self._belongs_right(place, ahead) else None
        return None

    def _ends_with(self, place: int) -> bool:
        """A particle that is the last of a name: never; El Amrani Ben is written with a capital."""
        word = self.words[place]
        return word.is_capital and is_first(word) and not self.is_next_surname(place)

    def _belongs_right(self, place: int, ahead: int) -> bool:
        word, before = self.words[ahead], self.words[ahead - 1]
        if not word.is_capital:
            small = not self.words[place].is_capital and word.key in lists().surnames
            return (
                small and word.key not in PERSON_VERBS and (word.key not in lists().ordinary or before.key in PARTICLES)
            )
        if before.key in _SOFT_PARTICLES and ahead == place + 2:
            return False
        if (
            (word.is_shouted or before.is_initials)
            and word.key in lists().ordinary
            and word.key not in lists().surnames
        ):
            return False
        return ahead == place + 1 or not is_first(word) or word.key in lists().surnames

    def _leads_to_a_surname(self, place: int) -> bool:
        ahead = self._one_further(place)
        return ahead is not None and self.words[ahead].is_capital and not self.words[ahead].is_initials

    def _is_title(self, word: Word) -> bool:
        return word.key in TITLES or word.key in _RELATIONS

    # Names that may stand

    def _is_exempt(self, word: Word) -> bool:
        return word.key in self.exempt or (word.key.endswith("s") and word.key[:-1] in self.exempt)

    def _without_exempt(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        """The stretches of a name that are not exempt; a particle alone is none."""
        stretch: list[int] = []
        for place in range(first, last + 1):
            if self._is_exempt(self.words[place]):
                yield from self._stretch(stretch)
                stretch = []
            else:
                stretch.append(place)
        yield from self._stretch(stretch)

    def _stretch(self, places: Sequence[int]) -> Iterator[tuple[int, int]]:
        if any(self.words[place].key not in PARTICLES for place in places):
            yield places[0], places[-1]


def _are_surnames(word: Word) -> bool:
    parts = word.key.split("-")
    return len(parts) > 1 and any(part in lists().surnames for part in parts)


def _is_listed(word: Word) -> bool:
    return word.key in lists().first_names and word.key not in _OWN_PARTICLES
