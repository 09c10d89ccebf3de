"""What may be asked of the list of people."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from people.administration.queries import SORTS, Asked
from people.models import Role

MOST_PAGES = 10_000
_SORTED = (("achternaam", _("Achternaam")), ("voornaam", _("Voornaam")), ("e-mail", _("E-mailadres")))


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
