"""Writing an item of QTI 3. What the format has no place for stands in a data attribute, which other programs pass by."""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from html import escape
from typing import Any, NamedTuple

from cms.interchange import prose, rest
from cms.interchange.encoding import xml_of
from cms.interchange.items import FileRefused, Item, NotHeld
from cms.interchange.parts import FILL_IN_STEM, STATEMENT_STEM, plainly
from cms.interchange.qti_reading import REST, beside, read_item

NAMESPACE = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
_SCHEMA = "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqti_asiv3p0_v1p0.xsd"

_BLOCK = re.compile(r"<(?:p|ul|ol|h[1-6]|blockquote|pre|hr|table|div)\b")
"""What inline feedback may not hold; a block may."""


class _Parts(NamedTuple):
    """What differs from kind to kind."""

    declarations: str
    body: str
    right: str
    """The condition under which the answer is right; empty where nobody judges."""
    feedback: Sequence[tuple[str, str]] = ()
    """Identifiers and HTML of what shows after the answer."""
    conditions: str = ""
    """Feedback that shows only sometimes."""
    chosen: bool = False
    """Whether what was chosen names its own feedback."""


def written(item: Item, identifier: str) -> tuple[str, dict[str, Any]]:
    """One question as an item of QTI 3, and what of it only Leerspiegel will read back. Raises NotHeld."""
    parts = _WRITERS[item.kind](item.value)
    parts = parts._replace(body=_stem(item) + parts.body)
    text = _document(item, identifier, parts)
    try:
        root = xml_of(text.encode())
        back, _notes = read_item(root, item.where, item.tags)
    except FileRefused as fault:
        raise NotHeld(str(fault)) from None
    left = rest.difference(item, back)
    if left is None:
        raise NotHeld("QTI kan deze vraag niet bevatten zonder dat ze iets anders wordt.")
    if left:
        line = escape(rest.packed(left, beside(root)))
        text = text.replace("<qti-item-body>", f'<qti-item-body {REST}="{line}">', 1)
    return text, left


def _stem(item: Item) -> str:
    is_default = item.stem == {"true-false": STATEMENT_STEM, "fill-in": FILL_IN_STEM}.get(item.kind)
    return "" if is_default else f"<div>{_html(item.stem)}</div>"


def _document(item: Item, identifier: str, parts: _Parts) -> str:
    feedback = [*parts.feedback, *([("EXPLANATION", _html(item.explanation))] if item.explanation else [])]
    shown = [name for name, _html_of in feedback if name not in {"LOW", "HIGH"}]
    modal = "".join(
        f'<qti-modal-feedback outcome-identifier="FEEDBACK" show-hide="show" identifier="{name}">'
        f"<qti-content-body>{html}</qti-content-body></qti-modal-feedback>"
        for name, html in feedback
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<qti-assessment-item xmlns="{NAMESPACE}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        f' xsi:schemaLocation="{NAMESPACE} {_SCHEMA}" identifier="{identifier}" title="{escape(item.title)}"'
        ' adaptive="false" time-dependent="false" xml:lang="nl" tool-name="Leerspiegel">'
        f"{parts.declarations}"
        '<qti-outcome-declaration identifier="SCORE" cardinality="single" base-type="float"/>'
        '<qti-outcome-declaration identifier="FEEDBACK" cardinality="multiple" base-type="identifier"/>'
        f"<qti-item-body>{parts.body}</qti-item-body>"
        f"{_processing(parts, shown)}{modal}</qti-assessment-item>\n"
    )


def _processing(parts: _Parts, shown: list[str]) -> str:
    score = _if(parts.right, _set("SCORE", _base("float", "1"))) if parts.right else ""
    named = '<qti-variable identifier="RESPONSE"/>' if parts.chosen else ""
    named += "".join(_base("identifier", name) for name in shown)
    always = _set("FEEDBACK", f"<qti-multiple>{named}</qti-multiple>") if named else ""
    return f"<qti-response-processing>{score}{always}{parts.conditions}</qti-response-processing>"


def _if(condition: str, then: str) -> str:
    return f"<qti-response-condition><qti-response-if>{condition}{then}</qti-response-if></qti-response-condition>"


def _set(identifier: str, value: str) -> str:
    return f'<qti-set-outcome-value identifier="{identifier}">{value}</qti-set-outcome-value>'


def _base(base_type: str, value: str) -> str:
    return f'<qti-base-value base-type="{base_type}">{value}</qti-base-value>'


