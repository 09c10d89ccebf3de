"""The pages that trainers write: a root for each owner, modules, and their lessons."""

import uuid
from typing import Any, ClassVar

from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.blocks import LESSON_BLOCKS
from cms.blocks.choosers import OwnSnippetChooserBlock
from cms.blocks.named import named
from cms.forms import DraftCopyForm, TaughtPageForm
from cms.models.bank import tags_of
from cms.models.change import ChangeMixin, PublishesWhole
from cms.models.editions import MAX_ADDRESS
from cms.ownership import Owned
from cms.panels import ChecksPanel, EditionsPanel, LessonsPanel, TouchedPanel

_GOALS = [("goal", named(blocks.CharBlock(label=_("Leerdoel"), max_length=250)))]


class PoolBlock(blocks.StructBlock):
    """Questions by their tags. Which these are is settled each time the module is published."""

    name = blocks.CharBlock(label=_("Naam van de pool"), max_length=80)
    tags = blocks.CharBlock(
        label=_("Trefwoorden"),
        max_length=250,
        help_text=_(
            "Gescheiden door komma’s. Een vraag telt mee als ze ze allemaal heeft en gepubliceerd is zodra je de module publiceert."
        ),
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not self.is_deferred_validation and not tags_of(cleaned["tags"]):
            raise blocks.StructBlockValidationError({"tags": ValidationError(_("Geef minstens één trefwoord."))})
        return cleaned

    class Meta:
        icon = "tag"
        label = _("Pool van vragen")
        description = _("Alle gepubliceerde vragen met bepaalde trefwoorden; open vragen tellen niet mee.")
        preview_value: ClassVar = {"name": "Stap 1", "tags": "meldcode, stap 1"}


class SourceBlock(blocks.StructBlock):
    """Where a statement comes from."""

    key = blocks.RegexBlock(
        regex=r"^[a-z0-9-]+$",
        label=_("Sleutel"),
        error_messages={"invalid": _("Gebruik kleine letters, cijfers en streepjes.")},
    )
    title = blocks.CharBlock(label=_("Titel"), max_length=300)
    publisher = blocks.CharBlock(label=_("Uitgever"), max_length=200, required=False)
    url = blocks.URLBlock(label=_("Adres"), required=False)
    date = blocks.CharBlock(label=_("Datum of editie"), max_length=60, required=False)
    seen = blocks.CharBlock(label=_("Bekeken op"), max_length=20, required=False)

    class Meta:
        icon = "openquote"
        label = _("Bron")


class ContentRoot(Owned, Page):
    """The top of everything one owner writes, with the collection and the groups that belong to it.

    Made by `cms.permissions.ensure_content_root`.
    """

    collection = models.OneToOneField("wagtailcore.Collection", models.PROTECT, related_name="+", editable=False)
    authors = models.OneToOneField("auth.Group", models.PROTECT, related_name="writes_in", editable=False)
    administrators = models.OneToOneField(
        "auth.Group", models.PROTECT, null=True, related_name="keeps_local_texts_of", editable=False
    )

    is_creatable = False
    parent_page_types: ClassVar = ["wagtailcore.Page"]
    subpage_types: ClassVar = ["cms.ModulePage", "cases_library.CasePage"]
    content_panels: ClassVar = [*Page.content_panels, FieldPanel("organisation", read_only=True)]
    promote_panels: ClassVar = []
    settings_panels: ClassVar = []

    class Meta:
        verbose_name = _("map van een eigenaar")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation"], name="one_content_root_per_organisation"),
            models.UniqueConstraint(Coalesce("organisation", 0), name="one_content_root_for_the_core"),
        ]

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("journey:catalogue")


