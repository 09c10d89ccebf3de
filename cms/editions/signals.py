"""Publishing in Wagtail (button, schedule, workflow, import) compiles in the same transaction; a failed compile stops the publication."""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, published, unpublished

from cms.editions import publishing
from cms.editions.registry import way_of
from cms.models import GlossaryTerm, LessonPage, ModulePage, Slot


@receiver([page_published, published])
def compile_published(sender: type, instance: Any, signal: Any, revision: Any = None, **kwargs: Any) -> None:
    """Make the edition of what just went live, once: a page sends its own signal and then the general one."""
    way = way_of(sender)
    if way is not None and instance.live and not (signal is published and isinstance(instance, Page)):
        way.publish(instance, by=revision.user if revision is not None else None)


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
def compile_term(sender: type, instance: GlossaryTerm, raw: bool = False, **kwargs: Any) -> None:
    """A term has no draft: saving it publishes it."""
    if not raw:
        publishing.publish_term(instance)


@receiver(post_save, sender=Slot)
def compile_slot(sender: type, instance: Slot, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """A slot's title and advice stand in the lessons that place it; they are compiled again."""
    if raw or created:
        return
    for page in LessonPage.objects.live().order_by("path"):
        if any(child.block_type == "local" and child.value["slot"] == instance for child in page.body):
            publishing.publish_lesson(page, material=False, note="")
