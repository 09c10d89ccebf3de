"""What the words of a case lack, or have too much of."""

import re
from collections.abc import Iterator

from cases_library.engine.checks.saying import named, worded
from cases_library.engine.findings import Finding, found
from cases_library.engine.format import DECISION, Case, Scene

MOST_WORDS = 220
MOST_CHARACTERS = 140
LEAST_PANEL = 5
UPSETTING = "upsetting"


def words(text: str) -> int:
    return len(text.split())


def check(case: Case) -> Iterator[Finding]:
    for scene in case.scenes:
        yield from _consequences(scene)
        yield from _lengths(scene)
        yield from _images(scene)
        yield from _panel(case, scene)
    yield from _upsetting(case)


def _consequences(scene: Scene) -> Iterator[Finding]:
    if len(scene.choices) < 2:
        return
    level = "E" if scene.kind == DECISION else "W"
    for choice in scene.choices:
        if not choice.consequence.strip():
            yield found(
                "choice-without-consequence",
                f"Bij {worded(choice)} staat niet wat er meteen gebeurt.",
                "Schrijf wat de speler direct na deze keuze ziet of hoort.",
                scene=scene.key,
                choice=choice.key,
                level=level,
            )
        if not choice.debrief.strip():
            yield found(
                "choice-without-debrief",
                f"Bij {worded(choice)} staat niet waarom deze keuze ertoe doet.",
                "Schrijf wat de nabespreking over deze keuze zegt.",
                scene=scene.key,
                choice=choice.key,
                level=level,
            )


def _lengths(scene: Scene) -> Iterator[Finding]:
    if words(scene.body) > MOST_WORDS:
        yield found(
            "text-too-long",
            f"{named(scene)} telt {words(scene.body)} woorden; boven de {MOST_WORDS} haken lezers af.",
            "Kort de tekst in, of maak er twee scènes van.",
            scene=scene.key,
        )
    for choice in scene.choices:
        if len(choice.text) > MOST_CHARACTERS:
            yield found(
                "text-too-long",
                f"Deze keuze telt {len(choice.text)} tekens; boven de {MOST_CHARACTERS} leest een keuze als een betoog.",
                "Maak er één handeling van, in één korte zin.",
                scene=scene.key,
                choice=choice.key,
            )


def _panel(case: Case, scene: Scene) -> Iterator[Finding]:
    answers = sum(1 for one in case.panel if one.scene == scene.key and scene.choice(one.choice) is not None)
    if scene.kind == DECISION and 0 < answers < LEAST_PANEL:
        yield found(
            "panel-too-small",
            f"Het panel bij {named(scene)} heeft {answers} van de {LEAST_PANEL} antwoorden.",
            f"Vraag er meer, tot het er minstens {LEAST_PANEL} zijn.",
            scene=scene.key,
        )


def _upsetting(case: Case) -> Iterator[Finding]:
    supported = any(one.label.strip() or one.text.strip() for one in case.support)
    if case.notice.strip() and supported:
        return
    for scene in case.scenes:
        tagged = next((one.key for one in scene.choices if UPSETTING in one.tags), None)
        if UPSETTING in scene.tags or tagged is not None:
            yield found(
                "upsetting-without-notice",
                f"{named(scene)} kan aangrijpen, en de casus heeft geen {_missing(case, supported)}.",
                "Schrijf vooraf waar de casus over gaat, en bij wie je terecht kunt.",
                scene=scene.key,
                choice=None if UPSETTING in scene.tags else tagged,
            )
            return


def _missing(case: Case, supported: bool) -> str:
    lacking = [*([] if case.notice.strip() else ["melding vooraf"]), *([] if supported else ["steun"])]
    return " en geen ".join(lacking)


# --- Images ---------------------------------------------------------------------------------------

_CODE = re.compile(r"`[^`\n]*`")
_UNTOLD = re.compile(r"(?<!\\)!\[\s*\][(\[]")
"""Markdown's image with nothing between the first brackets."""
_ALT = re.compile(r"\balt\s*=\s*(?:\"\s*[^\"\s]|'\s*[^'\s]|[^\s\"'>])", re.IGNORECASE)


def _images(scene: Scene) -> Iterator[Finding]:
    texts = (scene.body, *(one.text for one in scene.passages))
    if any(_has_untold_image(text) for text in texts):
        yield found(
            "missing-alt-text",
            f"In {named(scene)} staat een beeld zonder tekst voor wie het niet ziet.",
            "Schrijf tussen de blokhaken wat er te zien is: ![wat je ziet](beeld.svg).",
            scene=scene.key,
        )


def _has_untold_image(markdown: str) -> bool:
    text = _CODE.sub("", _without_fences(markdown))
    return bool(_UNTOLD.search(text)) or any(not _ALT.search(tag) for tag in _image_tags(text))


def _without_fences(markdown: str) -> str:
    kept, inside = [], False
    for line in markdown.split("\n"):
        fence = line.lstrip().startswith(("```", "~~~"))
        inside = inside != fence
        if not inside and not fence:
            kept.append(line)
    return "\n".join(kept)


def _image_tags(text: str) -> Iterator[str]:
    lower, begin = text.lower(), 0
    while (begin := lower.find("<img", begin)) >= 0:
        end = text.find(">", begin)
        if end < 0:
            return
        yield text[begin:end]
        begin = end
