"""The ten reflection questions: themes after NJi (Zo zorg je dat kinderen veilig opgroeien, 2017), wording our own."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class ReflectionQuestion:
    """One of the ten: its number in NJi's order, a short name for marks and lists, and what it asks of you."""

    number: int
    name: "StrOrPromise"
    asks: "StrOrPromise"


QUESTIONS: tuple[ReflectionQuestion, ...] = (
    ReflectionQuestion(
        1,
        _("Weten"),
        _("Wat weet ik over vormen, signalen en risico’s van onveiligheid? En waarover weet ik nog te weinig?"),
    ),
    ReflectionQuestion(
        2,
        _("Opmerken"),
        _("Hoe merk ik signalen op en hoe vraag ik door? Wat gaat me goed af, en wanneer wordt het lastig voor mij?"),
    ),
    ReflectionQuestion(
        3, _("Kind"), _("Hoe zorg ik dat ik elk kind zelf zie en spreek? Wat maakt dat ik het soms uitstel?")
    ),
    ReflectionQuestion(
        4,
        _("Samen"),
        _("Hoe werk ik samen met een gezin als ik me ook zorgen maak? Hoe blijf ik naast hen staan én eerlijk?"),
    ),
    ReflectionQuestion(
        5, _("Duidelijk"), _("Hoe duidelijk vertel ik ouders wat er moet veranderen, en waarom? Wat houd ik soms vaag?")
    ),
    ReflectionQuestion(
        6, _("Zicht"), _("Waarop baseer ik mijn oordeel over veiligheid? Hoe ga ik na of het nog klopt?")
    ),
    ReflectionQuestion(
        7,
        _("Netwerk"),
        _("Wat doe ik om een gezin zijn eigen mensen te laten betrekken? Wanneer neem ik het te snel over?"),
    ),
    ReflectionQuestion(
        8, _("Stappen"), _("Hoe help ik een gezin om kleine stappen te zetten? Hoe sta ik stil bij wat lukt?")
    ),
    ReflectionQuestion(
        9,
        _("Samenwerken"),
        _(
            "Wat doe ik zodat iedereen weet wie wat doet en wie zicht houdt op de veiligheid? Wat doe ik als dat onduidelijk is?"
        ),
    ),
    ReflectionQuestion(
        10, _("Steun"), _("Ben ik genoeg toegerust en gesteund voor dit werk? Wat heb ik nodig, en vraag ik daarom?")
    ),
)
BY_NUMBER = {question.number: question for question in QUESTIONS}
QUESTION_CHOICES = [(str(question.number), f"{question.number}. {question.name}") for question in QUESTIONS]
