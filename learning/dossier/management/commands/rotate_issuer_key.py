"""`rotate_issuer_key ORGANISATION`: sign certificates with a new key (docs/operations.md, "Certificates")."""

from typing import Any

from django.core.management.base import CommandParser

from learning.dossier.certificates import keys
from people.keys.refusal import MISUSED, NotDone
from people.management.operator import OperatorCommand
from people.models import Organisation


class Command(OperatorCommand):
    help = (
        "Sign an organisation's certificates with a new key. What the old one signed stays good, unless it was stolen."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("organisation", help="the slug of the organisation")
        parser.add_argument(
            "--stolen",
            action="store_true",
            help="what the old key signed counts no more; holders fetch their badge anew",
        )

    def work(self, options: dict[str, Any]) -> Any:
        found = Organisation.objects.filter(slug=options["organisation"]).first()
        if found is None:
            raise NotDone(f"There is no organisation {options['organisation']}.", MISUSED)
        fresh = keys.rotate(found, stolen=options["stolen"])
        self.say(f"{found.name} signs with key {fresh.pk} from now on.")
        if options["stolen"]:
            self.say("What the old key signed is refused from now on. Holders can fetch their badge anew.")
        return {"organisation": found.slug, "key": fresh.pk, "stolen": options["stolen"]}
