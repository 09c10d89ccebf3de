"""A lesson as HTML. What is the same for everyone is made once per edition and process; what differs by state is made once per state.

Nothing that somebody typed is ever remembered here: an open answer and a reflection are not part of a lesson's page
until their writer asks for them, and typed gaps are rendered anew each time.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from cms.editions.memory import LoadedEdition, edition
from cms.local import LocalNote
from cms.reflection_questions import BY_NUMBER
from learning.journey import presenting as show
from learning.journey.pieces import CSRF, KEY, Pieces, cut, fill, mark
from learning.journey.queries import DONE, NEW, GivenAnswer, LessonProgress, Standing, is_played
from learning.practice.grading import fits
from learning.practice.presenting import props
from learning.practice.runs.cards import state_words
from learning.practice.runs.queries import CaseWork
from people.models import Profession
from people.viewer import Viewer

_SEALED, _TYPED = "open", "fill-in"
_NAME, _TEAM = mark("name"), mark("team")


@dataclass(frozen=True)
class Place:
    """The addresses of one lesson, worked out once."""

    module_slug: str
    lesson_slug: str
    base: str

    @classmethod
    def of(cls, module_slug: str, lesson_slug: str) -> "Place":
        return cls(module_slug, lesson_slug, reverse("journey:lesson", args=[module_slug, lesson_slug]))

    def answer(self, block_id: str) -> str:
        """Where a question's answer is posted; the path of journey:answer."""
        return f"{self.base}antwoord/{block_id}/"

    def reflect(self, block_id: str) -> str:
        """Where a prompt's text is posted; the path of journey:reflect."""
        return f"{self.base}spiegel/{block_id}/"


class LessonBody:
    """The blocks of one lesson for one reader."""

    def __init__(
        self,
        place: Place,
        lesson: LoadedEdition,
        *,
        profession: str = "",
        progress: LessonProgress | None = None,
        answers: Mapping[str, GivenAnswer] | None = None,
        notes: Mapping[str, LocalNote] | None = None,
        cases: Mapping[str, CaseWork] | None = None,
        is_author: bool = False,
        writable: bool = True,
    ) -> None:
        self.place, self.lesson = place, lesson
        self.profession, self.progress = profession, progress
        self.answers, self.notes = answers or {}, notes or {}
        self.cases = cases or {}
        self.is_author, self.writable = is_author, writable

    def html(self, csrf_token: str) -> SafeString:
        """All blocks in order."""
        makers: dict[str, Callable[[dict[str, Any]], Pieces]] = {
            "question": self._question,
            "case": self._case,
            "prompt": self._prompt,
            "local": self._local,
            "profession": self._profession,
            "glossary": self._glossary,
        }
        values = {"csrf": csrf_token}
        out = []
        for block in self.lesson.content["blocks"]:
            maker = makers.get(block["type"])
            out.append(fill(maker(block), values) if maker else block["html"])
        return mark_safe("".join(out))  # noqa: S308  made by our templates

    def _question(self, block: dict[str, Any]) -> Pieces:
        answer = self.answers.get(block["id"])
        action = self.place.answer(block["id"])
        if answer is None:
            return _question(block["edition"], None, block["id"], action, "", self.writable)
        seen = block["edition"] if fits(edition(block["edition"]).content, answer.response) else answer.question_id
        response = json.dumps(answer.response, sort_keys=True)
        make = _question.__wrapped__ if block["kind"] == _TYPED else _question
        return make(seen, response, block["id"], action, action if block["kind"] == _SEALED else "", self.writable)

    def _case(self, block: dict[str, Any]) -> Pieces:
        work, played = self.cases.get(block["taught"]), is_played(block, self.cases)
        state = DONE if played else work.state if work else NEW
        return _case(self.lesson.pk, block["id"], block["edition"], state, state == DONE and not played)

    def _prompt(self, block: dict[str, Any]) -> Pieces:
        item = (self.progress.items if self.progress else {}).get(block["id"], {})
        done = item.get("state", "")
        pieces = _prompt(self.lesson.pk, block["id"], done, self.place.reflect(block["id"]), self.writable)
        if done != "written":
            return pieces
        return cut(fill(pieces, {"entry": reverse("reflection:entry", args=[item["entry"]]), "csrf": CSRF}))

    def _local(self, block: dict[str, Any]) -> Pieces:
        note = self.notes.get(block["slot"])
        if note is None and not block["safety"]:
            return _gap(block["title"]) if self.is_author else ("",)
        return _local(block["title"], block["safety"], block["ask"], note, note.is_outdated if note else False)

    def _profession(self, block: dict[str, Any]) -> Pieces:
        return _profession(self.lesson.pk, block["id"], self.profession in block["professions"])

    def _glossary(self, block: dict[str, Any]) -> Pieces:
        return _glossary(self.lesson.pk)


def block_of(lesson: LoadedEdition, block_id: str, kind: str) -> dict[str, Any] | None:
    """The block of this kind with this id; None when the lesson has none."""
    blocks = lesson.content["blocks"]
    return next((block for block in blocks if block["id"] == block_id and block["type"] == kind), None)


