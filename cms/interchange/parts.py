"""What readers of several formats do alike: tags from categories, options, numbers, and a stem where a file gives none."""

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from cms.importing.fields import SLUG
from cms.interchange.items import NotHeld, Value, tidy_tag

STATEMENT_STEM = "Is deze stelling waar?"
FILL_IN_STEM = "Vul in wat ontbreekt."
"""The questions above a statement and above a text with gaps: other programs have only the statement and the text."""
_TOPS = re.compile(r"\$\w+\$|top|standaard|default|default for .*|standaard voor .*", re.IGNORECASE)


def category_tags(path: str) -> list[str]:
    """The parts of a category's path, without Moodle's own tops. `//` is a slash in a name."""
    parts = [part.replace("\0", "/").strip() for part in path.replace("//", "\0").split("/")]
    return [tag for part in parts if part and not _TOPS.fullmatch(part) and (tag := tidy_tag(part))]


def key_of(text: str) -> str:
    """An id of another program where it can be a key of ours."""
    return text.strip() if SLUG.fullmatch(text.strip()) and len(text.strip()) <= 120 else ""


def choice(texts: Sequence[str], right: Sequence[bool], feedback: Sequence[str]) -> Value:
    """The answers of a question with options."""
    return {
        "options": [
            {"text": text, "correct": is_right, "feedback": why}
            for text, is_right, why in zip(texts, right, feedback, strict=True)
        ]
    }


def last_paragraph(text: str, stem: str) -> tuple[str, str]:
    """What stands before the last paragraph, or `stem`, and the last paragraph."""
    before, _blank, last = text.strip().rpartition("\n\n")
    return (before.strip() or stem), last.lstrip("\n")


def joined(*texts: str) -> str:
    """Paragraphs, without the empty ones."""
    return "\n\n".join(text for text in texts if text)


def number(text: str) -> Decimal:
    """A number, with a comma or a point. Raises NotHeld."""
    try:
        made = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        made = Decimal("NaN")
    if not made.is_finite() or abs(made) >= 10**12 or (made and abs(made) < Decimal("1e-12")):
        raise NotHeld(_("‘%(text)s’ is geen getal dat hier past.") % {"text": text.strip()[:30]})
    return made


def plainly(value: Decimal) -> str:
    """A number as the bank writes it: without an exponent or zeros at its end."""
    return format(value.normalize() if value else Decimal(0), "f")


def number_value(said: str, *, tolerance: str = "", feedback: str = "", unit: str = "") -> Value:
    """The answer of a number: `5`, `5:0.5` or `4..6`."""
    if ".." in said:
        low, high = (number(one) for one in said.split("..", 1))
        if high < low:
            raise NotHeld(_("De grenzen ‘%(said)s’ staan verkeerd om.") % {"said": said.strip()[:40]})
        answer, margin = (low + high) / 2, (high - low) / 2
    else:
        words, _colon, margin_words = said.partition(":")
        answer, margin = number(words), number(tolerance or margin_words or "0")
    if margin < 0:
        raise NotHeld(_("De marge is kleiner dan nul."))
    return {
        "answer": plainly(answer), "tolerance": plainly(margin), "unit": unit, "feedback_low": feedback, "feedback_high": feedback,
    }  # fmt: skip
