"""Whether a question from a file fits in our kinds: their numbers of options, their lengths, what may not stand twice."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cms.blocks.questions import QUESTION_KINDS, block_type_of
from cms.importing.fields import SLUG
from cms.interchange.items import MAX_TITLE, Item, NotHeld, Value
from cms.interchange.prose import shows_words
from cms.unfinished import in_words, leaves_of

_BLOCKS = dict(QUESTION_KINDS)
_LONG, _SHORT, _ACCEPT, _POINT, _UNIT, _SOURCE, _TAGS, _KEY = 4000, 600, 100, 250, 40, 500, 250, 120
_LONGEST = {"text": _SHORT, "accept": _ACCEPT, "points": _POINT, "unit": _UNIT, "model_answer": _LONG}
_TO_COMPLETE = {"feedback", "feedback_true", "feedback_false", "feedback_low", "feedback_high", "model_answer"}
"""What other programs leave out and a draft may miss; an author fills it in before publishing."""


def checked(item: Item) -> Item:
    """The question, tidied. Raises NotHeld with the first reason why it does not fit."""
    item = item.tidied()
    for longest, text, name in _lengths(item):
        if len(text) > longest:
            raise NotHeld(
                _("‘%(name)s’ heeft %(count)s tekens; er mogen er %(longest)s.")
                % {"name": name, "count": len(text), "longest": longest}
            )
    if not item.title or not shows_words(item.stem):
        raise NotHeld(_("De vraag zelf is leeg."))
    if item.key and not (SLUG.fullmatch(item.key) and len(item.key) <= _KEY):
        raise NotHeld(
            _("De sleutel ‘%(key)s’ kan niet; gebruik kleine letters, cijfers en streepjes.") % {"key": item.key[:60]}
        )
    _refuse_twins(item.value)
    _refuse_by_block(item)
    return item


def incomplete(item: Item) -> bool:
    """Whether an author still has to add something before this can be published."""
    return any(name in _TO_COMPLETE and not text for name, text in _texts(item.value))


def _lengths(item: Item) -> Iterator[tuple[int, str, str]]:
    yield from (
        (MAX_TITLE, item.title, _("titel")),
        (_LONG, item.stem, _("vraag")),
        (_LONG, item.explanation, _("toelichting")),
        (_SOURCE, item.source, _("bron")),
        (_TAGS, ", ".join(item.tags), _("trefwoorden")),
    )
    for name, text in _texts(item.value):
        longest = _LONG if name == "text" and item.kind == "fill-in" else _LONGEST.get(name, _SHORT)
        yield longest, text, text[:30]


def _texts(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner, name)


def _refuse_twins(value: Value) -> None:
    for name, key in (("options", "text"), ("items", "text"), ("pairs", "left")):
        texts = [one[key] for one in value.get(name, [])]
        if any(not text for text in texts):
            raise NotHeld(_("Een antwoord is leeg."))
        twins = [text for text in texts if texts.count(text) > 1]
        if twins:
            raise NotHeld(_("‘%(text)s’ staat er twee keer.") % {"text": twins[0][:60]})


def _refuse_by_block(item: Item) -> None:
    block = _BLOCKS[block_type_of(item.kind)]
    value = block.to_python(_completed(item.value))
    try:
        block.clean(value)
    except ValidationError as fault:
        raise NotHeld(" ".join(in_words(list(leaves_of(fault, str(block.label), block, value))))) from None


def _completed(value: Any) -> Any:
    """The value as if an author had filled in what may be missing in a draft."""
    if isinstance(value, dict):
        return {key: "…" if key in _TO_COMPLETE and not inner else _completed(inner) for key, inner in value.items()}
    return [_completed(inner) for inner in value] if isinstance(value, list) else value
