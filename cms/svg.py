"""Drawings that people upload: only what draws stays. They are shown as `<img>`, where scripts don't run; this is the second lock."""

from xml.etree.ElementTree import Element, ParseError, register_namespace, tostring

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_SHAPES = "svg g defs symbol use title desc path rect circle ellipse line polyline polygon text tspan textPath"
_PAINTS = "linearGradient radialGradient stop clipPath mask pattern marker filter"
_EFFECTS = "feGaussianBlur feOffset feMerge feMergeNode feColorMatrix feFlood feComposite feBlend"
_TAGS = frozenset(f"{_SHAPES} {_PAINTS} {_EFFECTS}".split())


class BrokenDrawing(ValueError):
    """This is not an SVG drawing, or it does what a drawing does not need."""


def cleaned_svg(source: bytes) -> bytes:
    """The drawing without scripts, events, styles from elsewhere, embedded pages and addresses. Raises BrokenDrawing."""
    try:
        root: Element = fromstring(source, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError):
        raise BrokenDrawing from None
    if root.tag != f"{{{_SVG}}}svg":
        raise BrokenDrawing
    _clean(root)
    register_namespace("", _SVG)
    register_namespace("xlink", _XLINK)
    return tostring(root, encoding="utf-8")


def draws(drawing: bytes) -> bool:
    """Whether anything is drawn or written in a cleaned drawing."""
    said = {"title", "desc", "defs", "g"}
    return any(one.tag.rpartition("}")[2] not in said for one in list(fromstring(drawing).iter())[1:])


def _clean(element: Element) -> None:
    for name, value in list(element.attrib.items()):
        local = name.rpartition("}")[2].lower()
        if local.startswith("on") or (local == "href" and not value.startswith("#")) or _leads_away(value):
            del element.attrib[name]
    for child in list(element):
        if not isinstance(child.tag, str) or child.tag.removeprefix(f"{{{_SVG}}}") not in _TAGS:
            element.remove(child)
        else:
            _clean(child)


def _leads_away(value: str) -> bool:
    squeezed = "".join(value.lower().split())
    return (
        "javascript:" in squeezed
        or "data:" in squeezed
        or ("url(" in squeezed and "url(#" not in squeezed)
        or "@import" in squeezed
    )
