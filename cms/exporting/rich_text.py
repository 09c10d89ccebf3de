"""Rich text as the Markdown that cms/importing reads back as the same text: headings, lists, emphasis, links, breaks."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext as _

from cms.importing.rich_text import ALL, MarkdownRefused, to_rich_text

_SAME = {"strong": "b", "em": "i"}
_BLOCKS = frozenset({"p", "h2", "h3"})
_LISTS = frozenset({"ul", "ol"})
_INLINE = frozenset({"b", "i", "a"})
_ENTITY = re.compile(r"&(?=#?[0-9a-zA-Z]+;)")
_REFERENCE = re.compile(r"(\[\^[a-z0-9-]+\])")
_LINE_START = re.compile(r"(?P<mark>[#>+-])|(?P<number>\d+)\.|(?P<other>[|=~]|:::)")
_SAFE_IN_ADDRESS = "!#$&'*+,/:;=?@[]~%_.-"


_NOTHING = "&#32;"
"""What stands on a line between two breaks, which would end the paragraph if it were empty."""


class Unwritable(ValueError):
    """The text cannot be written so that it reads back the same; the message says what stands in the way."""


@dataclass
class Node:
    """An element with what is in it; texts are plain strings."""

    tag: str
    href: str = ""
    inside: list[Any] = field(default_factory=list)

    def key(self) -> Any:
        return (self.tag, self.href, tuple(one if isinstance(one, str) else one.key() for one in self.inside))


def to_markdown(html: str, allowed: frozenset[str] = ALL) -> str:
    """The text as Markdown. Raises Unwritable."""
    tree = read_html(html)
    wanted = [one.key() for one in tree]
    for emphasis in ("*", "_"):
        source = _Writer(emphasis).write(tree)
        try:
            read_back = read_html(to_rich_text(source, allowed))
        except MarkdownRefused as refused:
            raise Unwritable("; ".join(wrong for _line, wrong, _remedy in refused.faults)) from None
        if [one.key() for one in read_back] == wanted:
            return source
    raise Unwritable(_("Deze opmaak is niet op te schrijven. Maak haar in de studio eenvoudiger."))


def normal(html: str, allowed: frozenset[str] = ALL) -> str:
    """The text as reading its Markdown gives it back; the same for everything that reads the same. Raises Unwritable."""
    return to_rich_text(to_markdown(html, allowed), allowed)


# --- HTML as a tree that says only what a reader sees ------------------------------------------------


def read_html(html: str) -> list[Node]:
    """The blocks of a rich text, without what makes no difference: attributes of the editor, empty elements, spaces at ends."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return _joined_lists([one for one in (_tidy_block(node) for node in reader.root.inside if node) if one is not None])


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        tag = _SAME.get(tag, tag)
        if tag == "br":
            self._open[-1].inside.append(Node("br"))
            return
        if tag not in _BLOCKS | _LISTS | _INLINE | {"li"}:
            raise Unwritable(_unknown(tag))
        node = Node(tag, _address(dict(attrs)) if tag == "a" else "")
        self._open[-1].inside.append(node)
        self._open.append(node)

    def handle_endtag(self, tag: str) -> None:
        tag = _SAME.get(tag, tag)
        places = [place for place, node in enumerate(self._open) if node.tag == tag]
        if tag != "br" and places:
            del self._open[places[-1] :]

    def handle_data(self, data: str) -> None:
        self._open[-1].inside.append(re.sub(r"[ \t\r\n\f]+", " ", data))


def _unknown(tag: str) -> str:
    return _("Er staat iets in dat niet mee kan: <%(tag)s>. Haal het in de studio weg.") % {"tag": tag}


def _address(attrs: dict[str, str | None]) -> str:
    return quote(attrs.get("href") or "", safe=_SAFE_IN_ADDRESS)


def _tidy_block(node: Node | str) -> Node | None:
    """A block without empty parts; loose text becomes a paragraph of its own."""
    if isinstance(node, str) or node.tag in _INLINE | {"br"}:
        node = Node("p", inside=[node])
    if node.tag in _LISTS:
        items = [item for item in (_tidy_item(one) for one in node.inside if isinstance(one, Node)) if item.inside]
        return Node(node.tag, inside=items) if items else None
    inside = _trimmed(_tidy_inline(node.inside))
    return Node(node.tag, inside=inside) if inside else None


