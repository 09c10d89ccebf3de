"""`seed_demo`: two invented municipalities, their people, the modules, local texts, some progress, two mirrors. Safe to repeat."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases_library.demo import make_cases
from cases_library.engine.json_text import FormatError
from cms import demo as content
from cms.importing.problems import ImportRefused
from learning.journey.demo import make_more, make_progress
from learning.journey.programmes.demo import make_programmes, make_rounds
from learning.journey.programmes.files import ProgrammeRefused
from learning.reflection.demo import make_mirrors
from people import demo as people
from people.models import Organisation


class Command(BaseCommand):
    """Makes what is missing and leaves alone what is there, also when somebody changed it."""

    help = "Vult de site met de demo: twee verzonnen gemeenten, de modules, plaatselijke teksten, wat voortgang en twee spiegels."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--yes-this-is-a-demo", action="store_true", help="ook als ENVIRONMENT production is")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION and not options["yes_this_is_a_demo"]:
            raise CommandError(
                "Dit is een productieomgeving. De demo zet er mensen in met een bekend wachtwoord. "
                "Weet je het zeker, geef dan --yes-this-is-a-demo."
            )
        self.kept: list[str] = []
        made = [*people.make_people(settings.DEMO_PASSWORD), *self._content(), *self._progress()]
        if options["verbosity"] > 0:
            self._tell(made)

    def _content(self) -> list[str]:
        organisation, folders = Organisation.objects.get(slug=people.VOORBEELDSTAD), settings.BASE_DIR / "content"
        try:
            cases = make_cases(folders / "cases")
            core = [content.make_content(folder) for folder in content.core_modules(folders)]
            asked = content.make_reflection_questions(folders / "reflection-questions")
            own = content.make_own_module(folders / "wijkteam-noord", organisation)
            programmes = make_programmes(folders / "programmes")
        except (FormatError, ImportRefused, ProgrammeRefused) as refused:
            raise CommandError(str(refused)) from refused
        reports = [cases, *core, asked, own]
        self.kept = [name for report in reports for name in report.kept]
        return [
            *_in_words([name for report in reports for name in report.created], "ingelezen"),
            *_in_words([name for report in reports for name in report.updated], "bijgewerkt"),
            *programmes,
            *content.settle_site(),
            *content.make_local_texts(organisation, by=people.demo_user("edith")),
        ]

    def _progress(self) -> list[str]:
        return [
            *make_mirrors(),
            *make_progress(people.demo_user("asha"), lessons=2, items_in_next=1),
            *make_progress(people.demo_user("noor"), lessons=100, test=True),
            *make_rounds(),
            *make_more(),
        ]

    def _tell(self, made: list[str]) -> None:
        for line in (*made, *(f"zelf veranderd, blijft zo: {name}" for name in self.kept)):
            self.stdout.write(line)
        if made:
            self.stdout.write(f"Iedereen @{people.DOMAIN} heeft het wachtwoord uit DEMO_PASSWORD.")
        else:
            self.stdout.write("De demo is er al; er is niets veranderd.")


def _in_words(names: list[str], verb: str) -> list[str]:
    """How many of each kind, in one line."""
    kinds: dict[str, int] = {}
    for name in names:
        kind = name.split(" ", 1)[0]
        kinds[kind] = kinds.get(kind, 0) + 1
    return [f"{verb}: " + ", ".join(f"{count} × {kind}" for kind, count in kinds.items())] if kinds else []
