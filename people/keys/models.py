"""The key store, alone in its own database: one wrapped key per person, and the ledger of those erased."""

from typing import ClassVar

from django.db import models

from people.declarations import Declaration


class PersonKey(models.Model):
    """The data key of one person, wrapped by a master key. Without this row that person's private text cannot be read by anyone.

    A session with a team has one too, by its own number: what is said there belongs to the team, and goes with the session.
    """

    declaration = Declaration(
        purpose="reading and writing the person's own private text",
        retention="until the account is erased; its backups 30 days at most",
        export="none: a key",
        erasure="deleted first of all",
    )

    person = models.UUIDField(primary_key=True)
    wrapped = models.BinaryField()
    master_id = models.CharField(max_length=16)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.person)


class Erasure(models.Model):
    """That a person's key was destroyed, and when; a restored backup replays this ledger."""

    declaration = Declaration(
        purpose="keeping erased people erased after a restore",
        retention="as long as any backup from before it",
        export="none: the person is gone",
        erasure="holds no more than a random number and a date",
    )

    person = models.UUIDField(primary_key=True)
    erased_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["erased_at"])]

    def __str__(self) -> str:
        return str(self.person)
