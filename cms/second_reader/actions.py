"""Asking a colleague to read a draft, and the colleague's answer: the only writers of requests. Who may do it is asked by the views."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import TaskState, WorkflowState

from cms.approval import refuse_alone
from cms.models import ReadingRequest
from cms.second_reader.policy import the_workflow
from cms.turns import take_turn
from people import audit
from people.models import User
from people.refusal import Conflict, Refused


def active_state(item: Any) -> WorkflowState | None:
    """The request for this item that is not settled; None where nobody asked."""
    states = WorkflowState.objects.active().for_instance(item).select_related("current_task_state", "requested_by")
    found: WorkflowState | None = states.first()
    return found


def request_of(state: WorkflowState) -> ReadingRequest:
    """The request as it stands: what was asked last, with what its reader wrote back."""
    found: ReadingRequest = ReadingRequest.objects.select_related("finished_by").get(pk=state.current_task_state_id)
    return found


@transaction.atomic
def ask(item: Any, *, remark: str, by: User) -> ReadingRequest:
    """Ask for a reader, anew where the last one sent it back. Asking twice changes nothing."""
    take_turn()
    state = active_state(item)
    if state is not None and state.status == WorkflowState.STATUS_IN_PROGRESS:
        return request_of(state)
    if item.live and not item.has_unpublished_changes:
        raise Refused(_("Er is geen concept om na te lezen. Wijzig eerst iets en bewaar het."))
    if item.get_latest_revision() is None:
        item.save_revision()
    if state is None:
        state = the_workflow().start(item, by)
    else:
        state.resume(user=by)
    request = request_of(state)
    request.remark = remark
    request.save(update_fields=["remark"])
    audit.record("ask-second-reader", audit.named(item), actor=by)
    return request


@transaction.atomic
def send_back(item: Any, *, remark: str, by: User) -> None:
    """Give the draft back to its author, with what should change."""
    take_turn()
    _waiting(item).reject(user=by, comment=remark)
    audit.record("second-reader", audit.named(item), result="sent-back", actor=by)


@transaction.atomic
def approve(item: Any, *, revision_id: int, by: User) -> None:
    """Publish the version that was read. What may not be published raises ValidationError, and all stays as it was."""
    take_turn()
    request = _waiting(item)
    if revision_id != item.latest_revision_id:
        raise Conflict(_("Het concept is intussen veranderd. Lees het nog eens na."))
    refuse_alone(item, by)
    request.approve(user=by)
    audit.record("second-reader", audit.named(item), result="approved", actor=by)


@transaction.atomic
def withdraw(item: Any, *, by: User) -> None:
    """Take the question back. The draft stays. Safe to repeat."""
    take_turn()
    state = active_state(item)
    if state is not None:
        state.cancel(user=by)
        audit.record("second-reader", audit.named(item), result="withdrawn", actor=by)


def settle(item: Any, *, by: User | None) -> None:
    """What was asked went live by another road: who published it has read it. What was sent back before is no longer asked."""
    state = active_state(item)
    if state is None:
        return
    if state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.cancel(user=by)
        return
    request_of(state).approve(user=by, update=False)
    state.status = WorkflowState.STATUS_APPROVED
    state.save()


def _waiting(item: Any) -> ReadingRequest:
    state = active_state(item)
    if state is None or state.status != WorkflowState.STATUS_IN_PROGRESS:
        raise Conflict(_("Dit wacht niet meer op een lezer: een collega was je voor, of de vraag is teruggetrokken."))
    request = request_of(state)
    if request.status != TaskState.STATUS_IN_PROGRESS:
        raise Conflict(_("Dit wacht niet meer op een lezer."))
    return request
