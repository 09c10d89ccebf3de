"""Questions in and out by the operator's commands."""

import json
import logging
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from cms.bank.values import item_of
from cms.models import Edition, Question
from tests.factories import cms

pytestmark = pytest.mark.django_db

_GIFT = """
::Wie bel je?::Je twijfelt. Wie bel je? {=Veilig Thuis#Altijd. ~De buurman#Nee.}

::Deels::Deels goed {~%70%a ~%30%b ~c}

Zonder uitleg {=ja ~nee}
"""


@pytest.fixture
def gift(tmp_path: Path) -> Path:
    path = tmp_path / "vragen.txt"
    path.write_text(_GIFT, encoding="utf-8")
    return path


def brought(capsys: Any, path: Path, **options: Any) -> dict[str, Any]:
    call_command("import_questions", path, **{"format": "gift", "json": True} | options)
    return json.loads(capsys.readouterr().out)


def test_questions_come_in_as_drafts(gift: Path, capsys: Any):
    assert brought(capsys, gift) == {
        "imported": 2,
        "skipped": [
            {"where": "regel 4", "why": "De goede antwoorden wegen niet even zwaar; gedeeltelijke punten bestaan hier niet."}
        ],
        "questions": [{"kind": "single", "title": "Wie bel je?"}, {"kind": "single", "title": "Zonder uitleg"}],
    }  # fmt: skip
    assert set(Question.objects.values_list("title", "live", "kept_kind", "has_unpublished_changes")) == {
        ("Wie bel je?", False, "single", True),
        ("Zonder uitleg", False, "single", True),
    }
    assert not Edition.objects.exists()


def test_publishing_holds_back_what_is_not_complete(gift: Path, capsys: Any):
    call_command("import_questions", gift, format="gift", publish=True)
    assert "concept gebleven: regel 6: een uitleg" in capsys.readouterr().out
    assert set(Question.objects.values_list("title", "live")) == {("Wie bel je?", True), ("Zonder uitleg", False)}
    assert Edition.objects.get().content["options"][0]["feedback"] == "Altijd."


def test_a_dry_run_tells_the_same_and_keeps_nothing(gift: Path, capsys: Any, caplog: Any):
    caplog.set_level(logging.INFO, logger="audit")
    assert brought(capsys, gift, dry_run=True, publish=True)["imported"] == 2
    assert [record.getMessage() for record in caplog.records if record.name == "audit"] == []
    assert not Question.objects.exists()


def test_an_organisation_of_its_own(gift: Path, capsys: Any, voorbeeldstad: Any):
    brought(capsys, gift, organisation=voorbeeldstad.slug)
    assert set(Question.objects.values_list("organisation", flat=True)) == {voorbeeldstad.pk}


@pytest.mark.parametrize(
    ("content", "options", "code"),
    [
        (b"", {}, 1),
        (b"<quiz>", {"format": "moodlexml"}, 1),
        (None, {}, 1),
        (b"A {=a ~b}", {"organisation": "bestaat-niet"}, 2),
    ],
)
def test_what_cannot_be_read_ends_with_a_code_and_keeps_nothing(
    tmp_path: Path, capsys: Any, content: bytes | None, options: dict[str, Any], code: int
):
    path = tmp_path / "vragen"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CommandError) as refused:
        brought(capsys, path, **options)
    assert refused.value.returncode == code
    assert json.loads(capsys.readouterr().out)["error"]
    assert not Question.objects.exists()


def test_a_key_that_is_in_the_bank_is_never_overwritten(tmp_path: Path, capsys: Any):
    cms.question(key="vraag-1", title="Van ons")
    path = tmp_path / "vragen.txt"
    path.write_text("// [id:vraag-1]\nAnders {=a ~b}\n\n// [id:vraag-2]\nA {=a ~b}\n\n// [id:vraag-2]\nB {=a ~b}\n")
    said = brought(capsys, path)
    assert [one["where"] for one in said["skipped"]] == ["regel 2", "regel 8"]
    assert set(Question.objects.values_list("title", flat=True)) == {"Van ons", "A"}


@pytest.mark.parametrize("name", ["gift", "qti", "csv"])
def test_the_bank_goes_out_and_comes_back(tmp_path: Path, capsys: Any, voorbeeldstad: Any, name: str):
    for kind in cms.BODIES:
        cms.question(kind, title=f"Vraag {kind}", tags="meldcode, stap 1", publish=kind == "single")
    path = tmp_path / "bank"
    call_command("export_questions", format=name, output=path, tag=["stap 1"], json=True)
    said = json.loads(capsys.readouterr().out)
    assert [one["where"] for one in said["left_out"]] == (["Vraag fill-in"] if name == "gift" else [])
    assert said["exported"] == 8 - len(said["left_out"])
    brought(capsys, path, format=name, organisation=voorbeeldstad.slug)
    for question in Question.objects.filter(organisation=voorbeeldstad):
        assert item_of(question) == item_of(Question.objects.get(organisation=None, title=question.title))
    assert Question.objects.filter(organisation=voorbeeldstad).count() == said["exported"]


def test_nothing_to_write_makes_no_file(tmp_path: Path):
    with pytest.raises(CommandError) as refused:
        call_command("export_questions", format="gift", output=tmp_path / "bank", tag=["niets"])
    assert refused.value.returncode == 1
    assert list(tmp_path.iterdir()) == []
