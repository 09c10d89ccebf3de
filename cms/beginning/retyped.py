"""A manuscript as a text to type in again, with the marks that `typed.py` reads."""

from cms.beginning.manuscript import Manuscript, Paragraph, Table, Words

_MOST_LEVEL = 6


def as_typed(manuscript: Manuscript) -> str:
    """All its words, for a text field: who goes back from the lessons finds the text there, also that of a file."""
    lines = [f"# {manuscript.title}", ""] if manuscript.title else []
    sure = [part.level for part in manuscript.parts if isinstance(part, Paragraph) and part.level and not part.is_guess]
    deeper = 2 - min(sure, default=2) if manuscript.title else 0  # below the title
    counts: dict[int, int] = {}
    for part in manuscript.parts:
        if isinstance(part, Paragraph) and part.depth:
            lines.append(_point(part, counts))
            continue
        if counts or (lines and lines[-1]):
            lines.append("")
        counts = {}
        lines += _table(part) if isinstance(part, Table) else [_paragraph(part, deeper), ""]
    return "\n".join(lines).strip() + "\n"


def _paragraph(part: Paragraph, deeper: int) -> str:
    if part.level and not part.is_guess:
        return f"{'#' * min(part.level + deeper, _MOST_LEVEL)} {' '.join(part.text.split())}"
    return _marked(part)


def _point(part: Paragraph, counts: dict[int, int]) -> str:
    """With a number that counts within its own depth."""
    for depth in [depth for depth in counts if depth > part.depth]:
        del counts[depth]
    counts[part.depth] = counts.get(part.depth, 0) + 1 if part.is_numbered else 0
    mark = f"{counts[part.depth]}." if part.is_numbered else "-"
    return f"{'  ' * (part.depth - 1)}{mark} {_marked(part)}"


def _table(table: Table) -> list[str]:
    head, *rows = [f"| {' | '.join(_cell(cell) for cell in row)} |" for row in table.rows]
    return [head, f"|{'---|' * len(table.rows[0])}", *rows, ""]


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "¦").split())


def _marked(part: Paragraph) -> str:
    return " ".join("".join(map(_words, part.words)).split())


def _words(words: Words) -> str:
    text = words.text.strip()
    mark = "**" if words.bold else "*" if words.italic else ""
    if not text or not (mark or words.href) or words.text == words.href:
        return words.text
    begin, end = words.text[: len(words.text) - len(words.text.lstrip())], words.text[len(words.text.rstrip()) :]
    said = f"[{text}]({words.href})" if words.href else f"{mark}{text}{mark}"
    return f"{begin}{said}{end}"
