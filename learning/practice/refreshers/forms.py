"""The one choice there is to make about refreshers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from learning.practice.models import Rhythm


class RhythmForm(forms.Form):
    """How often one refreshes a theme."""

    rhythm = forms.ChoiceField(
        label=_("Hoe vaak wil je een thema opfrissen?"),
        choices=[(one.value, one.label.capitalize()) for one in Rhythm],
        initial=Rhythm.MONTH,
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies hoe vaak."), "invalid_choice": _("Kies een van deze drie.")},
    )
