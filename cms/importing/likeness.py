"""Whether two drafts say the same to a reader: words and order count, ids and names of files don't."""

from typing import Any

from cms.importing.drafts import LessonDraft, ModuleDraft, Package
from cms.importing.ids import digest
from cms.importing.media import fingerprint
from cms.importing.questions import QuestionDraft

_FILES = {"figure": ("image",), "download": ("document",), "video": ("video", "captions")}


def likeness(draft: LessonDraft | ModuleDraft | QuestionDraft, package: Package) -> str:
    """A digest that is the same for drafts that say the same, each in its package."""
    says = _without_ids(draft.says())
    if isinstance(draft, ModuleDraft):
        says |= {"lessons": [lesson.slug for lesson in package.lessons], "prerequisites": sorted(draft.prerequisites)}
    if isinstance(draft, LessonDraft):
        says["body"] = [_with_contents(block, package) for block in says["body"]]
    return digest(says)


def _without_ids(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_ids(one) for name, one in value.items() if name != "id" or "value" not in value}
    return [_without_ids(one) for one in value] if isinstance(value, list) else value


def _with_contents(block: dict[str, Any], package: Package) -> dict[str, Any]:
    """A block with what its files hold in the place of their names."""
    if block["type"] == "text":
        text = block["value"]
        for name, media in sorted(package.media.items()):
            text = text.replace(f'"media/{name}"', f'"media/{fingerprint(media)}"')
        return block | {"value": text}
    names = _FILES.get(block["type"], ())
    held = {name: fingerprint(package.media[block["value"][name]]) for name in names if block["value"][name]}
    return block | {"value": block["value"] | held} if names else block