def _html(markdown: str) -> str:
    """Markdown as HTML that is XML too."""
    html = prose.html_of(markdown).replace("&nbsp;", "&#160;")
    return re.sub(r"<(br|hr)\s*/?>", r"<\1/>", html)


def _inline(markdown: str) -> str:
    html = _html(markdown).strip()
    is_one = html.startswith("<p>") and html.endswith("</p>") and html.count("<p>") == 1
    return html[3:-4] if is_one else html


def _declared(
    cardinality: str, base_type: str, values: Sequence[str], *, name: str = "RESPONSE", mapping: str = ""
) -> str:
    right = "".join(f"<qti-value>{escape(value, quote=False)}</qti-value>" for value in values)
    correct = f"<qti-correct-response>{right}</qti-correct-response>" if values else ""
    return (
        f'<qti-response-declaration identifier="{name}" cardinality="{cardinality}" base-type="{base_type}">'
        f"{correct}{mapping}</qti-response-declaration>"
    )


_CORRECT = '<qti-match><qti-variable identifier="RESPONSE"/><qti-correct identifier="RESPONSE"/></qti-match>'


def _choice_of(name: str, html: str, feedback: str) -> str:
    shown = f'outcome-identifier="FEEDBACK" show-hide="show" identifier="{name}"'
    if _BLOCK.search(feedback):
        beside = f"<qti-feedback-block {shown}><qti-content-body>{feedback}</qti-content-body></qti-feedback-block>"
    else:
        beside = f"<qti-feedback-inline {shown}>{feedback}</qti-feedback-inline>" if feedback else ""
    return f'<qti-simple-choice identifier="{name}">{html}{beside}</qti-simple-choice>'


def _choices(kind: str, cardinality: str) -> Callable[[dict[str, Any]], _Parts]:
    def parts(value: dict[str, Any]) -> _Parts:
        options = value["options"]
        right = [f"choice_{number}" for number, one in enumerate(options, 1) if one["correct"]]
        rows = "".join(
            _choice_of(f"choice_{number}", _inline(one["text"]), _inline(one["feedback"]))
            for number, one in enumerate(options, 1)
        )
        most = 1 if cardinality == "single" else 0
        body = (
            f'<qti-choice-interaction response-identifier="RESPONSE" shuffle="false" max-choices="{most}" data-kind="{kind}">'
            f"{rows}</qti-choice-interaction>"
        )
        return _Parts(_declared(cardinality, "identifier", right), body, _CORRECT, chosen=True)

    return parts


def _true_false(value: dict[str, Any]) -> _Parts:
    rows = _choice_of("true", "Waar", _inline(value["feedback_true"]))
    rows += _choice_of("false", "Niet waar", _inline(value["feedback_false"]))
    body = (
        '<qti-choice-interaction response-identifier="RESPONSE" shuffle="false" max-choices="1" data-kind="true-false">'
        f"<qti-prompt>{_inline(value['statement'])}</qti-prompt>{rows}</qti-choice-interaction>"
    )
    return _Parts(_declared("single", "identifier", [value["answer"]]), body, _CORRECT, chosen=True)


def _order(value: dict[str, Any]) -> _Parts:
    """The choices stand in another order than the right one, for programs that do not shuffle."""
    names = [f"item_{number}" for number, _one in enumerate(value["items"], 1)]
    rows = [
        f'<qti-simple-choice identifier="{name}">{_inline(one["text"])}</qti-simple-choice>'
        for name, one in zip(names, value["items"], strict=True)
    ]
    body = f'<qti-order-interaction response-identifier="RESPONSE" shuffle="true">{"".join(rows[1:] + rows[:1])}</qti-order-interaction>'
    feedback = [
        (name, _html(one["feedback"])) for name, one in zip(names, value["items"], strict=True) if one["feedback"]
    ]
    return _Parts(_declared("ordered", "identifier", names), body, _CORRECT, feedback)


def _match(value: dict[str, Any]) -> _Parts:
    pairs = value["pairs"]
    lefts = "".join(_associable(f"left_{number}", _inline(one["left"]), 1) for number, one in enumerate(pairs, 1))
    texts = [*(one["right"] for one in pairs), *value["extra"]]
    rights = [_associable(f"right_{number}", escape(text), 0) for number, text in enumerate(texts, 1)]
    body = (
        f'<qti-match-interaction response-identifier="RESPONSE" shuffle="true" max-associations="{len(pairs)}">'
        f"<qti-simple-match-set>{lefts}</qti-simple-match-set>"
        f"<qti-simple-match-set>{''.join(rights)}</qti-simple-match-set></qti-match-interaction>"
    )
    right = [f"left_{number} right_{number}" for number in range(1, len(pairs) + 1)]
    feedback = [(f"left_{number}", _html(one["feedback"])) for number, one in enumerate(pairs, 1) if one["feedback"]]
    return _Parts(_declared("multiple", "directedPair", right), body, _CORRECT, feedback)


