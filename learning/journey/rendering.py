"""A lesson as HTML. What is the same for everyone is made once per edition and process; what differs by answer is made once per answer.

Nothing private is ever remembered here: an open answer and a reflection are not part of a lesson's page until their writer asks for them.
"""

import json
import re
import uuid
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from cms.editions.memory import LoadedEdition, edition
from cms.local import LocalNote
from cms.reflection_questions import BY_NUMBER
from learning.journey.queries import GivenAnswer, LessonProgress
from learning.practice.grading import fits
from learning.practice.presenting import props
from people.models import Profession

_CSRF, _KEY = "@csrf@", "@key@"
_MARK = re.compile(f"{_CSRF}|{_KEY}")
_SEALED_KINDS = {"open"}


def finish(html: str, csrf_token: str) -> SafeString:
    """Put the reader's token, and a fresh key for each form, where the remembered HTML left them open."""
    return mark_safe(_MARK.sub(lambda mark: csrf_token if mark[0] == _CSRF else str(uuid.uuid4()), html))  # noqa: S308  made by our templates


class LessonBody:
    """The blocks of one lesson for one reader."""

    def __init__(
        self,
        module_slug: str,
        lesson_slug: str,
        lesson: LoadedEdition,
        *,
        profession: str = "",
        progress: LessonProgress | None = None,
        answers: Mapping[str, GivenAnswer] | None = None,
        notes: Mapping[str, LocalNote] | None = None,
        is_author: bool = False,
        writable: bool = True,
    ) -> None:
        self.module_slug, self.lesson_slug, self.lesson = module_slug, lesson_slug, lesson
        self.profession, self.progress = profession, progress
        self.answers, self.notes = answers or {}, notes or {}
        self.is_author, self.writable = is_author, writable

    def html(self, csrf_token: str) -> SafeString:
        """All blocks in order."""
        makers: dict[str, Callable[[dict[str, Any]], str]] = {
            "question": self.question,
            "prompt": self.prompt,
            "local": self._local,
            "profession": self._profession,
            "glossary": self._glossary,
        }
        pieces = [
            makers[block["type"]](block) if block["type"] in makers else block["html"]
            for block in self.lesson.content["blocks"]
        ]
        return finish("".join(pieces), csrf_token)

    def question(self, block: dict[str, Any]) -> str:
        """A question with the answer that stands; an open answer stays covered until asked for."""
        answer = self.answers.get(block["id"])
        shown, response = block["edition"], None
        if answer is not None:
            response = json.dumps(answer.response, sort_keys=True)
            shown = block["edition"] if fits(edition(block["edition"]).content, answer.response) else answer.question_id
        return _question(
            shown,
            response,
            block["id"],
            self._url("journey:answer", block),
            self._reveal_url(block) if answer else "",
            self.writable,
        )

    def prompt(self, block: dict[str, Any]) -> str:
        """A reflection prompt; what was written stays in the mirror."""
        item = (self.progress.items if self.progress else {}).get(block["id"], {})
        entry = item.get("entry")
        return _prompt(
            self.lesson.pk,
            block["id"],
            item.get("state", ""),
            self._url("journey:reflect", block),
            reverse("reflection:entry", args=[entry]) if entry else "",
            self.writable,
        )

    def _local(self, block: dict[str, Any]) -> str:
        note = self.notes.get(block["slot"])
        if note is None and not block["safety"]:
            return _gap(block["title"]) if self.is_author else ""
        return _local(
            block["slot"], block["title"], block["safety"], block["ask"], note, note.is_outdated if note else False
        )

    def _profession(self, block: dict[str, Any]) -> str:
        return _profession(self.lesson.pk, block["id"], self.profession in block["professions"])

    def _glossary(self, block: dict[str, Any]) -> str:
        return _glossary(self.lesson.pk)

    def _url(self, name: str, block: dict[str, Any]) -> str:
        return reverse(name, args=[self.module_slug, self.lesson_slug, block["id"]])

    def _reveal_url(self, block: dict[str, Any]) -> str:
        return f"{self._url('journey:answer', block)}" if block["kind"] in _SEALED_KINDS else ""


