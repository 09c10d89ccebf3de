"""For the studio: questions that belong to no learner, in previews, and shares of people in words."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from learning.practice.items.words import said
from learning.practice.presenting import props
from people.small_numbers import Share

register = template.Library()


@register.simple_tag
def question_standing_still(content: Mapping[str, Any], element_id: str) -> SafeString:
    """A compiled question in its empty state, posting nowhere."""
    return render_to_string(
        "components/question.html", {"id": element_id, "action": "", "csrf_token": "", "key": "", **props(content)}
    )


@register.filter
def share(of: Share) -> str:
    """A share of people as it reads in a sentence and a table."""
    return said(of)
