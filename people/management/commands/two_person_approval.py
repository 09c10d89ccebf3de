"""`two_person_approval ORGANISATION on|off`: whether an organisation's content is published by another than its last writer."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from people.models import Organisation
from people.policy import set_two_person_approval


class Command(BaseCommand):
    """The same decision that the organisation's administrator takes in the studio."""

    help = "Zet publiceren met vier ogen aan of uit voor een organisatie."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("organisation", metavar="ORGANISATIE", help="het adres van de organisatie")
        parser.add_argument("state", choices=["on", "off"])

    def handle(self, *args: Any, **options: Any) -> None:
        found = Organisation.objects.filter(slug=options["organisation"]).first()
        if found is None:
            raise CommandError(f"De organisatie ‘{options['organisation']}’ bestaat niet.")
        set_two_person_approval(found, on=options["state"] == "on")
        if options["verbosity"] > 0:
            self.stdout.write(f"{found}: vier ogen {'aan' if found.two_person_approval else 'uit'}")
