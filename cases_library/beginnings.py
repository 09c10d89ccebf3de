"""Ways to begin a case: outlines of four situations, to be filled with one's own scenes."""

from dataclasses import dataclass
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

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
