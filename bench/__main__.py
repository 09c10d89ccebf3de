"""`make bench`: one run on one machine, the same server, workers and database for everyone. See bench/README.md."""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from bench import live, ours, report, sites
from bench.load import Client, Shot, run, shot
from bench.sameness import differences
from bench.server import ROOT, WORKERS, Server, Site, start_seconds
from bench.stats import Slice, median, summarise
from config.postgres import Cluster, ServerFault

CROWD = 16
TOKEN = "benchbenchbenchbenchbenchbench12"  # the double-submitted CSRF secret of every client; it protects nothing here
WARM_UP_S = 24.0
PARTS = ("pages", "live")
LATEST = ROOT / "bench" / "latest.json"


@dataclass(frozen=True)
class Scale:
    """How much there is, and how long it is looked at."""

    rounds: int
    seconds: float
    starts: int
    lessons: int = 500
    people: int = 5000
    answers: int = 200_000
    modules_each: int = 5
    visits: int = CROWD * 64

    @property
    def wanted(self) -> dict[str, int]:
        """What the peers are filled with."""
        names = ("lessons", "people", "answers", "modules_each", "visits")
        return {name: value for name, value in asdict(self).items() if name in names}


@dataclass
class Entrant:
    """One site doing one task."""

    task: str
    name: str
    server: Server
    requests: list[dict[str, Any]]
    slices: list[Slice] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    bytes: int = 0

    def shots(self, clients: int) -> list[list[Shot]]:
        """The requests dealt over the clients: nobody's session is used by two."""
        every = [as_shot(request, self.server.port) for request in self.requests]
        return [every[number::CROWD] for number in range(clients)]


def as_shot(request: dict[str, Any], port: int) -> Shot:
    headers = {"Cookie": f"sessionid={request['session']}; csrftoken={TOKEN}", **request["headers"]}
    if request["method"] == "POST":
        headers |= {"X-CSRFToken": TOKEN, "Content-Type": request["content_type"]}
    return shot(
        request["method"],
        request["path"],
        port=port,
        status=request["status"],
        marker=request["marker"],
        headers=headers,
        body=request["body"].encode(),
    )


def requests_of(visits: Sequence[dict[str, Any]], task: str) -> list[dict[str, Any]]:
    """The visits of one site as complete requests for one task."""
    found = []
    for visit in visits:
        wanted = visit[task]
        body = wanted.get("body", "")
        found.append(
            {
                "method": "POST" if task == "save" else "GET",
                "path": wanted["path"],
                "status": wanted.get("status", 200),
                "marker": wanted["marker"],
                "headers": wanted.get("headers", {}),
                "content_type": wanted.get("content_type", "application/json"),
                "body": body if isinstance(body, str) else json.dumps(body),
                "session": visit["session"],
                "token": TOKEN,
            }
        )
    return found


# --- Making everything ready ------------------------------------------------------------------------


@dataclass
class Field:
    """All sites, filled, with who visits what."""

    sites: dict[str, Site]
    visits: dict[str, list[dict[str, Any]]]


def prepare(folder: Path, cluster: Cluster, scale: Scale) -> Field:
    product = _timed("Filling Leerspiegel", lambda: ours.make(folder / "ours", cluster, scale.wanted))
    lessons = folder / "ours" / "lessons.json"
    wanted = folder / "wanted.json"
    wanted.write_text(json.dumps(scale.wanted))

    def peer(make: Callable[[Path, str], Site], name: str) -> tuple[Site, list[dict[str, Any]]]:
        site = make(folder / name, cluster.create_database(name))
        site.run("-m", f"bench.peers.{name}.fill", str(lessons), str(wanted), str(folder / name / "visits.json"))
        return site, json.loads((folder / name / "visits.json").read_text())

    sites.lms_python()
    with ThreadPoolExecutor(2) as pool:
        plain = pool.submit(peer, sites.wagtail_site, "wagtail_site")
        lms = pool.submit(peer, sites.wagtail_lms, "wagtail_lms")
        (wagtail, wagtail_visits), (wagtail_lms, lms_visits) = _timed(
            "Filling a plain Wagtail site and wagtail-lms", lambda: (plain.result(), lms.result())
        )
    for database in (*ours.DATABASES, "wagtail_site", "wagtail_lms"):
        cluster.run_tool("psql", "-q", "-c", "VACUUM ANALYZE", database)
    return Field(
        {"ours": product.site, "wagtail": wagtail, "wagtail_lms": wagtail_lms},
        {"ours": product.visits, "bare": product.bare_visits, "wagtail": wagtail_visits, "wagtail_lms": lms_visits},
    )


