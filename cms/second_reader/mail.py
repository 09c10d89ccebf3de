"""The three mails of reading for each other, through Wagtail's own notifiers: a title and an address, never a word of content."""

from functools import partial
from typing import Any

from django.db import transaction
from wagtail.admin.mail import (
    EmailNotificationMixin,
    Notifier,
    WorkflowStateApprovalEmailNotifier,
    WorkflowStateRejectionEmailNotifier,
)
from wagtail.admin.utils import get_latest_str
from wagtail.models import WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected

from cms.models import ContentRoot, LocalText, ReadingRequest
from cms.second_reader.queries import address, kind_of, reading_of
from people.models import User


class _AfterCommit(EmailNotificationMixin, Notifier):
    """Nothing is sent of what was rolled back, and no mail server is waited for while others wait to write."""

    template_directory = "cms/email/"

    def __call__(self, instance: Any = None, **kwargs: Any) -> bool:
        transaction.on_commit(partial(super().__call__, instance, **kwargs))
        return True

    def get_context(self, instance: Any, **kwargs: Any) -> dict[str, Any]:
        state = instance.workflow_state if isinstance(instance, ReadingRequest) else instance
        item = getattr(state.content_object, "specific", state.content_object)
        path = address(kind_of(item), item.pk)
        context: dict[str, Any] = super().get_context(instance, **kwargs)
        return context | {"title": get_latest_str(item), "path": path, "asked_by": state.requested_by}


class Asked(_AfterCommit):
    """To who may answer: authors of that organisation who did not write the last change."""

    notification = "submitted"

    def __init__(self) -> None:
        super().__init__((ReadingRequest,))

    def get_recipient_users(self, request: ReadingRequest, **kwargs: Any) -> set[User]:
        item = request.workflow_state.content_object
        asker = request.workflow_state.requested_by_id
        return {user for user in _authors(request) if user.pk != asker and _may_decide(user, item)}


class Approved(_AfterCommit, WorkflowStateApprovalEmailNotifier):
    """To who asked."""


class SentBack(_AfterCommit, WorkflowStateRejectionEmailNotifier):
    """To who asked."""


def _authors(request: ReadingRequest) -> Any:
    root = ContentRoot.objects.filter(organisation=request.organisation_id).first()
    if root is None:
        return User.objects.none()
    keeps = isinstance(request.workflow_state.content_object, LocalText)
    groups = [root.authors_id, root.administrators_id] if keeps else [root.authors_id]
    return User.objects.filter(groups__in=groups, is_active=True).distinct()


def _may_decide(user: User, item: Any) -> bool:
    found = reading_of(user, kind_of(getattr(item, "specific", item)), item.pk)
    return found is not None and found.may_decide


_asked, _approved, _sent_back = Asked(), Approved(), SentBack()


def connect() -> None:
    """Said before Wagtail says it: under Wagtail's own names, so that ours stand where its mails would."""
    task_submitted.connect(_asked, sender=ReadingRequest, dispatch_uid="second_reader_asked")
    workflow_approved.connect(
        _approved, sender=WorkflowState, dispatch_uid="workflow_state_approved_email_notification"
    )
    workflow_rejected.connect(
        _sent_back, sender=WorkflowState, dispatch_uid="workflow_state_rejected_email_notification"
    )
