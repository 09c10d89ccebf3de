"""The ten that come with the course: whole, in our own words, about oneself, and pointing at what is there."""

import json
import re
import tomllib
from pathlib import Path

import pytest
from django.conf import settings

from cms.demo import core_modules
from cms.importing.reflection_questions import read_questions
from cms.reflection_questions import BY_NUMBER, Group

CONTENT = Path(settings.BASE_DIR) / "content"
DRAFTS = read_questions(CONTENT / "reflection-questions")
_DIMENSIONS = ("technical", "normative", "personal")
each = pytest.mark.parametrize("draft", DRAFTS, ids=lambda draft: draft.file)


def _texts(draft):
    return [
        *draft.prompts,
        *_anchors(draft),
        *(draft.fields[name] for name in _DIMENSIONS),
        draft.fields["explanation"],
    ]


def _anchors(draft):
    return [draft.fields[f"anchor_{level}"] for level in range(1, 6)]


def test_there_are_ten_in_their_groups():
    assert [draft.number for draft in DRAFTS] == list(range(1, 11))
    groups = {group: [draft.number for draft in DRAFTS if draft.fields["group"] == group] for group in Group}
    assert groups == {
        Group.EQUIPMENT: [1, 2, 10], Group.FAMILY: [3, 4, 5, 7, 8], Group.SAFETY: [6], Group.COLLABORATION: [9]
    }  # fmt: skip


@each
def test_they_ask_what_the_constants_ask(draft):
    known = BY_NUMBER[draft.number]
    assert (draft.fields["name"], draft.fields["asks"], draft.fields["group"]) == (known.name, known.asks, known.group)


@each
def test_each_has_all_its_parts(draft):
    words = len(draft.fields["explanation"].split())
    assert (len(draft.prompts), len(set(_anchors(draft)))) == (4, 5)
    assert 80 <= words <= 160
    assert draft.lessons
    assert draft.cases
    assert "nji-reflectievragen" in {source["key"] for source in draft.sources}
    assert len(draft.sources) >= 3
    assert (draft.fields["review_by"] - draft.fields["reviewed_on"]).days == 365


@each
def test_links_point_at_lessons_and_cases_of_the_course(draft):
    there = {f"{module}/{tomllib.loads(text.split('+++')[1])['slug']}" for module, text in _lesson_texts()}
    assert set(draft.lessons) - there == set()
    cases = {json.loads(file.read_text())["slug"] for file in (CONTENT / "cases").glob("*.json")}
    assert set(draft.cases) - cases == set()


def _lesson_texts():
    """Of every module of the core: its name, and each of its lessons."""
    return [(module.name, file.read_text()) for module in core_modules(CONTENT) for file in module.glob("lessons/*.md")]


@each
def test_the_scale_is_about_oneself_and_no_grade(draft):
    anchors = _anchors(draft)
    assert [words for words in anchors if not re.search(r"\b(ik|mijn|mij|me)\b", words, re.IGNORECASE)] == []
    graded = r"\b(goed|slecht|onvoldoende|voldoende|matig|uitstekend|cijfer|punten?|score|expert|beginner)\b"
    assert [words for words in anchors if re.search(graded, words.replace("goed gaat", ""), re.IGNORECASE)] == []


@each
def test_prompts_ask_about_oneself(draft):
    asked = [*draft.prompts, *(draft.fields[name] for name in _DIMENSIONS)]
    assert [text for text in asked if not re.search(r"\b(je|jij|jou|jouw|jezelf)\b", text, re.IGNORECASE)] == []
    assert [text for text in asked if not text.endswith("?")] == []


_NAMES_ALLOWED = {"Vogtländer", "Arum", "Ouders", "Centraal", "Movisie", "Meldcode", "Jeugd"}
_INVITES = r"\b(naam|namen|adres|geboortedatum|BSN|dossiernummer|telefoonnummer|dit gezin|dat gezin|welk gezin)\b"


@each
def test_nothing_looks_like_or_asks_for_a_clients_data(draft):
    text = "\n".join(_texts(draft))
    assert [asked for asked in _texts(draft)[:-1] if re.search(_INVITES, asked, re.IGNORECASE)] == []
    assert [number for number in re.findall(r"\d+", text) if number not in {"2016", "2018", "2019", "2023"}] == []
    given = {name for case in (CONTENT / "cases").glob("*.json") for name in _people(json.loads(case.read_text()))}
    assert len(given) > 5
    assert [name for name in given - _NAMES_ALLOWED if re.search(rf"\b{re.escape(name)}\b", text)] == []


def _people(case):
    """The given names of the people in a case."""
    return {person["name"].split()[0] for person in case.get("people", []) if person.get("name")}
