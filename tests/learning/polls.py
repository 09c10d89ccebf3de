"""Polls in lessons, and people who vote in them through the page."""

import re
from typing import Any

from django.test import Client

from cms.editions.compiling import choice_id
from cms.models import LessonPage
from tests.factories import people
from tests.learning.classroom import blocks, lessons_of, module_of, path, send

CHOICES = ["Vaak", "Soms", "Nooit"]


def poll_block(**fields: Any) -> tuple[str, dict[str, Any]]:
    return ("poll", {"question": "Hoe vaak?", "about": "", "choices": CHOICES, "unnamed": False} | fields)


def lesson_with_poll(**fields: Any) -> LessonPage:
    return lessons_of(module_of([("text", "<p>Eerst dit.</p>"), poll_block(**fields)]))[0]


def voters(sign_in: Any, organisation: Any, number: int) -> list[Client]:
    return [sign_in(people.member(f"Stemmer{organisation.pk}x{place}", organisation)) for place in range(number)]


def page(client: Client, lesson: LessonPage) -> str:
    return client.get(path(lesson.get_parent(), lesson)).content.decode()


def over_in(html: str) -> str:
    found = re.search(r'name="over" value="([^"]*)"', html)
    return found[1] if found else ""


def vote(client: Client, lesson: LessonPage, words: str, *, over: str | None = None, **more: Any) -> Any:
    """Choose the choice with these words on the page of the lesson, as it stands now unless `over` says what was seen."""
    (block,) = blocks(lesson, "poll")
    seen = over_in(page(client, lesson)) if over is None else over
    form = {"choice": choice_id(words) if words else "", "over": seen, "unnamed": "1" if block["unnamed"] else ""}
    return send(client, path(lesson.get_parent(), lesson, "peiling", block), form | more.pop("form", {}), **more)


def spread_in(html: str) -> dict[str, int]:
    """The spread on a page; empty when none is shown."""
    rows = re.findall(r'<th scope="row">(.*?)</th>.*?<span class="tabular">(\d+)</span>', html)
    return {re.sub(r" *<span.*", "", words): int(count) for words, count in rows}
