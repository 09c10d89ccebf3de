"""Collected files: hashed names, compressed, and the interface's stylesheets joined into the one that readers get."""

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

from people import stylesheets

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_URL = re.compile(r"""url\(\s*(["']?)(?P<target>[^"')]+)\1\s*\)""")
_ABSOLUTE = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|/|#)", re.IGNORECASE)


class JoinedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Whitenoise's storage, plus css/site.css: the files of static/css in the order of their layers."""

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        if not dry_run:
            self._join(paths)
        yield from super().post_process(paths, dry_run, **options)

    def _join(self, paths: dict[str, Any]) -> None:
        """Write the joined stylesheet among the collected files, so that it is hashed and compressed like them."""
        folder = Path(self.path("css"))
        if not folder.is_dir():
            return
        names = stylesheets.names(folder)
        text = joined({name: Path(self.path(name)).read_text(encoding="utf-8") for name in names})
        self.delete(stylesheets.JOINED)
        self.save(stylesheets.JOINED, ContentFile(text.encode()))
        paths[stylesheets.JOINED] = (self, stylesheets.JOINED)


def joined(sheets: dict[str, str]) -> str:
    """One stylesheet of many, in the order given: `{static name: text}`. Without comments and indentation."""
    return "".join(_squeezed(_rebased(text, name)) for name, text in sheets.items())


def _rebased(text: str, name: str) -> str:
    """Addresses in `text` as seen from the joined sheet's folder instead of its own."""
    own, home = posixpath.dirname(name), posixpath.dirname(stylesheets.JOINED)

    def moved(found: re.Match[str]) -> str:
        target = found["target"]
        if _ABSOLUTE.match(target):
            return found[0]
        return f'url("{posixpath.relpath(posixpath.join(own, target), home)}")'

    return _URL.sub(moved, text)


def _squeezed(text: str) -> str:
    lines = (line.strip() for line in _COMMENT.sub("", text).splitlines())
    return "".join(f"{line}\n" for line in lines if line)
