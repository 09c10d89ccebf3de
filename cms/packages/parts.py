"""Choosing a part of a package: some lessons, some questions, and the files that they show."""

from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from cms.importing.drafts import Package
from cms.importing.problems import Problems

_MODULE, _GLOSSARY = "module.json", "glossary.json"


class Chosen:
    """The names that were asked for, and which of them met something. Without names everything is chosen."""

    def __init__(self, names: list[str]) -> None:
        self.names = [name.strip().rstrip("/") for name in names if name.strip()]
        self._met: set[str] = set()

    @property
    def is_all(self) -> bool:
        return not self.names

    def takes(self, *called: str) -> bool:
        """Whether a thing is among them, by any of the names it goes by: its file, with or without ending, or its folder."""
        if self.is_all:
            return True
        every = [name for one in called for name in (one, str(PurePosixPath(one).with_suffix("")), one.split("/")[0])]
        hits = [wanted for wanted in self.names if any(fnmatchcase(name, wanted) for name in every)]
        self._met |= set(hits)
        return bool(hits)

    def note_unmet(self, problems: Problems) -> None:
        """A name that met nothing is a typing error."""
        for name in self.names:
            if name not in self._met:
                wrong = _("Dit zit niet in het pakket.")
                problems.add(name[:80], "", wrong, _("Kies bijvoorbeeld lessons/01-… of questions/SLEUTEL."))


def part_of(package: Package, chosen: Chosen) -> Package:
    """The chosen part; what it shows of files comes along."""
    lessons = [one for one in package.lessons if chosen.takes(one.file, f"lessons/{one.slug}")]
    questions = {key: one for key, one in package.questions.items() if chosen.takes(one.file, f"questions/{key}")}
    takes_module, takes_terms = chosen.takes(_MODULE), chosen.takes(_GLOSSARY)
    shown = {name for lesson in lessons for _line, name, _title, _is_image in lesson.files()}
    return replace(
        package,
        lessons=lessons,
        questions=questions,
        terms=package.terms if takes_terms else {},
        slots=package.slots if takes_module else {},
        media={name: one for name, one in package.media.items() if name in shown},
        chosen=frozenset(name for name, taken in ((_MODULE, takes_module), (_GLOSSARY, takes_terms)) if taken),
    )
