"""The ten from files: all or nothing, the same again changes nothing, and an editor's own words are not overwritten unasked."""

import shutil
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from cms.importing.problems import ImportRefused
from cms.importing.reflection_questions import import_questions
from cms.models import Edition, Imported, Kind, ReflectionQuestion
from cms.reflection_questions import current
from tests.factories import cases, cms

pytestmark = pytest.mark.django_db

WEET = """+++
number = 1
name = "Weten"
asks = "Wat weet ik?"
group = "toerusting"
prompts = ["Eén?", "Twee?", "Drie?"]
anchors = ["Eén.", "Twee.", "Drie.", "Vier.", "Vijf."]
technical = "Wat doe je?"
normative = "Wat vind je?"
personal = "Wat raakt je?"
lessons = ["kijken/de-les"]
cases = ["aan-de-deur"]
reviewed_on = 2026-01-01
review_by = 2027-01-01
reviewer = ""

[[sources]]
key = "nji"
title = "Een bron"
date = "2017"
+++

Omdat het **telt**.
"""
ZICHT = WEET.replace("number = 1", "number = 6").replace('"Weten"', '"Zicht"')


@pytest.fixture
def folder(tmp_path):
    cms.module(publish=True, slug="kijken", lessons=[{"title": "Les", "slug": "de-les"}])
    cases.case(publish=True, slug="aan-de-deur", title="Aan de deur")
    (tmp_path / "01-weten.md").write_text(WEET)
    (tmp_path / "06-zicht.md").write_text(ZICHT)
    return tmp_path


def _change(folder, old, new, name="01-weten.md"):
    path = folder / name
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


def _editions():
    return Edition.objects.filter(taught__kind=Kind.REFLECTION).count()


def _refused(folder, **options):
    with pytest.raises(ImportRefused) as refused:
        import_questions(folder, **options)
    return [(one.file, one.place) for one in refused.value.problems]


def test_what_the_files_say_is_asked(folder):
    report = import_questions(folder)
    assert report.created == ["reflectievraag 1", "reflectievraag 6"]
    asked = current()[1]
    assert (asked.asks, asked.prompts, asked.anchors[4]) == ("Wat weet ik?", ("Eén?", "Twee?", "Drie?"), "Vijf.")
    assert asked.explanation_html == "<p>Omdat het <strong>telt</strong>.</p>"
    assert [(link.kind, link.title) for link in asked.links] == [("lesson", "Les"), ("case", "Aan de deur")]
    assert [source["title"] for source in asked.sources] == ["Een bron"]


def test_the_same_again_changes_nothing(folder):
    import_questions(folder)
    before = (_editions(), list(Imported.objects.values_list("written_at", flat=True)))
    report = import_questions(folder)
    assert (report.is_quiet, report.unchanged) == (True, 2)
    assert (_editions(), list(Imported.objects.values_list("written_at", flat=True))) == before


def test_only_what_changed_gets_an_edition(folder):
    import_questions(folder)
    _change(folder, "Wat weet ik?", "Wat weet ik al?")
    assert import_questions(folder).updated == ["reflectievraag 1"]
    assert (_editions(), current()[1].edition_number, current()[6].edition_number) == (3, 2, 1)


def test_a_rehearsal_keeps_nothing(folder):
    assert import_questions(folder, rehearse=True).created == ["reflectievraag 1", "reflectievraag 6"]
    assert not ReflectionQuestion.objects.exists()


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("number = 6", "number = 11", "number"),
        ('["Eén?", "Twee?", "Drie?"]', '["Eén?", "Twee?"]', "prompts"),
        ('"Vijf."]', "]", "anchors"),
        ("personal", "persoonlijk", "personal"),
        ("2027-01-01", "2025-01-01", "review_by"),
        ("kijken/de-les", "de-les", "lessons"),
        ("kijken/de-les", "kijken/geen-les", "lessons"),
        ("aan-de-deur", "geen-casus", "cases"),
        ("Omdat het **telt**.", "", "onder de kop, text"),
        ("toerusting", "kennis", "group"),
    ],
)
def test_one_broken_file_holds_back_all_and_is_named(folder, old, new, place):
    _change(folder, old, new, "06-zicht.md")
    assert ("06-zicht.md", place) in _refused(folder)
    assert not ReflectionQuestion.objects.exists()
    assert not Imported.objects.filter(path__contains="reflectievraag").exists()


def test_two_files_for_one_number_are_refused(folder):
    _change(folder, "number = 6", "number = 1", "06-zicht.md")
    assert _refused(folder) == [("06-zicht.md", "number")]


def test_an_editors_words_are_refused_kept_or_overwritten_as_asked(folder):
    import_questions(folder)
    question = ReflectionQuestion.objects.get(number=1)
    question.asks = "Van de redactie?"
    cms.publish_now(question)
    assert import_questions(folder).unchanged == 2
    _change(folder, "Wat weet ik?", "Wat weet ik al?")
    assert _refused(folder) == [("01-weten.md", "")]
    assert import_questions(folder, keep=True).kept == ["reflectievraag 1"]
    assert current()[1].asks == "Van de redactie?"
    import_questions(folder, overwrite=True)
    assert current()[1].asks == "Wat weet ik al?"


def test_a_question_that_was_withdrawn_stays_so(folder):
    import_questions(folder)
    ReflectionQuestion.objects.get(number=1).unpublish()
    assert import_questions(folder, keep=True).is_quiet
    assert current()[1].edition_id is None


def test_a_link_to_what_is_withdrawn_is_kept(folder):
    from cms.models import LessonPage

    LessonPage.objects.get(slug="de-les").unpublish()
    import_questions(folder)
    assert [link.title for link in current()[1].links] == ["Les", "Aan de deur"]


# --- The command ------------------------------------------------------------------------------------


def test_the_command_tells_what_it_did(folder, capsys):
    call_command("import_reflection_questions", folder)
    assert capsys.readouterr().out == "nieuw: reflectievraag 1\nnieuw: reflectievraag 6\nongewijzigd: 0\n"


def test_a_dry_run_says_so(folder, capsys):
    call_command("import_reflection_questions", folder, dry_run=True)
    assert "er is niets bewaard" in capsys.readouterr().out
    assert not ReflectionQuestion.objects.exists()


def test_problems_end_the_command_with_an_error(folder):
    _change(folder, "number = 1", "number = 0")
    with pytest.raises(CommandError) as refused:
        call_command("import_reflection_questions", folder)
    assert "01-weten.md, number: Hier hoort een heel getal. Schrijf een getal van 1 tot en met 10." in str(
        refused.value
    )
    assert "Er is niets veranderd. Te verbeteren: 1." in str(refused.value)


@pytest.mark.parametrize("made", [False, True])
def test_a_folder_without_questions_is_refused(tmp_path, made):
    folder = tmp_path / "leeg"
    if made:
        folder.mkdir()
    with pytest.raises(CommandError):
        call_command("import_reflection_questions", folder)


def test_a_file_that_leads_outside_is_refused(folder, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elders") / "x.md"
    shutil.move(folder / "06-zicht.md", elsewhere)
    Path(folder / "06-zicht.md").symlink_to(elsewhere)
    assert _refused(folder) == [("06-zicht.md", "")]
