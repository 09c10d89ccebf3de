"""The filled examples that a first module can begin from: folders of content that anybody may copy, and that nobody reads as they are."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from cms.importing.drafts import Package
from cms.importing.package import read_package
from cms.importing.problems import ImportRefused

FOLDER = Path(settings.BASE_DIR) / "content" / "voorbeelden"


@dataclass(frozen=True)
class Example:
    """What an author sees of an example before choosing it."""

    name: str
    title: str
    summary: str
    minutes: int
    lessons: tuple[str, ...]
    questions: int


@cache
def examples() -> tuple[Example, ...]:
    """All examples, the shortest first."""
    found = [_example(folder.name) for folder in FOLDER.iterdir() if (folder / "module.json").is_file()]
    return tuple(sorted(found, key=lambda one: (one.minutes, one.name)))


def read_example(name: str) -> Package:
    """What an example holds. Raises ImportRefused when its files are not sound."""
    package, problems = read_package(FOLDER / name)
    if problems:
        raise ImportRefused(problems)
    return package


def _example(name: str) -> Example:
    package = read_example(name)
    module = package.module
    assert module is not None  # noqa: S101  a package without problems has one
    lessons = tuple(lesson.title for lesson in package.lessons)
    return Example(name, module.title, module.summary, module.minutes, lessons, len(package.questions))
