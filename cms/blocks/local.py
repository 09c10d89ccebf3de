"""Blocks that differ by reader: the local slot, and passages per profession."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks.choosers import OwnSnippetChooserBlock
from cms.blocks.text import rich_html
from people.models import Profession


class LocalBlock(blocks.StructBlock):
    """A named slot that each organisation fills; a safety slot always shows its national text too."""

    slot = OwnSnippetChooserBlock("cms.Slot", label=_("Plek"))

    class Meta:
        icon = "site"
        label = _("In jouw gemeente")
        description = _("Een plek die elke gemeente zelf invult.")
        template = "cms/blocks/local.html"
        preview_template = "cms/previews/local.html"


class ProfessionBlock(blocks.StructBlock):
    """A passage for some professions; others may open it."""

    professions = blocks.MultipleChoiceBlock(choices=Profession.choices, label=_("Voor"))
    title = blocks.CharBlock(label=_("Titel"), max_length=120)
    text = blocks.RichTextBlock(label=_("Tekst"), features=["h3", "bold", "italic", "ol", "ul", "link"])

    def get_context(self, value, parent_context=None):
        names = [str(Profession(chosen).label) for chosen in value["professions"]]
        return super().get_context(value, parent_context) | {
            "professions": ", ".join(names),
            "html": rich_html(value["text"]),
        }

    class Meta:
        icon = "group"
        label = _("Per beroep")
        description = _("Een passage voor bepaalde beroepsgroepen. Anderen kunnen hem openen.")
        template = "cms/blocks/profession.html"
        preview_value = {
            "professions": ["jeugdarts"],
            "title": "Voor jeugdartsen",
            "text": "<p>Voor artsen geldt een eigen code.</p>",
        }


class GlossaryBlock(blocks.StructBlock):
    """The terms of this lesson; their first mention in the text gets a definition to open."""

    terms = blocks.ListBlock(OwnSnippetChooserBlock("cms.GlossaryTerm"), label=_("Begrippen"), min_num=1)

    class Meta:
        icon = "openquote"
        label = _("Begrippen in deze les")
        description = _(
            "Begrippen uit de begrippenlijst. De eerste keer dat ze in de tekst staan, kan de lezer ze openen."
        )
        template = "cms/blocks/glossary.html"
        preview_template = "cms/previews/glossary.html"
