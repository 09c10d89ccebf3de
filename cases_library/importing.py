"""A case from a file: read, judged, and written as a page that publishes. All or nothing; the same file again changes nothing."""

import difflib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any
from uuid import UUID
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.images.models import Image

from cases_library.compiling import in_words, judgement
from cases_library.engine.format import Case
from cases_library.engine.json_text import MAX_BYTES, FormatError
from cases_library.engine.reading import dump_case, read_case, read_json, write_case
from cases_library.forms import REVIEW_AFTER
from cases_library.models import CasePage
from cases_library.pictures import images_of, paths_in, title_in_library
from cms.importing.files import Folder
from cms.importing.ids import digest, owner_name, stable_id
from cms.importing.library import kept_file, note_renditions, without_stray_files
from cms.importing.media import MediaDraft, as_kept, fingerprint, read_media
from cms.importing.problems import ImportRefused, Problem, Problems
from cms.models import Change, ContentRoot, Imported, Taught
from cms.permissions import ensure_content_root
from people.models import Organisation, User

CREATED, UPDATED, UNCHANGED, KEPT = "created", "updated", "unchanged", "kept"


class _Rehearsed(Exception):
    """Ends a transaction that was only tried."""


@dataclass
class Outcome:
    """What an import did to one case, and how its document differs from what was there, as a unified diff."""

    slug: str
    what: str
    difference: str = ""
    edition: int | None = None


@dataclass(frozen=True)
class CaseFile:
    """A file that holds a case, with its illustration and, by path, the images of its texts beside it."""

    name: str
    case: Case
    picture: MediaDraft | None
    inside: Mapping[str, MediaDraft]
    uuid: UUID | None = None
    """The id that it brings along, where that does not follow from its slug."""
    about: Mapping[str, Any] = field(default_factory=dict)
    """What stands around the document: fields of the page."""

    @property
    def digest(self) -> str:
        inside = sorted((path, fingerprint(media)) for path, media in self.inside.items())
        parts = [write_case(self.case), fingerprint(self.picture) if self.picture else "", inside]
        return digest([*parts, dict(self.about)] if self.about else parts)


def read_file(path: Path) -> CaseFile:
    """The case in a file. Raises FormatError for what is no case, ImportRefused for an illustration that cannot be used."""
    if path.is_symlink() or not path.is_file():
        raise FormatError("", _("Het bestand ‘%(name)s’ is er niet.") % {"name": path.name[:80]})
    with path.open("rb") as file:
        case = read_json(file.read(MAX_BYTES + 1))
    try:
        names = paths_in(case)
    except ValueError:
        raise ImportRefused([Problem(path.name, "", _("Een tekst is te lang."), _("Verdeel de scène."))]) from None
    problems = Problems()
    titles = {name: title_in_library(case, name) for name in names}
    wanted = {name: _image(path, name, title, problems) for name, title in titles.items()}
    picture = _image(path, case.illustration, case.title, problems) if case.illustration else None
    if problems:
        raise ImportRefused(problems)
    return CaseFile(path.name, case, picture, {name: media for name, media in wanted.items() if media})


def _image(path: Path, name: str, title: str, problems: Problems) -> MediaDraft | None:
    found = read_media(Folder(path.parent, problems), name, is_image=True, title=title, place=path.name, under="")
    return replace(found, name=PurePosixPath(found.name).name) if found else None


def import_case(
    path: Path,
    *,
    organisation: Organisation | None = None,
    overwrite: bool = False,
    keep: bool = False,
    rehearse: bool = False,
    material: bool = False,
    note: str = "",
) -> Outcome:
    """Make the page of this case (the core's, or an organisation's) say what the file says, and publish it.

    What an author changed since the last import is refused, unless `overwrite` (the file wins) or `keep` (the author wins). With
    `rehearse` everything is tried and nothing stays. Raises FormatError, or ImportRefused with every reason.
    """
    file = read_file(path)
    root, owner = ensure_content_root(organisation), owner_name(organisation.slug if organisation else None)
    if CaseWriter(file, root, owner, []).what(overwrite=overwrite) in {CREATED, UPDATED}:
        _judge(file, root)
    files: list[Any] = []
    outcome = None
    try:
        with without_stray_files(files), transaction.atomic():
            writer = CaseWriter(file, root, owner, files)
            try:
                outcome = writer.write(overwrite=overwrite, keep=keep, material=material, note=note)
            finally:
                note_renditions(files)
            if rehearse:
                raise _Rehearsed
    except _Rehearsed:
        pass
    assert outcome is not None  # noqa: S101  anything else raised
    return outcome


