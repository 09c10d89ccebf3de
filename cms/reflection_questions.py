"""The ten reflection questions as they are asked: themes after NJi, wording our own. Editors write them in the studio.

The constants are what is asked where nothing was published (yet); blocks and cases offer their numbers and short names.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import QuerySet, TextChoices
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from people.prepared import Prepared

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from cms.editions.memory import LoadedEdition

HOW_MANY = 10
LOWEST, HIGHEST = 1, 5
LEVELS = range(LOWEST, HIGHEST + 1)
"""Where somebody sees themselves at a moment, in words."""


class Group(TextChoices):
    """What a question is about."""

    EQUIPMENT = "toerusting", _("Toerusting")
    FAMILY = "kind-en-gezin", _("Kind en gezin")
    SAFETY = "zicht-op-veiligheid", _("Zicht op veiligheid")
    COLLABORATION = "samenwerking", _("Samenwerking")


@dataclass(frozen=True)
class Link:
    """A lesson or a case that goes with a question. `title` is of the day of publication; whether it is offered: cms/whereabouts.py."""

    kind: str
    taught: UUID
    title: str


@dataclass(frozen=True)
class Dimensions:
    """A question for each of the three dimensions that the SKJ register asks for."""

    technical: str = ""
    normative: str = ""
    personal: str = ""


@dataclass(frozen=True)
class AskedQuestion:
    """One of the ten, as an edition asks it. Without an edition there is only its number, name, group and what it asks."""

    number: int
    name: "StrOrPromise"
    asks: "StrOrPromise"
    group: Group
    explanation_html: str = ""
    prompts: tuple[str, ...] = ()
    anchors: tuple[str, ...] = ()
    """Words for 1 to 5; five of them, or none."""
    dimensions: Dimensions = Dimensions()
    links: tuple[Link, ...] = ()
    sources: tuple[dict[str, str], ...] = ()
    """As lessons have them: key, title, publisher, url, date, seen."""
    reviewed_on: date | None = None
    review_by: date | None = None
    reviewer: str = ""
    edition_id: int | None = None
    edition_number: int | None = None


QUESTIONS: tuple[AskedQuestion, ...] = (
    AskedQuestion(
        1,
        _("Weten"),
        _("Wat weet ik over vormen, signalen en risico’s van onveiligheid? En waarover weet ik nog te weinig?"),
        Group.EQUIPMENT,
    ),
    AskedQuestion(
        2,
        _("Opmerken"),
        _("Hoe merk ik signalen op en hoe vraag ik door? Wat gaat me goed af, en wanneer wordt het lastig voor mij?"),
        Group.EQUIPMENT,
    ),
    AskedQuestion(
        3,
        _("Kind"),
        _("Hoe zorg ik dat ik elk kind zelf zie en spreek? Wat maakt dat ik het soms uitstel?"),
        Group.FAMILY,
    ),
    AskedQuestion(
        4,
        _("Samen"),
        _("Hoe werk ik samen met een gezin als ik me ook zorgen maak? Hoe blijf ik naast hen staan én eerlijk?"),
        Group.FAMILY,
    ),
    AskedQuestion(
        5,
        _("Duidelijk"),
        _("Hoe duidelijk vertel ik ouders wat er moet veranderen, en waarom? Wat houd ik soms vaag?"),
        Group.FAMILY,
    ),
    AskedQuestion(
        6,
        _("Zicht"),
        _("Waarop baseer ik mijn oordeel over veiligheid? Hoe ga ik na of het nog klopt?"),
        Group.SAFETY,
    ),
    AskedQuestion(
        7,
        _("Netwerk"),
        _("Wat doe ik om een gezin zijn eigen mensen te laten betrekken? Wanneer neem ik het te snel over?"),
        Group.FAMILY,
    ),
    AskedQuestion(
        8,
        _("Stappen"),
        _("Hoe help ik een gezin om kleine stappen te zetten? Hoe sta ik stil bij wat lukt?"),
        Group.FAMILY,
    ),
    AskedQuestion(
        9,
        _("Samenwerken"),
        _(
            "Wat doe ik zodat iedereen weet wie wat doet en wie zicht houdt op de veiligheid? Wat doe ik als dat onduidelijk is?"
        ),
        Group.COLLABORATION,
    ),
    AskedQuestion(
        10,
        _("Steun"),
        _("Ben ik genoeg toegerust en gesteund voor dit werk? Wat heb ik nodig, en vraag ik daarom?"),
        Group.EQUIPMENT,
    ),
)
BY_NUMBER = {question.number: question for question in QUESTIONS}
QUESTION_CHOICES = [(str(question.number), f"{question.number}. {question.name}") for question in QUESTIONS]


# --- What is asked today, and what was asked then ---------------------------------------------------


def current() -> dict[int, AskedQuestion]:
    """All ten by number, as they are asked today: one statement, and one more for editions that this process has not met before."""
    from cms.editions.memory import editions  # its models have blocks that offer these questions

    heads = [pk for (pk,) in _HEADS.rows()]
    published = (_asked(edition) for edition in editions(heads).values())
    return BY_NUMBER | {question.number: question for question in published}


def asked_in(edition_id: int) -> AskedQuestion:
    """The question as this edition asks it; no statement when it is in memory. Raises Edition.DoesNotExist."""
    from cms.editions.memory import edition  # its models have blocks that offer these questions

    return _asked(edition(edition_id))


def _live_heads() -> QuerySet[Any, Any]:
    from cms.models import Kind, Taught  # the models have blocks that offer these questions

    return Taught.objects.filter(kind=Kind.REFLECTION, live_line__isnull=False).values_list("live_line__head_id")


_HEADS = Prepared(_live_heads)


def _asked(edition: "LoadedEdition") -> AskedQuestion:
    content = edition.content
    return AskedQuestion(
        number=content["question"],
        name=content["name"],
        asks=content["asks"],
        group=Group(content["group"]),
        explanation_html=mark_safe(content["explanation_html"]),  # noqa: S308  cleaned when compiled
        prompts=tuple(content["prompts"]),
        anchors=tuple(content["anchors"]),
        dimensions=Dimensions(**content["dimensions"]),
        links=_links(content["links"]),
        sources=tuple(content["sources"]),
        reviewed_on=date.fromisoformat(content["reviewed_on"]),
        review_by=date.fromisoformat(content["review_by"]),
        reviewer=content["reviewer"],
        edition_id=edition.pk,
        edition_number=edition.number,
    )


def _links(stored: Iterable[dict[str, str]]) -> tuple[Link, ...]:
    return tuple(Link(one["kind"], UUID(one["taught"]), one["title"]) for one in stored)
