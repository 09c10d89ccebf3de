"""What a panellist fills in, and what a trainer needs to invite one."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from cases_library.engine.format import Scene
from cases_library.models import PanelInvitation


class InvitationForm(forms.ModelForm):
    """Whom to ask."""

    class Meta:
        model = PanelInvitation
        fields: ClassVar = ["name", "role"]


class PanelForm(forms.Form):
    """A choice and a reason at each decision, a name, and consent."""

    name = forms.CharField(label=_("Je naam"), max_length=120)
    shows_name = forms.BooleanField(
        label=_("Mijn naam mag bij het panel staan"),
        required=False,
        help_text=_("Zonder vinkje staan er alleen je rol en de datum."),
    )
    consent = forms.BooleanField(
        label=_("Ik ga ermee akkoord dat mijn keuzes en redenen in deze casus te lezen zijn"),
        error_messages={
            "required": _(
                "Zonder akkoord kunnen we je antwoorden niet gebruiken. Zet een vinkje, of sluit deze pagina."
            )
        },
    )

    def __init__(self, decisions: list[Scene], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.decisions = decisions
        for place, scene in enumerate(decisions):
            self.fields[f"choice-{place}"] = forms.ChoiceField(
                label=_("Wat zou jij doen?"),
                choices=[(choice.key, choice.text) for choice in scene.choices],
                widget=forms.RadioSelect,
            )
            self.fields[f"reason-{place}"] = forms.CharField(
                label=_("Waarom?"),
                max_length=1500,
                widget=forms.Textarea(attrs={"rows": 5}),
                help_text=_("In een paar zinnen. Schrijf niets over echte gezinnen."),
            )

    def questions(self) -> Iterator[tuple[Scene, Any, Any]]:
        """Each decision with its two fields."""
        for place, scene in enumerate(self.decisions):
            yield scene, self[f"choice-{place}"], self[f"reason-{place}"]

    def reasons(self) -> dict[str, str]:
        """The reasons by field, as sent; none before anything was."""
        return {reason.html_name: reason.data or "" for _scene, _choice, reason in self.questions()}

    def replies(self) -> dict[str, tuple[str, str]]:
        """Choice and reason by scene, once valid."""
        said = self.cleaned_data
        return {
            scene.key: (said[f"choice-{place}"], said[f"reason-{place}"]) for place, scene in enumerate(self.decisions)
        }


def said_before(invitation: PanelInvitation, decisions: list[Scene]) -> dict[str, Any]:
    """The form as its panellist left it."""
    found: dict[str, Any] = {
        "name": invitation.name,
        "shows_name": invitation.shows_name,
        "consent": invitation.consented_at is not None,
    }
    replies = {reply.scene: reply for reply in invitation.replies.all()}
    for place, scene in enumerate(decisions):
        if scene.key in replies:
            found |= {f"choice-{place}": replies[scene.key].choice, f"reason-{place}": replies[scene.key].reason}
    return found
