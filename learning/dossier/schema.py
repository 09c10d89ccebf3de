"""The format of a dossier as JSON Schema 2020-12, for whoever reads one elsewhere.

`python -m learning.dossier.schema` prints what is published.
"""

import json
import sys
from typing import Any

Schema = dict[str, Any]
_TEXT: Schema = {"type": "string"}
_MOMENT: Schema = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(\+00:00|Z)$"}
_DAY: Schema = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"}
_ID: Schema = {"type": "string", "pattern": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"}
_KINDS = ["preparation", "session", "candidate", "module", "training", "intervision", "supervision", "congress"]
_NEEDS = ["minutes", "method", "people", "no_hierarchy", "facilitator", "evidence"]


def _whole(least: int, most: int | None = None) -> Schema:
    return {"type": "integer", "minimum": least} | ({"maximum": most} if most is not None else {})


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _object(properties: dict[str, Schema]) -> Schema:
    return {"type": "object", "properties": properties, "required": [*properties], "additionalProperties": False}


def _many(items: Schema) -> Schema:
    return {"type": "array", "items": items}


_ACTIVITY = _object(
    {
        "id": _ID,
        "kind": {"type": "string", "enum": _KINDS},
        "on": _DAY,
        "minutes": _or_null(_whole(1, 1440)),
        "method": _or_null(_TEXT),
        "with": _TEXT,
        "people": _or_null(_whole(1)),
        "facilitator": _TEXT,
        "no_hierarchy": {"type": "boolean"},
        "evidence": _TEXT,
        "confirmed_by": _whole(0),
        "confirmed_by_names": _many(_TEXT),
    }
)
_REGISTER = _object(
    {
        "register": _TEXT,
        "name": _TEXT,
        "edition": _TEXT,
        "valid_from": _or_null(_DAY),
        "review_on": _DAY,
        "sources": _many(_object({"title": _TEXT, "url": _TEXT, "read_on": _DAY})),
    }
)
_CATEGORY = _object(
    {
        "key": _TEXT,
        "name": _TEXT,
        "asks": _or_null(_whole(1)),
        "unit": {"type": "string", "enum": ["points", "hours"]},
        "candidate_minutes": _whole(0),
        "candidates": _many(_ID),
        "incomplete": _many(_object({"id": _ID, "lacks": _many({"type": "string", "enum": _NEEDS})})),
    }
)
SCHEMA: Schema = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "urn:leerspiegel:dossier:1",
    "title": "Leerspiegel: een dossier om mee te nemen, versie 1",
    **_object(
        {
            "format": {"const": "leerspiegel-dossier/1"},
            "language": {"const": "nl"},
            "person": _TEXT,
            "made_at": _MOMENT,
            "since": _or_null(_DAY),
            "until": _or_null(_DAY),
            "activities": _many(_ACTIVITY),
            "register": _or_null(_REGISTER),
            "categories": _many(_CATEGORY),
        }
    ),
}


def published() -> str:
    """The schema as it stands in static/schema."""
    return json.dumps(SCHEMA, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(published())
