"""Two editions of a question, part by part."""

from typing import Any

import pytest

from cms.bank.comparing import compared
from cms.editions.compiling import compile_question
from tests.factories import cms


def options(*texts: str) -> dict[str, Any]:
    return {
        "kind": "single",
        "stem": "Wie?",
        "options": [{"id": text[0], "text": text, "correct": text[0] == "a", "feedback": "Ja."} for text in texts],
    }


def test_an_answer_is_known_by_its_id_and_what_is_gone_stays_in_its_place():
    parts = compared(options("a een", "b twee", "c drie"), options("a een", "c vier drie"))
    told = [(part.label, "".join(p.words for p in part.before), "".join(p.words for p in part.after)) for part in parts]
    assert told == [
        ("Vraag", "Wie?", "Wie?"),
        ("Antwoord", "a een (goed)", "a een (goed)"),
        ("Uitleg bij dit antwoord", "Ja.", "Ja."),
        ("Antwoord", "b twee (fout)", ""),
        ("Uitleg bij dit antwoord", "Ja.", ""),
        ("Antwoord", "c drie (fout)", "c vier drie (fout)"),
        ("Uitleg bij dit antwoord", "Ja.", "Ja."),
    ]
    assert [piece.words for piece in parts[5].after if piece.differs] == ["vier "]


def test_a_very_long_text_is_marked_whole():
    parts = compared({"stem": "a " * 2000}, {"stem": "b " * 2000})
    assert len(parts[0].before) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("kind", sorted(cms.BODIES))
def test_every_kind_shows_all_its_parts(kind: str):
    content = compile_question(cms.question(kind, publish=False)).content
    shown = " ".join(piece.words for part in compared(content, content) for piece in part.after)
    for text in _texts(cms.BODIES[kind]):
        assert text in shown or text in {"true", "0"}


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict | list):
        return [text for inner in (value.values() if isinstance(value, dict) else value) for text in _texts(inner)]
    return [value] if isinstance(value, str) else []
