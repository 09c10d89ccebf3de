"""Ways in which somebody's private text comes into the database. A new kind of private text adds its planter to PLANTERS.

A planter writes through the door that its person takes, and reads the rows themselves, as whoever holds database and keys could.
"""

import uuid
from typing import Protocol

from django.test import Client
from django.urls import reverse

from learning.practice.actions import open_answer
from learning.practice.models import Answer
from learning.reflection.models import Entry
from learning.reflection.words import Reader
from people.models import User
from tests.learning.classroom import PROMPT, asks, blocks, lessons_of, module_of


class Planter(Protocol):
    """One kind of private text, in a site that it may add content to when it is made."""

    def __init__(self) -> None: ...

    def plant(self, person: User, words: str) -> int:
        """Write the words as this person; the status of the reply."""

    def read(self, person: User) -> list[str]:
        """All texts of this kind that are this person's. Raises vault.Unreadable."""


class Reflections:
    """What one writes at a prompt of a lesson."""

    def __init__(self) -> None:
        self._module = module_of([PROMPT], title=f"Spiegel {uuid.uuid4().hex[:6]}")
        (self._lesson,) = lessons_of(self._module)

    def plant(self, person: User, words: str) -> int:
        (prompt,) = blocks(self._lesson, "prompt")
        address = reverse("journey:reflect", args=[self._module.slug, self._lesson.slug, prompt["id"]])
        return _post(person, address, {"text": words})

    def read(self, person: User) -> list[str]:
        return [Reader(person.uuid).entry(entry).text for entry in Entry.objects.filter(user=person)]


class OpenAnswers:
    """What one answers to an open question."""

    def __init__(self) -> None:
        self._module = module_of(asks("open"), title=f"Open {uuid.uuid4().hex[:6]}")
        (self._lesson,) = lessons_of(self._module)

    def plant(self, person: User, words: str) -> int:
        (question,) = blocks(self._lesson)
        address = reverse("journey:answer", args=[self._module.slug, self._lesson.slug, question["id"]])
        return _post(person, address, {"answer": words})

    def read(self, person: User) -> list[str]:
        return [open_answer(answer, by=person) for answer in Answer.objects.filter(user=person, sealed__isnull=False)]


PLANTERS: tuple[type[Planter], ...] = (Reflections, OpenAnswers)


def _post(person: User, address: str, form: dict[str, str]) -> int:
    browser = Client()
    browser.force_login(person)
    return browser.post(address, {**form, "key": str(uuid.uuid4())}).status_code
