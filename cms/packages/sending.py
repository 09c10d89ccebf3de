"""Making a package of a module: what is published, or the drafts of it."""

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from cms.exporting.files import ExportRefused, Files, check_that_it_reads_back, files_of
from cms.exporting.gathering import Gathered, gather
from cms.importing.problems import Problem
from cms.models import ModulePage, Taught
from cms.models.pages import TaughtPage
from cms.packages.archive import is_good_name, pack
from cms.packages.companions import companions
from cms.packages.local_texts import local_files
from people.models import Organisation


@dataclass(frozen=True)
class Sent:
    """A package, with the name it should be kept under and what its manifest says."""

    name: str
    data: bytes
    files: Files
    about: dict[str, Any]


def export_module(page: ModulePage, *, published: bool = True, local_of: Organisation | None = None) -> Sent:
    """The module as one file. Texts of organisations are theirs: only those of `local_of` go along, when given. Raises ExportRefused."""
    gathered = gather(page, published=published)
    companions_files, ids = _companions(gathered.cases, published=published)
    files = files_of(gathered.package, ids) | companions_files
    check_that_it_reads_back(files, gathered.package.owner)
    if local_of is not None:
        slots = {key for lesson in gathered.package.lessons for _line, key in lesson.keys("local", "slot")}
        files |= local_files(slots, local_of, published=published)
    wrong = [
        Problem(name[:80], "", _("Deze bestandsnaam mag niet."), _("Geef het bestand in de studio een andere naam."))
        for name in files
        if not is_good_name(name)
    ]
    if wrong:
        raise ExportRefused(wrong)
    about = _about(gathered, published=published) | ({"local_texts_of": local_of.slug} if local_of else {})
    state = "" if published else "-concept"
    return Sent(f"{gathered.page.slug}{state}.zip", pack(files, about), files, about)


def _companions(pages: list[TaughtPage], *, published: bool) -> tuple[Files, dict[str, UUID]]:
    files: Files = {}
    ids: dict[str, UUID] = {}
    for companion in companions():
        with tempfile.TemporaryDirectory() as made:
            folder = Path(made)
            ids |= companion.write(pages, folder, published=published)
            found = sorted(path for path in folder.rglob("*") if path.is_file())
            files |= {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}
    return files, ids


def _about(gathered: Gathered, *, published: bool) -> dict[str, Any]:
    """What the manifest says besides hashes: which module, made of which editions, what it holds and what it needs."""
    package, module = gathered.package, gathered.page
    lines = {
        taught.pk: taught.live_line.head.number
        for taught in Taught.objects.filter(
            pk__in=[module.uuid, *(lesson.uuid for lesson in package.lessons)], live_line__isnull=False
        ).select_related("live_line__head")
        if taught.live_line and taught.live_line.head
    }
    return {
        "module": {"slug": module.slug, "title": module.title.strip(), "owner": package.owner},
        "made_of": {
            "state": "published" if published else "draft",
            "edition": lines.get(module.uuid),
            "lessons": {lesson.slug: lines.get(lesson.uuid) for lesson in package.lessons},
        },
        "holds": {
            "lessons": len(package.lessons),
            "questions": len(package.questions),
            "terms": len(package.terms),
            "slots": len(package.slots),
            "files": len(package.media),
            "cases": len(gathered.cases),
        },
        "needs": gathered.needs,
    }
