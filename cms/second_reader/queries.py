"""What a draft's second reading looks like to one person: values, of one draft, and of all that are not settled."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F
from django.urls import reverse
from wagtail.admin.utils import get_latest_str
from wagtail.models import DraftStateMixin, LockableMixin, Page, WorkflowState
from wagtail.permissions import policy_registry

from cms.approval import owner_of, why_not_alone
from cms.checks.deciding import CHECKED
from cms.models import GlossaryTerm, LocalText, Question, ReadingRequest, TaughtPage
from cms.second_reader.actions import active_state, request_of
from people.models import User

KINDS: dict[str, Any] = {"page": Page, "question": Question, "localtext": LocalText, "glossaryterm": GlossaryTerm}
"""What can be asked for, by the name in its address. The ten reflection questions are the core's, which no policy holds."""
_MOST = 50
"""So many are looked at for a list."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One draft and what was asked about it. `state` is "", "asked" or "sent-back"."""

    item: Any
    kind: str
    title: str
    state: str = ""
    remark: str = ""
    asked_by: User | None = None
    asked_at: datetime | None = None
    answer: str = ""
    answered_by: User | None = None
    revision_id: int | None = None
    is_mine: bool = False
    has_draft: bool
    may_publish: bool
    why_not_alone: str = ""
    is_locked: bool = False

    @property
    def may_ask(self) -> bool:
        return self.has_draft and self.state != "asked"

    @property
    def may_decide(self) -> bool:
        """Approve it, or send it back."""
        return self.state == "asked" and self.may_publish and not self.why_not_alone

    @property
    def has_checks(self) -> bool:
        """Whether it has a page of findings (cms.checks)."""
        return isinstance(self.item, CHECKED)

    @property
    def url(self) -> str:
        return address(self.kind, self.item.pk)

    @property
    def edit_url(self) -> str:
        return _named(self, "edit", self.item.pk)

    @property
    def compare_url(self) -> str:
        """What changed since it was last live; empty while there is nothing to lay beside it."""
        if not self.item.live or self.item.live_revision_id is None or self.revision_id is None:
            return ""
        return _named(self, "revisions_compare", self.item.pk, "live", self.revision_id)


def address(kind: str, pk: int) -> str:
    """The page of one draft's second reading."""
    return reverse("second-reader", args=[kind, pk])


def kind_of(item: Any) -> str:
    """The name of its kind in an address; empty for what cannot be asked for."""
    if isinstance(item, TaughtPage):
        return "page"
    name = item._meta.model_name
    return name if isinstance(item, Question | LocalText | GlossaryTerm) else ""


def is_asked_of(item: Any) -> bool:
    """Whether the owner of this item publishes with four eyes."""
    owner = owner_of(item)
    return owner is not None and owner.two_person_approval


def waits(item: Any) -> bool:
    """Whether a colleague was asked and has not answered."""
    state = active_state(item)
    return state is not None and state.status == WorkflowState.STATUS_IN_PROGRESS


def reading_of(user: User, kind: str, pk: int) -> Reading | None:
    """What this person may know of it; None for what is not theirs to change, and where nobody asks for four eyes."""
    found = KINDS[kind].objects.filter(pk=pk).first() if kind in KINDS else None
    item = getattr(found, "specific", found)
    if item is None or not kind_of(item) or not is_asked_of(item) or not _may(user, item, "change"):
        return None
    return _reading(user, item)


def _reading(user: User, item: Any) -> Reading:
    state = active_state(item)
    request = request_of(state) if state is not None else None
    said: dict[str, Any] = {}
    if state is not None and request is not None:
        said = {
            "state": "asked" if state.status == WorkflowState.STATUS_IN_PROGRESS else "sent-back",
            "remark": request.remark,
            "asked_by": state.requested_by,
            "asked_at": request.started_at,
            "answer": request.comment,
            "answered_by": request.finished_by,
            "is_mine": state.requested_by_id == user.pk,
        }
    return Reading(
        item=item,
        kind=kind_of(item),
        title=get_latest_str(item),
        revision_id=item.latest_revision_id,
        has_draft=not item.live or item.has_unpublished_changes,
        may_publish=_may(user, item, "publish"),
        why_not_alone=why_not_alone(item, user),
        is_locked=_is_locked(user, item),
        **said,
    )


def _may(user: User, item: Any, action: str) -> bool:
    if isinstance(item, Page):
        rights = item.permissions_for_user(user)
        return bool(rights.can_publish() if action == "publish" else rights.can_edit())
    policy = policy_registry.get_by_type(type(item))
    return bool(policy.user_has_permission_for_instance(user, action, item))


def _is_locked(user: User, item: Any) -> bool:
    if not isinstance(item, LockableMixin):
        return isinstance(item, DraftStateMixin) and bool(item.approved_schedule)
    lock = item.get_lock()
    return lock is not None and bool(lock.for_user(user))


def _named(reading: Reading, name: str, *args: Any) -> str:
    space = "wagtailadmin_pages" if reading.kind == "page" else f"wagtailsnippets_cms_{reading.kind}"
    return reverse(f"{space}:{name}", args=args)


# --- All that are not settled ---------------------------------------------------------------------


def asked_pages(organisation_ids: set[int]) -> set[int]:
    """The pages of these organisations that wait for a reader who was asked."""
    rows = _unsettled(organisation_ids).filter(
        workflow_state__status=WorkflowState.STATUS_IN_PROGRESS, workflow_state__base_content_type__model="page"
    )
    return {int(pk) for pk in rows.values_list("workflow_state__object_id", flat=True)}


def _unsettled(organisation_ids: set[int]) -> Any:
    return ReadingRequest.objects.filter(
        organisation_id__in=organisation_ids,
        workflow_state__status__in=[WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES],
        workflow_state__current_task_state=F("taskstate_ptr"),
    )


def unsettled(user: User, organisation_ids: set[int]) -> list[Reading]:
    """What was asked in these organisations and this person may change, what waits longest first."""
    if not organisation_ids:
        return []
    rows = _unsettled(organisation_ids).select_related("workflow_state__base_content_type").order_by("started_at")
    found = [one.workflow_state.content_object for one in rows[:_MOST]]
    items = [getattr(item, "specific", item) for item in found if item is not None]
    return [_reading(user, item) for item in items if _may(user, item, "change")]
