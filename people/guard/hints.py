"""What a form shows when its text names somebody: once, before it saves, and never in the way."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from people.guard import Kind, Span, find
from people.refusal import Refused

SEEN = "guard_seen"
"""The hidden input that a form carries once its hint was shown."""
REPLACE = "guard_replace"
KEEP = "guard_keep"
KINDS: Mapping[Kind, str] = {
    "name": "naam",
    "bsn": "BSN",
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


# --- For a view -----------------------------------------------------------------------------------


class Held(Refused):
    """Nothing is wrong and nothing was saved: the form comes back with its hint, or with suggestions in place.

    `texts` is what it holds now.
    """

    def __init__(self, texts: Mapping[str, str], hint: Hint | None = None) -> None:
        super().__init__("")
        self.texts, self.hint = texts, hint


@dataclass(frozen=True)
class Shown:
    """What a form that comes back says of its texts: the prop of templates/components/guard.html."""

    hint: Hint | None = None
    replaced: bool = False
    seen: bool = False

    @property
    def answered(self) -> bool:
        """Whether the form holds something that its writer has not had before them."""
        return self.replaced or self.hint is not None


def hold(
    texts: Mapping[str, str], post: Mapping[str, str], *, exempt: Callable[[], Collection[str]] = frozenset
) -> None:
    """Before anything is saved: raises Held once for a text that names somebody, and whenever "Vervang" was pressed.

    `exempt` is asked only when there is something to point out.
    """
    if asks_to_replace(post):
        raise Held(replaced(texts, post, exempt=exempt()))
    hint = hint_for(texts, post) and hint_for(texts, post, exempt=exempt())
    if hint:
        raise Held(texts, hint)


def shown(post: Mapping[str, str], refusal: Refused | None = None) -> Shown:
    """How the form shows the guard when it comes back, held or refused for another reason. Whoever saw the hint is not shown it again."""
    if isinstance(refusal, Held):
        return Shown(refusal.hint, replaced=refusal.hint is None, seen=True)
    return Shown(seen=any(post.get(name) for name in (SEEN, KEEP, REPLACE)))


def typed(post: Mapping[str, str], refusal: Refused | None, *fields: str) -> dict[str, str]:
    """What these fields of a form that comes back hold: as sent, or with suggestions in place."""
    texts = refusal.texts if isinstance(refusal, Held) else {}
    return {name: texts.get(name, post.get(name, "")) for name in fields}


def _finding(field: str, text: str, span: Span) -> Finding:
    return Finding(field, text[span.start : span.end], KINDS[span.kind], span.suggestion)


def _replaced(text: str, spans: tuple[Span, ...]) -> str:
    parts, reached = [], 0
    for span in spans:
        parts += [text[reached : span.start], span.suggestion]
        reached = span.end
    return "".join([*parts, text[reached:]])
