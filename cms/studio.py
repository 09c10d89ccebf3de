"""What the studio's first page tells an author: what waits for them, what is missing, and where to begin."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from laces.components import Component
from wagtail.models import Comment, Page
from wagtail.permissions import policy_registry

from cms.checks.deciding import CHECKED, problems_in
from cms.models import GlossaryTerm, LessonPage, LocalText, ModulePage, Question, ReflectionQuestion, Slot
from cms.models.pages import taught_pages
from cms.permissions import Author, author_of
from cms.second_reader.queries import asked_pages
from cms.slots.queries import kept
from people.models import Organisation

SOON = timedelta(days=60)
"""How long beforehand a review date asks for attention."""
_SHOWN = 12


@dataclass(frozen=True)
class Matter:
    """One thing that asks for attention: what, where to go, and why or when."""

    title: str
    url: str
    note: str
    is_late: bool = False


@dataclass(frozen=True)
class Matters:
    """Things of one kind, under their heading; `more` counts what is not shown."""

    title: str
    items: list[Matter]
    more: int = 0


Source = Callable[[Any, Author], Iterable[Matters]]
"""What another room has to tell: given the person and what they may do in the studio, lists of any length."""

_sources: list[Source] = []


def register_matters(source: Source) -> None:
    """Let a room above add to "Wat vraagt aandacht". Said once, when the site starts; saying it again changes nothing."""
    if source not in _sources:
        _sources.append(source)


def attention(user: Any) -> list[Matters]:
    """All that asks for this person's attention, heading by heading; headings without anything are left out."""
    author = author_of(user)
    lists = [
        _drafts(user, author),
        _waiting_for_another(user, author),
        _problems(author),
        _comments(user, author),
        _reviews(author),
        _gaps(author),
        _old_local_texts(author),
        _changed_core(author),
    ]
    told = [(matters.title, matters.items) for source in _sources for matters in source(user, author)]
    return [Matters(title, items[:_SHOWN], max(0, len(items) - _SHOWN)) for title, items in lists + told if items]


def pages_of(author: Author, model: Any) -> Any:
    """The pages of a kind that this author writes."""
    if author.is_platform_admin:
        return model.objects.all()
    under = Q(pk__in=[])
    for place in author.places:
        under |= Q(path__startswith=place.path)
    return model.objects.filter(under)


