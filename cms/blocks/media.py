"""Blocks of pictures, film and files; each asks for what a person needs who cannot see or hear it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks.choosers import OwnDocumentChooserBlock, OwnImageChooserBlock
from cms.blocks.text import rich_html

_READING_WIDTH = "max-1280x1280|format-webp"
"""Twice the reading column, for sharp screens; never larger than the picture itself."""
_PHONE_WIDTH = "max-720x720|format-webp"
"""Twice a phone's column, or once the reading column."""


def picture_of(image: Any) -> dict[str, Any]:
    """Address, width and height of an image as readers get it, and `srcset` where a phone can do with less.

    What is made smaller is made here: while publishing, importing or previewing, never while somebody reads. A drawing stays as it is;
    of an animation the first picture is shown.
    """
    if image.is_svg():
        return _measured(image.get_rendition("original"))
    large, small = image.get_rendition(_READING_WIDTH), image.get_rendition(_PHONE_WIDTH)
    if small.width >= large.width:
        return _measured(large)
    return _measured(large) | {"srcset": f"{small.url} {small.width}w, {large.url} {large.width}w"}


def _measured(rendition: Any) -> dict[str, Any]:
    return {"src": rendition.url, "width": rendition.width, "height": rendition.height}


class FigureBlock(blocks.StructBlock):
    """An image with alternative text, or marked as decoration."""

    image = OwnImageChooserBlock(
        label=_("Afbeelding"),
        help_text=_("Van een bewegende GIF zien lezers alleen het eerste beeld. Gebruik daarvoor een video."),
    )
    alt = blocks.CharBlock(
        label=_("Alternatieve tekst"),
        max_length=400,
        required=False,
        help_text=_("Wat ziet iemand die deze afbeelding niet kan zien?"),
    )
    decorative = blocks.BooleanBlock(label=_("Alleen versiering"), required=False)
    caption = blocks.CharBlock(label=_("Bijschrift"), max_length=250, required=False)

    def clean(self, value):
        cleaned = super().clean(value)
        if not self.is_deferred_validation and not cleaned.get("alt") and not cleaned.get("decorative"):
            raise blocks.StructBlockValidationError(
                {"alt": ValidationError(_("Beschrijf de afbeelding, of kruis ‘Alleen versiering’ aan."))}
            )
        return cleaned

    def get_context(self, value, parent_context=None):
        picture = picture_of(value["image"]) if value["image"] is not None else {}
        return super().get_context(value, parent_context) | {
            "alt": "" if value["decorative"] else value["alt"],
            **picture,
        }

    class Meta:
        icon = "image"
        label = _("Afbeelding")
        description = _("Een afbeelding met alternatieve tekst.")
        template = "cms/blocks/figure.html"
        preview_template = "cms/previews/figure.html"


class VideoBlock(blocks.StructBlock):
    """A film from our own library, with its whole text, and captions unless nothing is said; nothing is fetched from elsewhere."""

    title = blocks.CharBlock(label=_("Titel"), max_length=160)
    video = OwnDocumentChooserBlock(label=_("Videobestand (mp4)"))
    captions = OwnDocumentChooserBlock(
        label=_("Ondertiteling (vtt)"),
        required=False,
        help_text=_("Nodig om te publiceren, behalve bij een video waarin niemand iets zegt."),
    )
    silent = blocks.BooleanBlock(label=_("In deze video wordt niets gezegd"), required=False)
    transcript = blocks.RichTextBlock(
        label=_("Uitgeschreven tekst"),
        features=["bold", "italic"],
        help_text=_("Alles wat gezegd wordt en wat je moet zien om het te volgen."),
    )

    def clean(self, value):
        cleaned = super().clean(value)
        for name, extension in (("video", "mp4"), ("captions", "vtt")):
            document = cleaned.get(name)
            if document is not None and document.file_extension.lower() != extension:
                raise blocks.StructBlockValidationError(
                    {
                        name: ValidationError(
                            _("Kies een bestand dat eindigt op .%(extension)s.") % {"extension": extension}
                        )
                    }
                )
        return cleaned

    def get_context(self, value, parent_context=None):
        files = {name: value[name].url if value[name] is not None else "" for name in ("video", "captions")}
        return super().get_context(value, parent_context) | {**files, "transcript_html": rich_html(value["transcript"])}

    class Meta:
        icon = "media"
        label = _("Video")
        description = _("Een video met uitgeschreven tekst.")
        template = "cms/blocks/video.html"
        preview_template = "cms/previews/video.html"


class DownloadBlock(blocks.StructBlock):
    """A document to keep."""

    document = OwnDocumentChooserBlock(label=_("Document"))
    title = blocks.CharBlock(label=_("Titel"), max_length=160)

    def get_context(self, value, parent_context=None):
        document = value["document"]
        file = (
            {}
            if document is None
            else {
                "url": document.url,
                "kind": document.file_extension.upper(),
                "size": filesizeformat(document.get_file_size() or 0),
            }
        )
        return super().get_context(value, parent_context) | file

    class Meta:
        icon = "download"
        label = _("Download")
        description = _("Een bestand om te bewaren.")
        template = "cms/blocks/download.html"
        preview_template = "cms/previews/download.html"
