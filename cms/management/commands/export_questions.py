"""`export_questions --format … -o FILE`: write questions of the bank to a file."""

import os
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from cms.bank.exporting import file_of
from cms.interchange.formats import WRITERS
from cms.management.arguments import add_organisation, organisation_named
from cms.models import Question
from people.keys.refusal import NotDone
from people.management.operator import OperatorCommand


class Command(OperatorCommand):
    """Thin: writing stands in cms/interchange."""

    help = "Schrijft de vragen van de vragenbank naar een bestand (docs/how-to/import-questions.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--format", required=True, choices=sorted(WRITERS), help="hoe het bestand wordt opgebouwd")
        parser.add_argument("-o", "--output", required=True, type=Path, metavar="FILE", help="waar het bestand komt")
        parser.add_argument(
            "--tag", action="append", default=[], help="alleen vragen met dit trefwoord; vaker: met allemaal"
        )
        add_organisation(parser)

    def work(self, options: dict[str, Any]) -> Any:
        try:
            organisation = organisation_named(options["organisation"])
        except CommandError as fault:
            raise NotDone(str(fault), 2) from None
        questions = Question.objects.filter(organisation=organisation).tagged(*options["tag"])
        count = questions.count()
        if not count:
            raise NotDone("Er zijn geen vragen om te schrijven. Er is geen bestand gemaakt.")
        writing = file_of(questions, options["format"])
        self._write(options["output"], writing.data)
        written = count - len(writing.left_out)
        self.say(f"geschreven: {written}")
        self.say(*(f"niet geschreven: {remark.where}: {remark.why}" for remark in writing.left_out))
        self.say(*(f"leest alleen Leerspiegel terug: {remark.where}: {remark.why}" for remark in writing.notes))
        return {
            "exported": written,
            "left_out": [{"where": remark.where, "why": remark.why} for remark in writing.left_out],
            "only_here": [{"where": remark.where, "what": remark.why} for remark in writing.notes],
        }

    def _write(self, path: Path, data: bytes) -> None:
        """Whole or not at all."""
        beside = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            beside.write_bytes(data)
            beside.replace(path)
        except OSError as fault:
            beside.unlink(missing_ok=True)
            raise NotDone(f"{path} is niet te schrijven: {fault.strerror}. Er is geen bestand gemaakt.") from None
