"""The format as JSON Schema 2020-12, for whoever writes cases elsewhere. `python -m cases_library.engine.schema` prints what is published.

Three things only reading knows: that keys are unique in their list, how deep conditions may nest, and how large a file may be.
"""

import json
import sys
from collections.abc import Iterable
from typing import Any

from cases_library.engine.format import ASIDE_KINDS, BETTER, FORMAT, HIGHEST, KINDS, LOWEST, REFLECTION_QUESTIONS, SHOWN
from cases_library.engine.reading import (
    IMAGE,
    LANGUAGE,
    MAX_CHOICES,
    MAX_DAY,
    MAX_FACTS,
    MAX_MINUTES,
    MAX_SCENES,
    MAX_VARIABLES,
)
from cases_library.engine.reading_conditions import MOST
from cases_library.engine.reading_parts import KEY, MAX_LIST

Schema = dict[str, Any]


def _whole(lowest: int, highest: int) -> Schema:
    return {"type": "integer", "minimum": lowest, "maximum": highest}


def _list(items: Schema, most: int = MAX_LIST) -> Schema:
    return {"type": "array", "items": items, "maxItems": most}


def _object(properties: Schema, required: Iterable[str] = (), **more: Any) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
        **more,
    }


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _one(name: str, schema: Schema) -> Schema:
    return _object({name: schema}, [name])


_KEY, _TEXT, _TAGS = _ref("key"), _ref("text"), _list(_ref("tag"))
_VALUE, _NUMBER = _whole(LOWEST, HIGHEST), _whole(-MOST, MOST)
_EFFECTS, _LEARN, _WHEN = _list(_ref("effect")), _list(_TEXT), _or_null(_ref("condition"))

_DEFS: Schema = {
    "key": {"type": "string", "pattern": f"^(?:{KEY})$"},
    "text": {"type": "string", "pattern": "^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f]*$"},
    "tag": {"allOf": [_TEXT, {"pattern": "\\S"}]},
    "support": _object({"label": _TEXT, "text": _TEXT}),
    "source": _object({"title": _TEXT, "url": _TEXT, "date": _TEXT}),
    "review": _object({"by": _TEXT, "role": _TEXT, "date": _TEXT, "edition": _or_null(_whole(1, 1_000_000))}, ["by"]),
    "person": _object({"key": _KEY, "name": _TEXT, "role": _TEXT}, ["key"]),
    "variable": _object(
        {
            "key": _KEY,
            "label": _TEXT,
            "start": _VALUE,
            "better": {"enum": list(BETTER)},
            "shown": {"enum": list(SHOWN)},
            "words": {**_list(_TEXT, HIGHEST + 1), "minItems": HIGHEST + 1},
        },
        ["key", "label", "start", "words"],
    ),
    "fact": _object({"key": _KEY, "text": _TEXT, "known_by": _or_null(_TEXT), "debrief": _TEXT}, ["key", "text"]),
    "aside": _object(
        {"key": _KEY, "kind": {"enum": list(ASIDE_KINDS)}, "text": _TEXT, "learn": _LEARN}, ["key", "kind", "text"]
    ),
    "effect": {"oneOf": [_object({"variable": _TEXT, name: _NUMBER}, ["variable", name]) for name in ("add", "set")]},
    "condition": {
        "oneOf": [
            _one("all", _list(_ref("condition"))),
            _one("any", _list(_ref("condition"))),
            _one("not", _ref("condition")),
            _one("fact", _TEXT),
            _one("visited", _TEXT),
            _object({"variable": _TEXT, "at_least": _NUMBER}, ["variable", "at_least"]),
            _object({"variable": _TEXT, "at_most": _NUMBER}, ["variable", "at_most"]),
        ]
    },
    "choice": _object(
        {
            "key": _KEY,
            "text": _TEXT,
            "to": _TEXT,
            "when": _WHEN,
            "effects": _EFFECTS,
            "learn": _LEARN,
            "consequence": _TEXT,
            "debrief": _TEXT,
            "tags": _TAGS,
        },
        ["key", "text", "to"],
    ),
    "scene": _object(
        {
            "key": _KEY,
            "title": _TEXT,
            "kind": {"enum": list(KINDS)},
            "question": _or_null(_whole(1, REFLECTION_QUESTIONS)),
            "day": _whole(0, MAX_DAY),
            "body": _TEXT,
            "tags": _TAGS,
            "passages": _list(_object({"when": _WHEN, "text": _TEXT})),
            "enter": _or_null(_object({"effects": _EFFECTS, "learn": _LEARN})),
            "asides": _list(_ref("aside"), MAX_CHOICES),
            "choices": _list(_ref("choice"), MAX_CHOICES),
            "debrief": _TEXT,
        },
        ["key", "title", "kind", "body"],
        allOf=[
            {
                "if": {"properties": {"kind": {"const": "ending"}}, "required": ["kind"]},
                "then": {"properties": {"choices": {"maxItems": 0}}},
            },
            {
                "if": {"properties": {"kind": {"const": "reflection"}}, "required": ["kind"]},
                "then": {"properties": {"question": {"type": "integer"}}, "required": ["question"]},
            },
        ],
    ),
    "answer": _object({"scene": _TEXT, "choice": _TEXT, "role": _TEXT, "reason": _TEXT}),
    "walk": _object(
        {
            "name": _TEXT,
            "choices": _list(_TEXT),
            "ends_in": _TEXT,
            "expect": {"type": "object", "additionalProperties": _VALUE},
        }
    ),
}

SCHEMA: Schema = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "urn:leerspiegel:case:1",
    "title": "Leerspiegel: een casus, versie 1",
    **_object(
        {
            "format": {"const": FORMAT},
            "slug": _KEY,
            "title": _TEXT,
            "language": {"type": "string", "pattern": f"^(?:{LANGUAGE})$"},
            "minutes": _whole(1, MAX_MINUTES),
            "notice": _TEXT,
            "support": _list(_ref("support")),
            "sources": _list(_ref("source")),
            "reviewed": _or_null(_ref("review")),
            "illustration": _or_null({"allOf": [_TEXT, {"pattern": f"^(?:{IMAGE})$"}]}),
            "perspective": _TEXT,
            "perspective_of": _or_null(_TEXT),
            "people": _list(_ref("person")),
            "start": _TEXT,
            "variables": _list(_ref("variable"), MAX_VARIABLES),
            "facts": _list(_ref("fact"), MAX_FACTS),
            "asides": _list(_ref("aside"), MAX_CHOICES),
            "scenes": {
                **_list(_ref("scene"), MAX_SCENES),
                "contains": {"properties": {"kind": {"const": "ending"}}, "required": ["kind"]},
            },
            "panel": _list(_ref("answer")),
            "walks": _list(_ref("walk")),
        },
        ["format", "slug", "title", "language", "minutes", "start", "scenes"],
    ),
    "$defs": _DEFS,
}


def published() -> str:
    """The text of the published file."""
    return json.dumps(SCHEMA, ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    sys.stdout.write(published())
