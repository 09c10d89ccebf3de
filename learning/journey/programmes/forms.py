"""What a form about a programme asks."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from learning.journey.programmes.models import Need
from learning.journey.programmes.queries import Way

_NO_DAY = _("Vul een dag in, zoals 31-12-2026.")


def day_field(label: Any, *, help_text: Any = "", required: bool = True) -> forms.DateField:
    """A day, with the browser's own calendar where it has one."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _NO_DAY, "invalid": _NO_DAY},
    )


class LeaveForm(forms.Form):
    """Days on which a programme stands still. Why is not asked."""

    first_day = day_field(_("Eerste dag"))
    last_day = day_field(_("Laatste dag"), help_text=_("Je data schuiven mee. Waarom je weg bent, vragen we niet."))


class HelpForm(forms.Form):
    """What somebody needs, and with which step."""

    need = forms.ChoiceField(
        label=_("Wat heb je nodig?"),
        choices=Need.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies wat je nodig hebt.")},
    )
    about = forms.ChoiceField(
        label=_("Waarbij?"), required=False, help_text=_("Kies een stap uit je programma, of laat het open.")
    )

    def __init__(self, *args: Any, ways: list[Way], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        open_steps = [
            (f"{way.following.pk} {one.step.id}", one.step.title)
            for way in ways
            for one in way.stands
            if not one.is_over
        ]
        self.fields["about"].choices = [("", _("Niet bij één stap")), *open_steps]  # type: ignore[attr-defined]  a choice field
        self._ways = {way.following.pk: way for way in ways}

    def asked(self) -> dict[str, Any]:
        """need, and the round and step it is about (None: not about one)."""
        following, _space, step = self.cleaned_data["about"].partition(" ")
        found = self._ways[UUID(following)].following if following else None
        return {"need": self.cleaned_data["need"], "following": found, "step": UUID(step) if step else None}
