"""The file itself: a zip with a manifest that names every file with its hash. The same content gives the same bytes.

A package comes from elsewhere: what is no plain file inside it, too much, too big or not what the manifest says, is refused.
"""

import hashlib
import io
import json
import re
import stat
import zipfile
import zlib
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _

from cms.importing.files import MAX_MEDIA_BYTES, Folder, Unreadable
from cms.importing.problems import ImportRefused, Problems

FORMAT = "leerspiegel-package/1"
MANIFEST = "manifest.json"
ENDING = ".zip"
MAX_BYTES = 60 * 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024
MAX_FILES = 3000
_PART = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,119}")
_MAX_PARTS = 6
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_KINDS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DEVICES = {"con", "prn", "aux", "nul"}
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)

Manifest = dict[str, Any]


def is_good_name(name: str) -> bool:
    """Whether a file may be called so, on every system: relative, plain letters, no step out of the folder."""
    parts = name.split("/")
    stems = {part.partition(".")[0].lower() for part in parts}
    return len(parts) <= _MAX_PARTS and all(map(_PART.fullmatch, parts)) and not stems & _DEVICES


# --- Packing ----------------------------------------------------------------------------------------


def pack(files: dict[str, bytes], about: Manifest) -> bytes:
    """The package of these files. `about` is what the manifest says besides the hashes."""
    manifest = {"format": FORMAT, **about, "content": content_hash(files), "files": _hashes(files)}
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        _add(archive, MANIFEST, (json.dumps(manifest, ensure_ascii=False, indent=2) + "\n").encode())
        for name in sorted(files):
            _add(archive, name, files[name])
    return written.getvalue()


def _add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    if not is_good_name(name):
        raise ValueError(f"A package cannot hold a file called {name!r}.")
    info = zipfile.ZipInfo(name, _LONG_AGO)
    info.create_system, info.external_attr = 3, (stat.S_IFREG | 0o644) << 16
    info.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(info, data, compresslevel=9)


def _hashes(files: dict[str, bytes]) -> dict[str, dict[str, Any]]:
    return {
        name: {"sha256": hashlib.sha256(files[name]).hexdigest(), "bytes": len(files[name])} for name in sorted(files)
    }


def content_hash(files: dict[str, bytes]) -> str:
    """One hash of all files and their names: equal exactly when the content is."""
    lines = "".join(f"{one['sha256']}  {name}\n" for name, one in _hashes(files).items())
    return hashlib.sha256(lines.encode()).hexdigest()


# --- Unpacking --------------------------------------------------------------------------------------


def unpack(source: IO[bytes], folder: Path) -> Manifest:
    """Write the files of a package into an empty folder, and answer its manifest. Raises ImportRefused, with the file named."""
    unpacker = _Unpacker(folder)
    try:
        unpacker.unpack(source)
    except Unreadable:
        pass
    except _BROKEN:
        unpacker.refuse("", _("Dit is geen pakket, of het is beschadigd."), _("Haal het opnieuw op."))
    if unpacker.problems:
        raise ImportRefused(unpacker.problems)
    return unpacker.manifest


class _Unpacker:
    """Looks at the list of contents first; reads only what that promises."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems = Problems()
        self.manifest: Manifest = {}

    def refuse(self, name: str, wrong: str, remedy: str = "") -> None:
        again = _("Vraag het pakket opnieuw aan wie het maakte.")
        self.problems.add(name[:80] or _("pakket"), "", wrong, remedy or again)

    def unpack(self, source: IO[bytes]) -> None:
        if source.seek(0, io.SEEK_END) > MAX_BYTES:
            wrong = _("Het pakket is groter dan %(most)s MB.") % {"most": MAX_BYTES // 1024 // 1024}
            self.refuse("", wrong, _("Haal grote bestanden uit de module."))
            return
        with zipfile.ZipFile(source) as archive:
            entries = [one for one in archive.infolist() if not _is_folder(one)]
            self._check_list(entries)
            if self.problems:
                return
            for entry in entries:
                self._write(archive, entry)
        if not self.problems:
            self._check_manifest({entry.filename for entry in entries})

    def _check_list(self, entries: list[zipfile.ZipInfo]) -> None:
        if len(entries) > MAX_FILES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
            self.refuse("", _("Er zit te veel in het pakket."), _("Verdeel de inhoud over meer modules."))
            return
        met: set[str] = set()
        for entry in entries:
            why = _wrong_with(entry)
            if not why and entry.filename.lower() in met:
                why = _("Dit bestand staat er twee keer in.")
            met.add(entry.filename.lower())
            if why:
                self.refuse(_shown(entry.filename), why)

    def _write(self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
        try:
            with archive.open(entry) as file:
                data = file.read(entry.file_size + 1)
        except _BROKEN:
            self.refuse(entry.filename, _("Dit bestand is beschadigd."))
            return
        if len(data) != entry.file_size:
            self.refuse(entry.filename, _("Dit bestand is niet zo groot als het pakket zegt."))
            return
        path = self.folder / entry.filename
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    def _check_manifest(self, names: set[str]) -> None:
        manifest = Folder(self.folder, self.problems).json(MANIFEST)
        if not _is_manifest(manifest):
            self.refuse(
                MANIFEST, _("Dit is geen pakket van een module."), _("Kies een bestand dat met ‘Exporteer’ is gemaakt.")
            )
            return
        said = manifest["files"]
        for name in sorted(said.keys() | names - {MANIFEST}):
            why = self._wrong_with_content(name, said.get(name), names)
            if why:
                self.refuse(name, why)
        self.manifest = manifest

    def _wrong_with_content(self, name: str, said: Any, names: set[str]) -> str:
        if name not in names:
            return _("Dit bestand ontbreekt.")
        if said is None:
            return _("Dit bestand hoort niet in het pakket.")
        data = (self.folder / name).read_bytes()
        if said != {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}:
            return _("Dit bestand is veranderd nadat het pakket was gemaakt.")
        return ""


def _is_folder(entry: zipfile.ZipInfo) -> bool:
    return entry.filename.endswith("/") and entry.file_size == 0 and is_good_name(entry.filename.rstrip("/"))


def _wrong_with(entry: zipfile.ZipInfo) -> str:
    """Why an entry is refused before anything of it is read."""
    if not is_good_name(entry.filename):
        return _("Deze bestandsnaam mag niet.")
    if stat.S_IFMT(entry.external_attr >> 16) not in (0, stat.S_IFREG):
        return _("Dit is geen gewoon bestand.")
    if entry.flag_bits & 0x1 or entry.compress_type not in _KINDS:
        return _("Dit bestand is versleuteld of op een vreemde manier ingepakt.")
    if entry.file_size > MAX_MEDIA_BYTES:
        return _("Dit bestand is groter dan %(most)s MB.") % {"most": MAX_MEDIA_BYTES // 1024 // 1024}
    return ""


def _is_manifest(manifest: Any) -> bool:
    return (
        isinstance(manifest, dict)
        and manifest.get("format") == FORMAT
        and isinstance(manifest.get("files"), dict)
        and isinstance(manifest.get("module"), dict)
    )


def _shown(name: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in name)
