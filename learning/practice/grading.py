"""Reading a response and holding it against its question: pure functions over a compiled question, no database, no request.

A response is small and JSON: {"answer": id} · {"answer": [ids]} · {"places": {id: place from 1}} · {"pairs": {id: choice id}} ·
{"gaps": [text]} · {"value": "5"} · {} for an open question, whose text travels apart and sealed.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol

from django.utils.translation import gettext as _

Question = Mapping[str, Any]
Response = dict[str, Any]
RIGHT, PARTLY, WRONG, ANSWERED = "right", "partly", "wrong", "answered"
MAX_TEXT = 10_000
"""Characters of an open answer."""
_MAX_GAP = 200
_MAX_NUMBER = 30


class Posted(Protocol):
    """What a form sent; Django's QueryDict is one."""

    def get(self, name: str, default: str = "") -> Any: ...
    def getlist(self, name: str) -> Sequence[Any]: ...


class Unanswered(ValueError):
    """The form does not hold a whole answer; the message says what is missing."""


@dataclass(frozen=True)
class Part:
    """What one option, place, pair or gap turned out to be. `verdict` is "", "right", "wrong" or "missed"."""

    verdict: str = ""
    feedback: str = ""
    answer: str = ""


@dataclass(frozen=True)
class Outcome:
    """A graded response: the state as a whole, and each part by its id."""

    state: str
    parts: dict[str, Part] = field(default_factory=dict)

    @property
    def correct(self) -> bool | None:
        """Whether all of it is right; None where nobody grades."""
        return None if self.state == ANSWERED else self.state == RIGHT


# --- Reading --------------------------------------------------------------------------------------


def read(question: Question, posted: Posted) -> Response:
    """The response in a form. Raises Unanswered when it is missing, incomplete or names what the question does not have."""
    return _READERS[question["kind"]](question, posted)


def _read_single(question: Question, posted: Posted) -> Response:
    chosen = str(posted.get("answer", ""))
    if chosen not in {option["id"] for option in question["options"]}:
        raise Unanswered(_("Kies eerst een antwoord."))
    return {"answer": chosen}


def _read_multiple(question: Question, posted: Posted) -> Response:
    chosen = {str(one) for one in posted.getlist("answer")}
    known = [option["id"] for option in question["options"]]
    if not chosen or not chosen <= set(known):
        raise Unanswered(_("Kies minstens één antwoord."))
    return {"answer": [one for one in known if one in chosen]}


def _read_true_false(question: Question, posted: Posted) -> Response:
    chosen = str(posted.get("answer", ""))
    if chosen not in {"true", "false"}:
        raise Unanswered(_("Kies ‘waar’ of ‘niet waar’."))
    return {"answer": chosen}


def _read_order(question: Question, posted: Posted) -> Response:
    places = {item["id"]: str(posted.get(f"place-{item['id']}", "")) for item in question["items"]}
    if sorted(places.values()) != sorted(str(place) for place in range(1, len(places) + 1)):
        raise Unanswered(_("Geef elk onderdeel een eigen plaats."))
    return {"places": {one: int(place) for one, place in places.items()}}


def _read_match(question: Question, posted: Posted) -> Response:
    choices = {one["id"] for one in [*question["pairs"], *question["extra"]]}
    pairs = {pair["id"]: str(posted.get(f"pair-{pair['id']}", "")) for pair in question["pairs"]}
    if not set(pairs.values()) <= choices:
        raise Unanswered(_("Kies bij elk onderdeel wat erbij hoort."))
    return {"pairs": pairs}


def _read_fill_in(question: Question, posted: Posted) -> Response:
    gaps = [str(posted.get(f"gap-{number}", "")).strip() for number in range(1, len(question["gaps"]) + 1)]
    if not all(gaps):
        raise Unanswered(_("Vul elke open plek in."))
    if any("\x00" in gap for gap in gaps):
        raise Unanswered(_("Er staat een teken in dat niet bewaard kan worden. Typ het woord opnieuw."))
    if any(len(gap) > _MAX_GAP for gap in gaps):
        raise Unanswered(_("Een woord of een paar woorden is genoeg."))
    return {"gaps": gaps}


def _read_number(question: Question, posted: Posted) -> Response:
    raw = str(posted.get("answer", "")).strip().replace(",", ".")
    try:
        value = Decimal(raw) if len(raw) <= _MAX_NUMBER else Decimal("NaN")
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or abs(value.adjusted()) > _MAX_NUMBER:
        raise Unanswered(_("Vul een getal in."))
    return {"value": raw}


def _read_open(question: Question, posted: Posted) -> Response:
    text = str(posted.get("answer", ""))
    if not text.strip():
        raise Unanswered(_("Schrijf eerst je antwoord."))
    if len(text) > MAX_TEXT:
        raise Unanswered(
            _("Je antwoord is te lang: hooguit %(most)s tekens, dit zijn er %(now)s.")
            % {"most": MAX_TEXT, "now": len(text)}
        )
    return {}


