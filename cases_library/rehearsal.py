"""A play of a draft that nobody keeps: where it began, what was taken, and what there is to see now."""

import contextlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cases_library.engine.format import HIGHEST, LOWEST, Aside, Case, Choice, Scene, Variable
from cases_library.engine.play import NotOffered, State, asides, offered, passages, start, step
from cms.text import render_markdown

MOST_STEPS = 1_000


@dataclass(frozen=True, slots=True)
class Origin:
    """A state that somebody chose to begin in. A play from the start of the case has none."""

    scene: str
    values: tuple[int, ...]
    facts: frozenset[str]
    visited: frozenset[str]

    def written(self) -> str:
        """As the form carries it."""
        return json.dumps([self.scene, self.values, sorted(self.facts), sorted(self.visited)])


@dataclass(frozen=True, slots=True)
class Value:
    """A variable with its value now."""

    variable: Variable
    value: int

    @property
    def word(self) -> str:
        return self.variable.words[self.value]


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What the page shows. `html` holds the body and the passages; `walk` is the run as a saved walk, None where it began elsewhere."""

    scene: Scene | None
    html: tuple[SafeString, ...]
    said: str
    choices: tuple[Choice, ...]
    hidden: tuple[Choice, ...]
    asides: tuple[Aside, ...]
    values: tuple[Value, ...]
    facts: frozenset[str]
    visited: frozenset[str]
    taken: tuple[str, ...]
    origin: Origin | None
    fault: str = ""

    @property
    def walk(self) -> str | None:
        if self.origin is not None or self.scene is None or not self.taken:
            return None
        expect = {one.variable.key: one.value for one in self.values}
        return json.dumps(
            {"choices": list(self.taken), "ends_in": self.scene.key, **({"expect": expect} if expect else {})},
            ensure_ascii=False,
        )


@dataclass(frozen=True, slots=True)
class _Run:
    """A play up to some point: the state, the state on entering its scene, and what the last step said."""

    state: State
    entered: State
    said: str = ""


def rehearse(case: Case, form: QueryDict, pictures: Mapping[str, str]) -> Rehearsal:
    """The play that a form describes, one step on where it asks for one; `pictures` are the addresses of images in its texts.

    What a draft no longer offers ends the play there, and says so.
    """
    origin = _chosen(case, form) if "restart" in form else _carried(case, form.get("origin", ""))
    taken = [] if "restart" in form else [str(one)[:200] for one in form.getlist("taken")][:MOST_STEPS]
    if "undo" in form:
        taken = taken[:-1]
    try:
        first = State(origin.scene, origin.values, origin.facts, origin.visited) if origin else start(case)
    except NotOffered as fault:
        return Rehearsal(None, (), "", (), (), (), (), frozenset(), frozenset(), (), None, str(fault))
    if form.get("take", ""):
        taken.append(form.get("take", "")[:200])
    run, kept, said = _replayed(case, first, taken)
    return replace(_shown(case, run, kept, origin, said), html=_read(case, run, pictures))


def _replayed(case: Case, first: State, taken: Iterable[str]) -> tuple[_Run, tuple[str, ...], str]:
    """As far as the draft allows: the run, what was taken, and what stood in the way."""
    run = _Run(first, first)
    kept: list[str] = []
    for one in taken:
        scene, _slash, key = one.partition("/")
        try:
            if scene != run.state.scene:
                raise NotOffered(_("‘%(taken)s’ kan hier niet meer.") % {"taken": one})
            after = step(case, run.state, key)
        except NotOffered as fault:
            return run, tuple(kept), str(fault)
        kept.append(one)
        said = _words_of(case, run.state, key)
        run = replace(run, state=after, said=said) if key.startswith("@") else _Run(after, after, said)
    return run, tuple(kept), ""


def _words_of(case: Case, state: State, key: str) -> str:
    """What a step says at once."""
    if key.startswith("@"):
        return next(one.text for one in asides(case, state) if one.key == key[1:])
    return next(one.consequence for one in offered(case, state) if one.key == key)


def _shown(case: Case, run: _Run, taken: tuple[str, ...], origin: Origin | None, fault: str) -> Rehearsal:
    scene = case.scene(run.state.scene)
    choices = offered(case, run.state) if scene else ()
    return Rehearsal(
        scene=scene,
        html=(),
        said=run.said,
        choices=choices,
        hidden=tuple(one for one in scene.choices if one not in choices) if scene else (),
        asides=asides(case, run.state) if scene else (),
        values=tuple(Value(one, run.state.values[place]) for place, one in enumerate(case.variables)),
        facts=run.state.facts,
        visited=run.state.visited,
        taken=taken,
        origin=origin,
        fault=fault,
    )


def _read(case: Case, run: _Run, pictures: Mapping[str, str]) -> tuple[SafeString, ...]:
    """The scene's text and the passages that were there on entering. What is too long is left out; the problems say so."""
    scene = case.scene(run.state.scene)
    found = []
    for text in (scene.body, *passages(case, run.entered)) if scene else ():
        with contextlib.suppress(ValueError):
            found.append(mark_safe(render_markdown(text, picture=pictures.get)))  # noqa: S308  cleaned when rendered
    return tuple(found)


# --- Where it began ---------------------------------------------------------------------------------


def _chosen(case: Case, form: QueryDict) -> Origin | None:
    """The state that the form chose; None for the start of the case as it is."""
    scene = str(form.get("from", ""))
    if not scene or case.scene(scene) is None:
        return None
    values = tuple(_number(form.get(f"value-{one.key}", ""), one.start) for one in case.variables)
    return Origin(
        scene,
        values,
        case.fact_keys.intersection(form.getlist("fact")),
        case.asked_visits.intersection(form.getlist("visited")),
    )


def _carried(case: Case, written: str) -> Origin | None:
    """The origin that the form carries, as far as this draft still has it."""
    try:
        scene, values, facts, visited = json.loads(written)
        numbers = tuple(_number(one, 0) for one in values)
        kept = case.fact_keys.intersection(facts), case.asked_visits.intersection(visited)
    except (ValueError, TypeError, RecursionError):
        return None
    if not isinstance(scene, str) or case.scene(scene) is None or len(numbers) != len(case.variables):
        return None
    return Origin(scene, numbers, *kept)


def _number(said: Any, otherwise: int) -> int:
    try:
        return max(LOWEST, min(HIGHEST, int(said)))
    except (TypeError, ValueError, OverflowError):
        return otherwise