def _judge(file: CaseFile, root: ContentRoot) -> None:
    """Refuse what could not be published. Before the transaction, because the search may take long."""
    errors = errors_of(file, root)
    if errors:
        raise ImportRefused(errors)


def errors_of(file: CaseFile, root: ContentRoot) -> list[Problem]:
    """Why a case could not be published, as the checker says it."""
    errors = [one for one in judgement(file.case, root, patient=True).findings if one.level == "E"]
    return [Problem(file.name, one.code, in_words(one, file.case), one.repair) for one in errors]


class CaseWriter:
    """Writes one case into its owner's tree."""

    def __init__(self, file: CaseFile, root: ContentRoot, owner: str, files: list[Any]) -> None:
        self.file, self.case, self.root, self.owner, self.files = file, file.case, root, owner, files
        self.scope = f"{owner}/casus/{self.case.slug}"
        self.known = Imported.objects.filter(path=self.scope).first()
        self.page = self._page()

    def _page(self) -> CasePage | None:
        there = self.root.get_children().filter(slug=self.case.slug).first()
        if there is None:
            return None
        if there.specific_class is not CasePage:
            raise self._refusal(
                _("Er staat al iets anders met adres ‘%(slug)s’.") % {"slug": self.case.slug},
                _("Kies een ander adres."),
                "slug",
            )
        page: CasePage = there.specific.get_latest_revision_as_object()
        return page

    def foreseen(self, *, overwrite: bool, keep: bool = False) -> Outcome:
        """What writing would do. Raises ImportRefused for what an author changed, unless somebody wins."""
        what = self.what(overwrite=overwrite)
        outcome = Outcome(self.case.slug, what, difference(self.page.document if self.page else None, self.case))
        if what == KEPT and not keep:
            raise self._refusal(
                _("‘%(slug)s’ is niet meer zoals de vorige import het schreef.") % {"slug": self.case.slug},
                _("Neem die verandering over in het bestand, of laat het bestand winnen (--overwrite)."),
            )
        return outcome

    def write(self, *, overwrite: bool, keep: bool, material: bool, note: str, by: User | None = None) -> Outcome:
        outcome = self.foreseen(overwrite=overwrite, keep=keep)
        if outcome.what in {CREATED, UPDATED}:
            page = self.page or self._new_page()
            page.change, page.change_note = (Change.MATERIAL if material else Change.MINOR), note
            outcome.edition = self._publish(page, by)
        return outcome

    def what(self, *, overwrite: bool) -> str:
        """What writing would come to."""
        if self.page is None:
            return CREATED
        if self._says_the_same():
            return UNCHANGED
        if self.known is None or self.known.object_id != self.page.pk:
            return UPDATED if overwrite else KEPT
        touched = not self.page.live or str(self.page.latest_revision_id) != self.known.state
        if self.known.source == self.file.digest:
            return UPDATED if touched and overwrite else UNCHANGED
        return KEPT if touched and not overwrite else UPDATED

    def _says_the_same(self) -> bool:
        """Whether the page says what the file says, whoever wrote it; a draft beside it is a change."""
        page, picture = self.page, self.file.picture
        if page is None or not page.live or page.has_unpublished_changes:
            return False
        if any(str(getattr(page, name) or "") != str(value or "") for name, value in self.file.about.items()):
            return False
        same = picture is None or (page.illustration is not None and _same_picture(page.illustration, picture))
        return same and self._shows_the_same() and not difference(page.document, self.case, but_for_illustration=True)

    def _shows_the_same(self) -> bool:
        """Whether the images that its texts name are in the library as they are beside the file."""
        there = images_of(self.case, self.root)
        return all(path in there and _same_picture(there[path], media) for path, media in self.file.inside.items())

    def _new_page(self) -> CasePage:
        today = timezone.localdate()
        return CasePage(
            uuid=self._new_id(),
            slug=self.case.slug,
            summary=opening(self.case),
            review_by=today + REVIEW_AFTER,
            live=False,
        )

    def _new_id(self) -> UUID:
        brought = self.file.uuid
        if brought is None:
            return stable_id(self.owner, "case", self.case.slug)
        if Taught.objects.filter(pk=brought).exists() or CasePage.objects.filter(uuid=brought).exists():
            raise self._refusal(
                _("Deze casus heeft een kenmerk dat hier al van iets anders is."),
                _("Haal ids.json weg om een eigen kopie te maken."),
            )
        return brought

    def _publish(self, page: CasePage, by: User | None) -> int | None:
        try:
            self._fill(page)
            page.clean_fields(
                exclude={field.name for field in page._meta.fields} - {"title", "slug", "minutes", "summary"}
            )
            if page.pk is None:
                self.root.add_child(instance=page)
            revision = page.save_revision(user=by)
            revision.publish(user=by)
        except ValidationError as fault:
            said = "; ".join(str(message) for message in fault.messages)
            raise self._refusal(said, _("Verbeter het bestand en importeer opnieuw.")) from None
        values = {"object_id": page.pk, "source": self.file.digest, "state": str(revision.pk)}
        Imported.objects.update_or_create(path=self.scope, defaults=values)
        line = Taught.objects.select_related("live_line__head").get(pk=page.uuid).live_line
        return line.head.number if line and line.head else None

    def _fill(self, page: CasePage) -> None:
        if page.summary == _opening_of(page.document):
            page.summary = opening(self.case)
        page.title, page.minutes, page.document = self.case.title, self.case.minutes, write_case(self.case)
        if self.case.reviewed is not None:
            page.reviewer = ", ".join(filter(None, [self.case.reviewed.by, self.case.reviewed.role]))
            page.reviewed_on = _day(self.case.reviewed.date) or page.reviewed_on
        for name, value in self.file.about.items():
            setattr(page, name, value)
        page.illustration = self._illustration(page)
        for media in self.file.inside.values():
            self._kept(media)

    def _illustration(self, page: CasePage) -> Image | None:
        picture = self.file.picture
        if picture is None:
            return None
        if page.illustration is not None and _same_picture(page.illustration, picture):
            return page.illustration
        return self._kept(picture, description=_title_of(picture))

    def _kept(self, media: MediaDraft, **fields: Any) -> Any:
        made, is_new = kept_file(media, scope=self.scope, collection=self.root.collection, **fields)
        if is_new:
            self.files.append(made.file)
        return made

    def _refusal(self, wrong: str, remedy: str, place: str = "") -> ImportRefused:
        return ImportRefused([Problem(self.file.name, place, wrong, remedy)])


