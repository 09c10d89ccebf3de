"""The buttons beneath a snippet's form that need the right to publish: by our policies, where Wagtail asks its groups' permissions."""

from typing import Any

from wagtail.permissions import policy_registry
from wagtail.snippets.action_menu import ActionMenuItem, PublishMenuItem, UnpublishMenuItem


class Publish(PublishMenuItem):
    """Publiceren."""

    def is_shown(self, context: dict[str, Any]) -> bool:
        return _may_publish(context)


class Unpublish(UnpublishMenuItem):
    """Publicatie intrekken; only where something is live."""

    def is_shown(self, context: dict[str, Any]) -> bool:
        return context["view"] == "edit" and context["instance"].live and _may_publish(context)


def _may_publish(context: dict[str, Any]) -> bool:
    if context.get("locked_for_user"):
        return False
    policy, user = policy_registry.get_by_type(context["model"]), context["request"].user
    instance = context.get("instance")
    if instance is None:
        return bool(policy.user_has_permission(user, "publish"))
    return bool(policy.user_has_permission_for_instance(user, "publish", instance))


def settle(items: list[ActionMenuItem], context: dict[str, Any]) -> None:
    """Put our two in the place of Wagtail's. A model without drafts has neither."""
    items[:] = [item for item in items if not isinstance(item, PublishMenuItem | UnpublishMenuItem)]
    if context["draftstate_enabled"]:
        items += [item for item in (Unpublish(order=20), Publish(order=30)) if item.is_shown(context)]
        items.sort(key=lambda item: item.order)
