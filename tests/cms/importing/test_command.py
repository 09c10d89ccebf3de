import json

import pytest
from django.core.management import CommandError, call_command

from cms.models import ModulePage

pytestmark = pytest.mark.django_db


def test_the_command_tells_what_it_did(content, capsys):
    call_command("import_module", content.root)
    assert "nieuw: module oefening" in capsys.readouterr().out


def test_a_dry_run_says_so_and_keeps_nothing(content, capsys):
    call_command("import_module", content.root, dry_run=True)
    assert "er is niets bewaard" in capsys.readouterr().out
    assert not ModulePage.objects.exists()


def test_problems_end_the_command_with_an_error_and_nothing_is_written(content):
    content.module["minutes"] = 0
    with pytest.raises(CommandError) as refused:
        call_command("import_module", content.write())
    assert "module.json, minutes" in str(refused.value)
    assert refused.value.returncode == 1
    assert not ModulePage.objects.exists()


def test_problems_as_json(content, capsys):
    content.module["minutes"] = 0
    with pytest.raises(SystemExit) as ended:
        call_command("import_module", content.write(), json=True)
    assert ended.value.code == 1
    said = json.loads(capsys.readouterr().out)
    assert (said["ok"], said["problems"][0]["place"]) == (False, "minutes")


def test_the_outcome_as_json(content, capsys):
    call_command("import_module", content.root, json=True)
    said = json.loads(capsys.readouterr().out)
    assert (said["ok"], said["unchanged"], said["unpublished"]) == (True, 0, [])


def test_an_unknown_organisation_is_refused(content):
    with pytest.raises(CommandError):
        call_command("import_module", content.root, organisation="bestaat-niet")


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(CommandError):
        call_command("import_module", tmp_path / "weg")
