"""The eight kinds of question, each as one block; options keep the stable id that Wagtail gives a list item."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks.named import named

_WHY = "Want zo staat het in de meldcode."
_NO_SUMMARY = " "
"""Beside a block's name stand its first words; where those would be "nee" of a box that is not ticked, nothing is better."""
_FEEDBACK_HELP = _("Zeg bij een fout antwoord waaróm het niet klopt.")


def _feedback(required: bool = True, label=None):
    return blocks.TextBlock(
        label=label or _("Uitleg bij deze keuze"), rows=2, required=required, help_text=_FEEDBACK_HELP
    )


class KindBlock(blocks.StructBlock):
    """A kind of question. Its preview in the block picker goes through the compiler and the component that readers meet.

    A draft may be half finished: what a kind asks of its answers holds when it is published (Wagtail's deferred validation).
    """

    def get_preview_context(self, value, parent_context=None):
        from cms.editions.compiling import compile_kind  # the compiler reads the models, which have these blocks

        shown = compile_kind(kind_of(self.name), value)
        return super().get_preview_context(value, parent_context) | {"preview_content": shown}

    class Meta:
        template = "cms/blocks/question_kind.html"
        preview_template = "cms/previews/question_kind.html"


class OptionBlock(blocks.StructBlock):
    """One option with its own feedback."""

    text = blocks.TextBlock(label=_("Antwoord"), rows=2)
    correct = blocks.BooleanBlock(label=_("Goed"), required=False)
    feedback = _feedback()

    class Meta:
        label_format = "{text}"


def _refuse(field: str, message) -> None:
    raise blocks.StructBlockValidationError({field: ValidationError(message)})


class SingleBlock(KindBlock):
    """One answer is right."""

    options = blocks.ListBlock(OptionBlock(), default=[{}] * 2, min_num=2, max_num=8, label=_("Antwoorden"))

    def clean(self, value):
        cleaned = super().clean(value)
        if self.is_deferred_validation:
            return cleaned
        if sum(1 for option in cleaned["options"] if option["correct"]) != 1:
            _refuse("options", _("Kies precies één goed antwoord."))
        return cleaned

    class Meta:
        icon = "radio-full"
        label_format = _NO_SUMMARY
        label = _("Eén antwoord")
        description = _("Precies één antwoord is goed. Elk antwoord krijgt zijn eigen uitleg.")
        preview_value = {
            "options": [
                {"text": "Bij Veilig Thuis", "correct": True, "feedback": _WHY},
                {"text": "Bij de buren", "correct": False, "feedback": _WHY},
            ]
        }


class MultipleBlock(KindBlock):
    """Several answers are right."""

    options = blocks.ListBlock(OptionBlock(), default=[{}] * 3, min_num=3, max_num=8, label=_("Antwoorden"))

    def clean(self, value):
        cleaned = super().clean(value)
        if self.is_deferred_validation:
            return cleaned
        right = sum(1 for option in cleaned["options"] if option["correct"])
        if right < 1 or right == len(cleaned["options"]):
            _refuse("options", _("Maak minstens één antwoord goed en minstens één fout."))
        return cleaned

    class Meta:
        icon = "tick-inverse"
        label_format = _NO_SUMMARY
        label = _("Meer antwoorden")
        description = _("Meer antwoorden zijn goed, en minstens één is fout.")
        preview_value = {
            "options": [
                {"text": "Wat je zag", "correct": True, "feedback": _WHY},
                {"text": "Van wie je iets weet", "correct": True, "feedback": _WHY},
                {"text": "Wat je vermoedt, als feit", "correct": False, "feedback": _WHY},
            ]
        }


class TrueFalseBlock(KindBlock):
    """A statement that is true or not."""

    statement = blocks.TextBlock(label=_("Stelling"), rows=2)
    answer = blocks.ChoiceBlock(choices=[("true", _("Waar")), ("false", _("Niet waar"))], label=_("De stelling is"))
    feedback_true = _feedback(label=_("Uitleg als iemand ‘waar’ kiest"))
    feedback_false = _feedback(label=_("Uitleg als iemand ‘niet waar’ kiest"))

    class Meta:
        icon = "check"
        label = _("Waar of niet waar")
        description = _("Een stelling die klopt of niet.")
        preview_value = {
            "statement": "Advies vragen mag zonder naam.",
            "answer": "true",
            "feedback_true": _WHY,
            "feedback_false": _WHY,
        }


