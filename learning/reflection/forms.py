"""Forms of the mirror."""

from django import forms
from django.utils.translation import gettext_lazy as _

from learning.reflection.search import MOST_LETTERS


class SearchForm(forms.Form):
    """What to look for in one's own words."""

    woorden = forms.CharField(
        label=_("Zoek op woorden"),
        max_length=MOST_LETTERS,
        help_text=_("Hoofdletters en accenten maken niet uit. Alle woorden moeten erin staan."),
        error_messages={
            "required": _("Vul een of meer woorden in die je zoekt."),
            "max_length": _(
                "Dat is te lang om te zoeken: hooguit %(limit_value)d tekens. Kies een paar woorden eruit."
            ),
        },
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "spellcheck": "false"}),
    )
