"""Variables and facts that nothing reads, writes or uses, as far as the text alone can tell."""

from collections.abc import Iterator

from cases_library.engine.checks.saying import quoted
from cases_library.engine.findings import Finding, found
from cases_library.engine.format import Add, AtLeast, AtMost, Case, Effect, Knows, leaves


def check(case: Case) -> Iterator[Finding]:
    read = {one.variable for one in _leaves(case) if isinstance(one, AtLeast | AtMost)}
    written = {effect.variable for effect in _effects(case) if not (isinstance(effect, Add) and effect.amount == 0)}
    for variable in case.variables:
        if variable.key not in read:
            yield found(
                "variable-never-read",
                f"Geen enkele voorwaarde vraagt naar {quoted(variable.label or variable.key)}: het verloop hangt er niet van af.",
                "Laat een keuze of passage ervan afhangen, of haal de variabele weg.",
                variable=variable.key,
            )
        if variable.key not in written:
            yield found(
                "variable-never-written",
                f"Geen enkele keuze of scène verandert {quoted(variable.label or variable.key)}.",
                "Geef een keuze hierop een gevolg, of haal de variabele weg.",
                variable=variable.key,
            )


def asked_facts(case: Case) -> frozenset[str]:
    return frozenset(one.fact for one in _leaves(case) if isinstance(one, Knows))


def taught_facts(case: Case) -> frozenset[str]:
    """The facts that some step teaches, whether it can be reached or not."""
    taught = {fact for aside in case.asides for fact in aside.learn}
    for scene in case.scenes:
        taught.update(scene.enter.learn)
        taught.update(fact for aside in scene.asides for fact in aside.learn)
        taught.update(fact for choice in scene.choices for fact in choice.learn)
    return frozenset(taught)


def facts(case: Case, learnable: frozenset[str], *, proven: bool) -> Iterator[Finding]:
    """Facts that cannot be learned, or do nothing once they are. Not proven: only what no step teaches is called unlearnable."""
    asked, taught = asked_facts(case), taught_facts(case)
    for fact in case.facts:
        if fact.key not in (learnable if proven else taught):
            yield found(
                "fact-never-learnable",
                f"Niemand kan te weten komen: {quoted(fact.text)}",
                "Laat een keuze, een scène of een gesprek met een collega dit feit vertellen.",
                fact=fact.key,
            )
        elif fact.key not in asked and not fact.debrief.strip():
            yield found(
                "fact-never-used",
                f"Wie dit weet, merkt daar niets van: {quoted(fact.text)}",
                "Laat een keuze of passage ervan afhangen, of bespreek het na.",
                fact=fact.key,
            )


def _leaves(case: Case) -> Iterator[object]:
    for condition in case.conditions():
        yield from leaves(condition)


def _effects(case: Case) -> Iterator[Effect]:
    for scene in case.scenes:
        yield from scene.enter.effects
        for choice in scene.choices:
            yield from choice.effects
