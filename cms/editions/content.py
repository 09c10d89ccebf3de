"""The compiled form: what it holds, and how its hash is taken."""

import hashlib
import json
import re
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder

from cms.models import Taught

Content = dict[str, Any]
DIFFERS = frozenset({"question", "case", "prompt", "poll", "local", "profession", "glossary"})
"""The kinds of blocks in a lesson that are not the same for every reader."""


def _derived(key: str) -> bool:
    """Whether a key follows from the rest, templates or a search; such keys do not make another edition by themselves."""
    return key in {"html", "number", "search"} or key.endswith("_html")


class CompileError(ValidationError):
    """The page cannot be published as it is; the message says why and what to do. `about`: the kind and id of what must change first.

    Several of them make one, which says each of them once.
    """

    def __init__(self, message: Any, *, about: tuple[str, uuid.UUID] | None = None) -> None:
        super().__init__(message)
        self.about = about


class Reason(str):
    """Why something cannot be published, in words, with what must change first where that is something else."""

    __slots__ = ("about",)
    about: tuple[str, uuid.UUID] | None

    @classmethod
    def of(cls, fault: ValidationError) -> "list[Reason]":
        """All that a refusal says."""
        return [cls._of_one(one) for one in ValidationError([fault]).error_list]

    @classmethod
    def _of_one(cls, fault: ValidationError) -> "Reason":
        reason = cls(fault.messages[0])
        reason.about = getattr(fault, "about", None)
        return reason


@dataclass(frozen=True)
class Compiled:
    """A content and what else it uses (questions, terms, lessons, slots' texts are not pinned)."""

    content: Content
    uses: list[Taught] = field(default_factory=list)


_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def printable(value: Any) -> Any:
    """Content without control characters: no reader needs them, and pages mark the places of a reader's own values with them."""
    if isinstance(value, str):
        return _CONTROL.sub("", value)
    if isinstance(value, dict):
        return {key: printable(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [printable(inner) for inner in value]
    return value


def content_hash(content: Content) -> str:
    """SHA-256 over the content without what is derived from it."""
    return hashlib.sha256(
        json.dumps(_essence(content), sort_keys=True, ensure_ascii=False, cls=DjangoJSONEncoder).encode()
    ).hexdigest()


def _essence(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _essence(inner) for key, inner in value.items() if not _derived(key)}
    if isinstance(value, list | tuple):
        return [_essence(inner) for inner in value]
    return value