def _timed(says: str, work: Callable[[], Any]) -> Any:
    print(f"{says} …", end=" ", flush=True)
    began = time.perf_counter()
    outcome = work()
    print(f"{time.perf_counter() - began:.0f} s", flush=True)
    return outcome


# --- Measuring ----------------------------------------------------------------------------------------


def measure(field_: Field, scale: Scale) -> dict[str, Any]:
    size = _page_bytes(field_)
    bare = Site(
        "bare",
        field_.sites["ours"].python,
        "bench.peers.bare.settings",
        ROOT,
        {**field_.sites["ours"].environment, "BENCH_PAGE_BYTES": str(size)},
    )
    every = {**field_.sites, "bare": bare}
    counted = {
        name: json.loads(site.run("-m", "bench.peers.count", stdin=json.dumps(_one_of_each(field_.visits[name]))))
        for name, site in every.items()
    }
    starts = _timed("Starting each of them", lambda: _starts(field_, scale))
    with ExitStack() as stack:
        servers = {name: stack.enter_context(Server(site)) for name, site in every.items()}
        entrants = [
            Entrant(task, name, servers[name], requests_of(field_.visits[name], task))
            for task, names in (
                ("lesson", ("ours", "bare", "wagtail", "wagtail_lms")),
                ("save", ("ours", "bare", "wagtail_lms")),
            )
            for name in names
        ]
        _same_content(field_, servers)
        for one in entrants:
            warm_up(one)
        _timed(f"Measuring, {scale.rounds} rounds", lambda: _rounds(entrants, scale))
        memory = {name: server.memory_mb() for name, server in servers.items()}
    figures: dict[str, Any] = {"lesson": {}, "save": {}, "process": {}}
    for one in entrants:
        figures[one.task][one.name] = figures_of(one, len(counted[one.name]["statements"][one.task]))
    for name in field_.sites:
        rss, pss = memory[name]
        figures["process"][name] = {
            "rss_mb_per_worker": round(rss, 1),
            "pss_mb_per_worker": round(pss, 1),
            "start_s": round(median(starts[name]), 3),
        }
    figures["targets"] = report.judged(figures)
    figures["setting"] = _setting(scale, {name: one["versions"] for name, one in counted.items()})
    return figures


def _page_bytes(field_: Field) -> int:
    """The median size of the product's lesson pages: the bare page is as big."""
    with Server(field_.sites["ours"], workers=1) as server:
        client = Client(server.port)
        try:
            sizes = [
                len(client.fire(as_shot(one, server.port))[1])
                for one in requests_of(field_.visits["ours"], "lesson")[:40]
            ]
        finally:
            client.close()
    return int(median(sizes))


