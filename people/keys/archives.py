"""The file of a backup: a plain tar of its parts and a manifest with their sizes, hashes and counts. Whole or not there at all."""

import contextlib
import hashlib
import io
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import IO, Any

from people.keys.refusal import MISUSED, NotDone

FORMAT = 1
CONTENT, KEYS = "content", "keys"
_MANIFEST = "manifest.json"
_STAMP = "%Y-%m-%dT%H-%M-%SZ"
_STAGING = ".partial-"
_STALE = timedelta(days=1)
_PIECE = 1024 * 1024


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself. `facts` is what its kind adds: counts per table, engine, migrations."""

    kind: str
    made_at: str
    files: dict[str, dict[str, Any]]
    facts: dict[str, Any]

    def as_json(self) -> bytes:
        plain = {"format": FORMAT, "kind": self.kind, "made_at": self.made_at, "files": self.files, "facts": self.facts}
        return json.dumps(plain | {"sha256": _digest_of(plain)}, indent=1, sort_keys=True).encode()


class Writer:
    """Puts parts into a backup; `finish` gives it its name. Files are for their owner alone."""

    def __init__(self, staging: Path, folder: Path, kind: str) -> None:
        self.staging, self._folder, self._kind = staging, folder, kind
        self._made = datetime.now(UTC)
        self._draft = staging / "backup.tar"
        self._files: dict[str, dict[str, Any]] = {}
        self._file = os.fdopen(os.open(self._draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        self._tar = tarfile.open(fileobj=self._file, mode="w", format=tarfile.PAX_FORMAT)  # noqa: SIM115  closed by finish, or by writing

    def add(self, name: str, path: Path) -> None:
        """A file as it is now; one that grows meanwhile is taken as long as it was."""
        with path.open("rb") as source:
            size = os.fstat(source.fileno()).st_size
            hashed = _Hashed(source)
            self._tar.addfile(self._member(name, size), hashed)
        self._files[name] = {"size": size, "sha256": hashed.digest.hexdigest()}

    def finish(self, facts: dict[str, Any]) -> Path:
        """Write the manifest, and let the backup appear under its name."""
        manifest = Manifest(self._kind, self._made.strftime(_STAMP), self._files, facts).as_json()
        self._tar.addfile(self._member(_MANIFEST, len(manifest)), io.BytesIO(manifest))
        self._tar.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        path = _free(self._folder, f"{self._kind}-{self._made.strftime(_STAMP)}")
        self._draft.replace(path)
        sync(self._folder)
        return path

    def close(self) -> None:
        self._file.close()

    @staticmethod
    def _member(name: str, size: int) -> tarfile.TarInfo:
        member = tarfile.TarInfo(name)
        member.size, member.mode = size, 0o600
        return member


class _Hashed:
    """Reads, and hashes what it read."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source, self.digest = source, hashlib.sha256()

    def read(self, size: int = -1, /) -> bytes:
        data = self._source.read(size)
        self.digest.update(data)
        return data


