"""The forms of the studio: the owner follows from the author, and what a form refers to must be theirs to use.

The rules stand in modules that need the models, so they are imported when a form is used.
"""

import itertools
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm

from cms.unfinished import SaysWhatIsMissing


class _OwnedByAuthor(SaysWhatIsMissing, WagtailAdminModelForm):
    """Takes `organisation` out of the form where it is not the author's to choose, and still validates with it."""

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() - {"organisation"}

    def _settle_owner(self, organisation_id: int | None) -> None:
        self.fields.pop("organisation", None)
        if self.instance.pk is None:
            self.instance.organisation_id = organisation_id


class OwnedForm(_OwnedByAuthor):
    """A question or a term. Who writes for several owners chooses once, at the beginning; later it stays."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        from cms.permissions import author_of

        super().__init__(*args, **kwargs)
        author = author_of(self.for_user)
        field = self.fields.get("organisation")
        if self.instance.pk is not None or (
            not author.is_platform_admin and (len(author.places) == 1 or field is None)
        ):
            first = author.places[0].organisation_id if author.places else None
            self._settle_owner(first)
        elif field is not None:
            if not author.is_platform_admin:
                field.queryset = field.queryset.filter(pk__in=author.organisation_ids)
            field.empty_label = str(_("Landelijke kern"))

    def clean(self) -> dict[str, Any]:
        from cms.belonging import foreign_fields
        from cms.models import ContentRoot

        cleaned: dict[str, Any] = super().clean()
        owner = cleaned.get("organisation", self.instance.organisation)
        for name in cleaned.keys() & {"body", "definition"}:
            setattr(self.instance, name, cleaned[name])
        root = ContentRoot.objects.filter(organisation=owner).first()
        for name, reason in (foreign_fields(self.instance, root) if root else {}).items():
            if name in self.fields:
                self.add_error(name, reason)
        return cleaned


class LocalTextForm(_OwnedByAuthor):
    """A local text belongs to the organisation of who writes it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        from cms.permissions import author_of

        super().__init__(*args, **kwargs)
        self._settle_owner(author_of(self.for_user).local_organisation_id)
        if self.instance.pk is not None:
            self.fields["slot"].disabled = True

    def clean(self) -> dict[str, Any]:
        from cms.models import LocalText

        cleaned: dict[str, Any] = super().clean()
        filled = LocalText.objects.filter(
            organisation_id=self.instance.organisation_id, slot=cleaned.get("slot")
        ).exclude(pk=self.instance.pk)
        if cleaned.get("slot") and filled.exists():
            self.add_error("slot", ValidationError(_("Deze plek is al ingevuld. Pas die tekst aan.")))
        day = cleaned.get("review_by")
        if day and "review_by" in self.changed_data and day <= timezone.localdate():
            self.add_error("review_by", ValidationError(_("Kies een dag die nog komt; dan krijgen jullie bericht.")))
        return cleaned


class ReflectionQuestionForm(SaysWhatIsMissing, WagtailAdminModelForm):
    """One of the ten. Its number is chosen once; what it links to is the core's."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None and "number" in self.fields:
            self.fields["number"].disabled = True

    def clean(self) -> dict[str, Any]:
        from cms.belonging import foreign_fields
        from cms.permissions import ensure_content_root

        cleaned: dict[str, Any] = super().clean()
        if "links" in cleaned:
            self.instance.links = cleaned["links"]
        for name, reason in foreign_fields(self.instance, ensure_content_root()).items():
            if name in self.fields:
                self.add_error(name, reason)
        return cleaned


_REVIEWED_FOR = 365
"""Days that a new page is taken to hold, until its author says otherwise."""


class TaughtPageForm(SaysWhatIsMissing, WagtailAdminPageForm):
    """A module, lesson or case. A new one begins with days and minutes that its author may change, so that a draft can always be kept."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None and "review_by" in self.fields:
            today = timezone.localdate()
            self.initial["minutes"] = self.initial.get("minutes") or self.instance.minutes_to_begin_with
            self.initial["reviewed_on"] = self.initial.get("reviewed_on") or today
            self.initial["review_by"] = self.initial.get("review_by") or today + timedelta(days=_REVIEWED_FOR)
        if "slug" in self.fields:
            self.fields["slug"].label = _("Adres")
        if "prerequisites" in self.fields:
            from wagtail.models import Page

            from cms.belonging import usable

            allowed = usable(Page, self.owner_root())
            self.fields["prerequisites"].queryset = (
                self.fields["prerequisites"].queryset.filter(pk__in=allowed.values("pk")).exclude(pk=self.instance.pk)
            )

    def owner_root(self) -> Any:
        """The root that the page stands under, or will stand under."""
        from cms.models import ContentRoot

        return ContentRoot.objects.ancestor_of(self.parent_page, inclusive=True).get()

    def clean_slug(self) -> str:
        """The address as it is; for a new page that is called as another beside it, the next that is free."""
        address: str = self.cleaned_data["slug"]
        made_of_title = address == slugify(self.cleaned_data.get("title", ""), allow_unicode=True)
        if self.instance.pk is not None or not made_of_title:
            return address
        beside = set(self.parent_page.get_children().filter(slug__startswith=address).values_list("slug", flat=True))
        numbered = (f"{address}-{number}" for number in itertools.count(2))
        return next(one for one in itertools.chain([address], numbered) if one not in beside)

    def clean(self) -> dict[str, Any]:
        from cms.belonging import foreign_fields

        had_address = not self.has_error("slug")
        cleaned: dict[str, Any] = super().clean()
        if had_address and self.has_error("slug"):
            taken = _("Een andere pagina op deze plek heeft dit adres al. Kies bij ‘Adres’ een ander.")
            self._errors["slug"] = self.error_class([taken])
        for name in cleaned.keys() & {"body", "test_questions", "goals", "sources", "illustration"}:
            setattr(self.instance, name, cleaned[name])
        for name, reason in foreign_fields(self.instance, self.owner_root()).items():
            if name in self.fields:
                self.add_error(name, reason)
        return cleaned


class DraftCopyForm(CopyForm):
    """A copy starts as a draft, in a place of the author's own; publishing it is a decision by itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        from wagtail.models import Page
        from wagtail.permissions import policy_registry

        super().__init__(*args, **kwargs)
        mine = policy_registry.get_by_type(Page).instances_user_has_permission_for(self.user, "add")
        self.fields["new_parent_page"].queryset = mine
        self.fields.pop("publish_copies", None)
        self.fields.pop("alias", None)
