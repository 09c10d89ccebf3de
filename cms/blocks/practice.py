"""Blocks that ask something of the reader: a question, a case, a reflection prompt, an exercise, a checklist."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks.choosers import OwnPageChooserBlock, OwnSnippetChooserBlock
from cms.blocks.named import named
from cms.blocks.questions import QUESTION_KINDS
from cms.blocks.text import rich_html
from cms.reflection_questions import BY_NUMBER, QUESTION_CHOICES


class QuestionBlock(blocks.StructBlock):
    """A question from the bank, answered in place."""

    question = OwnSnippetChooserBlock("cms.Question", label=_("Vraag"))

    def get_preview_context(self, value, parent_context=None):
        from cms.editions.compiling import compile_kind  # the compiler reads the models, which have these blocks

        single = dict(QUESTION_KINDS)["single"]
        example = compile_kind("single", single.get_preview_value())
        return super().get_preview_context(value, parent_context) | {"preview_content": example}

    class Meta:
        icon = "help"
        label = _("Vraag")
        description = _("Een vraag uit de vragenbank, met uitleg na het antwoord.")
        template = "cms/blocks/question.html"
        preview_template = "cms/previews/question_kind.html"


class CaseBlock(blocks.StructBlock):
    """A case, played on its own pages; the lesson shows where it stands for the reader."""

    case = OwnPageChooserBlock(page_type="cases_library.CasePage", label=_("Casus"))

    class Meta:
        icon = "list-ol"
        label = _("Casus")
        description = _("Een casus om te spelen. De les is af als de nabespreking af is.")
        template = "cms/blocks/case.html"
        preview_template = "cms/previews/case.html"


class PromptBlock(blocks.StructBlock):
    """A reflection prompt; what someone writes is theirs alone."""

    question = blocks.ChoiceBlock(choices=QUESTION_CHOICES, label=_("Reflectievraag"), required=False)
    text = blocks.RichTextBlock(
        label=_("Opdracht"),
        features=["bold", "italic", "ul"],
        help_text=_("Vraag naar het eigen handelen, nooit naar gegevens van een gezin."),
    )

    def get_context(self, value, parent_context=None):
        about = BY_NUMBER.get(int(value["question"] or 0))
        known = {"number": about.number, "short_name": about.name} if about else {}
        return super().get_context(value, parent_context) | {"html": rich_html(value["text"]), **known}

    class Meta:
        icon = "edit"
        label = _("Spiegelvraag")
        description = _("Een vraag om bij stil te staan. Alleen de schrijver leest het antwoord.")
        template = "cms/blocks/prompt.html"
        preview_value = {
            "question": "3",
            "text": "<p>Wanneer stelde je een gesprek met een kind uit? Wat hield je tegen?</p>",
        }


class ExerciseBlock(blocks.StructBlock):
    """Something to do away from the screen."""

    title = blocks.CharBlock(label=_("Titel"), max_length=120)
    text = blocks.RichTextBlock(label=_("Opdracht"), features=["bold", "italic", "ol", "ul", "link"])

    def get_context(self, value, parent_context=None):
        return super().get_context(value, parent_context) | {"html": rich_html(value["text"])}

    class Meta:
        icon = "tasks"
        label = _("Oefening")
        description = _("Iets om te doen, alleen of met een collega.")
        template = "cms/blocks/exercise.html"
        preview_value = {
            "title": "Feit of duiding",
            "text": "<p>Neem vijf minuten. Schrijf drie zinnen op en streep weg wat je niet zag.</p>",
        }


class ChecklistBlock(blocks.StructBlock):
    """Points to go through; printed with boxes, stored nowhere."""

    title = blocks.CharBlock(label=_("Titel"), max_length=120)
    items = blocks.ListBlock(named(blocks.CharBlock(label=_("Punt"), max_length=250)), min_num=1, label=_("Punten"))

    class Meta:
        icon = "list-ul"
        label = _("Checklist")
        description = _("Punten om na te lopen. Wordt nergens bewaard.")
        template = "cms/blocks/checklist.html"
        preview_value = {"title": "Voor je belt", "items": ["Wat zag je zelf?", "Van wie weet je de rest?"]}
