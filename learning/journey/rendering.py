"""A lesson as HTML. What is the same for everyone is made once per edition and process; what differs by state is made once per state.

Nothing that somebody typed is ever remembered here: an open answer and a reflection are not part of a lesson's page
until their writer asks for them, and words typed in gaps are put in as values.
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

from cms.editions.content import DIFFERS
from cms.editions.memory import LoadedEdition, edition
from cms.editions.pieces import CSRF, KEY, Pieces, cut, fill, mark
from cms.local import LocalNote
from cms.reflection_questions import BY_NUMBER
from learning.journey import presenting as show
from learning.journey.queries import DONE, NEW, GivenAnswer, LessonProgress, Standing, is_played
from learning.practice.grading import RIGHT, fits, grade
from learning.practice.polls.queries import NOTHING, Polls, PollWork, poll_in, words_of
from learning.practice.presenting import props
from learning.practice.runs.cards import state_words
from learning.practice.runs.queries import CaseWork
from people.models import Profession
from people.viewer import Viewer

_SEALED, _TYPED = "open", "fill-in"
_TEXTS = frozenset({"html", "text"})
_NAME, _TEAM, _PERSON = mark("name"), mark("team"), mark("person")


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

    def earlier_answer(self, number: int, block_id: str) -> str:
        """Where an own open answer of an earlier edition is shown; the path of journey:earlier-answer."""
        return f"{self.base}editie/{number}/antwoord/{block_id}/"

    def vote(self, block_id: str) -> str:
        """Where a vote in a poll is posted; the path of journey:vote."""
        return f"{self.base}peiling/{block_id}/"

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
        polls: Polls | None = None,
        is_author: bool = False,
        writable: bool = True,
    ) -> None:
        self.place, self.lesson = place, lesson
        self.profession, self.progress = profession, progress
        self.answers, self.notes = answers or {}, notes or {}
        self.cases, self.polls = cases or {}, polls or {}
        self.is_author, self.writable = is_author, writable

    def html(self, csrf_token: str) -> SafeString:
        """All blocks in order."""
        makers: dict[str, Callable[[dict[str, Any], dict[str, str]], str]] = {
            "question": self._question,
            "case": self._case,
            "prompt": self._prompt,
            "poll": self._poll,
            "local": self._local,
            "profession": self._profession,
            "glossary": self._glossary,
        }
        values = {"csrf": csrf_token}
        blocks = {
            f"b{place}": makers[block["type"]](block, values)
            for place, block in enumerate(differing_blocks(self.lesson.pk))
        }
        return mark_safe(fill(self.lesson.frame, blocks))  # noqa: S308  made by our templates

    def _question(self, block: dict[str, Any], values: dict[str, str]) -> str:
        answer = self.answers.get(block["id"])
        action = self.place.answer(block["id"])
        if answer is None:
            return fill(_question(block["edition"], None, block["id"], action, "", self.writable), values)
        stands = block["edition"] == answer.question_id or fits(edition(block["edition"]).content, answer.response)
        seen = block["edition"] if stands else answer.question_id
        if edition(seen).content["kind"] == _TYPED:
            return _typed(seen, answer.response, block["id"], action, self.writable, values)
        response = json.dumps(answer.response, sort_keys=True)
        reveal_url = self._reveal_url(block, action)
        return fill(_question(seen, response, block["id"], action, reveal_url, self.writable), values)

    def _case(self, block: dict[str, Any], values: dict[str, str]) -> str:
        work, played = self.cases.get(block["taught"]), is_played(block, self.cases)
        state = DONE if played else work.state if work else NEW
        pieces = _case(self.lesson.pk, block["id"], block["edition"], state, state == DONE and not played)
        return fill(pieces, values)

    def _reveal_url(self, block: dict[str, Any], action: str) -> str:
        if block["kind"] != _SEALED:
            return ""
        return action if self.writable else self.place.earlier_answer(self.lesson.number, block["id"])

    def _prompt(self, block: dict[str, Any], values: dict[str, str]) -> str:
        item = (self.progress.items if self.progress else {}).get(block["id"], {})
        done = item.get("state", "")
        pieces = _prompt(self.lesson.pk, block["id"], done, self.place.reflect(block["id"]), self.writable)
        entry = reverse("reflection:entry", args=[item["entry"]]) if done == "written" else ""
        return fill(pieces, {**values, "entry": entry})

    def _poll(self, block: dict[str, Any], values: dict[str, str]) -> str:
        work = self.polls.get((block["id"], block["unnamed"]), NOTHING)
        shown = poll_props(self.lesson, block, work)
        pieces = _poll(json.dumps(shown, sort_keys=True), block["id"], self.place.vote(block["id"]), self.writable)
        return fill(pieces, {**values, "over": work.key})

    def _local(self, block: dict[str, Any], values: dict[str, str]) -> str:
        note = self.notes.get(block["slot"])
        if note is None and not block["safety"]:
            return fill(_gap(block["title"]), values) if self.is_author else ""
        return fill(
            _local(block["title"], block["safety"], block["ask"], note, note.is_outdated if note else False), values
        )

    def _profession(self, block: dict[str, Any], values: dict[str, str]) -> str:
        return fill(_profession(self.lesson.pk, block["id"], self.profession in block["professions"]), values)

    def _glossary(self, block: dict[str, Any], values: dict[str, str]) -> str:
        return fill(_glossary(self.lesson.pk), values)


@lru_cache(maxsize=64)
def differing_blocks(lesson_pk: int) -> tuple[dict[str, Any], ...]:
    """The blocks of a lesson that depend on who reads it, in order and without their texts: they fill the marks b0, b1, … of its frame."""
    return tuple(
        {name: value for name, value in block.items() if name not in _TEXTS}
        for block in edition(lesson_pk).content["blocks"]
        if block["type"] in DIFFERS
    )


def block_of(lesson: LoadedEdition, block_id: str, kind: str) -> dict[str, Any] | None:
    """The block of this kind with this id; None when the lesson has none."""
    blocks = differing_blocks(lesson.pk) if kind == "question" else lesson.content["blocks"]
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
    frame = _frame(lesson.pk, standing.edition.pk, standing.slug, entry["slug"], viewer.enters_studio)
    values = {
        "csrf": token,
        "person": str(viewer.user_uuid),
        "name": escape(viewer.first_name),
        "team": escape(viewer.team_name or viewer.organisation_name),
        "theme": getattr(request.user, "theme", "auto"),
        "messages": _messages(request),
        "contents": _contents(standing, entry),
        "body": body.html(token),
        "finish": _finish(standing, entry, token),
        "notice": _notice(standing, entry),
    }
    return fill(frame, values)


def _messages(request: HttpRequest) -> str:
    waiting = get_messages(request)
    return render_to_string("components/messages.html", {"messages": waiting}) if len(waiting) else ""


@dataclass(frozen=True)
class _Reader:
    """Whoever will read the page, as the frame's templates know them."""

    enters_studio: bool
    user_uuid: SafeString = _PERSON
    first_name: SafeString = _NAME
    team_name: SafeString = _TEAM


