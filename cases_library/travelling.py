"""Cases in a package: those that a module's lessons place travel with it, in `cases/`, and what stands around them in `cases.json`."""

import json
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from cases_library.engine.json_text import FormatError
from cases_library.exporting import export_case
from cases_library.importing import (
    CREATED,
    KEPT,
    UNCHANGED,
    UPDATED,
    CaseFile,
    CaseWriter,
    Outcome,
    errors_of,
    read_file,
)
from cases_library.models import CasePage
from cms.exporting.files import ExportRefused
from cms.importing.fields import Fields
from cms.importing.files import Folder, Unreadable
from cms.importing.identities import Identities
from cms.importing.ids import owner_name, stable_id
from cms.importing.library import note_renditions
from cms.importing.problems import ImportRefused, Problem, Problems
from cms.models.pages import TaughtPage
from cms.packages import companions
from cms.packages.difference import CHANGED, NEW, REFUSED, SAME, Item
from cms.permissions import ensure_content_root
from people.models import Organisation, User

_ABOUT = "cases.json"
_WHAT = {CREATED: NEW, UPDATED: CHANGED, UNCHANGED: SAME, KEPT: REFUSED}


def register() -> None:
    """Tell cms that cases travel with the modules that place them."""
    companions.register(Cases())


class Cases:
    """What cms.packages asks of this room."""

    folder = "cases"

    def write(self, pages: list[TaughtPage], to: Path, *, published: bool) -> dict[str, UUID]:
        """Each case as its own export writes it, with its images beside it, and one file for what stands around them."""
        cases = _with_the_other_sides([page for page in pages if isinstance(page, CasePage)])
        shown = [page if published else page.get_latest_revision_as_object() for page in cases]
        for page in shown:
            _write(page, to / self.folder, published=published)
        if shown:
            (to / _ABOUT).write_bytes(_json([_about(page) for page in shown]))
        return {page.slug: page.uuid for page in shown if page.uuid != _usual_id(page)}

    def read(
        self, folder: Path, organisation: Organisation | None, ids: Identities, problems: Problems
    ) -> Sequence["CaseArrival"]:
        """The cases in the folder; one that shows another from a second side comes after it."""
        about = _read_about(folder, problems)
        found = []
        for name in Folder(folder, problems).names(self.folder, ".json"):
            try:
                file = read_file(folder / name)
            except FormatError as fault:
                problems.add(name, fault.path, fault.message, _("Verbeter het bestand en importeer opnieuw."))
            except ImportRefused as refused:
                problems.extend(replace(one, file=f"{self.folder}/{one.file}") for one in refused.problems)
            else:
                slug = file.case.slug
                whole = replace(file, name=name, uuid=ids.cases.get(slug), about=about.get(slug, {}))
                found.append(CaseArrival(whole, organisation))
        return sorted(found, key=lambda one: one.case.perspective_of is not None)


class CaseArrival:
    """One case on its way in."""

    def __init__(self, found: CaseFile, organisation: Organisation | None) -> None:
        self._found, self._organisation = found, organisation
        self.file, self.case, self.slug = found.name, found.case, found.case.slug

    def judge(self) -> list[Problem]:
        """What the checker holds against it. One that needs another case of the package is judged when that one is there."""
        root = ensure_content_root(self._organisation)
        is_same = self._writer([]).what(overwrite=False) == UNCHANGED
        return [] if is_same or self.case.perspective_of else errors_of(self._found, root)

    def foresee(self) -> Item:
        """What writing would do. Raises ImportRefused."""
        return self._item(self._writer([]).foreseen(overwrite=False))

    def write(self, files: list[Any], *, overwrite: bool, by: User | None) -> Item:
        """Write and publish it. Raises ImportRefused."""
        writer = self._writer(files)
        try:
            return self._item(writer.write(overwrite=overwrite, keep=False, material=False, note="", by=by))
        finally:
            note_renditions(files)

    def _item(self, outcome: Outcome) -> Item:
        what = _WHAT[outcome.what]
        words = outcome.difference if what == CHANGED else ""
        return Item(file=self.file, name=f"casus {self.case.slug}", what=what, difference=_changed_lines(words))

    def _writer(self, files: list[Any]) -> CaseWriter:
        organisation = self._organisation
        owner = owner_name(organisation.slug if organisation else None)
        return CaseWriter(self._found, ensure_content_root(organisation), owner, files)


def _with_the_other_sides(pages: list[CasePage]) -> list[CasePage]:
    """With the cases of the same owner that these show from another side."""
    found = {page.slug: page for page in pages}
    for page in pages:
        slug = page.document.get("perspective_of") if isinstance(page.document, dict) else None
        other = CasePage.objects.sibling_of(page).filter(slug=slug).first() if slug else None
        if other is not None:
            found.setdefault(other.slug, other)
    return [found[slug] for slug in sorted(found)]


def _usual_id(page: CasePage) -> UUID:
    organisation = page.owner_root.organisation
    return stable_id(owner_name(organisation.slug if organisation else None), "case", page.slug)


def _write(page: CasePage, to: Path, *, published: bool) -> None:
    name = f"cases/{page.slug}.json"
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        try:
            export_case(page, folder / f"{page.slug}.json", published=published)
        except FormatError as fault:
            raise _refused(name, fault.path, fault.message, _("Maak de casus af in de studio.")) from None
        except CasePage.DoesNotExist:
            raise _refused(
                name, "", _("Deze casus is niet gepubliceerd."), _("Publiceer haar, of kies het concept.")
            ) from None
        for path in sorted(one for one in folder.rglob("*") if one.is_file()):
            _keep_apart(path.read_bytes(), to / path.relative_to(folder), name)


def _keep_apart(data: bytes, to: Path, name: str) -> None:
    """Two cases may name the same image, not two images the same."""
    if to.exists() and to.read_bytes() != data:
        wrong = _("Twee casussen hebben een andere afbeelding met de naam ‘%(name)s’.") % {"name": to.name}
        raise _refused(name, "", wrong, _("Geef een van de twee een andere naam."))
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_bytes(data)


def _refused(file: str, place: str, wrong: str, remedy: str) -> ExportRefused:
    return ExportRefused([Problem(file, place, wrong, remedy)])


def _about(page: CasePage) -> dict[str, Any]:
    return {
        "slug": page.slug,
        "summary": page.summary.strip(),
        "reviewed_on": page.reviewed_on and str(page.reviewed_on),
        "review_by": str(page.review_by),
        "reviewer": page.reviewer.strip(),
    }


def _read_about(folder: Path, problems: Problems) -> dict[str, dict[str, Any]]:
    if not (folder / _ABOUT).exists():
        return {}
    try:
        data = Folder(folder, problems).json(_ABOUT)
    except Unreadable:
        return {}
    found = {}
    for place, one in enumerate(data if isinstance(data, list) else [], 1):
        fields = Fields(one, _ABOUT, _("onderdeel %(place)s") % {"place": place}, problems)
        slug = fields.slug("slug", longest=120)
        found[slug] = {
            "summary": fields.text("summary", longest=500, plain=True),
            "reviewed_on": fields.day("reviewed_on", may_lack=True),
            "review_by": fields.day("review_by"),
            "reviewer": fields.text("reviewer", longest=160, required=False),
        }
        fields.done()
    return found


def _changed_lines(difference: str) -> str:
    lines = difference.split("\n")[2:]
    return "\n".join(line for line in lines if line.startswith(("-", "+")))


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
