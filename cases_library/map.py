"""A case as a drawing: where each scene stands, and the SVG with its overlays. Pure: the same case gives the same drawing."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from textwrap import wrap

from cases_library.engine.format import DECISION, ENDING, Case, Scene

WIDE, HIGH, GAP, DEEP = 176, 62, 24, 62
"""Of a box, and what is left between boxes beside and below each other."""
MOST_ACROSS = 6
"""Boxes in one row; a layer with more takes several rows."""
WIDTHS = 4
"""Of lines, by how many people took them."""
_LINE = 22
_MARGIN = 14
_STEP = "meldcode:"


@dataclass(frozen=True, slots=True)
class Box:
    """Where a scene is drawn; `depth` is how many choices it is from the start, None where no path leads."""

    scene: Scene
    x: int
    y: int
    depth: int | None


@dataclass(frozen=True, slots=True)
class Overlay:
    """What is known of scenes: the worst level of a problem (E, W, N) with how many there are, the share of trial plays that come there,
    and about how many people came there (by scene) or chose that (by `scene/choice`)."""

    problems: Mapping[str, tuple[str, int]]
    coverage: Mapping[str, float]
    traffic: Mapping[str, int]


def layout(case: Case) -> tuple[Box, ...]:
    """A place for every scene, in rows by their distance from the start; what cannot be reached stands below."""
    depths = _depths(case)
    rows: dict[int | None, list[Scene]] = {}
    for scene in case.scenes:
        rows.setdefault(depths.get(scene.key), []).append(scene)
    boxes: list[Box] = []
    y = _MARGIN
    across: dict[str, int] = {}
    for depth in [*sorted(found for found in rows if found is not None), *([None] if None in rows else [])]:
        ordered = _ordered(case, rows[depth], across)
        for begin in range(0, len(ordered), MOST_ACROSS):
            for place, scene in enumerate(ordered[begin : begin + MOST_ACROSS]):
                boxes.append(Box(scene, _MARGIN + place * (WIDE + GAP), y, depth))
                across[scene.key] = place
            y += HIGH + DEEP
    return tuple(boxes)


def _depths(case: Case) -> dict[str, int]:
    """How many choices each scene is from the start, along the shortest path."""
    first = case.scene(case.start)
    if first is None:
        return {}
    found, pending = {first.key: 0}, deque([first])
    while pending:
        scene = pending.popleft()
        for choice in scene.choices:
            target = case.scene(choice.to)
            if target is not None and target.key not in found:
                found[target.key] = found[scene.key] + 1
                pending.append(target)
    return found


def _ordered(case: Case, scenes: list[Scene], across: Mapping[str, int]) -> list[Scene]:
    """Below the scenes that lead to them, as far as that is simple: fewer lines cross."""
    wanted = {scene.key: index for index, scene in enumerate(scenes)}
    above: dict[str, list[int]] = {}
    for scene in case.scenes:
        if scene.key in across:
            for choice in scene.choices:
                above.setdefault(choice.to, []).append(across[scene.key])
    return sorted(
        scenes,
        key=lambda one: sum(above[one.key]) / len(above[one.key]) if one.key in above else float(wanted[one.key]),
    )


def draw(case: Case, overlay: Overlay, *, title: str = "Kaart van de casus") -> str:
    """The drawing: every scene a link to `#scene-KEY`, every choice a line. What an author wrote is escaped."""
    boxes = layout(case)
    places = {box.scene.key: box for box in boxes}
    width = max((box.x for box in boxes), default=0) + WIDE + _MARGIN
    height = max((box.y for box in boxes), default=0) + HIGH + _MARGIN
    lines = "".join(_lines(box, places, overlay.traffic) for box in boxes)
    drawn = "".join(_box(box, case, overlay) for box in boxes)
    return (
        f'<svg class="case-map" role="group" aria-label="{escape(title)}" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" xmlns="http://www.w3.org/2000/svg">'
        f'<defs><marker id="case-map-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerUnits="userSpaceOnUse" '
        f'markerWidth="9" markerHeight="9" orient="auto-start-reverse">'
        f'<path d="M0 0 8 4 0 8z" class="case-map-head"/></marker></defs>'
        f'<g class="case-map-lines" aria-hidden="true">{lines}</g>{drawn}</svg>'
    )


def _lines(box: Box, places: Mapping[str, Box], traffic: Mapping[str, int]) -> str:
    most = max((number for place, number in traffic.items() if "/" in place), default=0)
    drawn = []
    for choice in box.scene.choices:
        target = places.get(choice.to)
        if target is not None:
            hidden = " case-map-conditional" if choice.when is not None else ""
            taken = traffic.get(f"{box.scene.key}/{choice.key}", 0)
            busy = f" case-map-taken-{1 + (WIDTHS - 1) * taken // most}" if taken else ""
            drawn.append(
                f'<path class="case-map-line{hidden}{busy}" d="{_path(box, target)}" marker-end="url(#case-map-arrow)"/>'
            )
    return "".join(drawn)


def _path(box: Box, target: Box) -> str:
    """Down from the bottom to the top; back and sideways around the right side."""
    if target.y > box.y:
        x, y, to, end = box.x + WIDE // 2, box.y + HIGH, target.x + WIDE // 2, target.y
        bend = max(DEEP // 2, (end - y) // 2)
        return f"M{x} {y}C{x} {y + bend} {to} {end - bend} {to} {end}"
    x, y, to, end = box.x + WIDE, box.y + HIGH // 2, target.x + WIDE, target.y + HIGH // 2
    out = max(x, to) + GAP
    return f"M{x} {y}C{out} {y} {out} {end} {to} {end}"


_KIND_WORDS = {DECISION: "beslissing", ENDING: "einde", "scene": "scène", "pause": "pauze", "reflection": "reflectie"}
_LEVEL_WORDS = {"E": "fout", "W": "waarschuwing", "N": "tip"}
_LEVEL_MARKS = {"E": "✕", "W": "!", "N": "i"}


def _box(box: Box, case: Case, overlay: Overlay) -> str:
    scene = box.scene
    title = scene.title or scene.key
    marks = [_problem(scene, overlay), _share(scene, overlay), _people(scene, overlay), _steps(scene)]
    words = ", ".join([title, _KIND_WORDS[scene.kind], *(said for _mark, said in marks if said)])
    classes = " ".join(
        [
            "case-map-scene",
            f"case-map-{scene.kind}",
            *(["case-map-start"] if scene.key == case.start else []),
            *(["case-map-lost"] if box.depth is None else []),
        ]
    )
    lines = wrap(title, _LINE, max_lines=2, placeholder="…") or [scene.key]
    text = "".join(
        f'<tspan x="12" dy="{0 if not place else 16}">{escape(line)}</tspan>' for place, line in enumerate(lines)
    )
    return (
        f'<a href="#scene-{escape(scene.key)}" class="{classes}" aria-label="{escape(words)}" '
        f'transform="translate({box.x} {box.y})"><rect width="{WIDE}" height="{HIGH}" rx="{20 if scene.is_ending else 5}"/>'
        f'<text x="12" y="22">{text}</text>{"".join(mark for mark, _said in marks)}</a>'
    )


def _problem(scene: Scene, overlay: Overlay) -> tuple[str, str]:
    level, count = overlay.problems.get(scene.key, ("", 0))
    if not count:
        return "", ""
    mark = (
        f'<g class="case-map-problem case-map-level-{level.lower()}" transform="translate({WIDE - 4} 4)">'
        f'<circle r="11"/><text y="4.5" text-anchor="middle">{_LEVEL_MARKS[level]}</text></g>'
    )
    return mark, f"{count} {'punt' if count == 1 else 'punten'}, de zwaarste een {_LEVEL_WORDS[level]}"


def _share(scene: Scene, overlay: Overlay) -> tuple[str, str]:
    share = overlay.coverage.get(scene.key)
    if share is None:
        return "", ""
    said = f"{round(share * 100)} %"
    bar = round((WIDE - 24) * min(1.0, share))
    mark = (
        f'<g class="case-map-coverage"><rect class="case-map-bar" x="12" y="{HIGH - 9}" width="{bar}" height="4" rx="2"/>'
        f'<text x="{WIDE - 12}" y="{HIGH - 12}" text-anchor="end">{said}</text></g>'
    )
    return mark, f"{said} van de proefspelers komt hier"


def _people(scene: Scene, overlay: Overlay) -> tuple[str, str]:
    number = overlay.traffic.get(scene.key)
    if number is None:
        return "", ""
    said = f"± {number}" if number else "< 5"
    mark = (
        f'<g class="case-map-traffic" transform="translate(-6 -9)"><rect width="46" height="18" rx="9"/>'
        f'<text x="23" y="13" text-anchor="middle">{escape(said)}</text></g>'
    )
    return mark, f"ongeveer {number} mensen kwamen hier" if number else "minder dan vijf mensen kwamen hier"


def _steps(scene: Scene) -> tuple[str, str]:
    """The steps of the framework that a scene touches, in itself or by its choices."""
    tags = (*scene.tags, *(tag for choice in scene.choices for tag in choice.tags))
    steps = sorted({tag.removeprefix(_STEP)[:2] for tag in tags if tag.startswith(_STEP)})
    if not steps:
        return "", ""
    said = " ".join(steps)
    mark = f'<g class="case-map-steps"><text x="12" y="{HIGH - 12}">stap {escape(said)}</text></g>'
    return mark, f"Meldcode stap {', '.join(steps)}"
