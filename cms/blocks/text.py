"""Blocks of reading: text, callouts, steps, accordions, tables, quotes, Markdown.

Each block's template gets, besides `value`, the finished parts that its component wants.
"""

from zlib import crc32

from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.rich_text import RichText, expand_db_html

from cms.text import MAX_MARKDOWN, clean, render_markdown

FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]
"""What the editor offers in running text: structure and emphasis, nothing that breaks a page."""
INLINE_FEATURES = ["bold", "italic", "link"]


def rich_html(value: RichText | str | None) -> SafeString:
    """What an author made in the rich-text editor, with its links resolved, reduced to what text needs."""
    source = value.source if isinstance(value, RichText) else value or ""
    return mark_safe(clean(expand_db_html(source)))  # noqa: S308  cleaned in this very line


class TextBlock(blocks.RichTextBlock):
    """Running text with headings from level two."""

    def __init__(self, **kwargs):
        super().__init__(**({"features": FEATURES} | kwargs))

    def get_context(self, value, parent_context=None):
        return super().get_context(value, parent_context) | {"html": rich_html(value)}

    class Meta:
        icon = "pilcrow"
        label = _("Tekst")
        description = _("Lopende tekst met tussenkoppen. Verwijs naar een bron met [^sleutel].")
        template = "cms/blocks/text.html"
        preview_value = "<h2>Een tussenkop</h2><p>Een alinea over wat je ziet en wat je denkt.</p>"


class MarkdownBlock(blocks.TextBlock):
    """Text typed as Markdown."""

    def __init__(self, **kwargs):
        super().__init__(**({"max_length": MAX_MARKDOWN, "rows": 12} | kwargs))

    def get_context(self, value, parent_context=None):
        return super().get_context(value, parent_context) | {"html": mark_safe(render_markdown(value or ""))}  # noqa: S308  cleaned when rendered

    class Meta:
        icon = "code"
        label = _("Markdown")
        description = _("Tekst in Markdown, voor wie dat sneller typt.")
        template = "cms/blocks/markdown.html"
        preview_value = "## Een tussenkop\n\nEen alinea met **nadruk** en een lijst:\n\n- feit\n- bron\n- datum"


class CalloutBlock(blocks.StructBlock):
    """A short text set apart: to know, to heed, or to check locally."""

    kind = blocks.ChoiceBlock(
        choices=[("info", _("Goed om te weten")), ("important", _("Let op")), ("check", _("Controleer dit lokaal"))],
        default="info",
        label=_("Soort"),
    )
    title = blocks.CharBlock(label=_("Titel"), max_length=120)
    text = blocks.RichTextBlock(label=_("Tekst"), features=["bold", "italic", "ol", "ul", "link"])

    def get_context(self, value, parent_context=None):
        return super().get_context(value, parent_context) | {"html": rich_html(value["text"])}

    class Meta:
        icon = "info-circle"
        label = _("Kader")
        description = _("Een korte tekst die eruit springt.")
        template = "cms/blocks/callout.html"
        preview_value = {
            "kind": "important",
            "title": "Eerst veiligheid",
            "text": "<p>Kijk eerst of er nu gevaar is.</p>",
        }


class StepsBlock(blocks.StructBlock):
    """Numbered steps in order."""

    title = blocks.CharBlock(label=_("Titel"), max_length=120, required=False)
    steps = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("title", blocks.CharBlock(label=_("Stap"), max_length=120)),
                ("text", blocks.RichTextBlock(label=_("Uitleg"), features=INLINE_FEATURES, required=False)),
            ]
        ),
        min_num=2,
        label=_("Stappen"),
    )

    def get_context(self, value, parent_context=None):
        items = [
            format_html("<p><strong>{}</strong></p>{}", step["title"], rich_html(step["text"]))
            for step in value["steps"]
        ]
        return super().get_context(value, parent_context) | {"items": items}

    class Meta:
        icon = "list-ol"
        label = _("Stappen")
        description = _("Een genummerde volgorde met per stap een korte uitleg.")
        template = "cms/blocks/steps.html"
        preview_value = {
            "title": "Zo begin je",
            "steps": [
                {"title": "Kijk", "text": "<p>Schrijf op wat je zag.</p>"},
                {"title": "Vraag", "text": "<p>Vraag door.</p>"},
            ],
        }


