"""`export_module SLUG -o FILE`: a module of this site as one package that another site can import."""

import os
import tempfile
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.exporting.files import ExportRefused
from cms.management.arguments import add_organisation, organisation_named
from cms.models import ContentRoot, ModulePage
from cms.packages.sending import export_module
from people.models import Organisation


class Command(BaseCommand):
    """Thin: gathering and writing stand in cms/exporting, packing in cms/packages. Exit 0, or 1 when it cannot be written."""

    help = "Schrijft een module als één pakket, met haar lessen, vragen, begrippen, bestanden en casussen."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="het adres van de module")
        parser.add_argument("-o", "--output", type=Path, required=True, metavar="BESTAND", help="waar het pakket komt")
        parser.add_argument(
            "--draft", action="store_true", help="zoals zij laatst bewaard is, niet zoals zij gepubliceerd is"
        )
        parser.add_argument(
            "--with-local-texts",
            nargs="?",
            const="",
            metavar="SLUG",
            help="neem de plaatselijke teksten van deze organisatie mee; zonder SLUG: die van --organisation",
        )
        add_organisation(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        root = ContentRoot.objects.filter(organisation=organisation_named(options["organisation"])).first()
        page = ModulePage.objects.child_of(root).filter(slug=options["slug"]).first() if root else None
        if page is None:
            raise CommandError(f"De module ‘{options['slug']}’ is er niet.")
        try:
            sent = export_module(page, published=not options["draft"], local_of=_local_of(options))
        except ExportRefused as refused:
            lines = "\n".join(str(problem) for problem in refused.problems)
            raise CommandError(
                f"{lines}\n\nEr is geen pakket gemaakt. Te verbeteren: {len(refused.problems)}."
            ) from None
        try:
            _write(options["output"], sent.data)
        except OSError as fault:
            raise CommandError(f"‘{options['output']}’ kan niet geschreven worden: {fault.strerror}.") from None
        if options["verbosity"] > 0:
            self.stdout.write(f"geschreven: {options['output']} ({len(sent.files)} bestanden, {len(sent.data)} bytes)")
            for kind, names in sent.about["needs"].items():
                self.stdout.write(f"moet er al zijn waar het aankomt ({kind}): {', '.join(names)}")


def _local_of(options: dict[str, Any]) -> Organisation | None:
    """Whose local texts go along. Raises CommandError when that is nobody's, or another's than the module's."""
    asked, owner = options["with_local_texts"], options["organisation"]
    if asked is None:
        return None
    if not (asked or owner):
        raise CommandError("Zeg van welke organisatie: --with-local-texts SLUG.")
    if owner and asked and asked != owner:
        raise CommandError("Bij een module van een organisatie gaan alleen haar eigen teksten mee.")
    return organisation_named(asked or owner)


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all."""
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        try:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            Path(file.name).chmod(0o644)
            Path(file.name).replace(path)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise
