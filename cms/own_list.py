"""The studio's list of one kind of snippet, in which one's own can be changed and the rest can be looked at."""

from typing import Any

from django.db.models import Model
from wagtail.permissions import policy_registry
from wagtail.snippets.views.snippets import IndexView


class OwnedIndexView(IndexView):
    """Leads to the form of what this author may change, and to the page that shows the rest. One statement for all rows of a page."""

    _own: frozenset[Any] = frozenset()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        changeable = policy_registry.get_by_type(self.model).instances_user_has_permission_for(
            self.request.user, "change"
        )
        shown = [row.pk for row in context["object_list"]]
        self._own = frozenset(changeable.filter(pk__in=shown).values_list("pk", flat=True))
        return context

    def get_edit_url(self, instance: Model) -> str | None:
        return super().get_edit_url(instance) if instance.pk in self._own else None

    def get_delete_url(self, instance: Model) -> str | None:
        return super().get_delete_url(instance) if instance.pk in self._own else None
