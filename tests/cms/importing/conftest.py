"""A small folder of content, to be changed by each test."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

MODULE: dict[str, Any] = {
    "format": "leerspiegel-module/1",
    "slug": "oefening",
    "title": "Een oefenmodule",
    "summary": "Waar het over gaat.",
    "theme": "meldcode",
    "audience": "Iedereen.",
    "goals": ["Je kunt kijken."],
    "minutes": 20,
    "reviewed_on": "2026-01-01",
    "review_by": "2027-01-01",
    "reviewer": "",
    "lessons": ["01-kijken", "02-bellen"],
    "prerequisites": [],
    "sources": [],
    "slots": [
        {"key": "oefenplek", "title": "Oefenplek", "safety": False, "help": "Wat hoort hier.", "ask": "De teamleider."}
    ],
    "test": {
        "title": "Toets",
        "intro": "Succes.",
        "draw": 1,
        "pass_mark": 75,
        "questions": ["wie-bel-je", "waar-of-niet"],
    },
}
GLOSSARY = [
    {
        "key": "veilig-thuis",
        "term": "Veilig Thuis",
        "also": ["VT"],
        "definition": "Advies & melden.",
        "source": "",
        "reviewed_on": "2026-01-01",
    }
]
COMMON = {
    "title": "Een vraag",
    "stem": "Wat doe je?",
    "explanation": "Daarom.",
    "source": "Eigen werk.",
    "tags": ["bellen"],
    "reviewed_on": "2026-01-01",
}
SINGLE = {
    **COMMON,
    "key": "wie-bel-je",
    "kind": "single",
    "options": [
        {"text": "Veilig Thuis", "correct": True, "feedback": "Dat kan altijd."},
        {"text": "De buurman", "correct": False, "feedback": "Die heeft geen taak."},
    ],
}
TRUE_FALSE = {
    **COMMON,
    "key": "waar-of-niet",
    "kind": "true-false",
    "statement": "Advies mag altijd.",
    "answer": True,
    "feedback_true": "Ja, want het is gratis.",
    "feedback_false": "Toch wel: het mag altijd.",
}
FRONT = """+++
slug = "{slug}"
title = "{title}"
summary = "Wat je leert."
minutes = 10
goals = ["Je kunt kijken."]
reviewed_on = 2026-01-01
review_by = 2027-01-01
reviewer = ""
terms = ["veilig-thuis"]
{extra}
[[sources]]
key = "wet"
title = "De wet"
publisher = "Overheid"
url = "https://wetten.example"
date = "2026"
seen = "2026-01-01"
+++
"""
LOOK = """
## Kijken

Kijk **goed** naar het kind en bel Veilig Thuis.[^wet]

::: question wie-bel-je
:::

::: prompt 3
Wanneer stelde je het uit?
:::

::: slot oefenplek
:::
"""
CALL = """
## Bellen

Bellen kan altijd.

::: question waar-of-niet
:::
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10" width="10" height="10"><rect width="10" height="10"/></svg>'


class Content:
    """A folder of content that a test may change before it is read."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.module = json.loads(json.dumps(MODULE))
        self.glossary = json.loads(json.dumps(GLOSSARY))
        self.questions = json.loads(json.dumps([SINGLE, TRUE_FALSE]))
        self.lessons = {"01-kijken": LOOK, "02-bellen": CALL}
        self.fronts = {"01-kijken": ("kijken", "Kijken", ""), "02-bellen": ("bellen", "Bellen", "")}
        self.write()

    def write(self) -> Path:
        """Put it on disk as it now is."""
        for folder in ("lessons", "questions", "media"):
            (self.root / folder).mkdir(parents=True, exist_ok=True)
        self.put("module.json", json.dumps(self.module))
        self.put("glossary.json", json.dumps(self.glossary))
        self.put("questions/01.json", json.dumps(self.questions))
        for name, text in self.lessons.items():
            slug, title, extra = self.fronts[name]
            self.put(f"lessons/{name}.md", FRONT.format(slug=slug, title=title, extra=extra) + text)
        return self.root

    def put(self, name: str, text: str) -> None:
        (self.root / name).write_text(text, encoding="utf-8")

    def line_of(self, name: str, words: str) -> int:
        """The line where these words stand in a lesson."""
        lines = (self.root / "lessons" / f"{name}.md").read_text(encoding="utf-8").split("\n")
        return next(number for number, line in enumerate(lines, 1) if words in line)


@pytest.fixture
def content(tmp_path: Path) -> Content:
    return Content(tmp_path / "oefening")


@pytest.fixture
def problems_of() -> Callable[[Content], list[tuple[str, str]]]:
    """Where the problems are, in order, of a folder as it now is."""
    from cms.importing.package import read_package

    def read(content: Content) -> list[tuple[str, str]]:
        _package, problems = read_package(content.write())
        return [(problem.file, problem.place) for problem in problems]

    return read