def _tidy_item(node: Node) -> Node:
    lists = [one for one in node.inside if isinstance(one, Node) and one.tag in _LISTS]
    words: list[Any] = []
    for one in node.inside:
        if isinstance(one, Node) and one.tag in _LISTS:
            continue
        words += one.inside if isinstance(one, Node) and one.tag in _BLOCKS else [one]
    inner = _joined_lists([made for made in map(_tidy_block, lists) if made is not None])
    return Node("li", inside=[*_trimmed(_tidy_inline(words)), *inner])


def _joined_lists(blocks: list[Node]) -> list[Node]:
    """Two lists of a kind after each other are one to a reader."""
    made: list[Node] = []
    for block in blocks:
        if made and block.tag in _LISTS and made[-1].tag == block.tag:
            made[-1] = Node(block.tag, inside=[*made[-1].inside, *block.inside])
        else:
            made.append(block)
    return made


def _tidy_inline(parts: list[Any]) -> list[Any]:
    """Texts beside each other joined, equal emphasis joined, spaces moved out of emphasis, empty elements gone."""
    made: list[Any] = []
    for part in (loose for one in parts for loose in _loosened(one)):
        last = made[-1] if made else None
        if isinstance(part, str) and isinstance(last, str):
            made[-1] = re.sub(r" +", " ", last + part)
        elif isinstance(part, Node) and isinstance(last, Node) and part.tag in {"b", "i"} and last.tag == part.tag:
            made[-1] = Node(last.tag, inside=_tidy_inline([*last.inside, *part.inside]))
        elif part != "":
            made.append(part)
    return _without_spaces_at_breaks(made)


def _without_spaces_at_breaks(parts: list[Any]) -> list[Any]:
    made = list(parts)
    for place, part in enumerate(parts):
        if isinstance(part, str) and place and _is_break(parts[place - 1]):
            made[place] = made[place].lstrip()
        if isinstance(part, str) and place + 1 < len(parts) and _is_break(parts[place + 1]):
            made[place] = made[place].rstrip()
    return [part for part in made if part != ""]


def _loosened(part: Any) -> list[Any]:
    """The part, with the spaces at its ends beside it."""
    if isinstance(part, str) or part.tag == "br":
        return [part]
    if part.tag == "a" and not part.href:  # a link that leads nowhere is its words
        return [loose for one in part.inside for loose in _loosened(one)]
    if part.tag not in _INLINE:
        raise Unwritable(_unknown(part.tag))
    inside = _tidy_inline(_without(part.inside, part.tag))
    first = next((place for place, one in enumerate(inside) if not _is_space(one)), len(inside))
    last = next((place for place in range(len(inside), first, -1) if not _is_space(inside[place - 1])), first)
    before, after, inside = inside[:first], inside[last:], inside[first:last]
    if not inside:
        return [*before, *after]
    if isinstance(inside[0], str) and inside[0].startswith(" "):
        before, inside[0] = [*before, " "], inside[0].lstrip(" ")
    if isinstance(inside[-1], str) and inside[-1].endswith(" "):
        after, inside[-1] = [" ", *after], inside[-1].rstrip(" ")
    return [*before, Node(part.tag, part.href, inside), *after]


def _is_space(part: Any) -> bool:
    return part == " " or _is_break(part)


def _without(parts: list[Any], tag: str) -> list[Any]:
    """Emphasis inside the same emphasis is none."""
    made: list[Any] = []
    for part in parts:
        if isinstance(part, str):
            made.append(part)
        elif part.tag == tag:
            made += _without(part.inside, tag)
        else:
            made.append(Node(part.tag, part.href, _without(part.inside, tag)))
    return made


def _trimmed(parts: list[Any]) -> list[Any]:
    """Without spaces and breaks at either end."""
    made = _without_spaces_at_breaks(parts)
    while made and (_is_space(made[0]) or _is_space(made[-1])):
        made = made[1:] if _is_space(made[0]) else made[:-1]
    if made and isinstance(made[0], str):
        made[0] = made[0].lstrip()
    if made and isinstance(made[-1], str):
        made[-1] = made[-1].rstrip()
    return [part for part in made if part != ""]


