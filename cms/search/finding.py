"""Finding passages: of what a reader may see, the best first, with the neighbourhood of what was found."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote
from uuid import UUID

from django.db.models import F, Q, QuerySet

from cms.models import Kind, Passage
from cms.search import stemming
from cms.whereabouts import Place, places
from people.searching import Part, excerpt

MOST_LETTERS = 200
"""Characters of what one may look for."""
MOST_FOUND = 40
_MOST_READ = 1000
"""Passages that are compared, at most."""
_MOST_WORDS = 12
_TITLE, _HEADING = 4, 2
"""How much more a word counts in the title, and in a heading, than in the text."""


@dataclass(frozen=True)
class Found:
    """One place that answers.

    `place` (of a lesson or case), `key` (of a term, or the slug of a module) and `number` (of a question) say where.
    """

    kind: str
    title: str
    heading: str
    excerpt: Sequence[Part]
    score: int
    key: str = ""
    number: int | None = None
    place: Place | None = None
    is_local: bool = False
    fragment: str = ""
    """What a browser scrolls to and marks: a text fragment, ready to stand after an address."""


@dataclass(frozen=True)
class Result:
    """What was found; `more`: there is more than is shown."""

    words: tuple[str, ...]
    found: tuple[Found, ...] = ()
    more: bool = False


@dataclass
class _Hit:
    passage: Passage
    score: int
    words: list[str] = field(default_factory=list)


def find(asked: str, *, organisation_id: int | None, profession: str = "", is_member: bool = True) -> Result:
    """Everything this reader may see that holds all the words. Three statements at most, however much there is.

    Who is no member of an organisation finds terms and the ten questions alone: lessons and cases do not open for them.
    """
    words = stemming.asked_for(asked[:MOST_LETTERS])[:_MOST_WORDS]
    if not words:
        return Result(())
    kinds = None if is_member else [Kind.TERM, Kind.REFLECTION]
    rows = _passages(words, organisation_id, kinds)
    hits = _best(_weighed([row for row in rows if _is_for(row, profession)], words))
    shown = _placed(hits, organisation_id)
    return Result(words, tuple(shown[:MOST_FOUND]), more=len(shown) > MOST_FOUND)


def _passages(words: Sequence[str], organisation_id: int | None, kinds: Sequence[str] | None) -> list[Passage]:
    found = _readable(organisation_id)
    if kinds is not None:
        found = found.filter(taught__kind__in=kinds)
    for word in words:
        root = stemming.stem(word)
        found = found.filter(Q(haystack__contains=root) | Q(haystack__contains=word))
    return list(found.select_related("taught").order_by("pk")[:_MOST_READ])


def _readable(organisation_id: int | None) -> QuerySet[Passage]:
    owner = Q(taught__organisation__isnull=True)
    if organisation_id is not None:
        owner |= Q(taught__organisation=organisation_id)
    return Passage.objects.filter(owner, taught__live_line__head=F("edition"))


def _is_for(row: Passage, profession: str) -> bool:
    return not row.professions or profession in row.professions


def _weighed(rows: Iterable[Passage], words: Sequence[str]) -> Iterable[_Hit]:
    """Those that hold every word, and how well."""
    for row in rows:
        weights: dict[str, int] = dict.fromkeys(stemming.words(row.text), 1)
        weights |= dict.fromkeys(stemming.words(row.heading), _HEADING) | dict.fromkeys(
            stemming.words(row.taught.title), _TITLE
        )
        likes = [{word: like for word in weights if (like := stemming.likeness(wanted, word))} for wanted in words]
        if all(likes):
            score = sum(max(like * weights[word] for word, like in found.items()) for found in likes)
            yield _Hit(row, score, [word for found in likes for word in found])


def _best(hits: Iterable[_Hit]) -> list[_Hit]:
    """The best passage of each thing, the best thing first; at a tie in the order of what was published first."""
    found: dict[UUID, _Hit] = {}
    for hit in hits:
        known = found.get(hit.passage.taught_id)
        if known is None or hit.score > known.score:
            found[hit.passage.taught_id] = hit
    return sorted(found.values(), key=lambda hit: -hit.score)


def _placed(hits: list[_Hit], organisation_id: int | None) -> list[Found]:
    """With where each is; what has no place that opens is left out. A local text is where its slot is."""
    local = [hit.passage.slot for hit in hits if hit.passage.taught.kind == Kind.LOCAL]
    slots: dict[str, UUID] = {}
    if local:
        lessons = _readable(organisation_id).filter(slot__in=local, taught__kind=Kind.LESSON).order_by("pk")
        for slot, taught in lessons.values_list("slot", "taught"):
            slots.setdefault(slot, taught)
    wanted = [hit.passage.taught_id for hit in hits if hit.passage.taught.kind in {Kind.LESSON, Kind.CASE}]
    where = places([*wanted, *slots.values()], organisation_id=organisation_id)
    found = (_found(hit, where, slots) for hit in hits)
    return [one for one in found if one is not None]


def _found(hit: _Hit, where: dict[UUID, Place], slots: dict[str, UUID]) -> Found | None:
    row, taught = hit.passage, hit.passage.taught
    is_local = taught.kind == Kind.LOCAL
    at = slots.get(row.slot) if is_local else taught.pk
    place = where.get(at) if at else None
    if place is None and taught.kind in {Kind.LESSON, Kind.CASE, Kind.LOCAL}:
        return None
    return Found(
        kind=taught.kind,
        title=place.title if place else taught.title,
        heading=row.heading,
        excerpt=excerpt(" ".join(row.text.split()), tuple(dict.fromkeys(hit.words))),
        score=hit.score,
        key=taught.slug,
        number=_number(row) if taught.kind == Kind.REFLECTION else None,
        place=place,
        is_local=is_local,
        fragment=_fragment(row, hit.words) if place and not is_local else "",
    )


def _number(row: Passage) -> int | None:
    return int(row.taught.slug) if row.taught.slug.isdecimal() else None


_WORDS_MARKED = 5


def _fragment(row: Passage, words: Iterable[str]) -> str:
    """A text fragment: the first words that were found and what follows in their line, and the heading, should those not be marked."""
    wanted = [_words_at(row.text, set(words)), row.heading]
    texts = [f"text={quote(text, safe='').replace('-', '%2D')}" for text in wanted if text]
    return f"#:~:{'&'.join(texts)}" if texts else ""


def _words_at(text: str, wanted: set[str]) -> str:
    for line in text.splitlines():
        found = list(stemming.places(line))
        for at, (word, begin, _end) in enumerate(found):
            if word in wanted:
                return line[begin : found[min(at + _WORDS_MARKED, len(found)) - 1][2]]
    return ""
