"""What is asked: a name to compare, why a certificate is withdrawn, and how long certificates count."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from learning.dossier.certificates.actions import MONTHS
from learning.dossier.certificates.models import Why

_YEARS = {12: _("Eén jaar"), 24: _("Twee jaar"), 36: _("Drie jaar"), 60: _("Vijf jaar")}
MOST_PAGES = 10_000


class NameForm(forms.Form):
    """The name that stands on the paper. It is compared and forgotten."""

    name = forms.CharField(
        label=_("Naam op het certificaat"),
        max_length=201,
        help_text=_("Voornaam en achternaam, zoals op het papier. We bewaren niet wat je invult."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Vul de naam in die op het certificaat staat.")},
    )


class WhyForm(forms.Form):
    """Why an issuer withdraws."""

    why = forms.ChoiceField(
        label=_("Waarom trek je dit in?"),
        choices=[one for one in Why.choices if one[0] != Why.HOLDER],
        widget=forms.RadioSelect,
        help_text=_("De eigenaar leest de reden. Op de controlepagina staat alleen dat het is ingetrokken."),
        error_messages={"required": _("Kies een reden."), "invalid_choice": _("Kies een reden uit de lijst.")},
    )


class MonthsForm(forms.Form):
    """How long certificates count."""

    months = forms.TypedChoiceField(
        label=_("Hoe lang telt een certificaat?"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("Zonder einddatum")), *((months, _YEARS[months]) for months in MONTHS)],
        help_text=_("Vanaf de dag waarop iemand de module afrondde. Wat al gegeven is, verandert niet."),
    )


class FilterForm(forms.Form):
    """Search in the list. It is sent with GET, so that a page of it has an address to go back to."""

    zoek = forms.CharField(label=_("Naam"), max_length=120, required=False)
    pagina = forms.IntegerField(required=False, min_value=1, max_value=MOST_PAGES, widget=forms.HiddenInput)

    def asked(self) -> dict[str, Any]:
        """What to look for; what was not understood asks nothing."""
        given = self.cleaned_data
        return {"words": given.get("zoek", ""), "page": given.get("pagina") or 1}
