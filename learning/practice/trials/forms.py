"""The studio's form for a trial group: who reads, until when, and what they are asked to look at."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from learning.practice.trials.actions import MAX_ASKS
from learning.practice.trials.queries import Person


class GroupForm(forms.Form):
    """Whom it may name follows from the module; `keep` looks at it once more."""

    people = forms.MultipleChoiceField(
        label=_("Wie leest mee"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Wie je weghaalt, kan er meteen niet meer bij. Wat hij opmerkte, blijft bij jullie."),
        error_messages={"required": _("Kies minstens één persoon.")},
    )
    until = forms.DateField(
        label=_("Tot en met"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Daarna stopt het vanzelf. Hooguit 90 dagen vooruit."),
    )
    asks = forms.CharField(
        label=_("Waar letten ze op?"),
        max_length=MAX_ASKS,
        help_text=_("Eén zin, zoals: ‘Klopt dit met hoe wij werken, en waar haak je af?’"),
    )

    def __init__(self, *args: Any, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = [
            (str(one.uuid), f"{one.name}, {one.team}" if one.team else one.name) for one in people
        ]

    def clean_people(self) -> list[UUID]:
        return [UUID(one) for one in self.cleaned_data["people"]]
