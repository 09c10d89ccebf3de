"""A case as a file: the canonical text, and its illustration beside it."""

import os
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from django.utils.translation import gettext as _
from wagtail.images.models import Image

from cases_library.engine.reading import FormatError, dump_case, read_case
from cases_library.models import CasePage
from cases_library.pictures import images_of


@dataclass(frozen=True)
class Written:
    """The files of one case: itself, and its images."""

    file: Path
    pictures: list[Path]


def export_case(page: CasePage, to: Path, *, published: bool = False) -> Written:
    """Write a case as it was last saved, or as it is published. Each file is there whole or not at all.

    Raises FormatError for a draft that is no case yet, CasePage.DoesNotExist for one that is not published.
    """
    if published:
        page = _live(page)
    case = read_case(page.whole_document())
    images = dict(images_of(case, page.owner_root))
    if page.illustration is not None:
        if not case.illustration:
            case = replace(case, illustration=f"{case.slug}{PurePosixPath(page.illustration.file.name).suffix}")
        images[case.illustration] = page.illustration
    _write(to, dump_case(case).encode())
    return Written(to, [_write_beside(to, path, image) for path, image in images.items()])


def _write_beside(to: Path, path: str, image: Image) -> Path:
    """An image under the path that the case gives it. A path that would lead out of the folder is the author's mistake."""
    beside = to.parent / PurePosixPath(path)
    if not beside.resolve().is_relative_to(to.parent.resolve()):
        raise FormatError("", _("Het pad ‘%(path)s’ leidt buiten de map.") % {"path": path[:80]})
    beside.parent.mkdir(parents=True, exist_ok=True)
    with image.open_file() as file:
        _write(beside, file.read())
    return beside


def _live(page: CasePage) -> CasePage:
    """What its author published. Answers of real panellists stay with their edition, where it says whose they are."""
    return CasePage.objects.live().get(pk=page.pk)


def _write(path: Path, data: bytes) -> None:
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        try:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            Path(file.name).chmod(0o644)
            Path(file.name).replace(path)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise
