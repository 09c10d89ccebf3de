"""From a case to what its edition holds: the canonical document, its texts as HTML, and what stands around it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Page

from cases_library.engine.checker import Finding, Report
from cases_library.engine.format import Case, Scene
from cases_library.engine.reading import FormatError, read_case, write_case
from cases_library.judging import judged
from cases_library.models import CasePage
from cases_library.panel.voices import MAKERS, voices_of
from cases_library.pictures import addresses, images_of
from cms.belonging import usable
from cms.blocks.media import picture_of
from cms.editions.compiling import refuse_foreign
from cms.editions.content import Compiled, CompileError, Content
from cms.models import ContentRoot
from cms.text import render_markdown


def compile_case(page: CasePage) -> Compiled:
    """A case as it would be published. Raises CompileError with everything that blocks it."""
    refuse_foreign(page)
    case = drafted(page)
    root = page.owner_root
    report = judgement(case, root)
    if report.blocks:
        raise CompileError([in_words(finding, case) for finding in report.findings if finding.level == "E"])
    voices = voices_of(page, case)
    content = case_content(
        voices.case,
        summary=page.summary,
        reviewed_on=_iso(page.reviewed_on),
        review_by=_iso(page.review_by),
        reviewer=page.reviewer,
        illustration=_illustration(page),
        panel_by=voices.by,
        panels=voices.real,
        pictures=addresses(case, root),
        search={"states": report.search.states, "complete": report.search.complete},
    )
    return Compiled(content)


def drafted(page: CasePage) -> Case:
    """The case that the page's document is. Raises CompileError when it is none, with the place of the fault."""
    try:
        return read_case(page.whole_document())
    except FormatError as fault:
        raise CompileError(f"{fault.path}: {fault.message}" if fault.path else fault.message) from None


def judgement(case: Case, root: ContentRoot, *, patient: bool = False, seconds: float | None = None) -> Report:
    """What the checker says of it, among the cases that the owner of this root may use; `patient` and `seconds` as in judging."""

    def knows_case(slug: str) -> bool:
        return CasePage.objects.filter(slug=slug, pk__in=usable(Page, root).values("pk")).exists()

    return judged(case, knows_case=knows_case, patient=patient, seconds=seconds)


def in_words(finding: Finding, case: Case) -> str:
    """A finding as one line for an author: where, and what."""
    scene = case.scene(finding.scene) if finding.scene else None
    where = scene.title if scene else finding.scene or ""
    return f"{where}: {finding.message}" if where else finding.message


def draft_content(page: CasePage, case: Case) -> Content:
    """What an edition of a draft would hold, with the images that there are; nothing is judged."""
    found = {path: picture_of(image)["src"] for path, image in images_of(case, page.owner_root).items()}
    return case_content(case, summary=page.summary, illustration=_illustration(page), pictures=found)


def _illustration(page: CasePage) -> dict[str, str] | None:
    if page.illustration is None:
        return None
    made = picture_of(page.illustration)
    shown = {"url": made["src"], "alt": page.illustration.description}
    return shown | {"srcset": made["srcset"]} if "srcset" in made else shown


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def case_content(
    case: Case,
    *,
    summary: str = "",
    reviewed_on: str = "",
    review_by: str = "",
    reviewer: str = "",
    illustration: dict[str, str] | None = None,
    panel_by: str | list[dict[str, str]] = MAKERS,
    panels: Mapping[str, list[dict[str, str]]] | None = None,
    pictures: Mapping[str, str] | None = None,
    search: dict[str, Any] | None = None,
) -> Content:
    """What an edition of this case holds; publishing adds its `number`. Dates are ISO texts, empty where there is none.

    `illustration` is `{"url", "alt"}`, `search` `{"states", "complete"}` as the checker found them. `panel_by` is "makers", or all real
    panellists; `panels` has them by scene, where they took the makers' place (cases_library.panel.voices). `pictures` are the addresses of
    images in its texts, by path.
    """
    return {
        "format": "case-edition/1",
        "title": case.title,
        "slug": case.slug,
        "summary": summary,
        "minutes": case.minutes,
        "reviewed_on": reviewed_on,
        "review_by": review_by,
        "reviewer": reviewer,
        "illustration": illustration,
        "panel_by": panel_by,
        "panels": dict(panels or {}),
        "case": write_case(case),
        "pictures": dict(pictures or {}),
        "html": {scene.key: _scene_html(scene, pictures or {}) for scene in case.scenes},
        "search": search or {"states": 0, "complete": False},
    }


def _scene_html(scene: Scene, pictures: Mapping[str, str]) -> Content:
    return {
        "body": _html(scene.body, scene, pictures),
        "passages": [_html(passage.text, scene, pictures) for passage in scene.passages],
    }


def _html(text: str, scene: Scene, pictures: Mapping[str, str]) -> str:
    try:
        return render_markdown(text, picture=pictures.get if pictures else None)
    except ValueError:
        raise CompileError(
            _("De tekst van ‘%(scene)s’ is te lang. Verdeel de scène.") % {"scene": scene.title}
        ) from None
