"""Every table with a path to a person says why, how long, what of it is handed over, and what happens when they are erased."""

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from people import register
from people.declarations import LIBRARY_TABLES, Declaration
from people.models import Organisation, Team


def test_every_table_that_names_a_person_is_declared():
    silent = [
        model._meta.label
        for model in apps.get_models()
        if register.names_a_person(model) and not register.declaration_of(model)
    ]
    assert silent == [], (
        "Give each a `declaration` (people/declarations.py); a library's table stands in LIBRARY_TABLES."
    )


def test_every_declaration_says_something():
    for model in register.people_tables():
        said = register.declaration_of(model)
        assert isinstance(said, Declaration)
        assert all(words.strip() for words in (said.purpose, said.retention, said.export, said.erasure)), model


def test_libraries_tables_exist_and_are_libraries():
    ours = {"people", "keys", "cms", "practice", "reflection", "journey", "team_sessions"}
    assert {label for label in LIBRARY_TABLES if label.split(".")[0] in ours} == set()
    assert [label for label in LIBRARY_TABLES if not apps.get_model(label)] == []


def test_the_tables_of_learners_are_among_them():
    labels = {model._meta.label for model in register.people_tables()}
    assert {
        "reflection.Entry",
        "practice.Answer",
        "practice.Item",
        "practice.Run",
        "practice.Step",
        "journey.Progress",
        "keys.PersonKey",
        "people.Membership",
    } <= labels


def test_a_table_on_a_path_to_a_person_is_noticed():
    """The walk itself: by a relation, by belonging to a row that is somebody's, and by a bare number."""
    for label in ("cms.Edition", "practice.Item", "keys.PersonKey"):
        assert register.names_a_person(apps.get_model(label)), label
    for model in (
        Organisation,
        Team,
        *(apps.get_model(f"practice.{name}") for name in ("Tally", "ChoiceTally", "Spread")),
        apps.get_model("cms.Line"),
    ):
        assert not register.names_a_person(model), model


def test_the_document_says_what_the_tables_say():
    call_command("privacy_register", check=True)


@pytest.mark.parametrize("which", ["DOCUMENT", "DUTCH"])
def test_a_document_that_is_behind_is_noticed(monkeypatch, tmp_path, which):
    for name in ("DOCUMENT", "DUTCH"):
        copy = tmp_path / name
        copy.write_text(getattr(register, name).read_text())
        monkeypatch.setattr(f"people.management.commands.privacy_register.{name}", copy)
    behind = tmp_path / which
    behind.write_text(f"Eerst.\n{register.BEGIN}\noud\n{register.END}\nDan.\n")
    with pytest.raises(CommandError, match="out of date"):
        call_command("privacy_register", check=True)
    call_command("privacy_register")
    assert "`reflection.Entry`" in behind.read_text()
    assert behind.read_text().startswith("Eerst.\n")
    assert behind.read_text().endswith("\nDan.\n")