class TaughtPage(PublishesWhole, ChangeMixin, Page):
    """A page that publishing turns into an edition. Readers never see the page itself."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    summary = models.TextField(_("samenvatting"), max_length=500, help_text=_("Eén of twee zinnen."))
    minutes = models.PositiveIntegerField(_("minuten"), validators=[MinValueValidator(1), MaxValueValidator(1000)])
    reviewed_on = models.DateField(_("nagekeken op"))
    review_by = models.DateField(_("opnieuw nakijken vóór"))
    reviewer = models.CharField(
        _("nagekeken door"),
        max_length=160,
        blank=True,
        help_text=_("Naam en rol. Leeg: ‘Nog niet nagekeken door een vakpersoon’."),
    )

    base_form_class = TaughtPageForm
    copy_form_class = DraftCopyForm
    exclude_fields_in_copy: ClassVar = ["uuid"]
    promote_panels: ClassVar = [
        FieldPanel(
            "slug",
            heading=_("Adres"),
            help_text=_("Het laatste stuk van het adres op de site. Het volgt de titel tot je publiceert."),
        )
    ]
    review_panels: ClassVar = [
        MultiFieldPanel(
            [FieldPanel("reviewed_on"), FieldPanel("review_by"), FieldPanel("reviewer")], heading=_("Nakijken")
        ),
        *ChangeMixin.change_panels,
        TouchedPanel(),
        EditionsPanel(),
    ]
    heavy_fields: ClassVar[tuple[str, ...]] = ()
    """What a list of pages need not fetch."""
    minutes_to_begin_with: ClassVar = 10
    """What a new page's form begins with, so that a draft can be kept before somebody has thought of it."""
    why_kept = _(
        "‘%(title)s’ is gepubliceerd. Mensen kunnen het gevolgd hebben, dus het blijft bestaan. "
        "Haal het offline: niemand begint er dan nog aan, en wie begonnen was, kan het afmaken."
    )
    """Why a page of this kind cannot be deleted once it was taught."""

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if len(self.slug) > MAX_ADDRESS:
            raise ValidationError(
                {"slug": _("Kies een korter adres: hoogstens %(most)s tekens.") % {"most": MAX_ADDRESS}}
            )
        if self.reviewed_on and self.review_by and self.review_by <= self.reviewed_on:
            raise ValidationError({"review_by": _("Kies een datum na ‘nagekeken op’.")})

    def save(self, *args: Any, **kwargs: Any) -> Any:
        if self._state.adding:
            self.live = False  # publishing makes it live, and its edition with it
        return super().save(*args, **kwargs)

    def with_content_json(self, content: Any) -> Any:
        """As Wagtail's, and never taking the identity of what was taught from an old revision."""
        page = super().with_content_json(content)
        page.uuid = self.uuid
        return page

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """What the author sees beside the form: compiled as a publication would be, and standing still."""
        request.is_preview = True  # type: ignore[attr-defined]  as Wagtail marks it
        shown = self.preview_content(mode_name)
        return TemplateResponse(request, self.template, {"page": self, "preview": shown})

    def preview_content(self, mode_name: str = "") -> Any:
        """The compiled parts for the preview's template (cms.previewing), in one of the page's preview modes."""
        raise NotImplementedError  # abstract: each kind of page compiles its own preview

    @property
    def owner_root(self) -> ContentRoot:
        """The root this page stands under."""
        return ContentRoot.objects.ancestor_of(self).get()


class CoursePage(TaughtPage):
    """A page of the course: it names what one learns, and where its statements come from."""

    goals = StreamField(_GOALS, verbose_name=_("leerdoelen"), blank=True)
    sources = StreamField([("source", SourceBlock())], verbose_name=_("bronnen"), blank=True)

    heavy_fields: ClassVar[tuple[str, ...]] = ("goals", "sources")

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        keys = [source.value["key"] for source in self.sources if source.value["key"]]
        if len(set(keys)) != len(keys):
            raise ValidationError({"sources": _("Twee bronnen hebben dezelfde sleutel.")})


class Theme(models.TextChoices):
    """The four subjects of the course, and what an organisation adds."""

    MANDATE = "opdracht", _("De opdracht van het wijkteam")
    SAFETY = "kwaliteitskader", _("Kwaliteitskader Werken aan Veiligheid")
    MELDCODE = "meldcode", _("Meldcode")
    COLLABORATION = "samenwerken", _("Samenwerken")
    LOCAL = "lokaal", _("Van je eigen organisatie")


_PAGE_HEAD = [
    TitleFieldPanel("title", placeholder=_("Titel"), help_text=_("Zo heet het voor wie het leest.")),
    FieldPanel("summary"),
    FieldPanel("goals"),
    FieldPanel("minutes"),
]
_PAGE_REVIEW = [FieldPanel("sources"), *TaughtPage.review_panels]


