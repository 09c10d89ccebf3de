"""Screens of sessions: how soon every phone sees a change, by asking alone and with hints, and what a phone costs."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import random
import signal
import time
from collections.abc import AsyncIterator, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench import ours
from bench.phones import OFTEN_S, Change, Phone, delays
from bench.server import Server, Site
from bench.stats import quantile
from config.postgres import Cluster
from config.supervisor import die_with_parent

MOST_PHONES = 1000
SETTLE_S = 8.0
"""How long phones may still see what changed last. Who has not by then is lost."""
FEW = 20
"""Phones that are there before memory is measured."""
BACK_AFTER_S = 0.2
"""After which a process that was killed is started again; the product's own supervisor does it at once."""
LISTENERS = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'sessions'"


@dataclass(frozen=True)
class LiveScale:
    """How many take part, and how long is looked at them."""

    phones: int = 500
    sessions: int = 40
    changes_a_second: float = 10.0
    seconds: float = 24.0
    fault_seconds: float = 14.0


@dataclass(frozen=True)
class Goal:
    """A promise about one figure, in the figure's own unit: it is at most `bound`."""

    says: str
    key: str
    figure: str
    bound: float


GOALS = (
    Goal("with the stream, a change is seen: p95 in ms", "stream", "p95_ms", 500.0),
    Goal("by asking every two seconds, a change is seen: p95 in ms", "poll", "p95_ms", 3000.0),
    Goal("all sessions change at once, with the stream: the last phone in ms", "stream", "all_at_once_ms", 5000.0),
    Goal("all sessions change at once, by asking: the last phone in ms", "poll", "all_at_once_ms", 5000.0),
    Goal("after the listeners were killed: the last phone in ms", "stream", "listeners_killed_ms", 5000.0),
    Goal("after one process was killed: the last phone in ms", "stream", "process_killed_ms", 5000.0),
    Goal("changes that a phone with the stream never saw", "stream", "lost", 0.0),
    Goal("changes that a phone that asks never saw", "poll", "lost", 0.0),
)


def judged(figures: dict[str, Any]) -> list[dict[str, Any]]:
    """Every goal with what came of it."""
    found = []
    for goal in GOALS:
        measured = figures[goal.key][goal.figure]
        found.append({"target": goal.says, "at_most": goal.bound, "measured": measured, "met": measured <= goal.bound})
    return found


def measure(folder: Path, cluster: Cluster, scale: LiveScale) -> dict[str, Any]:
    """`stream`, `poll`, their `targets`, and in what `setting` they were measured."""
    if not 0 < scale.sessions <= scale.phones <= MOST_PHONES:
        raise ValueError(f"from 1 phone a session to {MOST_PHONES} phones")
    site = ours.made(folder, cluster)
    ours.bring_course(site)
    site.run("-m", "bench.gather", str(folder), str(scale.sessions), str(scale.phones))
    hall = Hall(site, cluster, folder, scale)
    figures = asyncio.run(hall.measured())
    figures["targets"] = judged(figures)
    figures["setting"] = {"measured_on": time.strftime("%Y-%m-%d"), "cores": os.cpu_count(), **asdict(scale)}
    return figures


