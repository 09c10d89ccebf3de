"""What comes in at the pages of the dossier."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learning.dossier import registers, taking, words
from learning.dossier.actions import Facts
from learning.dossier.models import BY_HAND, MOST_MINUTES, MOST_PEOPLE, OwnActivity
from learning.dossier.periods import ALL, Period, of_year
from learning.dossier.queries import Registered
from learning.dossier.words import Words
from people.colleagues import Colleague
from people.exports import pdf

GUARDED = ("method", "evidence")
"""What the guard looks at. Who led it is a colleague's or a trainer's name, and stands there to be shown."""
_DAY = ["%Y-%m-%d", "%d-%m-%Y"]


class _Day(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def _number() -> forms.TextInput:
    return forms.TextInput(attrs={"inputmode": "numeric", "size": 4, "autocomplete": "off"})


class OwnActivityForm(forms.Form):
    """An activity by hand."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Wat voor activiteit was het?"),
        choices=[(one.value, one.label) for one in BY_HAND],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies wat voor activiteit het was.")},
    )
    on = forms.DateField(
        label=gettext_lazy("Dag"),
        input_formats=_DAY,
        widget=_Day,
        help_text=gettext_lazy("Duurde het langer dan een dag? Maak dan een regel per dag."),
        error_messages={
            "required": gettext_lazy("Kies een dag die geweest is."),
            "invalid": gettext_lazy("Vul een dag in, zoals 31-12-2025."),
        },
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("Minuten"),
        min_value=1,
        max_value=MOST_MINUTES,
        help_text=gettext_lazy("Zonder pauzes en reistijd. Twee uur is 120."),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), gettext_lazy("Vul hele minuten in, van 1 tot 1440.")
        ),
        widget=_number(),
    )
    method = forms.CharField(
        label=gettext_lazy("Wat was het?"),
        max_length=words.MAX_METHOD,
        help_text=gettext_lazy(
            "De naam van de training, of hoe jullie werkten: “incidentmethode”. Nooit over een gezin."
        ),
        error_messages={"required": gettext_lazy("Vul in wat het was.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    facilitator = forms.CharField(
        label=gettext_lazy("Wie begeleidde of gaf het?"),
        max_length=words.MAX_NAME,
        required=False,
        help_text=gettext_lazy("Een trainer, supervisor, collega of bureau."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    people = forms.IntegerField(
        label=gettext_lazy("Met hoeveel waren jullie?"),
        min_value=1,
        max_value=MOST_PEOPLE,
        required=False,
        help_text=gettext_lazy("Jezelf meegeteld. Een getal, geen namen."),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"),
            gettext_lazy("Vul in met hoeveel jullie waren, van 1 tot 999, of laat het leeg."),
        ),
        widget=_number(),
    )
    no_hierarchy = forms.BooleanField(
        label=gettext_lazy("Niemand die erbij was, geeft mij leiding"),
        required=False,
        help_text=gettext_lazy("Registers vragen dat voor reflectie-uren. Klopt het niet, laat het vakje dan leeg."),
    )
    evidence = forms.CharField(
        label=gettext_lazy("Welk bewijs bewaar je zelf?"),
        max_length=words.MAX_EVIDENCE,
        required=False,
        help_text=gettext_lazy("Bijvoorbeeld: certificaat, in mijn map. Het bestand zelf bewaar je niet hier."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    @classmethod
    def of(cls, row: OwnActivity, said: Words | None) -> "OwnActivityForm":
        """As it stands now."""
        facts = {name: getattr(row, name) for name in ("kind", "on", "minutes", "people", "no_hierarchy")}
        return cls(initial=facts | (vars(said) if said else {}))

    def clean_on(self) -> date:
        """A day that has been."""
        day: date = self.cleaned_data["on"]
        if not date(1990, 1, 1) <= day <= timezone.localdate():
            raise forms.ValidationError(_("Kies een dag die geweest is."))
        return day

    @property
    def facts(self) -> Facts:
        given = self.cleaned_data
        return Facts(**{name: given[name] for name in ("kind", "on", "minutes", "people", "no_hierarchy")})

    @property
    def said(self) -> Words:
        return Words(**{name: self.cleaned_data[name] for name in ("method", "facilitator", "evidence")})


def texts_of(post: QueryDict) -> dict[str, str]:
    """What the guard looks at."""
    return {name: post.get(name, "") for name in GUARDED}


class RegisterForm(forms.Form):
    """In which register, since when, and until when if it is another period than usual."""

    register = forms.ChoiceField(
        label=gettext_lazy("In welk register sta je?"), required=False, widget=forms.RadioSelect
    )
    since = forms.DateField(
        label=gettext_lazy("Wanneer begon je registratie?"),
        input_formats=_DAY,
        widget=_Day,
        help_text=gettext_lazy("Deze dag staat op je pas of in je account bij het register."),
        error_messages={
            "required": gettext_lazy("Kies de dag waarop je registratie begon."),
            "invalid": gettext_lazy("Vul een dag in, zoals 31-12-2025."),
        },
    )
    until = forms.DateField(
        label=gettext_lazy("Laatste dag van je periode"),
        input_formats=_DAY,
        widget=_Day,
        required=False,
        help_text=gettext_lazy(
            "Alleen als je register een andere dag noemt. Leeg: elke keer vijf jaar, of wat je register zegt."
        ),
        error_messages={"invalid": gettext_lazy("Vul een dag in, zoals 31-12-2025.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["register"].choices = [*registers.choices(), ("", _("Geen van deze, of nog geen"))]
        self.fields["register"].required = False


class AskForm(forms.Form):
    """Which colleague to ask."""

    peer = forms.UUIDField(
        label=gettext_lazy("Collega"),
        error_messages=dict.fromkeys(("required", "invalid"), gettext_lazy("Kies een collega.")),
    )

    def __init__(self, *args: Any, near: Iterable[Colleague], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups: dict[str, list[tuple[str, str]]] = {}
        for one in near:
            groups.setdefault(one.team or _("Zonder team"), []).append((str(one.uuid), one.name))
        self.fields["peer"].widget = forms.Select(choices=[("", _("Kies een collega")), *groups.items()])


class AnswerForm(forms.Form):
    """Whether somebody took part, and whether they may show one's name."""

    took_part = forms.ChoiceField(
        choices=[("ja", _("Ja")), ("nee", _("Nee"))],
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Kies ja of nee.")),
    )
    named = forms.BooleanField(required=False)


class TakeForm(forms.Form):
    """Which file, and of when."""

    form = forms.ChoiceField(label=gettext_lazy("Wat voor bestand?"), widget=forms.RadioSelect)
    period = forms.ChoiceField(label=gettext_lazy("Van welke tijd?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, years: Iterable[int], mine: Registered | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._mine = mine
        forms_there = [
            (taking.PDF, _("PDF: om te lezen, te printen of in te sturen")),
            (taking.ZIP, _("ZIP: met een CSV en JSON erbij, voor een ander programma")),
        ]
        self.fields["form"].choices = forms_there if pdf.is_available() else forms_there[1:]
        self.fields["form"].initial = self.fields["form"].choices[0][0]
        own = [("mijn", _("Mijn periode bij het register"))] if mine else []
        self.fields["period"].choices = [*own, *((str(year), str(year)) for year in years), ("alles", _("Alles"))]
        self.fields["period"].initial = self.fields["period"].choices[0][0]

    @property
    def chosen(self) -> Period:
        """The days, once it is valid."""
        said = self.cleaned_data["period"]
        if said == "mijn" and self._mine:
            return self._mine.period
        return of_year(int(said)) if said.isdigit() else ALL
