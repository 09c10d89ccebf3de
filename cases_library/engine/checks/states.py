"""What a complete search proves about states: never reached, stuck, trapped, and conditions that decide nothing."""

from collections.abc import Iterator
from dataclasses import dataclass

from cases_library.engine.checks import use
from cases_library.engine.checks.paths import reachable_scenes
from cases_library.engine.checks.saying import named, worded
from cases_library.engine.findings import Finding, found
from cases_library.engine.format import Scene
from cases_library.engine.machine import Machine
from cases_library.engine.search import Limits, Reach, can_end, explore

_MOST_ASIDES = 100_000
"""Sets of facts that asides could teach in one scene, beyond which nothing is called stuck."""


@dataclass(slots=True)
class Explored:
    """A complete search, and from where in it an ending can be reached."""

    machine: Machine
    limits: Limits
    reach: Reach
    ends: dict[int, int]

    def nodes(self) -> Iterator[tuple[int, int, int]]:
        """Scene, node and spots of everything found."""
        mask = self.machine.scene_mask
        return ((node & mask, node, spots) for node, spots in self.reach.found.items())


def explored(machine: Machine, limits: Limits) -> Explored:
    """Raises TooMuch."""
    reach = explore(machine, limits)
    return Explored(machine, limits, reach, can_end(reach, limits))


def check(it: Explored) -> Iterator[Finding]:
    yield from _never_reached(it)
    yield from _without_future(it)
    yield from _conditions(it)
    yield from use.facts(it.machine.case, _learnable(it), proven=True)


def _never_reached(it: Explored) -> Iterator[Finding]:
    reached = {scene for scene, _, _ in it.nodes()}
    by_arrows = reachable_scenes(it.machine.case)
    for number, scene in enumerate(it.machine.scenes):
        if number in reached or scene.key not in by_arrows:
            continue
        if scene.is_ending:
            yield found(
                "ending-never-reached",
                f"Het einde {named(scene)} wordt nooit bereikt: geen enkele speler voldoet aan de voorwaarden.",
                "Verruim een voorwaarde op de weg hierheen, of haal het einde weg.",
                scene=scene.key,
            )
        else:
            yield found(
                "never-reached-scene",
                f"Er loopt een weg naar {named(scene)}, maar geen enkele speler voldoet aan de voorwaarden.",
                "Verruim een voorwaarde op de weg hierheen, of haal de scène weg.",
                scene=scene.key,
            )
    endings = [scene for number, scene in enumerate(it.machine.scenes) if scene.is_ending and number in reached]
    if len(endings) == 1:
        yield only_ending(endings[0])


def only_ending(scene: Scene) -> Finding:
    return found(
        "single-ending",
        f"Elke speler komt uit bij {named(scene)}: wat je kiest, maakt voor het einde niet uit.",
        "Voeg een einde toe dat bij andere keuzes past.",
        scene=scene.key,
    )


# --- States without a future ----------------------------------------------------------------------


def _without_future(it: Explored) -> Iterator[Finding]:
    """The first stuck and the first trapped state of each scene."""
    machine, mask = it.machine, it.machine.scene_mask
    told: set[tuple[str, int]] = set()
    for nodes, news in it.reach.layers:
        for node, new in zip(nodes, news, strict=True):
            scene = node & mask
            hopeless = new & ~it.ends.get(node, 0)
            if not hopeless or machine.ending[scene]:
                continue
            # Who is stuck can reach no ending either, so only the hopeless are asked.
            for code, spots in (("stuck-state", stuck(machine, node, hopeless)), ("trapped-state", hopeless)):
                if spots and (code, scene) not in told:
                    told.add((code, scene))
                    walk = it.reach.walk(node, (spots & -spots).bit_length() - 1)
                    yield (
                        hidden_choices(machine.scenes[scene], walk)
                        if code == "stuck-state"
                        else _trap(machine.scenes[scene], walk)
                    )


def hidden_choices(scene: Scene, walk: tuple[str, ...]) -> Finding:
    return found(
        "stuck-state",
        f"In {named(scene)} kan een speler vastlopen: alle keuzes zijn dan verborgen.",
        "Geef een van de keuzes geen voorwaarde, of een ruimere.",
        scene=scene.key,
        witness=walk,
    )


def _trap(scene: Scene, walk: tuple[str, ...]) -> Finding:
    return found(
        "trapped-state",
        f"Vanuit {named(scene)} kan een speler soms geen einde meer bereiken, wat die ook kiest.",
        "Verruim verderop een voorwaarde, of voeg een uitweg toe.",
        scene=scene.key,
        witness=walk,
    )


def stuck(machine: Machine, node: int, spots: int) -> int:
    """Which of these spots show no choice, now nor after any asides. A choice that leads nowhere is still shown."""
    scene, memory = node & machine.scene_mask, node >> machine.scene_bits
    choices = machine.choices[scene]
    if not choices:
        return 0
    asked = 0
    for choice in choices:
        asked |= choice.gate.relevant if choice.gate else 0
    taught = {one.learn & asked for one in machine.asides[scene]} - {0}
    seen, waiting = {memory & asked}, [memory & asked]
    while waiting and spots:
        now = waiting.pop()
        for choice in choices:
            spots &= ~(machine.full if choice.gate is None else choice.gate.at(now))
        for learn in taught:
            if now | learn not in seen:
                seen.add(now | learn)
                waiting.append(now | learn)
        if len(seen) > _MOST_ASIDES:
            return 0
    return spots


# --- Conditions and facts -------------------------------------------------------------------------


def _conditions(it: Explored) -> Iterator[Finding]:
    """The whole `when` of a choice, over the reachable states of its own scene. What names something unknown is not judged."""
    machine = it.machine
    by_scene: dict[int, list[tuple[int, int]]] = {}
    for number, node, spots in it.nodes():
        by_scene.setdefault(number, []).append((node >> machine.scene_bits, spots))
    for number, scene in enumerate(machine.scenes):
        states = by_scene.get(number, [])
        for move, choice in zip(machine.choices[number], scene.choices, strict=True):
            gate = move.gate
            if gate is None or not states or not machine.knows(choice.when):
                continue
            if all(not spots & ~gate.at(memory) for memory, spots in states):
                yield found(
                    "condition-always-true",
                    f"De voorwaarde van {worded(choice)} geldt voor iedereen die hier komt; ze beslist niets.",
                    "Haal de voorwaarde weg, of maak haar strenger.",
                    scene=scene.key,
                    choice=choice.key,
                )
            elif all(not spots & gate.at(memory) for memory, spots in states):
                yield found(
                    "condition-never-true",
                    f"De voorwaarde van {worded(choice)} geldt voor niemand die hier komt; de keuze blijft verborgen.",
                    "Verruim de voorwaarde, of haal de keuze weg.",
                    scene=scene.key,
                    choice=choice.key,
                )


def _learnable(it: Explored) -> frozenset[str]:
    known = 0
    for _, node, _ in it.nodes():
        known |= node >> it.machine.scene_bits
    return frozenset(key for key, bit in it.machine.fact_bits.items() if known & bit)
