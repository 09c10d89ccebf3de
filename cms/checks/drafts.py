"""A lesson or module as the checks read it: plain values, filled from the page by cms.checks.reading."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from cms.checks.findings import Finding, Severity
from cms.checks.html_text import Link, Read


@dataclass(frozen=True, kw_only=True)
class Picture:
    """An image as its block describes it."""

    alt: str
    is_decorative: bool


@dataclass(frozen=True, kw_only=True)
class Film:
    """Something with picture and sound; in a silent one nothing is said. Among the downloads it has no captions or transcript."""

    title: str
    has_transcript: bool
    has_captions: bool
    is_silent: bool = False
    is_download: bool = False


@dataclass(frozen=True, kw_only=True)
class SlotSeen:
    """A place for the municipality; `is_filled` is None where no single organisation is meant (the core)."""

    title: str
    is_safety: bool
    is_filled: bool | None


@dataclass(frozen=True, kw_only=True)
class Part:
    """One block. `has_outline` marks running text, whose headings order the page."""

    id: str
    name: str
    read: Read
    has_outline: bool = False
    picture: Picture | None = None
    film: Film | None = None
    slot: SlotSeen | None = None
    question: Mapping[str, Any] | None = None
    """A compiled question (cms.editions.compiling)."""


@dataclass(frozen=True, kw_only=True)
class SourceSeen:
    """A source, by the id of its block."""

    id: str
    title: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Links:
    """What is known of the links. `outside` says what was found at an address: "" is well, and one that is missing was not looked at."""

    dead: frozenset[tuple[str, str]] = frozenset()
    outside: Mapping[str, str] = field(default_factory=dict)
    looks_outside: bool = False


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A page in the form in which it would be published."""

    page_id: int | None
    title: str
    is_lesson: bool
    summary: str = ""
    parts: tuple[Part, ...] = ()
    sources: tuple[SourceSeen, ...] = ()
    has_sources_elsewhere: bool = False
    """Of a module: its lessons name theirs."""
    is_own_agreement: bool = False
    """What an organisation agreed for itself is its own source."""
    reviewed_on: date | None
    review_by: date | None
    reviewer: str = ""
    links: Links = Links()
    goals: tuple[str, ...] = ()
    draws: int | None = None
    """Of a module: how many questions its test draws; None for all of them."""
    drawable: int = 0
    """Of a module: how many questions its test has to draw from."""
    refusals: tuple[str, ...] = ()
    """Why it does not compile."""
    today: date

    def found(
        self,
        rule: str,
        severity: Severity,
        what: str,
        why: str,
        fix: str,
        *,
        block: str = "",
        field: str = "",
        about: tuple[str, UUID] | None = None,
    ) -> Finding:
        """A finding at a place of this page."""
        return Finding(
            rule=rule,
            severity=severity,
            what=what,
            why=why,
            fix=fix,
            page_id=self.page_id,
            page=self.title,
            block=block,
            field=field,
            about=about,
        )

    def all_links(self) -> list[tuple[Link, str]]:
        """Every link with the id of the block it stands in, the sources' addresses included."""
        found = [(link, part.id) for part in self.parts for link in part.read.links]
        return found + [(Link("address", one.url, one.title), one.id) for one in self.sources if one.url]
