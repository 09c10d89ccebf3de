"""`erase_person EMAIL_OR_UUID`: destroy somebody's key, then delete the account and its records."""

import uuid
from typing import Any

from django.core.management.base import CommandParser
from django.db import DatabaseError
from django.db.models import ProtectedError

from people import erasure
from people.keys.models import Erasure
from people.keys.refusal import NotDone
from people.management.operator import OperatorCommand
from people.models import User


class Command(OperatorCommand):
    help = "Erase somebody for good: their key first, then the account and all its records. Cannot be taken back."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("person", metavar="EMAIL_OR_UUID")
        parser.add_argument("--yes", action="store_true", help="do not ask")
        parser.add_argument("--dry-run", action="store_true", help="change nothing; count what would go")

    def work(self, options: dict[str, Any]) -> Any:
        user = _found(options["person"])
        going = erasure.going_with(user)
        self.say(f"Account {user.uuid}, with", *(f"  {label}: {count}" for label, count in going.items()))
        if options["dry_run"]:
            self.say("Nothing was changed.")
            return {"person": user.uuid, "going": going, "erased": False}
        self.sure("Their key is destroyed and all this deleted, for good.", yes=options["yes"])
        person = user.uuid
        try:
            erasure.erase_account(user)
        except (DatabaseError, ProtectedError) as fault:
            if not Erasure.objects.filter(person=person).exists():
                raise
            raise NotDone(
                f"What they wrote is unreadable for good, but the account could not be deleted ({type(fault).__name__})."
                " Run this again, or restart the site, which tries again by itself."
            ) from fault
        self.say("Erased. Tell who asked: copies in backups of the keys are gone after 30 days at most.")
        return {"person": person, "going": going, "erased": True}


def _found(name: str) -> User:
    try:
        found = User.objects.filter(uuid=uuid.UUID(name)).first()
    except ValueError:
        found = User.objects.filter(email__iexact=name).first()
    if found is None:
        raise NotDone("Nobody has that address or number. Somebody who was erased cannot be found any more.")
    return found
