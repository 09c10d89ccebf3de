"""What the core says around a slot today, as plain text, and how that differs from an earlier day: pure functions over editions."""

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from cms.search.passages import plain

_NEAR = 500
"""Characters of the core's text on either side of a slot, about: whole lines are kept."""
_READ = frozenset({"local", "question", "case", "prompt", "poll", "glossary"})
"""Blocks that are no running text."""


@dataclass(frozen=True)
class Spot:
    """One place where a slot stands: the lesson, and the core's text right before and after it."""

    lesson: str
    title: str
    before: str
    after: str


@dataclass(frozen=True)
class CoreText:
    """All that the core says about one slot: what belongs there, whom to ask, and where it stands."""

    title: str
    help: str
    ask: str
    safety: bool
    spots: tuple[Spot, ...] = ()

    def as_data(self) -> dict[str, Any]:
        """As it is kept, to compare with later."""
        return asdict(self) | {"spots": [asdict(spot) for spot in self.spots]}


@dataclass(frozen=True)
class Piece:
    """A piece of a text that was compared: `change` is "", "added" or "gone"."""

    text: str
    change: str = ""


@dataclass(frozen=True)
class Change:
    """One thing that changed: where, and the text with what came and went marked."""

    where: str
    pieces: tuple[Piece, ...]


def spots_in(lesson: str, content: Mapping[str, Any], slot: str) -> Iterator[Spot]:
    """Where the slot stands in a lesson's edition; `lesson` is the lesson's id."""
    blocks = content["blocks"]
    for place, block in enumerate(blocks):
        if block["type"] == "local" and block["slot"] == slot:
            before, after = _nearest(reversed(blocks[:place])), _nearest(blocks[place + 1 :])
            yield Spot(lesson, content["title"], "\n".join(_near(before[::-1])[::-1]), "\n".join(_near(after)))


def _nearest(blocks: Iterable[Mapping[str, Any]]) -> list[str]:
    texts = (plain(block["html"]) for block in blocks if block["type"] not in _READ and "html" in block)
    return next((text for text in texts if text), "").splitlines()


def _near(lines: Sequence[str]) -> list[str]:
    """The first lines, until there is enough to see what it is about; at least one."""
    kept: list[str] = []
    for line in lines:
        if kept and sum(map(len, kept)) + len(line) > _NEAR:
            break
        kept.append(line)
    return kept


def changes(then: Mapping[str, Any], now: CoreText, *, named: Mapping[str, str]) -> list[Change]:
    """What is different now. `then` is what `as_data` gave; `named` has the words for `title`, `help`, `ask`, `came` and `went`."""
    found = [
        Change(named[field], _compared(str(then.get(field, "")), str(getattr(now, field))))
        for field in ("title", "help", "ask")
        if str(then.get(field, "")) != str(getattr(now, field))
    ]
    earlier = _by_lesson(then.get("spots", ()))
    today = _by_lesson(asdict(spot) for spot in now.spots)
    for lesson in dict.fromkeys((*earlier, *today)):
        found += _of_lesson(earlier.get(lesson, []), today.get(lesson, []), named)
    return found


def _by_lesson(spots: Iterable[Mapping[str, str]]) -> dict[str, list[Mapping[str, str]]]:
    found: dict[str, list[Mapping[str, str]]] = {}
    for spot in spots:
        found.setdefault(spot["lesson"], []).append(spot)
    return found


def _of_lesson(
    then: Sequence[Mapping[str, str]], now: Sequence[Mapping[str, str]], named: Mapping[str, str]
) -> Iterator[Change]:
    if not then or not now:
        title, way = (now or then)[0]["title"], named["came" if now else "went"]
        yield Change(title, (Piece(way),))
        return
    for earlier, today in zip(then, now, strict=False):
        if (earlier["before"], earlier["after"]) != (today["before"], today["after"]):
            texts = (f"{spot['before']}\n[…]\n{spot['after']}".strip() for spot in (earlier, today))
            yield Change(today["title"], _compared(*texts))


def _compared(then: str, now: str) -> tuple[Piece, ...]:
    """Word by word."""
    left, right = then.split(), now.split()
    pieces: list[Piece] = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(Piece(" ".join(left[a:b])))
            continue
        pieces += [
            Piece(" ".join(words), change) for words, change in ((left[a:b], "gone"), (right[c:d], "added")) if words
        ]
    return tuple(pieces)
