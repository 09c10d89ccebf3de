"""A poll: a question with a description and its choices, one vote for each person. There is no right answer and no score."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks.named import named

FEWEST, MOST = 2, 6
"""Choices of a poll."""
MAX_QUESTION, MAX_CHOICE = 250, 160


class PollBlock(blocks.StructBlock):
    """A poll; who voted sees how their organisation votes, from five votes up."""

    question = blocks.CharBlock(label=_("Vraag"), max_length=MAX_QUESTION)
    about = blocks.TextBlock(
        label=_("Toelichting"), rows=3, max_length=600, required=False, help_text=_("Waar gaat het over? Mag leeg.")
    )
    choices = blocks.ListBlock(
        named(blocks.CharBlock(label=_("Keuze"), max_length=MAX_CHOICE)),
        min_num=FEWEST,
        max_num=MOST,
        default=["", ""],
        label=_("Keuzes"),
        help_text=_(
            "Een stem geldt voor de woorden van een keuze. Verander je die, dan tellen de stemmen op de oude woorden er niet meer bij."
        ),
    )
    unnamed = blocks.BooleanBlock(
        label=_("Zonder naam"),
        required=False,
        help_text=_("We bewaren dan niet wie wat koos. Niemand kan zijn stem nog veranderen."),
    )

    def clean(self, value):
        cleaned = super().clean(value)
        words = [choice.strip().casefold() for choice in cleaned["choices"]]
        if len(set(words)) != len(words):
            raise blocks.StructBlockValidationError(
                {"choices": ValidationError(_("Twee keuzes zijn gelijk. Maak ze verschillend."))}
            )
        return cleaned

    def get_context(self, value, parent_context=None):
        choices = [{"value": place, "text": text} for place, text in enumerate(value["choices"])]
        return super().get_context(value, parent_context) | {"choices": choices}

    class Meta:
        icon = "list-ul"
        label = _("Peiling")
        description = _("Een vraag zonder goed antwoord. Wie stemt, ziet hoe de organisatie stemt.")
        template = "cms/blocks/poll.html"
        preview_value = {
            "question": "Hoe vaak spreek je een kind alleen?",
            "about": "Denk aan de laatste vijf gezinnen waar je zorgen over had.",
            "choices": ["Bijna altijd", "Soms", "Bijna nooit"],
            "unnamed": True,
        }
