"""Bytes of a file as text and as XML, within bounds: the files come from anywhere."""

import re
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _

from cms.interchange.items import FileRefused

MAX_BYTES = 8 * 1024 * 1024
MAX_XML_DEPTH = 60
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,200}\?>")


def text_of(data: bytes) -> str:
    """The text: UTF-8, what a byte order mark says, or Windows-1252. With plain line ends. Raises FileRefused."""
    check_size(data)
    text = _decoded(data)
    if "\0" in text:
        raise FileRefused(
            _("Dit is geen leesbare tekst (er staat een NUL-teken in). Bewaar het bestand als tekst in UTF-8.")
        )
    return text.replace("\r\n", "\n").replace("\r", "\n")


def check_size(data: bytes) -> None:
    """Refuse what is too big to be a list of questions."""
    if len(data) > MAX_BYTES:
        raise FileRefused(
            _("Het bestand is groter dan %(most)s MB. Verdeel de vragen over meer bestanden.")
            % {"most": MAX_BYTES // 1024**2}
        )


def _decoded(data: bytes) -> str:
    encodings = [name for mark, name in _MARKS if data.startswith(mark)] or ["utf-8", "cp1252"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileRefused(_("De tekens in dit bestand zijn niet te lezen. Bewaar het als UTF-8."))


def xml_of(data: bytes) -> Element:
    """The root of an XML document without entities of its own. Raises FileRefused."""
    text = _DECLARATION.sub("", text_of(data).removeprefix("\ufeff"))
    try:
        root: Element = fromstring(text, forbid_dtd=True)
    except DefusedXmlException:
        raise FileRefused(
            _("Dit bestand heeft een DOCTYPE of eigen entiteiten. Dat is niet veilig; exporteer het zonder.")
        ) from None
    except (ParseError, ValueError, RecursionError) as fault:
        raise FileRefused(_("Dit is geen geldige XML: %(why)s.") % {"why": fault}) from None
    if _is_deeper(root, MAX_XML_DEPTH):
        raise FileRefused(_("Dit bestand is te diep genest om vragen te zijn."))
    return root


def _is_deeper(root: Element, most: int) -> bool:
    level = [root]
    for _depth in range(most):
        level = [child for element in level for child in element]
        if not level:
            return False
    return True
