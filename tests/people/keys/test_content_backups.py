"""Backups of the content: made while people write, whole or refused, and back in place in one step."""

import json
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection, connections
from django_tasks_db.models import DBTaskResult

from people.keys import content_backups, vault
from people.models import Departure, Organisation, User
from tests.factories import people
from tests.privacy.oracle import Oracle

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def folder(tmp_path, media) -> Path:
    return tmp_path / "backups"


def names() -> list[str]:
    return sorted(User.objects.values_list("first_name", flat=True))


def test_database_and_files_come_back(asha, folder, media, run):
    (media / "images").mkdir()
    (media / "images" / "foto.png").write_bytes(b"beeld")
    run("backup_content", folder)
    people.user("Later")
    (media / "images" / "later.png").write_bytes(b"later")
    (media / "images" / "foto.png").unlink()

    (media.parent / ".restoring-of-a-killed-one").mkdir()

    said = run("restore_content", next(folder.iterdir()), replace=True)

    assert [one.name for one in media.parent.iterdir() if one.name.startswith(".")] == []
    assert "1 files; counts and hashes agree" in said
    assert names() == ["Asha"]
    assert [path.name for path in media.rglob("*.*")] == ["foto.png"]
    people.user("Daarna")  # it can be written, with numbers of its own
    assert names() == ["Asha", "Daarna"]


def test_it_holds_no_sessions_caches_or_work_under_way(as_asha, folder, run):
    cache.set("proef", "zqcache")
    DBTaskResult.objects.create(
        args_kwargs={"args": ["zqtaak"], "kwargs": {}},
        run_after="2026-01-01T00:00:00Z",
        task_path="x",
        backend_name="default",
    )
    session = Session.objects.get()
    said = json.loads(run("backup_content", folder, json=True))
    assert Oracle(["zqcache", "zqtaak", session.session_key]).in_files(folder) == []
    assert {said["tables"][table] for table in content_backups.left_out()} == {0}
    assert said["tables"]["people_user"] == 1


def test_it_holds_no_keys(asha, folder, run):
    vault.seal(asha.uuid, "Van mij.", place="t.c:1")
    said = json.loads(run("backup_content", folder, json=True))
    assert [table for table in said["tables"] if table.startswith("keys_")] == []


def test_everybody_signs_in_anew_after_a_restore(as_asha, folder, run):
    run("backup_content", folder)
    run("restore_content", next(folder.iterdir()), replace=True)
    assert Session.objects.count() == 0
    assert as_asha.get("/").status_code == 302


def test_it_is_made_while_people_write(asha, folder, run):
    stop, faults = threading.Event(), []

    def write() -> None:
        try:
            number = 0
            while not stop.is_set():
                number += 1
                Organisation.objects.create(name=f"Gemeente {number}", slug=f"g{number}")
        except Exception as fault:  # noqa: BLE001  the test looks at it
            faults.append(fault)
        finally:
            connections.close_all()

    writer = threading.Thread(target=write)
    writer.start()
    while Organisation.objects.count() < 5:
        stop.wait(0.01)
    said = json.loads(run("backup_content", folder, json=True))
    stop.set()
    writer.join()
    assert faults == []
    run("restore_content", next(folder.iterdir()), replace=True)
    assert Organisation.objects.count() == said["tables"]["people_organisation"] >= 5


def test_a_site_that_is_in_use_is_left_alone(asha, folder, run, refused):
    run("backup_content", folder)
    people.user("Later")
    code, why = refused("restore_content", next(folder.iterdir()))
    assert (code, "add --replace" in why) == (1, True)
    assert names() == ["Asha", "Later"]


def test_a_damaged_backup_changes_nothing(asha, folder, media, run, refused):
    (media / "foto.png").write_bytes(b"beeld")
    run("backup_content", folder)
    path = next(folder.iterdir())
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    people.user("Later")
    code, why = refused("restore_content", path, replace=True)
    assert (code, "damaged" in why) == (1, True)
    assert names() == ["Asha", "Later"]
    assert (media / "foto.png").read_bytes() == b"beeld"
    assert [one.name for one in media.parent.iterdir() if one.name.startswith(".")] == []


def test_counts_that_do_not_agree_change_nothing(asha, folder, run, refused, monkeypatch):
    way = content_backups._way()
    real = way.copy
    monkeypatch.setattr(way, "copy", lambda *given: {**real(*given), "people_user": 7})
    run("backup_content", folder)
    people.user("Later")
    code, why = refused("restore_content", next(folder.iterdir()), replace=True)
    assert (code, "damaged" in why) == (1, True)
    assert names() == ["Asha", "Later"]


def test_a_backup_of_keys_is_not_taken_for_one_of_content(asha, tmp_path, media, run, refused):
    run("backup_keys", tmp_path / "keys")
    code, why = refused("restore_content", next((tmp_path / "keys").glob("*.tar")), replace=True)
    assert (code, "not of the content" in why) == (2, True)


def test_a_backup_of_a_newer_version_or_another_database_is_refused(asha, folder, run, refused, monkeypatch):
    monkeypatch.setattr(content_backups, "_applied", lambda: {"people.9999_later"})
    run("backup_content", folder)
    monkeypatch.undo()
    path = next(folder.iterdir())
    assert "newer version" in refused("restore_content", path, replace=True)[1]
    monkeypatch.setattr(content_backups, "_engine", lambda: "oracle")
    monkeypatch.setattr(content_backups, "_way", lambda: None)
    assert "database" in refused("restore_content", path, replace=True)[1]
    assert names() == ["Asha"]


def test_a_running_site_is_noticed(asha, folder, run, refused):
    run("backup_content", folder)
    hold = "import fcntl, sys; f = open(sys.argv[1], 'a'); fcntl.flock(f, fcntl.LOCK_EX); print(1, flush=True); input()"
    lock = Path(django_settings.DATA_DIR) / "run.lock"
    with subprocess.Popen(
        [sys.executable, "-c", hold, lock], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as site:
        assert site.stdout
        site.stdout.readline()
        code, why = refused("restore_content", next(folder.iterdir()), replace=True)
        site.communicate("\n")
    assert (code, "The site runs" in why) == (1, True)


def test_somebody_at_work_in_the_database_is_noticed(asha, folder, run, refused, monkeypatch):
    monkeypatch.setattr("people.keys.sqlite_copies._WAIT_S", 0.1)
    run("backup_content", folder)
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM people_user")
            code, why = refused("restore_content", next(folder.iterdir()), replace=True)
    finally:
        other.close()
    assert (code, "in use" in why) == (1, True)
    assert names() == ["Asha"]


def test_who_was_erased_after_the_backup_is_deleted_from_it(asha, ben, folder, run):
    run("backup_content", folder)
    run("erase_person", asha.email, yes=True)
    run("restore_content", next(folder.iterdir()), replace=True)
    assert names() == ["Ben"]
    assert list(Departure.objects.values_list("account", flat=True)) == [None]


def test_no_command_line_holds_the_password(asha, folder, run, monkeypatch):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has none")
    said = []
    real = subprocess.run
    monkeypatch.setattr(subprocess, "run", lambda command, **rest: said.append(command) or real(command, **rest))
    run("backup_content", folder)
    run("restore_content", next(folder.iterdir()), replace=True)
    password = connections["default"].settings_dict["PASSWORD"]
    assert [Path(command[0]).name for command in said] == ["pg_dump", "psql"]
    assert [part for command in said for part in command if password in part] == []
