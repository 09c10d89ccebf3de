"""Writing GIFT. What it has no place for goes into a comment line that other programs pass by, and is named."""

from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from cms.interchange import rest
from cms.interchange.gift_reading import REST, read
from cms.interchange.gift_text import escape, hide
from cms.interchange.items import FileRefused, Item, NotHeld, Remark, Writing
from cms.interchange.parts import FILL_IN_STEM, STATEMENT_STEM


def write(items: Sequence[Item]) -> Writing:
    """A GIFT file of the questions that it can hold; each is read back before it is counted as written."""
    writing, parts = Writing(), []
    for item in items:
        try:
            text, left = written(item)
        except NotHeld as reason:
            writing.left_out.append(Remark(item.title, str(reason)))
            continue
        parts.append(text)
        if left:
            writing.notes.append(Remark(item.title, rest.told(left)))
    writing.data = ("\n\n".join(parts) + "\n").encode() if parts else b""
    return writing


def written(item: Item) -> tuple[str, dict[str, object]]:
    """One question as GIFT, and what of it only Leerspiegel will read back. Raises NotHeld."""
    head, native = _comments(item), _native(item)
    try:
        back = read(f"{head}{native}".encode())
    except FileRefused as fault:
        raise NotHeld(str(fault)) from None
    left = rest.difference(item, back.items[0]) if len(back.items) == 1 and not back.skipped else None
    if left is None:
        raise NotHeld(_("GIFT kan deze vraag niet bevatten zonder dat ze iets anders wordt."))
    if left:
        head += f"// {REST}{rest.packed(left, hide(native))}\n"
    return f"{head}{native}", left


def _comments(item: Item) -> str:
    """Moodle's own marks for an id and tags."""
    marks = [f"[id:{item.key}]"] if item.key else []
    marks += [f"[tag:{escape(tag)}]" for tag in item.tags if "]" not in tag and "[" not in tag]
    return f"// {' '.join(marks)}\n" if marks else ""


def _native(item: Item) -> str:
    before, answers, after = _WRITERS[item.kind](item)
    general = f"\n####{escape(item.explanation)}" if item.explanation else ""
    return f"::{escape(item.title)}::[markdown]{before}{{{answers}{general}\n}}{after}"


def _hash(feedback: str) -> str:
    return f"#{escape(feedback)}" if feedback else ""


def _single(item: Item) -> tuple[str, str, str]:
    rows = [
        f"\n{'=' if one['correct'] else '~'}{escape(one['text'])}{_hash(one['feedback'])}"
        for one in item.value["options"]
    ]
    return f"{escape(item.stem)} ", "".join(rows), ""


def _multiple(item: Item) -> tuple[str, str, str]:
    options = item.value["options"]
    share = _share(sum(1 for one in options if one["correct"]))
    rows = [
        f"\n~%{share if one['correct'] else '-100'}%{escape(one['text'])}{_hash(one['feedback'])}" for one in options
    ]
    return f"{escape(item.stem)} ", "".join(rows), ""


def _share(count: int) -> str:
    share = (Decimal(100) / max(count, 1)).quantize(Decimal("0.00001"), ROUND_HALF_UP)
    return format(share.normalize(), "f")


def _true_false(item: Item) -> tuple[str, str, str]:
    value = item.value
    is_true = value["answer"] == "true"
    right, wrong = ("feedback_true", "feedback_false") if is_true else ("feedback_false", "feedback_true")
    feedback = f"#{escape(value[wrong])}#{escape(value[right])}" if value[wrong] or value[right] else ""
    above = "" if item.stem == STATEMENT_STEM else f"{escape(item.stem)}\\n\\n"
    return f"{above}{escape(value['statement'])} ", ("TRUE" if is_true else "FALSE") + feedback, ""


def _match(item: Item) -> tuple[str, str, str]:
    rows = [f"\n={escape(pair['left'])} -> {escape(pair['right'])}" for pair in item.value["pairs"]]
    rows += [f"\n= -> {escape(text)}" for text in item.value["extra"]]
    return f"{escape(item.stem)} ", "".join(rows), ""


def _fill_in(item: Item) -> tuple[str, str, str]:
    gaps, text = item.value["gaps"], item.value["text"]
    if len(gaps) != 1 or text.count("[[1]]") != 1:
        raise NotHeld(_("GIFT heeft één invulveld per vraag; deze heeft er meer."))
    rows = [f"\n={escape(answer)}{_hash(gaps[0]['feedback'])}" for answer in gaps[0]["accept"]]
    before, _gap, after = text.partition("[[1]]")
    if not after.strip():
        above = (
            f"{escape(before.rstrip())} " if item.stem == FILL_IN_STEM and before.strip() else f"{escape(item.stem)} "
        )
        return above, "".join(rows), ""
    above = "" if item.stem == FILL_IN_STEM else f"{escape(item.stem)}\\n\\n"
    return f"{above}{escape(before)}", "".join(rows), escape(after)


def _number(item: Item) -> tuple[str, str, str]:
    value = item.value
    margin = f":{value['tolerance']}" if value["tolerance"] != "0" else ""
    if value["feedback_low"] and value["feedback_low"] == value["feedback_high"]:
        return f"{escape(item.stem)} ", f"#\n={value['answer']}{margin}\n~{_hash(value['feedback_low'])}", ""
    return f"{escape(item.stem)} ", f"#{value['answer']}{margin}", ""


def _order(item: Item) -> tuple[str, str, str]:
    rows = [f"\n{escape(one['text'])}" for one in item.value["items"]]
    return f"{escape(item.stem)} ", f">{len(rows)} ALL VERTICAL ABSOLUTE_POSITION SHOW" + "".join(rows), ""


def _open(item: Item) -> tuple[str, str, str]:
    return f"{escape(item.stem)} ", "", ""


_WRITERS: dict[str, Callable[[Item], tuple[str, str, str]]] = {
    "single": _single,
    "multiple": _multiple,
    "true-false": _true_false,
    "match": _match,
    "fill-in": _fill_in,
    "number": _number,
    "order": _order,
    "open": _open,
}
