"""A lesson as the peers have it, and whether a page holds it: its words are looked for in the page's words, whatever the markup."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from typing import Any

OURS_ALONE = frozenset({"local", "glossary", "case", "poll"})
"""Kinds of blocks that the peers have no equal of."""
_TAG = re.compile(r"<(script|style|template)\b.*?</\1>|<[^>]*>", re.DOTALL | re.IGNORECASE)


def words(html: str) -> str:
    """The text of HTML: no tags, no doubled or missing spaces to tell two renderings apart."""
    return re.sub(r"\s+", "", unescape(_TAG.sub("", html)))


def differences(lesson: dict[str, Any], page: str) -> list[str]:
    """The first words of every text of the lesson that the page lacks. What is asked is left out: wagtail-lms asks elsewhere."""
    held = words(page)
    texts = (words(block["html"]) for block in lesson["blocks"] if block["type"] == "text")
    return [text[:80] for text in texts if text and text not in held]


def as_html(block: dict[str, Any], questions: Mapping[int, dict[str, Any]]) -> dict[str, Any] | None:
    """A compiled block for the peers: a text as HTML, what is asked as a stem with its choices. None for what only ours has."""
    if block["type"] == "question":
        question = questions[block["edition"]]
        return {"type": "question", "stem": question["stem_html"], "choices": _choices(question)}
    if block["type"] == "prompt":
        return {"type": "question", "stem": block["text"], "choices": []}
    if block["type"] in OURS_ALONE:
        return None
    return {"type": "text", "html": block["html"]}


def _choices(question: dict[str, Any]) -> list[str]:
    if question["kind"] == "true-false":
        return ["Waar", "Niet waar"]
    if question["kind"] == "match":
        return [f"{pair['left']}: {pair['right']}" for pair in question["pairs"]]
    return [item.get("html") or item["text"] for item in question.get("options") or question.get("items") or []]
