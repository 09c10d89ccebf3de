"""Reading a case: from a document to values, or a FormatError that names the place and says what to do."""

from collections.abc import Mapping

from cases_library.engine import format as values
from cases_library.engine.format import Case
from cases_library.engine.json_text import MAX_BYTES, FormatError, parse
from cases_library.engine.reading_conditions import MAX_CONDITION_DEPTH, read_condition, read_effect
from cases_library.engine.reading_parts import Part
from cases_library.engine.writing import dump_document, write_case

__all__ = [
    "MAX_BYTES",
    "MAX_CHOICES",
    "MAX_CONDITION_DEPTH",
    "MAX_SCENES",
    "FormatError",
    "dump_case",
    "read_case",
    "read_json",
    "write_case",
]

MAX_SCENES = 1_000
MAX_CHOICES = 100
"""Of one scene."""
MAX_VARIABLES = 50
MAX_FACTS = 500
MAX_DAY = 36_500
MAX_MINUTES = 10_000
LANGUAGE = r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*"
IMAGE = r"(?!/)(?!.*\.\.)[^\\:?#]*"
"""A path inside the package: relative, never upwards, no address."""


def read_json(data: bytes | str) -> Case:
    """The case in a file's bytes or text."""
    return read_case(parse(data))


def read_case(document: object) -> Case:
    """The case in a parsed JSON value. The first fault that is met, in document order, is raised as FormatError."""
    part = Part(
        document, "", _CASE, ["format", "slug", "title", "language", "minutes", "start", "scenes"], first="format"
    )
    part.one_of("format", (values.FORMAT,))
    case = Case(
        format=values.FORMAT,
        slug=part.key("slug"),
        title=part.text("title"),
        language=part.matching("language", LANGUAGE, "Schrijf een taalcode, zoals ‘nl’."),
        minutes=part.whole("minutes", 1, MAX_MINUTES),
        notice=part.text("notice"),
        support=part.parts("support", _support),
        sources=part.parts("sources", _source),
        reviewed=part.optional("reviewed", _review),
        illustration=_illustration(part),
        perspective=part.text("perspective"),
        perspective_of=part.reference("perspective_of") or None,
        people=part.keyed("people", _person),
        start=part.text("start"),
        variables=part.keyed("variables", _variable, most=MAX_VARIABLES),
        facts=part.keyed("facts", _fact, most=MAX_FACTS),
        asides=part.keyed("asides", _aside, most=MAX_CHOICES),
        scenes=part.keyed("scenes", _scene, most=MAX_SCENES),
        panel=part.parts("panel", _answer),
        walks=part.parts("walks", _walk),
    )
    if not any(scene.is_ending for scene in case.scenes):
        raise FormatError(
            "/scenes", "Geen enkele scène is een einde. Maak van minstens één scène een einde (‘ending’)."
        )
    return case


def dump_case(case: Case | Mapping[str, object]) -> str:
    """The canonical text of a case or of a document that holds one."""
    return dump_document(write_case(case if isinstance(case, Case) else read_case(case)))


_HEAD = ["format", "slug", "title", "language", "minutes", "notice", "support", "sources", "reviewed", "illustration"]
_CAST = ["perspective", "perspective_of", "people", "start", "variables", "facts", "asides"]
_CASE = [*_HEAD, *_CAST, "scenes", "panel", "walks"]
_SCENE = [
    "key",
    "title",
    "kind",
    "question",
    "day",
    "body",
    "tags",
    "passages",
    "enter",
    "asides",
    "choices",
    "debrief",
]
_CHOICE = ["key", "text", "to", "when", "effects", "learn", "consequence", "debrief", "tags"]


def _illustration(part: Part) -> str:
    if part.get("illustration") is None:
        return ""
    return part.matching("illustration", IMAGE, "Noem een bestand binnen het pakket, zoals ‘beeld.svg’.")


def _support(value: object, path: str) -> values.Support:
    part = Part(value, path, ["label", "text"])
    return values.Support(part.text("label"), part.text("text"))


def _source(value: object, path: str) -> values.Source:
    part = Part(value, path, ["title", "url", "date"])
    return values.Source(part.text("title"), part.text("url"), part.text("date"))


