"""What was measured as plain data, as `latest.json`, and as a table for people. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

NAMES = {
    "ours": "Leerspiegel",
    "bare": "a bare Django view",
    "wagtail": "a plain Wagtail site",
    "wagtail_lms": "wagtail-lms",
}
TASKS = {"lesson": "A lesson page, signed in", "save": "Saving one answer"}


@dataclass(frozen=True)
class Target:
    """A promise about two figures: `left` divided by `right` is at least or at most `bound`."""

    says: str
    left: tuple[str, str, str]
    right: tuple[str, str, str]
    bound: float
    at_least: bool

    def ratio(self, figures: Mapping[str, Any]) -> float:
        return _pick(figures, self.left) / _pick(figures, self.right)

    def holds(self, figures: Mapping[str, Any]) -> bool:
        ratio = self.ratio(figures)
        return ratio >= self.bound if self.at_least else ratio <= self.bound


TARGETS = (
    Target("lesson page, 16 clients: requests a second against a plain Wagtail site",
           ("lesson", "ours", "rps_16"), ("lesson", "wagtail", "rps_16"), 1.5, True),
    Target("lesson page, 16 clients: requests a second against wagtail-lms",
           ("lesson", "ours", "rps_16"), ("lesson", "wagtail_lms", "rps_16"), 3.0, True),
    Target("lesson page, one client: median against a bare view of the same size",
           ("lesson", "ours", "median_ms"), ("lesson", "bare", "median_ms"), 3.0, False),
    Target("saving, 16 clients: answers a second against one bare insert",
           ("save", "ours", "rps_16"), ("save", "bare", "rps_16"), 0.5, True),
    Target("saving, 16 clients: answers a second against wagtail-lms",
           ("save", "ours", "rps_16"), ("save", "wagtail_lms", "rps_16"), 8.0, True),
    Target("memory of one worker against a plain Wagtail site",
           ("process", "ours", "rss_mb_per_worker"), ("process", "wagtail", "rss_mb_per_worker"), 1.3, False),
    Target("start against a plain Wagtail site",
           ("process", "ours", "start_s"), ("process", "wagtail", "start_s"), 1.5, False),
)  # fmt: skip


def _pick(figures: Mapping[str, Any], path: Iterable[str]) -> float:
    found: Any = figures
    for name in path:
        found = found[name]
    return float(found)


def judged(figures: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every target with what came of it."""
    return [
        {
            "target": one.says,
            "bound": one.bound,
            "at_least": one.at_least,
            "measured": round(one.ratio(figures), 2),
            "met": one.holds(figures),
        }
        for one in TARGETS
    ]


def table(figures: Mapping[str, Any]) -> str:
    """The whole outcome in monospaced lines."""
    lines = []
    for task, says in TASKS.items():
        lines += ["", _row((says, "median", "p95", "1 client", "16 clients", "(low to high)", "CPU", "SQL", "bytes"))]
        lines += [_row(_cells(name, one)) for name, one in figures[task].items()]
    lines += ["", _row(("The process", "memory", "shared", "start", "", "", "", "", ""))]
    for name, one in figures["process"].items():
        cells = (f"{one['rss_mb_per_worker']:.0f} MB", f"{one['pss_mb_per_worker']:.0f} MB", f"{one['start_s']:.2f} s")
        lines.append(_row(("  " + NAMES[name], *cells, "", "", "", "", "")))
    lines.append("")
    for one in figures["targets"]:
        bound = f"at {'least' if one['at_least'] else 'most'} {one['bound']:g}x"
        lines.append(f"  {'met   ' if one['met'] else 'MISSED'} {one['measured']:6.2f}x ({bound})  {one['target']}")
    return "\n".join(lines)


def _cells(name: str, one: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        "  " + NAMES[name],
        f"{one['median_ms']:.2f} ms",
        f"{one['p95_ms']:.2f} ms",
        f"{one['rps_1']:.0f}/s",
        f"{one['rps_16']:.0f}/s",
        f"({one['rps_16_low']:.0f} to {one['rps_16_high']:.0f})",
        f"{one['cpu_ms']:.2f} ms",
        f"{one['statements']}",
        f"{one['bytes']}",
    )


_WIDTHS = (26, 10, 10, 10, 11, 15, 9, 5, 8)


def _row(cells: Iterable[str]) -> str:
    first, *rest = cells
    return (
        first.ljust(_WIDTHS[0]) + "".join(cell.rjust(width) for cell, width in zip(rest, _WIDTHS[1:], strict=True))
    ).rstrip()