class ModulePage(CoursePage):
    """A module: lessons in order, and a closing test."""

    minutes_to_begin_with: ClassVar = 45
    admin_default_ordering = "ord"  # the lessons as readers get them
    theme = models.CharField(_("thema"), max_length=20, choices=Theme.choices)
    audience = models.CharField(_("voor wie"), max_length=250, blank=True)
    prerequisites = ParentalManyToManyField(
        "self", symmetrical=False, blank=True, verbose_name=_("eerst afronden"), related_name="+"
    )
    test_title = models.CharField(_("titel van de toets"), max_length=160, blank=True)
    test_intro = models.TextField(_("inleiding"), blank=True)
    test_draw = models.PositiveIntegerField(
        _("vragen per poging"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("Laat leeg om alle gekozen vragen te stellen."),
    )
    test_pass_mark = models.PositiveIntegerField(
        _("gehaald bij (%)"), default=75, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    test_questions = StreamField(
        [("question", OwnSnippetChooserBlock("cms.Question", label=_("Vraag"))), ("pool", PoolBlock())],
        verbose_name=_("vragen om uit te loten"),
        blank=True,
    )

    parent_page_types: ClassVar = ["cms.ContentRoot"]
    subpage_types: ClassVar = ["cms.LessonPage"]
    content_panels: ClassVar = [
        ChecksPanel(),
        LessonsPanel(),
        *_PAGE_HEAD,
        MultiFieldPanel(
            [FieldPanel("theme"), FieldPanel("audience"), FieldPanel("prerequisites")], heading=_("Plaats")
        ),
        MultiFieldPanel(
            [
                FieldPanel("test_title"),
                FieldPanel("test_intro"),
                FieldPanel("test_questions"),
                FieldPanel("test_draw", widget=forms.NumberInput(attrs={"placeholder": _("Alle gekozen vragen")})),
                FieldPanel("test_pass_mark"),
            ],
            heading=_("Afsluitende toets"),
        ),
        *_PAGE_REVIEW,
    ]
    template = "cms/previews/module_page.html"
    why_kept = _(
        "De module ‘%(title)s’, of een les erin, is gepubliceerd. Mensen kunnen haar gevolgd hebben, dus ze blijft bestaan. "
        "Haal haar offline: niemand begint er dan nog aan, en wie begonnen was, kan haar afmaken."
    )

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("journey:module", self.slug)

    def preview_content(self, mode_name: str = "") -> Any:
        from cms.previewing import module_preview  # the compilers read the models

        return module_preview(self)

    def get_url_parts(self, request: HttpRequest | None = None) -> Any:
        return reader_url(super().get_url_parts(request), f"/leren/{self.slug}/")


class LessonPage(CoursePage):
    """A lesson: blocks to read, and questions to answer in place."""

    body = StreamField(LESSON_BLOCKS, verbose_name=_("inhoud"), blank=True)

    parent_page_types: ClassVar = ["cms.ModulePage"]
    subpage_types: ClassVar = []
    content_panels: ClassVar = [ChecksPanel(), *_PAGE_HEAD, FieldPanel("body"), *_PAGE_REVIEW]
    template = "cms/previews/lesson_page.html"
    why_kept = _(
        "Deze les is gepubliceerd: ‘%(title)s’. Mensen kunnen haar gevolgd hebben, dus ze blijft bestaan. "
        "Haal haar offline: niemand begint er dan nog aan, en wie begonnen was, kan haar afmaken."
    )

    class Meta:
        verbose_name = _("les")
        verbose_name_plural = _("lessen")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("journey:lesson", self.get_parent().slug, self.slug)

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        from cms.readers import preview_modes  # reads the models

        return preview_modes()

    def preview_content(self, mode_name: str = "") -> Any:
        from cms.previewing import lesson_preview  # the compilers read the models
        from cms.readers import reader_in

        return lesson_preview(self, reader_in(mode_name or ""))

    def get_url_parts(self, request: HttpRequest | None = None) -> Any:
        """Where readers find it; nowhere while its module is not published."""
        module = self.get_parent()
        return reader_url(super().get_url_parts(request), f"/leren/{module.slug}/{self.slug}/") if module.live else None


def reader_url(parts: Any, path: str) -> Any:
    """Wagtail's parts of an address, with the address where readers find the page."""
    return parts and (parts[0], parts[1], path)


def taught_pages() -> list[type[TaughtPage]]:
    """Every kind of page that publishing turns into an edition, of this room and of those above."""
    return [model for model in apps.get_models() if issubclass(model, TaughtPage)]


def taught_page(taught: uuid.UUID) -> TaughtPage:
    """The page that something taught came from. Raises Page.DoesNotExist when it is gone."""
    for model in taught_pages():
        found = model.objects.filter(uuid=taught).first()
        if found is not None:
            return found
    raise Page.DoesNotExist(f"No page of {taught}.")
