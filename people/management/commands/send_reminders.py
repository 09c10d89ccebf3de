"""`send_reminders`: one mail to everybody for whom something comes due. Weekly, and on the day itself."""

from typing import Any

from django.core.management.base import CommandParser

from people.keys.refusal import NotDone
from people.management.operator import OperatorCommand
from people.reminders.digests import send


class Command(OperatorCommand):
    help = "Mail people what comes due. Run it every day, early; safe to repeat: nobody gets a mail twice."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--again",
            action="store_true",
            help="also send again what has been in flight for ten minutes; only when you know that it did not arrive",
        )

    def work(self, options: dict[str, Any]) -> dict[str, Any]:
        done = send(again=options["again"])
        self.say(f"Sent: {done.sent}. Refused by the mail server: {done.refused}.")
        if done.in_flight:
            self.say(
                "In flight: claimed by a sender that stopped, or is still at it. Look in the log of the mail server for",
                *(f"  <{one}@…>" for one in done.in_flight),
                "and add --again when they did not arrive.",
            )
        if not done.finished:
            raise NotDone(
                f"The mail server refused {done.refused} of {done.refused + done.sent} mails. They were not marked as sent: run this again."
            )
        return {"sent": done.sent, "refused": done.refused, "in_flight": [str(one) for one in done.in_flight]}
