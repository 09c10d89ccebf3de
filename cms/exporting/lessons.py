"""A lesson as a file: its head in TOML, and its blocks as Markdown between fences."""

import json
import re
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from cms.exporting.rich_text import read_html, to_markdown
from cms.importing.blocks import BlockDraft
from cms.importing.directives import SILENT, UNNAMED
from cms.importing.drafts import LessonDraft, Raw
from cms.importing.ids import stable_id
from cms.importing.rich_text import ALL, INLINE, PARAGRAPHS

_PROMPT = frozenset({"p", "b", "i", "ul", "li", "br"})
_TRANSCRIPT = frozenset({"p", "b", "i", "br"})


def lesson_text(lesson: LessonDraft, module_identity: tuple[str, ...]) -> str:
    """The whole file. Raises Unwritable."""
    identity = (*module_identity, "lesson", lesson.slug)
    note, body, terms = _cut_head(lesson, identity)
    head = {**head_of(lesson), "profession_note": note, "terms": terms}
    return "+++\n" + _toml(head, _sources(lesson.sources)) + "+++\n\n" + "\n\n".join(body) + "\n"


def _cut_head(lesson: LessonDraft, identity: tuple[str, ...]) -> tuple[str, list[str], list[str]]:
    """What the head says of the blocks (the note for professions, the terms), and the blocks as text."""
    note, terms = note_of(lesson, identity), []
    blocks = lesson.body[1:] if note else list(lesson.body)
    if blocks and blocks[-1].type == "glossary":
        terms = blocks.pop().value["terms"]
    before = [None, *blocks]
    return note, [text_of(one, last) for one, last in zip(blocks, before, strict=False)], terms


def note_of(lesson: LessonDraft, identity: tuple[str, ...]) -> str:
    """What the head says as `profession_note`: the callout at the top that such a note became."""
    first = lesson.body[0] if lesson.body else None
    if first is None or first.id != stable_id(*identity, "profession_note"):
        return ""
    value = first.value
    said = {"kind": "info", "title": _("Verschilt per beroep")}
    is_it = first.type == "callout" and said.items() <= value.items() and is_plain(value["text"])
    return plain_of(value["text"]) if is_it else ""


def text_of(block: BlockDraft, before: BlockDraft | None = None) -> str:
    """One block. Running text after running text stands between fences, or they would read as one. Raises Unwritable."""
    written = _WRITERS[block.type](block.value)
    is_second = block.type == "text" and before is not None and before.type == "text"
    return _fence("text", inside=written) if is_second else written


def is_plain(html: str) -> bool:
    """Whether a rich text is one paragraph without any mark-up."""
    blocks = read_html(html)
    return len(blocks) == 1 and blocks[0].tag == "p" and all(isinstance(one, str) for one in blocks[0].inside)


def plain_of(html: str) -> str:
    """The words of such a text."""
    return "".join(read_html(html)[0].inside)


def head_of(draft: Any) -> dict[str, Any]:
    """What lessons and modules say first, in the order of the how-to."""
    head = {name: getattr(draft, name) for name in ("slug", "title", "summary", "minutes")}
    head["goals"] = [goal["value"] for goal in draft.goals]
    return head | {name: getattr(draft, name) for name in ("reviewed_on", "review_by", "reviewer")}


def _sources(sources: Raw) -> str:
    return "".join("\n[[sources]]\n" + _toml(source["value"]) for source in sources)


# --- TOML -------------------------------------------------------------------------------------------


def _toml(values: dict[str, Any], rest: str = "") -> str:
    return "".join(f"{key} = {_value(value)}\n" for key, value in values.items()) + rest


def _value(value: Any) -> str:
    if isinstance(value, list):
        one_line = "[" + ", ".join(_value(one) for one in value) + "]"
        return one_line if len(one_line) < 100 else "[\n" + "".join(f"  {_value(one)},\n" for one in value) + "]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return str(value)