_READERS = {
    "single": _read_single,
    "multiple": _read_multiple,
    "true-false": _read_true_false,
    "order": _read_order,
    "match": _read_match,
    "fill-in": _read_fill_in,
    "number": _read_number,
    "open": _read_open,
}


# --- Grading --------------------------------------------------------------------------------------


def fits(question: Question, response: Response) -> bool:
    """Whether the response can be shown on this edition of its question: every id in it is still there."""
    try:
        _GRADERS[question["kind"]](question, response)
    except (KeyError, TypeError, IndexError, AttributeError, ValueError, ArithmeticError):
        return False
    return True


def grade(question: Question, response: Response) -> Outcome:
    """What the response turned out to be, part by part."""
    return _GRADERS[question["kind"]](question, response)


def _listed(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError("A list was expected.")
    return value


def _whole(parts: dict[str, Part]) -> Outcome:
    judged = [part.verdict for part in parts.values() if part.verdict]
    if all(verdict == RIGHT for verdict in judged):
        return Outcome(RIGHT, parts)
    return Outcome(PARTLY if RIGHT in judged else WRONG, parts)


def _grade_single(question: Question, response: Response) -> Outcome:
    options = {option["id"]: option for option in question["options"]}
    chosen = options[response["answer"]]
    state = RIGHT if chosen["correct"] else WRONG
    return Outcome(state, {chosen["id"]: Part(state, chosen["feedback"])})


def _grade_multiple(question: Question, response: Response) -> Outcome:
    chosen = set(_listed(response["answer"]))
    known = {option["id"] for option in question["options"]}
    if not chosen <= known:
        raise KeyError("answer")
    parts = {}
    for option in question["options"]:
        if option["id"] in chosen:
            parts[option["id"]] = Part(RIGHT if option["correct"] else WRONG, option["feedback"])
        elif option["correct"]:
            parts[option["id"]] = Part("missed", option["feedback"])
    return _whole(parts)


def _grade_true_false(question: Question, response: Response) -> Outcome:
    chosen = response["answer"]
    state = RIGHT if chosen == question["answer"] else WRONG
    return Outcome(state, {chosen: Part(state, question["feedback"][chosen])})


def _grade_order(question: Question, response: Response) -> Outcome:
    places = response["places"]
    if places.keys() != {item["id"] for item in question["items"]} or sorted(places.values()) != list(
        range(1, len(places) + 1)
    ):
        raise KeyError("places")
    parts = {}
    for place, item in enumerate(question["items"], 1):
        is_right = places[item["id"]] == place
        parts[item["id"]] = Part(
            RIGHT if is_right else WRONG, item["feedback"], "" if is_right else _("plaats %(place)s") % {"place": place}
        )
    return _whole(parts)


def _grade_match(question: Question, response: Response) -> Outcome:
    chosen = response["pairs"]
    choices = {one["id"] for one in [*question["pairs"], *question["extra"]]}
    if chosen.keys() != {pair["id"] for pair in question["pairs"]} or not set(chosen.values()) <= choices:
        raise KeyError("pairs")
    parts = {}
    for pair in question["pairs"]:
        is_right = chosen[pair["id"]] == pair["id"]
        parts[pair["id"]] = Part(RIGHT if is_right else WRONG, pair["feedback"], "" if is_right else pair["right"])
    return _whole(parts)


def _grade_fill_in(question: Question, response: Response) -> Outcome:
    parts = {}
    for number, (gap, text) in enumerate(zip(question["gaps"], _listed(response["gaps"]), strict=True), 1):
        is_right = plain(text) in {plain(accepted) for accepted in gap["accept"]}
        parts[str(number)] = Part(RIGHT if is_right else WRONG, gap["feedback"], "" if is_right else gap["accept"][0])
    return _whole(parts)


def _grade_number(question: Question, response: Response) -> Outcome:
    value, answer = Decimal(response["value"]), Decimal(question["answer"])
    if abs(value - answer) <= Decimal(question["tolerance"]):
        return Outcome(RIGHT, {"value": Part(RIGHT)})
    feedback = question["feedback"]["low" if value < answer else "high"]
    return Outcome(WRONG, {"value": Part(WRONG, feedback, f"{answer} {question['unit']}".strip())})


def _grade_open(question: Question, response: Response) -> Outcome:
    return Outcome(ANSWERED)


_GRADERS = {
    "single": _grade_single,
    "multiple": _grade_multiple,
    "true-false": _grade_true_false,
    "order": _grade_order,
    "match": _grade_match,
    "fill-in": _grade_fill_in,
    "number": _grade_number,
    "open": _grade_open,
}


def plain(text: str) -> str:
    """Text as gaps compare it: without case, accents, double spaces, or a full stop at the end."""
    bare = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return " ".join(bare.casefold().strip(" .").split())
