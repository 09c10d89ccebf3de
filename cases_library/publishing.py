"""A case goes out: its edition is made, and the lessons that use it follow."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import transaction

from cases_library.compiling import compile_case
from cases_library.models import CasePage
from cms.editions.publishing import publish, republish_users, settle
from cms.editions.registry import register
from cms.models import Change, Edition, Kind
from cms.search import passages
from cms.search.passages import Text
from cms.turns import take_turn
from people.models import User


@transaction.atomic
def publish_case(
    page: CasePage, *, by: User | None = None, material: bool | None = None, note: str | None = None
) -> Edition:
    """Publish a case, and recompile the live lessons that use it. Raises CompileError with every finding that blocks."""
    take_turn()
    is_material = page.change == Change.MATERIAL if material is None else material
    said = page.change_note if note is None else note
    edition = publish(
        kind=Kind.CASE, source=page.uuid, organisation_id=page.owner_root.organisation_id, slug=page.slug,
        compiled=compile_case(page), material=is_material, by=by, note=said,
    )  # fmt: skip
    if material is None:
        settle(page)
    republish_users(edition.taught, material=is_material, by=by, note=said)
    return edition


def _found_in(content: Mapping[str, Any]) -> Iterator[Text]:
    """What can be found in a case: what its reader is told beforehand, and nothing of the play."""
    yield Text("", content["summary"])


register(CasePage, compile=compile_case, publish=publish_case)
passages.register(Kind.CASE, _found_in)
