"""The studio's forms for a package: which file, on whose shelf, and which parts of it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from cms.models import ContentRoot
from cms.packages.archive import MAX_BYTES
from cms.packages.choosing import FOLDERS, Part, with_needs
from cms.permissions import Author


class PartsForm(forms.Form):
    """Parts of a package to tick; the template draws them by kind."""

    part = forms.MultipleChoiceField(
        error_messages={
            "required": _("Kies ten minste één onderdeel."),
            "invalid_choice": _("‘%(value)s’ zit niet in het pakket. Kies uit de lijst."),
        }
    )
    needs = forms.BooleanField(required=False)

    def __init__(self, *args: Any, parts: list[Part], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._parts = parts
        names = [*(part.name for part in parts), *FOLDERS.values()]
        self.fields["part"].choices = [(name, name) for name in names]

    def chosen(self) -> list[str]:
        """What `--only` would be given, with what that needs when it was asked for."""
        names = self.cleaned_data["part"]
        return with_needs(names, self._parts) if self.cleaned_data["needs"] else names


class PackageForm(forms.Form):
    """A file, and an owner where its author has several."""

    file = forms.FileField(
        label=_("Pakket"), help_text=_("Een bestand dat met ‘Exporteer’ is gemaakt; het eindigt op .zip.")
    )
    root = forms.ModelChoiceField(
        ContentRoot.objects.none(), label=_("Voor wie"), help_text=_("Van wie de module hier wordt."), empty_label=None
    )

    def __init__(self, *args: Any, author: Author, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roots = ContentRoot.objects.order_by(F("organisation_id").asc(nulls_first=True), "title")
        mine = roots if author.is_platform_admin else roots.filter(pk__in=[place.page_id for place in author.places])
        self.fields["root"].queryset = mine
        if len(mine) == 1:
            self.fields["root"].initial, self.fields["root"].widget = mine[0].pk, forms.HiddenInput()

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise ValidationError(
                _("Dit bestand is te groot. Een pakket is hoogstens %(most)s MB."),
                params={"most": MAX_BYTES // 1024 // 1024},
            )
        return file