class Hall:
    """The site, those who lead, and everybody's phones."""

    def __init__(self, site: Site, cluster: Cluster, folder: Path, scale: LiveScale) -> None:
        self._site, self._cluster, self._folder, self._scale = site, cluster, folder, scale
        gathered = json.loads((folder / "gathered.json").read_text())
        self._seats = [
            (table["session"], f"{gathered['cookie']}={cookie}")
            for table in gathered["tables"]
            for cookie in table["cookies"]
        ]
        self._changes: list[Change] = []

    async def measured(self) -> dict[str, Any]:
        figures = {}
        for key, listens in (("poll", False), ("stream", True)):
            kb = await self._memory(listens=listens)
            with Server(self._site) as server:
                async with self._led() as go_on:
                    await self._warmed_up(server, go_on)
                    figures[key] = await self._stretch(server, go_on, listens=listens) | {"kb_per_phone": kb}
        return figures

    # --- Those who lead ---------------------------------------------------------------------------

    @contextlib.asynccontextmanager
    async def _led(self) -> AsyncIterator[Any]:
        """A process that moves sessions on; yields what tells it which."""
        parent = os.getpid()
        process = await asyncio.create_subprocess_exec(
            str(self._site.python), "-m", "bench.lead", str(self._folder),
            cwd=self._site.folder, env=self._site.environ(),
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
            preexec_fn=lambda: die_with_parent(signal.SIGKILL, parent),
        )  # fmt: skip
        assert process.stdin
        assert process.stdout
        if not json.loads(await process.stdout.readline() or "{}").get("ready"):
            raise RuntimeError("those who lead did not start; their words stand above")
        hearing = asyncio.create_task(self._hear(process.stdout))

        def go_on(tables: Iterable[int]) -> None:
            process.stdin.write("".join(f"{number}\n" for number in tables).encode())

        try:
            yield go_on
        finally:
            process.stdin.close()
            code = await process.wait()
            await hearing
        if code:
            raise RuntimeError("those who lead broke off; their words stand above")

    async def _hear(self, said: asyncio.StreamReader) -> None:
        async for line in said:
            self._changes.append(Change(**json.loads(line)))

    # --- Measuring --------------------------------------------------------------------------------

    async def _memory(self, *, listens: bool) -> float:
        """Kilobytes that one more phone takes of processes which served few before: what they let go once, they may hold for the next."""
        few = self._seats[:FEW]
        with Server(self._site) as server:
            async with self._present(server, listens=listens, seats=few):
                await asyncio.sleep(OFTEN_S * 3)
                before = _rss_kb(server)
                async with self._present(server, listens=listens, seats=self._seats[FEW:]):
                    await asyncio.sleep(OFTEN_S * 3)
                    held = _rss_kb(server)
        return round((held - before) / len(self._seats[FEW:]), 1)

    async def _warmed_up(self, server: Server, go_on: Any) -> None:
        """Both processes meet every phase before the clock starts."""
        async with self._present(server, listens=True):
            for _phase in range(9):
                go_on(range(0, self._scale.sessions, 4))
                await asyncio.sleep(1.0)

    async def _stretch(self, server: Server, go_on: Any, *, listens: bool) -> dict[str, Any]:
        async with self._present(server, listens=listens) as phones:
            since = time.monotonic()
            cpu = server.cpu_seconds()
            await self._change_steadily(go_on, self._scale.seconds)
            lasted, cpu = time.monotonic() - since, server.cpu_seconds() - cpu
            asked = sum(phone.asked for phone in phones)
            took, lost = await self._seen(phones, since)
            figures = {
                "p50_ms": _ms(quantile(took, 0.5)),
                "p95_ms": _ms(quantile(took, 0.95)),
                "max_ms": _ms(max(took)),
                "lost": lost,
                "seen": len(took),
                "asked_per_s": round(asked / (lasted + SETTLE_S), 1),
                "cpu_share": round(cpu / lasted, 2),
            }
            figures["all_at_once_ms"] = await self._after(phones, lambda: go_on(range(self._scale.sessions)))
            if listens:
                figures["listeners_killed_ms"] = await self._faulty(phones, go_on, self._kill_listeners)
                figures["process_killed_ms"] = await self._faulty(phones, go_on, lambda: _kill_one(server))
            figures["unanswered"] = sum(phone.unanswered for phone in phones)
        return figures

    @contextlib.asynccontextmanager
    async def _present(
        self, server: Server, *, listens: bool, seats: list[tuple[str, str]] | None = None
    ) -> AsyncIterator[list[Phone]]:
        """Everybody's phone, or those of some seats, each with its screen up to date."""
        phones = [Phone(server.port, session, cookie, listens) for session, cookie in seats or self._seats]
        tasks = [asyncio.create_task(phone.live(within=6.0)) for phone in phones]
        try:
            await asyncio.sleep(7.0)
            await _until(lambda: all(phone.seen for phone in phones), tasks)
            yield phones
            for task in tasks:
                if task.done():
                    task.result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _change_steadily(self, go_on: Any, seconds: float) -> None:
        """So many changes a second, spread over the sessions in turn."""
        tables = list(range(self._scale.sessions))
        random.shuffle(tables)
        begun = time.monotonic()
        for number in range(round(seconds * self._scale.changes_a_second)):
            await asyncio.sleep(max(0.0, begun + number / self._scale.changes_a_second - time.monotonic()))
            go_on([tables[number % len(tables)]])

    async def _seen(self, phones: list[Phone], since: float) -> tuple[list[float], int]:
        """What was changed since then, and who saw it when."""
        await asyncio.sleep(SETTLE_S)
        return delays([change for change in self._changes if change.at >= since], phones)

    async def _after(self, phones: list[Phone], act: Any) -> float:
        """Milliseconds until the last phone saw what `act` changed."""
        since = time.monotonic()
        act()
        return await self._longest(phones, since)

    async def _faulty(self, phones: list[Phone], go_on: Any, break_: Any) -> float:
        """The same for changes that go on while something breaks."""
        since = time.monotonic()
        changing = asyncio.create_task(self._change_steadily(go_on, self._scale.fault_seconds))
        await asyncio.sleep(2.0)
        await asyncio.to_thread(break_)  # what it starts lives as long as this thread, so until the loop ends
        await changing
        return await self._longest(phones, since)

    async def _longest(self, phones: list[Phone], since: float) -> float:
        took, lost = await self._seen(phones, since)
        return float("inf") if lost else _ms(max(took))

    def _kill_listeners(self) -> None:
        said = self._cluster.run_tool("psql", "-q", "-t", "-A", "-c", LISTENERS, ours.DATABASES[0])
        if int(said or 0) < 1:
            raise RuntimeError("no process listened, so none could be killed")


def _kill_one(server: Server) -> None:
    server.kill_one()
    time.sleep(BACK_AFTER_S)
    server.replace()


async def _until(so: Any, tasks: list[asyncio.Task[None]]) -> None:
    for _look in range(300):
        if so():
            return
        for task in tasks:
            if task.done():
                task.result()
        await asyncio.sleep(0.1)
    raise RuntimeError("not every phone got its screen within half a minute")


def _rss_kb(server: Server) -> float:
    rss, _pss = server.memory_mb()
    return rss * server.workers * 1024


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)


def table(figures: dict[str, Any]) -> str:
    """The whole outcome in monospaced lines."""
    lines = [
        "",
        "Screens of sessions".ljust(28)
        + "p50".rjust(10)
        + "p95".rjust(10)
        + "last".rjust(10)
        + "lost".rjust(7)
        + "a phone".rjust(11),
    ]
    for key, says in (("stream", "  with hints"), ("poll", "  by asking alone")):
        one = figures[key]
        cells = (f"{one['p50_ms']:.0f} ms", f"{one['p95_ms']:.0f} ms", f"{one['max_ms']:.0f} ms")
        lines.append(
            says.ljust(28)
            + "".join(cell.rjust(10) for cell in cells)
            + f"{one['lost']}".rjust(7)
            + f"{one['kb_per_phone']:.0f} KB".rjust(11)
        )
    return "\n".join([*lines, "", *map(_goal, figures["targets"])])


def _goal(one: dict[str, Any]) -> str:
    met = "met   " if one["met"] else "MISSED"
    return f"  {met} {one['measured']:8.0f} (at most {one['at_most']:g})  {one['target']}"
