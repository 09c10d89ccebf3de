"""The compiled form: what it holds, and how its hash is taken."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder

from cms.models import Taught

Content = dict[str, Any]


def _derived(key: str) -> bool:
    """Whether a key follows from the rest and from templates; such keys do not make another edition by themselves."""
    return key in {"html", "number"} or key.endswith("_html")


class CompileError(ValidationError):
    """The page cannot be published as it is; the message says why and what to do."""


@dataclass(frozen=True)
class Compiled:
    """A content and what else it uses (questions, terms, lessons, slots' texts are not pinned)."""

    content: Content
    uses: list[Taught] = field(default_factory=list)


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
