"""QTI as we write it, held against the rules of the QTI 3.0 information model: elements, their order, attributes, identifiers, references.

The official schemas are not at hand here, so this is our reading of that model and no validation by it (docs/how-to/import-questions.md).
"""

import io
import re
import zipfile
from xml.etree.ElementTree import Element, fromstring

import pytest
from hypothesis import given, settings

from cms.interchange import qti_package
from cms.interchange.checking import checked
from cms.interchange.items import Item, NotHeld
from tests.cms.interchange.test_round_trip import _item, _whole
from tests.factories.cms import BODIES

QTI = "{http://www.imsglobal.org/xsd/imsqtiasi_v3p0}"
IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
INLINE = {"strong", "em", "b", "i", "a", "br", "code", "sub", "sup", "span", "del", "q"}
BLOCK = {"p", "div", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "hr", "table"}
WORDS = INLINE | BLOCK | {"qti-feedback-inline", "qti-feedback-block"}
VALUES = {"qti-variable", "qti-correct", "qti-base-value", "qti-multiple", "qti-map-response"}
RULES: dict[str, tuple[str, str, set[str]]] = {
    # element: what stands in it, as a pattern over its children; required attributes; the others that may be there
    "qti-assessment-item": (
        "(qti-response-declaration )+(qti-outcome-declaration )+qti-item-body qti-response-processing (qti-modal-feedback )*",
        "identifier title time-dependent",
        {"adaptive", "lang", "tool-name", "schemaLocation"},
    ),
    "qti-response-declaration": ("(qti-correct-response )?(qti-mapping )?", "identifier cardinality base-type", set()),
    "qti-outcome-declaration": ("", "identifier cardinality base-type", set()),
    "qti-correct-response": ("(qti-value )+", "", set()),
    "qti-value": ("", "", set()),
    "qti-mapping": ("(qti-map-entry )+", "default-value", set()),
    "qti-map-entry": ("", "map-key mapped-value", {"case-sensitive"}),
    "qti-choice-interaction": (
        "(qti-prompt )?(qti-simple-choice )+",
        "response-identifier",
        {"shuffle", "max-choices", "data-kind"},
    ),
    "qti-order-interaction": ("(qti-simple-choice )+", "response-identifier", {"shuffle"}),
    "qti-match-interaction": ("(qti-simple-match-set ){2}", "response-identifier", {"shuffle", "max-associations"}),
    "qti-simple-match-set": ("(qti-simple-associable-choice )+", "", set()),
    "qti-text-entry-interaction": ("", "response-identifier", {"data-unit"}),
    "qti-extended-text-interaction": ("", "response-identifier", {"expected-lines"}),
    "qti-response-processing": ("(qti-response-condition |qti-set-outcome-value )*", "", set()),
    "qti-response-condition": ("qti-response-if ", "", set()),
    "qti-response-if": ("(qti-match |qti-and |qti-equal |qti-lt |qti-gt )(qti-set-outcome-value )+", "", set()),
    "qti-set-outcome-value": ("(qti-base-value |qti-multiple )", "identifier", set()),
    "qti-match": ("(qti-variable |qti-correct ){2}", "", set()),
    "qti-equal": ("(qti-variable |qti-correct ){2}", "tolerance-mode", {"tolerance"}),
    "qti-and": ("(qti-gt )+", "", set()),
    "qti-lt": ("qti-variable qti-base-value ", "", set()),
    "qti-gt": ("(qti-variable |qti-map-response )qti-base-value ", "", set()),
    "qti-multiple": ("(qti-variable |qti-base-value )+", "", set()),
    "qti-variable": ("", "identifier", set()),
    "qti-correct": ("", "identifier", set()),
    "qti-map-response": ("", "identifier", set()),
    "qti-base-value": ("", "base-type", set()),
    "qti-modal-feedback": ("qti-content-body ", "outcome-identifier show-hide identifier", set()),
    "qti-feedback-block": ("qti-content-body ", "outcome-identifier show-hide identifier", set()),
}
HELD: dict[str, set[str]] = {
    # elements with words in them: which elements may stand among those
    "qti-item-body": {
        "p",
        "div",
        "qti-choice-interaction",
        "qti-order-interaction",
        "qti-match-interaction",
        "qti-extended-text-interaction",
    },
    "qti-content-body": BLOCK | INLINE,
    "qti-prompt": BLOCK | INLINE,
    "qti-simple-choice": WORDS,
    "qti-simple-associable-choice": WORDS,
    "qti-feedback-inline": INLINE,
}
NEEDED = {
    "qti-simple-choice": {"identifier"},
    "qti-simple-associable-choice": {"identifier", "match-max"},
    "qti-feedback-inline": {"outcome-identifier", "show-hide", "identifier"},
    "a": {"href"},
}
WORDLESS = {"qti-item-body", *RULES} - {"qti-value", "qti-base-value"}
LISTS = {"ul": {"li"}, "ol": {"li"}, "table": {"thead", "tbody", "tr"}}


def _name(element: Element) -> str:
    assert element.tag.startswith(QTI), element.tag
    return element.tag.removeprefix(QTI)


def _attributes(element: Element) -> set[str]:
    return {name.rpartition("}")[2] for name in element.attrib}


def faults(root: Element) -> list[str]:
    """Where an item leaves the model."""
    found = [fault for element in root.iter() for fault in (*_shape(element), *_place(element))]
    return found + _references(root)


