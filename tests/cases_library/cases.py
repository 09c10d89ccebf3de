"""Small cases for tests: sound to begin with, and changed from there."""

import copy
from typing import Any

Document = dict[str, Any]
WORDS = ["verbroken", "broos", "aarzelend", "redelijk", "stevig", "sterk"]


def choice(key: str, to: str, **more: Any) -> Document:
    said = {"text": f"Je kiest nu {key}.", "consequence": f"Er gebeurt {key}.", "debrief": f"Waarom {key} ertoe doet."}
    return {"key": key, **said, "to": to, **more}


def scene(key: str, *choices: Document, kind: str = "scene", **more: Any) -> Document:
    made: Document = {"key": key, "title": f"Scène {key}", "kind": kind, "body": "Een gezin. " * 20, **more}
    return made if kind == "ending" else {**made, "choices": list(choices)}


def variable(key: str, start: int = 3, **more: Any) -> Document:
    return {"key": key, "label": key.title(), "start": start, "words": list(WORDS), **more}


def fact(key: str, **more: Any) -> Document:
    return {"key": key, "text": f"Over {key}.", **more}


def case(*scenes: Document, **more: Any) -> Document:
    return {
        "format": "leerspiegel-case/1",
        "slug": "proef",
        "title": "Proef",
        "language": "nl",
        "minutes": 1,
        "start": scenes[0]["key"],
        "scenes": list(scenes),
        **more,
    }


_SOUND = case(
    scene(
        "begin",
        choice("bel-oma", "oma", effects=[{"variable": "band", "add": -1}], learn=["gestopt"], tags=["network"]),
        choice("bel-moeder", "moeder", effects=[{"variable": "band", "add": 1}, {"variable": "rust", "add": -1}]),
        kind="decision",
        tags=["meldcode:1"],
    ),
    scene(
        "oma",
        choice("vraag-door", "slot-zicht", effects=[{"variable": "rust", "set": 4}], learn=["nachten"]),
        choice("dank-haar", "moeder", effects=[{"variable": "band", "add": 1}]),
        tags=["network"],
        day=1,
    ),
    scene(
        "moeder",
        choice("spreek-kind", "slot-zicht", tags=["child-speaks"]),
        choice("benoem-oma", "slot-plan", when={"fact": "gestopt"}, effects=[{"variable": "rust", "add": -1}]),
        choice("wacht-af", "slot-papier", when={"variable": "band", "at_least": 4}),
        passages=[
            {"when": {"all": [{"variable": "rust", "at_most": 2}, {"visited": "oma"}]}, "text": "Het is onrustig."}
        ],
        asides=[
            {"key": "vertrouwensarts", "kind": "advice", "text": "De vertrouwensarts denkt mee.", "learn": ["nachten"]}
        ],
        day=2,
    ),
    scene("slot-zicht", kind="ending", day=9, debrief="Je zag het kind."),
    scene("slot-plan", kind="ending", day=12, debrief="Er is een plan."),
    scene("slot-papier", kind="ending", day=42, debrief="Op papier was het veilig."),
    notice="Over onveiligheid thuis.",
    support=[{"label": "Praten", "text": "Bel je collega."}],
    people=[{"key": "oma", "name": "Oma", "role": "moeder van vader"}],
    variables=[variable("band"), variable("rust", start=2)],
    facts=[
        fact("gestopt", known_by="oma", debrief="Wie wist dit?"),
        fact("nachten", debrief="Wie had dit kunnen vragen?"),
    ],
    asides=[{"key": "collega", "kind": "consult", "text": "Wie sprak je nog niet?"}],
    walks=[
        {
            "name": "via oma",
            "choices": ["begin/bel-oma", "oma/vraag-door"],
            "ends_in": "slot-zicht",
            "expect": {"band": 2},
        }
    ],
)


def sound() -> Document:
    """A case without a fault, with one of nearly everything; yours to change."""
    return copy.deepcopy(_SOUND)
