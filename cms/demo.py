"""The demo's content: the core's modules, a team's own module, the site's address, and what invented Gemeente Voorbeeldstad filled in."""

import json
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
from cms.models import LocalText, Slot, Theme
from cms.permissions import ensure_content_root
from people.models import Organisation, User

FIRST = "meldcode"
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
    "aanbod": Text(
        "<p>De wijkteams van Voorbeeldstad geven advies, gesprekken thuis (meestal niet meer dan tien) en "
        "groepen voor ouders en kinderen. In elk team werkt een psycholoog voor basis jeugd-ggz.</p>"
        "<p>Begeleiding die langer dan een half jaar duurt, geeft een andere organisatie. Je blijft dan contactpersoon"
        " tot de overdracht klaar is.</p>"
    ),
    "toegang": Text(
        "<p>Inwoners komen binnen via het inloopuur van hun wijkteam, het loket in het stadhuis, school, huisarts "
        "of jeugdarts. Wat vrij toegankelijk is, staat in de Verordening jeugdhulp Voorbeeldstad, op het intranet.</p>"
        "<p>Over een individuele voorziening beslist de gedragswetenschapper van je team, namens de gemeente.</p>"
    ),
    "clientondersteuning": Text(
        "<p>Stichting Voorbeeldsteun geeft in Voorbeeldstad gratis en onafhankelijke cliëntondersteuning. Bij het eerste"
        " gesprek geef je de kaart van de stichting mee. Zij helpt ook bij het maken van een familiegroepsplan.</p>"
    ),
    "jeugdgroepen": Text(
        "<p>De procesregisseur jeugdgroepen leidt het overleg namens de burgemeester. De wijkteams zijn partner in het "
        "convenant; de teamleider gaat naar het overleg. Wat je inbrengt, spreek je vooraf met de jongere door, als "
        "dat veilig kan.</p>"
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
    "overdracht-zicht": Text(
        "<p>Veilig Thuis Voorbeeldregio draagt een gezin over in een gesprek met de casushouder en de aandachtsfunctionaris. "
        "In het verslag staan de voorwaarden, de dag waarop het zicht op veiligheid van hand wisselt, en wie wie belt.</p>"
        "<p>Of de veiligheid stabiel is, stelt het veiligheidsoverleg vast, met Veilig Thuis erbij. De omschrijving staat in "
        "de regionale afspraken op het intranet.</p>"
    ),
    "mda": Text(
        "<p>Een gezin meld je voor MDA++ Voorbeeldregio aan na het veiligheidsoverleg, samen met de teamleider. Jouw team "
        "blijft betrokken en houdt zicht op de veiligheid tot iemand anders die taak op naam heeft.</p>"
        "<p>Een verzoek tot onderzoek bereid je voor met de gedragswetenschapper. Het gaat via de jeugdbeschermingstafel.</p>"
    ),
    "toerusting": Text(
        "<p>In het werkoverleg van elke maand bespreek je je werklast rond veiligheid. Wordt het te veel, dan zoekt de "
        "teamleider die week een oplossing.</p>"
        "<ul><li>Zware beslissingen neem je met twee mensen.</li><li>Een huisbezoek mag altijd met zijn tweeën.</li>"
        "<li>Zet in de gedeelde agenda waar je bent, zonder naam van het gezin.</li></ul>"
    ),
    "sociale-kaart": Text(
        "<p>De sociale kaart staat op het intranet van Voorbeeldstad. De opbouwwerker van Welzijn Voorbeeldstad houdt haar "
        "bij. Op het planbord staat wie van ons contact houdt met welke school, club of gemeenschap.</p>"
    ),
    "mantelzorg": Text(
        "<p>Steunpunt Mantelzorg Voorbeeldstad helpt mantelzorgers van elke leeftijd. Kinderen en jongeren kunnen er terecht "
        "op woensdagmiddag. Je meldt een gezin aan als het dat zelf wil, of je gaat een keer mee.</p>"
    ),
    "school-en-leerplicht": Text(
        "<p>Elke school in Voorbeeldstad heeft een vaste collega uit een wijkteam. Bij verzuim bel je de leerplichtambtenaar "
        "op het stadhuis. Zit een kind langer dan een maand thuis, dan roept die iedereen bij elkaar.</p>"
    ),
    "huisartsen": Text(
        "<p>Elke huisartsenpraktijk heeft een vast gezicht in het wijkteam. Met toestemming van ouders of jongere stuur je na "
        "de start een kort bericht: het gezin is er, dit is het plan, dit is mijn naam.</p>"
    ),
    "gespecialiseerde-hulp": Text(
        "<p>Je bespreekt een verwijzing eerst met de gedragswetenschapper. De teamleider tekent. Zolang een gezin wacht, staat "
        "in het plan wie het ziet en wanneer.</p>",
        150,
    ),
    "crisisprotocol": Text(
        "<p>Het crisisprotocol van Voorbeeldstad staat op het intranet, onder Veiligheid, en op papier in de teamkamer. De "
        "bereikbare teamleider beslist. We oefenen het twee keer per jaar.</p>"
    ),
    "raad-en-tafel": Text(
        "<p>In Voorbeeldregio meld je een gezin aan bij de jeugdbeschermingstafel. De aandachtsfunctionaris leest mee. Ouders "
        "krijgen de tekst vooraf, en mogen iemand meenemen.</p>"
    ),
    "informatie-delen": Text(
        "<p>Het toestemmingsformulier staat in het cliëntsysteem. Je vult per overleg in met wie, waarover en tot wanneer. Ging "
        "er iets mis, dan meld je dat dezelfde dag bij de privacyfunctionaris.</p>"
    ),
}
"""By slot. `vertrouwenspersoon` is left empty on purpose: authors see a gap there, learners nothing."""


def core_modules(folders: Path) -> list[Path]:
    """The folders with a module of the core, by name; the first is the one whose slots and terms the others use."""
    found = [file.parent for file in folders.glob("*/module.json") if _theme(file) != Theme.LOCAL]
    return sorted(found, key=lambda folder: (folder.name != FIRST, folder.name))


def _theme(file: Path) -> str:
    return str(json.loads(file.read_text(encoding="utf-8"))["theme"])


def make_content(folder: Path) -> Report:
    """Bring a module of the core up to date. What somebody changed in the studio stays as they made it."""
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
