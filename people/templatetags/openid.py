"""Tags about sign-in services."""

from django import template
from django.template.context import Context

from people.openid import rules
from people.openid.service import Service

register = template.Library()


@register.simple_tag
def sign_in_services() -> tuple[Service, ...]:
    """Every configured service."""
    return rules.services()


@register.simple_tag(takes_context=True)
def came_by(context: Context) -> Service | None:
    """The service by which this session signed in."""
    return rules.came_by(context["request"])
