"""Between the HTML of other programs and the Markdown of the bank. Only words, emphasis, lists, headings and links come through."""

import re
from html import escape, unescape
from html.parser import HTMLParser

from django.utils.translation import gettext as _

from cms.interchange.items import NotHeld, tidy
from cms.text import MAX_MARKDOWN, render_markdown

_MARKS = re.compile(r"([\\`*_\[\]#>|~+-]|(?<=\d)[.)])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
MAX_PLAIN = 5000
"""Characters of plain words that are looked at for marks; more than this no question holds."""
_PLAIN = re.compile(r"(?!\d+[.)])[\w(][\w ,.?!'‘’“”()/%;]*")
"""Words in which Markdown sees nothing: the greater part of all texts, and rendering them takes most of the time."""
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_HELD_NOT = {
    "img": _("een afbeelding"), "audio": _("geluid"), "video": _("beeld"), "object": _("een ingesloten bestand"),
    "embed": _("een ingesloten bestand"), "iframe": _("een ingesloten pagina"), "svg": _("een tekening"),
    "table": _("een tabel"), "math": _("een formule"), "input": _("een invulveld"), "select": _("een keuzelijst"),
    "textarea": _("een invulveld"), "canvas": _("een tekening"),
}  # fmt: skip
_SILENT = {"script", "style", "head", "template", "noscript"}
_BLOCKS = {"p", "div", "section", "article", "header", "footer", "blockquote", "pre", "figure", "figcaption", "center"}
_HEADINGS = {"h1": "##", "h2": "##", "h3": "###", "h4": "####", "h5": "####", "h6": "####"}
_AROUND = {"b": "**", "strong": "**", "i": "*", "em": "*"}
_SCHEMES = ("https://", "http://", "mailto:", "tel:")


def from_html(html: str) -> str:
    """HTML as Markdown. Raises NotHeld for what words cannot hold, such as a picture."""
    writer = _Writer(with_marks=True)
    writer.take(html)
    return str(tidy(re.sub(r"\n{3,}", "\n\n", writer.text())))


def words_of(html: str) -> str:
    """HTML as plain words, for fields that hold no Markdown. Raises NotHeld as `from_html`."""
    writer = _Writer(with_marks=False)
    writer.take(html)
    return " ".join(writer.text().split())


def from_plain(text: str) -> str:
    """Plain words as Markdown that shows exactly these words: marks are escaped only where they would do something."""
    text = str(tidy(text))
    if _is_plain(text):
        return text
    return text if len(text) > MAX_PLAIN or _shown(text) == text.split() else escaped(text)


def _is_plain(text: str) -> bool:
    """Whether a text is one line of words without a mark; an underscore is one."""
    return bool(_PLAIN.fullmatch(text)) and "_" not in text


def shows_words(markdown: str) -> bool:
    """Whether a reader sees anything of it; a mark alone, such as that of a heading without words, shows nothing."""
    return any(char.isalnum() for char in markdown) or bool(_TAG.sub("", html_of(markdown)).strip())


def _shown(markdown: str) -> list[str]:
    html = render_markdown(markdown)
    if re.search(r"<(?!/?p>|br ?/?>)", html):
        return ["", html]
    return unescape(_TAG.sub(" ", html)).split()


def escaped(text: str) -> str:
    """Words with every mark of Markdown made harmless."""
    text = _ENTITY.sub("&amp;", text)
    return re.sub(r"<(?=[A-Za-z/!?])", "&lt;", _MARKS.sub(r"\\\1", text))


def has_tags(text: str) -> bool:
    """Whether a text without a stated format is HTML."""
    return bool(
        re.search(r"</?(?:p|br|b|i|em|strong|ul|ol|li|div|span|a|img|h[1-6]|table|sub|sup|code)\b[^<>]*>", text)
    )


def html_of(markdown: str) -> str:
    """Markdown as HTML for another program; too long a text as words in one paragraph."""
    if _is_plain(markdown):
        return f"<p>{escape(markdown, quote=False)}</p>"
    return render_markdown(markdown) if len(markdown) <= MAX_MARKDOWN else f"<p>{escape(markdown)}</p>"


class _Writer(HTMLParser):
    """Writes words as it meets them. Unknown elements are looked through, active ones are left out with their content."""

    def __init__(self, *, with_marks: bool) -> None:
        super().__init__(convert_charrefs=True)
        self._marks = with_marks
        self._parts: list[str] = []
        self._silent = 0
        self._lists: list[int] = []
        self._links: list[str] = []

    def take(self, html: str) -> None:
        if len(html) > MAX_MARKDOWN:
            raise NotHeld(_("De tekst is te lang."))
        self.feed(html)
        self.close()

    def text(self) -> str:
        return "".join(self._parts)

    def _put(self, mark: str) -> None:
        if self._marks and not self._silent:
            self._parts.append(mark)

    def _break(self, mark: str = "\n\n") -> None:
        if not self._silent:
            self._parts.append(mark if self._marks else " ")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HELD_NOT:
            raise NotHeld(_("Er staat %(what)s in; dat kan een vraag hier niet tonen.") % {"what": _HELD_NOT[tag]})
        if tag in _SILENT:
            self._silent += 1
        elif tag == "br":
            self._break("  \n")
        elif tag in _AROUND:
            self._put(_AROUND[tag])
        elif tag == "a":
            self._links.append(_address(dict(attrs).get("href") or ""))
            self._put("[" if self._links[-1] else "")
        else:
            self._open_block(tag)

    def _open_block(self, tag: str) -> None:
        if tag in {"ul", "ol"}:
            self._break("\n" if self._lists else "\n\n")
            self._lists.append(1 if tag == "ol" else 0)
        elif tag == "li":
            self._break("\n")
            number = self._lists[-1] if self._lists else 0
            self._put("    " * max(0, len(self._lists) - 1) + (f"{number}. " if number else "- "))
            if number:
                self._lists[-1] += 1
        elif tag in _HEADINGS:
            self._break()
            self._put(_HEADINGS[tag] + " ")
        elif tag in _BLOCKS and not self._lists:
            self._break()

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _AROUND:
            self._close_mark(_AROUND[tag])
        elif tag == "a" and self._links:
            address = self._links.pop()
            self._put(f"]({address})" if address else "")
        elif tag in {"ul", "ol"}:
            if self._lists:
                self._lists.pop()
            self._break("\n" if self._lists else "\n\n")
        elif tag in _HEADINGS or (tag in _BLOCKS and not self._lists):
            self._break()

    def _close_mark(self, mark: str) -> None:
        """An end mark stands against the word, or Markdown does not see it."""
        last = self._parts[-1] if self._parts else ""
        if self._marks and not self._silent and last != last.rstrip() and last.strip(" ") and "\n" not in last:
            self._parts[-1] = last.rstrip()
            self._put(mark + " ")
        else:
            self._put(mark)

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        words = re.sub(r"\s+", " ", data)
        after_break = not self._parts or self._parts[-1].endswith("\n")
        words = words.lstrip() if after_break else words
        self._parts.append(_escaped_words(words, first=after_break) if self._marks else words)


def _escaped_words(words: str, *, first: bool) -> str:
    """Marks in running words, escaped only where Markdown would take them for marks."""
    words = re.sub(r"([\\`*\[\]])|(?<!\w)(_)|(_)(?!\w)", lambda one: "\\" + one[0], words)
    words = re.sub(r"<(?=[A-Za-z/!?])", "&lt;", _ENTITY.sub("&amp;", words))
    if first:
        words = re.sub(r"^([#>+|-])", r"\\\1", words)
        words = re.sub(r"^=(?==*\s*$)", "&#61;", words)  # under another line it would make that a heading
        words = re.sub(r"^(\d+)([.)])(?=\s)", r"\1\\\2", words)
    return words


def _address(href: str) -> str:
    """A link's address where it leads somewhere safe."""
    address = href.strip()
    safe = address.lower().startswith(_SCHEMES) and not re.search(r"[\s<>()]", address)
    return address if safe else ""
