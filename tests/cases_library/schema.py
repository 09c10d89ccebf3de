"""The part of JSON Schema 2020-12 that the published schema uses, written down plainly."""

import re
from typing import Any

Schema = dict[str, Any]
_TYPES = {"object": dict, "array": list, "string": str, "null": type(None), "boolean": bool}
_KNOWN = {
    "$schema", "$id", "$defs", "title", "$ref", "type", "const", "enum", "pattern", "minimum", "maximum", "items", "minItems", "maxItems",
    "contains", "properties", "required", "additionalProperties", "allOf", "anyOf", "oneOf", "if", "then",
}  # fmt: skip


def valid(value: Any, schema: Schema, root: Schema) -> bool:
    assert set(schema) <= _KNOWN, set(schema) - _KNOWN
    if "$ref" in schema:
        return valid(value, root["$defs"][schema["$ref"].removeprefix("#/$defs/")], root)
    return (
        ("type" not in schema or _typed(value, schema["type"]))
        and ("const" not in schema or (value == schema["const"] and isinstance(value, str)))
        and ("enum" not in schema or (isinstance(value, str) and value in schema["enum"]))
        and all(valid(value, one, root) for one in schema.get("allOf", []))
        and ("anyOf" not in schema or any(valid(value, one, root) for one in schema["anyOf"]))
        and ("oneOf" not in schema or sum(valid(value, one, root) for one in schema["oneOf"]) == 1)
        and ("if" not in schema or not valid(value, schema["if"], root) or valid(value, schema["then"], root))
        and _inside(value, schema, root)
    )


def _typed(value: Any, name: str) -> bool:
    if name == "integer":
        return not isinstance(value, bool) and isinstance(value, int | float) and value == value // 1
    return isinstance(value, _TYPES[name])


def _inside(value: Any, schema: Schema, root: Schema) -> bool:
    if isinstance(value, str):
        return "pattern" not in schema or bool(re.search(schema["pattern"].replace("$", r"\Z"), value))
    if isinstance(value, list):
        return (
            schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value))
            and all(valid(one, schema["items"], root) for one in value if "items" in schema)
            and ("contains" not in schema or any(valid(one, schema["contains"], root) for one in value))
        )
    if isinstance(value, dict):
        return set(schema.get("required", [])) <= set(value) and all(
            _property(k, v, schema, root) for k, v in value.items()
        )
    if isinstance(value, int | float) and not isinstance(value, bool):
        return schema.get("minimum", value) <= value <= schema.get("maximum", value)
    return True


def _property(name: str, value: Any, schema: Schema, root: Schema) -> bool:
    if name in schema.get("properties", {}):
        return valid(value, schema["properties"][name], root)
    rest = schema.get("additionalProperties", True)
    return rest if isinstance(rest, bool) else valid(value, rest, root)
