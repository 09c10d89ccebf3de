"""Taking questions out of the bank as a file."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from cms.bank.values import item_of
from cms.interchange.formats import WRITERS
from cms.interchange.items import Item, Remark, Writing


def file_of(questions: Any, name: str) -> Writing:
    """The questions of a queryset in the format with this name. What cannot go into it is named."""
    rows: Iterable[Any] = questions.select_related("latest_revision").order_by("title", "pk")
    items: list[Item] = []
    unfinished: list[Remark] = []
    for question in rows:
        item = item_of(question)
        if item is None:
            unfinished.append(Remark(question.title, _("Deze vraag heeft nog geen antwoorden.")))
        else:
            items.append(item)
    writing = WRITERS[name](items)
    writing.left_out = unfinished + writing.left_out
    return writing
