"""The one workflow of this site, and where it holds: on the roots of organisations that publish with four eyes."""

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Workflow, WorkflowPage, WorkflowState, WorkflowTask

from cms.models import ContentRoot, ReadingRequest, SecondReader
from cms.permissions import author_of, ensure_content_root
from cms.turns import take_turn
from people.models import Organisation, User


@transaction.atomic
def hold(organisation: Organisation, *, by: User | None) -> None:
    """Make the workflow stand where the organisation's decision says, and end what runs where it no longer does. Safe to repeat."""
    take_turn()
    if organisation.two_person_approval:
        root = ensure_content_root(organisation)
        WorkflowPage.objects.get_or_create(page=root.page_ptr, defaults={"workflow": the_workflow()})
    else:
        WorkflowPage.objects.filter(page__contentroot__organisation=organisation).delete()
        for state in under_way(organisation):
            state.cancel(user=by)


def the_workflow() -> Workflow:
    """Made when it is asked for first; whoever asks holds the turn."""
    found = Workflow.objects.filter(workflow_tasks__task__in=SecondReader.objects.all()).first()
    if found is None:
        found = Workflow.objects.create(name=_("Vier ogen"))
        task = SecondReader.objects.create(name=_("Een tweede paar ogen"))
        WorkflowTask.objects.create(workflow=found, task=task, sort_order=0)
    return found


def under_way(organisation: Organisation) -> list[WorkflowState]:
    """What was asked in an organisation and is not settled: it waits for a reader, or was sent back."""
    asked = ReadingRequest.objects.filter(organisation=organisation).values("workflow_state")
    return list(WorkflowState.objects.active().filter(pk__in=asked).select_related("current_task_state"))


def publishers(organisation: Organisation) -> int:
    """How many people may publish its lessons today. With one, nothing goes out where four eyes are asked."""
    root = ContentRoot.objects.filter(organisation=organisation).first()
    if root is None:
        return 0
    people = User.objects.filter(groups=root.authors_id, is_active=True).distinct()
    return sum(author_of(one).owns(organisation.pk) for one in people)
