"""The studio's form of a case: a document that may be unfinished, and never one that cannot be kept."""

import json
import re
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.fields import InvalidJSONInput
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.images.models import Image
from wagtail.images.widgets import AdminImageChooser

from cases_library.engine.json_text import MAX_BYTES, FormatError, parse
from cases_library.widgets import CaseEditor
from cms.belonging import usable
from cms.forms import TaughtPageForm
from cms.importing.files import deeper_than

REVIEW_AFTER = timedelta(days=365)
"""When a case is looked at again, unless somebody chose a day."""
MAX_DEPTH = 250
"""How deep lists and objects of a draft may stand inside each other: conditions may be a hundred deep, each two levels."""
_UNKEPT = re.compile(r"[\ud800-\udfff]|(?<!\\)(?:\\\\)*\\u0000")
"""Half characters, and the one that PostgreSQL keeps in no text, as JSON writes it."""


class DocumentField(forms.JSONField):
    """JSON as the case format reads it: no name twice, and nothing that a database refuses."""

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return {}
        if isinstance(value, InvalidJSONInput):
            raise ValidationError(_("Dit is geen casus die bewaard kan worden."))
        return storable(value) if isinstance(value, str) else value

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What was typed, to be shown again; as it was typed where it cannot be kept."""
        if data in self.empty_values or self.disabled:
            return super().bound_data(data, initial)
        try:
            return storable(data)
        except ValidationError:
            return InvalidJSONInput(data)


def storable(text: str) -> Any:
    """The JSON value of a text that can be kept. Raises ValidationError with what to do."""
    try:
        document = parse(text)
    except FormatError as fault:
        raise ValidationError(fault.message) from None
    refuse_unkept(document)
    return document


def refuse_unkept(document: Any) -> None:
    """Raise ValidationError for what cannot be stored or read back: too deep or too big, impossible numbers, broken characters."""
    if deeper_than(document, MAX_DEPTH):
        raise ValidationError(_("Er staan te veel lijsten en objecten in elkaar."))
    try:
        text = json.dumps(document, ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError):
        raise ValidationError(_("Er staat een getal in dat niet bestaat.")) from None
    if _UNKEPT.search(text):
        raise ValidationError(_("Er staat een teken in dat niet bewaard kan worden."))
    if len(text) > MAX_BYTES:
        raise ValidationError(_("De casus is te groot."))


class OwnImageChooser(AdminImageChooser):
    """Shows an image only when the page's owner may use it; the form would otherwise name it in its answer."""

    def __init__(self, images: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.images = images

    def get_instance(self, value: Any) -> Any:
        found = super().get_instance(value)
        return found if found is not None and self.images.filter(pk=found.pk).exists() else None


class CasePageForm(TaughtPageForm):
    """A case."""

    document = DocumentField(required=False, label=gettext_lazy("Casus"), widget=CaseEditor)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None and not self.initial.get("review_by"):
            # What is required stands below the whole editor, and may not keep a first draft from being saved.
            self.initial["review_by"] = timezone.localdate() + REVIEW_AFTER
        if "document" in self.fields:
            self.fields["document"].widget.page_id = self.instance.pk or self.parent_page.pk
        if "illustration" in self.fields:
            images = usable(Image, self.owner_root())
            self.fields["illustration"].queryset = images
            self.fields["illustration"].widget = OwnImageChooser(images)