def _one_of_each(visits: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {task: requests_of(visits[:1], task)[0] for task in ("lesson", "save") if task in visits[0]}


def _starts(field_: Field, scale: Scale) -> dict[str, list[float]]:
    """Seconds from spawning to the first page, taking turns. The first time of each is not counted: it fills the disk cache."""
    found: dict[str, list[float]] = {name: [] for name in field_.sites}
    for turn in range(scale.starts + 1):
        for name, site in field_.sites.items():
            request = requests_of(field_.visits[name][:1], "lesson")[0]
            took = start_seconds(site, lambda port, request=request: as_shot(request, port))
            if turn:
                found[name].append(took)
    return found


def _same_content(field_: Field, servers: dict[str, Server]) -> None:
    """Refuse to measure pages that do not hold the same lesson."""
    lessons = json.loads((Path(field_.sites["ours"].environment["DATA_DIR"]).parent / "lessons.json").read_text())
    for name in field_.sites:
        client = Client(servers[name].port)
        try:
            for visit, request in list(
                zip(field_.visits[name], requests_of(field_.visits[name], "lesson"), strict=True)
            )[:8]:
                _, body = client.fire(as_shot(request, servers[name].port))
                missing = differences(lessons[visit["lesson"]["of"]], body.decode())
                if missing:
                    raise RuntimeError(f"{name}: {request['path']} lacks {missing[:3]}")
        finally:
            client.close()


def warm_up(one: Entrant) -> None:
    """Everybody at once until each worker has met about every request, at most `WARM_UP_S`; also takes the size of the replies."""
    client = Client(one.server.port)
    try:
        sizes = [len(client.fire(each)[1]) for each in (mine[0] for mine in one.shots(CROWD))]
    finally:
        client.close()
    one.bytes = int(median(sizes))
    wanted, seen, ends = WORKERS * len(one.requests), 0, time.monotonic() + WARM_UP_S
    while seen < wanted and time.monotonic() < ends:
        seen += len(run(one.server.port, one.shots(CROWD), seconds=2.0).samples_ms)


def _rounds(entrants: list[Entrant], scale: Scale) -> None:
    """Each round gives everyone one stretch alone and one in a crowd; the order is shuffled, so that nobody always follows the same one."""
    order = random.Random(1)
    for _ in range(scale.rounds):
        for one in order.sample(entrants, len(entrants)):
            one.slices.append(run(one.server.port, one.shots(1), seconds=scale.seconds))
            before = one.server.cpu_seconds()
            crowd = run(one.server.port, one.shots(CROWD), seconds=scale.seconds)
            one.slices.append(crowd)
            one.cpu.append((one.server.cpu_seconds() - before) / len(crowd.samples_ms) * 1000)


def figures_of(one: Entrant, statements: int) -> dict[str, Any]:
    rounded = {name: round(value, 2) for name, value in asdict(summarise(one.slices)).items()}
    return {**rounded, "cpu_ms": round(median(one.cpu), 2), "statements": statements, "bytes": one.bytes}


def _setting(scale: Scale, versions: dict[str, Any]) -> dict[str, Any]:
    return {
        "measured_on": time.strftime("%Y-%m-%d"),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "server": f"config.serve (uvicorn, a2wsgi), {WORKERS} workers",
        "versions": versions,
        **asdict(scale),
    }


# --- The command ----------------------------------------------------------------------------------------


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="how often everyone has a turn (5)")
    parser.add_argument(
        "--seconds", type=float, default=3.0, help="how long a turn lasts, alone and in a crowd each (3)"
    )
    parser.add_argument(
        "--quick", action="store_true", help="small and short, to see that it works; not written to latest.json"
    )
    parser.add_argument("--only", choices=PARTS, help="one part alone; the others stay in latest.json as they are")
    options = parser.parse_args(arguments)
    if not (1 <= options.rounds <= 50 and 0.2 <= options.seconds <= 30):
        parser.error("rounds must be from 1 to 50, and seconds from 0.2 to 30")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    figures: dict[str, Any] = {}
    try:
        for part in PARTS if options.only is None else (options.only,):
            figures |= _pages(options) if part == "pages" else _live(options)
    except (RuntimeError, ServerFault) as fault:
        print(f"\n{fault}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    if not options.quick:
        kept = json.loads(LATEST.read_text()) if LATEST.exists() else {}
        LATEST.write_text(json.dumps(kept | figures, indent=2) + "\n")
        print(f"\nWritten to {LATEST.relative_to(ROOT)}.")
    return 0


def _pages(options: argparse.Namespace) -> dict[str, Any]:
    """Pages against their peers."""
    scale = Scale(options.rounds, options.seconds, starts=5)
    if options.quick:
        scale = Scale(1, 0.5, starts=1, lessons=24, people=200, answers=2000, modules_each=2, visits=CROWD * 4)
    with _place() as (folder, cluster):
        figures = measure(prepare(folder, cluster, scale), scale)
    print(report.table(figures))
    return figures


def _live(options: argparse.Namespace) -> dict[str, Any]:
    """Screens of sessions that keep themselves up to date."""
    scale = live.LiveScale(40, 4, seconds=3.0, fault_seconds=6.0) if options.quick else live.LiveScale()
    with _place() as (folder, cluster):
        figures = _timed("Measuring screens of sessions", lambda: live.measure(folder / "live", cluster, scale))
    print(live.table(figures))
    return {"live": figures}


@contextmanager
def _place() -> Iterator[tuple[Path, Cluster]]:
    """A folder and a database server that go when it is over."""
    folder = Path(tempfile.mkdtemp(prefix="leerspiegel-bench-"))
    try:
        with Cluster(settings={"max_connections": "200"}) as cluster:
            yield folder, cluster
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
