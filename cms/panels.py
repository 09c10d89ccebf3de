"""What the studio shows beside the fields of a form."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

_SHOWN = 20


class EditionsPanel(Panel):
    """The editions that publishing left behind, newest first: number, day, how much it changed, what, and by whom."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**({"heading": _("Edities")} | kwargs))

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/studio/editions_panel.html"

        def is_shown(self) -> bool:
            return self.instance.pk is not None

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return super().get_context_data(parent_context) | {"editions": _editions(self.instance)}


def _editions(instance: Any) -> list[dict[str, Any]]:
    from cms.models.editions import Edition  # the models use this panel

    rows = list(
        Edition.objects.filter(taught_id=instance.uuid)
        .select_related("line", "published_by")
        .order_by("-number")
        .defer("content")[: _SHOWN + 1]
    )
    return [
        {
            "number": row.number,
            "published_at": row.published_at,
            "is_material": position + 1 < len(rows) and rows[position + 1].line_id != row.line_id,
            "is_first": row.number == 1,
            "note": row.note,
            "by": row.published_by,
        }
        for position, row in enumerate(rows[:_SHOWN])
    ]
