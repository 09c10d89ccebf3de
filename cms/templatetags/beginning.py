"""What a template of the studio asks about a module that was never published."""

from typing import Any

from django import template

from cms.beginning.steps import Ahead
from cms.beginning.steps import ahead_of as steps_ahead_of
from cms.models import ModulePage

register = template.Library()


@register.simple_tag
def ahead_of(page: Any) -> Ahead | None:
    """What is left to do for this page before it can be read; None for all but a module that was never published."""
    return steps_ahead_of(page) if isinstance(page, ModulePage) else None