@contextlib.contextmanager
def writing(folder: Path, kind: str) -> Iterator[Writer]:
    """A backup being made in `folder`, which is made when it is not there; what was begun and not finished goes."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _remove_stale(folder)
        staging = Path(tempfile.mkdtemp(prefix=_STAGING, dir=folder))
    except OSError as fault:
        raise NotDone(f"{folder} cannot be written: {fault.strerror}. Name a folder that can.", MISUSED) from fault
    try:
        writer = Writer(staging, folder, kind)
        try:
            yield writer
        finally:
            writer.close()
    except OSError as fault:
        raise NotDone(f"The backup could not be written: {fault}. No backup was made.") from fault
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def manifest_of(path: Path, kind: str) -> Manifest:
    """What a backup says of itself. Raises NotDone when it is no such backup, or damaged."""
    with _opened(path) as tar:
        return _manifest(tar, path, kind)


def unpack(path: Path, kind: str, place: Callable[[str], Path]) -> Manifest:
    """Take every part out, to where `place` says, comparing sizes and hashes. Raises NotDone; what was taken out then is worth nothing."""
    with _opened(path) as tar:
        manifest = _manifest(tar, path, kind)
        names = [member.name for member in tar.getmembers()]
        if sorted(names) != sorted([*manifest.files, _MANIFEST]):
            raise _damaged(path, "its parts are not those that it lists")
        for name, said in manifest.files.items():
            if not _is_plain(name):
                raise _damaged(path, "a part has a name that leads elsewhere")
            if _take_out(tar, name, place(name)) != said:
                raise _damaged(path, f"{name} is not what was put in")
    return manifest


def backups(folder: Path, kind: str) -> dict[Path, datetime]:
    """The backups of a kind in a folder, and when each was made, by its name."""
    found = {}
    for path in sorted(folder.glob(f"{kind}-*.tar")):
        with contextlib.suppress(ValueError):
            stamp = path.stem.removeprefix(f"{kind}-")[:20]
            found[path] = datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
    return found


def refuse_beside(folder: Path, kind: str, why: str) -> None:
    """Raises NotDone when the folder, one above it or one inside it holds backups of this kind."""
    where = folder.resolve()
    for place in (where, *where.parents):
        if place.is_dir() and backups(place, kind):
            raise NotDone(f"{place} holds backups of the {kind}. {why}", MISUSED)
    if where.is_dir() and (inside := next(where.rglob(f"{kind}-*.tar"), None)):
        raise NotDone(f"{inside.parent} holds backups of the {kind}. {why}", MISUSED)


def sync(folder: Path) -> None:
    """Have a folder's names on disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove_stale(folder: Path) -> None:
    """What a killed backup left behind."""
    for path in folder.glob(f"{_STAGING}*"):
        if datetime.now(UTC) - datetime.fromtimestamp(path.stat().st_mtime, UTC) > _STALE:
            shutil.rmtree(path, ignore_errors=True)


def _free(folder: Path, stem: str) -> Path:
    path, number = folder / f"{stem}.tar", 1
    while path.exists():
        number += 1
        path = folder / f"{stem}-{number}.tar"
    return path


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(path, mode="r:") as tar:
            yield tar
    except (tarfile.TarError, EOFError) as fault:
        raise _damaged(path, "it is no whole archive") from fault
    except OSError as fault:
        raise NotDone(f"{path} cannot be read, or what is in it not be written: {fault.strerror}.", MISUSED) from fault


def _manifest(tar: tarfile.TarFile, path: Path, kind: str) -> Manifest:
    try:
        file = tar.extractfile(_MANIFEST)
        plain = json.loads(file.read()) if file else {}
        digest = plain.pop("sha256")
        found = Manifest(plain["kind"], plain["made_at"], plain["files"], plain["facts"])
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise _damaged(path, "it has no readable manifest") from fault
    if digest != _digest_of(plain):
        raise _damaged(path, "its manifest was changed")
    if plain["format"] != FORMAT:
        raise NotDone(f"{path} was made by a newer version of the site. Nothing was changed.", MISUSED)
    if found.kind != kind:
        raise NotDone(f"{path} is a backup of the {found.kind}, not of the {kind}. Nothing was changed.", MISUSED)
    return found


def _take_out(tar: tarfile.TarFile, name: str, path: Path) -> dict[str, Any]:
    digest, size = hashlib.sha256(), 0
    source = tar.extractfile(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
        while source is not None and (piece := source.read(_PIECE)):
            digest.update(piece)
            size += len(piece)
            target.write(piece)
        target.flush()
        os.fsync(target.fileno())
    return {"size": size, "sha256": digest.hexdigest()}


def _is_plain(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return bool(parts) and not name.startswith("/") and ".." not in parts and "\0" not in name


def _digest_of(plain: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()


def _damaged(path: Path, how: str) -> NotDone:
    return NotDone(f"{path} is damaged: {how}. Nothing was changed; use another backup.")
