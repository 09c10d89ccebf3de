"""`import_module FILE_OR_FOLDER`: make the site say what a package, or a folder of content, says."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.management.arguments import add_organisation, organisation_named
from cms.packages.bringing import bring
from cms.packages.difference import CHANGED, GONE, LEFT, NEW, REFUSED, SAME, Item, Outcome


class Command(BaseCommand):
    """Thin: unpacking, reading, deciding and writing stand in cms/packages and cms/importing. Exit 0, or 1 when refused."""

    help = (
        "Leest een pakket of een map met een module (docs/how-to/move-a-module.md en write-a-module.md), controleert alles, "
        "en publiceert wat veranderd is."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="FILE", help="het pakket, of de map waarin module.json staat")
        add_organisation(parser)
        parser.add_argument("--dry-run", action="store_true", help="probeer alles, toon het verschil en bewaar niets")
        parser.add_argument("--overwrite", action="store_true", help="vervang ook wat met de hand is veranderd")
        parser.add_argument("--json", action="store_true", help="schrijf de uitkomst als JSON")
        parser.add_argument(
            "--only",
            default="",
            metavar="NAAM,NAAM",
            help="alleen dit deel, zoals lessons/02-bellen,questions/wie-bel-je; de rest blijft zoals het is",
        )

        parser.add_argument(
            "--local-texts-for",
            metavar="SLUG",
            help="van wie de plaatselijke teksten in het pakket worden; zonder: van --organisation, en anders blijven zij achter",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        organisation = organisation_named(options["organisation"])
        outcome = bring(
            options["folder"],
            organisation=organisation,
            only=options["only"].split(","),
            overwrite=options["overwrite"],
            rehearse=options["dry_run"],
            local_for=organisation_named(options["local_texts_for"]) or organisation,
        )
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(outcome, dry_run=options["dry_run"]), ensure_ascii=False, indent=2))
            if outcome.problems:
                raise SystemExit(1)
            return
        if outcome.problems:
            self._refuse(outcome)
        if options["verbosity"] > 0:
            self._tell(outcome, options)

    def _refuse(self, outcome: Outcome) -> None:
        for item in outcome.items:
            if item.what == REFUSED:
                self._show(item, with_difference=True)
        lines = "\n".join(str(problem) for problem in outcome.problems)
        raise CommandError(f"{lines}\n\nEr is niets veranderd. Te verbeteren: {len(outcome.problems)}.")

    def _tell(self, outcome: Outcome, options: dict[str, Any]) -> None:
        for item in outcome.changes:
            self._show(item, with_difference=options["dry_run"] or item.what == LEFT)
        self.stdout.write(f"ongewijzigd: {outcome.counted()[SAME]}")
        if options["dry_run"]:
            self.stdout.write("Dit was een proef; er is niets bewaard.")

    def _show(self, item: Item, *, with_difference: bool) -> None:
        self.stdout.write(f"{item.words}: {item.name}{f' ({item.note})' if item.note else ''}")
        if with_difference:
            for line in filter(None, item.difference.split("\n")):
                self.stdout.write(f"    {line}")


def _as_json(outcome: Outcome, *, dry_run: bool) -> dict[str, Any]:
    said: dict[str, Any] = {"ok": not outcome.problems, "dry_run": dry_run}
    if outcome.problems:
        said["problems"] = [asdict(problem) for problem in outcome.problems]
    names = {
        what: [item.name for item in outcome.items if item.what == what] for what in (NEW, CHANGED, GONE, REFUSED, LEFT)
    }
    return said | {
        "created": names[NEW],
        "updated": names[CHANGED],
        "unpublished": names[GONE],
        "refused": names[REFUSED],
        "left": names[LEFT],
        "unchanged": outcome.counted()[SAME],
        "difference": [_said(item) for item in outcome.items if item.what != SAME],
    }


def _said(item: Item) -> dict[str, Any]:
    return {name: value for name, value in asdict(item).items() if name != "note" or value}
