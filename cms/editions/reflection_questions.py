"""A reflection question becomes an edition: whole or not at all, and no lesson is compiled again for it."""

from collections.abc import Iterator

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.belonging import foreign_fields
from cms.editions.content import Compiled, CompileError, Content
from cms.editions.publishing import publish, settle
from cms.editions.registry import register
from cms.models import Change, Edition, Kind, ReflectionQuestion, Taught
from cms.models.reflection import FEWEST_PROMPTS, MOST_PROMPTS
from cms.permissions import ensure_content_root
from cms.text import render_markdown
from cms.turns import take_turn
from people.models import User

_WORDS = ("name", "asks", "group", "explanation", "technical", "normative", "personal")


def compile_reflection_question(question: ReflectionQuestion) -> Compiled:
    """The question as data. Its number stands under `question`: `number` is the edition's. Raises CompileError with all that is missing."""
    missing = [*_gaps(question), *foreign_fields(question, ensure_content_root()).values()]
    if missing:
        raise CompileError(missing)
    content: Content = {
        "format": "reflection-question/1",
        "title": str(question),
        "question": question.number,
        "name": question.name,
        "asks": question.asks,
        "group": question.group,
        "explanation": question.explanation,
        "explanation_html": render_markdown(question.explanation),
        "prompts": [str(child.value) for child in question.prompts],
        "anchors": question.anchors,
        "dimensions": {name: getattr(question, name) for name in ("technical", "normative", "personal")},
        "links": [_link(child.value) for child in question.links],
        "sources": [
            {name: str(child.value.get(name) or "") for name in ("key", "title", "publisher", "url", "date", "seen")}
            for child in question.sources
        ],
        "reviewed_on": question.reviewed_on.isoformat(),
        "review_by": question.review_by.isoformat(),
        "reviewer": question.reviewer,
    }
    return Compiled(content)


def _gaps(question: ReflectionQuestion) -> Iterator[str]:
    """What a draft may leave open and an edition may not."""
    for name in _WORDS:
        if not str(getattr(question, name)).strip():
            label = getattr(question._meta.get_field(name), "verbose_name", name)
            yield _("Vul ‘%(field)s’ in.") % {"field": label}
    if not all(anchor.strip() for anchor in question.anchors):
        yield _("Geef alle vijf de plekken op de schaal woorden.")
    if not FEWEST_PROMPTS <= len(question.prompts) <= MOST_PROMPTS:
        yield _("Schrijf drie tot vijf hulpvragen.")
    if None in (question.reviewed_on, question.review_by):
        yield _("Vul in wanneer de vraag is nagekeken, en wanneer dat opnieuw moet.")


def _link(page: Page | None) -> Content:
    """A lesson or case that was published at least once; one that is withdrawn today is left out where it is read, and may come back."""
    if page is None:
        raise CompileError(_("Een les of casus is leeg. Kies haar opnieuw, of haal de regel weg."))
    taught = Taught.objects.filter(pk=page.specific.uuid, kind__in=[Kind.LESSON, Kind.CASE]).first()
    if taught is None:
        raise CompileError(_("‘%(name)s’ is nog niet gepubliceerd. Publiceer dat eerst.") % {"name": page.title})
    return {"kind": str(taught.kind), "taught": str(taught.pk), "title": taught.title}


@transaction.atomic
def publish_reflection_question(question: ReflectionQuestion, *, by: User | None = None) -> Edition:
    """Publish one of the ten. Nobody's work is asked again: entries keep the edition at which they were written."""
    take_turn()
    edition = publish(
        kind=Kind.REFLECTION,
        source=question.uuid,
        organisation_id=None,
        slug=str(question.number),
        compiled=compile_reflection_question(question),
        material=question.change == Change.MATERIAL,
        by=by,
        note=question.change_note,
    )
    settle(question)
    return edition


register(ReflectionQuestion, compile=compile_reflection_question, publish=publish_reflection_question)
