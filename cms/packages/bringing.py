"""Bringing a module in, from a package or a folder: all or nothing, and the same again changes nothing."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, Any

from cms.importing.drafts import Package
from cms.importing.files import Folder, Unreadable
from cms.importing.identities import Identities, read_identities
from cms.importing.ids import owner_name
from cms.importing.library import without_stray_files
from cms.importing.package import read_package
from cms.importing.plan import Plan
from cms.importing.problems import ImportRefused, Problems
from cms.importing.writing import carry_out, present_package
from cms.packages.archive import Manifest, unpack
from cms.packages.choosing import local_parts, parts_of
from cms.packages.companions import Arrival, companions
from cms.packages.difference import NEW, REFUSED, Item, Outcome, items_of
from cms.packages.local_texts import FILE as LOCAL_TEXTS
from cms.packages.local_texts import LocalArrival, LocalLayer, read_local
from cms.packages.parts import Chosen, part_of
from cms.permissions import ensure_content_root
from cms.rehearsal import all_or_nothing
from cms.turns import take_turn
from people.models import Organisation, User


def bring(
    source: Path | IO[bytes],
    *,
    organisation: Organisation | None = None,
    only: Sequence[str] = (),
    overwrite: bool = False,
    rehearse: bool = False,
    by: User | None = None,
    local_for: Organisation | None = None,
) -> Outcome:
    """Make the site say what a package or a folder says, and publish it; with `rehearse` try everything and keep nothing.

    `only` names a part (`lessons/02-bellen`, `questions/wie-bel-je`). What an author changed since the last import is refused,
    unless `overwrite`. Local texts that came along become drafts of `local_for`, where it has none yet.
    The outcome says per thing what happened; with problems nothing was done.
    """
    owners = Owners(organisation, local_for)
    return _outcome(source, owners, only, lambda bringer: bringer.bring(overwrite=overwrite, rehearse=rehearse, by=by))


def foresee(
    source: Path | IO[bytes],
    *,
    organisation: Organisation | None = None,
    only: Sequence[str] = (),
    local_for: Organisation | None = None,
) -> Outcome:
    """What bringing it in would change, without trying: nothing is written, so that nobody waits.

    What only publishing can object to is said when it is brought in.
    """
    return _outcome(source, Owners(organisation, local_for), only, lambda bringer: bringer.foresee())


@dataclass(frozen=True)
class Owners:
    """Whose the module becomes (None: the core's), and whose the local texts that came along (None: nobody's, they stay behind)."""

    module: Organisation | None
    local: Organisation | None


def _outcome(
    source: Path | IO[bytes],
    owners: Owners,
    only: Sequence[str],
    do: Callable[["_Bringer"], None],
) -> Outcome:
    outcome = Outcome()
    try:
        with _opened(source, outcome) as folder:
            do(_Bringer(folder, owners, Chosen(list(only)), outcome))
    except ImportRefused as refused:
        outcome.problems += [problem for problem in refused.problems if problem not in outcome.problems]
    return outcome


@contextmanager
def _opened(source: Path | IO[bytes], outcome: Outcome) -> Iterator[Path]:
    """The folder to read; that of a package is temporary."""
    if isinstance(source, Path) and not source.is_file():
        yield source
        return
    with tempfile.TemporaryDirectory() as folder:
        outcome.manifest = _unpacked(source, Path(folder))
        yield Path(folder)


def _unpacked(source: Path | IO[bytes], folder: Path) -> Manifest:
    if not isinstance(source, Path):
        return unpack(source, folder)
    with source.open("rb") as file:
        return unpack(file, folder)


class _Bringer:
    """One package on its way in."""

    def __init__(self, folder: Path, owners: Owners, chosen: Chosen, outcome: Outcome) -> None:
        self.folder, self.organisation, self.chosen, self.outcome = folder, owners.module, chosen, outcome
        self._local_for, self.layer = owners.local, LocalLayer()
        self.whole, self.package = Package(), Package()
        self.arrivals: list[Arrival] = []

    def foresee(self) -> None:
        self._read()
        self._judge()
        arrived = [self._arrive(arrival, arrival.foresee) for arrival in self.arrivals]
        plan = self._plan(arrived, overwrite=False, coming=frozenset(arrival.slug for arrival in self.arrivals))
        local = LocalArrival(self.layer, self._local_for).foresee(
            coming={key: slot.title for key, slot in self.package.slots.items()}
        )
        self.outcome.items += local
        if self.chosen.is_all:
            self.outcome.parts = [*parts_of(plan, arrived), *local_parts(self.layer, local)]

    def _judge(self) -> None:
        for arrival in self.arrivals:
            self.outcome.problems += arrival.judge()

    def bring(self, *, overwrite: bool, rehearse: bool, by: User | None) -> None:
        self._read()
        self._judge()
        if self.outcome.problems:
            return
        files: list[Any] = []
        with without_stray_files(files, rehearse=rehearse), all_or_nothing(rehearse=rehearse):
            take_turn()
            self._write(files, overwrite=overwrite, by=by)

    def _read(self) -> None:
        owner = owner_name(self.organisation.slug if self.organisation else None)
        self.whole, problems = read_package(self.folder, owner)
        if problems:
            raise ImportRefused(problems)
        ids = self._ids(owner, problems)
        for companion in companions():
            found = companion.read(self.folder, self.organisation, ids, problems)
            self.arrivals += [one for one in found if self.chosen.takes(one.file)]
        self.layer = read_local(self.folder, problems)
        self.layer.drafts = [one for one in self.layer.drafts if self.chosen.takes(LOCAL_TEXTS, one.name)]
        self.package = self.whole if self.chosen.is_all else part_of(self.whole, self.chosen)
        self.chosen.note_unmet(problems)
        if problems:
            raise ImportRefused(problems)

    def _ids(self, owner: str, problems: Problems) -> Identities:
        try:
            return read_identities(Folder(self.folder, problems), owner)
        except Unreadable:
            return Identities()

    def _write(self, files: list[Any], *, overwrite: bool, by: User | None) -> None:
        """Cases first: a lesson can only place what is published. Everything is looked at before anything is refused."""
        arrived = [
            self._arrive(arrival, partial(arrival.write, files, overwrite=overwrite, by=by))
            for arrival in self.arrivals
        ]
        plan = self._plan(arrived, overwrite=overwrite)
        if self.outcome.problems:
            raise ImportRefused(self.outcome.problems)
        carry_out(plan, files, by=by)
        self.outcome.items += [
            Item(file=f"media/{name.partition(' ')[2]}", name=name, what=NEW)
            for name in plan.report.created
            if name.startswith("bestand ")
        ]
        self.outcome.items += LocalArrival(self.layer, self._local_for).write(by=by)

    def _plan(self, arrived: list[Item], *, overwrite: bool, coming: frozenset[str] = frozenset()) -> Plan:
        whole = None if self.chosen.is_all else self.whole
        plan = Plan(
            self.package,
            ensure_content_root(self.organisation),
            self.organisation,
            overwrite=overwrite,
            present=partial(present_package, self.package),
            whole=whole,
            coming=coming,
        )
        self.outcome.items = [*items_of(plan), *arrived]
        self.outcome.problems += list(plan.problems)
        return plan

    def _arrive(self, arrival: Arrival, do: Callable[[], Item]) -> Item:
        try:
            return do()
        except ImportRefused as refused:
            self.outcome.problems += refused.problems
            return Item(file=arrival.file, name=Path(arrival.file).stem, what=REFUSED)
