"""What a reader of a draft sees: props of the templates in learning/practice/trials/."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from learning.practice.models import TrialGroup
from learning.practice.trial import Trial
from learning.practice.trials.actions import MAX_REMARK
from learning.practice.trials.drafts import Part, Sheet
from learning.practice.trials.queries import OwnRemark

Forms = Mapping[str, Mapping[str, Any]]
"""What came back in a form after a refusal (text, error, guard) or was said after a save (heading), by block or by remark."""


def region_of(block: str) -> str:
    """The id of what stands beside a block."""
    return f"opmerkingen-{block}"


def _place_of(block: str, number: int) -> str:
    """The id of the place where one's remark with this number at a block is put when it is kept."""
    return f"{region_of(block)}-{number}"


def remarks_at(group: uuid.UUID, part: uuid.UUID, block: str, own: list[OwnRemark], forms: Forms) -> dict[str, Any]:
    """Props of learning/practice/trials/remarks.html."""
    at_block = [one_remark(one, forms) for one in own if one.block == block]
    return {
        "id": region_of(block),
        "form_id": f"{region_of(block)}-nieuw",
        "next_id": _place_of(block, len(at_block)),
        "block": block,
        "action": reverse("trials:remark", args=[group, part]),
        "key": str(uuid.uuid4()),
        "max_length": MAX_REMARK,
        "own": at_block,
        **forms.get(block, {}),
    }


def kept_at(block: str, own: list[OwnRemark], kept: uuid.UUID) -> dict[str, Any]:
    """A remark that was just kept, and the place that waited for it; empty when it is not among one's own any more."""
    at_block = [one for one in own if one.block == block]
    number = next((place for place, one in enumerate(at_block) if one.uuid == kept), None)
    if number is None:
        return {}
    one = one_remark(at_block[number], {})
    return {"id": _place_of(block, number), "one": one, "next_id": _place_of(block, number + 1)}


def one_remark(one: OwnRemark, forms: Forms) -> dict[str, Any]:
    """A remark of one's own, with the form that changes it."""
    return {
        "id": f"opmerking-{one.uuid}",
        "words": one.text,
        "text": one.text,
        "version": one.version,
        "at": one.at,
        "is_done": one.done_at is not None,
        "max_length": MAX_REMARK,
        "change_url": reverse("trials:remark-change", args=[one.uuid]),
        "back_url": reverse("trials:remark-take-back", args=[one.uuid]),
        **forms.get(str(one.uuid), {}),
    }


def sheet_props(group: TrialGroup, sheet: Sheet, now: Trial, own: list[OwnRemark], forms: Forms) -> dict[str, Any]:
    """The blocks of a part, each with what one remarked there; and what one remarked where nothing stands any more.

    `lost`: a form that came back for a block that went while its words were written.
    """
    part, standing = sheet.part.uuid, {block["id"] for block in sheet.preview.blocks}
    blocks = []
    for block in sheet.preview.blocks:
        question = block["type"] == "question"
        shown = {"shown": now.shown(block["id"], block["content"])} if question else {}
        blocks.append(block | shown | {"remarks": remarks_at(group.pk, part, block["id"], own, forms)})
    elsewhere = standing | {str(one.uuid) for one in own}
    return {
        "blocks": blocks,
        "carried": now.carried(),
        "lost": [remarks_at(group.pk, part, block, [], forms) for block in forms if block not in elsewhere],
        "gone": [one_remark(one, forms) for one in own if one.block not in standing],
    }


def row_of(group: uuid.UUID, part: Part, remarks: int) -> dict[str, Any]:
    """A part in the list of what there is to read."""
    return {
        "title": part.title,
        "url": reverse("trials:part", args=[group, part.uuid]),
        "minutes": part.minutes,
        "is_test": part.is_test,
        "remarks": remarks,
    }
