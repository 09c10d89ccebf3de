"""Looking back at a run: what it touched, what it never learned, where it could have gone otherwise. Pure; no score."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from cases_library.engine import play
from cases_library.engine.format import REFLECTION, Case, Choice, Fact, PanelAnswer, Scene, Variable
from learning.practice.runs.folding import AFTERWARDS, Move, Play

YES, LATE, NO = "yes", "late", "no"
STEPS = tuple(f"meldcode:{number}" for number in range(1, 6))
SIGNS = ("child-speaks", "child-seen", "safety-check", "consult", "advice-vt", "network")
"""Tags that say how the work was done, in the order in which a debrief names them."""
_PLAN = {"plan", "meldcode:5"}
_COUNTS_AS = {"meldcode:2": frozenset({"consult", "advice-vt"})}
"""Who consults or asks advice takes the second step, wherever an author put that step's own tag."""


@dataclass(frozen=True, slots=True)
class Sign:
    """Whether a run touched something that this case has, and in which scene first. `late`: only after a plan was made."""

    tag: str
    state: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Crossing:
    """A moment with more than one way on: what was chosen, what else stood open, and what the panel would do."""

    move: Move
    others: tuple[Choice, ...]
    panel: tuple[PanelAnswer, ...]

    @property
    def voices(self) -> Counter[str]:
        """How many of the panel made each choice."""
        return Counter(answer.choice for answer in self.panel)


def signs(run: Play) -> list[Sign]:
    """What the run did of what this case lets one do."""
    return [_sign(run, tag) for tag in SIGNS if tag in _all_tags(run.case)]


def meldcode(run: Play) -> list[Sign]:
    """The steps of the Meldcode that this case knows, and whether the run touched them."""
    return [_sign(run, tag) for tag in STEPS if tag in _all_tags(run.case)]


def _sign(run: Play, tag: str) -> Sign:
    planned, wanted = False, {tag} | _COUNTS_AS.get(tag, frozenset())
    for scene, tags in touched(run):
        if wanted & tags:
            return Sign(tag, LATE if planned and tag == "safety-check" else YES, scene.title)
        planned = planned or bool(_PLAN & tags)
    return Sign(tag, NO)


def touched(run: Play) -> Iterator[tuple[Scene, frozenset[str]]]:
    """Everything with tags that the run met, in order: scenes on entry, choices and asides on taking."""
    first = run.case.scene(run.began.scene)
    if first:
        yield first, frozenset(first.tags)
    for move in run.moves:
        yield move.scene, frozenset({move.aside.tag} if move.aside else move.choice.tags if move.choice else ())
        entered = run.case.scene(move.after.scene) if move.choice else None
        if entered:
            yield entered, frozenset(entered.tags)


def _all_tags(case: Case) -> set[str]:
    found = {tag for scene in case.scenes for tag in scene.tags}
    found |= {tag for scene in case.scenes for choice in scene.choices for tag in choice.tags}
    return found | {aside.tag for scene in case.scenes for aside in case.asides_in(scene)}


def missed(run: Play) -> list[Fact]:
    """The facts that the run never learned."""
    return [fact for fact in run.case.facts if fact.key not in run.state.facts]


def crossings(run: Play) -> list[Crossing]:
    """The moments at which more than one choice stood open."""
    found = []
    for move in run.choices():
        others = tuple(one for one in play.offered(run.case, move.before) if one != move.choice)
        panel = tuple(one for one in run.case.panel if one.scene == move.scene.key)
        if others:
            found.append(Crossing(move, others, panel))
    return found


def most_divided(run: Play) -> Crossing | None:
    """Where the panel agreed least: worth a talk. None where it agreed everywhere."""
    divided = [one for one in crossings(run) if len(one.voices) > 1]
    return min(divided, key=lambda one: max(one.voices.values()) / sum(one.voices.values()), default=None)


def changes(run: Play) -> list[tuple[Variable, str, str]]:
    """The variables that may be shown, each with the word at the start and now."""
    shown = zip(run.case.variables, run.state.values, strict=True)
    return [(one, one.words[one.start], one.words[value]) for one, value in shown if one.shown != "never"]


def reflection_question(run: Play) -> int | None:
    """Which of the ten this case leads to: of the last reflection scene that the run met, else of the first in the case."""
    met = [scene.question for scene, _state in run.visits() if scene.kind == REFLECTION and scene.question]
    known = [scene.question for scene in run.case.scenes if scene.kind == REFLECTION and scene.question]
    return met[-1] if met else known[0] if known else None


def asked_question(run: Play, place: str) -> int | None:
    """Which of the ten is asked at a place of this run: a reflection scene that it met, or afterwards. None where none is."""
    if place == AFTERWARDS:
        return reflection_question(run) if run.has_ended else None
    met = (scene for scene, _state in run.visits() if scene.key == place and scene.kind == REFLECTION)
    return next((scene.question for scene in met), None)
