"""A module to learn in, and what a browser sends from its pages."""

import re
import uuid
from typing import Any

from django.test import Client

from cms.editions import memory
from cms.models import LessonPage, ModulePage, Taught
from tests.factories import cms
from tests.learning.questions import right_form, wrong_form

PROMPT = ("prompt", {"question": "3", "text": "<p>Wanneer stelde je het uit?</p>"})


def asks(*kinds: str) -> list[tuple[str, Any]]:
    """The body of a lesson with a question of each of these kinds."""
    return [("question", {"question": cms.question(kind)}) for kind in kinds]


def module_of(*bodies: list[tuple[str, Any]], **fields: Any) -> ModulePage:
    """A published module with a lesson for each body."""
    return cms.module(publish=True, lessons=[{"body": body} for body in bodies], **fields)


def lessons_of(module: ModulePage) -> list[LessonPage]:
    return list(LessonPage.objects.child_of(module).order_by("path"))


def live(item: Any) -> Any:
    """The edition in force, as pages use it."""
    return memory.edition(Taught.objects.get(pk=item.uuid).live_line.head_id)


def blocks(lesson: LessonPage, kind: str = "question") -> list[dict[str, Any]]:
    """The compiled blocks of one type in the live edition of a lesson."""
    return [block for block in live(lesson).content["blocks"] if block["type"] == kind]


def right(block: dict[str, Any]) -> dict[str, Any]:
    return right_form(memory.edition(block["edition"]).content)


def wrong(block: dict[str, Any]) -> dict[str, Any]:
    return wrong_form(memory.edition(block["edition"]).content)


def path(module: ModulePage, *parts: Any) -> str:
    """An address under a module; lessons may be given as pages, blocks as compiled blocks."""
    names = [
        part.slug if isinstance(part, LessonPage) else part["id"] if isinstance(part, dict) else str(part)
        for part in parts
    ]
    return "/" + "/".join(["leren", module.slug, *names]) + "/"


def send(client: Client, address: str, form: dict[str, Any], *, key: Any = None, in_place: bool = True) -> Any:
    """Post a form as our script does, or as a browser without it. Without a key it carries a fresh one; "" is none."""
    sent = {**form, "key": uuid.uuid4() if key is None else key}
    return client.post(address, sent, headers={"X-Requested-With": "save-form"} if in_place else {})


def answer(
    client: Client, lesson: LessonPage, number: int = 0, form: dict[str, Any] | None = None, **keywords: Any
) -> Any:
    """Answer the nth question of a lesson, rightly unless a form is given."""
    block = blocks(lesson)[number]
    module = ModulePage.objects.parent_of(lesson).get()
    return send(client, path(module, lesson, "antwoord", block), right(block) if form is None else form, **keywords)


def finish(client: Client, lesson: LessonPage) -> Any:
    return client.post(path(ModulePage.objects.parent_of(lesson).get(), lesson, "afronden"))


def without_tokens(reply: Any) -> str:
    """What a reply says, without what is fresh in each: keys and tokens."""
    html = re.sub(r'name="(key|csrfmiddlewaretoken)" value="[^"]*"', r'name="\1"', reply.content.decode())
    return re.sub(r'value="[^"]*" name="csrfmiddlewaretoken"', "", html)