class OrderBlock(KindBlock):
    """Put in order; type the items in the right order, the reader gets them shuffled."""

    items = blocks.ListBlock(
        blocks.StructBlock(
            [("text", blocks.TextBlock(label=_("Onderdeel"), rows=1)), ("feedback", _feedback(label=_("Waarom hier")))]
        ),
        default=[{}] * 3,
        min_num=2,
        max_num=10,
        label=_("Onderdelen in de goede volgorde"),
    )

    class Meta:
        icon = "order"
        label = _("Volgorde")
        description = _("Onderdelen die de lezer in de goede volgorde zet.")
        preview_value = {
            "items": [
                {"text": text, "feedback": _WHY}
                for text in ("Signalen in kaart brengen", "Overleggen", "In gesprek gaan")
            ]
        }


class MatchBlock(KindBlock):
    """Bring together what belongs together."""

    pairs = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("left", blocks.TextBlock(label=_("Links"), rows=1)),
                ("right", blocks.TextBlock(label=_("Rechts"), rows=1)),
                ("feedback", _feedback(label=_("Waarom deze bij elkaar horen"))),
            ]
        ),
        default=[{}] * 2,
        min_num=2,
        max_num=10,
        label=_("Paren"),
    )
    extra = blocks.ListBlock(
        named(blocks.TextBlock(label=_("Past nergens bij"), rows=1)), label=_("Afleiders"), default=[], required=False
    )

    def clean(self, value):
        cleaned = super().clean(value)
        if self.is_deferred_validation:
            return cleaned
        rights = [pair["right"].strip() for pair in cleaned["pairs"]] + [extra.strip() for extra in cleaned["extra"]]
        if len(set(rights)) != len(rights):
            _refuse("pairs", _("Twee teksten rechts zijn gelijk. Maak ze verschillend."))
        return cleaned

    class Meta:
        icon = "link"
        label = _("Combineren")
        description = _("Links en rechts bij elkaar zoeken, met afleiders als je wilt.")
        preview_value = {
            "pairs": [
                {"left": "Stap 1", "right": "Signalen", "feedback": _WHY},
                {"left": "Stap 2", "right": "Overleg", "feedback": _WHY},
            ],
            "extra": ["Afwachten"],
        }


class FillInBlock(KindBlock):
    """Words left out of a text; [[1]] marks the first gap."""

    text = blocks.TextBlock(
        label=_("Tekst met gaten"), rows=3, help_text=_("Schrijf [[1]], [[2]] … waar iets ingevuld moet worden.")
    )
    gaps = blocks.ListBlock(
        blocks.StructBlock(
            [
                (
                    "accept",
                    blocks.ListBlock(
                        named(blocks.CharBlock(label=_("Goed antwoord"))), min_num=1, label=_("Wat goed is")
                    ),
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
        if self.is_deferred_validation:
            return cleaned
        for number in range(1, len(cleaned["gaps"]) + 1):
            if cleaned["text"].count(f"[[{number}]]") != 1:
                _refuse("text", _("Zet [[%(number)s]] precies één keer in de tekst.") % {"number": number})
        if f"[[{len(cleaned['gaps']) + 1}]]" in cleaned["text"]:
            _refuse("gaps", _("De tekst heeft meer gaten dan er antwoorden zijn."))
        return cleaned

    class Meta:
        icon = "form"
        label = _("Invullen")
        description = _("Een tekst met gaten die de lezer invult.")
        preview_value = {"text": "Bel [[1]] voor advies.", "gaps": [{"accept": ["Veilig Thuis"], "feedback": _WHY}]}


class NumberBlock(KindBlock):
    """A number, within a tolerance."""

    answer = blocks.DecimalBlock(label=_("Goed antwoord"))
    tolerance = blocks.DecimalBlock(label=_("Marge"), default=0, min_value=0)
    unit = blocks.CharBlock(label=_("Eenheid"), max_length=40, required=False)
    feedback_low = _feedback(label=_("Uitleg als iemand te laag zit"))
    feedback_high = _feedback(label=_("Uitleg als iemand te hoog zit"))

    class Meta:
        icon = "decimal"
        label = _("Getal")
        description = _("Een getal, met een marge als je wilt.")
        preview_value = {
            "answer": Decimal(5),
            "tolerance": Decimal(0),
            "unit": "stappen",
            "feedback_low": _WHY,
            "feedback_high": _WHY,
        }


class OpenBlock(KindBlock):
    """A free answer, compared by the writer with a model answer; nobody grades it."""

    model_answer = blocks.TextBlock(label=_("Voorbeeldantwoord"), rows=5)
    points = blocks.ListBlock(
        named(blocks.CharBlock(label=_("Punt"), max_length=250)),
        label=_("Een goed antwoord noemt"),
        default=[],
        required=False,
    )

    class Meta:
        icon = "edit"
        label = _("Open vraag")
        description = _("Een antwoord in eigen woorden, naast een voorbeeldantwoord. Niemand beoordeelt het.")
        preview_value = {"model_answer": "Ik vraag eerst wat er gebeurde.", "points": ["een open vraag"]}


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
