"""Questions in templates that do not belong to a learner: previews in the studio."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from learning.practice.presenting import props

register = template.Library()


@register.simple_tag
def question_standing_still(content: Mapping[str, Any], element_id: str) -> SafeString:
    """A compiled question in its empty state, posting nowhere."""
    return render_to_string(
        "components/question.html", {"id": element_id, "action": "", "csrf_token": "", "key": "", **props(content)}
    )