def _associable(name: str, html: str, most: int) -> str:
    return f'<qti-simple-associable-choice identifier="{name}" match-max="{most}">{html}</qti-simple-associable-choice>'


def _fill_in(value: dict[str, Any]) -> _Parts:
    pieces = re.split(r"\[\[(\d+)\]\]", value["text"])
    if sorted(pieces[1::2]) != sorted(str(number) for number in range(1, len(value["gaps"]) + 1)):
        raise NotHeld("De gaten in de tekst en de antwoorden passen niet bij elkaar.")
    body = escape(pieces[0])
    for number, after in zip(pieces[1::2], pieces[2::2], strict=True):
        body += f'<qti-text-entry-interaction response-identifier="RESPONSE_{number}"/>{escape(after)}'
    names = [f"RESPONSE_{number}" for number in range(1, len(value["gaps"]) + 1)]
    declared = "".join(
        _declared("single", "string", gap["accept"][:1], name=name, mapping=_mapping(gap["accept"]))
        for name, gap in zip(names, value["gaps"], strict=True)
    )
    each = "".join(f'<qti-gt><qti-map-response identifier="{name}"/>{_base("float", "0")}</qti-gt>' for name in names)
    feedback = [
        (f"{name}_FEEDBACK", _html(gap["feedback"]))
        for name, gap in zip(names, value["gaps"], strict=True)
        if gap["feedback"]
    ]
    return _Parts(declared, f"<p>{body}</p>", f"<qti-and>{each}</qti-and>", feedback)


def _mapping(accepted: Sequence[str]) -> str:
    rows = "".join(
        f'<qti-map-entry map-key="{escape(text)}" mapped-value="1" case-sensitive="false"/>' for text in accepted
    )
    return f'<qti-mapping default-value="0">{rows}</qti-mapping>'


def _number(value: dict[str, Any]) -> _Parts:
    answer, margin = Decimal(value["answer"]), Decimal(value["tolerance"])
    unit = f' data-unit="{escape(value["unit"])}"' if value["unit"] else ""
    body = f'<p><qti-text-entry-interaction response-identifier="RESPONSE"{unit}/></p>'
    mode = (
        f'tolerance-mode="absolute" tolerance="{plainly(margin)} {plainly(margin)}"'
        if margin
        else 'tolerance-mode="exact"'
    )
    right = f'<qti-equal {mode}><qti-variable identifier="RESPONSE"/><qti-correct identifier="RESPONSE"/></qti-equal>'
    feedback, conditions = [], ""
    for name, sign, bound, text in (
        ("LOW", "lt", answer - margin, value["feedback_low"]),
        ("HIGH", "gt", answer + margin, value["feedback_high"]),
    ):
        if text:
            feedback.append((name, _html(text)))
            compared = f'<qti-{sign}><qti-variable identifier="RESPONSE"/>{_base("float", plainly(bound))}</qti-{sign}>'
            both = f'<qti-multiple><qti-variable identifier="FEEDBACK"/>{_base("identifier", name)}</qti-multiple>'
            conditions += _if(compared, _set("FEEDBACK", both))
    declared = _declared("single", "float", [value["answer"]])
    return _Parts(declared, body, right, feedback, conditions)


def _open(value: dict[str, Any]) -> _Parts:
    points = "".join(f"<li>{escape(point)}</li>" for point in value["points"])
    model = _html(value["model_answer"]) + (f"<ul>{points}</ul>" if points else "")
    body = '<qti-extended-text-interaction response-identifier="RESPONSE" expected-lines="5"/>'
    return _Parts(_declared("single", "string", []), body, "", [("MODEL", model)] if model else [])


_WRITERS: dict[str, Callable[[dict[str, Any]], _Parts]] = {
    "single": _choices("single", "single"),
    "multiple": _choices("multiple", "multiple"),
    "true-false": _true_false,
    "order": _order,
    "match": _match,
    "fill-in": _fill_in,
    "number": _number,
    "open": _open,
}
