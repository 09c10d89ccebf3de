"""What the studio shows beside the fields of a form."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from cms.touched import touched_by

_SHOWN = 20


class ChecksPanel(Panel):
    """What the checks find in the draft as it was last kept, with the way to each place."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**({"heading": _("Controle")} | kwargs))

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/studio/checks_panel.html"

        def is_shown(self) -> bool:
            return self.instance.pk is not None

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            from cms.checks.deciding import checked, problems_in  # the models use this panel
            from cms.models import LessonPage, ModulePage

            is_module = isinstance(self.instance, ModulePage)
            lessons = LessonPage.objects.child_of(self.instance).order_by("path") if is_module else []
            found = [(lesson, problems_in(lesson)) for lesson in lessons]
            return super().get_context_data(parent_context) | {
                "own": checked(self.instance),
                "lessons": [
                    {"title": lesson.title, "url": reverse("wagtailadmin_pages:edit", args=[lesson.pk]), "count": count}
                    for lesson, count in found
                    if count
                ],
                "all_url": reverse("check-page", args=[self.instance.pk]),
                "module": None if is_module else self.instance.get_parent(),
            }


class LessonsPanel(Panel):
    """The lessons of a module, each with its state in words, and the way to make another."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**({"heading": _("Lessen")} | kwargs))

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/studio/lessons_panel.html"

        def is_shown(self) -> bool:
            return self.instance.pk is not None

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            from cms.models import LessonPage  # the models use this panel

            lessons = LessonPage.objects.child_of(self.instance).order_by("path").defer("body", "goals", "sources")
            return super().get_context_data(parent_context) | {
                "lessons": lessons,
                "add_url": reverse("wagtailadmin_pages:add", args=["cms", "lessonpage", self.instance.pk]),
                "module": self.instance,
            }


class TouchedPanel(Panel):
    """How many people a change would touch, beside the choice between minor and material."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**({"heading": _("Wie deze wijziging raakt")} | kwargs))

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/studio/touched_panel.html"

        def is_shown(self) -> bool:
            return self.instance.pk is not None and self.instance.live and touched_by(self.instance) is not None

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return super().get_context_data(parent_context) | {"touched": touched_by(self.instance)}


class EditionsPanel(Panel):
    """The editions that publishing left behind, newest first: number, day, how much it changed, what, and by whom."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**({"heading": _("Edities")} | kwargs))

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/studio/editions_panel.html"

        def is_shown(self) -> bool:
            return self.instance.pk is not None

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return super().get_context_data(parent_context) | {
                "editions": _editions(self.instance),
                "compare_url": _compare_url(self.instance),
            }


def _compare_url(instance: Any) -> str:
    """Where editions are laid side by side; only of a question."""
    return reverse("bank-editions", args=[instance.pk]) if instance._meta.model_name == "question" else ""


class CoreTextPanel(Panel):
    """Beside a local text: what the core says around its slot, and what changed there since the organisation last looked."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**({"heading": _("De landelijke tekst eromheen")} | kwargs))

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/studio/core_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return super().get_context_data(parent_context) | _core_of(self.instance)


def _core_of(instance: Any) -> dict[str, Any]:
    from cms.local import NATIONAL_TEXT  # the models use this panel
    from cms.slots.queries import kept_one

    known = instance.slot_id is not None
    return {"kept": kept_one(instance.slot, instance.organisation_id) if known else None, "national": NATIONAL_TEXT}


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


class UsagePanel(Panel):
    """Where readers meet a question today, and in which drafts it stands."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**({"heading": _("Waar gebruikt")} | kwargs))

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/studio/usage_panel.html"

        def is_shown(self) -> bool:
            return self.instance.pk is not None

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            from cms.bank.usage import usage_of  # the models use this panel

            return super().get_context_data(parent_context) | {"usage": usage_of(self.instance, self.request.user)}