def _edit_page(page: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def _edit(item: Any) -> str:
    if isinstance(item, ReflectionQuestion):
        return reverse("wagtailsnippets_cms_reflectionquestion:edit", args=[item.pk])
    return _edit_page(item)


def _drafts(user: Any, author: Author) -> tuple[str, list[Matter]]:
    found = []
    for model in taught_pages():
        rows = (
            pages_of(author, model)
            .filter(has_unpublished_changes=True, latest_revision__user=user)
            .defer(*model.heavy_fields)
        )
        found += [
            (row.latest_revision_created_at, Matter(row.draft_title or row.title, _edit_page(row), _("concept")))
            for row in rows
        ]
    for model, note in (
        (Question, _("concept van een vraag")),
        (ReflectionQuestion, _("concept van een reflectievraag")),
        (GlossaryTerm, _("concept van een begrip")),
    ):
        for row in _drafts_of(model, user):
            url = reverse(f"wagtailsnippets_cms_{model._meta.model_name}:edit", args=[row.pk])
            found.append((row.latest_revision.created_at, Matter(str(row), url, note)))
    found.sort(key=lambda pair: pair[0] or timezone.now(), reverse=True)
    return _("Jouw concepten"), [matter for _when, matter in found]


def _drafts_of(model: Any, user: Any) -> Any:
    """What this person drafted last of a kind of snippet, and has not published."""
    theirs = policy_registry.get_by_type(model).instances_user_has_permission_for(user, "change")
    return theirs.filter(has_unpublished_changes=True, latest_revision__user=user).select_related("latest_revision")


def _waiting_for_another(user: Any, author: Author) -> tuple[str, list[Matter]]:
    """What colleagues wrote, where an organisation publishes with four eyes."""
    asked = set(
        Organisation.objects.filter(pk__in=author.organisation_ids, two_person_approval=True).values_list(
            "pk", flat=True
        )
    )
    paths = [place.path for place in author.places if place.organisation_id in asked]
    rows: list[Any] = []
    for model in taught_pages() if paths else ():
        waiting = pages_of(author, model).filter(has_unpublished_changes=True, latest_revision__user__isnull=False)
        rows += [
            row
            for row in waiting.exclude(latest_revision__user=user).defer(*model.heavy_fields)
            if row.path.startswith(tuple(paths))
        ]
    if rows:
        asked_for = asked_pages(asked)  # these stand under a heading of their own (cms.second_reader.matters)
        rows = [row for row in rows if row.pk not in asked_for]
    return _("Nalezen van een collega"), [
        Matter(row.draft_title or row.title, _edit_page(row), _("wacht op een tweede lezer")) for row in rows
    ]


def _problems(author: Author) -> tuple[str, list[Matter]]:
    """Lessons and modules in which the checks find something, those that were changed last first."""
    rows: list[Any] = []
    for model in CHECKED:
        mine = pages_of(author, model).defer(*model.heavy_fields, *_BODIES.get(model, ()))
        rows += mine.order_by("-latest_revision_created_at", "-pk")[:_LOOKED_AT]
    counted = [(row, problems_in(row)) for row in rows]
    return _("Controle"), [
        Matter(row.draft_title or row.title, reverse("check-page", args=[row.pk]), _points(count))
        for row, count in counted
        if count
    ]


_LOOKED_AT = 100
_BODIES = {LessonPage: ("body",)}


def _points(count: int) -> str:
    return ngettext("%d punt om naar te kijken", "%d punten om naar te kijken", count) % count


def _comments(user: Any, author: Author) -> tuple[str, list[Matter]]:
    """Remarks of others beside a draft that nobody has settled yet."""
    open_ones = Comment.objects.filter(resolved_at__isnull=True).exclude(user=user)
    rows = (
        pages_of(author, Page)
        .annotate(waiting=Count("wagtail_admin_comments", filter=Q(wagtail_admin_comments__in=open_ones)))
        .filter(waiting__gt=0)
        .order_by("title")
    )
    return _("Opmerkingen die wachten"), [
        Matter(
            row.draft_title or row.title,
            _edit_page(row),
            ngettext("%d opmerking", "%d opmerkingen", row.waiting) % row.waiting,
        )
        for row in rows
    ]


def _reviews(author: Author) -> tuple[str, list[Matter]]:
    today = timezone.localdate()
    rows: list[Any] = []
    for model in taught_pages():
        rows += pages_of(author, model).filter(live=True, review_by__lte=today + SOON).defer(*model.heavy_fields)
    if author.writes_core:
        rows += ReflectionQuestion.objects.filter(live=True, review_by__lte=today + SOON)
    rows.sort(key=lambda row: row.review_by)
    return _("Opnieuw nakijken"), [
        Matter(str(row), _edit(row), _by(row.review_by, today), row.review_by <= today) for row in rows
    ]


def _gaps(author: Author) -> tuple[str, list[Matter]]:
    if author.local_organisation_id is None:
        return "", []
    texts = LocalText.objects.filter(organisation_id=author.local_organisation_id)
    drafts = dict(texts.filter(live=False).values_list("slot_id", "pk"))
    empty = Slot.objects.exclude(pk__in=texts.filter(live=True).values("slot")).order_by("-safety", "title")
    return _("Plekken die jullie nog kunnen vullen"), [_gap(slot, drafts.get(slot.pk)) for slot in empty]


def _gap(slot: Slot, draft: int | None) -> Matter:
    """The form of this slot's text: of the draft when there is one, else a new one with the slot chosen."""
    if draft is not None:
        url = reverse("wagtailsnippets_cms_localtext:edit", args=[draft])
        return Matter(slot.title, url, _("concept: deelnemers zien het nog niet"), slot.safety)
    url = reverse("wagtailsnippets_cms_localtext:add", query={"slot": slot.key})
    return Matter(slot.title, url, _("nog leeg: deelnemers zien hier nu niets van jullie"), slot.safety)


def _old_local_texts(author: Author) -> tuple[str, list[Matter]]:
    if author.local_organisation_id is None:
        return "", []
    today = timezone.localdate()
    rows = (
        LocalText.objects.filter(organisation_id=author.local_organisation_id, live=True, review_by__lte=today + SOON)
        .select_related("slot")
        .order_by("review_by")
    )
    return _("Plaatselijke teksten om na te kijken"), [
        Matter(
            row.slot.title,
            reverse("wagtailsnippets_cms_localtext:edit", args=[row.pk]),
            _("%(when)s, bijgehouden door %(owner)s") % {"when": _by(row.review_by, today), "owner": row.owner},
            row.review_by <= today,
        )
        for row in rows
    ]


def _changed_core(author: Author) -> tuple[str, list[Matter]]:
    if author.local_organisation_id is None:
        return "", []
    return _("De landelijke tekst veranderde"), [
        Matter(one.slot.title, f"{reverse('cms_slots')}#plek-{one.slot.key}", _("kijk of jullie tekst nog past"))
        for one in kept(author.local_organisation_id)
        if one.text is not None and one.changes
    ]


def _by(day: date, today: date) -> str:
    words = _("had nagekeken moeten zijn op %(day)s") if day <= today else _("nakijken vóór %(day)s")
    return words % {"day": f"{day:%d-%m-%Y}"}


class AttentionPanel(Component):
    """ "Wat vraagt aandacht" on the studio's first page."""

    name = "attention"
    template_name = "cms/studio/attention_panel.html"
    order = 100

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        user = parent_context["request"].user
        author = author_of(user)
        return {"lists": attention(user), "is_writer": bool(author.places), "is_new": _is_new(author)}


def _is_new(author: Author) -> bool:
    """Whether nothing was written yet where this person writes."""
    return not any(pages_of(author, model).exists() for model in taught_pages())


class CountsPanel(Component):
    """How much there is, for who may see all of it."""

    name = "counts"
    template_name = "cms/studio/counts_panel.html"
    order = 200

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        others = [kind for kind in taught_pages() if kind not in {ModulePage, LessonPage}]
        return {
            "counts": [
                ngettext("%d module", "%d modules", modules := ModulePage.objects.count()) % modules,
                ngettext("%d les", "%d lessen", lessons := LessonPage.objects.count()) % lessons,
                ngettext("%d vraag", "%d vragen", questions := Question.objects.count()) % questions,
                ngettext("%d begrip", "%d begrippen", terms := GlossaryTerm.objects.count()) % terms,
                ngettext("%d plaatselijke tekst", "%d plaatselijke teksten", texts := LocalText.objects.count())
                % texts,
                *(_counted(kind) for kind in others),
            ]
        }


def _counted(kind: Any) -> str:
    """How many pages of a kind that another room brings, in words that fit."""
    count = kind.objects.count()
    return f"{count} {kind._meta.verbose_name if count == 1 else kind._meta.verbose_name_plural}"
