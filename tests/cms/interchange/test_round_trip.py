"""Out and in again, in every format and for every kind: the same, or named as left out. Nothing is lost silently."""

import contextlib
import re
from datetime import date
from decimal import Decimal
from html import escape, unescape

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cms.interchange.checking import checked
from cms.interchange.formats import READERS, WRITERS
from cms.interchange.items import Item, NotHeld, tidy
from cms.interchange.parts import FILL_IN_STEM, STATEMENT_STEM, plainly
from cms.text import render_markdown
from tests.factories.cms import BODIES

FORMATS = sorted(WRITERS)
_SIGNS = "abcé ABC 12\n\n~=#{}:\\%->[]*_`<>&;,'\"|@!?./()…‘’€+\t$"
_TEXT = st.text(st.sampled_from(_SIGNS) | st.characters(codec="utf-8"), max_size=40)
_GIVEN = _TEXT.map(tidy).filter(bool)
_LINE = _GIVEN.map(lambda text: " ".join(text.split())).filter(bool)


def _distinct(texts: st.SearchStrategy[str], least: int, most: int) -> st.SearchStrategy[list[str]]:
    return st.lists(texts, min_size=least, max_size=most, unique=True)


@st.composite
def _value(draw: st.DrawFn, kind: str) -> dict:
    if kind in {"single", "multiple"}:
        texts = draw(_distinct(_GIVEN, 3, 5))
        right = 1 if kind == "single" else draw(st.integers(1, len(texts) - 1))
        return {
            "options": [
                {"text": one, "correct": place < right, "feedback": draw(_TEXT)} for place, one in enumerate(texts)
            ]
        }
    if kind == "true-false":
        return {
            "statement": draw(_GIVEN),
            "answer": draw(st.sampled_from(["true", "false"])),
            "feedback_true": draw(_TEXT),
            "feedback_false": draw(_TEXT),
        }
    if kind == "order":
        return {"items": [{"text": one, "feedback": draw(_TEXT)} for one in draw(_distinct(_GIVEN, 2, 4))]}
    if kind == "match":
        lefts, rights = draw(_distinct(_GIVEN, 2, 3)), draw(_distinct(_GIVEN, 5, 5))
        pairs = [
            {"left": left, "right": right, "feedback": draw(_TEXT)} for left, right in zip(lefts, rights, strict=False)
        ]
        return {"pairs": pairs, "extra": rights[len(pairs) : len(pairs) + draw(st.integers(0, 2))]}
    if kind == "fill-in":
        count = draw(st.integers(1, 2))
        gaps = [{"accept": draw(_distinct(_LINE, 1, 2)), "feedback": draw(_TEXT)} for _number in range(count)]
        return {
            "text": draw(_TEXT) + "".join(f"[[{number}]]{draw(_TEXT)}" for number in range(1, count + 1)),
            "gaps": gaps,
        }
    if kind == "number":
        number = st.decimals(-1000, 1000, places=2).map(plainly)
        margin = st.decimals(0, 10, places=1).map(plainly)
        return {
            "answer": draw(number),
            "tolerance": draw(margin),
            "unit": draw(_LINE)[:40].strip(),
            "feedback_low": draw(_TEXT),
            "feedback_high": draw(_TEXT),
        }
    return {"model_answer": draw(_TEXT), "points": draw(st.lists(_LINE, max_size=2))}


