"""The words of a session, phase by phase: what who leads may say and do, what a participant is asked, what the big screen says.

Literal sentences to say aloud; nobody has to. They ask about one's own acting, never about a family.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from learning.team_sessions.phases import Phase

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, kw_only=True)
class Lines:
    """The words of one phase. `say`: to say aloud, sentence by sentence. `do`: what who leads does meanwhile.
    `if_silent`: what helps when nobody speaks or writes; empty where that is just right."""

    say: tuple["StrOrPromise", ...]
    do: "StrOrPromise"
    if_silent: "StrOrPromise" = ""
    participant: "StrOrPromise"
    big_screen: "StrOrPromise"


IF_MOVED: tuple["StrOrPromise", ...] = (
    _("Zeg: “Dit raakt je, zie ik. Wil je even pauze, of wil je dat we blijven zitten?”"),
    _("Wacht op het antwoord. Los niets op en vat niets samen."),
    _("Vraag na afloop hoe het is, en wie er vandaag in de buurt blijft."),
)
"""When somebody is moved, in whatever phase."""
IF_REAL: tuple["StrOrPromise", ...] = (
    _("Zeg: “Stop. Dit gaat over een kind nu. Dat hoort niet hier, en het kan niet wachten.”"),
    _("Haal de kaart weg. Ze is dan meteen en voorgoed gewist."),
    _(
        "Spreek af wie nu belt: direct gevaar 112, advies of melden Veilig Thuis 0800-2000, of je aandachtsfunctionaris."
    ),
    _("Leg het vast in je cliëntdossier, niet hier. Ga daarna pas verder, of stop voor vandaag."),
)
"""When it is about a real family, in whatever phase."""
UNNAMED: "StrOrPromise" = _(
    "Wat je deelt komt zonder naam op het scherm. We bewaren niet wie wat schreef. In een klein team kan iemand je stijl herkennen."
)
PRIVATE: "StrOrPromise" = _(
    "Wat je hier schrijft is van jou alleen. Het staat in je spiegel, en niemand in de sessie ziet het."
)
PRIVATE_GUEST: "StrOrPromise" = _(
    "Schrijf op papier wat je voor jezelf wilt houden. Zonder account bewaren we het niet."
)

LINES: dict[str, Lines] = {
    Phase.LOBBY: Lines(
        say=(
            _("Welkom. Pak je telefoon en typ de code die op het scherm staat."),
            _("We praten over ons eigen werk. Gezinnen blijven buiten deze ruimte: geen namen, geen verhalen die iemand herkent."),
        ),
        do=_("Kijk of iedereen binnen is. Zeg hoe lang jullie de tijd hebben."),
        if_silent=_("Lukt het iemand niet? Kijk samen op één telefoon, of geef papier."),
        participant=_("Je bent binnen. Kijk naar het grote scherm; zo begint het."),
        big_screen=_("Doe mee met de code"),
    ),
    Phase.LOOK_BACK: Lines(
        say=(
            _("Vorige keer spraken we iets af. Hoe ging dat?"),
            _("Gedaan, nog open, laten vallen of buiten onze macht: alles mag. We zoeken geen schuldige."),
        ),
        do=_("Loop de open afspraken langs en zet bij elke hoe het staat."),
        if_silent=_("Zeg: “Wat hielp, of wat stond in de weg?” Is er nog geen afspraak, ga dan door."),
        participant=_("Denk terug aan de afspraken op het scherm. Hoe ging het?"),
        big_screen=_("Wat spraken we af, en hoe ging het?"),
    ),
    Phase.WRITE: Lines(
        say=(
            _("Schrijf nu eerst voor jezelf. Niemand ziet wat je schrijft."),
            _("Neem een moment uit je eigen werk in gedachten. Schrijf over wat jij deed, niet over het gezin."),
        ),
        do=_("Schrijf zelf mee, en wees stil. Stilte is hier het werk."),
        participant=_("Schrijf voor jezelf. Wat deed je, wat liet je, en hoe kwam dat?"),
        big_screen=_("Schrijf voor jezelf. Neem de tijd."),
    ),
    Phase.CHOOSE: Lines(
        say=(
            _("Kies wat je wilt delen. Eén zin is genoeg, en niets delen mag ook."),
            _("Het komt zonder naam op het scherm. In een klein team kan iemand je stijl herkennen; schrijf dus wat je durft te delen."),
        ),
        do=_("Wacht tot er niets meer bij komt. Je ziet hoeveel kaarten er zijn, niet van wie."),
        if_silent=_("Zeg: “Maak deze zin af: ik vind het lastig als …”"),
        participant=_("Schrijf een kaart, of meer. Ze komen zonder naam op tafel."),
        big_screen=_("Wat wil je delen? Zonder naam."),
    ),
    Phase.SCALE: Lines(
        say=(
            _("Waar sta jij nu, bij deze vraag? Kies een plek op de schaal."),
            _("Geen enkele plek is fout. Pas als iedereen klaar is, zien we samen hoe het ligt."),
        ),
        do=_("Kies zelf ook. Vraag niemand welke plek het werd."),
        if_silent=_("Zeg: “Twijfel je tussen twee? Kies de laagste; daar valt het meest te leren.”"),
        participant=_("Kies waar jij nu staat. Niemand ziet welke plek van jou is."),
        big_screen=_("Waar sta jij?"),
    ),
    Phase.REVEAL: Lines(
        say=(
            _("Dit is wat er ligt. Lees het eerst in stilte."),
            _("Raad niet wie wat schreef. Wie wil vertellen dat een kaart van hem of haar is, doet dat zelf."),
        ),
        do=_("Wacht tot iedereen gelezen heeft. Staat er iets over een echt gezin? Haal die kaart nu weg."),
        if_silent=_("Laat het een halve minuut stil. Vraag dan: “Wat valt je op?”"),
        participant=_("Lees mee. Wat valt je op?"),
        big_screen=_("Dit ligt er"),
    ),
    Phase.TALK: Lines(
        say=(
            _("We lezen elke kaart één keer. Wie herkent hier iets van?"),
            _("Vertel wat jij erbij denkt of doet. We geven geen advies, tenzij iemand erom vraagt."),
        ),
        do=_("Lees de kaart voor, laat er een paar op reageren, en ga naar de volgende. Geef wie nog niets zei de ruimte."),
        if_silent=_("Zeg: “Wanneer lukte dit juist wel?” Of begin zelf met iets dat jij lastig vindt."),
        participant=_("Luister, en vertel wat je herkent. Je hoeft niet te zeggen welke kaart van jou is."),
        big_screen=_("Wat herken je?"),
    ),
    Phase.AGAIN: Lines(
        say=(
            _("Wat zie je nu anders dan aan het begin?"),
            _("Schrijf nog één kaart, of kies opnieuw een plek op de schaal. Weer zonder naam."),
        ),
        do=_("Geef er een paar minuten voor. Wat hier komt, zien jullie bij de volgende stap."),
        if_silent=_("Zeg: “Niets veranderd mag ook. Kies dan dezelfde plek.”"),
        participant=_("Wat zie je nu anders? Schrijf een kaart, of kies opnieuw."),
        big_screen=_("Wat zie je nu anders?"),
    ),
    Phase.AGREE: Lines(
        say=(
            _("Wat gaan wij anders doen? Eén ding is genoeg."),
            _("Maak er een zin van: als dit gebeurt, dan doen wij dat. Wie let erop, en wanneer kijken we terug?"),
        ),
        do=_("Schrijf de afspraak op zoals ze gezegd is, met naam en datum. Ligt het buiten jullie macht? Kies wie het aankaart."),
        if_silent=_("Zeg: “Wat is het kleinste dat we morgen kunnen doen?”"),
        participant=_("Bedenk één ding dat jullie anders doen: als …, dan …"),
        big_screen=_("Als …, dan doen wij …"),
    ),
    Phase.CLOSE: Lines(
        say=(
            _("We ronden af. Zeg in één woord hoe je weggaat."),
            _("Dank jullie wel. Zit je nog ergens mee, blijf dan even, of zoek straks iemand op."),
        ),
        do=_("Lees de afspraak nog één keer voor en sluit de sessie. Het verslag is van het team; er staan geen namen bij de kaarten."),
        if_silent=_("Begin zelf."),
        participant=_("Dank je wel. Wat neem je mee voor jezelf? Schrijf het in je spiegel."),
        big_screen=_("Wat neem je mee?"),
    ),
}  # fmt: skip
"""What each phase asks, of everybody."""

PRETEND: tuple["StrOrPromise", ...] = (
    _("Ik stel het gesprek met het kind uit als ouders erbij willen blijven."),
    _("Ik zeg dat het goed komt, terwijl ik dat niet weet."),
    _("Ik vraag pas om hulp als ik vastzit."),
    _("Samen op huisbezoek gaan helpt mij."),
    _("Ik vind het lastig om te zeggen waar ik me zorgen over maak."),
    _("Ik schrijf op wat ik zag, en pas later wat ik ervan denk."),
)
"""Cards of the pretend participants of a rehearsal, one each."""

ON_PAPER: dict[str, Lines] = LINES | {
    Phase.LOBBY: replace(
        LINES[Phase.LOBBY],
        say=(
            _("Welkom. Neem twee kaarten, een strook en een pen."),
            LINES[Phase.LOBBY].say[1],
        ),
        if_silent=_("Geef wie liever niet schrijft de ruimte om te luisteren."),
    ),
    Phase.LOOK_BACK: replace(
        LINES[Phase.LOOK_BACK], do=_("Lees de open afspraken voor en schrijf bij elke hoe het staat.")
    ),
    Phase.CHOOSE: replace(
        LINES[Phase.CHOOSE],
        say=(
            LINES[Phase.CHOOSE].say[0],
            _(
                "Schrijf in blokletters, zonder naam. In een klein team kan iemand je stijl herkennen; schrijf dus wat je durft te delen."
            ),
        ),
        do=_("Haal de kaarten dicht op, ook de lege, en schud ze voordat je er een leest."),
    ),
    Phase.SCALE: replace(
        LINES[Phase.SCALE], do=_("Zet zelf ook een kruis. Haal de stroken dicht op; tel pas als er vier of meer zijn.")
    ),
}
"""The same on paper, for when the network is away: no phones, no screen."""
