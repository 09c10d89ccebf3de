"""Point out in lines of text what could tell who a client is; reads standard input, asks no database and no network."""

import json
import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from people.guard import Span, find
from people.guard.hints import KINDS


class Command(BaseCommand):
    help = "Point out client data in each line of standard input (UTF-8)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--json", action="store_true", help='one object a line: {"spans": [...]}, counted in code points'
        )
        parser.add_argument(
            "--exempt", action="append", default=[], metavar="NAME", help="a name that may stand; may be repeated"
        )

    def handle(self, *args: Any, json: bool, exempt: list[str], **options: Any) -> None:
        try:
            for number, line in enumerate(_lines(), start=1):
                spans = find(line, exempt=exempt)
                self.stdout.write(_as_json(spans) if json else _as_words(number, line, spans))
                self.stdout.flush()
        except BrokenPipeError:
            # Whoever read along has seen enough; the interpreter must not try once more at its end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _lines() -> Iterator[str]:
    """The lines of standard input as they come, without their newline; only a newline ends one."""
    for number, line in enumerate(iter(sys.stdin.buffer.readline, b""), start=1):
        try:
            yield line.removesuffix(b"\n").removesuffix(b"\r").decode()
        except UnicodeDecodeError as fault:
            raise CommandError(
                f"Regel {number} is geen geldige UTF-8 (byte {fault.start + 1}). Zet de tekst om naar UTF-8 en probeer het opnieuw.",
                returncode=2,
            ) from None


def _as_json(spans: tuple[Span, ...]) -> str:
    return json.dumps({"spans": [asdict(span) for span in spans]})


def _as_words(number: int, line: str, spans: tuple[Span, ...]) -> str:
    if not spans:
        return f"Regel {number}: niets gevonden."
    return "\n".join(
        f"Regel {number}, teken {span.start + 1}: ‘{line[span.start : span.end]}’ ({KINDS[span.kind]}) → ‘{span.suggestion}’"
        for span in spans
    )
