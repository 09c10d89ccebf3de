"""What the worker is asked to do. A task carries the number of a row, and nothing else."""

import uuid

from django_tasks import task

from people.exports import actions


@task()
def build_export(export: str) -> None:
    """Make the file that stands in this row."""
    actions.build(uuid.UUID(export))
