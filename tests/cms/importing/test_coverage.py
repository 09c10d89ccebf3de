"""docs/coverage.md: every lesson that it names is there, and no lesson of the modules made for the five texts is left out."""

import re
from pathlib import Path

from django.conf import settings

from cms.demo import core_modules
from cms.importing.package import read_package

BASE = Path(settings.BASE_DIR)
LESSONS = {
    f"{folder.name}/{lesson.slug}"
    for folder in core_modules(BASE / "content")
    for lesson in read_package(folder)[0].lessons
}
ROWS = [
    line.strip("| \n").split(" | ")
    for line in (BASE / "docs" / "coverage.md").read_text().splitlines()
    if line.startswith("| ")
]
STATEMENTS = [row for row in ROWS if row[0] != "Statement"]
NAMED = {name for row in STATEMENTS for name in re.findall(r"`([^`]+)`", row[1])}


def test_every_statement_has_a_place():
    assert len(STATEMENTS) > 150
    assert [row for row in STATEMENTS if len(row) != 2 or not re.search("`.+`", row[1])] == []


def test_every_place_is_a_lesson():
    assert set() == NAMED - LESSONS


def test_every_lesson_made_for_these_texts_has_a_part_in_it():
    made_for_them = {lesson for lesson in LESSONS if not lesson.startswith("meldcode/")}
    assert made_for_them - NAMED == set()