@st.composite
def _item(draw: st.DrawFn) -> Item:
    kind = draw(st.sampled_from(sorted(BODIES)))
    stems = st.sampled_from([STATEMENT_STEM, FILL_IN_STEM]) | _GIVEN
    return Item(
        kind=kind, title=draw(_LINE), stem=draw(stems), value=draw(_value(kind)), explanation=draw(_TEXT), source=draw(_TEXT),
        tags=tuple(draw(st.lists(_LINE, max_size=2))), key=draw(st.sampled_from(["", "een-sleutel"])),
        reviewed_on=draw(st.sampled_from([None, date(2026, 11, 21)])),
    )  # fmt: skip


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=60, deadline=None)
@given(item=_item())
def test_what_goes_out_comes_back_the_same_or_is_named(name: str, item: Item):
    try:
        item = checked(item)
    except NotHeld:
        return
    written = WRITERS[name]([item])
    if written.left_out:
        assert written.left_out[0].where == item.title
        assert name == "gift" or "\n" in repr(item.value), "only GIFT may miss a kind"
        return
    back = READERS[name](written.data)
    assert (back.items, back.skipped) == ([item], [])


_ENCODINGS = ("utf-8-sig", "utf-16", "cp1252")
_OF_WINDOWS = st.text(st.sampled_from("abcé €ë‘’“”…\n~=#{}:\\%->*_<>&;,'\"|()"), max_size=30).map(tidy).filter(bool)


def _saved(data: bytes, encoding: str) -> bytes:
    """The file as another program on Windows saves it: other line ends, another encoding."""
    text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\n", "\r\n")
    saved = re.sub(r'encoding="[^"]*"', f'encoding="{encoding.removesuffix("-sig")}"', text).encode(encoding)
    with contextlib.suppress(UnicodeDecodeError):
        assume(encoding != "cp1252" or saved.decode() == text)  # bytes that are UTF-8 too are taken for that
    return saved


@pytest.mark.parametrize("name", [one for one in FORMATS if one != "qti"])
@settings(max_examples=30, deadline=None)
@given(words=st.lists(_OF_WINDOWS, min_size=5, max_size=5, unique=True), encoding=st.sampled_from(_ENCODINGS))
def test_what_another_program_saved_anew_comes_back_the_same(name: str, words: list[str], encoding: str):
    title, stem, right, wrong, why = words
    options = [{"text": right, "correct": True, "feedback": why}, {"text": wrong, "correct": False, "feedback": ""}]
    item = checked(
        Item(kind="single", title=" ".join(title.split()), stem=stem, value={"options": options}, tags=("a",))
    )
    written = WRITERS[name]([item])
    if written.left_out:
        assert name == "gift", "only GIFT may miss one, and names it"
        return
    assert READERS[name](_saved(written.data, encoding)).items == [item]


_MOODLE = """<?xml version="1.0" encoding="UTF-8"?>
<quiz>
<question type="category"><category><text>$course$/top/{tag}</text></category></question>
<question type="multichoice"><name><text>{title}</text></name>
<questiontext format="html"><text>{stem}</text></questiontext><single>{single}</single>
{answers}</question>
</quiz>
"""
_ANSWER = '<answer fraction="{fraction}" format="html"><text>{text}</text><feedback format="html"><text>{why}</text></feedback></answer>\n'


@settings(max_examples=60, deadline=None)
@given(
    words=st.lists(
        _OF_WINDOWS.filter(lambda one: "\\" not in one),
        min_size=6,
        max_size=6,
        unique_by=lambda one: "".join(one.split()),
    ),
    several=st.booleans(),
    encoding=st.sampled_from(_ENCODINGS),
    as_data=st.booleans(),
)
def test_what_moodle_wrote_comes_in_with_its_words_weights_and_category(words, several, encoding, as_data: bool):
    """Moodle XML only comes in, so its words are held against what a reader of the HTML sees."""
    html = [escape(one) for one in words]
    held = [f"<![CDATA[<p>{one}</p>]]>" if as_data else escape(f"<p>{one}</p>") for one in html]
    stem, *texts, why = held[1], *held[2:5], held[5]
    fractions = ["50", "50", "-100"] if several else ["100", "0", "0"]
    answers = "".join(
        _ANSWER.format(fraction=fraction, text=text, why=why) for fraction, text in zip(fractions, texts, strict=True)
    )
    text = _MOODLE.format(tag="Stap 1", title=html[0], stem=stem, single=str(not several).lower(), answers=answers)
    reading = READERS["moodlexml"](_saved(text.encode(), encoding))
    assert reading.skipped == []
    (item,) = reading.items
    options = item.value["options"]
    assert (item.kind, item.tags) == ("multiple" if several else "single", ("Stap 1",))
    assert [one["correct"] for one in options] == [True, several, False]
    shown = [item.stem, *(one["text"] for one in options), *(one["feedback"] for one in options)]
    wanted = [*words[1:5], *[words[5]] * 3]
    assert ["".join(_seen(one).split()) for one in shown] == ["".join(one.split()) for one in wanted]