@lru_cache(maxsize=512)
def _frame(lesson_pk: int, module_pk: int, module_slug: str, slug: str, enters_studio: bool) -> Pieces:
    lesson, module = edition(lesson_pk), edition(module_pk)
    around = _neighbours(module, module_slug, slug)
    context = {
        "viewer": _Reader(enters_studio),
        "theme": mark("theme"),
        "csrf_token": CSRF,
        "section": "leren",
        "messages_html": mark("messages"),
        "contents": mark("contents"),
        "body": mark("body"),
        "finish": mark("finish"),
        "notice": mark("notice"),
        "module": module.content,
        "module_url": reverse("journey:module", args=[module_slug]),
        "lesson": lesson.content,
        "edition": lesson,
        "edition_url": reverse("journey:lesson-edition", args=[module_slug, slug, lesson.number]),
        "sources": show.sources(lesson.content),
        "total": len(module.content["lessons"]),
        **around,
    }
    return cut(render_to_string("learning/journey/lesson.html", context), "lesson")


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


# --- The parts that a save changes: put together from rows, because hardly two readers are equally far -------


def _contents(standing: Standing, entry: Mapping[str, Any]) -> str:
    """Where the reader is in the module, beside the lesson."""
    module, slug, here = standing.edition.pk, standing.slug, entry["slug"]
    current = [lesson["slug"] == here for lesson in standing.lessons]
    rows = [
        _contents_row(module, slug, place, state, place < len(current) and current[place])
        for place, state in enumerate(show.states(standing))
    ]
    values = {
        "rows": "".join(rows),
        "number": str(current.index(True) + 1),
        "remaining": escape(show.remaining_words(standing, entry)),
    }
    return fill(_contents_frame(module, slug), values)


def _notice(standing: Standing, entry: Mapping[str, Any]) -> str:
    """That there is a newer edition of the module, and where one's work in an earlier edition of this lesson is; mostly nothing."""
    numbers = tuple(line.number for line in standing.left if line.taught == entry["taught"])
    if not numbers and not standing.is_behind:
        return ""
    return _notice_words(standing.slug, entry["slug"], numbers, standing.is_behind)


