"""The modules that come with the site: whole, sourced, plain, and fit to stand beside each other."""

import json
import re
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

from cms.demo import core_modules
from cms.importing.package import read_package

CONTENT = Path(settings.BASE_DIR) / "content"
CORE = [folder.name for folder in core_modules(CONTENT)]
ALL = sorted(file.parent.name for file in CONTENT.glob("*/module.json"))
KINDS = {"single", "multiple", "true-false", "order", "match", "fill-in", "number", "open"}
of_the_core = pytest.mark.parametrize("name", CORE)


@cache
def _read(name):
    return read_package(CONTENT / name)


def _package(name):
    return _read(name)[0]


def _questions(name, *kinds):
    files = sorted((CONTENT / name / "questions").glob("*.json"))
    return [one for file in files for one in json.loads(file.read_text()) if one["kind"] in kinds]


def test_the_core_is_every_module_but_a_teams_own():
    assert CORE[0] == "meldcode"
    assert set(ALL) - set(CORE) == {"wijkteam-noord"}


@pytest.mark.parametrize("name", ALL)
def test_it_has_no_problems(name):
    package, problems = _read(name)
    assert [str(problem) for problem in problems] == []
    assert len(package.lessons) == len(package.module.lessons)


@of_the_core
def test_it_has_lessons_questions_of_every_kind_and_a_test_to_draw_from(name):
    package = _package(name)
    assert 5 <= len(package.lessons) <= 8
    assert len(package.questions) >= 25
    assert {question.kind for question in package.questions.values()} == KINDS
    assert package.module.test_draw == 12
    assert len(package.module.test_questions) >= 18


@of_the_core
def test_every_question_is_asked_once_in_a_lesson_or_in_the_test(name):
    package = _package(name)
    asked = [key for lesson in package.lessons for _line, key in lesson.keys("question", "question")]
    assert sorted([*asked, *package.module.test_questions]) == sorted(package.questions)


@of_the_core
def test_every_part_says_where_it_comes_from_and_when_it_was_looked_at(name):
    package = _package(name)
    parts = [package.module, *package.lessons]
    assert [part.slug for part in parts if not part.sources or (part.review_by - part.reviewed_on).days > 366] == []
    sources = [source["value"] for part in parts for source in part.sources]
    assert [source["title"] for source in sources if not (source["date"] and source["seen"])] == []
    assert [one.key for one in package.questions.values() if not (one.source and one.reviewed_on)] == []
    assert [term.key for term in package.terms.values() if not (term.source and term.reviewed_on)] == []


@of_the_core
def test_a_right_answer_is_seldom_the_longest_and_stands_anywhere(name):
    options = [question["options"] for question in _questions(name, "single")]
    longest = [rows for rows in options if max(rows, key=lambda row: (len(row["text"]), row["correct"]))["correct"]]
    places = {[row["correct"] for row in rows].index(True) for rows in options}
    assert len(longest) <= len(options) / 4
    assert places == {0, 1, 2, 3}


@of_the_core
def test_options_of_one_question_are_about_equally_long(name):
    lengths = {
        one["key"]: [len(row["text"]) for row in one["options"]] for one in _questions(name, "single", "multiple")
    }
    assert {key: found for key, found in lengths.items() if max(found) > 2 * min(found)} == {}


@of_the_core
def test_a_term_means_one_thing_and_is_known(name):
    own, shared = _package(name).terms, _package("meldcode").terms
    twice = {key for other in set(CORE) - {name} for key in own.keys() & _package(other).terms.keys()}
    used = {
        key for lesson in _package(name).lessons for _line, keys in lesson.keys("glossary", "terms") for key in keys
    }
    assert twice == set()
    assert used - own.keys() - shared.keys() == set()


@of_the_core
def test_slots_and_cases_are_there(name):
    package = _package(name)
    cases = {file.stem for file in (CONTENT / "cases").glob("*.json")}
    slots = package.slots.keys() | _package("meldcode").slots.keys()
    assert {key for lesson in package.lessons for _line, key in lesson.keys("local", "slot")} - slots == set()
    assert {key for lesson in package.lessons for _line, key in lesson.keys("case", "case")} - cases == set()


@pytest.mark.parametrize("collection", ["slots", "questions"])
def test_a_key_stands_in_one_module(collection):
    keys = [key for name in CORE for key in getattr(_package(name), collection)]
    assert sorted(keys) == sorted(set(keys))


@of_the_core
def test_what_it_brings_is_used(name):
    drawn = {file.name for file in (CONTENT / name / "media").glob("*.svg")}
    used = {key for one in CORE for lesson in _package(one).lessons for _line, key in lesson.keys("local", "slot")}
    assert drawn == {key for lesson in _package(name).lessons for _line, key in lesson.keys("figure", "image")}
    assert _package(name).slots.keys() - used == set()


@of_the_core
def test_it_holds_no_number_to_call_but_the_national_ones(name):
    texts = [file.read_text().split("+++", 2)[2] for file in sorted((CONTENT / name / "lessons").glob("*.md"))]
    found = set(re.findall(r"\b(?:0\d[\d -]{6,}\d|11[23])\b", "\n".join(texts)))
    assert found - {"112", "113", "0800-2000", "0800-0113", "0800-0188"} == set()


@of_the_core
def test_lessons_are_written_in_short_sentences(name):
    for file in sorted((CONTENT / name / "lessons").glob("*.md")):
        lengths = [len(sentence.split()) for sentence in _sentences(file.read_text())]
        assert sum(lengths) / len(lengths) < 14, file.name


def _sentences(text):
    """The running text of a lesson, without front matter, fences, tables and notes."""
    body = text.split("+++", 2)[2]
    lines = [line for line in body.splitlines() if line.strip() and not line.startswith((":::", "|", "#"))]
    plain = re.sub(r"\[\^[^]]+\]|[*_]", "", "\n".join(lines))
    return [one for one in re.split(r"(?<=[.?!:])[\s”\"]+|\n", plain) if len(one.split()) > 2]
