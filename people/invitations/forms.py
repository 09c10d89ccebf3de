"""Whom to invite, and what a new account needs."""

from typing import Any, ClassVar

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from people.invitations.actions import Asked
from people.invitations.models import Invitation
from people.models import Organisation, Profession, Role, Team, User


class InviteForm(forms.ModelForm):
    """One person, for one organisation."""

    class Meta:
        model = Invitation
        fields: ClassVar = ["first_name", "last_name", "email", "role", "team"]
        widgets: ClassVar = {"email": forms.EmailInput(attrs={"autocomplete": "off"})}

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = Team.objects.filter(organisation=organisation)  # type: ignore[attr-defined]  a choice field
        self.fields["team"].empty_label = _("Geen team")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("role") == Role.LEAD and not said.get("team"):
            self.add_error("team", _("Kies het team waarvan iemand teamleider wordt."))
        return said

    def validate_constraints(self) -> None:
        """What one address may have is said by the action."""

    def asked(self) -> Asked:
        return Asked(**self.cleaned_data)


class WelcomeForm(forms.Form):
    """A new account: name, profession and, for who will not sign in by a service, a password. The address stands in the invitation."""

    first_name = forms.CharField(label=_("Voornaam"), max_length=80)
    last_name = forms.CharField(label=_("Achternaam"), max_length=120, required=False)
    profession = forms.ChoiceField(
        label=_("Beroepsgroep"),
        required=False,
        choices=[("", _("Kies je beroep, of laat dit leeg")), *Profession.choices],
    )
    password = forms.CharField(
        label=_("Wachtwoord"),
        help_text=_(
            "Minstens 12 tekens. Geen veelgebruikt wachtwoord, en niet je naam of e-mailadres. Een zin van een paar woorden werkt goed."
        ),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Nog een keer"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, invitation: Invitation, with_password: bool = True, **kwargs: Any) -> None:
        self._email = invitation.email
        names = {"first_name": invitation.first_name, "last_name": invitation.last_name}
        super().__init__(*args, initial=names, **kwargs)
        if not with_password:
            del self.fields["password"], self.fields["again"]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        password = said.get("password")
        if not password:
            return said
        if said.get("again") and said["again"] != password:
            self.add_error("again", _("De wachtwoorden zijn niet gelijk."))
        try:
            validate_password(password, User(email=self._email, first_name=said.get("first_name", "")))
        except ValidationError as fault:
            self.add_error("password", fault)
        return said


class ListForm(forms.Form):
    """A file with people."""

    file = forms.FileField(
        label=_("Bestand met mensen (CSV)"),
        help_text=_("Uit Excel of LibreOffice: kies ‘Opslaan als’ en dan CSV. Hoogstens 500 mensen in één keer."),
        error_messages={"required": _("Kies eerst een bestand."), "empty": _("Dit bestand is leeg.")},
    )
