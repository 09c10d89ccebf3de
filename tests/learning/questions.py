"""Compiled questions of all eight kinds, as plain data and as hypothesis strategies, and the forms that answer them."""

import itertools
from typing import Any

from django.http import QueryDict
from hypothesis import strategies as st

from learning.practice.grading import read

_number = itertools.count(1)
KINDS = ("single", "multiple", "true-false", "order", "match", "fill-in", "number", "open")
_HEAD = {
    "format": "question/1",
    "title": "Vraag",
    "stem": "Wie bel je?",
    "stem_html": "<p>Wie bel je?</p>",
    "explanation": "",
    "explanation_html": "",
    "source": "",
}


def _options(*correct: bool) -> list[dict[str, Any]]:
    return [
        {
            "id": f"o{number}",
            "text": f"Optie {number}",
            "html": f"Optie {number}",
            "correct": is_right,
            "feedback": f"Uitleg {number}",
        }
        for number, is_right in enumerate(correct, 1)
    ]


def question(kind: str, **parts: Any) -> dict[str, Any]:
    """A compiled question of this kind; `parts` replace its own."""
    own: dict[str, dict[str, Any]] = {
        "single": {"options": _options(False, True, False)},
        "multiple": {"options": _options(True, True, False)},
        "true-false": {
            "statement": "Advies mag altijd.",
            "answer": "true",
            "feedback": {"true": "Ja.", "false": "Jawel."},
        },
        "order": {"items": [{"id": f"i{n}", "text": f"Stap {n}", "feedback": f"Uitleg {n}"} for n in (1, 2, 3)]},
        "match": {
            "pairs": [
                {"id": f"p{n}", "left": f"Links {n}", "right": f"Rechts {n}", "feedback": f"Uitleg {n}"} for n in (1, 2)
            ],
            "extra": [{"id": "x1", "right": "Nergens"}],
        },
        "fill-in": {
            "text": "Bel [[1]] voor [[2]].",
            "parts": ["Bel ", " voor ", "."],
            "gap_order": [0, 1],
            "gaps": [
                {"id": "g1", "accept": ["Veilig Thuis", "VT"], "feedback": "Uitleg 1"},
                {"id": "g2", "accept": ["advies"], "feedback": "Uitleg 2"},
            ],
        },
        "number": {
            "answer": "5",
            "tolerance": "0.5",
            "unit": "stappen",
            "feedback": {"low": "Meer.", "high": "Minder."},
        },
        "open": {
            "model_answer": "Ik vraag door.",
            "model_answer_html": "<p>Ik vraag door.</p>",
            "points": ["open vraag"],
        },
    }
    return {**_HEAD, "kind": kind, **own[kind], **parts}


def right_form(content: dict[str, Any]) -> dict[str, Any]:
    """What a form sends when everything is right."""
    kind = content["kind"]
    if kind in {"single", "multiple"}:
        return {"answer": [option["id"] for option in content["options"] if option["correct"]]}
    if kind == "true-false":
        return {"answer": content["answer"]}
    if kind == "order":
        return {f"place-{item['id']}": str(place) for place, item in enumerate(content["items"], 1)}
    if kind == "match":
        return {f"pair-{pair['id']}": pair["id"] for pair in content["pairs"]}
    if kind == "fill-in":
        return {f"gap-{number}": gap["accept"][0] for number, gap in enumerate(content["gaps"], 1)}
    return {"answer": content["answer"] if kind == "number" else "Ik vraag eerst wat er is gebeurd."}


def wrong_form(content: dict[str, Any]) -> dict[str, Any]:
    """What a form sends when all of it is wrong; an open answer is never wrong."""
    kind = content["kind"]
    if kind in {"single", "multiple"}:
        return {"answer": [option["id"] for option in content["options"] if not option["correct"]][:1]}
    if kind == "true-false":
        return {"answer": "false" if content["answer"] == "true" else "true"}
    if kind == "order":
        ids = [item["id"] for item in content["items"]]
        return {f"place-{one}": str(place) for place, one in enumerate([*ids[1:], ids[0]], 1)}
    if kind == "match":
        ids = [pair["id"] for pair in content["pairs"]]
        return {f"pair-{one}": other for one, other in zip(ids, [*ids[1:], ids[0]], strict=True)}
    if kind == "fill-in":
        return {f"gap-{number}": "niemand" for number in range(1, len(content["gaps"]) + 1)}
    return {"answer": "999999" if kind == "number" else "Iets anders."}


