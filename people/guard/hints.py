"""What a form shows when its text names somebody: once, before it saves, and never in the way."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from people.guard import Kind, Span, find

SEEN = "guard_seen"
"""The hidden input that a form carries once its hint was shown."""
REPLACE = "guard_replace"
KEEP = "guard_keep"
KINDS: Mapping[Kind, str] = {
    "name": "naam",
    "bsn": "bsn",
    "address": "adres",
    "phone": "telefoonnummer",
    "email": "e-mailadres",
    "birth-date": "geboortedatum",
}
"""What each kind is called on the screen."""
MOST = 8
"""Findings that one hint lists; what is left out is counted."""


@dataclass(frozen=True)
class Finding:
    """`field` is the name of the form's field; `kind` is in Dutch."""

    field: str
    words: str
    kind: str
    suggestion: str


@dataclass(frozen=True)
class Hint:
    """The same words in the same field stand in it once."""

    findings: tuple[Finding, ...]

    @property
    def shown(self) -> tuple[Finding, ...]:
        return self.findings[:MOST]

    @property
    def more(self) -> int:
        return len(self.findings) - len(self.shown)


def hint_for(texts: Mapping[str, str], post: Mapping[str, str], *, exempt: Collection[str] = ()) -> Hint | None:
    """What to point out in the free texts of a form, or None: when there is nothing, or when its writer saw the hint or chose already."""
    if any(post.get(name) for name in (SEEN, KEEP, REPLACE)):
        return None
    findings = [_finding(field, text, span) for field, text in texts.items() for span in find(text, exempt=exempt)]
    return Hint(tuple(dict.fromkeys(findings))) if findings else None


def asks_to_replace(post: Mapping[str, str]) -> bool:
    """ "Vervang door …" was pressed: answer with the form and `replaced`, and save nothing yet."""
    return post.get(REPLACE) == "all"


def replaced(texts: Mapping[str, str], post: Mapping[str, str], *, exempt: Collection[str] = ()) -> dict[str, str]:
    """The texts with each suggestion in its place when the form asks for that; otherwise, and all around them, byte for byte as sent."""
    if not asks_to_replace(post):
        return dict(texts)
    return {field: _replaced(text, find(text, exempt=exempt)) for field, text in texts.items()}


def _finding(field: str, text: str, span: Span) -> Finding:
    return Finding(field, text[span.start : span.end], KINDS[span.kind], span.suggestion)


def _replaced(text: str, spans: tuple[Span, ...]) -> str:
    parts, reached = [], 0
    for span in spans:
        parts += [text[reached : span.start], span.suggestion]
        reached = span.end
    return "".join([*parts, text[reached:]])
