"""What was taught stays: deleting it, or an ancestor, site, collection or file of it, is refused with the reason and the way out.

The reasons are shown by the studio's hooks; the same rules stand at the models, so that no other road deletes it either.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db.models import ProtectedError, Q
from django.db.models.signals import pre_delete, pre_save
from django.dispatch import receiver
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Page, ReferenceIndex, Site

from cms.models import (
    ContentRoot,
    Edition,
    GlossaryTerm,
    LocalText,
    Question,
    ReflectionQuestion,
    Slot,
    Taught,
    TaughtPage,
)
from cms.models.pages import taught_pages
from cms.svg import BrokenDrawing, cleaned_svg

KEPT_FILE = gettext_lazy(
    "Dit bestand staat in een editie die mensen gevolgd hebben. Voeg het nieuwe bestand apart toe en kies dat in de les."
)
NOTHING_LEFT = gettext_lazy(
    "Van deze tekening blijft niets over: alleen vormen en letters komen mee, geen scripts, stijlen of ingesloten bestanden."
)
UNREADABLE_DRAWING = gettext_lazy(
    "Deze tekening kan niet gelezen worden. Bewaar haar opnieuw als gewone SVG, of kies een PNG."
)


def why_not_delete(item: Any) -> str:
    """Why this may not be deleted, and what to do instead; empty when it may."""
    if isinstance(item, Page):
        return _why_not_page(item)
    if type(item) in _ROADS and Taught.objects.filter(pk=item.uuid).exists():
        return str(_ROADS[type(item)]() % {"title": item})
    if isinstance(item, Question | GlossaryTerm | Slot) and _is_used(item):
        return _("‘%(title)s’ staat nog in een les of een concept. Haal het daar eerst uit.") % {"title": item}
    if isinstance(item, Slot) and item.texts.exists():
        return _("Gemeenten hebben ‘%(title)s’ ingevuld. Een plek met teksten kan niet weg.") % {"title": item}
    if isinstance(item, Image | Document) and is_in_an_edition(item):
        return _(
            "‘%(title)s’ staat in een editie die mensen gevolgd hebben, en blijft daarom bestaan. "
            "Haal het bestand uit de les en publiceer die opnieuw."
        ) % {"title": item}
    if isinstance(item, Site) and _taught_under(item.root_page):
        return _("Op deze site staat inhoud die gevolgd is. Die site kan niet weg.")
    return ""


_ROADS: dict[type, Any] = {
    Question: lambda: _(
        "‘%(title)s’ is gepubliceerd geweest: er kunnen antwoorden op staan. Haal haar offline, dan krijgt niemand haar meer."
    ),
    GlossaryTerm: lambda: _(
        "‘%(title)s’ staat in lessen die gevolgd zijn. Pas de betekenis aan in plaats van het begrip te verwijderen."
    ),
    LocalText: lambda: _("‘%(title)s’ is gepubliceerd geweest. Haal de tekst offline; dan ziet niemand hem meer."),
    ReflectionQuestion: lambda: _(
        "‘%(title)s’ is gepubliceerd geweest: in spiegels kan er bij geschreven zijn. Pas de vraag aan in plaats van haar te verwijderen."
    ),
}


def _why_not_page(page: Page) -> str:
    kind = page.specific_class
    if page.is_root() or kind is ContentRoot:
        return _("‘%(title)s’ is de map van een eigenaar en kan niet weg.") % {"title": page.title}
    if not _taught_under(page):
        return ""
    why_kept = kind.why_kept if kind is not None and issubclass(kind, TaughtPage) else TaughtPage.why_kept
    return str(why_kept % {"title": page.title})


def _taught_under(page: Page) -> bool:
    uuids = [
        uuid
        for model in taught_pages()
        for uuid in model.objects.descendant_of(page, inclusive=True).values_list("uuid", flat=True)
    ]
    return Taught.objects.filter(pk__in=uuids).exists()


def _is_used(item: Any) -> bool:
    return ReferenceIndex.get_references_to(item).exists()


def is_in_an_edition(file: Image | Document) -> bool:
    """Whether an edition shows this file. Reads all editions: it is asked only when somebody deletes or replaces a file."""
    if isinstance(file, Document):
        found = Q(content__icontains=f"/documents/{file.pk}/")
    else:
        found = Q(pk__in=[])
        for name in file.renditions.values_list("file", flat=True):
            found |= Q(content__icontains=name)
    return Edition.objects.filter(found).exists()


_KEPT = (Page, Question, GlossaryTerm, LocalText, ReflectionQuestion, Slot, Image, Document, Site)


@receiver(pre_delete)
def refuse_deletion(sender: type, instance: Any, **kwargs: Any) -> None:
    """Hold the rule for every road: shell, queryset, cascade, API."""
    if not isinstance(instance, _KEPT):
        return
    if isinstance(instance, Page) and type(instance) is not Page and not isinstance(instance, ContentRoot | TaughtPage):
        return
    reason = why_not_delete(instance)
    if reason:
        raise ProtectedError(reason, {instance})


@receiver(pre_save, sender=Image)
@receiver(pre_save, sender=Document)
def refuse_replacing(sender: type, instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """A file that an edition shows is not swapped for another under the same address."""
    if raw or instance.pk is None or getattr(instance.file, "_committed", True):
        return
    if is_in_an_edition(instance):
        raise ValidationError(KEPT_FILE)


@receiver(pre_save, sender=Image)
def clean_drawing(sender: type, instance: Image, raw: bool = False, **kwargs: Any) -> None:
    """Every SVG that comes in, by form, import or shell, is reduced to what draws."""
    if raw or getattr(instance.file, "_committed", True) or not instance.file.name.lower().endswith(".svg"):
        return
    instance.file.seek(0)
    try:
        drawing = cleaned_svg(instance.file.read())
    except BrokenDrawing:
        raise ValidationError(UNREADABLE_DRAWING) from None
    instance.file = ContentFile(drawing, name=instance.file.name)
    instance._set_image_file_metadata()
