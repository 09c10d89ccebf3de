"""`export_module` and `import_module` with a package: the difference, a part, and what is refused."""

import json
import zipfile

import pytest
from django.core.management import CommandError, call_command

from cms.models import LessonPage, ModulePage, Question
from tests.cms.importing.conftest import Content

pytestmark = pytest.mark.django_db


@pytest.fixture
def content(tmp_path):
    return Content(tmp_path / "oefening")


@pytest.fixture
def module(content):
    call_command("import_module", content.root, verbosity=0)
    return ModulePage.objects.get(slug="oefening")


def _export(to, **options):
    call_command("export_module", "oefening", output=to, **options)
    return to


def _said(capsys):
    return capsys.readouterr().out.split("\n")


def test_a_module_is_written_and_what_it_holds_is_told(module, tmp_path, capsys):
    made = _export(tmp_path / "oefening.zip")
    assert f"geschreven: {made} (" in capsys.readouterr().out
    with zipfile.ZipFile(made) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    assert manifest["made_of"] == {"state": "published", "edition": 1, "lessons": {"kijken": 1, "bellen": 1}}
    assert manifest["holds"] == {"lessons": 2, "questions": 2, "terms": 1, "slots": 1, "files": 0, "cases": 0}


def test_the_same_module_gives_the_same_bytes(module, tmp_path):
    one, other = _export(tmp_path / "een.zip"), _export(tmp_path / "twee.zip")
    assert one.read_bytes() == other.read_bytes()


def test_a_module_that_is_not_there_is_said(db, tmp_path):
    with pytest.raises(CommandError, match="is er niet"):
        _export(tmp_path / "weg.zip")


def test_what_is_not_published_is_only_exported_as_a_draft(module, tmp_path):
    module.unpublish()
    with pytest.raises(CommandError, match="niet gepubliceerd"):
        _export(tmp_path / "oefening.zip")
    assert _export(tmp_path / "concept.zip", draft=True).exists()


def test_a_dry_run_shows_the_difference_in_words_and_keeps_nothing(module, content, capsys):
    content.lessons["02-bellen"] = content.lessons["02-bellen"].replace(
        "Bellen kan altijd.", "Bellen kan dag en nacht."
    )
    call_command("import_module", content.write(), dry_run=True)
    assert _said(capsys)[:4] == [
        "veranderd: les bellen",
        "    -Bellen kan altijd.",
        "    +Bellen kan dag en nacht.",
        "ongewijzigd: 6",
    ]
    assert "dag en nacht" not in str(LessonPage.objects.get(slug="bellen").body)


def test_the_difference_as_json(module, content, capsys):
    content.questions[0]["stem"] = "Wat doe je eerst?"
    call_command("import_module", content.write(), dry_run=True, json=True)
    said = json.loads(capsys.readouterr().out)
    assert (said["ok"], said["updated"], said["unchanged"]) == (True, ["vraag wie-bel-je"], 6)
    assert said["difference"] == [
        {
            "file": "questions/01.json",
            "name": "vraag wie-bel-je",
            "what": "changed",
            "difference": '-  "stem": "Wat doe je?",\n+  "stem": "Wat doe je eerst?",',
        }
    ]


def test_what_was_changed_by_hand_is_shown_and_refused_unless_the_package_wins(module, content, capsys):
    lesson = LessonPage.objects.get(slug="bellen")
    lesson.summary = "Met de hand."
    lesson.save_revision().publish()
    content.fronts["02-bellen"] = ("bellen", "Anders bellen", "")
    with pytest.raises(CommandError, match="niet meer zoals"):
        call_command("import_module", content.write())
    assert "geweigerd: les bellen" in _said(capsys)
    assert LessonPage.objects.get(slug="bellen").summary == "Met de hand."
    call_command("import_module", content.root, overwrite=True)
    assert LessonPage.objects.get(slug="bellen").title == "Anders bellen"


# --- A part --------------------------------------------------------------------------------------------


def test_only_a_part_comes_in_and_the_rest_stays(module, content, capsys):
    content.fronts["01-kijken"] = ("kijken", "Anders kijken", "")
    content.fronts["02-bellen"] = ("bellen", "Anders bellen", "")
    content.questions[1]["stem"] = "Klopt dit?"
    call_command("import_module", content.write(), only="lessons/02-bellen,questions/waar-of-niet")
    assert _said(capsys)[:3] == ["veranderd: les bellen", "veranderd: vraag waar-of-niet", "ongewijzigd: 0"]
    assert list(LessonPage.objects.order_by("path").values_list("title", flat=True)) == ["Kijken", "Anders bellen"]
    assert Question.objects.get(key="waar-of-niet").stem == "Klopt dit?"


def test_a_part_that_needs_what_is_not_there_says_what(module, content):
    content.questions.append(content.questions[0] | {"key": "nieuwe-vraag"})
    content.lessons["02-bellen"] += "\n::: question nieuwe-vraag\n:::\n"
    content.write()
    with pytest.raises(CommandError, match=r"‘nieuwe-vraag’ is hier nog niet\. Kies ook questions/nieuwe-vraag"):
        call_command("import_module", content.root, only="lessons/02-bellen")
    call_command("import_module", content.root, only="lessons/02-bellen,questions/nieuwe-vraag")
    assert Question.objects.filter(key="nieuwe-vraag", live=True).exists()


def test_a_part_of_a_module_that_is_not_here_is_refused(content):
    with pytest.raises(CommandError, match="‘oefening’ is hier nog niet"):
        call_command("import_module", content.root, only="lessons/02-bellen,questions")


def test_a_part_that_does_not_exist_is_a_typing_error(module, content):
    with pytest.raises(CommandError, match=r"lessons/03-weg: Dit zit niet in het pakket"):
        call_command("import_module", content.root, only="lessons/03-weg")


# --- Refused ---------------------------------------------------------------------------------------------


def test_a_package_that_was_tampered_with_names_the_file(module, tmp_path):
    made = _export(tmp_path / "oefening.zip")
    with zipfile.ZipFile(made) as read:
        entries = {name: read.read(name) for name in read.namelist()}
    entries["lessons/02-bellen.md"] = entries["lessons/02-bellen.md"].replace(b"altijd", b"nooit")
    with zipfile.ZipFile(made, "w") as forged:
        for name, data in entries.items():
            forged.writestr(name, data)
    with pytest.raises(CommandError, match=r"lessons/02-bellen\.md: Dit bestand is veranderd"):
        call_command("import_module", made)
