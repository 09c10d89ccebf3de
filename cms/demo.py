"""The demo's content: the core course, a team's own module, the site's address, and what invented Gemeente Voorbeeldstad filled in."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from wagtail.models import Site

from cms.importing.plan import Report
from cms.importing.reflection_questions import import_questions
from cms.importing.writing import import_folder
from cms.models import LocalText, Slot
from cms.permissions import ensure_content_root
from people.models import Organisation, User

OWNER = "Afdeling Jeugd, Gemeente Voorbeeldstad"
_INVENTED = "<p><i>Dit is een verzonnen voorbeeld van een gemeente die niet bestaat.</i></p>"


@dataclass(frozen=True)
class Text:
    """A local text; `days_left` until it must be reviewed, negative when that day has passed."""

    html: str
    days_left: int = 300


LOCAL_TEXTS = {
    "acute-route": Text(
        "<p>Bel bij direct gevaar <b>112</b> en blijf zo mogelijk bij het kind. Bel daarna de bereikbare "
        "teamleider; die informeert de aandachtsfunctionaris.</p>"
        "<ul><li>Op werkdagen tot 17.00 uur: de teamleider van je eigen wijkteam.</li><li>’s Avonds en in het"
        " weekend: de piketdienst van Voorbeeldstad, via de kaart op je dienstpas.</li></ul>"
    ),
    "veilig-thuis": Text(
        "<p>In deze regio heet de organisatie Veilig Thuis Voorbeeldregio. Bel voor advies en voor een "
        "melding <b>0800-2000</b>, dag en nacht. "
        "Na een telefonische melding stuur je de schriftelijke melding binnen vijf werkdagen via het "
        "beveiligde formulier op het intranet van Voorbeeldstad.</p>"
    ),
    "crisis": Text(
        "<p>De Crisisdienst Jeugd Voorbeeldregio is dag en nacht bereikbaar voor professionals. Het nummer "
        "staat op de kaart op je dienstpas. "
        "Bel eerst de teamleider, tenzij wachten gevaarlijk is. Bij direct gevaar bel je 112.</p>",
        60,
    ),
    "aandachtsfunctionaris": Text(
        "<p>Elk wijkteam heeft een eigen aandachtsfunctionaris; op het planbord staat wie er vandaag is. Bij "
        "ziekte of vakantie neemt de aandachtsfunctionaris van het andere team waar.</p>"
    ),
    "overleg": Text(
        "<p>Elke dinsdag om 9.00 uur is er veiligheidsoverleg met de gedragswetenschapper en de "
        "aandachtsfunctionaris. Zet je vraag een dag eerder op de agenda, zonder namen. "
        "Kan het niet wachten, loop dan dezelfde dag binnen bij de aandachtsfunctionaris.</p>"
    ),
    "instrument": Text(
        "<p>Voorbeeldstad gebruikt één instrument voor de veiligheidstaxatie en één voor de risicotaxatie. Je"
        " vult ze in na de training en altijd met een collega. Je vindt ze in het cliëntsysteem, onder "
        "Veiligheid.</p>"
    ),
    "dossier": Text(
        "<p>Leg elke stap vast in het cliëntsysteem, onder het tabblad Meldcode. Zet er de datum en de bron "
        "bij. Vraagt een ouder of jongere om inzage, overleg dan eerst met de privacyfunctionaris.</p>"
    ),
    "regie": Text(
        "<p>Zijn er meer organisaties betrokken, dan spreken jullie aan het begin af wie de samenhang "
        "bewaakt, en zetten jullie die naam in het plan. Loopt het vast, dan schaalt de teamleider op naar de"
        " procesregisseur.</p>"
    ),
    "letselduiding": Text(
        "<p>Zie je letsel dat je niet vertrouwt? Vraag Veilig Thuis Voorbeeldregio (0800-2000) naar de "
        "vertrouwensarts. De jeugdarts van je wijkteam denkt mee over de aanvraag.</p>",
        -40,
    ),
    "kindgesprek": Text(
        "<p>Je spreekt elk kind zelf, op een plek waar het zich vrij voelt. Ouders horen het vooraf, tenzij "
        "dat niet veilig is; dan overleg je eerst met de aandachtsfunctionaris. "
        "Elk wijkteam heeft een collega die extra geschoold is in gesprekken met jonge kinderen.</p>"
    ),
}
"""By slot. `vertrouwenspersoon` is left empty on purpose: authors see a gap there, learners nothing."""


def make_content(folder: Path) -> Report:
    """Bring the core course up to date. What somebody changed in the studio stays as they made it."""
    ensure_content_root()
    return import_folder(folder, keep=True)


def make_reflection_questions(folder: Path) -> Report:
    """Bring the ten reflection questions up to date, after the lessons and cases that they point at."""
    return import_questions(folder, keep=True)


def make_own_module(folder: Path, organisation: Organisation) -> Report:
    """Bring the module that an organisation keeps for itself up to date, as `make_content` does the core's."""
    return import_folder(folder, organisation=organisation, keep=True)


def make_local_texts(organisation: Organisation, *, by: User) -> list[str]:
    """Write the texts of slots that this organisation has not filled yet. Answers what was made, in words."""
    filled = set(LocalText.objects.filter(organisation=organisation).values_list("slot__key", flat=True))
    slots = Slot.objects.filter(key__in=LOCAL_TEXTS.keys() - filled).order_by("key")
    return [_make_local_text(organisation, slot, by) for slot in slots]


def _make_local_text(organisation: Organisation, slot: Slot, by: User) -> str:
    text, today = LOCAL_TEXTS[slot.key], timezone.localdate()
    review_by = today + timedelta(days=text.days_left)
    local = LocalText(
        organisation=organisation,
        slot=slot,
        text=text.html + _INVENTED,
        owner=OWNER,
        reviewed_on=review_by - timedelta(days=365),
        review_by=review_by,
        live=False,
    )
    local.full_clean()
    local.save()
    local.save_revision(user=by).publish(user=by)
    return f"plaatselijke tekst ‘{slot.title}’" + (" (over zijn datum)" if text.days_left < 0 else "")


def settle_site() -> list[str]:
    """Give Wagtail's one site the address that SITE_URL says."""
    parts = urlsplit(settings.SITE_URL)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    site = Site.objects.filter(is_default_site=True).first()
    if site is None or (site.hostname, site.port, site.site_name) == (parts.hostname, port, settings.WAGTAIL_SITE_NAME):
        return []
    site.hostname, site.port, site.site_name = parts.hostname or "", port, settings.WAGTAIL_SITE_NAME
    site.save()
    return [f"adres van de site: {settings.SITE_URL}"]
