"""A question as its component wants it: props for templates/components/question.html, with or without a response."""

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cms.text import render_inline
from learning.practice.grading import Outcome, Part, Response, grade

Props = dict[str, Any]


def props(
    question: Mapping[str, Any],
    response: Response | None = None,
    *,
    graded: bool = True,
    chosen: Mapping[str, Any] | None = None,
) -> Props:
    """Props of the question's component.

    Without a response it is empty; `graded=False` shows the response without a verdict (a test under way).

    `chosen` puts back what somebody sent that could not be read as a whole answer, so that nothing typed is lost.
    """
    outcome = grade(question, response) if response is not None and graded else Outcome("empty")
    shown = response if response is not None else dict(chosen or {})
    return {
        "kind": question["kind"],
        "stem_html": safe(question["stem_html"]),
        "state": outcome.state,
        "explanation_html": safe(question["explanation_html"]) if outcome.state != "empty" else "",
        "source_html": _linked(question["source"]) if outcome.state != "empty" and question["source"] else "",
        **_PROPS[question["kind"]](question, shown, outcome),
    }


def typed(question: Mapping[str, Any], posted: Any) -> dict[str, Any]:
    """What a form sent for this question, readable or not, in the shape of a response."""
    kind = question["kind"]
    if kind == "multiple":
        return {"answer": [str(one) for one in posted.getlist("answer")]}
    if kind in {"single", "true-false"}:
        return {"answer": str(posted.get("answer", ""))}
    if kind == "order":
        places = {item["id"]: str(posted.get(f"place-{item['id']}", "")) for item in question["items"]}
        return {"places": {one: int(place) for one, place in places.items() if place.isdecimal() and len(place) < 4}}
    if kind == "match":
        return {"pairs": {pair["id"]: str(posted.get(f"pair-{pair['id']}", "")) for pair in question["pairs"]}}
    if kind == "fill-in":
        return {"gaps": [str(posted.get(f"gap-{number}", "")) for number in range(1, len(question["gaps"]) + 1)]}
    if kind == "number":
        return {"value": str(posted.get("answer", ""))}
    return {"text": str(posted.get("answer", ""))}


def safe(html: str) -> SafeString:
    """HTML that the compiler made and cleaned."""
    return mark_safe(html)  # noqa: S308  cleaned when it was compiled (cms.text.clean)


@lru_cache(maxsize=4096)
def inline(text: str) -> SafeString:
    """One line of an author's Markdown."""
    return safe(render_inline(text))


@lru_cache(maxsize=1024)
def _linked(source: str) -> SafeString:
    return safe(" ".join(_link(word) for word in source.split(" ")))


def _link(word: str) -> str:
    """An address as a link, without the punctuation of the sentence around it; any other word as it is."""
    if not word.startswith(("https://", "http://")):
        return escape(word)
    address = word.rstrip(".,;:!?)")
    return f'<a href="{escape(address)}" rel="noopener">{escape(address)}</a>{escape(word[len(address) :])}'


def _part(outcome: Outcome, key: str) -> Props:
    part = outcome.parts.get(key, Part())
    return {
        "verdict": part.verdict,
        "feedback_html": inline(part.feedback) if part.feedback else "",
        "answer": part.answer,
    }


def _options(question: Mapping[str, Any], shown: Mapping[str, Any], outcome: Outcome) -> Props:
    picked = shown.get("answer", [])
    chosen = set(picked) if isinstance(picked, list) else {picked}
    options = [
        {
            "value": option["id"],
            "html": safe(option["html"]),
            "checked": option["id"] in chosen,
            **_part(outcome, option["id"]),
        }
        for option in question["options"]
    ]
    return {"options": options}


def _true_false(question: Mapping[str, Any], shown: Mapping[str, Any], outcome: Outcome) -> Props:
    words = {"true": _("Waar"), "false": _("Niet waar")}
    options = [
        {"value": value, "html": word, "checked": shown.get("answer") == value, **_part(outcome, value)}
        for value, word in words.items()
    ]
    stem = safe(f'{question["stem_html"]}<p class="statement">{inline(question["statement"])}</p>')
    return {"options": options, "stem_html": stem}


def shuffled(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A fixed disorder that is never the right order: by a digest of the ids, so that two readers and two visits see the same."""
    mixed = sorted(items, key=lambda item: hashlib.sha256(item["id"].encode()).digest())
    return mixed if mixed != items else [*mixed[1:], mixed[0]]


def _order(question: Mapping[str, Any], shown: Mapping[str, Any], outcome: Outcome) -> Props:
    places = shown.get("places", {})
    items = shuffled(question["items"])
    if len(places) == len(items):
        items = sorted(items, key=lambda item: places[item["id"]])
    return {
        "items": [
            {
                "value": item["id"],
                "html": inline(item["text"]),
                "position": places.get(item["id"], ""),
                **_part(outcome, item["id"]),
            }
            for item in items
        ]
    }


def _match(question: Mapping[str, Any], shown: Mapping[str, Any], outcome: Outcome) -> Props:
    chosen = shown.get("pairs", {})
    choices = sorted(
        ({"value": one["id"], "text": one["right"]} for one in [*question["pairs"], *question["extra"]]),
        key=lambda one: one["text"].casefold(),
    )
    pairs = [
        {
            "value": pair["id"],
            "html": inline(pair["left"]),
            "chosen": chosen.get(pair["id"], ""),
            **_part(outcome, pair["id"]),
        }
        for pair in question["pairs"]
    ]
    return {"pairs": pairs, "choices": choices}


def _fill_in(question: Mapping[str, Any], shown: Mapping[str, Any], outcome: Outcome) -> Props:
    typed_gaps = shown.get("gaps", [])
    segments: list[Props] = []
    for position, text in enumerate(question["parts"]):
        segments.append({"html": safe(escape(text))})
        if position < len(question["gap_order"]):
            number = question["gap_order"][position] + 1
            value = typed_gaps[number - 1] if number <= len(typed_gaps) else ""
            segments.append({"gap": number, "value": value, **_part(outcome, str(number))})
    return {"segments": segments}


def _number(question: Mapping[str, Any], shown: Mapping[str, Any], outcome: Outcome) -> Props:
    return {"value": str(shown.get("value", "")).replace(".", ","), "unit": question["unit"], **_part(outcome, "value")}


def _open(question: Mapping[str, Any], shown: Mapping[str, Any], outcome: Outcome) -> Props:
    return {
        "text": shown.get("text", ""),
        "model_html": safe(question["model_answer_html"]),
        "points": question["points"],
    }


_PROPS = {
    "single": _options,
    "multiple": _options,
    "true-false": _true_false,
    "order": _order,
    "match": _match,
    "fill-in": _fill_in,
    "number": _number,
    "open": _open,
}
