"""Reading an item of QTI 2.1, 2.2 or 3: one question in XML."""

import re
from collections.abc import Callable
from decimal import Decimal
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from cms.interchange import prose, rest
from cms.interchange.checking import checked
from cms.interchange.items import Item, NotHeld, Value, titled
from cms.interchange.parts import FILL_IN_STEM, STATEMENT_STEM, choice, joined, number_value, plainly
from cms.interchange.parts import number as number_of
from cms.interchange.qti_tree import attribute, children, descendants, first, html, name_of
from cms.interchange.weights import right_one, right_ones

REST = "data-leerspiegel"
"""The attribute of the body that holds what QTI has no place for."""
FEEDBACK = frozenset({"feedbackinline", "feedbackblock", "rubricblock", "prompt", "templateinline", "templateblock"})
_TRUTHS = ({"true", "false"}, {"waar", "niet waar"}, {"juist", "onjuist"})
_TRUE = {"true", "waar", "juist"}
_Kind = tuple[str, str, Value]


class QtiItem:
    """The parts of an item that every kind needs."""

    def __init__(self, root: Element) -> None:
        body = first(root, "itembody")
        if body is None:
            raise NotHeld(_("Er is geen vraag (itemBody)."))
        self.root, self.body = root, body
        self.declarations = {attribute(one, "identifier"): one for one in children(root, "responsedeclaration")}
        self.interactions = [one for one in body.iter() if _is_interaction(one)]
        self.modal = {attribute(one, "identifier"): one for one in children(root, "modalfeedback")}
        self.told: set[str] = set()

    def declaration(self, interaction: Element) -> Element:
        found = self.declarations.get(attribute(interaction, "responseidentifier"))
        if found is None:
            raise NotHeld(_("Bij een antwoordveld staat niet wat goed is (responseDeclaration ontbreekt)."))
        return found

    def right(self, interaction: Element) -> list[str]:
        """The values of the correct response."""
        declaration = self.declaration(interaction)
        return [
            _words(one) for response in children(declaration, "correctresponse") for one in children(response, "value")
        ]

    def mapped(self, interaction: Element) -> dict[str, Decimal]:
        """What each answer is worth, where the item says so."""
        return {
            attribute(one, "mapkey"): number_of(attribute(one, "mappedvalue", "0"))
            for one in descendants(self.declaration(interaction), "mapentry")
        }

    def feedback(self, identifier: str, inside: Element | None = None) -> str:
        """The feedback with this identifier: beside the choice, or after the question."""
        inline = children(inside, "feedbackinline", "feedbackblock") if inside is not None else iter(())
        texts = [prose.from_html(html(one)) for one in inline]
        if identifier in self.modal:
            self.told.add(identifier)
            texts.append(prose.from_html(html(self.modal[identifier])))
        return joined(*texts)

    def stem(self, interaction: Element) -> str:
        """What stands around the interaction, and its prompt."""
        hidden = FEEDBACK | {name_of(one) for one in self.interactions}
        prompt = first(interaction, "prompt")
        inside = html(prompt) if prompt is not None else ""
        return joined(prose.from_html(html(self.body, without=hidden)), prose.from_html(inside))


def read_item(root: Element, where: str, tags: tuple[str, ...] = ()) -> tuple[Item, list[str]]:
    """A question, and what of it stays behind. Raises NotHeld."""
    parts = QtiItem(root)
    kind, stem, value = _read(parts)
    explanation = parts.feedback("EXPLANATION")
    shown = value["statement"] if kind == "true-false" and stem == STATEMENT_STEM else stem
    native = checked(
        Item(
            kind=kind, title=titled(attribute(root, "title"), shown), stem=stem, value=value, explanation=explanation,
            tags=tags, where=where,
        )
    )  # fmt: skip
    line = parts.body.get(REST, "")
    whole = rest.restored(native, line, beside(root)) if line else None
    behind = [name for name in parts.modal if name not in parts.told]
    notes = [_("de uitleg ‘%(name)s’ blijft achter") % {"name": name[:40]} for name in behind]
    return (checked(whole) if whole else native), notes


def beside(root: Element) -> str:
    """All that an item says but the rest itself: what the rest belongs to."""
    told = []
    for one in root.iter():
        marks = sorted(f"{name}={said}" for name, said in one.attrib.items() if name != REST)
        told += [*marks, one.text or "", (one.tail or "") if one is not root else ""]
    return " ".join(told)


def _is_interaction(element: Element) -> bool:
    return name_of(element).endswith("interaction")


def _read(parts: QtiItem) -> _Kind:
    if not parts.interactions:
        raise NotHeld(_("Er is geen antwoordveld; dit is tekst zonder vraag."))
    names = {name_of(one) for one in parts.interactions}
    if len(names) > 1 or (len(parts.interactions) > 1 and names != {"textentryinteraction"}):
        raise NotHeld(_("Er staat meer dan één soort antwoordveld in; een vraag heeft er hier één."))
    if names - _READERS.keys():
        raise NotHeld(_("De vraagvorm ‘%(kind)s’ kent de vragenbank niet.") % {"kind": names.pop()[:60]})
    return _READERS[names.pop()](parts)


