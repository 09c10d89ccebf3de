"""What is filled in to prepare and to lead a session."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cms.models import Kind, Taught
from cms.reflection_questions import current
from learning.team_sessions.actions.agreeing import MAX_TEXT
from learning.team_sessions.actions.course import Plan, Subject
from learning.team_sessions.actions.ending import MOST_MONTHS
from learning.team_sessions.recipes import RECIPES, USUAL
from people.models import Team, User

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_QUESTION, _CASE = "vraag-", "casus-"


class PrepareForm(forms.Form):
    """A session to prepare, for one team."""

    about = forms.ChoiceField(
        label=gettext_lazy("Waar gaat het over?"),
        error_messages={"required": gettext_lazy("Kies een van de tien vragen, of een casus.")},
    )
    minutes = forms.TypedChoiceField(
        label=gettext_lazy("Hoe lang hebben jullie?"),
        coerce=int,
        choices=[(total, gettext_lazy("%(total)s minuten") % {"total": total}) for total in RECIPES],
        widget=forms.RadioSelect,
        initial=USUAL,
        help_text=gettext_lazy("20 minuten past aan het eind van een teamoverleg."),
    )
    planned_at = forms.DateTimeField(
        label=gettext_lazy("Wanneer?"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        error_messages={"invalid": gettext_lazy("Vul een dag en een tijd in, of laat het leeg.")},
    )
    facilitators = forms.MultipleChoiceField(
        label=gettext_lazy("Wie begeleidt?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "Kies je niemand, dan begeleid je zelf. Begeleidt of komt je leidinggevende, dan ziet iedereen: "
            "“Je leidinggevende doet mee. Dit telt mogelijk niet als reflectie voor je register.”"
        ),
    )
    gathers_early = forms.BooleanField(
        label=gettext_lazy("Kaarten mogen vooraf al binnenkomen"),
        required=False,
        help_text=gettext_lazy("Handig als jullie niet allemaal tegelijk kunnen. Ze blijven dicht tot de sessie."),
    )
    moderated = forms.BooleanField(
        label=gettext_lazy("Ik bekijk de kaarten voordat ze op tafel komen"),
        required=False,
        help_text=gettext_lazy("Ze komen per vier of meer, door elkaar. Je ziet niet van wie ze zijn."),
    )
    rehearsal = forms.BooleanField(
        label=gettext_lazy("Dit is een oefensessie"),
        required=False,
        help_text=gettext_lazy("Alleen voor jou, met verzonnen deelnemers. Er blijft niets van bewaard."),
    )

    def __init__(self, *args: Any, team: Team, members: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = [("", _("Kies een vraag of een casus")), *_questions(), *_cases(team)]
        self.fields["facilitators"].choices = [(str(one.uuid), one.get_full_name()) for one in members]

    def clean_planned_at(self) -> Any:
        planned = self.cleaned_data["planned_at"]
        if planned and not timezone.now() - timedelta(hours=1) <= planned <= timezone.now() + timedelta(days=366):
            raise forms.ValidationError(_("Kies een moment vanaf nu, binnen een jaar."))
        return planned

    @property
    def subject(self) -> Subject:
        about = self.cleaned_data["about"]
        if about.startswith(_QUESTION):
            return Subject(question=int(about.removeprefix(_QUESTION)))
        return Subject(case=uuid.UUID(about.removeprefix(_CASE)))

    @property
    def plan(self) -> Plan:
        names = ("minutes", "planned_at", "gathers_early", "moderated", "rehearsal")
        return Plan(**{name: self.cleaned_data[name] for name in names})


def _questions() -> list[tuple[str, list[tuple[str, str]]]]:
    asked = current()
    rows = [(f"{_QUESTION}{number}", f"{number}. {asked[number].asks}") for number in sorted(asked)]
    return [(_("De tien vragen"), rows)]


def _cases(team: Team) -> list[tuple[str, list[tuple[str, str]]]]:
    readable = Taught.objects.readable_by(team.organisation_id).filter(kind=Kind.CASE, live_line__isnull=False)
    rows = [(f"{_CASE}{case.pk}", case.title) for case in readable.order_by("title")]
    return [(_("Casussen"), rows)] if rows else []


class FacilitatorsForm(forms.Form):
    """Who lead a session; at least one."""

    facilitators = forms.MultipleChoiceField(
        label=gettext_lazy("Wie begeleidt?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Kies minstens één begeleider.")},
    )

    def __init__(self, *args: Any, members: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["facilitators"].choices = [(str(one.uuid), one.get_full_name()) for one in members]


def _half(label: "StrOrPromise", missing: "StrOrPromise") -> forms.CharField:
    too_long = gettext_lazy("Maak het korter: hooguit 300 tekens per helft.")
    return forms.CharField(
        label=label,
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": missing, "max_length": too_long},
    )


class AgreeForm(forms.Form):
    """What a team agrees on: if this, then that; who sees to it; when they look back."""

    when = _half(gettext_lazy("Als dit gebeurt"), gettext_lazy("Vul in wanneer het gebeurt."))
    then = _half(gettext_lazy("dan doen wij dit"), gettext_lazy("Vul in wat jullie dan doen."))
    owner = forms.ChoiceField(label=gettext_lazy("Wie let erop?"), required=False)
    due_on = forms.DateField(
        label=gettext_lazy("Wanneer kijken jullie terug?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            name: gettext_lazy("Kies een dag vanaf vandaag, binnen een jaar.") for name in ("required", "invalid")
        },
    )

    def __init__(self, *args: Any, members: Iterable[User], **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"due_on": timezone.localdate() + timedelta(days=28)})
        super().__init__(*args, auto_id="afspraak-%s", **kwargs)
        people = [(str(one.uuid), one.get_full_name()) for one in members]
        self.fields["owner"].choices = [("", _("Het hele team")), *people]


class KeepingForm(forms.Form):
    """How long a team keeps what came out of its sessions. `teams`: for which its reader says so, with the months that each has now;
    of one team it does not ask which."""

    team = forms.ChoiceField(
        label=gettext_lazy("Voor welk team?"),
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Kies een team.")),
    )
    months = forms.IntegerField(
        label=gettext_lazy("Maanden"),
        min_value=1,
        max_value=MOST_MONTHS,
        error_messages={
            name: gettext_lazy("Kies 1 tot 60 maanden.") for name in ("required", "invalid", "min_value", "max_value")
        },
    )

    def __init__(self, *args: Any, teams: Mapping[Team, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._teams = {str(team.uuid): team for team in teams}
        if len(teams) == 1:
            del self.fields["team"]
            self.fields["months"].initial = next(iter(teams.values()))
            return
        rows = [(str(team.uuid), _("%(team)s, nu %(months)s") % _named(team, months)) for team, months in teams.items()]
        self.fields["team"].choices = [("", _("Kies een team")), *rows]

    @property
    def chosen(self) -> Team:
        """The team that it is about, once the form is valid."""
        (only, *more) = self._teams.values()
        return self._teams[self.cleaned_data["team"]] if more else only


def _named(team: Team, months: int) -> dict[str, str]:
    return {"team": team.name, "months": ngettext("%s maand", "%s maanden", months) % months}
