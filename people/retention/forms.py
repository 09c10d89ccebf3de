"""What may be asked about terms."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from people.retention.farewells import KEEPS
from people.retention.kinds import Kind
from people.retention.terms import Unit


class AmountForm(forms.Form):
    """Another term for one kind, in its own unit. Sent with GET it asks what that would do."""

    amount = forms.IntegerField()

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        term = kind.term
        self.fields["amount"] = forms.IntegerField(
            label=_now("Aantal dagen") if term.unit == Unit.DAYS else _now("Aantal maanden"),
            min_value=term.least,
            max_value=term.most,
            help_text=_now("Van %(least)d tot %(most)d. Gewoonlijk %(usual)d.")
            % {"least": term.least, "most": term.most, "usual": term.usual},
        )


class KeepForm(forms.Form):
    """For how long to keep one's own after leaving."""

    days = forms.TypedChoiceField(
        label=_("Bewaar mijn spiegel nog"),
        coerce=int,
        choices=[
            (days, text) for days, text in zip(KEEPS, (_("3 maanden"), _("6 maanden"), _("een jaar")), strict=True)
        ],
        widget=forms.RadioSelect,
    )
