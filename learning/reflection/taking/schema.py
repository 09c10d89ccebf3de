"""The format as JSON Schema 2020-12, for whoever reads a mirror elsewhere.

`python -m learning.reflection.taking.schema` prints what is published.
"""

import json
import sys
from typing import Any

Schema = dict[str, Any]
_TEXT: Schema = {"type": "string"}
_MOMENT: Schema = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(\+00:00|Z)$"}
_DAY: Schema = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"}
_ID: Schema = {"type": "string", "pattern": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"}
_DIMENSIONS = ("technical", "normative", "personal")


def _whole(least: int, most: int | None = None) -> Schema:
    return {"type": "integer", "minimum": least} | ({"maximum": most} if most is not None else {})


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _object(properties: dict[str, Schema], *, optional: tuple[str, ...] = ()) -> Schema:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _many(name: str) -> Schema:
    return {"type": "array", "items": {"$ref": f"#/$defs/{name}"}}


def _maybe(name: str) -> Schema:
    return _or_null({"$ref": f"#/$defs/{name}"})


_DEFS: dict[str, Schema] = {
    "question": _object({"number": _whole(1, 10), "name": _TEXT, "asks": _TEXT}),
    "source": _object({"kind": _TEXT, "title": _TEXT, "edition": _whole(1)}),
    "intention": _object(
        {
            "made_at": _MOMENT,
            "when": _or_null(_TEXT),
            "then": _or_null(_TEXT),
            "follow_up_on": _DAY,
            "outcome": _or_null({"type": "string", "enum": ["done", "partly", "otherwise", "dropped"]}),
            "outcome_text": _or_null(_TEXT),
            "closed_at": _or_null(_MOMENT),
        }
    ),
    "comment": _object({"by": _TEXT, "own": {"type": "boolean"}, "at": _MOMENT, "text": _or_null(_TEXT)}),
    "share": _object(
        {
            "with": _TEXT,
            "at": _MOMENT,
            "until": _DAY,
            "withdrawn_at": _or_null(_MOMENT),
            "opened": {"type": "array", "items": _MOMENT},
            "comments": _many("comment"),
        }
    ),
    "entry": _object(
        {
            "id": _ID,
            "written_at": _MOMENT,
            "question": _maybe("question"),
            "prompt": _TEXT,
            "prompt_edition": _maybe("source"),
            "where": _maybe("source"),
            "text": _or_null(_TEXT),
            "dimensions": _object(dict.fromkeys(_DIMENSIONS, _or_null(_TEXT)), optional=_DIMENSIONS),
            "rating": _or_null(_whole(1, 5)),
            "minutes": _or_null(_whole(1, 600)),
            "intention": _maybe("intention"),
            "shared": _many("share"),
        }
    ),
    "draft": _object(
        {
            "id": _ID,
            "saved_at": _MOMENT,
            "place": _TEXT,
            "fields": _or_null({"type": "object", "additionalProperties": _TEXT}),
        }
    ),
    "own_comment": _object({"at": _MOMENT, "text": _or_null(_TEXT)}),
    "received": _object(
        {
            "by": _TEXT,
            "at": _MOMENT,
            "until": _DAY,
            "withdrawn_at": _or_null(_MOMENT),
            "own_comments": _many("own_comment"),
        }
    ),
}
SCHEMA: Schema = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "urn:leerspiegel:mirror:1",
    "title": "Leerspiegel: een spiegel om mee te nemen, versie 1",
    **_object(
        {
            "format": {"const": "leerspiegel-mirror/1"},
            "language": {"const": "nl"},
            "person": _TEXT,
            "made_at": _MOMENT,
            "choice": _object({"question": _or_null(_whole(1, 10)), "since": _or_null(_DAY), "until": _or_null(_DAY)}),
            "not_opened": _whole(0),
            "entries": _many("entry"),
            "drafts": _many("draft"),
            "received": _many("received"),
        }
    ),
    "$defs": _DEFS,
}


def published() -> str:
    """The schema as it stands in static/schema."""
    return json.dumps(SCHEMA, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(published())
