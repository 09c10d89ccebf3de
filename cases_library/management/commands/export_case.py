"""`export_case SLUG -o FILE`: a case of this site as a file that another one can import."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases_library.engine.json_text import FormatError
from cases_library.exporting import export_case
from cases_library.lookup import page_at
from cases_library.models import CasePage
from cms.management.arguments import add_organisation, organisation_named


class Command(BaseCommand):
    """Thin: writing stands in cases_library/exporting.py. Exit 0, 1 when it cannot be written, 2 when the draft is no case."""

    help = (
        "Schrijft een casus als bestand, met haar tekening ernaast. Importeren en exporteren geeft hetzelfde bestand."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="het adres van de casus")
        parser.add_argument(
            "-o", "--output", type=Path, required=True, metavar="BESTAND", help="waar zij komt te staan"
        )
        parser.add_argument(
            "--published", action="store_true", help="zoals zij gepubliceerd is, niet zoals zij laatst bewaard is"
        )
        add_organisation(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        page = page_at(options["slug"], organisation_named(options["organisation"]))
        if page is None:
            raise CommandError(f"De casus ‘{options['slug']}’ is er niet.")
        try:
            written = export_case(page, options["output"], published=options["published"])
        except FormatError as fault:
            self.stderr.write(f"{fault.path}: {fault.message}")
            raise SystemExit(2) from None
        except CasePage.DoesNotExist:
            raise CommandError(f"De casus ‘{options['slug']}’ is niet gepubliceerd.") from None
        except OSError as fault:
            raise CommandError(f"‘{options['output']}’ kan niet geschreven worden: {fault.strerror}.") from None
        if options["verbosity"] > 0:
            for path in (written.file, *written.pictures):
                self.stdout.write(f"geschreven: {path}")
