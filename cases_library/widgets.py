"""The case editor as a field of a form: JSON in a text area, which a script turns into forms, an outline and a map."""

import json
from typing import Any

from django import forms
from django.forms.fields import InvalidJSONInput
from django.forms.widgets import Script
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from cases_library.beginnings import BEGINNINGS
from cases_library.drafts import whole
from cases_library.engine.json_text import FormatError, parse
from cases_library.engine.reading import read_case


class CaseEditor(forms.Textarea):
    """A draft of a case. `page_id` is its page, or the one it will stand under: whose draft it is."""

    def __init__(self, page_id: int | None = None, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 30, "spellcheck": "false", **(attrs or {})})
        self.page_id = page_id

    @property
    def media(self) -> forms.Media:
        script: Any = Script("studio/case-editor/editor.js", type="module")  # the types of Media know only addresses
        return forms.Media(css={"all": ["studio/case-editor/editor.css"]}, js=[script])

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        text = self._pretty(value)
        context = {
            "textarea": super().render(name, text, attrs, renderer),
            "look": reverse("case-look", args=[self.page_id]),
            "play": reverse("case-play", args=[self.page_id]),
            "begin": reverse("case-begin"),
            "beginnings": BEGINNINGS.values(),
            "fault": _fault(text),
            "field": self.build_attrs(self.attrs, attrs).get("id", ""),
        }
        return render_to_string("cases_library/studio/editor.html", context)

    def _pretty(self, value: Any) -> str:
        """As it was typed where it cannot be kept."""
        if isinstance(value, InvalidJSONInput):
            return str(value)
        try:
            return json.dumps(json.loads(value), ensure_ascii=False, indent=2) if isinstance(value, str) else "{}"
        except (ValueError, RecursionError):
            return str(value)


def _fault(text: str) -> FormatError | None:
    """Where a draft stops being a case, for who edits it as text. An empty one is only not begun."""
    try:
        document = parse(text)
        if document not in ({}, None):
            read_case(whole(document))
    except FormatError as fault:
        return fault
    return None
