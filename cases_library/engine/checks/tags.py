"""Plays that go around the child, or around a step of the Meldcode that other plays take."""

import re
from collections.abc import Iterator

from cases_library.engine.checks.saying import listed, named
from cases_library.engine.checks.states import Explored
from cases_library.engine.findings import Finding, found
from cases_library.engine.format import Case, Scene
from cases_library.engine.machine import Machine
from cases_library.engine.search import explore, without

CHILD = ("child-speaks", "child-seen")
_STEP = re.compile(r"meldcode:[1-5]")

Place = tuple[str, str | None]
Walk = tuple[str, ...]


def framework_steps(case: Case) -> list[str]:
    """The steps of the Meldcode that the case tags, in their order."""
    tags = {tag for scene in case.scenes for tag in scene.tags}
    tags.update(tag for scene in case.scenes for choice in scene.choices for tag in choice.tags)
    return sorted(tag for tag in tags if _STEP.fullmatch(tag))


def check(it: Explored) -> Iterator[Finding]:
    missed: list[tuple[str, Walk, Scene]] = []
    for step in framework_steps(it.machine.case):
        play = _shortest_without(it, (step,)) if _touched(it, step) else None
        if play is not None:
            missed.append((step, *play))
    yield from missed_findings(it.machine.case, missed, _shortest_without(it, CHILD))


def missed_findings(
    case: Case, missed: list[tuple[str, Walk, Scene]], unseen: tuple[Walk, Scene] | None
) -> Iterator[Finding]:
    """What to say of these plays. A missed step is placed where the case has it first, an unseen child at the ending."""
    at: dict[Place, list[tuple[str, Walk, Scene]]] = {}
    for one in missed:
        at.setdefault(_first_place(case, one[0]), []).append(one)
    for (scene, choice), here in at.items():
        steps = [step.removeprefix("meldcode:") for step, _, _ in here]
        _, walk, ending = min(here, key=lambda one: len(one[1]))
        yield found(
            "framework-step-missed",
            f"Een speler kan {named(ending)} bereiken zonder stap {listed(steps)} van de meldcode. Dat mag: "
            "misgaan moet speelbaar blijven.",
            "Laat de nabespreking van dat einde benoemen wat er is overgeslagen.",
            scene=scene,
            choice=choice,
            witness=walk,
        )
        yield from (_not_debriefed(play, end) for _, play, end in here if not end.debrief.strip())
    if unseen is not None:
        walk, ending = unseen
        yield found(
            "child-unseen",
            f"Een speler kan {named(ending)} bereiken zonder het kind te zien of te spreken. Dat mag: misgaan moet "
            "speelbaar blijven.",
            "Laat de nabespreking van dat einde benoemen dat het kind niet is gezien.",
            scene=ending.key,
            witness=walk,
        )
        if not ending.debrief.strip():
            yield _not_debriefed(walk, ending)


def _not_debriefed(walk: Walk, ending: Scene) -> Finding:
    return found(
        "miss-not-debriefed",
        f"Wie zo bij {named(ending)} uitkomt, mist iets wat telt, en dat einde heeft geen nabespreking.",
        "Schrijf bij dit einde wat er niet is gezien, en wat dat betekende.",
        scene=ending.key,
        witness=walk,
    )


def _first_place(case: Case, tag: str) -> Place:
    """The first scene that has the tag, or the first choice, whichever comes first in the document."""
    for scene in case.scenes:
        if tag in scene.tags:
            return scene.key, None
        for choice in scene.choices:
            if tag in choice.tags:
                return scene.key, choice.key
    raise LookupError(tag)


def _shortest_without(it: Explored, tags: tuple[str, ...]) -> tuple[Walk, Scene] | None:
    """The shortest play to an ending that touches none of the tags, and that ending."""
    machine = it.machine
    moves = without(machine, tags)
    if moves is None:
        return None
    reach = explore(machine, it.limits, moves, to_ending=True)
    if reach.ending is None:
        return None
    return reach.walk(*reach.ending), machine.scenes[reach.ending[0] & machine.scene_mask]


def _touched(it: Explored, tag: str) -> bool:
    """Whether some play that reaches an ending touches the tag."""
    machine = it.machine
    tagged = [tag in scene.tags for scene in machine.scenes]
    return any(
        (tagged[scene] and node in it.ends) or _taken(machine, it.ends, scene, node, spots, tag)
        for scene, node, spots in it.nodes()
    )


def _taken(machine: Machine, ends: dict[int, int], scene: int, node: int, spots: int, tag: str) -> bool:
    memory = node >> machine.scene_bits
    for move in machine.moves[scene]:
        if tag in move.tags:
            offered = spots if move.gate is None else spots & move.gate.at(memory)
            there = ends.get(move.remembered(memory) << machine.scene_bits | move.to, 0)
            if offered & move.sources(there):
                return True
    return False
