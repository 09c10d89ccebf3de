"""CSV with columns of our own: one question a row, whole, and easy to write in a spreadsheet."""

import csv
import difflib
import io
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from cms.blocks.questions import QUESTION_KINDS, kind_of
from cms.interchange.checking import checked
from cms.interchange.encoding import text_of
from cms.interchange.items import FileRefused, Item, NotHeld, Reading, Remark, Value, Writing, titled
from cms.interchange.parts import FILL_IN_STEM, STATEMENT_STEM, number_value

COLUMNS = ("kind", "title", "stem", "text", "explanation", "source", "tags", "key", "reviewed_on", "unit", "tolerance")
NUMBERED = ("answer", "correct", "match", "feedback")
"""Columns that come with a number behind them: answer_1, correct_1, match_1, feedback_1, answer_2 …"""
MOST = 40
_NUMBERED = re.compile(r"(answer|correct|match|feedback)_([1-9]\d?)")
_YES, _NO = {"x", "1", "ja", "true", "waar", "yes", "goed"}, {"", "0", "nee", "false", "niet waar", "no", "fout"}
_FORMULA = re.compile(r"['=+@\t\r-]")
_PLAIN_NUMBER = re.compile(r"-?\d+([.,]\d+)?")
_KINDS = [kind_of(name) for name, _block in QUESTION_KINDS]
_DEFAULT_STEMS = {"true-false": STATEMENT_STEM, "fill-in": FILL_IN_STEM}


class _Row:
    """The cells of one question, by column."""

    def __init__(self, cells: dict[str, str]) -> None:
        self._cells = cells

    def __getitem__(self, name: str) -> str:
        cell = self._cells.get(name, "").strip()
        return cell[1:] if cell[:1] == "'" and _FORMULA.match(cell[1:]) else cell

    def numbered(self) -> Iterator[tuple[int, str, str, str, str]]:
        """Number, answer, correct, match and feedback of each that has any."""
        for number in range(1, MOST + 1):
            cells = tuple(self[f"{name}_{number}"] for name in NUMBERED)
            if any(cells):
                yield (number, cells[0], cells[1], cells[2], cells[3])

    def only(self, *names: str) -> None:
        """Refuse cells that this kind of question has no use for: they would be lost."""
        used = {"kind", "title", "stem", "explanation", "source", "tags", "key", "reviewed_on"}
        for column in self._cells:
            if self[column] and column not in used | set(names) and column.rpartition("_")[0] not in names:
                raise NotHeld(
                    _("Kolom ‘%(column)s’ hoort niet bij deze soort vraag. Maak de cel leeg.") % {"column": column}
                )


def read(data: bytes) -> Reading:
    """All questions of a table. Raises FileRefused for a heading that is not ours."""
    rows = _rows(text_of(data).removeprefix("\ufeff"))
    heading = [name.strip().lower() for name in rows[0][1]] if rows else []
    _check(heading)
    reading = Reading()
    for line, cells in rows[1:]:
        where = _("regel %(line)s") % {"line": line}
        try:
            reading.items.append(_item(heading, cells, where))
        except NotHeld as reason:
            reading.skipped.append(Remark(where, str(reason)))
    return reading


def _rows(text: str) -> list[tuple[int, list[str]]]:
    first = text.split("\n", 1)[0]
    delimiter = max(";,\t", key=first.count)
    reader, rows, line = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), [], 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((line, cells))
            line = reader.line_num + 1
    except csv.Error as fault:
        raise FileRefused(
            _("Regel %(line)s is geen geldige CSV: %(why)s. Controleer de aanhalingstekens.")
            % {"line": line, "why": fault}
        ) from None
    return rows


def _check(heading: list[str]) -> None:
    if "kind" not in heading:
        raise FileRefused(
            _("De eerste regel noemt de kolommen niet; minstens ‘kind’ en ‘stem’ horen erin. Zie de handleiding.")
        )
    for name in heading:
        if heading.count(name) > 1:
            raise FileRefused(_("De kolom ‘%(name)s’ staat er twee keer.") % {"name": name[:40]})
        numbered = _NUMBERED.fullmatch(name)
        if name not in COLUMNS and not (numbered and int(numbered[2]) <= MOST):
            near = difflib.get_close_matches(name, [*COLUMNS, "answer_1", "correct_1", "match_1", "feedback_1"], 1)
            remedy = _("Bedoel je ‘%(near)s’?") % {"near": near[0]} if near else _("Haal haar weg.")
            raise FileRefused(_("De kolom ‘%(name)s’ bestaat niet.") % {"name": name[:40]} + " " + remedy)


