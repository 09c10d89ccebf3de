"""What is typed to come in."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from learning.team_sessions import codes
from learning.team_sessions.actions.doors import MAX_NAME


class CodeForm(forms.Form):
    """The code on the big screen. What can be no code is said at once, and is not counted as a wrong one."""

    code = forms.CharField(
        label=_("Code"),
        help_text=_("Zes tekens, van het grote scherm. Kleine letters en spaties mogen ook."),
        error_messages={"required": _("Typ de code die op het grote scherm staat.")},
        widget=forms.TextInput(
            attrs={
                "class": "join-code",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "autocorrect": "off",
                "spellcheck": "false",
                "enterkeyhint": "go",
                "size": codes.LENGTH + 2,
            }
        ),
    )

    def clean_code(self) -> str:
        code = codes.typed(self.cleaned_data["code"])
        never = codes.never_in_a_code(code)
        if never:
            said = gettext("In een code staat nooit een %(char)s. Kijk nog eens goed op het grote scherm.")
            raise forms.ValidationError(said % {"char": gettext(" of een ").join(never)})
        if len(code) != codes.LENGTH:
            said = gettext("Een code heeft %(length)s tekens. Kijk op het grote scherm en typ ze allemaal.")
            raise forms.ValidationError(said % {"length": codes.LENGTH})
        return code


class NameForm(forms.Form):
    """What a guest is called in the lobby."""

    name = forms.CharField(
        label=_("Hoe noemen we je?"),
        required=False,
        max_length=MAX_NAME,
        help_text=_("Alleen voor de lijst van wie er binnen is. Zodra de sessie begint, is je naam weg."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
