"""The forms of the question bank's own pages."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms.bank.filters import owners_of
from cms.interchange.encoding import MAX_BYTES
from cms.interchange.formats import NAMES, READERS, WRITERS
from cms.permissions import Author


class ImportForm(forms.Form):
    """A file to look at. Who writes for several owners says for whom."""

    file = forms.FileField(label=_("Bestand met vragen"), error_messages={"required": _("Kies eerst een bestand.")})
    format = forms.ChoiceField(
        label=_("Waar komt het uit?"),
        choices=[(name, NAMES[name]) for name in READERS],
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies hoe het bestand is opgebouwd.")},
    )
    owner = forms.ChoiceField(label=_("Eigenaar van de vragen"))

    def __init__(self, *args: Any, author: Author, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owners = owners_of(author)
        self.fields["owner"].choices = owners
        if len(owners) == 1:
            self.fields["owner"].widget = forms.HiddenInput()
            self.fields["owner"].initial = owners[0][0]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise ValidationError(
                _("Het bestand is groter dan %(most)s MB. Verdeel de vragen over meer bestanden.")
                % {"most": MAX_BYTES // 1024**2}
            )
        return file


class ExportForm(forms.Form):
    """In which format the questions go out."""

    format = forms.ChoiceField(
        label=_("Voor welk programma?"),
        choices=[(name, NAMES[name]) for name in WRITERS],
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies hoe het bestand wordt opgebouwd.")},
    )
