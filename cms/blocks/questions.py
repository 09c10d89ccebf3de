"""The eight kinds of question, each as one block; options keep the stable id that Wagtail gives a list item."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

_FEEDBACK_HELP = _("Zeg bij een fout antwoord waaróm het niet klopt.")


def _feedback(required: bool = True, label=None):
    return blocks.TextBlock(
        label=label or _("Uitleg bij deze keuze"), rows=2, required=required, help_text=_FEEDBACK_HELP
    )


class OptionBlock(blocks.StructBlock):
    """One option with its own feedback."""

    text = blocks.TextBlock(label=_("Antwoord"), rows=2)
    correct = blocks.BooleanBlock(label=_("Goed"), required=False)
    feedback = _feedback()


def _refuse(field: str, message) -> None:
    raise blocks.StructBlockValidationError({field: ValidationError(message)})


class SingleBlock(blocks.StructBlock):
    """One answer is right."""

    options = blocks.ListBlock(OptionBlock(), min_num=2, max_num=8, label=_("Antwoorden"))

    def clean(self, value):
        cleaned = super().clean(value)
        if sum(1 for option in cleaned["options"] if option["correct"]) != 1:
            _refuse("options", _("Kies precies één goed antwoord."))
        return cleaned

    class Meta:
        icon = "radio-full"
        label = _("Eén antwoord")


class MultipleBlock(blocks.StructBlock):
    """Several answers are right."""

    options = blocks.ListBlock(OptionBlock(), min_num=3, max_num=8, label=_("Antwoorden"))

    def clean(self, value):
        cleaned = super().clean(value)
        right = sum(1 for option in cleaned["options"] if option["correct"])
        if right < 1 or right == len(cleaned["options"]):
            _refuse("options", _("Maak minstens één antwoord goed en minstens één fout."))
        return cleaned

    class Meta:
        icon = "tick-inverse"
        label = _("Meer antwoorden")


class TrueFalseBlock(blocks.StructBlock):
    """A statement that is true or not."""

    statement = blocks.TextBlock(label=_("Stelling"), rows=2)
    answer = blocks.ChoiceBlock(choices=[("true", _("Waar")), ("false", _("Niet waar"))], label=_("De stelling is"))
    feedback_true = _feedback(label=_("Uitleg als iemand ‘waar’ kiest"))
    feedback_false = _feedback(label=_("Uitleg als iemand ‘niet waar’ kiest"))

    class Meta:
        icon = "check"
        label = _("Waar of niet waar")


class OrderBlock(blocks.StructBlock):
    """Put in order; type the items in the right order, the reader gets them shuffled."""

    items = blocks.ListBlock(
        blocks.StructBlock(
            [("text", blocks.TextBlock(label=_("Onderdeel"), rows=1)), ("feedback", _feedback(label=_("Waarom hier")))]
        ),
        min_num=2,
        max_num=10,
        label=_("Onderdelen in de goede volgorde"),
    )

    class Meta:
        icon = "order"
        label = _("Volgorde")


class MatchBlock(blocks.StructBlock):
    """Bring together what belongs together."""

    pairs = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("left", blocks.TextBlock(label=_("Links"), rows=1)),
                ("right", blocks.TextBlock(label=_("Rechts"), rows=1)),
                ("feedback", _feedback(label=_("Waarom deze bij elkaar horen"))),
            ]
        ),
        min_num=2,
        max_num=10,
        label=_("Paren"),
    )
    extra = blocks.ListBlock(
        blocks.TextBlock(label=_("Past nergens bij"), rows=1), label=_("Afleiders"), default=[], required=False
    )

    def clean(self, value):
        cleaned = super().clean(value)
        rights = [pair["right"].strip() for pair in cleaned["pairs"]] + [extra.strip() for extra in cleaned["extra"]]
        if len(set(rights)) != len(rights):
            _refuse("pairs", _("Twee teksten rechts zijn gelijk. Maak ze verschillend."))
        return cleaned

    class Meta:
        icon = "link"
        label = _("Combineren")


class FillInBlock(blocks.StructBlock):
    """Words left out of a text; [[1]] marks the first gap."""

    text = blocks.TextBlock(
        label=_("Tekst met gaten"), rows=3, help_text=_("Schrijf [[1]], [[2]] … waar iets ingevuld moet worden.")
    )
    gaps = blocks.ListBlock(
        blocks.StructBlock(
            [
                (
                    "accept",
                    blocks.ListBlock(blocks.CharBlock(label=_("Goed antwoord")), min_num=1, label=_("Wat goed is")),
                ),
                ("feedback", _feedback(label=_("Uitleg"))),
            ]
        ),
        min_num=1,
        max_num=10,
        label=_("Gaten"),
    )

    def clean(self, value):
        cleaned = super().clean(value)
        for number in range(1, len(cleaned["gaps"]) + 1):
            if cleaned["text"].count(f"[[{number}]]") != 1:
                _refuse("text", _("Zet [[%(number)s]] precies één keer in de tekst.") % {"number": number})
        if f"[[{len(cleaned['gaps']) + 1}]]" in cleaned["text"]:
            _refuse("gaps", _("De tekst heeft meer gaten dan er antwoorden zijn."))
        return cleaned

    class Meta:
        icon = "form"
        label = _("Invullen")


class NumberBlock(blocks.StructBlock):
    """A number, within a tolerance."""

    answer = blocks.DecimalBlock(label=_("Goed antwoord"))
    tolerance = blocks.DecimalBlock(label=_("Marge"), default=0, min_value=0)
    unit = blocks.CharBlock(label=_("Eenheid"), max_length=40, required=False)
    feedback_low = _feedback(label=_("Uitleg als iemand te laag zit"))
    feedback_high = _feedback(label=_("Uitleg als iemand te hoog zit"))

    class Meta:
        icon = "decimal"
        label = _("Getal")


class OpenBlock(blocks.StructBlock):
    """A free answer, compared by the writer with a model answer; nobody grades it."""

    model_answer = blocks.TextBlock(label=_("Voorbeeldantwoord"), rows=5)
    points = blocks.ListBlock(
        blocks.CharBlock(label=_("Punt"), max_length=250),
        label=_("Een goed antwoord noemt"),
        default=[],
        required=False,
    )

    class Meta:
        icon = "edit"
        label = _("Open vraag")


QUESTION_KINDS: list[tuple[str, blocks.Block]] = [
    ("single", SingleBlock()),
    ("multiple", MultipleBlock()),
    ("true_false", TrueFalseBlock()),
    ("order", OrderBlock()),
    ("match", MatchBlock()),
    ("fill_in", FillInBlock()),
    ("number", NumberBlock()),
    ("open", OpenBlock()),
]


def kind_of(block_type: str) -> str:
    """The kind's own name ("true-false") for Wagtail's block type, which cannot hold a dash."""
    return block_type.replace("_", "-")


def block_type_of(kind: str) -> str:
    """Wagtail's block type for a kind."""
    return kind.replace("-", "_")
