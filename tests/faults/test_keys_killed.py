"""Killed while the master key is changed, or while somebody is erased: nothing is lost, and nobody stays half erased."""

import os
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path
from random import Random

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import connections

from people import erasure
from people.keys import content_backups, masters, rotation, vault
from people.keys.models import Erasure, PersonKey
from people.models import User
from tests.factories import people
from tests.faults.stage import ROOT

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
PLACE = "t.c:1"
_SET_UP = """
import os, signal, sys
import django; django.setup()
from django.core.management import call_command
from people import erasure
from people.keys import content_backups, rotation, vault
from people.models import User
def die(*_, **__): os.kill(os.getpid(), signal.SIGKILL)
"""
_ROTATE = 'call_command("rotate_master_key", generate=True)'
ROTATIONS = {
    "while keys are wrapped": """
vault._BATCH = rotation._BATCH = 10
real, batches = vault._rewrap, []
def rewrap(*given):
    batches.append(1)
    return die() if len(batches) == 3 else real(*given)
vault._rewrap = rewrap
""",
    "before the new key is the site's": "rotation.switch = die\n",
    "while the new key becomes the site's": """
real = rotation._write
def write(path, secret):
    real(path, secret)
    if path.name.endswith(".old"): die()
rotation._write = write
""",
}


def url(database) -> str:
    if "sqlite" in database["ENGINE"]:
        return f"sqlite:///{database['NAME']}"
    return "postgresql://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**database)


@pytest.fixture
def folder(tmp_path, settings) -> Path:
    """The DATA_DIR of a site that keeps its own master key."""
    settings.MASTER_KEY_FILE = tmp_path / "master.key"
    settings.MASTER_KEY_FILE.write_text(settings.MASTER_KEY)
    return tmp_path


def start(folder: Path, script: str) -> "subprocess.Popen[bytes]":
    """A process on this worker's databases, and on that folder."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATA_DIR": str(folder),
        "SECRET_KEY": django_settings.SECRET_KEY,
        "DATABASE_URL": url(connections["default"].settings_dict),
        "KEYS_DATABASE_URL": url(connections["keys"].settings_dict),
    }
    environment.pop("MASTER_KEY", None)
    connections.close_all()
    return subprocess.Popen(
        [sys.executable, "-c", _SET_UP + script], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL
    )


def seal_for(count: int) -> dict[uuid.UUID, bytes]:
    persons = [uuid.uuid4() for _ in range(count)]
    return {person: vault.seal(person, f"Van {person}", place=PLACE) for person in persons}


def all_open(sealed: dict[uuid.UUID, bytes]) -> bool:
    return all(vault.unseal(person, one, place=PLACE) == f"Van {person}" for person, one in sealed.items())


def begin_again(settings) -> None:
    """What a site that is started now has in its hands."""
    settings.MASTER_KEY = masters.read(settings.MASTER_KEY_FILE)


@pytest.mark.parametrize("moment", ROTATIONS)
def test_a_rotation_that_was_killed_lost_nothing_and_goes_on(folder, settings, moment):
    sealed, old = seal_for(50), settings.MASTER_KEY
    assert start(folder, ROTATIONS[moment] + _ROTATE).wait(60) == -signal.SIGKILL

    assert all_open(sealed)  # the site that ran all along
    begin_again(settings)
    assert all_open(sealed)  # the site that is started now
    newcomer = seal_for(1)

    call_command("rotate_master_key", generate=True, json=True)
    begin_again(settings)
    assert old != settings.MASTER_KEY
    assert all_open(sealed | newcomer)
    assert set(rotation.standing().keys) == {masters.master_id(settings.MASTER_KEY)}
    call_command("rotate_master_key", confirm=True, json=True)
    assert all_open(sealed | newcomer)


@pytest.mark.faults
def test_thirty_kills_at_any_moment_lose_nothing(folder, settings):
    random, sealed = Random(7), seal_for(2000)
    for _ in range(30):
        killed = start(folder, _ROTATE)
        time.sleep(random.uniform(0.5, 4))
        killed.kill()
        killed.wait(30)
        begin_again(settings)
        assert rotation.standing().closed == 0
    assert all_open(sealed)
    call_command("rotate_master_key", generate=True, json=True)
    begin_again(settings)
    call_command("rotate_master_key", confirm=True, json=True)
    assert all_open(sealed)


@pytest.mark.parametrize(
    "script",
    [
        pytest.param("erasure.settle = die; User.objects.get(uuid={person!r}).delete()", id="between account and key"),
        pytest.param(
            "User.delete = die; erasure.erase_account(User.objects.get(uuid={person!r}))", id="between key and account"
        ),
    ],
)
def test_an_erasure_that_was_killed_is_finished_at_the_next_start(folder, script):
    asha, ben = people.user("Asha"), people.user("Ben")
    person, other = asha.uuid, vault.seal(ben.uuid, "Van Ben.", place=PLACE)
    vault.seal(person, "Van Asha.", place=PLACE)
    assert start(folder, script.format(person=str(person))).wait(60) == -signal.SIGKILL
    assert (User.objects.filter(uuid=person).exists(), PersonKey.objects.filter(person=person).exists()) in {
        (False, True),
        (True, False),
    }

    erasure.replay()

    assert not User.objects.filter(uuid=person).exists()
    assert not PersonKey.objects.filter(person=person).exists()
    assert Erasure.objects.filter(person=person).exists()
    assert vault.unseal(ben.uuid, other, place=PLACE) == "Van Ben."


RESTORE = 'call_command("restore_content", {backup!r}, replace=True)'


@pytest.mark.parametrize(
    ("script", "kept"),
    [
        pytest.param("content_backups._way().put_back = die\n", ["Asha", "Later"], id="before the database"),
        pytest.param("content_backups._put_media = die\n", ["Asha"], id="between database and files"),
    ],
)
def test_a_restore_that_was_killed_left_one_whole_database_and_is_done_again(folder, settings, script, kept):
    settings.MEDIA_ROOT = folder / "media"
    settings.MEDIA_ROOT.mkdir()
    (settings.MEDIA_ROOT / "foto.png").write_bytes(b"van toen")
    people.user("Asha")
    backup = str(content_backups.back_up(folder / "backups").path)
    people.user("Later")
    (settings.MEDIA_ROOT / "foto.png").write_bytes(b"van nu")

    assert start(folder, script + RESTORE.format(backup=backup)).wait(120) == -signal.SIGKILL
    assert sorted(User.objects.values_list("first_name", flat=True)) == kept
    assert (settings.MEDIA_ROOT / "foto.png").read_bytes() == b"van nu"

    connections.close_all()
    assert start(folder, RESTORE.format(backup=backup)).wait(120) == 0
    assert list(User.objects.values_list("first_name", flat=True)) == ["Asha"]
    assert (settings.MEDIA_ROOT / "foto.png").read_bytes() == b"van toen"
    assert [one.name for one in folder.iterdir() if one.name.startswith(".restoring")] == []