def _review(value: object, path: str) -> values.Review:
    part = Part(value, path, ["by", "role", "date", "edition"], ["by"])
    edition = part.whole("edition", 1, 1_000_000) if part.get("edition") is not None else None
    return values.Review(part.text("by"), part.text("role"), part.text("date"), edition)


def _person(value: object, path: str) -> values.Person:
    part = Part(value, path, ["key", "name", "role"], ["key"])
    return values.Person(part.key("key"), part.text("name"), part.text("role"))


def _variable(value: object, path: str) -> values.Variable:
    part = Part(value, path, ["key", "label", "start", "better", "shown", "words"], ["key", "label", "start", "words"])
    words = part.texts("words")
    if len(words) != values.HIGHEST + 1:
        raise FormatError(
            f"{path}/words", f"Geef zes woorden, een voor elke waarde van 0 tot en met 5; dit zijn er {len(words)}."
        )
    return values.Variable(
        key=part.key("key"),
        label=part.text("label"),
        start=part.whole("start", values.LOWEST, values.HIGHEST),
        words=words,
        better=part.one_of("better", values.BETTER),
        shown=part.one_of("shown", values.SHOWN),
    )


def _fact(value: object, path: str) -> values.Fact:
    part = Part(value, path, ["key", "text", "known_by", "debrief"], ["key", "text"])
    return values.Fact(part.key("key"), part.text("text"), part.reference("known_by"), part.text("debrief"))


def _aside(value: object, path: str) -> values.Aside:
    part = Part(value, path, ["key", "kind", "text", "learn"], ["key", "kind", "text"])
    return values.Aside(
        part.key("key"), part.one_of("kind", values.ASIDE_KINDS), part.text("text"), part.texts("learn")
    )


def _scene(value: object, path: str) -> values.Scene:
    part = Part(value, path, _SCENE, ["key", "title", "kind", "body"])
    kind = part.one_of("kind", values.KINDS)
    if kind == values.REFLECTION and part.get("question") is None:
        raise FormatError(
            f"{path}/question", "Een reflectie noemt een van de tien vragen: een getal van 1 tot en met 10."
        )
    question = part.whole("question", 1, values.REFLECTION_QUESTIONS) if part.get("question") is not None else None
    scene = values.Scene(
        key=part.key("key"),
        title=part.text("title"),
        kind=kind,
        body=part.text("body"),
        question=question,
        day=part.whole("day", 0, MAX_DAY, missing=0),
        tags=part.tags("tags"),
        passages=part.parts("passages", _passage),
        enter=part.optional("enter", _enter) or values.Enter(),
        asides=part.keyed("asides", _aside, most=MAX_CHOICES),
        choices=part.keyed("choices", _choice, most=MAX_CHOICES),
        debrief=part.text("debrief"),
    )
    if scene.is_ending and scene.choices:
        raise FormatError(
            f"{path}/choices", "Een einde heeft geen keuzes. Haal ze weg, of geef de scène een andere soort."
        )
    return scene


def _passage(value: object, path: str) -> values.Passage:
    part = Part(value, path, ["when", "text"])
    return values.Passage(part.text("text"), part.optional("when", read_condition))


def _enter(value: object, path: str) -> values.Enter:
    part = Part(value, path, ["effects", "learn"])
    return values.Enter(part.parts("effects", read_effect), part.texts("learn"))


def _choice(value: object, path: str) -> values.Choice:
    part = Part(value, path, _CHOICE, ["key", "text", "to"])
    return values.Choice(
        key=part.key("key"),
        text=part.text("text"),
        to=part.text("to"),
        when=part.optional("when", read_condition),
        effects=part.parts("effects", read_effect),
        learn=part.texts("learn"),
        consequence=part.text("consequence"),
        debrief=part.text("debrief"),
        tags=part.tags("tags"),
    )


def _answer(value: object, path: str) -> values.PanelAnswer:
    part = Part(value, path, ["scene", "choice", "role", "reason"])
    return values.PanelAnswer(part.text("scene"), part.text("choice"), part.text("role"), part.text("reason"))


def _walk(value: object, path: str) -> values.Walk:
    part = Part(value, path, ["name", "choices", "ends_in", "expect"])
    expected = part.mapping("expect")
    return values.Walk(
        name=part.text("name"),
        choices=part.texts("choices"),
        ends_in=part.text("ends_in"),
        expect=tuple((key, expected.whole(key, values.LOWEST, values.HIGHEST)) for key in expected),
    )