# --- The whole page -------------------------------------------------------------------------------


def lesson_page(
    request: HttpRequest,
    viewer: Viewer,
    standing: Standing,
    entry: Mapping[str, Any],
    lesson: LoadedEdition,
    body: LessonBody,
) -> str:
    """The page of a lesson: the remembered frame with this reader's name, state, blocks and tokens in it."""
    token = get_token(request)
    frame = _frame(lesson.pk, standing.edition.pk, standing.slug, entry["slug"], viewer.is_author)
    states = show.states(standing)
    open_ids = tuple(item["id"] for item in standing.open_items(entry))
    is_done = standing.state(entry) == DONE
    contents = _contents(
        standing.edition.pk, standing.slug, entry["slug"], states, show.remaining_words(standing, entry)
    )
    values = {
        "csrf": token,
        "name": escape(viewer.first_name),
        "team": escape(viewer.team_name or viewer.organisation_name),
        "theme": getattr(request.user, "theme", "auto"),
        "messages": _messages(request),
        "contents": contents,
        "body": body.html(token),
        "finish": fill(_finish(standing.edition.pk, standing.slug, entry["slug"], open_ids, is_done), {"csrf": token}),
    }
    return fill(frame, values)


def _messages(request: HttpRequest) -> str:
    waiting = get_messages(request)
    return render_to_string("components/messages.html", {"messages": waiting}) if len(waiting) else ""


@dataclass(frozen=True)
class _Reader:
    """Whoever will read the page, as the frame's templates know them."""

    is_author: bool
    first_name: SafeString = _NAME
    team_name: SafeString = _TEAM


@lru_cache(maxsize=512)
def _frame(lesson_pk: int, module_pk: int, module_slug: str, slug: str, is_author: bool) -> Pieces:
    lesson, module = edition(lesson_pk), edition(module_pk)
    around = _neighbours(module, module_slug, slug)
    context = {
        "viewer": _Reader(is_author),
        "theme": mark("theme"),
        "csrf_token": CSRF,
        "section": "leren",
        "messages_html": mark("messages"),
        "contents": mark("contents"),
        "body": mark("body"),
        "finish": mark("finish"),
        "module": module.content,
        "module_url": reverse("journey:module", args=[module_slug]),
        "lesson": lesson.content,
        "edition": lesson,
        "edition_url": reverse("journey:lesson-edition", args=[module_slug, slug, lesson.number]),
        "sources": show.sources(lesson.content),
        "total": len(module.content["lessons"]),
        **around,
    }
    return cut(render_to_string("learning/journey/lesson.html", context))


def _neighbours(module: LoadedEdition, module_slug: str, slug: str) -> dict[str, Any]:
    items = show.contents(Standing(module, None, slug=module_slug), slug)
    position = next(number for number, item in enumerate(items) if item["current"])
    previous = items[position - 1] if position else {}
    following = items[position + 1] if position + 1 < len(items) else {}
    return {
        "number": position + 1,
        "previous_url": previous.get("url", ""),
        "previous_title": previous.get("title", ""),
        "next_url": following.get("url", ""),
        "next_title": following.get("title", ""),
    }


@lru_cache(maxsize=1024)
def _contents(module_pk: int, module_slug: str, slug: str, states: tuple[str, ...], remaining: str) -> str:
    module = edition(module_pk)
    items = show.contents(Standing(module, None, slug=module_slug), slug)
    items = [item | {"state": state} for item, state in zip(items, states, strict=True)]
    context = {
        "title": module.content["title"],
        "url": reverse("journey:module", args=[module_slug]),
        "items": items,
        "number": next(number for number, item in enumerate(items, 1) if item["current"]),
        "total": len(module.content["lessons"]),
        "remaining": remaining,
    }
    return render_to_string("components/contents.html", context)


@lru_cache(maxsize=1024)
def _finish(module_pk: int, module_slug: str, slug: str, open_ids: tuple[str, ...], is_done: bool) -> Pieces:
    standing = Standing(edition(module_pk), None, slug=module_slug)
    entry = standing.entry(slug) or {}
    context = {
        "open_items": [item for item in show.open_items(standing, entry) if item["id"] in open_ids],
        "can_finish": not open_ids,
        "is_done": is_done,
        "finish_url": reverse("journey:finish", args=[module_slug, slug]),
        "csrf_token": CSRF,
    }
    return cut(render_to_string("learning/journey/finish.html", context))


def refreshed(standing: Standing, entry: Mapping[str, Any], csrf_token: str) -> str:
    """The parts of the page beside a question that a save changes."""
    open_ids = tuple(item["id"] for item in standing.open_items(entry))
    is_done = standing.state(entry) == DONE
    finish = fill(_finish(standing.edition.pk, standing.slug, entry["slug"], open_ids, is_done), {"csrf": csrf_token})
    remaining = escape(show.remaining_words(standing, entry))
    return (
        f'<template data-target="nog-open"><p class="contents-remaining">{remaining}</p></template>'
        f'<template data-target="wat-nog">{finish}</template>'
    )


# --- Replies to a save: never remembered, because they hold what was just typed --------------------


