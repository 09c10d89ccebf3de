"""What a case names that does not exist."""

from collections.abc import Callable, Iterable, Iterator

from cases_library.engine.checks.saying import quoted
from cases_library.engine.findings import Finding, found
from cases_library.engine.format import AtLeast, AtMost, Case, Condition, Effect, Knows, Scene, Visited, leaves


def check(case: Case, knows_case: Callable[[str], bool] | None) -> Iterator[Finding]:
    if case.scene(case.start) is None:
        yield found(
            "no-start",
            f"De casus begint bij {quoted(case.start)}, en die scène bestaat niet.",
            "Kies een bestaande scène als begin.",
        )
    if case.perspective_of is not None and knows_case is not None and not knows_case(case.perspective_of):
        yield _unknown("Deze casus is een ander perspectief op", case.perspective_of, "die casus")
    yield from _people(case)
    for aside in case.asides:
        yield from _learned(case, aside.learn, None, f"@{aside.key}")
    for scene in case.scenes:
        yield from _scene(case, scene)
    yield from _panel(case)


def _scene(case: Case, scene: Scene) -> Iterator[Finding]:
    for passage in scene.passages:
        yield from _condition(case, passage.when, scene.key, None)
    yield from _affected(case, scene.enter.effects, scene.key, None)
    yield from _learned(case, scene.enter.learn, scene.key, None)
    for aside in scene.asides:
        yield from _learned(case, aside.learn, scene.key, f"@{aside.key}")
    for choice in scene.choices:
        if case.scene(choice.to) is None:
            yield found(
                "missing-target",
                f"Deze keuze leidt naar {quoted(choice.to)}, en die scène bestaat niet.",
                "Maak die scène, of laat de keuze naar een andere leiden.",
                scene=scene.key,
                choice=choice.key,
            )
        yield from _condition(case, choice.when, scene.key, choice.key)
        yield from _affected(case, choice.effects, scene.key, choice.key)
        yield from _learned(case, choice.learn, scene.key, choice.key)


def _people(case: Case) -> Iterator[Finding]:
    known = {person.key for person in case.people}
    for fact in case.facts:
        if fact.known_by and fact.known_by not in known:
            yield _unknown("Dit feit is bekend bij", fact.known_by, "die persoon", fact=fact.key)


def _panel(case: Case) -> Iterator[Finding]:
    for answer in case.panel:
        scene = case.scene(answer.scene)
        if scene is None:
            yield _unknown("Een antwoord van het panel hoort bij", answer.scene, "die scène", scene=answer.scene)
        elif scene.choice(answer.choice) is None:
            yield _unknown(
                "Een antwoord van het panel kiest", answer.choice, "die keuze", scene=scene.key, choice=answer.choice
            )


def _condition(case: Case, condition: Condition | None, scene: str, choice: str | None) -> Iterator[Finding]:
    for leaf in leaves(condition):
        match leaf:
            case Knows(fact) if fact not in case.fact_keys:
                yield _unknown("Een voorwaarde vraagt naar", fact, "dat feit", scene=scene, choice=choice, fact=fact)
            case Visited(other) if case.scene(other) is None:
                yield _unknown("Een voorwaarde vraagt of je was in", other, "die scène", scene=scene, choice=choice)
            case AtLeast(variable, _) | AtMost(variable, _) if case.place(variable) is None:
                yield _unknown(
                    "Een voorwaarde vraagt naar",
                    variable,
                    "die variabele",
                    scene=scene,
                    choice=choice,
                    variable=variable,
                )


def _affected(case: Case, effects: Iterable[Effect], scene: str, choice: str | None) -> Iterator[Finding]:
    for variable in (effect.variable for effect in effects):
        if case.place(variable) is None:
            yield _unknown(
                "Een gevolg verandert", variable, "die variabele", scene=scene, choice=choice, variable=variable
            )


def _learned(case: Case, learn: Iterable[str], scene: str | None, choice: str | None) -> Iterator[Finding]:
    for fact in learn:
        if fact not in case.fact_keys:
            yield _unknown("Hier leer je", fact, "dat feit", scene=scene, choice=choice, fact=fact)


def _unknown(
    what: str,
    name: str,
    thing: str,
    *,
    scene: str | None = None,
    choice: str | None = None,
    variable: str | None = None,
    fact: str | None = None,
) -> Finding:
    return found(
        "unknown-reference",
        f"{what} {quoted(name)}, en {thing} bestaat niet.",
        "Kies iets wat bestaat, of voeg het toe.",
        scene=scene,
        choice=choice,
        variable=variable,
        fact=fact,
    )
