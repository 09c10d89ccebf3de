"""What comes in beside the words, and by which field."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from learning.reflection.models import DIMENSIONS, MOST_MINUTES, RATINGS
from learning.reflection.search import MOST_LETTERS
from learning.reflection.words import Words

WRITTEN = ("text", *DIMENSIONS)
"""The fields of a writing form that hold words."""


def words_of(post: QueryDict) -> Words:
    """The words of a writing form, byte for byte."""
    return Words(post.get("text", ""), {name: post[name] for name in DIMENSIONS if post.get(name, "").strip()})


class BesideForm(forms.Form):
    """What may go with an entry: a self-rating and minutes, both optional."""

    rating = forms.TypedChoiceField(
        choices=[("", "")] + [(str(one), str(one)) for one in RATINGS], coerce=int, empty_value=None, required=False
    )
    minutes = forms.IntegerField(
        min_value=1,
        max_value=MOST_MINUTES,
        required=False,
        error_messages={
            name: _("Vul hele minuten in, van 1 tot 600, of laat het leeg.")
            for name in ("invalid", "min_value", "max_value")
        },
    )


class IntentionForm(forms.Form):
    """One intention: when it happens, what I do then, and the day to look back."""

    when = forms.CharField(label=_("Als dit gebeurt"), strip=False, widget=forms.Textarea(attrs={"rows": 2}))
    then = forms.CharField(label=_("dan doe ik dit"), strip=False, widget=forms.Textarea(attrs={"rows": 2}))
    follow_up_on = forms.DateField(
        label=_("Kijk terug op"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["then"].error_messages["required"] = _("Vul in wat jij dan doet.")
        self.fields["when"].error_messages["required"] = _("Vul in wanneer het gebeurt.")
        for name in ("required", "invalid"):
            self.fields["follow_up_on"].error_messages[name] = _("Kies een dag na vandaag, hooguit een jaar vooruit.")


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
