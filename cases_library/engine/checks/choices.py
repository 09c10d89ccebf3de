"""Choices held beside each other: the same twice, one that is always better, and length that gives it away."""

from collections.abc import Iterator

from cases_library.engine.checks.saying import named, worded
from cases_library.engine.findings import Finding, found
from cases_library.engine.format import DECISION, Case, Choice, Scene
from cases_library.engine.machine import VALUES, table

Scores = tuple[int, ...]


def check(case: Case) -> Iterator[Finding]:
    for scene in case.scenes:
        yield from _twins(scene)
        best = dominant(case, scene)
        if best is not None:
            yield found(
                "dominant-choice",
                f"Bij {named(scene)} is {worded(best)} voor elke variabele minstens zo goed als de rest: er is niets af te wegen.",
                "Laat deze keuze ook iets kosten, of een andere iets opleveren.",
                scene=scene.key,
                choice=best.key,
            )
    yield from _longest(case)


def _twins(scene: Scene) -> Iterator[Finding]:
    first: dict[object, Choice] = {}
    for choice in scene.choices:
        does = (choice.to, choice.when, frozenset(choice.effects), frozenset(choice.learn))
        twin = first.setdefault(does, choice)
        if twin is not choice:
            yield found(
                "twin-choices",
                f"{worded(choice)} doet precies hetzelfde als {worded(twin)}.",
                "Geef een van de twee een eigen gevolg, of voeg ze samen.",
                scene=scene.key,
                choice=choice.key,
            )


def dominant(case: Case, scene: Scene) -> Choice | None:
    """The choice that is never worse than each sibling, from each value and after clamping, and against each better somewhere."""
    if len(scene.choices) < 2:
        return None
    scores = [_scores(case, choice) for choice in scene.choices]
    highest = tuple(max(column) for column in zip(*scores, strict=True))
    tops = [place for place, score in enumerate(scores) if score == highest]
    # Two at the top are never better than each other; one at the top differs from each of the others, so it is better somewhere.
    return scene.choices[tops[0]] if len(tops) == 1 else None


def _scores(case: Case, choice: Choice) -> Scores:
    """How good every judged variable is after the choice, from each of the six values; more is better."""
    scores: list[int] = []
    for variable in case.variables:
        if variable.better == "none":
            continue
        becomes = table(choice.effects, variable.key)
        scores += becomes if variable.better == "high" else [VALUES[-1] - value for value in becomes]
    return tuple(scores)


def _longest(case: Case) -> Iterator[Finding]:
    decisions = [scene for scene in case.scenes if scene.kind == DECISION and len(scene.choices) > 1]
    told = sum(1 for scene in decisions if _tells(case, scene))
    if decisions and told * 2 > len(decisions):
        yield found(
            "longest-is-best",
            f"Bij {told} van de {len(decisions)} besluiten heeft de beste keuze de langste tekst; dat verraadt haar.",
            "Maak de keuzes ongeveer even lang.",
        )


def _tells(case: Case, scene: Scene) -> bool:
    lengths = [len(choice.text.strip()) for choice in scene.choices]
    if lengths.count(max(lengths)) > 1:
        return False
    longest = scene.choices[lengths.index(max(lengths))]
    best, liked = dominant(case, scene), _preferred(case, scene)
    return longest in {best, liked}


def _preferred(case: Case, scene: Scene) -> Choice | None:
    """The choice that more of the panel makes than any other."""
    votes = [sum(1 for one in case.panel if (one.scene, one.choice) == (scene.key, it.key)) for it in scene.choices]
    most = max(votes)
    return scene.choices[votes.index(most)] if most and votes.count(most) == 1 else None