def _words(element: Element) -> str:
    return "".join(element.itertext()).strip()


def _choice(parts: QtiItem) -> _Kind:
    interaction = parts.interactions[0]
    choices = descendants(interaction, "simplechoice")
    names = [attribute(one, "identifier") for one in choices]
    texts = [prose.from_html(html(one, without=FEEDBACK)) for one in choices]
    is_single = attribute(parts.declaration(interaction), "cardinality", "single") == "single"
    right = _right(parts, interaction, names, is_single=is_single)
    feedback = [parts.feedback(name, one) for name, one in zip(names, choices, strict=True)]
    stem = parts.stem(interaction)
    if is_single and interaction.get("data-kind") != "single" and {one.lower() for one in texts} in _TRUTHS:
        return _statement(
            parts,
            interaction,
            stem,
            dict(zip((one.lower() for one in texts), zip(right, feedback, strict=True), strict=True)),
        )
    return ("single" if is_single else "multiple"), stem, choice(texts, right, feedback)


def _right(parts: QtiItem, interaction: Element, names: list[str], *, is_single: bool) -> list[bool]:
    """Which choices are right. A map that gives other shares than the right answers do is partial credit, which is refused."""
    right, worth = parts.right(interaction), parts.mapped(interaction)
    if set(right) - set(names):
        raise NotHeld(_("Het goede antwoord is geen van de keuzes."))
    if not worth:
        if not right or (is_single and len(right) != 1):
            raise NotHeld(_("Er staat niet bij welk antwoord goed is."))
        return [name in right for name in names]
    best = max(worth.values()) if is_single else sum(one for one in worth.values() if one > 0)
    shares = [Decimal(100) * worth.get(name, Decimal(0)) / best if best > 0 else Decimal(0) for name in names]
    found = (right_one if is_single else right_ones)(shares)
    if right and found != [name in right for name in names]:
        raise NotHeld(_("Wat goed is en wat punten geeft, is niet hetzelfde."))
    return found


def _statement(parts: QtiItem, interaction: Element, asked: str, said: dict[str, tuple[bool, str]]) -> _Kind:
    prompt = first(interaction, "prompt")
    statement = prose.from_html(html(prompt)) if prompt is not None else ""
    around = prose.from_html(html(parts.body, without=FEEDBACK | {name_of(interaction)}))
    stem = around if statement and around else STATEMENT_STEM
    true = next(one for word, one in said.items() if word in _TRUE)
    false = next(one for word, one in said.items() if word not in _TRUE)
    return "true-false", stem, {
        "statement": statement or asked, "answer": "true" if true[0] else "false",
        "feedback_true": true[1], "feedback_false": false[1],
    }  # fmt: skip


def _order(parts: QtiItem) -> _Kind:
    interaction = parts.interactions[0]
    by_name = {attribute(one, "identifier"): one for one in descendants(interaction, "simplechoice")}
    right = parts.right(interaction)
    if sorted(right) != sorted(by_name):
        raise NotHeld(_("De goede volgorde noemt niet elk onderdeel precies één keer."))
    rows = [
        {
            "text": prose.from_html(html(by_name[name], without=FEEDBACK)),
            "feedback": parts.feedback(name, by_name[name]),
        }
        for name in right
    ]
    return "order", parts.stem(interaction), {"items": rows}


def _match(parts: QtiItem) -> _Kind:
    interaction = parts.interactions[0]
    sets = list(children(interaction, "simplematchset"))
    if len(sets) != 2:
        raise NotHeld(_("Een combineervraag heeft twee rijen; deze niet."))
    lefts, rights = (
        {attribute(one, "identifier"): one for one in descendants(each, "simpleassociablechoice")} for each in sets
    )
    pairs = [pair.split() for pair in parts.right(interaction)]
    worth = [one for one in parts.mapped(interaction).values() if one > 0]
    if worth and (len(worth) != len(pairs) or len(set(worth)) > 1):
        raise NotHeld(_("De paren wegen niet even zwaar; gedeeltelijke punten bestaan hier niet."))
    if any(len(pair) != 2 or pair[0] not in lefts or pair[1] not in rights for pair in pairs):
        raise NotHeld(_("Een goed paar verwijst naar iets wat er niet is."))
    if sorted(left for left, _r in pairs) != sorted(lefts):
        raise NotHeld(_("Niet elk onderdeel links hoort bij precies één rechts."))
    used = {right for _l, right in pairs}
    return "match", parts.stem(interaction), {
        "pairs": [
            {
                "left": prose.from_html(html(lefts[left], without=FEEDBACK)),
                "right": prose.words_of(html(rights[right], without=FEEDBACK)), "feedback": parts.feedback(left, lefts[left]),
            }
            for left, right in pairs
        ],
        "extra": [prose.words_of(html(one, without=FEEDBACK)) for name, one in rights.items() if name not in used],
    }  # fmt: skip