@lru_cache(maxsize=1024)
def _notice_words(module_slug: str, lesson_slug: str, numbers: tuple[int, ...], is_behind: bool) -> str:
    context = {"module_slug": module_slug, "lesson_slug": lesson_slug, "numbers": numbers, "is_behind": is_behind}
    return render_to_string("learning/journey/lesson_notice.html", context)


@lru_cache(maxsize=256)
def _contents_frame(module_pk: int, module_slug: str) -> Pieces:
    module = edition(module_pk)
    context = {
        "title": module.content["title"],
        "url": reverse("journey:module", args=[module_slug]),
        "rows_html": mark("rows"),
        "number": mark("number"),
        "total": len(module.content["lessons"]),
        "remaining": mark("remaining"),
    }
    return cut(render_to_string("components/contents.html", context))


@lru_cache(maxsize=8192)
def _contents_row(module_pk: int, module_slug: str, place: int, state: str, current: bool) -> str:
    item = show.contents(Standing(edition(module_pk), None, slug=module_slug))[place]
    return render_to_string("components/contents_row.html", item | {"state": state, "current": current})


def _finish(standing: Standing, entry: Mapping[str, Any], csrf_token: str) -> str:
    """What is still open in the lesson, and the button that ends it."""
    rows = [
        fill(_open_row(), {"url": escape(item["url"]), "text": escape(item["text"])})
        for item in show.open_items(standing, entry)
    ]
    url = reverse("journey:finish", args=[standing.slug, entry["slug"]])
    frame = _finish_frame(bool(rows), standing.state(entry) == DONE)
    return fill(frame, {"csrf": csrf_token, "rows": "".join(rows), "url": url})


@lru_cache(maxsize=4)
def _finish_frame(is_open: bool, is_done: bool) -> Pieces:
    context = {
        "rows_html": mark("rows") if is_open else "",
        "can_finish": not is_open,
        "is_done": is_done,
        "finish_url": mark("url"),
        "csrf_token": CSRF,
    }
    return cut(render_to_string("learning/journey/finish.html", context))


@lru_cache(maxsize=1)
def _open_row() -> Pieces:
    return cut(render_to_string("components/remaining_row.html", {"url": mark("url"), "text": mark("text")}))


def refreshed(standing: Standing, entry: Mapping[str, Any], csrf_token: str) -> str:
    """The parts of the page beside a question that a save changes."""
    remaining = escape(show.remaining_words(standing, entry))
    return (
        f'<template data-target="nog-open"><p class="contents-remaining">{remaining}</p></template>'
        f'<template data-target="wat-nog">{_finish(standing, entry, csrf_token)}</template>'
    )


# --- Replies to a save: never remembered, because they hold what was just typed --------------------


def question_fragment(
    block: Mapping[str, Any], action: str, *, csrf_token: str, key: str, extra: Mapping[str, Any]
) -> SafeString:
    """A question's component with these props."""
    context = {"id": f"vraag-{block['id']}", "action": action, "csrf_token": csrf_token, "key": key, **extra}
    return render_to_string("components/question.html", context)


def kept_question(block: Mapping[str, Any], *, extra: Mapping[str, Any]) -> SafeString:
    """A question of an earlier edition with what was answered there, only to look at."""
    return render_to_string(
        "learning/journey/question.html", {"id": f"vraag-{block['id']}", "writable": False, **extra}
    )


def answered_question(
    block: Mapping[str, Any], action: str, question: LoadedEdition, response: dict[str, Any], *, csrf_token: str
) -> str | None:
    """A question just answered, as the lesson's page will show it; None for an open one, which that page keeps covered."""
    kind = question.content["kind"]
    if kind == _SEALED:
        return None
    if kind == _TYPED:
        return _typed(question.pk, response, block["id"], action, True, {"csrf": csrf_token})
    pieces = _question(question.pk, json.dumps(response, sort_keys=True), block["id"], action, "", True)
    return fill(pieces, {"csrf": csrf_token})


def prompt_fragment(
    block: Mapping[str, Any], action: str, *, csrf_token: str, key: str, extra: Mapping[str, Any]
) -> SafeString:
    """A prompt's component with these props."""
    context = {"id": f"spiegel-{block['id']}", "action": action, "csrf_token": csrf_token, "key": key, "writable": True}
    return render_to_string("learning/journey/prompt.html", {**_prompt_props(block), **context, **extra})


