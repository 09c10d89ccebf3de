"""What a folder of content holds, read and checked: plain values that know nothing of the site they will be written to."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cms.importing.blocks import BlockDraft
from cms.importing.ids import CORE
from cms.importing.media import MediaDraft
from cms.importing.questions import QuestionDraft
from cms.importing.rich_text import linked_files

Raw = list[dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class TermDraft:
    """A glossary term to be."""

    key: str
    uuid: uuid.UUID
    file: str
    term: str
    also: str
    definition: str
    source: str
    reviewed_on: date | None

    def says(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("term", "also", "definition", "source", "reviewed_on")}


@dataclass(frozen=True, kw_only=True)
class SlotDraft:
    """A place for the municipality to be."""

    key: str
    title: str
    safety: bool
    help: str
    ask: str

    def says(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("title", "safety", "help", "ask")}


@dataclass(frozen=True, kw_only=True)
class Head:
    """What a module and a lesson have in common."""

    slug: str
    uuid: uuid.UUID
    file: str
    title: str
    summary: str
    minutes: int
    goals: Raw
    sources: Raw
    reviewed_on: date | None
    review_by: date | None
    reviewer: str
    change: str
    change_note: str

    def says_head(self) -> dict[str, Any]:
        return {
            name: getattr(self, name)
            for name in (
                "slug",
                "title",
                "summary",
                "minutes",
                "goals",
                "sources",
                "reviewed_on",
                "review_by",
                "reviewer",
            )
        }


@dataclass(frozen=True, kw_only=True)
class LessonDraft(Head):
    """A lesson to be. In `body`, blocks that point at something hold its key or file name."""

    body: list[BlockDraft]
    line: int = 1
    line_note: str = ""

    def keys(self, block_type: str, name: str) -> list[tuple[int, Any]]:
        """What the blocks of a type point at, with their lines."""
        return [(block.line, block.value[name]) for block in self.body if block.type == block_type]

    def files(self) -> Iterator[tuple[int, str, str, bool]]:
        """What it shows of the folder's files: line, name, what it is called, and whether it is an image."""
        for block in self.body:
            value = block.value
            if block.type == "figure":
                yield block.line, value["image"], value["caption"] or value["alt"], True
            elif block.type == "download":
                yield block.line, value["document"], value["title"], False
            elif block.type == "video":
                yield from ((block.line, name, value["title"], False) for name in _film(value))
            elif block.type == "text":
                yield from ((block.line, name, name, False) for name in linked_files(value))

    def says(self) -> dict[str, Any]:
        return self.says_head() | {"body": [block.raw(block.value) for block in self.body]}


def _film(value: dict[str, Any]) -> list[str]:
    return [value[name] for name in ("video", "captions") if value[name]]


@dataclass(frozen=True, kw_only=True)
class ModuleDraft(Head):
    """A module to be."""

    theme: str
    audience: str
    prerequisites: list[str]
    lessons: list[str]
    test_title: str
    test_intro: str
    test_draw: int | None
    """How many are drawn; without a number all of them."""
    test_pass_mark: int
    test_questions: list[str]
    core_questions: list[str] = field(default_factory=list)
    """Questions of the core's bank that an organisation's module uses."""
    test_pools: list[dict[str, Any]] = field(default_factory=list)
    """What the test also draws from: `{"name", "tags"}` each."""

    FIELDS = ("theme", "audience", "test_title", "test_intro", "test_draw", "test_pass_mark")

    def says(self) -> dict[str, Any]:
        return (
            self.says_head()
            | {name: getattr(self, name) for name in (*self.FIELDS, "prerequisites", "lessons", "test_questions")}
            | ({"core_questions": self.core_questions} if self.core_questions else {})
            | ({"test_pools": self.test_pools} if self.test_pools else {})
        )


@dataclass(kw_only=True)
class Package:
    """All that a folder holds. Only complete when no problems were found."""

    owner: str = CORE
    module: ModuleDraft | None = None
    lessons: list[LessonDraft] = field(default_factory=list)
    questions: dict[str, QuestionDraft] = field(default_factory=dict)
    terms: dict[str, TermDraft] = field(default_factory=dict)
    slots: dict[str, SlotDraft] = field(default_factory=dict)
    media: dict[str, MediaDraft] = field(default_factory=dict)
    chosen: frozenset[str] = frozenset()
    """Of a part: which of the files that belong to no lesson or question were asked for."""
