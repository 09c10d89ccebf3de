"""What the worker is asked to do with a package. A task carries the number of a row, and nothing else."""

import uuid

from django_tasks import task

from cms.packages import deliveries


@task()
def look(delivery: str) -> None:
    """Work out what this package would change."""
    deliveries.look(uuid.UUID(delivery))


@task()
def bring_in(delivery: str) -> None:
    """Bring this package in."""
    deliveries.bring_in(uuid.UUID(delivery))
