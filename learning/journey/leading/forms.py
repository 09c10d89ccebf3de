"""What who leads a team fills in."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.models import Taught
from learning.journey.leading.scope import members_of
from learning.journey.programmes.forms import day_field
from learning.journey.programmes.queries import offered
from people.models import Team, User
from people.viewer import Viewer


class GiveForm(forms.Form):
    """Whom to give which programme, from which day, with which mentor."""

    programme: Any = forms.ModelChoiceField(label=_("Programma"), queryset=Taught.objects.none(), empty_label=None)
    person: Any = forms.ModelChoiceField(
        label=_("Voor wie"),
        queryset=User.objects.none(),
        to_field_name="uuid",
        empty_label=_("Kies iemand van je team"),
        error_messages={"required": _("Kies iemand van je team.")},
    )
    first_day = day_field(
        _("Eerste dag"), help_text=_("Data tellen vanaf deze dag. Is die al geweest, dan tellen ze vanaf vandaag.")
    )
    mentor: Any = forms.ModelChoiceField(
        label=_("Begeleider"),
        queryset=User.objects.none(),
        to_field_name="uuid",
        required=False,
        empty_label=_("Nog niemand"),
        help_text=_("Tekent taken op de werkvloer af, en ziet verder niets."),
    )

    def __init__(self, *args: Any, team: Team, viewer: Viewer, **kwargs: Any) -> None:
        today = timezone.localdate()
        super().__init__(*args, initial={"first_day": today}, **kwargs)
        self.fields["programme"].queryset = offered(viewer)  # type: ignore[attr-defined]  a choice field
        self.fields["person"].queryset = members_of(team, today)  # type: ignore[attr-defined]  a choice field
        self.fields["mentor"].queryset = members_of(team, today)  # type: ignore[attr-defined]  a choice field

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("mentor") and cleaned.get("mentor") == cleaned.get("person"):
            self.add_error("mentor", _("Kies een ander: niemand tekent zijn eigen taken af."))
        return cleaned


class DateForm(forms.Form):
    """Another day for a step."""

    due_on = day_field(_("Nieuwe dag"))
