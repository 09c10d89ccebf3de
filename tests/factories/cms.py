"""Content: roots, modules, lessons, questions of every kind, terms, slots, local texts, files. Drafts, unless `publish` is said."""

import itertools
import json
from datetime import date
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.db import transaction
from django.utils import timezone
from PIL import Image as Picture
from wagtail.documents.models import Document
from wagtail.images.models import Image

from cms.editions.registry import way_of
from cms.models import (
    ContentRoot,
    GlossaryTerm,
    LessonPage,
    LocalText,
    ModulePage,
    Question,
    ReflectionQuestion,
    Slot,
    Theme,
)
from cms.permissions import ensure_content_root
from cms.reflection_questions import BY_NUMBER, LEVELS
from cms.turns import take_turn
from people.models import Organisation

_number = itertools.count(1)
REVIEW = {"reviewed_on": date(2026, 1, 1), "review_by": date(2030, 1, 1)}

_FEEDBACK = "Want zo staat het in de wet."
BODIES: dict[str, dict[str, Any]] = {
    "single": {
        "options": [
            {"text": "Veilig Thuis", "correct": True, "feedback": "Daar kun je altijd terecht."},
            {"text": "De buurman", "correct": False, "feedback": "Die heeft geen taak hierin."},
        ]
    },
    "multiple": {
        "options": [
            {"text": "Feiten", "correct": True, "feedback": _FEEDBACK},
            {"text": "Bronnen", "correct": True, "feedback": _FEEDBACK},
            {"text": "Vermoedens zonder bron", "correct": False, "feedback": "Een vermoeden heeft een bron nodig."},
        ]
    },
    "true-false": {
        "statement": "Je mag altijd advies vragen.",
        "answer": "true",
        "feedback_true": _FEEDBACK,
        "feedback_false": "Advies mag altijd.",
    },
    "order": {
        "items": [{"text": text, "feedback": _FEEDBACK} for text in ("Signalen in kaart", "Overleggen", "Gesprek")]
    },
    "match": {
        "pairs": [
            {"left": "Stap 1", "right": "Signalen", "feedback": _FEEDBACK},
            {"left": "Stap 2", "right": "Overleg", "feedback": _FEEDBACK},
        ],
        "extra": ["Afwachten"],
    },
    "fill-in": {
        "text": "Bel [[1]] voor [[2]].",
        "gaps": [{"accept": ["Veilig Thuis"], "feedback": _FEEDBACK}, {"accept": ["advies"], "feedback": _FEEDBACK}],
    },
    "number": {
        "answer": "5",
        "tolerance": "0",
        "unit": "stappen",
        "feedback_low": "Er zijn er meer.",
        "feedback_high": "Er zijn er minder.",
    },
    "open": {"model_answer": "Ik vraag eerst wat er is gebeurd.", "points": ["open vraag"]},
}
"""A body for each of the eight kinds, in the plain form that a block's `to_python` reads."""


def root(organisation: Organisation | None = None) -> ContentRoot:
    """The root of an owner; None is the core's."""
    return ensure_content_root(organisation)


def question(
    kind: str = "single",
    *,
    organisation: Organisation | None = None,
    publish: bool = True,
    body: dict[str, Any] | None = None,
    **fields: Any,
) -> Question:
    """A question of a kind, of the core unless an organisation is given. Published unless told otherwise: a lesson can only use it then."""
    title = fields.pop("title", f"Vraag {next(_number)}")
    made = Question(
        **{
            "title": title,
            "stem": f"{title}: wie bel je?",
            "explanation": "Advies vragen mag altijd.",
            "organisation": organisation,
            "live": False,
        }
        | fields
    )
    made.body = _stream(Question, "body", [(kind.replace("-", "_"), body or BODIES[kind])])
    made.save()
    return _made_live(made) if publish else made


def reflection_question(number: int, *, publish: bool = True, **fields: Any) -> ReflectionQuestion:
    """One of the ten, whole. `prompts` are texts; `links` are lessons and cases."""
    known = BY_NUMBER[number]
    prompts = [("prompt", text) for text in fields.pop("prompts", ["Wat deed je?", "Wat liet je?", "Wat wil je?"])]
    links = [("lesson" if isinstance(page, LessonPage) else "case", page) for page in fields.pop("links", [])]
    values = {
        "name": str(known.name),
        "asks": str(known.asks),
        "group": known.group,
        "explanation": "Waarom dit **telt**.",
        **{f"anchor_{level}": f"Hier sta ik op {level}." for level in LEVELS},
        "technical": "Wat doe je?",
        "normative": "Wat vind je?",
        "personal": "Wat raakt je?",
        "live": False,
    }
    made = ReflectionQuestion(number=number, **values | REVIEW | fields)
    made.prompts = _stream(ReflectionQuestion, "prompts", prompts)
    made.links = _stream(ReflectionQuestion, "links", links)
    made.save()
    return _made_live(made) if publish else made


def term(word: str = "", *, organisation: Organisation | None = None, **fields: Any) -> GlossaryTerm:
    """A term, live as an import writes it, without a revision."""
    word = word or f"begrip {next(_number)}"
    return GlossaryTerm.objects.create(
        **{
            "term": word,
            "key": word.replace(" ", "-").lower(),
            "definition": f"<p>Wat {word} betekent.</p>",
            "organisation": organisation,
        }
        | fields
    )


