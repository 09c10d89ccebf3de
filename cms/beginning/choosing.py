"""What an author decides about the headings of a text, between its form and the lessons that come of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.beginning.lessons import BEGIN, Lesson, Role, headings, lessons_of, proposed
from cms.beginning.manuscript import MAX_TITLE, Manuscript, Paragraph, Part, Table
from cms.blocks.text import rich_html


@dataclass(frozen=True)
class Choices:
    """What each heading becomes, by its place, and what lessons are called where that is not their heading."""

    roles: Mapping[int, Role]
    titles: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Choosable:
    """A heading of the text to decide about."""

    name: str
    text: str
    role: str
    is_guess: bool


@dataclass(frozen=True)
class Shown:
    """A lesson as it will be: its fields, and what stands in it."""

    name: str
    title: str
    fault: str
    heading: Choosable | None
    within: list[Choosable]
    holds: str
    content: list[dict[str, Any]]
    minutes: int


def as_proposed(manuscript: Manuscript) -> Choices:
    return Choices(proposed(manuscript))


def as_posted(manuscript: Manuscript, posted: Mapping[str, str]) -> Choices:
    """What the form says; what it does not say stays as proposed."""
    roles = proposed(manuscript)
    for place, _heading in headings(manuscript):
        if posted.get(f"soort-{place}") in set(Role):
            roles[place] = Role(posted[f"soort-{place}"])
    places = [BEGIN, *(place for place, role in roles.items() if role == Role.LESSON)]
    said = {place: posted.get(f"titel-{_named(place)}") for place in places}
    return Choices(roles, {place: " ".join(title.split()) for place, title in said.items() if title is not None})


def chosen_lessons(manuscript: Manuscript, choices: Choices) -> list[Lesson]:
    return lessons_of(manuscript, choices.roles, choices.titles)


def fault_of(lesson: Lesson) -> str:
    """What is wrong with a lesson's title; empty when nothing is."""
    if not lesson.title:
        return _("Geef deze les een titel.")
    return _("Maak deze titel korter: hoogstens 255 tekens.") if len(lesson.title) > MAX_TITLE else ""


def shown(manuscript: Manuscript, choices: Choices, *, with_faults: bool = False) -> list[Shown]:
    """The lessons for the screen."""
    by_place = {place: _choosable(place, part, choices) for place, part in headings(manuscript)}
    order = list(by_place)
    made = []
    lessons = chosen_lessons(manuscript, choices)
    for number, lesson in enumerate(lessons):
        end = lessons[number + 1].place if number + 1 < len(lessons) else len(manuscript.parts)
        made.append(
            Shown(
                name=f"titel-{_named(lesson.place)}",
                title=lesson.title,
                fault=fault_of(lesson) if with_faults else "",
                heading=by_place.get(lesson.place),
                within=[by_place[place] for place in order if lesson.place < place < end],
                holds=_holds([part for part, _role in lesson.parts]),
                content=[_content(block) for block in lesson.blocks],
                minutes=lesson.minutes,
            )
        )
    return made


def role_choices() -> list[tuple[str, str]]:
    return [
        (Role.LESSON.value, _("Nieuwe les")),
        (Role.HEADING.value, _("Kop in de les")),
        (Role.SUBHEADING.value, _("Kleine kop in de les")),
        (Role.TEXT.value, _("Gewone tekst")),
    ]


def _named(place: int) -> str:
    return "begin" if place == BEGIN else str(place)


def _choosable(place: int, part: Paragraph, choices: Choices) -> Choosable:
    return Choosable(f"soort-{place}", " ".join(part.text.split()), choices.roles[place].value, part.is_guess)


def _holds(parts: list[Part]) -> str:
    """How much stands in a lesson, in words; empty when nothing does."""
    paragraphs = sum(1 for part in parts if isinstance(part, Paragraph) and not part.depth)
    points = sum(1 for part in parts if isinstance(part, Paragraph) and part.depth)
    tables = sum(1 for part in parts if isinstance(part, Table))
    said = [
        ngettext("%d alinea of kop", "%d alinea’s en koppen", paragraphs) % paragraphs if paragraphs else "",
        ngettext("%d punt van een lijst", "%d punten van een lijst", points) % points if points else "",
        ngettext("%d tabel", "%d tabellen", tables) % tables if tables else "",
    ]
    return ", ".join(one for one in said if one)


def _content(block: dict[str, Any]) -> dict[str, Any]:
    if block["type"] == "table":
        head, *rows = block["value"]["table"]["data"]
        return {"caption": block["value"]["caption"], "head": head, "rows": rows}
    return {"html": rich_html(block["value"])}
