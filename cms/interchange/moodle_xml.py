"""Reading the XML in which Moodle exports questions."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from cms.interchange.checking import checked
from cms.interchange.cloze import gaps_of
from cms.interchange.encoding import xml_of
from cms.interchange.gift_text import Text
from cms.interchange.items import FileRefused, Item, NotHeld, Reading, Remark, Value, titled
from cms.interchange.parts import (
    FILL_IN_STEM,
    STATEMENT_STEM,
    category_tags,
    choice,
    joined,
    key_of,
    last_paragraph,
    number_value,
)
from cms.interchange.weights import only_full, right_one, right_ones, weight

_FORMATS = {"html": "html", "markdown": "markdown", "plain_text": "plain", "moodle_auto_format": "moodle"}
_NAMES = {
    "description": _("tekst zonder antwoorden"), "calculated": _("een berekende vraag"), "calculatedmulti": _("een berekende vraag"),
    "calculatedsimple": _("een berekende vraag"), "random": _("een willekeurige vraag"), "randomsamatch": _("een willekeurige vraag"),
    "ddwtos": _("slepen naar tekst"), "ddimageortext": _("slepen op een afbeelding"), "ddmarker": _("slepen op een afbeelding"),
    "gapselect": _("kiezen in een tekst"),
}  # fmt: skip
_Kind = tuple[str, str, Value, str]


def read(data: bytes) -> Reading:
    """All questions of a quiz. Raises FileRefused for XML that is no Moodle XML."""
    root = xml_of(data)
    if root.tag != "quiz":
        raise FileRefused(_("Dit is geen Moodle XML: het begint niet met <quiz>."))
    reading, category, number = Reading(), "", 0
    for question in root.iterfind("question"):
        if question.get("type") == "category":
            category = _text_in(question, "category")
            continue
        number += 1
        name = " ".join(_text_in(question, "name").split())
        where = _("vraag %(number)s") % {"number": number} + (f" (‘{name[:60]}’)" if name else "")
        try:
            item = _item(question, category, where)
        except NotHeld as reason:
            reading.skipped.append(Remark(where, str(reason)))
        else:
            reading.items.append(item)
            reading.notes += [Remark(where, note) for note in _left_behind(question)]
    return reading


def _item(question: Element, category: str, where: str) -> Item:
    kind_name = (question.get("type") or "").lower()
    if kind_name not in _READERS:
        what = _NAMES.get(kind_name, _("de soort ‘%(kind)s’") % {"kind": kind_name[:40]})
        raise NotHeld(_("Dit is %(what)s; dat kent de vragenbank niet.") % {"what": what})
    kind, stem, value, more = _READERS[kind_name](question)
    tags = [text.text or "" for text in question.iterfind("tags/tag/text")]
    shown = value["statement"] if kind == "true-false" and stem == STATEMENT_STEM else stem
    return checked(
        Item(
            kind=kind, title=titled(_text_in(question, "name"), shown), stem=stem, value=value,
            explanation=joined(more, _markdown(question.find("generalfeedback"))), tags=(*category_tags(category), *tags),
            key=key_of(question.findtext("idnumber") or ""), where=where,
        )
    )  # fmt: skip


def _left_behind(question: Element) -> Iterator[str]:
    for name in ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback"):
        if _text_in(question, name).strip():
            yield _("de algemene zin bij goed, deels goed of fout (%(name)s) blijft achter") % {"name": name}
    if any((hint.findtext("text") or "").strip() for hint in question.iterfind("hint")):
        yield _("de hints blijven achter")


# --- Texts ----------------------------------------------------------------------------------------


def _text_in(parent: Element, name: str) -> str:
    return parent.findtext(f"{name}/text") or ""


def _text(element: Element | None) -> Text:
    if element is None:
        return Text("", "plain")
    if element.find("file") is not None:
        raise NotHeld(_("Er hoort een bestand bij (een afbeelding of geluid); dat kan een vraag hier niet tonen."))
    return Text(element.findtext("text") or "", _FORMATS.get(element.get("format", ""), "moodle"))


def _markdown(element: Element | None) -> str:
    return _text(element).markdown()


def _plain(element: Element | None) -> str:
    return _text(element).plain()


def _stem(question: Element) -> str:
    return _markdown(question.find("questiontext"))


def _answers(question: Element) -> list[tuple[Element, Decimal, str]]:
    return [
        (one, weight(one.get("fraction", "0")), _markdown(one.find("feedback"))) for one in question.iterfind("answer")
    ]


# --- Kinds ----------------------------------------------------------------------------------------


def _multichoice(question: Element) -> _Kind:
    answers = _answers(question)
    weights = [credit for _one, credit, _feedback in answers]
    is_single = (question.findtext("single") or "true").strip().lower() in {"true", "1"}
    right = right_one(weights) if is_single else right_ones(weights)
    options = choice([_markdown(one) for one, _c, _f in answers], right, [feedback for _o, _c, feedback in answers])
    return ("single" if is_single else "multiple"), _stem(question), options, ""


def _true_false(question: Element) -> _Kind:
    said = {(one.findtext("text") or "").strip().lower(): (credit, why) for one, credit, why in _answers(question)}
    if said.keys() != {"true", "false"}:
        raise NotHeld(_("Er staat niet precies één keer ‘true’ en één keer ‘false’."))
    right = right_one([said["true"][0], said["false"][0]])
    stem, statement = last_paragraph(_stem(question), STATEMENT_STEM)
    return "true-false", stem, {
        "statement": statement, "answer": "true" if right[0] else "false",
        "feedback_true": said["true"][1], "feedback_false": said["false"][1],
    }, ""  # fmt: skip


def _short_answer(question: Element) -> _Kind:
    answers = [row for row in _answers(question) if not (_plain(row[0]).strip() == "*" and row[1] <= 0)]
    only_full([credit for _one, credit, _feedback in answers])
    right = [(_plain(one), feedback) for one, credit, feedback in answers if credit > 0]
    if any("*" in text for text, _feedback in right):
        raise NotHeld(_("Een goed antwoord heeft een *, die hier voor zichzelf staat en niet voor andere letters."))
    feedback = " ".join(dict.fromkeys(why for _text, why in right if why))
    gap = {"accept": [text for text, _why in right], "feedback": feedback}
    return "fill-in", _stem(question), {"text": "[[1]]", "gaps": [gap]}, ""


def _numerical(question: Element) -> _Kind:
    answers = _answers(question)
    only_full([credit for _one, credit, _feedback in answers])
    right = [(one, feedback) for one, credit, feedback in answers if credit > 0]
    if len(right) != 1:
        raise NotHeld(_("Er is niet precies één goed getal."))
    units = [unit for one in question.iterfind("units/unit") if (unit := (one.findtext("unit_name") or "").strip())]
    if len(units) > 1:
        raise NotHeld(_("Er zijn meer eenheden; een getal heeft hier één eenheid."))
    wrong = " ".join(dict.fromkeys(why for _one, credit, why in answers if credit <= 0 and why))
    value = number_value(
        _plain(right[0][0]), tolerance=right[0][0].findtext("tolerance") or "0", feedback=wrong, unit="".join(units)
    )
    return "number", _stem(question), value, right[0][1]


def _matching(question: Element) -> _Kind:
    rows = [(_markdown(one), _plain(one.find("answer"))) for one in question.iterfind("subquestion")]
    return "match", _stem(question), {
        "pairs": [{"left": left, "right": right, "feedback": ""} for left, right in rows if left],
        "extra": list(dict.fromkeys(right for left, right in rows if not left)),
    }, ""  # fmt: skip


def _essay(question: Element) -> _Kind:
    return "open", _stem(question), {"model_answer": _markdown(question.find("graderinfo")), "points": []}, ""


def _ordering(question: Element) -> _Kind:
    if (question.findtext("selecttype") or "0").strip().upper() not in {"0", "ALL"}:
        raise NotHeld(_("Deze volgordevraag toont een deel van de onderdelen; hier staan ze er altijd allemaal."))
    rows = [{"text": _markdown(one), "feedback": feedback} for one, _credit, feedback in _answers(question)]
    return "order", _stem(question), {"items": rows}, ""


def _cloze(question: Element) -> _Kind:
    text, gaps = gaps_of(_text(question.find("questiontext")).plain())
    return "fill-in", FILL_IN_STEM, {"text": text, "gaps": gaps}, ""


_READERS: dict[str, Callable[[Element], _Kind]] = {
    "multichoice": _multichoice,
    "truefalse": _true_false,
    "shortanswer": _short_answer,
    "numerical": _numerical,
    "matching": _matching,
    "match": _matching,
    "essay": _essay,
    "ordering": _ordering,
    "cloze": _cloze,
    "multianswer": _cloze,
}
