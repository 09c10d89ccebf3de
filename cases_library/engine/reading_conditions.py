"""Reading conditions and effects."""

from cases_library.engine.format import Add, All, Any, AtLeast, AtMost, Condition, Effect, Knows, Not, Put, Visited
from cases_library.engine.json_text import FormatError
from cases_library.engine.reading_parts import Part

MAX_CONDITION_DEPTH = 100
MOST = 1_000
"""The largest number, up or down, in a condition or an effect. Beyond 0 to 5 a condition always or never holds, and effects clamp."""
_NAMES = ("all", "any", "not", "variable", "at_least", "at_most", "fact", "visited")
_SHAPES = ({"all"}, {"any"}, {"not"}, {"fact"}, {"visited"}, {"variable", "at_least"}, {"variable", "at_most"})


def read_condition(value: object, path: str) -> Condition:
    return _condition(value, path, 1)


def _condition(value: object, path: str, depth: int) -> Condition:
    if depth > MAX_CONDITION_DEPTH:
        raise FormatError(path, f"Deze voorwaarde is te diep genest: hooguit {MAX_CONDITION_DEPTH} in elkaar.")
    part = Part(value, path, _NAMES)
    names = set(part)
    if names not in _SHAPES:
        raise FormatError(
            path, "Een voorwaarde is één van: all, any, not, fact, visited, of variable met at_least of at_most."
        )

    def inner(value: object, path: str) -> Condition:
        return _condition(value, path, depth + 1)

    if "all" in names:
        return All(part.parts("all", inner))
    if "any" in names:
        return Any(part.parts("any", inner))
    if "not" in names:
        return Not(inner(part.get("not"), part.at("not")))
    if "fact" in names:
        return Knows(part.text("fact"))
    if "visited" in names:
        return Visited(part.text("visited"))
    if "at_least" in names:
        return AtLeast(part.text("variable"), part.whole("at_least", -MOST, MOST))
    return AtMost(part.text("variable"), part.whole("at_most", -MOST, MOST))


def read_effect(value: object, path: str) -> Effect:
    part = Part(value, path, ("variable", "add", "set"), ("variable",))
    if set(part) == {"variable", "add"}:
        return Add(part.text("variable"), part.whole("add", -MOST, MOST))
    if set(part) == {"variable", "set"}:
        return Put(part.text("variable"), part.whole("set", -MOST, MOST))
    raise FormatError(path, "Een gevolg heeft variable, en daarnaast add of set: één van de twee.")
