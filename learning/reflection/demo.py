"""The demo's mirrors: what two invented colleagues wrote over the last fourteen months, through the same actions as everybody's."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone

from learning.reflection.actions import drafts, entries, intentions, sharing
from learning.reflection.models import Comment, Draft, Entry, Intention, Opening, Outcome, Share
from learning.reflection.questions import asked
from learning.reflection.words import Words
from people.demo import demo_user
from people.models import User

_KEYS = uuid.UUID("7c1f5c0e-6a0b-5f3d-9d55-2f0c7a52b002")


@dataclass(frozen=True, kw_only=True)
class Meant:
    """An intention. `back` is after how many days one would look back; with an outcome, one did so then."""

    when: str
    then: str
    back: int
    outcome: str = ""
    said: str = ""


@dataclass(frozen=True, kw_only=True)
class Written:
    """One text. `days` is how long ago, `hour` and `minute` when on that day."""

    days: int
    hour: int
    minute: int
    question: int
    text: str
    rating: int | None = None
    minutes: int | None = None
    dimensions: Mapping[str, str] = field(default_factory=dict)
    meant: Meant | None = None


ASHA = (
    Written(
        days=425,
        hour=16,
        minute=40,
        question=3,
        rating=2,
        minutes=20,
        text=(
            "Ik spreek kinderen meestal pas als hun ouders erbij zitten. Dat voelt veilig, maar vooral voor mijzelf: "
            "ik ben bang dat ik iets losmaak en dan niet weet wat ik moet zeggen.\n\n"
            "Wat mij helpt is een begin. Eén zin waarmee ik vertel wie ik ben, en één waarmee ik uitleg waarom ik wil luisteren."
        ),
        meant=Meant(
            when="Ik spreek een huisbezoek af",
            then="Ik spreek in hetzelfde telefoontje af wanneer ik ook met het kind apart praat",
            back=35,
            outcome=Outcome.PARTLY,
            said=(
                "Twee keer deed ik het meteen, één keer schoof ik het op omdat de week vol zat. "
                "Vooraf een tijd prikken helpt mij meer dan een goed voornemen."
            ),
        ),
    ),
    Written(
        days=381,
        hour=9,
        minute=15,
        question=2,
        rating=3,
        text=(
            "Sfeer proeven gaat me goed af. Benoemen wat ik zie vind ik lastiger: dan zoek ik zo lang naar zachte woorden "
            "dat er weinig van overblijft. Vandaag zei ik gewoon wat me opviel, en vroeg ik hoe de ander dat zag. Dat was genoeg."
        ),
    ),
    Written(
        days=326,
        hour=17,
        minute=5,
        question=5,
        rating=2,
        minutes=15,
        text=(
            "Ik las mijn eigen verslag terug en kon zelf niet aanwijzen wat er precies moest veranderen. ‘Meer rust in huis’ "
            "is geen afspraak. Ik houd het vaag als ik opzie tegen de reactie."
        ),
    ),
    Written(
        days=252,
        hour=12,
        minute=30,
        question=3,
        rating=3,
        text=(
            "Het lukt me nu vaker om kinderen apart te spreken. Ik vul nog wel te snel in. "
            "Als het stil blijft, stel ik een nieuwe vraag, terwijl wachten vaak meer oplevert."
        ),
    ),
    Written(
        days=203,
        hour=15,
        minute=50,
        question=9,
        rating=3,
        minutes=30,
        text=(
            "Na het overleg dacht iedereen dat een ander het zicht op de veiligheid hield. Ik ook. Ik had het gevoel dat het niet "
            "klopte, en vroeg er niet naar, omdat we al uitliepen."
        ),
        dimensions={
            "technical": "Ik gebruikte de agenda van het overleg, maar sloot niet af met: wie doet wat, en wie kijkt of het genoeg is?",
            "normative": "Ik vond het belangrijk om de sfeer goed te houden. Duidelijk zijn had hier zwaarder moeten wegen.",
        },
    ),
    Written(
        days=149,
        hour=8,
        minute=45,
        question=2,
        rating=4,
        text=(
            "Ik vraag nu door waar ik eerder knikte. ‘Hoe ging dat dan?’ is mijn vaste zin geworden. Lastig blijft het "
            "als iemand boos wordt: dan ga ik sneller praten. Een slok water nemen en dan pas antwoorden werkt voor mij."
        ),
    ),
    Written(
        days=96,
        hour=17,
        minute=20,
        question=10,
        rating=3,
        minutes=20,
        text=(
            "Ik vroeg voor het eerst zelf om een tweede paar ogen, in plaats van te wachten tot iemand het aanbood. "
            "Het kostte me een kwartier en het scheelde me een slechte nacht. Waarom wacht ik daar zo lang mee? "
            "Omdat ik denk dat anderen het drukker hebben dan ik."
        ),
    ),
    Written(
        days=49,
        hour=16,
        minute=10,
        question=5,
        rating=4,
        minutes=25,
        text=(
            "Ik schreef vooraf in twee zinnen op wat er moet veranderen en waaraan we dat merken. In het gesprek kon ik daarop "
            "terugvallen. Het werd geen fijn gesprek, wel een eerlijk gesprek, en ik hoefde achteraf niets recht te zetten."
        ),
        meant=Meant(
            when="Ik zie op tegen een gesprek",
            then="Ik schrijf vooraf in twee zinnen op wat er moet veranderen en waarom, en lees die hardop",
            back=49,
        ),
    ),
    Written(
        days=12,
        hour=13,
        minute=25,
        question=3,
        rating=4,
        minutes=35,
        text=(
            "Nieuw in dit team, en weer begin ik met luisteren naar volwassenen. Ik betrapte mezelf erop en draaide het om: "
            "eerst samen iets tekenen, dan pas praten. Ik hoefde bijna niets te vragen.\n\n"
            "Wat ik wil vasthouden: de stilte niet vullen, en aan het eind vertellen wat ik met het gesprek ga doen."
        ),
        dimensions={
            "technical": "Ik werkte met tekenen en met open vragen. Ik vertelde vooraf wat ik wel en niet voor me kan houden.",
            "personal": "Ik werd er zelf rustig van. Ik merkte ook hoe graag ik aardig gevonden wil worden.",
        },
    ),
)
BEN = (
    Written(
        days=38,
        hour=10,
        minute=20,
        question=1,
        rating=2,
        text=(
            "Van verwaarlozing weet ik veel, van psychisch geweld te weinig. Ik herken het pas als iemand anders het "
            "een naam geeft. Daar wil ik me de komende maanden in verdiepen."
        ),
    ),
    Written(
        days=2,
        hour=16,
        minute=55,
        question=10,
        rating=3,
        minutes=15,
        text=(
            "In mijn eerste dagen hier zeg ik vaker ja dan goed is. Ik wil laten zien dat ik het aankan. "
            "Juist nu kan ik vragen hoe het hier gaat, want niemand verwacht dat ik het al weet."
        ),
    ),
)
_DRAFT_AT = 6
DRAFT = (
    "Ik schreef ‘veilig genoeg’ op, en vroeg me daarna af waarop ik dat eigenlijk baseerde. Op één gesprek, en op mijn gevoel. "
    "Wat ik nog wil nagaan:"
)
COMMENT = (
    "Dank dat ik dit mocht lezen. Van die stilte herken ik veel: ik praat er ook graag overheen. "
    "Mag ik een keer meekijken hoe jij vooraf vertelt wat je wel en niet voor je houdt?"
)


def make_mirrors() -> list[str]:
    """Give asha and ben of the demo a mirror with years in it, when neither of them wrote anything yet. Answers what was made, in words."""
    asha, ben = demo_user("asha"), demo_user("ben")
    if any(model.objects.filter(user__in=(asha, ben)).exists() for model in (Entry, Draft)):
        return []
    fill(asha, ben)
    made = ((asha, ASHA), (ben, BEN))
    return [f"spiegel van {user.get_full_name()}: {len(written)} teksten" for user, written in made]


def fill(asha: User, ben: User) -> None:
    """Write in two empty mirrors, and let the two share with each other."""
    with transaction.atomic():
        own, other = [_write(asha, one) for one in ASHA], [_write(ben, one) for one in BEN]
        _begin(asha)
        _talk(_share(own[-1], asha, ben, days=2), ben)
        _share(other[-1], ben, asha, days=1)


def _write(by: User, one: Written) -> Entry:
    question = asked(one.question)
    if question is None:
        raise LookupError(one.question)
    entry = entries.write(
        Words(one.text, one.dimensions),
        by=by,
        key=uuid.uuid5(_KEYS, f"{by.uuid}/{one.days}"),
        about=entries.About(prompt=str(question.asks), question=one.question, asked_id=question.edition_id),
        beside=entries.Beside(rating=one.rating, minutes=one.minutes),
    )
    at = _ago(one.days, one.hour, one.minute)
    _moved(entry, created_at=at)
    if one.meant:
        _mean(entry, at, one.meant)
    return entry


def _mean(entry: Entry, at: datetime, meant: Meant) -> None:
    """An intention, made when its text was written."""
    tomorrow = timezone.localdate() + timedelta(days=1)
    made = intentions.make(entry, by=entry.user, when=meant.when, then=meant.then, follow_up_on=tomorrow)
    back = at + timedelta(days=meant.back)
    _moved(made, created_at=at, follow_up_on=timezone.localdate(back))
    if meant.outcome:
        closed = intentions.close(made, by=entry.user, outcome=meant.outcome, said=meant.said)
        _moved(closed, closed_at=back)


def _begin(by: User) -> None:
    """A text that is not finished."""
    place = reverse("reflection:write", args=[_DRAFT_AT])
    key = uuid.uuid5(_KEYS, f"{by.uuid}/concept")
    draft = drafts.keep(key, by=by, seen=0, place=place, path=place, fields={"text": DRAFT})
    at = _ago(1, 17, 35)
    _moved(draft, created_at=at, saved_at=at)


def _share(entry: Entry, by: User, person: User, *, days: int) -> Share:
    given = sharing.share(entry, by=by, person=person.uuid, until=timezone.localdate() + sharing.USUAL)
    _moved(given, created_at=_ago(days, 17, 10))
    return given


def _talk(given: Share, by: User) -> None:
    """It was opened the day after, and something came back."""
    at = _ago(1, 9, 5)
    sharing.note_opening(given, by=by)
    Opening.objects.filter(share=given).update(at=at)
    said = sharing.comment(given, by=by, key=uuid.uuid5(_KEYS, f"{given.pk}"), text=COMMENT)
    _moved(said, created_at=at + timedelta(minutes=4))


def _ago(days: int, hour: int, minute: int) -> datetime:
    day = timezone.localtime() - timedelta(days=days)
    return day.replace(hour=hour, minute=minute, second=0, microsecond=0)


def _moved(row: Entry | Intention | Draft | Share | Comment, **moments: object) -> None:
    """Give what was made just now its place in the past."""
    model: type[models.Model] = type(row)
    model._default_manager.filter(pk=row.pk).update(**moments)
    for name, moment in moments.items():
        setattr(row, name, moment)
