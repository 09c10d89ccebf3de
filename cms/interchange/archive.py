"""A zip that somebody else made, opened with care: few files, of a sensible size, and none that leads out of it."""

import io
import stat
import zipfile
import zlib
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from cms.interchange.encoding import check_size
from cms.interchange.items import FileRefused

MAX_FILES = 5_000
MAX_TOTAL = 64 * 1024 * 1024
MAX_RATIO = 200
"""How many times bigger than in the zip a file may be; only for files over MAX_SMALL."""
MAX_SMALL = 256 * 1024


class Archive:
    """The files of a zip by name. Raises FileRefused when it is broken or hostile."""

    def __init__(self, data: bytes) -> None:
        check_size(data)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self._infos = {info.filename: info for info in self._zip.infolist()}
        except (zipfile.BadZipFile, NotImplementedError, ValueError, UnicodeDecodeError):
            raise FileRefused(_("Dit zip-bestand is beschadigd. Exporteer het opnieuw.")) from None
        self._check()

    def __contains__(self, name: str) -> bool:
        return name in self._infos

    def _check(self) -> None:
        if len(self._infos) > MAX_FILES or len(self._zip.infolist()) != len(self._infos):
            raise FileRefused(_("Er staan te veel bestanden in de zip, of twee met dezelfde naam."))
        for info in self._infos.values():
            self._check_one(info)
        if sum(info.file_size for info in self._infos.values()) > MAX_TOTAL:
            raise FileRefused(
                _("Uitgepakt is dit bestand groter dan %(most)s MB. Verdeel het.") % {"most": MAX_TOTAL // 1024**2}
            )

    def _check_one(self, info: zipfile.ZipInfo) -> None:
        if _leads_out(info.filename):
            raise FileRefused(_("In de zip staat een pad dat eruit leidt: ‘%(name)s’.") % {"name": info.filename[:80]})
        if stat.S_ISLNK(info.external_attr >> 16):
            raise FileRefused(_("In de zip staat een koppeling: ‘%(name)s’.") % {"name": info.filename[:80]})
        if info.flag_bits & 1:
            raise FileRefused(_("De zip heeft een wachtwoord. Maak er een zonder."))
        if info.file_size > MAX_SMALL and info.file_size > MAX_RATIO * max(1, info.compress_size):
            raise FileRefused(_("In de zip zit een bestand dat uitgepakt onmogelijk groot wordt."))

    def bytes_of(self, name: str) -> bytes:
        """The contents of a file, never more than it says it has. Raises FileRefused."""
        info = self._infos.get(name)
        if info is None:
            raise FileRefused(_("In de zip ontbreekt ‘%(name)s’.") % {"name": name[:80]})
        try:
            with self._zip.open(info) as file:
                data = file.read(info.file_size + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError):
            raise FileRefused(
                _("‘%(name)s’ in de zip is beschadigd. Exporteer het opnieuw.") % {"name": name[:80]}
            ) from None
        check_size(data)
        return data


def _leads_out(name: str) -> bool:
    path = PurePosixPath(name)
    return "\\" in name or "\0" in name or path.is_absolute() or ".." in path.parts or name[1:2] == ":"
