"""What stands around a word, and what that says of it: somebody acts, somebody owns, an organisation goes on."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from people.guard.known import is_head, is_made_of_people, known_words
from people.guard.words import Word, cues, lists

TITLES = cues("titles")
RELATIVES = cues("relations")
KIN = TITLES | RELATIVES
PARTICLES = cues("particles")
PERSON_VERBS = cues("person-verbs")
JOINS = frozenset({" ", "\u00a0"})
"""What may stand between two words of one name."""
_AGE = re.compile(r" ?\(\d{1,2}(?: jaar)?\),? ?")


@dataclass
class Surroundings:
    """The words of a text; each method asks about the word at a place."""

    words: Sequence[Word]

    @cached_property
    def known(self) -> frozenset[int]:
        return known_words(self.words)

    def next(self, place: int) -> Word | None:
        ahead = place + 1
        return self.words[ahead] if ahead < len(self.words) and self.words[ahead].gap.strip("'s’") in JOINS else None

    def before(self, place: int) -> Word | None:
        if not place:
            return None
        before, gap = self.words[place - 1], self.words[place].gap
        near = (
            gap in JOINS
            or gap == ": "
            or (gap == ". " and before.key in cues("shortened"))
            or (before.is_initials and not gap)
        )
        return before if near else None

    def follows(self, place: int, wanted: frozenset[str]) -> bool:
        """One of these words stands before it, perhaps with particles or initials between."""
        for _ in range(4):
            before = self.before(place)
            if before is None:
                return False
            if before.key in wanted:
                return True
            if not (before.is_initials or before.key in PARTICLES):
                return False
            place -= 1
        return False

    def joins(self, place: int) -> bool:
        """This word and the one before it can be one name."""
        before, gap = self.words[place - 1], self.words[place].gap
        return gap in JOINS or (before.is_initials and gap == "")

    def acts(self, place: int) -> bool:
        after = self.next(place)
        return after is not None and not after.is_capital and after.key in PERSON_VERBS

    def has_an_age(self, place: int) -> bool:
        return place + 1 < len(self.words) and _AGE.fullmatch(self.words[place + 1].gap) is not None

    def is_one_of_two(self, place: int) -> bool:
        """X en haar nichtje, X en Fatima."""
        after = self.next(place)
        other = self.next(place + 1) if after is not None and after.key == "en" else None
        return other is not None and (other.key in {"haar", "zijn", "hun"} or (other.is_capital and is_first(other)))

    def is_alone_in_brackets(self, place: int) -> bool:
        """De wijkagent (Piet)."""
        behind = self.words[place + 1].gap if place + 1 < len(self.words) else ""
        return self.words[place].gap.endswith(" (") and behind.startswith(")")

    def owns(self, place: int) -> bool:
        """Hannes' vader, Noors juf."""
        word, after = self.words[place], self.words[place + 1 : place + 2]
        if not after or after[0].key not in KIN or after[0].gap not in {" ", "' ", "’ ", "'s ", "’s "}:
            return False
        stem = word.key.removesuffix("s")
        return (stem != word.key and stem in lists().first_names) or (
            after[0].gap != " " and word.key not in lists().ordinary
        )

    def is_english(self, place: int) -> bool:
        after = self.next(place)
        return after is not None and after.key in {"the", "for", "and", "to", "your"}

    def is_next_surname(self, place: int) -> bool:
        after = self.next(place)
        return after is not None and after.is_capital and place + 1 not in self.known

    def follows_a_first_name(self, place: int) -> bool:
        before = self.before(place)
        return before is not None and is_first(before)

    def is_sure(self, place: int) -> bool:
        return is_first(self.words[place]) and self.words[place].key not in lists().also_words

    def has_a_head(self, place: int) -> bool:
        """Behind wijkteam, opleiding, groep, with nothing but capitals between."""
        for _ in range(4):
            before = self.before(place)
            if before is None:
                return False
            if is_head(before):
                return True
            if not before.is_capital or before.begins:
                return False
            place -= 1
        return False

    def belongs_to_an_organisation(self, place: int) -> bool:
        """Albert Schweitzerschool, wijkteam Noord."""
        if not self.is_sure(place) and self.has_a_head(place):
            return True
        for ahead in range(place + 1, min(place + 4, len(self.words))):
            word = self.words[ahead]
            if word.gap not in JOINS or not word.is_capital or word.is_shouted:
                return False
            if is_made_of_people(word):
                return True
        return False


def is_first(word: Word) -> bool:
    """A listed first name, its genitive (Noors) or two of them (Anne-Fleur)."""
    known = lists().first_names
    if word.key in known or (word.key.endswith("s") and word.key[:-1] in known and word.key not in lists().ordinary):
        return True
    parts = word.key.split("-")
    return len(parts) > 1 and word.text.istitle() and any(part in known for part in parts)
