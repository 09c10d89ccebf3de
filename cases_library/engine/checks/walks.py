"""Saved walks, walked again."""

from collections.abc import Iterator

from cases_library.engine import play
from cases_library.engine.checks.saying import named, quoted
from cases_library.engine.findings import Finding, found
from cases_library.engine.format import Case, Walk

_REPAIR = "Herstel de casus, of loop deze weg opnieuw en bewaar hem."


def check(case: Case) -> Iterator[Finding]:
    """One finding for each place where walks break, naming all walks that break there."""
    if case.scene(case.start) is None:
        return
    broken: dict[tuple[str | None, str | None], Finding] = {}
    for walk in case.walks:
        finding = _walked(case, walk)
        if finding is None:
            continue
        place = (finding.scene, finding.choice)
        if place in broken:
            first = broken[place]
            message = f"{first.message} {finding.message}"
            shortest = min(first, finding, key=lambda one: len(one.witness or ()))
            finding = found("walk-broken", message, _REPAIR, scene=place[0], choice=place[1], witness=shortest.witness)
        broken[place] = finding
    yield from broken.values()


def _walked(case: Case, walk: Walk) -> Finding | None:
    """What is wrong with a walk. Its witness is as much of the walk as can still be walked."""
    said = f"De weg {quoted(walk.name or 'zonder naam')}"
    try:
        state = play.replay(case, walk.choices)
    except play.NotOffered as fault:
        done = walk.choices[: fault.index]
        scene, _, choice = walk.choices[fault.index or 0].partition("/")
        return found("walk-broken", f"{said} loopt vast: {fault}", _REPAIR, scene=scene, choice=choice, witness=done)
    if state.scene != walk.ends_in:
        ended, meant = case.scene(state.scene), case.scene(walk.ends_in)
        message = (
            f"{said} eindigt in {named(ended) if ended else state.scene}, "
            f"en niet meer in {named(meant) if meant else quoted(walk.ends_in)}."
        )
        return found("walk-broken", message, _REPAIR, scene=state.scene, witness=walk.choices)
    return _expected(case, walk, state, said)


def _expected(case: Case, walk: Walk, state: play.State, said: str) -> Finding | None:
    for key, value in walk.expect:
        place = case.place(key)
        if place is None or state.values[place] != value:
            now = "bestaat niet" if place is None else f"is {state.values[place]}"
            message = f"{said} verwacht {value} voor {quoted(key)}, en die variabele {now}."
            return found("walk-broken", message, _REPAIR, scene=state.scene, variable=key, witness=walk.choices)
    return None
