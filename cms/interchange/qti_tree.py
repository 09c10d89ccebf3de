"""QTI as one vocabulary: versions 2 and 3 write the same names in their own ways."""

from collections.abc import Iterator
from html import escape
from xml.etree.ElementTree import Element

_VOID = {"br", "img", "hr", "input", "source", "track", "wbr", "col"}


def name_of(element: Element) -> str:
    """`qti-simple-choice` and `simpleChoice`, in whatever namespace, as `simplechoice`."""
    local = str(element.tag).rpartition("}")[2]
    return local.removeprefix("qti-").replace("-", "").lower()


def attribute(element: Element, name: str, default: str = "") -> str:
    """An attribute by its name in one word: `max-choices` and `maxChoices` are `maxchoices`."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2].replace("-", "").lower() == name:
            return value
    return default


def children(element: Element, *names: str) -> Iterator[Element]:
    """The direct children with one of these names."""
    return (child for child in element if name_of(child) in names)


def descendants(element: Element, *names: str) -> list[Element]:
    """All elements below with one of these names, in order."""
    return [one for one in element.iter() if one is not element and name_of(one) in names]


def first(element: Element, *names: str) -> Element | None:
    """The first element below with one of these names."""
    return next(iter(descendants(element, *names)), None)


def html(element: Element, *, without: frozenset[str] = frozenset(), marks: dict[Element, str] | None = None) -> str:
    """What stands in an element as HTML without namespaces. `marks` puts words where certain elements stand."""
    parts = [escape(element.text or "", quote=False)]
    for child in element:
        parts.append(_one(child, without, marks or {}))
        parts.append(escape(child.tail or "", quote=False))
    return "".join(parts)


def _one(child: Element, without: frozenset[str], marks: dict[Element, str]) -> str:
    name = name_of(child)
    if child in marks:
        return marks[child]
    if not isinstance(child.tag, str) or name in without:
        return ""
    inner = html(child, without=without, marks=marks)
    href = f' href="{escape(child.get("href", ""))}"' if name == "a" else ""
    return f"<{name}{href}>" if name in _VOID else f"<{name}{href}>{inner}</{name}>"