def _entry(parts: QtiItem) -> _Kind:
    kinds = {attribute(parts.declaration(one), "basetype", "string") for one in parts.interactions}
    if kinds <= {"float", "integer"} and len(parts.interactions) == 1:
        return _number(parts)
    if kinds != {"string"}:
        raise NotHeld(_("Woorden en getallen staan door elkaar; een tekst met gaten heeft hier alleen woorden."))
    gaps = [_gap(parts, one) for one in parts.interactions]
    if "[[" in _words(parts.body):
        raise NotHeld(_("In de tekst staat [[…]]; dat betekent hier een gat."))
    stem, text = _gapped(parts)
    return "fill-in", stem, {"text": text, "gaps": gaps}


def _gapped(parts: QtiItem) -> tuple[str, str]:
    """The stem, and the text with its gaps: the paragraph where the first gap stands, and what follows."""
    marks = {one: f"[[{place}]]" for place, one in enumerate(parts.interactions, 1)}
    blocks = list(parts.body)
    begin = next((place for place, block in enumerate(blocks) if any(one in marks for one in block.iter())), 0)
    above = "".join(html(_only(block), without=FEEDBACK) for block in blocks[:begin])
    under = "".join(html(_only(block), without=FEEDBACK, marks=marks) for block in blocks[begin:])
    text = prose.words_of(under)
    stem = prose.from_html(above)
    asked = re.fullmatch(r"(.+?)\s*\[\[1\]\]", text) if not stem else None
    if asked and asked[1].endswith("?"):
        return prose.from_plain(asked[1]), "[[1]]"
    return stem or FILL_IN_STEM, text


def _only(block: Element) -> Element:
    """A body with this block alone."""
    body = Element("div")
    body.append(block)
    return body


def _gap(parts: QtiItem, interaction: Element) -> dict[str, object]:
    right, worth = parts.right(interaction), parts.mapped(interaction)
    best = max(worth.values(), default=Decimal(0))
    if any(0 < one < best for one in worth.values()):
        raise NotHeld(_("Een antwoord telt gedeeltelijk mee; gedeeltelijke punten bestaan hier niet."))
    accepted = [*right, *(key for key, one in worth.items() if one > 0)]
    if not accepted:
        raise NotHeld(_("Er staat niet bij wat er ingevuld moet worden."))
    name = attribute(interaction, "responseidentifier")
    return {"accept": list(dict.fromkeys(accepted)), "feedback": parts.feedback(f"{name}_FEEDBACK")}


def _number(parts: QtiItem) -> _Kind:
    interaction = parts.interactions[0]
    right = parts.right(interaction)
    worth = {key: one for key, one in parts.mapped(interaction).items() if one > 0}
    if not right and len(worth) == 1:
        right = list(worth)
    if len(right) != 1 or set(worth) - set(right):
        raise NotHeld(_("Er is niet precies één goed getal."))
    value = number_value(right[0], tolerance=_tolerance(parts, number_of(right[0])), unit=_unit(interaction))
    low, high = parts.feedback("LOW"), parts.feedback("HIGH")
    return "number", parts.stem(interaction), value | {"feedback_low": low, "feedback_high": high}


def _unit(interaction: Element) -> str:
    return " ".join(interaction.get("data-unit", "").split())


def _tolerance(parts: QtiItem, answer: Decimal) -> str:
    equal = next((one for one in descendants(parts.root, "equal")), None)
    mode = attribute(equal, "tolerancemode", "exact") if equal is not None else "exact"
    if equal is None or mode == "exact":
        return "0"
    margins = {number_of(one) for one in attribute(equal, "tolerance").split()}
    if len(margins) != 1:
        raise NotHeld(_("De marge naar boven en naar beneden is niet dezelfde."))
    margin = margins.pop()
    return plainly(abs(answer) * margin / 100 if mode == "relative" else margin)


def _open(parts: QtiItem) -> _Kind:
    rubrics = [
        prose.from_html(html(one))
        for one in descendants(parts.body, "rubricblock")
        if "scorer" in attribute(one, "view")
    ]
    answer = parts.feedback("MODEL") or joined(*rubrics)
    return "open", parts.stem(parts.interactions[0]), {"model_answer": answer, "points": []}


_READERS: dict[str, Callable[[QtiItem], _Kind]] = {
    "choiceinteraction": _choice,
    "orderinteraction": _order,
    "matchinteraction": _match,
    "textentryinteraction": _entry,
    "extendedtextinteraction": _open,
}
