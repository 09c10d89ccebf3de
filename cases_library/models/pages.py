"""The page on which trainers write a case."""

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from cases_library.forms import CasePageForm
from cms.models import TaughtPage
from cms.models.pages import reader_url


class CasePage(TaughtPage):
    """A case: one document in the case format, and what stands around it. One revision holds all of it.

    The document is a draft: it may be incomplete, or broken. Title, slug and minutes are the page's, and are written into the document.
    """

    minutes = models.PositiveIntegerField(
        _("minuten"), default=10, validators=[MinValueValidator(1), MaxValueValidator(1000)]
    )
    reviewed_on = models.DateField(_("nagekeken op"), null=True, blank=True)
    illustration = models.ForeignKey(
        "wagtailimages.Image",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("tekening"),
        help_text=_("Een plek of een voorwerp; nooit het gezicht van een kind."),
    )
    document = models.JSONField(_("casus"), default=dict, blank=True)

    parent_page_types: ClassVar = ["cms.ContentRoot"]
    subpage_types: ClassVar = []
    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("minutes"),
        FieldPanel("illustration"),
        FieldPanel("document"),
        *TaughtPage.review_panels,
    ]
    heavy_fields: ClassVar[tuple[str, ...]] = ("document",)
    base_form_class = CasePageForm
    template = "cases_library/previews/case_page.html"
    why_kept = _(
        "De casus ‘%(title)s’ is gespeeld. "
        "Haal haar offline: niemand begint er dan nog aan, en wie begonnen was, kan haar uitspelen."
    )

    class Meta:
        verbose_name = _("casus")
        verbose_name_plural = _("casussen")

    def save(self, *args: Any, **kwargs: Any) -> Any:
        self.document = self.whole_document()
        return super().save(*args, **kwargs)

    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        self.document = self.whole_document()
        return super().save_revision(*args, **kwargs)

    def whole_document(self) -> Any:
        """The document with the page's title, slug and minutes in it; what is no JSON object is left as it is."""
        if self.document is None:
            return {}
        if not isinstance(self.document, dict):
            return self.document
        return {**self.document, "slug": self.slug, "title": self.title, "minutes": self.minutes}

    def publish(self, *args: Any, **kwargs: Any) -> Any:
        from cases_library.compiling import compile_case  # the compiler reads the models

        compile_case(self)  # the search may take seconds: before the transaction, and remembered in it
        return super().publish(*args, **kwargs)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("practice:case", self.slug)

    def get_url_parts(self, request: HttpRequest | None = None) -> Any:
        return reader_url(super().get_url_parts(request), f"/casussen/{self.slug}/")

    def preview_content(self, mode_name: str = "") -> Any:
        from cases_library.previewing import case_preview  # the compiler reads the models

        return case_preview(self)
