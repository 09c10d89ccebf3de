"""Blocks of pictures, film and files; each asks for what a person needs who cannot see or hear it."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock


class FigureBlock(blocks.StructBlock):
    """An image with alternative text, or marked as decoration."""

    image = ImageChooserBlock(label=_("Afbeelding"))
    alt = blocks.CharBlock(label=_("Alternatieve tekst"), max_length=400, required=False, help_text=_("Wat ziet iemand die deze afbeelding niet kan zien?"))
    decorative = blocks.BooleanBlock(label=_("Alleen versiering"), required=False)
    caption = blocks.CharBlock(label=_("Bijschrift"), max_length=250, required=False)

    def clean(self, value):
        cleaned = super().clean(value)
        if not cleaned.get("alt") and not cleaned.get("decorative"):
            raise blocks.StructBlockValidationError({"alt": ValidationError(_("Beschrijf de afbeelding, of kruis ‘Alleen versiering’ aan."))})
        return cleaned

    class Meta:
        icon = "image"
        label = _("Afbeelding")
        description = _("Een afbeelding met alternatieve tekst.")
        template = "cms/blocks/figure.html"
        preview_template = "cms/previews/figure.html"


class VideoBlock(blocks.StructBlock):
    """A film from our own library, with captions or a transcript; nothing is fetched from elsewhere."""

    title = blocks.CharBlock(label=_("Titel"), max_length=160)
    video = DocumentChooserBlock(label=_("Videobestand (mp4)"))
    captions = DocumentChooserBlock(label=_("Ondertiteling (vtt)"), required=False)
    transcript = blocks.RichTextBlock(label=_("Uitgeschreven tekst"), features=["bold", "italic"], help_text=_("Alles wat gezegd wordt en wat je moet zien om het te volgen."))

    class Meta:
        icon = "media"
        label = _("Video")
        description = _("Een video met uitgeschreven tekst.")
        template = "cms/blocks/video.html"
        preview_template = "cms/previews/video.html"


class DownloadBlock(blocks.StructBlock):
    """A document to keep."""

    document = DocumentChooserBlock(label=_("Document"))
    title = blocks.CharBlock(label=_("Titel"), max_length=160)

    class Meta:
        icon = "download"
        label = _("Download")
        description = _("Een bestand om te bewaren.")
        template = "cms/blocks/download.html"
        preview_template = "cms/previews/download.html"
