"""What an author sees of a case before publishing: every scene, in the order of the document."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.safestring import mark_safe

from cases_library.compiling import draft_content, drafted
from cases_library.engine.format import Case
from cases_library.models import CasePage
from cms.previewing import Preview


def case_preview(page: CasePage) -> Preview:
    """A case as readable pages; a document that cannot be read shows why, and nothing else."""
    try:
        case = drafted(page)
        html = draft_content(page, case)["html"]
    except ValidationError as fault:
        return Preview(problems=list(fault.messages))
    return Preview(
        blocks=[_scene(case, key, html[key]) for key in html],
        content={"notice": case.notice, "support": [{"label": one.label, "text": one.text} for one in case.support]},
    )


def _scene(case: Case, key: str, html: dict[str, Any]) -> dict[str, Any]:
    scene = case.scene(key)
    assert scene is not None  # noqa: S101  the keys are the case's own
    return {
        "key": key,
        "title": scene.title,
        "html": mark_safe(html["body"]),  # noqa: S308  cleaned when rendered
        "passages": [mark_safe(passage) for passage in html["passages"]],  # noqa: S308  cleaned when rendered
        "choices": [
            {"text": choice.text, "to": choice.to, "title": target.title if (target := case.scene(choice.to)) else ""}
            for choice in scene.choices
        ],
        "debrief": scene.debrief,
        "is_ending": scene.is_ending,
    }
