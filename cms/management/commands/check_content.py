"""`check_content [SLUG]`: what the checks find in modules and their lessons, as they were last kept."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.checks.deciding import Checked, checked_whole
from cms.checks.findings import Finding, Severity
from cms.management.arguments import add_organisation, organisation_named
from cms.models import ContentRoot, ModulePage

_WORDS = {Severity.ERROR: "fout", Severity.WARNING: "let op", Severity.NOTICE: "ter info"}


class Command(BaseCommand):
    """Thin: the checks stand in cms/checks."""

    help = "Controleert modules en lessen (docs/how-to/check-content.md). Eindigt met 1 als er fouten zijn."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", nargs="?", help="het adres van één module; zonder: alle modules")
        add_organisation(parser)
        parser.add_argument("--json", action="store_true", help="schrijf de uitkomst als JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        found = [one for module in self._modules(options) for one in checked_whole(module)]
        findings = [finding for one in found for finding in one.findings]
        if options["json"]:
            self.stdout.write(json.dumps([_plain(one) for one in findings], ensure_ascii=False, indent=2))
        else:
            self._tell(found, findings)
        if any(one.severity == Severity.ERROR for one in findings):
            raise SystemExit(1)

    def _modules(self, options: dict[str, Any]) -> list[ModulePage]:
        modules = ModulePage.objects.order_by("path")
        owner = organisation_named(options["organisation"])
        if owner is not None:
            modules = modules.descendant_of(ContentRoot.objects.get(organisation=owner))
        if options["slug"]:
            modules = modules.filter(slug=options["slug"])
        if options["slug"] and not modules:
            raise CommandError(f"Er is geen module met het adres ‘{options['slug']}’.")
        return list(modules)

    def _tell(self, found: list[Checked], findings: list[Finding]) -> None:
        for one in found:
            for finding in one.findings:
                place = (
                    f", blok {finding.block}" if finding.block else f", veld {finding.field}" if finding.field else ""
                )
                self.stdout.write(f"{_WORDS[finding.severity]}: {one.page.title}{place}: {finding.what} {finding.fix}")
        counts = {word: sum(1 for one in findings if one.severity == severity) for severity, word in _WORDS.items()}
        self.stdout.write(f"gecontroleerd: {len(found)}; " + ", ".join(f"{word}: {n}" for word, n in counts.items()))


def _plain(finding: Finding) -> dict[str, Any]:
    return {name: value for name, value in asdict(finding).items() if name != "about"} | {"url": finding.url}