class AccordionBlock(blocks.StructBlock):
    """Parts that open one by one; everything prints."""

    items = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("title", blocks.CharBlock(label=_("Kop"), max_length=160)),
                ("text", blocks.RichTextBlock(label=_("Tekst"), features=["bold", "italic", "ol", "ul", "link"])),
            ]
        ),
        min_num=1,
        label=_("Onderdelen"),
    )

    def get_context(self, value, parent_context=None):
        items = [{"title": item["title"], "html": rich_html(item["text"])} for item in value["items"]]
        return super().get_context(value, parent_context) | {"items": items}

    class Meta:
        icon = "collapse-down"
        label = _("Uitklapper")
        description = _("Onderdelen die de lezer zelf opent.")
        template = "cms/blocks/accordion.html"
        preview_value = {
            "items": [
                {"title": "Lichamelijk", "text": "<p>Wat je kunt zien.</p>"},
                {"title": "Emotioneel", "text": "<p>Wat je merkt.</p>"},
            ]
        }


class CaptionedTableBlock(blocks.StructBlock):
    """A table with a caption, column heads and row heads."""

    caption = blocks.CharBlock(label=_("Bijschrift"), max_length=200)
    table = TableBlock(
        label=_("Tabel"),
        table_options={
            "startRows": 3,
            "startCols": 2,
            "renderer": "text",
            "language": "en-US",  # the only one that Wagtail's grid brings; without this it asks for ours, in vain
            "contextMenu": ["row_above", "row_below", "col_left", "col_right", "remove_row", "remove_col"],
        },
    )

    def clean(self, value):
        cleaned = super().clean(value)
        rows = (cleaned.get("table") or {}).get("data") or []
        if self.is_deferred_validation:
            return cleaned
        if not rows or not all((cell or "").strip() for cell in rows[0]):
            raise blocks.StructBlockValidationError(
                {"table": ValidationError(_("Vul de eerste rij: die benoemt de kolommen."))}
            )
        return cleaned

    def get_context(self, value, parent_context=None):
        rows = [[cell or "" for cell in row] for row in (value["table"] or {}).get("data") or []]
        anchor = f"tabel-{crc32(repr((value['caption'], rows)).encode()):08x}"
        return super().get_context(value, parent_context) | {
            "head": rows[0] if rows else [],
            "rows": rows[1:],
            "id": anchor,
        }

    class Meta:
        icon = "table"
        label = _("Tabel")
        description = _("Een tabel. De eerste rij benoemt de kolommen, de eerste kolom de rijen.")
        template = "cms/blocks/table.html"
        preview_value = {
            "caption": "Advies en melding",
            "table": {
                "data": [["", "Advies", "Melding"], ["Naam van het gezin", "nee", "ja"]],
                "first_row_is_table_header": True,
                "first_col_is_header": True,
            },
        }


class QuoteBlock(blocks.StructBlock):
    """Words to say, or words heard."""

    text = blocks.TextBlock(label=_("Woorden"), rows=3)
    attribution = blocks.CharBlock(label=_("Van wie, of waarvoor"), max_length=160, required=False)

    class Meta:
        icon = "openquote"
        label = _("Citaat")
        description = _("Een zin om te zeggen, of een stem uit een voorbeeld.")
        template = "cms/blocks/quote.html"
        preview_value = {
            "text": "Ik maak me zorgen, en ik wil graag van u horen hoe het thuis gaat.",
            "attribution": "Zo kun je beginnen",
        }
