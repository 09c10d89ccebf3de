"""Whether a page holds a lesson: its words are looked for in the page's words, whatever the markup."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

_TAG = re.compile(r"<(script|style|template)\b.*?</\1>|<[^>]*>", re.DOTALL | re.IGNORECASE)


def words(html: str) -> str:
    """The text of HTML: no tags, no doubled or missing spaces to tell two renderings apart."""
    return re.sub(r"\s+", "", unescape(_TAG.sub("", html)))


def differences(lesson: dict[str, Any], page: str) -> list[str]:
    """The first words of every text of the lesson that the page lacks. What is asked is left out: wagtail-lms asks elsewhere."""
    held = words(page)
    texts = (words(block["html"]) for block in lesson["blocks"] if block["type"] == "text")
    return [text[:80] for text in texts if text and text not in held]
