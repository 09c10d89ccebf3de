"""What the worker is asked to do. A task carries the number of a row, and nothing else."""

from django_tasks import task


@task()
def mail_farewell(user: int) -> None:
    """Tell somebody who left what happens with what is theirs."""
    from people.retention import farewells  # which enqueues this

    farewells.deliver(farewells.Mail.FAREWELL, only=user)
