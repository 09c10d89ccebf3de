"""Publishing in Wagtail (button, schedule, workflow, import) compiles in the same transaction; a failed compile stops the publication."""

from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, published, unpublished

from cms.checks.deciding import CHECKED, refuse_unsound
from cms.checks.tasks import look_outside
from cms.editions import publishing
from cms.editions.registry import way_of
from cms.models import GlossaryTerm, LessonPage, ModulePage, Slot
from cms.unfinished import refuse_unfinished


@receiver([page_published, published])
def compile_published(sender: type, instance: Any, signal: Any, revision: Any = None, **kwargs: Any) -> None:
    """Make the edition of what just went live, once: a page sends its own signal and then the general one."""
    way = way_of(sender)
    if way is not None and instance.live and not (signal is published and isinstance(instance, Page)):
        refuse_unfinished(instance)
        refuse_unsound(instance)
        way.publish(instance, by=revision.user if revision is not None else None)
        if settings.CHECK_OUTSIDE_LINKS and isinstance(instance, CHECKED):
            transaction.on_commit(partial(look_outside.enqueue, instance.pk))


@receiver([page_unpublished, unpublished])
def withdraw_unpublished(sender: type, instance: Any, **kwargs: Any) -> None:
    """Take what was unpublished out of the offer; begun work can be finished."""
    if way_of(sender) is None:
        return
    publishing.withdraw(instance.uuid)
    if sender is LessonPage:
        module = ModulePage.objects.parent_of(instance).filter(live=True).first()
        if module is None:
            return
        if LessonPage.objects.child_of(module).live().exists():
            publishing.publish_module(module, material=False, note="")
        else:  # nothing left to teach: nobody begins it until a lesson is published again
            publishing.withdraw(module.uuid)


@receiver(post_save, sender=GlossaryTerm)
def compile_term(
    sender: type, instance: GlossaryTerm, raw: bool = False, update_fields: Any = None, **kwargs: Any
) -> None:
    """A live term without a revision was written whole (an import); one with a revision is published in the studio, as above."""
    if not raw and update_fields is None and instance.live and instance.live_revision_id is None:
        publishing.publish_term(instance)


@receiver(post_save, sender=Slot)
def compile_slot(sender: type, instance: Slot, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """A slot's title and advice stand in the lessons that place it; they are compiled again."""
    if raw or created:
        return
    for page in LessonPage.objects.live().order_by("path"):
        if any(child.block_type == "local" and child.value["slot"] == instance for child in page.body):
            publishing.publish_lesson(page, material=False, note="")