def posted(form: dict[str, Any]) -> QueryDict:
    """A form as a view receives it."""
    data = QueryDict(mutable=True)
    for name, value in form.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


# --- Strategies -----------------------------------------------------------------------------------

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


def _of(ids: Any, make: Any) -> Any:
    return ids.map(lambda found: [make(one, number) for number, one in enumerate(found)])


def _option(correct: Any) -> Any:
    return lambda one, number: {
        "id": one,
        "text": f"t{number}",
        "html": f"t{number}",
        "correct": correct(number),
        "feedback": f"f{number}",
    }


_some_ids = st.lists(st.uuids().map(str), min_size=2, max_size=8, unique=True)
_accepted = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30).filter(str.strip)
"""What an author accepts in a gap; editions hold no control characters."""
_decimals = st.decimals(min_value=-(10**5), max_value=10**5, places=3, allow_nan=False)
questions: dict[str, Any] = {
    "single": _of(_some_ids, _option(lambda number: number == 1)).map(
        lambda options: question("single", options=options)
    ),
    "multiple": _of(_some_ids, _option(lambda number: number % 2 == 0)).map(
        lambda options: question("multiple", options=options)
    ),
    "true-false": st.sampled_from(["true", "false"]).map(lambda answer: question("true-false", answer=answer)),
    "order": _of(_some_ids, lambda one, number: {"id": one, "text": f"t{number}", "feedback": "f"}).map(
        lambda items: question("order", items=items)
    ),
    "match": _of(
        _some_ids, lambda one, number: {"id": one, "left": f"l{number}", "right": f"r{number}", "feedback": "f"}
    ).map(lambda pairs: question("match", pairs=pairs)),
    "fill-in": st.lists(_accepted, min_size=1, max_size=5).map(
        lambda accepted: question(
            "fill-in", gaps=[{"id": f"g{n}", "accept": [one], "feedback": "f"} for n, one in enumerate(accepted)]
        )
    ),
    "number": st.tuples(_decimals, st.decimals(0, 100, places=2)).map(
        lambda both: question("number", answer=str(both[0]), tolerance=str(both[1]))
    ),
    "open": st.just(question("open")),
}
json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | words
    | st.sampled_from(["o1", "p1", "i1", "NaN", "sNaN", "1e999999", "-Infinity"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(words | st.sampled_from(["i1", "i2", "p1", "p2"]), inner, max_size=4)
    ),
    max_leaves=12,
)
responses = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(("answer", "places", "pairs", "gaps", "value"), json_values)
)


@st.composite
def forms_for(draw: Any, content: dict[str, Any]) -> QueryDict:
    """Anything a browser, or somebody with a script, might send for this question."""
    ids = [one["id"] for part in ("options", "items", "pairs", "extra", "gaps") for one in content.get(part, [])]
    value = (
        st.sampled_from(
            [*ids, "true", "false", "1", "2", "3", "²", "٣", "1e9999999", "-1e9999999", "5,5", "0x10", "\x00", ""]
        )
        | words
    )
    names = [
        "answer",
        *(f"place-{one}" for one in ids),
        *(f"pair-{one}" for one in ids),
        *(f"gap-{n}" for n in range(1, 9)),
    ]
    form = draw(st.dictionaries(st.sampled_from(names), st.lists(value, min_size=1, max_size=4), max_size=12))
    base = draw(st.sampled_from([{}, right_form(content), wrong_form(content)]))
    return posted({**base, **form})


@st.composite
def near_responses(draw: Any, content: dict[str, Any]) -> dict[str, Any]:
    """A right response with something in it replaced by anything: what an old row may look like beside a newer edition."""
    response = read(content, posted(right_form(content)))
    for name, value in list(response.items()):
        if isinstance(value, dict) and draw(st.booleans()):
            response[name] = {**value, draw(st.sampled_from(sorted(value))): draw(json_values)}
        elif isinstance(value, list) and draw(st.booleans()):
            response[name] = [*value[:-1], draw(json_values)]
        elif draw(st.booleans()):
            response[name] = draw(json_values)
    return response
