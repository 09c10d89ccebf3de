"""Reading Moodle's embedded answers: a text with gaps such as {1:SHORTANSWER:=ja#Klopt.~nee}."""

import re
from typing import Any

from django.utils.translation import gettext as _

from cms.interchange.items import NotHeld
from cms.interchange.weights import only_full, weight

MAX_TEXT = 10_000
_GAP = re.compile(r"\{(\d*):([A-Z_]+):((?:\\.|[^}\\])*)\}")
_WORDS = {"SHORTANSWER", "SA", "MW", "SHORTANSWER_C", "SAC", "MWC"}
_ESCAPE = re.compile(r"\\([~=#}{\"\\])")


def gaps_of(text: str) -> tuple[str, list[dict[str, Any]]]:
    """The text with [[1]], [[2]] … and what is right in each. Raises NotHeld where a gap is more than words to fill in."""
    if len(text) > MAX_TEXT:
        raise NotHeld(_("De tekst is te lang."))
    if re.search(r"\[\[\d+\]\]", text):
        raise NotHeld(_("In de tekst staat [[…]]; dat betekent hier een gat."))
    gaps: list[dict[str, Any]] = []

    def one(match: re.Match[str]) -> str:
        if match[2] not in _WORDS:
            raise NotHeld(_("Een gat is een keuze of een getal; een tekst met gaten heeft hier alleen woorden."))
        if match[1] not in {"", "1"} and len(set(_shares(text))) > 1:
            raise NotHeld(_("De gaten wegen niet even zwaar; hier tellen ze allemaal hetzelfde."))
        gaps.append(_gap(match[3]))
        return f"[[{len(gaps)}]]"

    made = _GAP.sub(one, text)
    if not gaps:
        raise NotHeld(_("Er is geen gat in de tekst gevonden."))
    return made, gaps


def _shares(text: str) -> list[str]:
    return [found[1] or "1" for found in _GAP.finditer(text)]


def _gap(answers: str) -> dict[str, Any]:
    right: list[tuple[str, str]] = []
    weights = []
    for answer in re.split(r"(?<!\\)~", answers):
        if not answer.strip():
            continue
        weighed = re.match(r"\s*(=|%(-?\d+(?:[.,]\d+)?)%)?", answer)
        credit = weight("100" if weighed and weighed[1] == "=" else (weighed[2] or "0") if weighed else "0")
        words, _mark, feedback = re.sub(r"\A\s*(=|%[^%]*%)", "", answer).partition("#")
        weights.append(credit)
        if credit > 0:
            right.append((_plain(words), _plain(feedback)))
    only_full(weights)
    if any("*" in text for text, _feedback in right):
        raise NotHeld(_("Een goed antwoord heeft een *, die hier voor zichzelf staat en niet voor andere letters."))
    return {
        "accept": [text for text, _feedback in right],
        "feedback": " ".join(dict.fromkeys(why for _text, why in right if why)),
    }


def _plain(text: str) -> str:
    return _ESCAPE.sub(r"\1", text).strip()