def _seen(markdown: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", render_markdown(markdown)))


def _whole(kind: str) -> Item:
    return checked(
        Item(
            kind=kind, title=f"Vraag over {kind}", stem="Wat doe je *eerst*?\n\nKies.", value=BODIES[kind], explanation="Zo staat het er.",
            source="Wet, artikel 1", tags=("meldcode", "stap 1"), key=f"vraag-{kind}", reviewed_on=date(2026, 11, 21),
        )
    )  # fmt: skip


@pytest.mark.parametrize("name", FORMATS)
def test_all_kinds_travel_together(name: str):
    items = [_whole(kind) for kind in BODIES]
    written = WRITERS[name](items)
    missing = [remark.where for remark in written.left_out]
    assert missing == (["Vraag over fill-in"] if name == "gift" else [])
    assert READERS[name](written.data).items == [item for item in items if item.title not in missing]


def test_a_text_with_one_gap_goes_out_as_gift():
    one_gap = {"text": "Bel [[1]] voor advies.", "gaps": [{"accept": ["Veilig Thuis", "VT"], "feedback": "Altijd."}]}
    item = checked(Item(kind="fill-in", title="Wie", stem=FILL_IN_STEM, value=one_gap))
    written = WRITERS["gift"]([item])
    assert (written.left_out, written.notes) == ([], [])
    assert READERS["gift"](written.data).items == [item]


def test_what_only_leerspiegel_reads_back_is_named():
    assert [(note.where, note.why) for note in WRITERS["gift"]([_whole("number")]).notes] == [
        ("Vraag over number", "bron, nagekeken op, uitleg, eenheid")
    ]
    assert WRITERS["csv"]([_whole("number")]).notes == []


def test_after_an_edit_elsewhere_the_edit_counts():
    written = WRITERS["gift"]([_whole("match")]).data.decode()
    edited = written.replace("Stap 1", "Stap drie")
    item = READERS["gift"](edited.encode()).items[0]
    assert [pair["left"] for pair in item.value["pairs"]] == ["Stap drie", "Stap 2"]
    assert {pair["feedback"] for pair in item.value["pairs"]} == {""}


def test_the_same_questions_make_the_same_file():
    items = [_whole(kind) for kind in BODIES]
    for write in WRITERS.values():
        assert write(items).data == write(items).data


def test_no_cell_is_a_formula():
    item = checked(
        Item(kind="open", title="=HYPERLINK(1)", stem="+1", value={"model_answer": "@SUM(A1)", "points": ["-x"]})
    )
    data = WRITERS["csv"]([item]).data.decode("utf-8-sig")
    cells = data.split("\r\n")[1].split(";")
    assert [cell for cell in cells if cell[:1] in {"=", "+", "-", "@"}] == []
    assert READERS["csv"](data.encode()).items == [item]
    assert Decimal(READERS["csv"](b"kind;stem;answer_1\nnumber;Koud?;-5\n").items[0].value["answer"]) == -5


@pytest.mark.parametrize("stem", ["#", "##", "> "])
def test_a_question_of_marks_alone_is_no_question(stem: str):
    with pytest.raises(NotHeld, match="leeg"):
        checked(Item(kind="open", title="Titel", stem=stem, value={"model_answer": "", "points": []}))
    assert checked(Item(kind="open", title="Titel", stem="?", value={"model_answer": "", "points": []}))