def poll_fragment(
    lesson: LoadedEdition,
    block: Mapping[str, Any],
    work: PollWork,
    action: str,
    *,
    csrf_token: str,
    key: str,
    extra: Mapping[str, Any],
) -> SafeString:
    """A poll's component as it stands for this reader."""
    context = {"id": f"peiling-{block['id']}", "action": action, "csrf_token": csrf_token, "key": key, "over": work.key}
    shown = poll_props(lesson, block, work)
    return render_to_string("components/poll.html", {**shown, **context, "writable": True, **extra})


def poll_props(lesson: LoadedEdition, block: Mapping[str, Any], work: PollWork) -> dict[str, Any]:
    """Props of components/poll.html: what is asked, one's own choice, and the spread where it may be shown to this reader."""
    choices = [
        {"value": one["id"], "text": one["text"], "checked": one["id"] == work.choice} for one in block["choices"]
    ]
    rows = [{"text": one["text"], "own": one["checked"], "count": work.shown.get(one["value"], 0)} for one in choices]
    is_gone = bool(work.choice) and not any(one["checked"] for one in choices)
    former = poll_in(edition(work.lesson_id), block["id"]) if is_gone else None
    return {
        "question": block["question"],
        "about": block["about"],
        "unnamed": block["unnamed"],
        "choices": choices,
        "voted": work.voted,
        "is_gone": is_gone,
        "chosen": words_of(former, work.choice) if former else "",
        "rows": rows if work.shown else [],
        "people": sum(row["count"] for row in rows),
    }


# --- Remembered pieces ----------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def _question(
    question: int, response: str | None, block_id: str, action: str, reveal_url: str, writable: bool
) -> Pieces:
    shown = props(edition(question).content, json.loads(response) if response is not None else None)
    if shown["kind"] == _SEALED:
        shown = shown | {"state": "empty", "explanation_html": "", "source_html": ""}
    return _cut_question(question, shown, block_id, action, reveal_url, writable)


def _typed(
    question: int, response: dict[str, Any], block_id: str, action: str, writable: bool, values: Mapping[str, str]
) -> str:
    """A question with gaps as somebody filled them. What is remembered is which were right; their words are put in as values."""
    outcome = grade(edition(question).content, response)
    words = {f"gap{number}": escape(text) for number, text in enumerate(response["gaps"], 1)}
    rights = tuple(outcome.parts[str(number)].verdict == RIGHT for number in range(1, len(words) + 1))
    return fill(_gaps(question, rights, block_id, action, writable), {**values, **words})


@lru_cache(maxsize=4096)
def _gaps(question: int, rights: tuple[bool, ...], block_id: str, action: str, writable: bool) -> Pieces:
    content = edition(question).content
    wrong = mark("wrong")  # which no author accepts: editions hold no control characters
    gaps = [gap["accept"][0] if right else wrong for gap, right in zip(content["gaps"], rights, strict=True)]
    shown = props(content, {"gaps": gaps})
    segments = [one | {"value": mark(f"gap{one['gap']}")} if "gap" in one else one for one in shown["segments"]]
    return _cut_question(question, shown | {"segments": segments}, block_id, action, "", writable)


def _cut_question(
    question: int, shown: Mapping[str, Any], block_id: str, action: str, reveal_url: str, writable: bool
) -> Pieces:
    context = {
        "id": f"vraag-{block_id}",
        "action": action,
        "csrf_token": CSRF,
        "key": KEY,
        "reveal_url": reveal_url,
        "writable": writable,
        "edition_id": edition(question).uuid,
        **shown,
    }
    return cut(render_to_string("learning/journey/question.html", context), f"question-{shown['kind']}")


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
    return cut(render_to_string("learning/journey/prompt.html", context), "prompt")


@lru_cache(maxsize=2048)
def _poll(shown: str, block_id: str, action: str, writable: bool) -> Pieces:
    context = {
        **json.loads(shown),
        "id": f"peiling-{block_id}",
        "action": action,
        "csrf_token": CSRF,
        "key": KEY,
        "over": mark("over"),
        "writable": writable,
    }
    return cut(render_to_string("components/poll.html", context), "poll")


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
    return cut(render_to_string("learning/journey/glossary.html", {"terms": terms}), "glossary")


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} en {names[-1]}"


def forget() -> None:
    """Drop all that is remembered. For tests, whose databases begin again with the same numbers."""
    for remembered in (
        _frame, _contents_frame, _contents_row, _finish_frame, _open_row, _notice_words,
        _question, _gaps, _case, _prompt, _poll, _local, _gap, _profession, _glossary, differing_blocks,
    ):  # fmt: skip
        remembered.cache_clear()
