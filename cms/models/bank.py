"""What authors keep beside the pages: the question bank, the glossary, local slots and what organisations write in them."""

import uuid
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Value
from django.db.models.functions import Concat, Replace
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin
from wagtail.search import index

from cms.blocks.questions import QUESTION_KINDS, kind_of
from cms.blocks.text import INLINE_FEATURES
from cms.models.change import ChangeMixin, PublishesWhole
from cms.models.second_reader import reading_states
from cms.ownership import Owned, OwnedQuerySet, once_per_owner
from cms.panels import CoreTextPanel, EditionsPanel, UsagePanel
from people.declarations import Declaration

KINDS: list[tuple[str, Any]] = [(kind_of(name), block.label) for name, block in QUESTION_KINDS]
"""The eight kinds by name, and what people call them."""


def tags_of(text: str) -> list[str]:
    """The tags in a text that parts them by commas, each once."""
    return list(dict.fromkeys(tag for one in text.split(",") if (tag := " ".join(one.split()))))


_MAX_TAGS = 250


def _parted(tags: list[str]) -> str:
    """Tags in one way, with a space between them where they fit so."""
    text = ", ".join(tags)
    return text if len(text) <= _MAX_TAGS else ",".join(tags)


class QuestionQuerySet(OwnedQuerySet):
    """Questions, found by what their authors call them."""

    def tagged(self, *tags: str) -> "QuestionQuerySet":
        """Those that have all these tags, whatever the capitals."""
        parted = Replace("tags", Value(", "), Value(","))
        rows = self.alias(listed=Concat(Value(","), parted, Value(","), output_field=models.TextField()))
        for tag in tags:
            rows = rows.filter(listed__icontains=f",{tag},")
        return rows


