"""The ten reflection questions as the core's editors write them. What readers get is the edition in force: cms/reflection_questions.py."""

import uuid
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin
from wagtail.search import index

from cms.blocks.choosers import OwnPageChooserBlock
from cms.blocks.named import named
from cms.models.change import ChangeMixin, PublishesWhole
from cms.models.pages import SourceBlock
from cms.panels import EditionsPanel
from cms.reflection_questions import HOW_MANY, LEVELS, Group
from people.declarations import Declaration

FEWEST_PROMPTS, MOST_PROMPTS = 3, 5
MAX_NAME, MAX_ASKS, MAX_LINE = 30, 300, 250
MAX_EXPLANATION = 4_000
_WHICH = _("Er zijn tien reflectievragen: kies een nummer van 1 tot en met 10.")


class ReflectionQuestion(
    PublishesWhole,
    ChangeMixin,
    PreviewableMixin,
    LockableMixin,
    DraftStateMixin,
    RevisionMixin,
    index.Indexed,
    ClusterableModel,
):
    """One of the ten, of the core alone. Publishing makes an edition; who wrote at an earlier one keeps the question as it was asked."""

    declaration = Declaration(
        purpose="who locked a reflection question",
        retention="until it is unlocked",
        export="authored content",
        erasure="name removed, content stays",
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.PositiveSmallIntegerField(
        _("nummer"),
        unique=True,
        validators=[MinValueValidator(1, _WHICH), MaxValueValidator(HOW_MANY, _WHICH)],
        error_messages={"unique": _("Deze vraag is er al. Pas haar aan in plaats van een nieuwe te maken.")},
        help_text=_("In de volgorde van het NJi. Staat vast zodra de vraag er is."),
    )
    name = models.CharField(
        _("korte naam"), max_length=MAX_NAME, help_text=_("Eén woord, voor lijsten en kleine tekens.")
    )
    asks = models.CharField(
        _("de vraag"), max_length=MAX_ASKS, help_text=_("Vraagt naar je eigen handelen, nooit naar één gezin.")
    )
    group = models.CharField(_("groep"), max_length=20, choices=Group.choices)
    explanation = models.TextField(
        _("waarom deze vraag"),
        max_length=MAX_EXPLANATION,
        help_text=_(
            "Waarom ze ertoe doet. Zet **twee sterretjes** om woorden die vet moeten, en een streepje (-) voor elk punt van een lijst."
        ),
    )
    prompts = StreamField(
        [("prompt", named(blocks.CharBlock(label=_("Hulpvraag"), max_length=MAX_LINE)))],
        min_num=FEWEST_PROMPTS,
        max_num=MOST_PROMPTS,
        verbose_name=_("hulpvragen"),
        help_text=_("Drie tot vijf vragen die op gang helpen."),
    )
    anchor_1 = models.CharField(_("woorden bij 1"), max_length=MAX_LINE)
    anchor_2 = models.CharField(_("woorden bij 2"), max_length=MAX_LINE)
    anchor_3 = models.CharField(_("woorden bij 3"), max_length=MAX_LINE)
    anchor_4 = models.CharField(_("woorden bij 4"), max_length=MAX_LINE)
    anchor_5 = models.CharField(_("woorden bij 5"), max_length=MAX_LINE)
    technical = models.CharField(_("technisch-instrumenteel"), max_length=MAX_LINE)
    normative = models.CharField(_("normatief"), max_length=MAX_LINE)
    personal = models.CharField(_("persoonlijk"), max_length=MAX_LINE)
    links = StreamField(
        [
            ("lesson", OwnPageChooserBlock(page_type="cms.LessonPage", label=_("Les"))),
            ("case", OwnPageChooserBlock(page_type="cases_library.CasePage", label=_("Casus"))),
        ],
        blank=True,
        verbose_name=_("lessen en casussen die hierbij passen"),
    )
    sources = StreamField([("source", SourceBlock())], blank=True, verbose_name=_("bronnen"))
    reviewed_on = models.DateField(_("nagekeken op"))
    review_by = models.DateField(_("opnieuw nakijken vóór"))
    reviewer = models.CharField(
        _("nagekeken door"),
        max_length=160,
        blank=True,
        help_text=_("Naam en rol. Leeg: ‘Nog niet nagekeken door een vakpersoon’."),
    )

    panels: ClassVar = [
        HelpPanel(
            _(
                "Wie al bij deze vraag schreef, houdt haar zoals ze toen gesteld werd. Er wordt niets opnieuw gevraagd, "
                "ook niet na een inhoudelijke wijziging."
            )
        ),
        *(FieldPanel(name) for name in ("number", "name", "asks", "group", "explanation", "prompts")),
        MultiFieldPanel(
            [FieldPanel(f"anchor_{level}") for level in LEVELS],
            heading=_("Waar sta ik nu? Woorden over jezelf, nooit een cijfer"),
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("technical", "normative", "personal")],
            heading=_("Drie dimensies (SKJ), elk met een vraag"),
        ),
        FieldPanel("links"),
        FieldPanel("sources"),
        MultiFieldPanel([FieldPanel(name) for name in ("reviewed_on", "review_by", "reviewer")], heading=_("Nakijken")),
        *ChangeMixin.change_panels,
        EditionsPanel(),
    ]
    search_fields: ClassVar = [
        index.SearchField("name"),
        index.SearchField("asks"),
        index.AutocompleteField("name"),
        index.FilterField("live"),
    ]

    class Meta:
        verbose_name = _("reflectievraag")
        verbose_name_plural = _("reflectievragen")
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(number__range=(1, HOW_MANY)), name="reflection_questions_are_ten"
            ),
            models.CheckConstraint(
                condition=models.Q(review_by__gt=models.F("reviewed_on")),
                name="reflection_question_review_after_reviewed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.name}"

    @property
    def anchors(self) -> list[str]:
        """The five, from the lowest."""
        return [getattr(self, f"anchor_{level}") for level in LEVELS]

    def clean(self) -> None:
        super().clean()
        if self.reviewed_on and self.review_by and self.review_by <= self.reviewed_on:
            raise ValidationError({"review_by": _("Kies een datum na ‘nagekeken op’.")})

    def get_preview_template(self, request, mode_name):
        return "cms/previews/reflection_question.html"

    def get_preview_context(self, request, mode_name):
        from cms.previewing import reflection_question_preview  # the compilers read the models

        return super().get_preview_context(request, mode_name) | {"preview": reflection_question_preview(self)}