def slot(key: str = "", **fields: Any) -> Slot:
    """A place for the municipality's own text."""
    key = key or f"plek-{next(_number)}"
    return Slot.objects.create(
        **{"key": key, "title": key.replace("-", " ").capitalize(), "ask": "je aandachtsfunctionaris"} | fields
    )


def local_text(organisation: Organisation, slot: Slot, *, publish: bool = True, **fields: Any) -> LocalText:
    """What an organisation wrote in a slot."""
    values = {"text": "<p>Bel 030 - 000 00 00.</p>", "owner": "Team Jeugd", "live": False, **REVIEW} | fields
    made = LocalText.objects.create(organisation=organisation, slot=slot, **values)
    return publish_now(made) if publish else made


def module(
    organisation: Organisation | None = None,
    *,
    lessons: list[dict[str, Any]] | None = None,
    publish: bool = False,
    **fields: Any,
) -> ModulePage:
    """A module under its owner's root. `lessons` are fields of lessons to make in it; publishing it publishes those first."""
    number = next(_number)
    made = ModulePage(
        **{
            "title": f"Module {number}",
            "slug": f"module-{number}",
            "summary": "Waar het over gaat.",
            "minutes": 30,
            "theme": Theme.MELDCODE,
            "live": False,
        }
        | REVIEW
        | _streams(ModulePage, {"goals": [("goal", "Je weet wie je belt.")]} | fields)
    )
    root(organisation).add_child(instance=made)
    for lesson_fields in lessons if lessons is not None else [{}] if publish else []:
        lesson(made, publish=publish, **lesson_fields)
    made = ModulePage.objects.get(pk=made.pk)
    return _made_live(made) if publish else made


def lesson(of: ModulePage, *, publish: bool = False, **fields: Any) -> LessonPage:
    """A lesson in a module. `body` is a list of (block type, value)."""
    number = next(_number)
    fields = {"body": [("text", "<h2>Kijken</h2><p>Wat zie je?</p>")], **fields}
    made = LessonPage(
        **{"title": f"Les {number}", "slug": f"les-{number}", "summary": "Wat je leert.", "minutes": 10, "live": False}
        | REVIEW
        | _streams(LessonPage, fields)
    )
    ModulePage.objects.get(pk=of.pk).add_child(instance=made)
    return _made_live(made) if publish else made


@transaction.atomic
def _made_live(item: Any) -> Any:
    """Live with its edition as after a publication, but without a revision, which takes twice the time. Gives the item as it now is."""
    take_turn()
    now, rows, way = timezone.now(), type(item).objects.filter(pk=item.pk), way_of(type(item))
    rows.update(live=True, has_unpublished_changes=False, first_published_at=now, last_published_at=now)
    assert way is not None
    way.publish(rows.get(), by=None)
    return rows.get()


def publish_now(item: Any) -> Any:
    """Publish as the button does: a revision, then live with its edition. Gives the item as it now is."""
    item.save_revision().publish()
    return type(item).objects.get(pk=item.pk)


def image(
    organisation: Organisation | None = None, title: str = "Een tekening", size: tuple[int, int] = (640, 480)
) -> Image:
    """A small picture in its owner's collection."""
    data = BytesIO()
    Picture.new("RGB", size, "teal").save(data, "PNG")
    file = ImageFile(BytesIO(data.getvalue()), name=f"tekening-{next(_number)}.png")
    return Image.objects.create(title=title, collection=root(organisation).collection, file=file)


DOCUMENTS = {"mp4": b"\0\0\0\x18ftypmp42", "vtt": b"WEBVTT\n\n00:00.000 --> 00:02.000\nHallo.\n", "pdf": b"%PDF-1.7\n"}
"""The least that is what its ending says; whatever else is text."""


def document(
    organisation: Organisation | None = None, title: str = "Een formulier", name: str = "formulier.txt"
) -> Document:
    """A file in its owner's collection."""
    return Document.objects.create(
        title=title,
        collection=root(organisation).collection,
        file=ContentFile(DOCUMENTS.get(name[-3:], b"Inhoud."), name=name),
    )


def typed(text: str) -> str:
    """What the rich-text editor sends for one paragraph."""
    block = {"key": "a", "type": "unstyled", "depth": 0, "text": text, "inlineStyleRanges": [], "entityRanges": []}
    return json.dumps({"blocks": [block], "entityMap": {}})


def _streams(model: type, fields: dict[str, Any]) -> dict[str, Any]:
    return {name: _stream(model, name, value) if isinstance(value, list) else value for name, value in fields.items()}


def _stream(model: type, name: str, pairs: list[tuple[str, Any]]) -> Any:
    """A stream value from (type, plain value); snippets, images and documents may be given as objects or ids."""
    block = model._meta.get_field(name).stream_block  # type: ignore[attr-defined]  any model with a StreamField
    value = block.to_python([{"type": kind, "value": _plain(value)} for kind, value in pairs])
    list(value)  # reading it once gives the items of its lists their lasting ids, as a form does
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value.pk if hasattr(value, "_meta") else value
