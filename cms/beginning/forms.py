"""The forms of a first module: for whom, which example, which text, and what its author says of the whole."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from cms.beginning.examples import examples
from cms.beginning.manuscript import MAX_CHARACTERS, MAX_TITLE
from cms.interchange.encoding import MAX_BYTES
from cms.models import ContentRoot
from cms.models.pages import Theme
from cms.permissions import Author


class _OwnedForm(forms.Form):
    """Asks for whom, where its author writes for several owners."""

    root = forms.ModelChoiceField(
        ContentRoot.objects.none(),
        label=_("Voor wie"),
        help_text=_("Van wie de module wordt."),
        empty_label=None,
        error_messages={"required": _("Kies van wie de module wordt.")},
    )

    def __init__(self, *args: Any, author: Author, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = roots_of(author)
        self.fields["root"].queryset = mine
        own = next((root for root in mine if root.organisation_id is not None), mine[0] if mine else None)
        self.fields["root"].initial = own and own.pk
        if len(mine) == 1:
            self.fields["root"].widget = forms.HiddenInput()


def roots_of(author: Author) -> Any:
    """The roots under which somebody may make a module."""
    roots = ContentRoot.objects.order_by(F("organisation_id").asc(nulls_first=True), "title")
    return roots if author.is_platform_admin else roots.filter(pk__in=[place.page_id for place in author.places])


class ExampleForm(_OwnedForm):
    """An example to begin from. The key makes that a form sent twice begins once."""

    example = forms.ChoiceField(
        error_messages={"required": _("Kies een voorbeeld."), "invalid_choice": _("Kies een voorbeeld.")}
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["example"].choices = [(one.name, one.title) for one in examples()]


class TextForm(_OwnedForm):
    """A text, pasted or as a file."""

    text = forms.CharField(
        label=_("Plak hier je tekst"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("Uit Word, een mail of een notitie. Een regel die met # begint, is zeker een kop."),
    )
    file = forms.FileField(
        label=_("Of kies een bestand uit Word of LibreOffice"),
        required=False,
        help_text=_(
            "Een bestand dat eindigt op .docx of .odt, van hoogstens 8 MB. Koppen, lijsten, links en tabellen komen mee."
        ),
        widget=forms.FileInput(attrs={"accept": ".docx,.odt"}),
    )

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if len(text) > MAX_CHARACTERS:
            raise ValidationError(
                _("Deze tekst is te lang voor één module. Verdeel hem, en begin met het eerste deel.")
            )
        return text

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file is None:
            return None
        if not file.name.lower().endswith((".docx", ".odt")):
            raise ValidationError(
                _("Dit is geen .docx- of .odt-bestand. Open het in Word en bewaar het als .docx, of plak de tekst.")
            )
        if file.size > MAX_BYTES:
            raise ValidationError(
                _("Dit bestand is groter dan 8 MB. Bewaar het zonder afbeeldingen, of plak de tekst.")
            )
        return file

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        has_text, has_file = bool(cleaned.get("text", "").strip()), bool(cleaned.get("file"))
        if not self.errors and not has_text and not has_file:
            self.add_error("text", _("Plak eerst een tekst, of kies een bestand."))
        if has_text and has_file:
            self.add_error(
                "file", _("Er is ook een tekst geplakt. Kies er één: haal de tekst weg, of kies geen bestand.")
            )
        return cleaned


class HeadForm(forms.Form):
    """What the whole module is called, and what it is about."""

    titel = forms.CharField(
        label=_("Titel van de module"),
        max_length=MAX_TITLE,
        error_messages={
            "required": _("Geef de module een titel."),
            "max_length": _("Maak de titel korter: hoogstens 255 tekens."),
        },
    )
    samenvatting = forms.CharField(
        label=_("Samenvatting"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Eén of twee zinnen: waar gaat het over, en voor wie is het?"),
        error_messages={
            "required": _("Schrijf één of twee zinnen over de module."),
            "max_length": _("Maak de samenvatting korter: hoogstens 500 tekens."),
        },
    )
    thema = forms.ChoiceField(label=_("Thema"), choices=Theme.choices, initial=Theme.LOCAL)
