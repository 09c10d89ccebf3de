"""What may be asked of the list of people."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.administration.actions import Term
from people.administration.queries import SORTS, Asked
from people.models import Organisation, Role, Team

MOST_PAGES = 10_000
_SORTED = (("achternaam", _("Achternaam")), ("voornaam", _("Voornaam")), ("e-mail", _("E-mailadres")))


class GiveForm(forms.Form):
    """Another role for somebody, for a while or for good."""

    role = forms.ChoiceField(label=_("Rol"), choices=Role.choices)
    team = forms.ModelChoiceField(
        label=_("Team"), queryset=Team.objects.none(), required=False, empty_label=_("Geen team")
    )
    since = forms.DateField(label=_("Eerste dag"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    until = forms.DateField(
        label=_("Laatste dag"),
        required=False,
        help_text=_("Voor wie iemand een tijd vervangt, zoals een teamleider. Laat leeg als het blijft."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, initial={"since": timezone.localdate()}, **kwargs)
        self.fields["team"].queryset = Team.objects.filter(organisation=organisation)  # type: ignore[attr-defined]  a choice field

    def term(self) -> Term:
        return Term(**self.cleaned_data)


class MoveForm(forms.Form):
    """The team to go to."""

    team = forms.ModelChoiceField(label=_("Naar team"), queryset=Team.objects.none())

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = Team.objects.filter(organisation=organisation)  # type: ignore[attr-defined]  a choice field


class FilterForm(forms.Form):
    """Search, filter and sort. It is sent with GET, so that a page of the list has an address to go back to."""

    zoek = forms.CharField(label=_("Naam of e-mailadres"), max_length=120, required=False)
    team = forms.TypedChoiceField(label=_("Team"), required=False, coerce=UUID, empty_value=None)
    rol = forms.ChoiceField(label=_("Rol"), required=False, choices=(("", _("Alle rollen")), *Role.choices))
    volgorde = forms.ChoiceField(label=_("Op volgorde van"), required=False, choices=_SORTED)
    pagina = forms.IntegerField(required=False, min_value=1, max_value=MOST_PAGES, widget=forms.HiddenInput)

    def __init__(self, *args: Any, teams: list[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(uuid), name) for uuid, name in teams]
        self.fields["team"].choices = [("", _("Alle teams")), *named]  # type: ignore[attr-defined]  a choice field

    def asked(self) -> Asked:
        """What was asked. A part that was not understood is left out, and the form says so beside it."""
        said = self.cleaned_data
        return Asked(
            words=said.get("zoek") or "",
            team=said.get("team"),
            role=said.get("rol") or "",
            sort=said.get("volgorde") or next(iter(SORTS)),
            page=said.get("pagina") or 1,
        )