class Question(
    PublishesWhole,
    ChangeMixin,
    Owned,
    PreviewableMixin,
    LockableMixin,
    DraftStateMixin,
    RevisionMixin,
    index.Indexed,
    ClusterableModel,
):
    """A question of one of eight kinds; publishing makes an edition, which lessons and tests pin."""

    declaration = Declaration(
        purpose="who locked a question",
        retention="until it is unlocked",
        export="authored content",
        erasure="name removed, content stays",
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.SlugField(_("sleutel"), max_length=120, blank=True, help_text=_("Korte naam voor import en export."))
    title = models.CharField(_("titel"), max_length=200, help_text=_("Alleen voor auteurs."))
    stem = models.TextField(
        _("vraag"),
        help_text=_(
            "Zet **twee sterretjes** om woorden die vet moeten, en een streepje (-) voor elk punt van een lijst."
        ),
    )
    body = StreamField(
        QUESTION_KINDS,
        min_num=1,
        max_num=1,
        verbose_name=_("antwoorden"),
        help_text=_("Kies met de plus wat voor vraag het is; dan komen de velden."),
    )
    explanation = models.TextField(_("toelichting"), blank=True, help_text=_("Verschijnt na elk antwoord."))
    source = models.CharField(_("bron"), max_length=500, blank=True)
    tags = models.CharField(_("trefwoorden"), max_length=_MAX_TAGS, blank=True, help_text=_("Gescheiden door komma’s."))
    reviewed_on = models.DateField(_("nagekeken op"), null=True, blank=True)
    kept_kind = models.CharField(
        _("soort"), max_length=12, choices=KINDS, blank=True, default="", editable=False, db_column="kind"
    )
    """What `kind` says of this row, for lists: saving keeps it in step."""
    reading_states = reading_states()

    objects = QuestionQuerySet.as_manager()

    panels: ClassVar = [
        FieldPanel("title"),
        FieldPanel("stem"),
        FieldPanel("body"),
        FieldPanel("explanation"),
        MultiFieldPanel(
            [FieldPanel("source"), FieldPanel("reviewed_on"), FieldPanel("tags"), FieldPanel("key")],
            heading=_("Bron en beheer"),
        ),
        FieldPanel("organisation"),
        *ChangeMixin.change_panels,
        UsagePanel(),
        EditionsPanel(),
    ]
    search_fields: ClassVar = [
        index.SearchField("title"),
        index.SearchField("stem"),
        index.SearchField("tags"),
        index.AutocompleteField("title"),
        index.FilterField("organisation"),
        index.FilterField("live"),
    ]

    class Meta:
        verbose_name = _("vraag")
        verbose_name_plural = _("vragen")
        ordering: ClassVar = ["title"]
        constraints: ClassVar = once_per_owner("key", condition=~models.Q(key=""), name="question_key_once_per_owner")

    def __str__(self) -> str:
        return self.title or str(_("Vraag zonder titel"))

    def save(self, *args: Any, **kwargs: Any) -> Any:
        if kwargs.get("update_fields") is None:
            self.kept_kind, self.tags = self.kind, _parted(tags_of(self.tags))
        return super().save(*args, **kwargs)

    @property
    def kind(self) -> str:
        """One of the eight kinds; empty for a draft without answers."""
        return kind_of(self.body[0].block_type) if self.body else ""

    def get_preview_template(self, request, mode_name):
        return "cms/previews/question_snippet.html"

    def get_preview_context(self, request, mode_name):
        from cms.previewing import question_preview  # the compilers read the models

        return super().get_preview_context(request, mode_name) | {"preview": question_preview(self)}


class GlossaryTerm(PublishesWhole, Owned, DraftStateMixin, RevisionMixin, index.Indexed, models.Model):
    """A term of the field and what it means.

    In the studio it is drafted and published like a question. An import writes it whole and live (`write_live`), without revisions.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.SlugField(_("sleutel"), max_length=120)
    term = models.CharField(_("begrip"), max_length=120)
    also = models.CharField(_("ook genoemd"), max_length=250, blank=True, help_text=_("Gescheiden door komma’s."))
    definition = RichTextField(_("betekenis"), features=INLINE_FEATURES)
    source = models.CharField(_("bron"), max_length=500, blank=True)
    reviewed_on = models.DateField(_("nagekeken op"), null=True, blank=True)
    reading_states = reading_states()

    objects = OwnedQuerySet.as_manager()

    panels: ClassVar = [
        *(FieldPanel(name) for name in ("term", "also", "definition", "source", "reviewed_on", "key", "organisation")),
        EditionsPanel(),
    ]
    search_fields: ClassVar = [
        index.SearchField("term"),
        index.SearchField("also"),
        index.AutocompleteField("term"),
        index.FilterField("organisation"),
        index.FilterField("live"),
    ]

    class Meta:
        verbose_name = _("begrip")
        verbose_name_plural = _("begrippenlijst")
        ordering: ClassVar = ["term"]
        constraints: ClassVar = once_per_owner("key", name="term_key_once_per_owner")

    def __str__(self) -> str:
        return self.term or str(_("Begrip zonder naam"))

    @property
    def names(self) -> list[str]:
        """The term and its other names."""
        return [self.term, *(name.strip() for name in self.also.split(",") if name.strip())]

    def write_live(self) -> None:
        """Save these words as what readers get. Drafts of before stay among the revisions; the form shows these words."""
        self.live, self.has_unpublished_changes = True, False
        self.latest_revision = self.live_revision = None
        self.save()


class Slot(index.Indexed, models.Model):
    """A named place in the shared text that each organisation fills; part of the core."""

    key = models.SlugField(_("sleutel"), max_length=60, unique=True)
    title = models.CharField(_("titel"), max_length=120)
    safety = models.BooleanField(
        _("gaat over veiligheid"),
        default=False,
        help_text=_("Toont altijd de landelijke tekst; de gemeente vult aan en vervangt nooit."),
    )
    help = models.TextField(_("wat hoort hier"), blank=True)
    ask = models.CharField(_("bij wie controleren"), max_length=200, blank=True)

    panels: ClassVar = [FieldPanel(name) for name in ("title", "safety", "help", "ask", "key")]
    search_fields: ClassVar = [index.SearchField("title"), index.AutocompleteField("title")]

    class Meta:
        verbose_name = _("plek voor de gemeente")
        verbose_name_plural = _("plekken voor de gemeente")
        ordering: ClassVar = ["title"]

    def __str__(self) -> str:
        return self.title


class LocalText(PublishesWhole, PreviewableMixin, DraftStateMixin, RevisionMixin, index.Indexed, models.Model):
    """What one organisation writes in one slot, who keeps it, and until when it may be trusted."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        "people.Organisation", models.PROTECT, related_name="+", verbose_name=_("organisatie")
    )
    slot = models.ForeignKey(Slot, models.PROTECT, related_name="texts", verbose_name=_("plek"))
    text = RichTextField(_("tekst"), features=["bold", "italic", "ol", "ul", "link"])
    owner = models.CharField(_("bijgehouden door"), max_length=120)
    reviewed_on = models.DateField(_("nagekeken op"))
    review_by = models.DateField(_("opnieuw nakijken vóór"))
    reading_states = reading_states()

    panels: ClassVar = [
        HelpPanel(
            _(
                "Deze tekst staat bij jullie in elke les met deze plek; gaat het om veiligheid, dan ook bij ‘Nu een echte zorg?’. "
                "Zet er geen gegevens van gezinnen in."
            )
        ),
        FieldPanel("slot"),
        FieldRowPanel(
            [
                MultiFieldPanel(
                    [FieldPanel(name) for name in ("text", "owner", "reviewed_on", "review_by")],
                    heading=_("Jullie tekst"),
                ),
                CoreTextPanel(),
            ]
        ),
        EditionsPanel(),
    ]
    search_fields: ClassVar = [
        index.FilterField("organisation"),
        index.SearchField("text"),
        index.AutocompleteField("owner"),
    ]

    class Meta:
        verbose_name = _("plaatselijke tekst")
        verbose_name_plural = _("plaatselijke teksten")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "slot"], name="slot_filled_once_per_organisation"),
            models.CheckConstraint(
                condition=models.Q(review_by__gt=models.F("reviewed_on")), name="local_text_review_after_reviewed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slot} · {self.organisation}"

    def clean(self) -> None:
        super().clean()
        if self.reviewed_on and self.review_by and self.review_by <= self.reviewed_on:
            raise ValidationError({"review_by": _("Kies een datum na ‘nagekeken op’.")})

    def get_preview_template(self, request, mode_name):
        return "cms/previews/local_text.html"

    def get_preview_context(self, request, mode_name):
        from cms.previewing import local_preview  # the compilers read the models

        return super().get_preview_context(request, mode_name) | {"preview": local_preview(self)}
