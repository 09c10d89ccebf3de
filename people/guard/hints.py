"""What a form shows when its text names somebody: once, before it saves, and never in the way."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from django.utils.datastructures import MultiValueDict

from people.guard import Kind, Span, find
from people.refusal import Refused

SEEN = "guard_seen"
"""The hidden input that a form carries once its hint was shown."""
REPLACE = "guard_replace"
"""Its button's value: `all`, or `picked` where each finding has a tick of its own."""
PICK = "guard_pick"
"""The tick of a finding; its value is `Finding.pick`."""
REST = "guard_rest"
"""The tick of what a long hint does not list."""
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

    @property
    def pick(self) -> str:
        """What its tick sends; browsers write line ends in their own way."""
        return f"{self.field}:{' '.join(self.words.split())}"


@dataclass(frozen=True)
class Hint:
    """The same words in the same field stand in it once. `none_picked`: "Vervang" was pressed with nothing ticked."""

    findings: tuple[Finding, ...]
    none_picked: bool = False

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
    findings = _findings(texts, exempt)
    return Hint(findings) if findings else None


def _findings(texts: Mapping[str, str], exempt: Collection[str]) -> tuple[Finding, ...]:
    found = (_finding(field, text, span) for field, text in texts.items() for span in find(text, exempt=exempt))
    return tuple(dict.fromkeys(found))


def asks_to_replace(post: Mapping[str, str]) -> bool:
    """ "Vervang …" was pressed: answer with the form and `replaced`, and save nothing yet."""
    return post.get(REPLACE) in {"all", "picked"}


def replaced(texts: Mapping[str, str], post: Mapping[str, str], *, exempt: Collection[str] = ()) -> dict[str, str]:
    """The texts with the suggestions in place that the form asks for: all, or those ticked.

    Otherwise, and all around them, byte for byte as sent.
    """
    if not asks_to_replace(post):
        return dict(texts)
    wanted = _wanted(_findings(texts, exempt), post)
    return {
        field: _replaced(text, [one for one in find(text, exempt=exempt) if _finding(field, text, one) in wanted])
        for field, text in texts.items()
    }


def _wanted(findings: tuple[Finding, ...], post: Mapping[str, str]) -> Collection[Finding]:
    if post.get(REPLACE) == "all":
        return findings
    picked = post.getlist(PICK) if isinstance(post, MultiValueDict) else []
    rest = findings[MOST:] if post.get(REST) else ()
    return [one for one in Hint(findings).shown if one.pick in picked] + list(rest)


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
        names = exempt()
        put = replaced(texts, post, exempt=names)
        findings = _findings(texts, names) if put == texts else ()
        raise Held(put, Hint(findings, none_picked=True) if findings else None)
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


def _replaced(text: str, spans: Iterable[Span]) -> str:
    parts, reached = [], 0
    for span in spans:
        parts += [text[reached : span.start], span.suggestion]
        reached = span.end
    return "".join([*parts, text[reached:]])