def question_fragment(
    block: Mapping[str, Any], action: str, *, csrf_token: str, key: str, extra: Mapping[str, Any]
) -> SafeString:
    """A question's component with these props."""
    context = {"id": f"vraag-{block['id']}", "action": action, "csrf_token": csrf_token, "key": key, **extra}
    return render_to_string("components/question.html", context)


def answered_question(
    block: Mapping[str, Any], action: str, question: LoadedEdition, response: Mapping[str, Any], *, csrf_token: str
) -> str | None:
    """A closed question just answered, as the lesson's page will show it; None for kinds whose answer is typed."""
    if block["kind"] in {_SEALED, _TYPED}:
        return None
    pieces = _question(question.pk, json.dumps(response, sort_keys=True), block["id"], action, "", True)
    return fill(pieces, {"csrf": csrf_token})


def prompt_fragment(
    block: Mapping[str, Any], action: str, *, csrf_token: str, key: str, extra: Mapping[str, Any]
) -> SafeString:
    """A prompt's component with these props."""
    context = {"id": f"spiegel-{block['id']}", "action": action, "csrf_token": csrf_token, "key": key, "writable": True}
    return render_to_string("learning/journey/prompt.html", {**_prompt_props(block), **context, **extra})


# --- Remembered pieces ----------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def _question(
    question: int, response: str | None, block_id: str, action: str, reveal_url: str, writable: bool
) -> Pieces:
    loaded = edition(question)
    shown = props(loaded.content, json.loads(response) if response is not None else None)
    if shown["kind"] == _SEALED:
        shown = shown | {"state": "empty", "explanation_html": "", "source_html": ""}
    context = {
        "id": f"vraag-{block_id}",
        "action": action,
        "csrf_token": CSRF,
        "key": KEY,
        "reveal_url": reveal_url,
        "writable": writable,
        "edition_id": loaded.uuid,
        **shown,
    }
    return cut(render_to_string("learning/journey/question.html", context))


@lru_cache(maxsize=2048)
def _case(lesson: int, block_id: str, case: int, state: str, changed: bool) -> Pieces:
    block, content = block_of(edition(lesson), block_id, "case") or {}, edition(case).content
    context = {
        "id": f"casus-{block_id}",
        "url": reverse("practice:case", args=[block["slug"]]),
        "case": content,
        "notice": content["case"].get("notice", ""),
        "changed": changed,
        **state_words(state),
    }
    return cut(render_to_string("learning/journey/case.html", context))


@lru_cache(maxsize=4096)
def _prompt(lesson: int, block_id: str, done: str, action: str, writable: bool) -> Pieces:
    block = block_of(edition(lesson), block_id, "prompt") or {}
    context = {
        **_prompt_props(block),
        "id": f"spiegel-{block_id}",
        "action": action,
        "csrf_token": CSRF,
        "key": KEY,
        "done": done,
        "entry_url": mark("entry"),
        "writable": writable,
    }
    return cut(render_to_string("learning/journey/prompt.html", context))


def _prompt_props(block: Mapping[str, Any]) -> dict[str, Any]:
    about = BY_NUMBER.get(block.get("question") or 0)
    return {
        "question_html": mark_safe(block.get("text", "")),  # noqa: S308  cleaned when compiled
        "number": about.number if about else "",
        "short_name": about.name if about else "",
    }


@lru_cache(maxsize=2048)
def _local(title: str, safety: bool, ask: str, note: LocalNote | None, outdated: bool) -> Pieces:
    context: dict[str, Any] = {"title": title, "safety": safety, "ask": ask, "note": note, "outdated": outdated}
    if note is not None:
        html = mark_safe(note.html)  # noqa: S308  cleaned when compiled
        context |= {"html": html, "owner": note.owner, "checked_on": note.reviewed_on}
    return cut(render_to_string("learning/journey/local.html", context))


@lru_cache(maxsize=512)
def _gap(title: str) -> Pieces:
    return cut(render_to_string("components/local_note.html", {"gap": True, "title": title}))


@lru_cache(maxsize=2048)
def _profession(lesson: int, block_id: str, own: bool) -> Pieces:
    block = block_of(edition(lesson), block_id, "profession") or {}
    names = [str(Profession(value).label) for value in block["professions"]]
    html = mark_safe(block["html"])  # noqa: S308  cleaned when compiled
    context = {"own": own, "professions": _listed(names), "title": block["title"], "html": html}
    return cut(render_to_string("learning/journey/profession.html", context))


@lru_cache(maxsize=1024)
def _glossary(lesson: int) -> Pieces:
    terms = [
        term | {"definition": mark_safe(term["definition"])}  # noqa: S308  cleaned when compiled
        for term in edition(lesson).content["terms"]
    ]
    return cut(render_to_string("learning/journey/glossary.html", {"terms": terms}))


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} en {names[-1]}"


def forget() -> None:
    """Drop all that is remembered. For tests, whose databases begin again with the same numbers."""
    for remembered in (_frame, _contents, _finish, _question, _case, _prompt, _local, _gap, _profession, _glossary):
        remembered.cache_clear()
