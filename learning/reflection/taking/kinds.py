"""The mirror's files, as kinds that people may ask for, and its part of everything we hold."""

from django.utils.translation import gettext_lazy as _

from learning.reflection.taking.as_json import document, to_json
from learning.reflection.taking.as_markdown import to_markdown
from learning.reflection.taking.as_pdf import to_pdf
from learning.reflection.taking.choosing import Choice
from learning.reflection.taking.gathering import gather
from people import holdings
from people.exports import kinds
from people.exports.kinds import Chosen, Kind, Made
from people.models import User

PDF, MARKDOWN, JSON = "mirror-pdf", "mirror-markdown", "mirror-json"
_TABLES = frozenset(f"reflection.{name}" for name in ("Comment", "Draft", "Entry", "Intention", "Opening", "Share"))


def register() -> None:
    """Tell of the three forms, and of the mirror's section."""
    for key, title, make in (
        (PDF, _("Je spiegel als PDF"), _pdf),
        (MARKDOWN, _("Je spiegel als tekst (Markdown)"), _markdown),
        (JSON, _("Je spiegel als gegevens (JSON)"), _json),
    ):
        kinds.register(Kind(key=key, title=title, name="spiegel", page="reflection:take", make=make))
    holdings.register(
        "spiegel",
        _("Je spiegel"),
        lambda user: document(gather(user)),
        tables=_TABLES,
        why=_("Om je eigen reflecties te bewaren, met voornemens, concepten en met wie je ze deelde."),
    )
    holdings.attach("spiegel.md", _("Je spiegel, om te lezen"), lambda user: to_markdown(gather(user)))


def _pdf(user: User, chosen: Chosen) -> Made:
    return to_pdf(gather(user, Choice.of(chosen)))


def _markdown(user: User, chosen: Chosen) -> Made:
    return Made(to_markdown(gather(user, Choice.of(chosen))), "md")


def _json(user: User, chosen: Chosen) -> Made:
    return Made(to_json(gather(user, Choice.of(chosen))), "json")
