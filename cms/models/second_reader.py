"""The one step of Wagtail's workflow that this site has: a second pair of eyes, and what it was asked to read."""

from typing import Any, ClassVar

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Task, TaskState

from people.declarations import Declaration


class ReadingRequest(TaskState):
    """A draft that a colleague was asked to read. What the reader wrote back is Wagtail's `comment`."""

    declaration = Declaration(
        purpose="what an author asked a colleague to look at in a draft",
        retention="with the content",
        export="authored content",
        erasure="name removed, content stays",
    )

    organisation = models.ForeignKey("people.Organisation", models.CASCADE, related_name="+")
    remark = models.TextField(_("opmerking"), blank=True)

    class Meta:
        verbose_name = _("verzoek om na te lezen")

    def save(self, *args: Any, **kwargs: Any) -> Any:
        if self.organisation_id is None:
            from cms.approval import owner_of  # reads the audit trail, which reads the models

            item = self.workflow_state.content_object
            self.organisation = owner_of(getattr(item, "specific", item))
        return super().save(*args, **kwargs)


class SecondReader(Task):
    """Whoever may publish there and did not write the last change. The buttons are on our own page, so Wagtail's form has none."""

    task_state_class = ReadingRequest
    admin_form_fields: ClassVar = ["name"]

    class Meta:
        verbose_name = _("tweede lezer")

    @staticmethod
    def lock_class(item: Any, task: Task) -> None:
        """Nobody is kept out of a draft that waits: who changes it is its last writer, and another reads it."""
        return


def reading_states() -> GenericRelation:
    """On a snippet that can be asked for: its requests go when it goes, as Wagtail has it for pages."""
    return GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        for_concrete_model=False,
    )
