"""What ends and begins by itself: the workflow follows the organisation's decision, and publishing settles what was asked."""

from typing import Any

from django.dispatch import receiver
from wagtail.signals import page_published, published

from cms.second_reader import policy
from cms.second_reader.actions import settle
from cms.second_reader.queries import kind_of
from people.models import Organisation, User
from people.policy import two_person_approval_set


@receiver(two_person_approval_set)
def follow_the_decision(sender: type, organisation: Organisation, by: User | None, **kwargs: Any) -> None:
    policy.hold(organisation, by=by)


@receiver([page_published, published])
def settle_what_was_asked(sender: type, instance: Any, revision: Any = None, **kwargs: Any) -> None:
    """By whatever road it went live; a page sends both signals, and the second finds nothing to do."""
    if kind_of(instance) and instance.live:
        settle(instance, by=revision.user if revision is not None else None)
