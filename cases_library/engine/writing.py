"""Writing a case down: the canonical document and its canonical text. What reading.py reads back is the same case."""

import json
from collections.abc import Iterable, Mapping
from typing import Any as Anything

from cases_library.engine.format import (
    Add,
    All,
    Any,
    Aside,
    AtLeast,
    AtMost,
    Case,
    Choice,
    Condition,
    Effect,
    Knows,
    Not,
    PanelAnswer,
    Passage,
    Review,
    Scene,
    Variable,
    Visited,
    Walk,
)

Document = dict[str, Anything]


def write_case(case: Case) -> Document:
    """The document of a case: keys in a fixed order, and nothing written that reading fills in by itself."""
    return {
        "format": case.format,
        "slug": case.slug,
        "title": case.title,
        "language": case.language,
        "minutes": case.minutes,
        **_kept(
            notice=case.notice,
            support=[_kept(label=one.label, text=one.text) for one in case.support],
            sources=[_kept(title=one.title, url=one.url, date=one.date) for one in case.sources],
            reviewed=_review(case.reviewed) if case.reviewed else None,
            illustration=case.illustration,
            perspective=case.perspective,
            perspective_of=case.perspective_of,
            people=[{"key": one.key, **_kept(name=one.name, role=one.role)} for one in case.people],
        ),
        "start": case.start,
        **_kept(
            variables=[_variable(one) for one in case.variables],
            facts=[
                {"key": one.key, "text": one.text, **_kept(known_by=one.known_by, debrief=one.debrief)}
                for one in case.facts
            ],
            asides=[_aside(one) for one in case.asides],
        ),
        "scenes": [_scene(one) for one in case.scenes],
        **_kept(panel=[_answer(one) for one in case.panel], walks=[_walk(one) for one in case.walks]),
    }


def dump_document(document: Mapping[str, Anything]) -> str:
    """The text of a canonical document: two spaces, UTF-8 as it is, one newline at the end."""
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _kept(**properties: Anything) -> Document:
    """Properties without those that say nothing."""
    return {name: value for name, value in properties.items() if value not in (None, "", [], {}, ())}


def _review(review: Review) -> Document:
    return {"by": review.by, **_kept(role=review.role, date=review.date, edition=review.edition)}


def _variable(variable: Variable) -> Document:
    return {
        "key": variable.key,
        "label": variable.label,
        "start": variable.start,
        "better": variable.better,
        "shown": variable.shown,
        "words": list(variable.words),
    }


def _aside(aside: Aside) -> Document:
    return {"key": aside.key, "kind": aside.kind, "text": aside.text, **_kept(learn=list(aside.learn))}


def _scene(scene: Scene) -> Document:
    return {
        "key": scene.key,
        "title": scene.title,
        "kind": scene.kind,
        **({} if scene.question is None else {"question": scene.question}),
        "day": scene.day,
        "body": scene.body,
        **_kept(
            tags=list(scene.tags),
            passages=[_passage(one) for one in scene.passages],
            enter=_kept(effects=_effects(scene.enter.effects), learn=list(scene.enter.learn)),
            asides=[_aside(one) for one in scene.asides],
            choices=[_choice(one) for one in scene.choices],
            debrief=scene.debrief,
        ),
    }


def _passage(passage: Passage) -> Document:
    return {**_when(passage.when), "text": passage.text}


def _choice(choice: Choice) -> Document:
    return {
        "key": choice.key,
        "text": choice.text,
        "to": choice.to,
        **_when(choice.when),
        **_kept(
            effects=_effects(choice.effects),
            learn=list(choice.learn),
            consequence=choice.consequence,
            debrief=choice.debrief,
            tags=list(choice.tags),
        ),
    }


def _when(condition: Condition | None) -> Document:
    return {} if condition is None else {"when": write_condition(condition)}


def write_condition(condition: Condition) -> Document:
    match condition:
        case All(parts):
            return {"all": [write_condition(part) for part in parts]}
        case Any(parts):
            return {"any": [write_condition(part) for part in parts]}
        case Not(part):
            return {"not": write_condition(part)}
        case AtLeast(variable, value):
            return {"variable": variable, "at_least": value}
        case AtMost(variable, value):
            return {"variable": variable, "at_most": value}
        case Knows(fact):
            return {"fact": fact}
        case Visited(scene):
            return {"visited": scene}


def _effects(effects: Iterable[Effect]) -> list[Document]:
    return [
        {"variable": one.variable, **({"add": one.amount} if isinstance(one, Add) else {"set": one.value})}
        for one in effects
    ]


def _answer(answer: PanelAnswer) -> Document:
    return {"scene": answer.scene, "choice": answer.choice, **_kept(role=answer.role, reason=answer.reason)}


def _walk(walk: Walk) -> Document:
    return {
        "name": walk.name,
        "choices": list(walk.choices),
        "ends_in": walk.ends_in,
        **_kept(expect=dict(walk.expect)),
    }