# --- Blocks -----------------------------------------------------------------------------------------


def _fence(name: str, *words: str, quotes: tuple[str, ...] = (), inside: str = "") -> str:
    quoted = ['"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"' for text in quotes if text]
    return " ".join([":::", name, *words, *quoted]) + (f"\n{inside}" if inside else "") + "\n:::"


def _steps(value: Any) -> str:
    lines = []
    for count, item in enumerate(value["steps"], 1):
        title = re.sub(r"([.:]+)$", r"\\\1", item["value"]["title"])
        text = to_markdown(item["value"]["text"], INLINE)
        lines.append(f"{count}. **{title}**" + (f" {text}" if text else ""))
    return _fence("steps", quotes=(value["title"],), inside="\n\n".join(lines))


def _accordion(value: Any) -> str:
    parts = [
        f"### {item['value']['title']}\n\n{to_markdown(item['value']['text'], PARAGRAPHS)}" for item in value["items"]
    ]
    return _fence("accordion", inside="\n\n".join(parts))


def _table(value: Any) -> str:
    rows = value["table"]["data"]
    lines = ["| " + " | ".join(cell.replace("|", r"\|") for cell in row) + " |" for row in rows]
    lines.insert(1, "|" + "---|" * len(rows[0]))
    return _fence("table", quotes=(value["caption"],), inside="\n".join(lines))


def _quote(value: Any) -> str:
    return _fence("quote", quotes=(value["attribution"],), inside=re.sub(r"(?<!\n)\n(?!\n)", "\\\\\n", value["text"]))


def _checklist(value: Any) -> str:
    return _fence(
        "checklist", quotes=(value["title"],), inside="\n".join(f"- {one['value']}" for one in value["items"])
    )


def _poll(value: Any) -> str:
    choices = "\n".join(f"- {one['value']}" for one in value["choices"])
    inside = "\n\n".join(filter(None, [value["about"], choices]))
    return _fence("poll", *([UNNAMED] if value["unnamed"] else []), quotes=(value["question"],), inside=inside)


def _figure(value: Any) -> str:
    if value["decorative"]:
        return _fence("decoration", value["image"], quotes=(value["caption"],))
    return _fence("image", value["image"], quotes=(value["alt"], value["caption"]))


def _video(value: Any) -> str:
    files = [value["video"], *filter(None, [value["captions"] or (SILENT if value.get("silent") else "")])]
    return _fence("video", *files, quotes=(value["title"],), inside=to_markdown(value["transcript"], _TRANSCRIPT))


_WRITERS: dict[str, Callable[[Any], str]] = {
    "text": lambda value: to_markdown(value, ALL),
    "markdown": lambda value: _fence("markdown", inside=value),
    "callout": lambda value: _fence(
        "callout", value["kind"], quotes=(value["title"],), inside=to_markdown(value["text"], PARAGRAPHS)
    ),
    "steps": _steps,
    "accordion": _accordion,
    "table": _table,
    "quote": _quote,
    "figure": _figure,
    "video": _video,
    "download": lambda value: _fence("download", value["document"], quotes=(value["title"],)),
    "checklist": _checklist,
    "exercise": lambda value: _fence(
        "exercise", quotes=(value["title"],), inside=to_markdown(value["text"], PARAGRAPHS)
    ),
    "prompt": lambda value: _fence(
        "prompt", *filter(None, [value["question"]]), inside=to_markdown(value["text"], _PROMPT)
    ),
    "poll": _poll,
    "question": lambda value: _fence("question", value["question"]),
    "case": lambda value: _fence("case", value["case"]),
    "local": lambda value: _fence("slot", value["slot"]),
    "profession": lambda value: _fence(
        "profession",
        ",".join(value["professions"]),
        quotes=(value["title"],),
        inside=to_markdown(value["text"], ALL - {"h2"}),
    ),
    "glossary": lambda value: _fence("glossary", ",".join(value["terms"])),
}
