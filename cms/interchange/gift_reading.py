"""Reading GIFT, the text format of Moodle."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from cms.interchange import rest
from cms.interchange.checking import checked
from cms.interchange.encoding import text_of
from cms.interchange.gift_text import Block, Text, blocks, formatted, hide, show
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

REST = "leerspiegel:"
"""How the comment line begins that holds what GIFT has no place for."""
MAX_QUESTION = 60_000
"""Characters of one question with all its answers; what fits in our kinds is far shorter."""
_TITLE = re.compile(r"\s*::(.*?)::", re.DOTALL)
_MARK = re.compile(r"\[(tag|id):([^\]]*)\]")
_TRUTH = re.compile(r"\s*(TRUE|FALSE|T|F)\s*(?:#(.*))?\Z", re.IGNORECASE | re.DOTALL)
_ORDER = re.compile(r"\s*>\s*(\d*)([^\n]*)\n(.*)\Z", re.DOTALL)
_XML = re.compile(r"\s*<(?:\?xml|quiz)\b", re.IGNORECASE)
_WEIGHT = re.compile(r"\s*%([^%]*)%")


class _Answer(NamedTuple):
    """One answer between the braces: what it begins with, its weight, its text and its feedback."""

    sign: str
    weight: Decimal
    text: Text
    feedback: str


class _Question(NamedTuple):
    """A question taken apart, before it is known which kind it is."""

    before: Text
    after: Text
    answers: str
    format: str


def read(data: bytes) -> Reading:
    """All questions of a GIFT file. Raises FileRefused when there is none."""
    reading, text = Reading(), text_of(data).removeprefix("\ufeff")
    if _XML.match(text):
        raise FileRefused(_("Dit is XML, geen GIFT. Komt het uit Moodle, kies dan Moodle XML."))
    for block in blocks(text):
        where = _("regel %(line)s") % {"line": block.line}
        try:
            reading.items.append(_item(block, where))
        except NotHeld as reason:
            reading.skipped.append(Remark(where, str(reason)))
    if not reading.items and not reading.skipped:
        raise FileRefused(_("Er staat geen vraag in dit bestand. Een vraag in GIFT heeft antwoorden tussen { en }."))
    return reading


def _item(block: Block, where: str) -> Item:
    marks = [found for line in block.comments for found in _MARK.findall(line) if not line.startswith(REST)]
    tags = category_tags(block.category) + [show(hide(value)) for name, value in marks if name == "tag"]
    ids = [value for name, value in marks if name == "id"]
    native = checked(_native(block.text, where, tags, key_of(ids[-1] if ids else "")))
    for line in block.comments:
        if line.startswith(REST):
            whole = rest.restored(native, line.removeprefix(REST), block.text)
            return checked(whole) if whole else native
    return native


def _native(text: str, where: str, tags: list[str], key: str) -> Item:
    if len(text) > MAX_QUESTION:
        raise NotHeld(_("De vraag is te lang."))
    named = _TITLE.match(text)
    title = show(named[1]) if named else ""
    question, explanation = _taken_apart(text[named.end() :] if named else text)
    kind, stem, value, more = _kind(question)
    return Item(
        kind=kind, title=titled(title, stem if kind != "true-false" or stem != STATEMENT_STEM else value["statement"]),
        stem=stem, value=value, explanation=joined(more, explanation), tags=tuple(tags), key=key, where=where,
    )  # fmt: skip


def _taken_apart(text: str) -> tuple[_Question, str]:
    begin, end = text.find("{"), text.rfind("}")
    if begin < 0 and end < 0:
        raise NotHeld(_("Dit is tekst zonder antwoorden; dat is geen vraag."))
    if begin < 0 or end < begin:
        raise NotHeld(_("Een accolade ontbreekt: antwoorden staan tussen { en }."))
    inside = text[begin + 1 : end]
    if "{" in inside or "}" in inside:
        raise NotHeld(_("Er staan twee antwoordvelden in; GIFT heeft er één per vraag."))
    before = formatted(text[:begin], "")
    answers, _mark, general = inside.partition("####")
    return (
        _Question(before, Text(show(text[end + 1 :]), before.format), answers, before.format),
        formatted(general, before.format).markdown(),
    )


def _kind(question: _Question) -> tuple[str, str, Value, str]:
    """Kind, stem, answers, and what belongs in the explanation."""
    answers = question.answers.strip()
    for fits, read_kind in _KINDS:
        if fits(answers):
            return read_kind(question)
    raise NotHeld(_("De antwoorden tussen { en } zijn van geen bekende soort."))


def _asked(question: _Question) -> str:
    """The whole text of a question, with a line where the answers stood in the middle."""
    after = question.after.words.strip()
    return f"{question.before.markdown()} _____ {question.after.markdown()}" if after else question.before.markdown()


def _answers(question: _Question) -> list[_Answer]:
    pieces = re.split(r"([=~])", question.answers)
    if pieces[0].strip():
        raise NotHeld(_("Een antwoord begint niet met = of ~."))
    return [_answer(sign, text, question.format) for sign, text in zip(pieces[1::2], pieces[2::2], strict=True)]


def _answer(sign: str, text: str, default: str) -> _Answer:
    weighed = _WEIGHT.match(text)
    text = text[weighed.end() :] if weighed else text
    words, _mark, feedback = text.partition("#")
    credit = weight(show(weighed[1])) if weighed else Decimal(100 if sign == "=" else 0)
    return _Answer(sign, credit, formatted(words.strip(), default), formatted(feedback.strip(), default).markdown())


def _open(question: _Question) -> tuple[str, str, Value, str]:
    return "open", _asked(question), {"model_answer": "", "points": []}, ""


def _choice(question: _Question) -> tuple[str, str, Value, str]:
    answers = _answers(question)
    weights = [one.weight for one in answers]
    is_single = any(one.sign == "=" for one in answers)
    right = right_one(weights) if is_single else right_ones(weights)
    options = choice([one.text.markdown() for one in answers], right, [one.feedback for one in answers])
    return ("single" if is_single else "multiple"), _asked(question), options, ""


def _true_false(question: _Question) -> tuple[str, str, Value, str]:
    said = _TRUTH.match(question.answers)
    truth, both = (said[1], said[2] or "") if said else ("", "")
    is_true = truth.upper().startswith("T")
    wrong, _mark, right = both.partition("#")
    feedback = [formatted(one.strip(), question.format).markdown() for one in (right, wrong)]
    stem, statement = last_paragraph(_asked(question), STATEMENT_STEM)
    return "true-false", stem, {
        "statement": statement, "answer": "true" if is_true else "false",
        "feedback_true": feedback[0 if is_true else 1], "feedback_false": feedback[1 if is_true else 0],
    }, ""  # fmt: skip


def _match(question: _Question) -> tuple[str, str, Value, str]:
    pairs, extra = [], []
    for one in _answers(question):
        left, _arrow, right = one.text.words.partition("->")
        left_text, right_text = Text(left, one.text.format), Text(right, one.text.format)
        if left.strip():
            pairs.append({"left": left_text.markdown(), "right": right_text.plain(), "feedback": one.feedback})
        else:
            extra.append(right_text.plain())
    return "match", _asked(question), {"pairs": pairs, "extra": extra}, ""


def _fill_in(question: _Question) -> tuple[str, str, Value, str]:
    answers = [one for one in _answers(question) if not (one.text.words.strip() == "*" and one.weight <= 0)]
    only_full([one.weight for one in answers])
    accepted = [one.text.plain() for one in answers]
    if any("*" in text for text in accepted):
        raise NotHeld(_("Een goed antwoord heeft een *, die hier voor zichzelf staat en niet voor andere letters."))
    gap = {"accept": accepted, "feedback": " ".join(dict.fromkeys(one.feedback for one in answers if one.feedback))}
    after = question.after.words.strip()
    if not after:
        return "fill-in", question.before.markdown(), {"text": "[[1]]", "gaps": [gap]}, ""
    stem, before = last_paragraph(question.before.words, FILL_IN_STEM)
    shown = stem if stem == FILL_IN_STEM else Text(stem, question.format).markdown()
    tight = "" if question.before.words[-1:] not in {" ", "\n"} else " "
    near = " " if question.after.words[:1] in {" ", "\n"} else ""
    text = f"{Text(before, question.format).plain()}{tight}[[1]]{near}{question.after.plain()}"
    return "fill-in", shown, {"text": text.strip(), "gaps": [gap]}, ""


def _number(question: _Question) -> tuple[str, str, Value, str]:
    answers = question.answers.strip().removeprefix("#").strip()
    if answers[:1] not in {"=", "~"}:
        answers = f"={answers}"
    read_all = _answers(question._replace(answers=answers))
    right = [one for one in read_all if one.sign == "="]
    only_full([one.weight for one in read_all])
    if len(right) != 1:
        raise NotHeld(_("Er is niet precies één goed getal."))
    wrong = " ".join(dict.fromkeys(one.feedback for one in read_all if one.sign == "~" and one.feedback))
    return "number", _asked(question), number_value(right[0].text.words, feedback=wrong), right[0].feedback


def _order(question: _Question) -> tuple[str, str, Value, str]:
    said = _ORDER.match(question.answers)
    if said is None:
        raise NotHeld(_("De onderdelen van deze volgordevraag ontbreken."))
    texts = [formatted(row.strip(), question.format).markdown() for row in said[3].split("\n") if row.strip()]
    if said[1] and 0 < int(said[1][:6]) < len(texts):
        raise NotHeld(_("Deze volgordevraag toont een deel van de onderdelen; hier staan ze er altijd allemaal."))
    return "order", _asked(question), {"items": [{"text": text, "feedback": ""} for text in texts]}, ""


_KINDS: list[tuple[Callable[[str], object], Callable[[_Question], tuple[str, str, Value, str]]]] = [
    (lambda answers: not answers, _open),
    (lambda answers: answers.startswith(">"), _order),
    (lambda answers: answers.startswith("#"), _number),
    (_TRUTH.match, _true_false),
    (lambda answers: answers.startswith("=") and "->" in answers and "~" not in answers, _match),
    (lambda answers: "~" in answers, _choice),
    (lambda answers: answers.startswith("="), _fill_in),
]