def _shape(element: Element) -> list[str]:
    name, inside = _name(element), [_name(child) for child in element]
    known, wrong = _attributes(element), []
    if name in RULES:
        pattern, needed, more = RULES[name]
        if not re.fullmatch(pattern, "".join(f"{one} " for one in inside)):  # a space after every name
            wrong.append(f"{name} holds {inside}")
        wrong += [f"{name} lacks {one}" for one in needed.split() if one not in known]
        wrong += [f"{name} has {one}" for one in known - set(needed.split()) - more]
    elif name in HELD:
        wrong += [f"{name} holds {one}" for one in inside if one not in HELD[name]]
    elif name in LISTS:
        wrong += [f"{name} holds {one}" for one in inside if one not in LISTS[name]]
    elif name.startswith("qti-"):
        wrong.append(f"unknown: {name}")
    wrong += [f"{name} lacks {one}" for one in NEEDED.get(name, set()) - known]
    return wrong


def _place(element: Element) -> list[str]:
    name, wrong = _name(element), []
    around = [element.text, *(child.tail for child in element)]
    if name in WORDLESS and any((one or "").strip() for one in around):
        wrong.append(f"{name} holds loose words")
    if name == "p":
        wrong += [
            f"p holds {_name(one)}" for one in element if _name(one) not in INLINE | {"qti-text-entry-interaction"}
        ]
    for key in ("identifier", "response-identifier", "outcome-identifier"):
        if not IDENTIFIER.fullmatch(element.get(key, "x")):
            wrong.append(f"{name}: {key}={element.get(key)!r}")
    return wrong


def _references(root: Element) -> list[str]:
    """What points at nothing, and what is declared otherwise than it is used."""
    every = {name: list(root.iter(f"{QTI}{name}")) for name in {_name(one) for one in root.iter()}}
    responses = {one.get("identifier"): one for one in every["qti-response-declaration"]}
    outcomes = {one.get("identifier") for one in every["qti-outcome-declaration"]}
    choices = [
        one.get("identifier")
        for name in ("qti-simple-choice", "qti-simple-associable-choice")
        for one in every.get(name, [])
    ]
    asked = [one.get("response-identifier") for one in root.iter() if one.get("response-identifier")]
    wrong = [f"asked {sorted(asked)}, declared {sorted(responses)}"] if sorted(asked) != sorted(responses) else []
    wrong += ["identifiers twice"] if len(set(choices)) != len(choices) else []
    for declared in responses.values():
        values = [one.text or "" for one in declared.iter(f"{QTI}qti-value")]
        if declared.get("cardinality") == "single" and len(values) > 1:
            wrong.append("one answer with several values")
        if declared.get("base-type") in {"identifier", "directedPair"}:
            wrong += [f"no choice {name}" for one in values for name in one.split() if name not in choices]
    wrong += [
        f"sets {one.get('identifier')}"
        for one in every.get("qti-set-outcome-value", [])
        if one.get("identifier") not in outcomes
    ]
    read = [
        one.get("identifier")
        for name in ("qti-variable", "qti-correct", "qti-map-response")
        for one in every.get(name, [])
    ]
    wrong += [f"reads {one}" for one in read if one not in outcomes | responses.keys()]
    wrong += [
        f"shows {one.get('outcome-identifier')}"
        for one in root.iter()
        if one.get("outcome-identifier", "FEEDBACK") not in outcomes
    ]
    return wrong


def _items(*items: Item) -> tuple[Element, list[Element]]:
    with zipfile.ZipFile(io.BytesIO(qti_package.write(items).data)) as archive:
        manifest = fromstring(archive.read("imsmanifest.xml"))
        return manifest, [
            fromstring(archive.read(name)) for name in sorted(archive.namelist()) if name.startswith("items/")
        ]


@pytest.mark.parametrize("kind", sorted(BODIES))
def test_an_item_of_every_kind_keeps_to_the_model(kind: str):
    _manifest, (root,) = _items(_whole(kind))
    assert faults(root) == []


@settings(max_examples=60, deadline=None)
@given(item=_item())
def test_whatever_words_it_holds_an_item_keeps_to_the_model(item: Item):
    try:
        item = checked(item)
    except NotHeld:
        return
    _manifest, made = _items(item)
    assert [fault for root in made for fault in faults(root)] == []


def test_the_check_sees_what_is_wrong():
    _manifest, (root,) = _items(_whole("single"))
    body = next(root.iter(f"{QTI}qti-item-body"))
    root.remove(body)
    root.append(body)
    next(root.iter(f"{QTI}qti-value")).text = "choice_9"
    del next(root.iter(f"{QTI}qti-set-outcome-value")).attrib["identifier"]
    body.text = "los"
    said = "\n".join(faults(root))
    for one in ("assessment-item holds", "no choice choice_9", "set-outcome-value lacks identifier", "loose words"):
        assert one in said


def test_the_list_of_a_package_names_every_item_once_with_its_type():
    manifest, made = _items(*(_whole(kind) for kind in BODIES))
    space = "{http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1}"
    assert [one.tag.removeprefix(space) for one in manifest] == ["metadata", "organizations", "resources"]
    assert [one.text for one in manifest[0]] == ["QTI Package", "3.0.0"]
    resources = list(manifest[2])
    assert {one.get("type") for one in resources} == {"imsqti_item_xmlv3p0"}
    assert [one.get("identifier") for one in resources] == [root.get("identifier") for root in made]
    for one in resources:
        files = [child.get("href") for child in one if child.tag == f"{space}file"]
        assert files == [one.get("href")] == [f"items/{one.get('identifier')}.xml"]