def _item(heading: list[str], cells: list[str], where: str) -> Item:
    if len(cells) > len(heading) and any(cell.strip() for cell in cells[len(heading) :]):
        raise NotHeld(_("Deze regel heeft meer cellen dan er kolommen zijn. Staat er een scheidingsteken te veel?"))
    row = _Row(dict(zip(heading, cells, strict=False)))
    kind = row["kind"].lower().replace("_", "-")
    if kind not in _KINDS:
        raise NotHeld(
            _("De soort ‘%(kind)s’ bestaat niet. Kies uit: %(kinds)s.")
            % {"kind": kind[:40], "kinds": ", ".join(_KINDS)}
        )
    value = _READERS[kind](row)
    stem = row["stem"] or _DEFAULT_STEMS.get(kind, "")
    return checked(
        Item(
            kind=kind, title=titled(row["title"], value.get("statement") or stem), stem=stem, value=value,
            explanation=row["explanation"], source=row["source"], tags=tuple(row["tags"].split(",")), key=row["key"],
            reviewed_on=_day(row["reviewed_on"]), where=where,
        )
    )  # fmt: skip


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise NotHeld(
            _("‘%(text)s’ is geen datum. Schrijf jaar-maand-dag, zoals 2026-11-21.") % {"text": text[:20]}
        ) from None


def _flag(text: str, number: int) -> bool:
    if text.lower() in _YES | _NO:
        return text.lower() in _YES
    raise NotHeld(
        _("In correct_%(number)s staat ‘%(text)s’. Zet een x bij wat goed is.") % {"number": number, "text": text[:20]}
    )


def _options(row: _Row) -> Value:
    row.only("answer", "correct", "feedback")
    return {
        "options": [
            {"text": answer, "correct": _flag(correct, number), "feedback": feedback}
            for number, answer, correct, _match, feedback in row.numbered()
        ]
    }


def _true_false(row: _Row) -> Value:
    row.only("text", "correct", "feedback", "answer")
    flags = [_flag(row[f"correct_{number}"], number) for number in (1, 2)]
    if flags[0] == flags[1]:
        raise NotHeld(_("Zet een x in correct_1 als de stelling waar is, of in correct_2 als ze niet waar is."))
    return {
        "statement": row["text"], "answer": "true" if flags[0] else "false",
        "feedback_true": row["feedback_1"], "feedback_false": row["feedback_2"],
    }  # fmt: skip


def _order(row: _Row) -> Value:
    row.only("answer", "feedback")
    return {"items": [{"text": answer, "feedback": feedback} for _n, answer, _c, _m, feedback in row.numbered()]}


def _match(row: _Row) -> Value:
    row.only("answer", "match", "feedback")
    parts = list(row.numbered())
    return {
        "pairs": [
            {"left": answer, "right": match, "feedback": feedback}
            for _n, answer, _c, match, feedback in parts
            if answer
        ],
        "extra": [match for _n, answer, _c, match, _f in parts if not answer and match],
    }


def _fill_in(row: _Row) -> Value:
    row.only("text", "answer", "feedback")
    return {
        "text": row["text"],
        "gaps": [{"accept": _split(answer), "feedback": feedback} for _n, answer, _c, _m, feedback in row.numbered()],
    }


def _split(cell: str) -> list[str]:
    """Answers parted by |; a | of the answer itself is written \\|."""
    parts = re.findall(r"(?:\\.|[^|\\]|\\\Z)+", cell)
    return [re.sub(r"\\([|\\])", r"\1", part).strip() for part in parts]


def _number(row: _Row) -> Value:
    row.only("answer", "tolerance", "unit", "feedback")
    value = number_value(row["answer_1"], tolerance=row["tolerance"], unit=row["unit"])
    return value | {"feedback_low": row["feedback_1"], "feedback_high": row["feedback_2"]}


