"""Ways to begin a case: outlines of four situations, to be filled with one's own scenes."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases_library.engine.findings import Finding
from cases_library.engine.format import Case, Scene
from cases_library.outline import Document, read_outline

_FOLDER = Path(__file__).parent / "outlines"


@dataclass(frozen=True, slots=True)
class Beginning:
    """A situation to begin with; `key` is the name of its outline."""

    key: str
    label: str | Promise
    about: str | Promise

    def text(self) -> str:
        return (_FOLDER / f"{self.key}.txt").read_text(encoding="utf-8")

    def document(self) -> Document:
        return read_outline(self.text()).document


BEGINNINGS = {
    one.key: one
    for one in (
        Beginning("huisbezoek", _("Huisbezoek"), _("Aan de deur, aan tafel, bij het kind, en een week later.")),
        Beginning("signaal-van-school", _("Signaal van school"), _("Een telefoontje, en wat je er zelf van ziet.")),
        Beginning("veiligheidsplan", _("Veiligheidsplan"), _("Een plan op papier, en wie zich eraan kan houden.")),
        Beginning("teamoverleg", _("Teamoverleg"), _("Twijfel op tafel, en wat het team ermee doet.")),
    )
}


@cache
def _to_fill() -> frozenset[str]:
    """The texts of the outlines that ask for an author's own."""
    lines = (line.partition(": ") for one in BEGINNINGS.values() for line in one.text().splitlines())
    texts = (text or line for line, _colon, text in lines)
    return frozenset(text.strip() for text in texts if text.strip().startswith("Beschrijf "))


def left_to_fill(case: Case) -> list[Finding]:
    """A warning for each scene in which a text still stands as its outline gave it."""
    return [
        Finding(
            "outline-text",
            "W",
            gettext("Hier staat nog tekst van het sjabloon."),
            scene=scene.key,
            repair=gettext("Schrijf in plaats van ‘Beschrijf …’ je eigen tekst."),
        )
        for scene in case.scenes
        if _to_fill().intersection(_texts(scene))
    ]


def _texts(scene: Scene) -> list[str]:
    own = [text for choice in scene.choices for text in (choice.consequence, choice.debrief)]
    return [text.strip() for text in (scene.body, scene.debrief, *own)]
