"""What somebody takes along, and what they delete."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.reflection_questions import QUESTION_CHOICES
from learning.reflection.taking import as_pdf, kinds
from learning.reflection.taking.choosing import Choice

_FORMS = [
    (kinds.PDF, _("PDF: om te lezen en te printen")),
    (kinds.MARKDOWN, _("Tekst (Markdown): om verder in te schrijven")),
    (kinds.JSON, _("Gegevens (JSON): voor een ander programma")),
]


ALL = "alles"


class _Day(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class QuestionField(forms.TypedChoiceField):
    """One of the ten, or none of them chosen."""

    def __init__(self, *, empty: Any, **options: Any) -> None:
        choices = [("", empty), *QUESTION_CHOICES]
        super().__init__(choices=choices, coerce=int, empty_value=None, required=False, **options)


class TakeForm(forms.Form):
    """Which form of file, and what is in it. Nothing filled in is everything."""

    form = forms.ChoiceField(label=_("Wat voor bestand?"), choices=_FORMS, widget=forms.RadioSelect)
    question = QuestionField(label=_("Welke vraag?"), empty=_("Alles"))
    since = forms.DateField(label=_("Vanaf"), required=False, widget=_Day)
    until = forms.DateField(label=_("Tot en met"), required=False, widget=_Day)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if not as_pdf.is_available():
            self.fields["form"].choices = _FORMS[1:]
        self.fields["form"].initial = self.fields["form"].choices[0][0]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        since, until = given.get("since"), given.get("until")
        if since and until and since > until:
            self.add_error("until", _("Deze dag ligt vóór de eerste. Draai ze om."))
        return given

    @property
    def choice(self) -> Choice:
        """What was chosen, once it is valid."""
        given = self.cleaned_data
        return Choice(given["question"], given["since"], given["until"])


class PaperForm(forms.Form):
    """The same narrowing for the page that prints, from its address."""

    question = QuestionField(empty="")
    since = forms.DateField(required=False)
    until = forms.DateField(required=False)

    choice = TakeForm.choice


class WhichForm(forms.Form):
    """What to delete, from the address: its consequences are shown before anything is asked."""

    vraag = forms.TypedChoiceField(
        label=_("Wat wil je verwijderen?"),
        choices=[(ALL, _("Mijn hele spiegel")), *QUESTION_CHOICES],
        coerce=lambda chosen: None if chosen == ALL else int(chosen),
        empty_value=None,
    )


class WipeForm(forms.Form):
    """That one is sure, of exactly what the page named."""

    question = QuestionField(empty="", widget=forms.HiddenInput)
    keep_activity = forms.BooleanField(
        label=_("Houd in mijn dossier de regels met dag, minuten en manier. Daar staan geen woorden in."),
        required=False,
    )
    sure = forms.BooleanField(
        label=_("Ja, verwijder dit voorgoed."),
        error_messages={
            "required": _("Zet eerst een vinkje: zo weten we dat je het echt wilt. Er is niets verwijderd.")
        },
    )
