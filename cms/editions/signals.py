"""Publishing in Wagtail (button, schedule, workflow, import) compiles in the same transaction; a failed compile stops the publication."""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.signals import page_published, page_unpublished, published, unpublished

from cms.editions import publishing
from cms.models import GlossaryTerm, LessonPage, LocalText, ModulePage, Question

_PUBLISHERS: dict[type, Any] = {
    LessonPage: publishing.publish_lesson,
    ModulePage: publishing.publish_module,
    Question: publishing.publish_question,
    LocalText: publishing.publish_local,
}


@receiver([page_published, published])
def compile_published(sender: type, instance: Any, revision: Any = None, **kwargs: Any) -> None:
    """Make the edition of what just went live."""
    publisher = _PUBLISHERS.get(sender)
    if publisher is not None and instance.live:
        publisher(instance, by=revision.user if revision is not None else None)


@receiver([page_unpublished, unpublished])
def withdraw_unpublished(sender: type, instance: Any, **kwargs: Any) -> None:
    """Take what was unpublished out of the offer; begun work can be finished."""
    if sender not in _PUBLISHERS:
        return
    publishing.withdraw(instance.uuid)
    if sender is LessonPage:
        module = ModulePage.objects.parent_of(instance).filter(live=True).first()
        if module is not None and LessonPage.objects.child_of(module).live().exists():
            publishing.publish_module(module, material=False, note="")


@receiver(post_save, sender=GlossaryTerm)
def compile_term(sender: type, instance: GlossaryTerm, raw: bool = False, **kwargs: Any) -> None:
    """A term has no draft: saving it publishes it."""
    if not raw:
        publishing.publish_term(instance)
