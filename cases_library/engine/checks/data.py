"""Numbers and addresses in a case that look as if they were somebody's."""

import re
from collections.abc import Collection, Iterator

from cases_library.engine.checks.saying import listed
from cases_library.engine.findings import Finding, found
from cases_library.engine.format import Case, Scene

PUBLIC_LINES = ("112", "113", "0800-0113", "0800-2000", "0800-0432", "0900-8844", "0900-0101", "0900-0113")
"""Telephone numbers that everybody may read, unless settings say otherwise."""

_BSN = re.compile(r"(?<!\d)(?<!\d[.,-])\d(?:[ .-]?\d){8}(?![\d]|[.,-]\d)")
_BSN_SHAPE = re.compile(r"\d{9}|\d{3}([ .-])\d{3}\1\d{3}|\d{4}([ .-])\d{2}\2\d{3}")
_BSN_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
_GAP = r"[ .\-/]{0,3}"
_PHONE = re.compile(
    rf"(?<![\d+])(?:"
    rf"(?:\+|00)[1-9]{_GAP}\d{_GAP}(?:\(0\){_GAP})?(?:\d{_GAP}){{7,11}}\d"
    rf"|\(?0[1-9](?:\d{{0,2}}\))?(?:{_GAP}\d){{6,8}}"
    rf"|0(?:800|90[069]){_GAP}\d(?:[ .\-]?\d){{3}}(?:(?:[ .\-]?\d){{3}})?"
    rf")(?!\d)"
)
_DATE = re.compile(r"\d{1,2}[-./ ]\d{1,2}[-./ ]\d{4}")
_POSTCODE = r"[1-9]\d{3}(?: ?[A-Z]{2}|[a-z]{2})(?![A-Za-z])"
_ADDRESS = re.compile(
    rf"(?<!\d){_POSTCODE}[ ,\n-]{{1,3}}(?:nr\.? ?|huisnummer )?\d{{1,5}}(?!\d)"
    rf"|(?<![\d])\d{{1,5}} ?[A-Za-z]?(?:[-/]\d{{1,4}})?[ ,\n-]{{1,3}}{_POSTCODE}"
)
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")


def check(case: Case, public_lines: Collection[str]) -> Iterator[Finding]:
    public = frozenset(_national(line) for line in public_lines)
    yield from _judged(
        (case.title, case.notice, case.perspective, *_cast(case), *(one.title for one in case.sources)), public
    )
    for variable in case.variables:
        yield from _judged((variable.label, *variable.words), public, variable=variable.key)
    for fact in case.facts:
        yield from _judged((fact.text, fact.debrief), public, fact=fact.key)
    for aside in case.asides:
        yield from _judged((aside.text,), public, choice=f"@{aside.key}")
    for scene in case.scenes:
        yield from _scene(scene, public)
    for answer in case.panel:
        yield from _judged((answer.role, answer.reason), public, scene=answer.scene, choice=answer.choice)


def _cast(case: Case) -> Iterator[str]:
    for person in case.people:
        yield from (person.name, person.role)
    yield from (walk.name for walk in case.walks)


def _scene(scene: Scene, public: frozenset[str]) -> Iterator[Finding]:
    texts = (scene.title, scene.body, scene.debrief, *(one.text for one in scene.passages))
    yield from _judged(texts, public, scene=scene.key)
    for aside in scene.asides:
        yield from _judged((aside.text,), public, scene=scene.key, choice=f"@{aside.key}")
    for choice in scene.choices:
        texts = (choice.text, choice.consequence, choice.debrief)
        yield from _judged(texts, public, scene=scene.key, choice=choice.key)


def _judged(
    texts: tuple[str, ...],
    public: frozenset[str],
    *,
    scene: str | None = None,
    choice: str | None = None,
    variable: str | None = None,
    fact: str | None = None,
) -> Iterator[Finding]:
    kinds = list(dict.fromkeys(kind for text in texts for kind in kinds_in(text, public)))
    if kinds:
        yield found(
            "real-looking-data",
            f"Hier staat iets wat van een echt mens kan zijn: {listed(kinds)}.",
            "Haal het weg, of verzin iets wat duidelijk niet bestaat.",
            scene=scene,
            choice=choice,
            variable=variable,
            fact=fact,
        )


def kinds_in(text: str, public: frozenset[str]) -> Iterator[str]:
    """What a text holds that looks real, in words."""
    if any(is_bsn(match.group()) for match in _BSN.finditer(text)):
        yield "een burgerservicenummer"
    if any(_is_private(match.group(), public) for match in _PHONE.finditer(text)):
        yield "een telefoonnummer"
    if _ADDRESS.search(text):
        yield "een postcode met huisnummer"
    if _MAIL.search(text):
        yield "een e-mailadres"


def is_bsn(text: str) -> bool:
    """Nine digits, grouped as people write them, that pass the eleven test."""
    digits = [int(one) for one in text if one.isdecimal()]
    weighed = sum(weight * digit for weight, digit in zip(_BSN_WEIGHTS, digits, strict=True))
    return bool(_BSN_SHAPE.fullmatch(text)) and any(digits) and weighed % 11 == 0


def _is_private(written: str, public: frozenset[str]) -> bool:
    if _DATE.match(written):
        return False
    number = _national(written)
    if number in public:
        return False
    inland = number.startswith("0") and not number.startswith("00")
    return not inland or len(number) == 10 or number.startswith(("0800", "0900", "0906", "0909"))


def _national(written: str) -> str:
    """A number's digits as they are dialled inside the country."""
    plain = written.replace("(0)", "") if written.lstrip().startswith(("+", "00")) else written
    digits = "".join(one for one in plain if one.isdecimal())
    if plain.lstrip().startswith("+31"):
        return f"0{digits[2:]}"
    return f"0{digits[4:]}" if digits.startswith("0031") else digits