def block_of(lesson: LoadedEdition, block_id: str, kind: str) -> dict[str, Any] | None:
    """The block of this kind with this id; None when the lesson has none."""
    return next(
        (block for block in lesson.content["blocks"] if block["id"] == block_id and block["type"] == kind), None
    )


def question_fragment(lesson: LoadedEdition, block: Mapping[str, Any], action: str, *, extra: Mapping[str, Any]) -> str:
    """A question's component with these props, for the reply to a save. Never remembered: it may hold what was just typed."""
    return render_to_string(
        "components/question.html",
        {"id": f"vraag-{block['id']}", "action": action, "csrf_token": _CSRF, "key": _KEY, **extra},
    )


def prompt_fragment(block: Mapping[str, Any], action: str, *, extra: Mapping[str, Any]) -> str:
    """A prompt's component with these props, for the reply to a save. Never remembered."""
    return render_to_string(
        "learning/journey/prompt.html",
        {
            **_prompt_props(block),
            "id": f"spiegel-{block['id']}",
            "action": action,
            "csrf_token": _CSRF,
            "key": _KEY,
            **extra,
        },
    )


# --- Remembered pieces ----------------------------------------------------------------------------


@lru_cache(maxsize=8192)
def _question(question: int, response: str | None, block_id: str, action: str, reveal_url: str, writable: bool) -> str:
    shown = props(edition(question).content, json.loads(response) if response is not None else None)
    if shown["kind"] in _SEALED_KINDS and response is not None:
        shown = shown | {"state": "empty", "covered": True}
    context = {
        "id": f"vraag-{block_id}",
        "action": action,
        "csrf_token": _CSRF,
        "key": _KEY,
        "reveal_url": reveal_url,
        "writable": writable,
        "edition_id": edition(question).uuid,
        **shown,
    }
    return render_to_string("learning/journey/question.html", context)


@lru_cache(maxsize=8192)
def _prompt(lesson: int, block_id: str, state: str, action: str, entry_url: str, writable: bool) -> str:
    block = block_of(edition(lesson), block_id, "prompt")
    context = {
        **_prompt_props(block or {}),
        "id": f"spiegel-{block_id}",
        "action": action,
        "csrf_token": _CSRF,
        "key": _KEY,
        "done": state,
        "entry_url": entry_url,
        "writable": writable,
    }
    return render_to_string("learning/journey/prompt.html", context)


def _prompt_props(block: Mapping[str, Any]) -> dict[str, Any]:
    about = BY_NUMBER.get(block.get("question") or 0)
    return {
        "question_html": mark_safe(block.get("text", "")),
        "number": about.number if about else "",
        "short_name": about.name if about else "",
    }


@lru_cache(maxsize=2048)
def _local(slot: str, title: str, safety: bool, ask: str, note: LocalNote | None, outdated: bool) -> str:
    local = (
        {"html": mark_safe(note.html), "owner": note.owner, "checked_on": note.reviewed_on, "outdated": outdated}
        if note
        else {}
    )
    return render_to_string(
        "learning/journey/local.html", {"title": title, "safety": safety, "ask": ask, "note": note, **local}
    )


@lru_cache(maxsize=512)
def _gap(title: str) -> str:
    return render_to_string("components/local_note.html", {"gap": True, "title": title})


@lru_cache(maxsize=2048)
def _profession(lesson: int, block_id: str, own: bool) -> str:
    block = block_of(edition(lesson), block_id, "profession") or {}
    names = [str(Profession(value).label) for value in block["professions"]]
    return render_to_string(
        "learning/journey/profession.html",
        {"own": own, "professions": _listed(names), "title": block["title"], "html": mark_safe(block["html"])},
    )


@lru_cache(maxsize=1024)
def _glossary(lesson: int) -> str:
    terms = [term | {"definition": mark_safe(term["definition"])} for term in edition(lesson).content["terms"]]  # noqa: S308  cleaned when compiled
    return render_to_string("learning/journey/glossary.html", {"terms": terms})


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} en {names[-1]}"


def forget() -> None:
    """Drop all that is remembered. For tests."""
    for remembered in (_question, _prompt, _local, _gap, _profession, _glossary):
        remembered.cache_clear()
