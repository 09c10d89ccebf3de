"""What content refers to must be its owner's own or the core's: a lesson never shows another organisation's question, file or page."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import ForeignKey, Q, QuerySet
from django.utils.translation import gettext as _
from wagtail.documents.models import Document
from wagtail.fields import RichTextField, StreamField
from wagtail.images.models import Image
from wagtail.models import Collection, Page

from cms.models.bank import GlossaryTerm, Question
from cms.models.pages import ContentRoot
from people.viewer import viewer_of


def foreign_fields(item: Any, root: ContentRoot) -> dict[str, str]:
    """The fields of a page or snippet that refer to something which its owner may not use, each with what to do about it."""
    wrong = {}
    for field in item._meta.get_fields():
        if _has_foreign(_references(item, field), root):
            wrong[field.name] = _(
                "Hier staat iets in dat niet van jullie is, of dat niet meer bestaat. Kies het opnieuw, of haal het weg."
            )
    return wrong


def _references(item: Any, field: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(field, StreamField | RichTextField):
        value = field.value_from_object(item)
        for model, pk, *_rest in field.extract_references(value) if value else ():
            yield model, pk
    elif isinstance(field, ForeignKey) and field.many_to_one and field.related_model in _USABLE:
        pk = field.value_from_object(item)
        if pk is not None:
            yield field.related_model, pk


def _has_foreign(references: Iterator[tuple[Any, Any]], root: ContentRoot) -> bool:
    wanted: dict[Any, set[int]] = defaultdict(set)
    for model, pk in references:
        known = next((kind for kind in model.__mro__ if kind in _USABLE), None)
        if known is not None:
            wanted[known].add(int(pk))
    return any(usable(model, root).filter(pk__in=pks).count() != len(pks) for model, pks in wanted.items())


def usable(model: Any, root: ContentRoot) -> QuerySet[Any]:
    """The rows of a model that content under this root may refer to."""
    return _USABLE[model](root)


def _owned(model: Any) -> Any:
    return lambda root: model.objects.readable_by(root.organisation_id)


def _filed(model: Any) -> Any:
    def rows(root: ContentRoot) -> QuerySet[Any]:
        owners = ContentRoot.objects.filter(Q(pk=root.pk) | Q(organisation__isnull=True)).values_list(
            "collection__path", flat=True
        )
        inside = Q(pk__in=[])
        for path in owners:
            inside |= Q(path__startswith=path)
        return model.objects.filter(collection__in=Collection.objects.filter(inside))

    return rows


def _pages(root: ContentRoot) -> QuerySet[Any]:
    core = ContentRoot.objects.filter(organisation__isnull=True).values_list("path", flat=True).first()
    own = Q(path__startswith=root.path)
    return Page.objects.filter(own | Q(path__startswith=core, live=True) if core else own)


_USABLE: dict[Any, Callable[[ContentRoot], QuerySet[Any]]] = {
    Question: _owned(Question),
    GlossaryTerm: _owned(GlossaryTerm),
    Image: _filed(Image),
    Document: _filed(Document),
    Page: _pages,
}


def may_open(user: Any, file: Image | Document) -> bool:
    """Whether a person may fetch a file: signed in, and the file is the core's or their organisation's, as member or as author today."""
    if not user.is_authenticated or not user.is_active:
        return False
    if user.is_superuser:
        return True
    viewer = viewer_of(user)
    mine = (
        Q(organisation_id=viewer.organisation_id) | Q(organisation__isnull=True)
        if viewer.is_member
        else Q(organisation__isnull=True, authors__user=user)
    )
    roots = ContentRoot.objects.filter(mine)
    path = Collection.objects.filter(pk=file.collection_id).values_list("path", flat=True).first() or ""
    return any(path.startswith(own) for own in roots.values_list("collection__path", flat=True))
