"""What a form about a programme asks."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from cms.reflection_questions import BY_NUMBER
from learning.journey.programmes.models import Need
from learning.journey.programmes.queries import Way
from learning.journey.programmes.report import MARKDOWN, PDF
from learning.reflection.models import Entry
from people.exports.pdf import is_available

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


class ReportForm(forms.Form):
    """Which form a report takes, and which of one's own texts stand in it."""

    form = forms.ChoiceField(
        label=_("Wat voor bestand?"),
        choices=(
            (MARKDOWN, _("Tekst (Markdown): om verder in te schrijven")),
            (PDF, _("PDF: om te lezen en te printen")),
        ),
        initial=MARKDOWN,
        widget=forms.RadioSelect,
    )
    texts = forms.MultipleChoiceField(
        label=_("Welke eigen teksten komen erin?"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, entries: Iterable[Entry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["texts"].choices = [(str(one.pk), _about(one)) for one in entries]  # type: ignore[attr-defined]  a choice field
        if not is_available():
            self.fields["form"].choices = [(MARKDOWN, _("Tekst (Markdown)"))]  # type: ignore[attr-defined]  as above

    def chosen(self, following: UUID) -> dict[str, Any]:
        """What a worker needs to make it: numbers, no words."""
        return {"following": str(following), "texts": sorted(self.cleaned_data["texts"])}


def _about(entry: Entry) -> str:
    """A text without its words: its day, and what was asked."""
    day = date_format(timezone.localtime(entry.created_at), "j F Y, G.i")
    return f"{day}: {BY_NUMBER[entry.question].name if entry.question else Truncator(entry.prompt).chars(80)}"
