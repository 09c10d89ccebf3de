"""What the arrows between scenes say, whatever the state."""

from collections.abc import Iterable, Iterator

from cases_library.engine.checks.saying import named
from cases_library.engine.findings import Finding, found
from cases_library.engine.format import Case


def check(case: Case) -> Iterator[Finding]:
    if case.scene(case.start) is not None:
        reachable = reachable_scenes(case)
        for scene in case.scenes:
            if scene.key not in reachable:
                yield found(
                    "unreachable-scene",
                    f"Naar {named(scene)} leidt geen enkele weg vanaf het begin.",
                    "Laat een keuze hierheen leiden, of haal de scène weg.",
                    scene=scene.key,
                )
    ending = leading_to_an_ending(case)
    for scene in case.scenes:
        if not scene.is_ending and not scene.choices:
            yield found(
                "dead-end",
                f"{named(scene)} heeft geen keuzes en is geen einde: hier loopt de casus vast.",
                "Voeg een keuze toe, of maak er een einde van.",
                scene=scene.key,
            )
        if scene.key not in ending:
            yield found(
                "no-way-out",
                f"Vanuit {named(scene)} leidt geen enkele weg naar een einde.",
                "Laat een keuze hier, of verderop, naar een einde leiden.",
                scene=scene.key,
            )


def reachable_scenes(case: Case) -> set[str]:
    """The scenes to which some path leads from the start, whatever the state."""
    return _closure({case.start}, {scene.key: [one.to for one in scene.choices] for scene in case.scenes})


def leading_to_an_ending(case: Case) -> set[str]:
    """The endings, and the scenes from which some path leads to one."""
    before: dict[str, list[str]] = {scene.key: [] for scene in case.scenes}
    for scene in case.scenes:
        for choice in scene.choices:
            before.get(choice.to, []).append(scene.key)
    return _closure({scene.key for scene in case.scenes if scene.is_ending}, before)


def _closure(begin: Iterable[str], after: dict[str, list[str]]) -> set[str]:
    seen, waiting = set(begin), list(begin)
    while waiting:
        for key in after.get(waiting.pop(), ()):
            if key in after and key not in seen:
                seen.add(key)
                waiting.append(key)
    return seen