def _open(row: _Row) -> Value:
    row.only("text", "answer")
    return {"model_answer": row["text"], "points": [answer for _n, answer, _c, _m, _f in row.numbered()]}


_READERS: dict[str, Callable[[_Row], Value]] = {
    "single": _options,
    "multiple": _options,
    "true-false": _true_false,
    "order": _order,
    "match": _match,
    "fill-in": _fill_in,
    "number": _number,
    "open": _open,
}


# --- Writing --------------------------------------------------------------------------------------


def write(items: Sequence[Item]) -> Writing:
    """A table that a spreadsheet opens as it is: semicolons, and a mark that says UTF-8."""
    rows = [_cells(item) for item in items]
    most = max([1, *(int(name.rpartition("_")[2]) for row in rows for name in row if _NUMBERED.fullmatch(name))])
    heading = [*COLUMNS, *(f"{name}_{number}" for number in range(1, most + 1) for name in NUMBERED)]
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(heading)
    writing = Writing()
    for item, row in zip(items, rows, strict=True):
        if _fits(item, row):
            writer.writerow([_safe(row.get(name, "")) for name in heading])
        else:
            writing.left_out.append(Remark(item.title, _("Deze vraag past niet in de tabel.")))
    writing.data = out.getvalue().encode("utf-8-sig")
    return writing


def _fits(item: Item, row: dict[str, str]) -> bool:
    """Whether the row says the same as the question when it is read back."""
    try:
        return _item(list(row), [_safe(cell) for cell in row.values()], item.where) == item
    except NotHeld:
        return False


def _safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: a ' before it, which reading takes away."""
    return f"'{cell}" if _FORMULA.match(cell) and not _PLAIN_NUMBER.fullmatch(cell) else cell


def _cells(item: Item) -> dict[str, str]:
    head: dict[str, Any] = {
        "kind": item.kind, "title": item.title, "stem": item.stem, "explanation": item.explanation, "source": item.source,
        "tags": ", ".join(item.tags), "key": item.key, "reviewed_on": item.reviewed_on.isoformat() if item.reviewed_on else "",
    }  # fmt: skip
    return head | _VALUES[item.kind](item.value)


def _numbered(rows: Sequence[dict[str, str]]) -> dict[str, str]:
    return {f"{name}_{number}": cell for number, row in enumerate(rows, 1) for name, cell in row.items()}


def _x(flag: bool) -> str:
    return "x" if flag else ""


def _option_cells(value: Value) -> dict[str, str]:
    return _numbered(
        [
            {"answer": one["text"], "correct": _x(one["correct"]), "feedback": one["feedback"]}
            for one in value["options"]
        ]
    )


_VALUES: dict[str, Callable[[Value], dict[str, str]]] = {
    "single": _option_cells,
    "multiple": _option_cells,
    "true-false": lambda value: {
        "text": value["statement"],
        **_numbered(
            [
                {"answer": "waar", "correct": _x(value["answer"] == "true"), "feedback": value["feedback_true"]},
                {"answer": "niet waar", "correct": _x(value["answer"] == "false"), "feedback": value["feedback_false"]},
            ]
        ),
    },
    "order": lambda value: _numbered([{"answer": one["text"], "feedback": one["feedback"]} for one in value["items"]]),
    "match": lambda value: _numbered(
        [
            *({"answer": one["left"], "match": one["right"], "feedback": one["feedback"]} for one in value["pairs"]),
            *({"match": text} for text in value["extra"]),
        ]
    ),
    "fill-in": lambda value: {
        "text": value["text"],
        **_numbered(
            [
                {"answer": " | ".join(re.sub(r"([|\\])", r"\\\1", one) for one in gap["accept"]), "feedback": gap["feedback"]}
                for gap in value["gaps"]
            ]
        ),
    },
    "number": lambda value: {
        "unit": value["unit"],
        "tolerance": value["tolerance"] if value["tolerance"] != "0" else "",
        **_numbered([{"answer": value["answer"], "feedback": value["feedback_low"]}, {"feedback": value["feedback_high"]}]),
    },
    "open": lambda value: {
        "text": value["model_answer"], **_numbered([{"answer": point} for point in value["points"]]),
    },
}  # fmt: skip
