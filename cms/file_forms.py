"""The studio's forms for images and documents: what the models refuse is said beside the field."""

from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from cms.protection import KEPT_FILE, NOTHING_LEFT, UNREADABLE_DRAWING, is_in_an_edition
from cms.svg import BrokenDrawing, cleaned_svg, draws
from cms.uploads import wrong_with


def _refuse_replacing(form: "forms.ModelForm[Any]") -> None:
    if (
        form.instance.pk is not None
        and "file" in form.changed_data
        and is_in_an_edition(type(form.instance).objects.get(pk=form.instance.pk))
    ):
        raise ValidationError(KEPT_FILE)


class ImageForm(BaseImageForm):
    """An image."""

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        _refuse_replacing(self)
        if "file" in self.changed_data and file and file.name.lower().endswith(".svg"):
            file.seek(0)
            try:
                left = cleaned_svg(file.read())
            except BrokenDrawing:
                raise ValidationError(UNREADABLE_DRAWING) from None
            if not draws(left):
                raise ValidationError(NOTHING_LEFT)
            file.seek(0)
        return file


class DocumentForm(BaseDocumentForm):
    """A document."""

    def clean_file(self) -> Any:
        _refuse_replacing(self)
        file = self.cleaned_data["file"]
        if "file" in self.changed_data and file:
            file.seek(0)
            wrong = wrong_with(PurePath(file.name).suffix.lstrip("."), file.read())
            file.seek(0)
            if wrong:
                raise ValidationError(wrong)
        return file

    def _post_clean(self) -> None:
        """What is wrong with the file is said once; Wagtail would look at its name when there is no file any more."""
        if "file" not in self.errors:
            super()._post_clean()
