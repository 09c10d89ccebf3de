"""A case as a file: the canonical text, and its illustration beside it."""

import os
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from cases_library.engine.reading import dump_case, read_case
from cases_library.models import CasePage
from cms.models import Edition, Taught


@dataclass(frozen=True)
class Written:
    """The files of one case."""

    file: Path
    picture: Path | None


def export_case(page: CasePage, to: Path, *, published: bool = False) -> Written:
    """Write a case as it was last saved, or as it is published. Each file is there whole or not at all.

    Raises FormatError for a draft that is no case yet, Edition.DoesNotExist for one that is not published.
    """
    case = read_case(_edition(page).content["case"] if published else page.whole_document())
    image = page.illustration
    if image is not None and not case.illustration:
        case = replace(case, illustration=f"{case.slug}{PurePosixPath(image.file.name).suffix}")
    _write(to, dump_case(case).encode())
    if image is None:
        return Written(to, None)
    beside = to.parent / PurePosixPath(case.illustration)
    beside.parent.mkdir(parents=True, exist_ok=True)
    with image.open_file() as file:
        _write(beside, file.read())
    return Written(to, beside)


def _edition(page: CasePage) -> Edition:
    taught = Taught.objects.filter(pk=page.uuid, live_line__isnull=False).select_related("live_line__head").first()
    if taught is None or taught.live_line is None or taught.live_line.head is None:
        raise Edition.DoesNotExist(page.slug)
    return taught.live_line.head


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