def _is_break(part: Any) -> bool:
    return isinstance(part, Node) and part.tag == "br"


# --- The tree as Markdown ---------------------------------------------------------------------------


class _Writer:
    """Writes each paragraph on a line of its own, so that a change of one word changes one line."""

    def __init__(self, emphasis: str) -> None:
        self._marks = {"b": "**", "i": emphasis}

    def write(self, blocks: list[Node]) -> str:
        return "\n\n".join(self._block(block) for block in blocks)

    def _block(self, block: Node) -> str:
        if block.tag in _LISTS:
            return "\n".join(self._list(block, ""))
        if block.tag == "p":
            return self._lines(block.inside, "")
        words = self._inline([part for one in block.inside for part in ([" "] if _is_break(one) else [one])])
        ending = len(words) - len(words.rstrip("#"))
        return "#" * int(block.tag[1]) + " " + words[: len(words) - ending] + r"\#" * ending

    def _list(self, block: Node, indent: str) -> list[str]:
        lines = []
        for count, item in enumerate(block.inside, 1):
            mark = "- " if block.tag == "ul" else f"{count}. "
            lists = [one for one in item.inside if isinstance(one, Node) and one.tag in _LISTS]
            lines.append(indent + mark + self._lines([one for one in item.inside if one not in lists], indent + "    "))
            for one in lists:
                lines += self._list(one, indent + "    ")
        return lines

    def _lines(self, parts: list[Any], indent: str) -> str:
        lines: list[list[Any]] = [[]]
        for part in parts:
            if _is_break(part):
                lines.append([])
            else:
                lines[-1].append(part)
        return f"\\\n{indent}".join(_guarded(self._inline(line)) or _NOTHING for line in lines) if parts else ""

    def _inline(self, parts: list[Any]) -> str:
        written = ""
        for part in parts:
            more = _escaped(part) if isinstance(part, str) else self._element(part)
            if written.endswith("\\\n"):
                more = _guarded(more) if isinstance(part, str) else f"{_NOTHING}{more}" if _is_break(part) else more
            if written.endswith("!") and more.startswith("["):
                written = written[:-1] + "&#33;"
            if _REFERENCE.search(written[-80:]) and written.endswith("]") and more.startswith("("):
                more = "&#40;" + more[1:]
            written += more
        return written

    def _element(self, node: Node) -> str:
        if node.tag == "br":
            return "\\\n"
        inside = self._inline(node.inside)
        if node.tag == "a":
            return f"[{inside}]({_in_link(node.href)})"
        mark = self._marks[node.tag]
        return f"{mark}{inside}{mark}"


def _in_link(href: str) -> str:
    return href.replace("*", "%2A").replace("_", "\\_").replace("[", "%5B").replace("]", "%5D")


def _escaped(text: str) -> str:
    """What Markdown would read as a mark, written so that it does not. References to sources stay."""
    parts = _REFERENCE.split(text)
    made = ""
    for place, part in enumerate(parts):
        if place % 2:
            made = made[:-1] + "&#33;" if made.endswith("!") else made
            made += part
        else:
            made += _escaped_words("&#40;" + part[1:] if place and part.startswith("(") else part)
    return made


def _escaped_words(text: str) -> str:
    text = text.replace("\\", "\\\\")
    text = _ENTITY.sub("&amp;", text) if not text.startswith("&#40;") else "&#40;" + _ENTITY.sub("&amp;", text[5:])
    text = re.sub(r"([*\[\]])", r"\\\1", text)
    text = re.sub(r"(?<![0-9A-Za-z])_|_(?![0-9A-Za-z])", r"\\_", text)
    return re.sub(r"<(?=[A-Za-z/!?])", "&lt;", text.replace("`", "&#96;"))


def _guarded(line: str) -> str:
    """A line of words that would begin a heading, a list, a table or a block."""
    line = re.sub(r"^(\[[^\]]*\]):", r"\1&#58;", line)
    found = _LINE_START.match(line)
    if found is None:
        return line
    if found["number"]:
        return f"{found['number']}\\{line[len(found['number']) :]}"
    return f"\\{line}" if found["mark"] else f"&#{ord(line[0])};{line[1:]}"