# --- Small answers ----------------------------------------------------------------------------------


def opening(case: Case) -> str:
    """The first sentences of a case, for lists of cases, when nobody wrote a summary."""
    scene = case.scene(case.start)
    words = " ".join((scene.body if scene else "").replace("*", "").replace("_", "").split())
    if not words:
        return case.title[:_SUMMARY]
    found = ""
    for sentence in _SENTENCE_END.split(words):
        is_cut_speech = sentence.startswith("‘") and "’" not in sentence
        if found and (is_cut_speech or len(found) + len(sentence) + 1 > _SUMMARY):
            break
        found = f"{found} {sentence}".strip()
    return found if len(found) <= 500 else found[:499] + "…"


_SUMMARY = 240
_SENTENCE_END = re.compile(r"(?<=[.!?]) ")


def _opening_of(document: Any) -> str | None:
    try:
        return opening(read_case(document))
    except FormatError:
        return None


def difference(document: Any, case: Case, *, but_for_illustration: bool = False) -> str:
    """How the canonical text of a case differs from that of a page's document; empty when it does not."""
    if document is None:
        return ""
    try:
        there = read_case(document)
        before = dump_case(replace(there, illustration=case.illustration) if but_for_illustration else there)
    except FormatError:
        before = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    lines = difflib.unified_diff(
        before.splitlines(), dump_case(case).splitlines(), _("nu"), _("bestand"), lineterm="", n=1
    )
    return "\n".join(lines)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _same_picture(image: Image, picture: MediaDraft) -> bool:
    data = as_kept(picture.name, picture.data)
    try:
        with image.open_file() as file:
            stored: bytes = file.read()
    except OSError:
        return False
    return stored == data


def _title_of(picture: MediaDraft) -> str:
    """What an SVG says it shows; empty for everything else, and then it is decoration."""
    if not picture.name.lower().endswith(".svg"):
        return ""
    root: Element = fromstring(picture.data, forbid_dtd=True)
    title = root.find("{http://www.w3.org/2000/svg}title")
    return " ".join((title.text or "").split())[:255] if title is not None else ""
