"""What the worker is asked to do. A task carries the number of a row, and nothing else."""

import uuid

from django_tasks import task


@task()
def mail_invitation(invitation: str) -> None:
    """Send the mail of this invitation."""
    from people.invitations import actions  # which enqueues this

    actions.deliver(uuid.UUID(invitation))
