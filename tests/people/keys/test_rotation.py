"""The master key is changed: everything stays readable, at every moment, and a command says what to do next."""

import json
import threading
import uuid
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from people.keys import masters, rotation, vault
from people.keys.models import PersonKey
from people.keys.vault import master_id

pytestmark = pytest.mark.django_db
NEW = "the-master-key-to-come-that-is-long-enough"
LOST = "a-master-key-that-nobody-has-any-more-alas"
PLACE = "t.c:1"


def seal_for(count: int) -> dict[uuid.UUID, bytes]:
    people = [uuid.uuid4() for _ in range(count)]
    return {person: vault.seal(person, f"Van {person}", place=PLACE) for person in people}


def all_open(sealed: dict[uuid.UUID, bytes]) -> bool:
    return all(vault.unseal(person, one, place=PLACE) == f"Van {person}" for person, one in sealed.items())


def rotate(**options: Any) -> str:
    out = StringIO()
    call_command("rotate_master_key", stdout=out, **options)
    return out.getvalue()


def refused(**options: Any) -> CommandError:
    with pytest.raises(CommandError) as refusal:
        rotate(**options)
    return refusal.value


def masters_of_keys() -> set[str]:
    return set(PersonKey.objects.values_list("master_id", flat=True))


# --- With keys from the environment ---------------------------------------------------------------


def test_every_key_changes_and_every_text_stays(settings, monkeypatch):
    monkeypatch.setattr(rotation, "_BATCH", 3)
    monkeypatch.setattr(vault, "_BATCH", 2)
    sealed, old = seal_for(10), settings.MASTER_KEY
    settings.NEW_MASTER_KEY = NEW
    assert "10 keys were wrapped under" in rotate()
    assert masters_of_keys() == {master_id(NEW)}
    assert all_open(sealed)

    settings.MASTER_KEY, settings.NEW_MASTER_KEY, settings.PREVIOUS_MASTER_KEY = NEW, "", old
    assert "0 keys were wrapped under" in rotate()
    settings.PREVIOUS_MASTER_KEY = ""
    assert all_open(sealed)


def test_keys_made_meanwhile_under_the_old_one_follow_at_the_second_time(settings):
    settings.NEW_MASTER_KEY = NEW
    rotate()
    late, old = seal_for(2), settings.MASTER_KEY
    assert masters_of_keys() == {master_id(old)}
    settings.MASTER_KEY, settings.NEW_MASTER_KEY, settings.PREVIOUS_MASTER_KEY = NEW, "", old
    rotate()
    settings.PREVIOUS_MASTER_KEY = ""
    assert all_open(late)


def test_one_key_under_a_lost_master_and_nothing_changes(settings):
    sealed = seal_for(5)
    before = masters_of_keys()
    PersonKey.objects.create(person=uuid.uuid4(), wrapped=bytes(61), master_id=master_id(LOST))
    settings.NEW_MASTER_KEY = NEW
    refusal = refused()
    assert (refusal.returncode, master_id(LOST) in str(refusal)) == (1, True)
    assert masters_of_keys() == before | {master_id(LOST)}
    assert all_open(sealed)


def test_one_broken_key_and_nothing_changes(settings):
    sealed = seal_for(5)
    before = masters_of_keys()
    PersonKey.objects.create(person=uuid.UUID(int=2**128 - 1), wrapped=bytes(61), master_id=next(iter(before)))
    settings.NEW_MASTER_KEY = NEW
    assert refused().returncode == 1
    assert masters_of_keys() == before
    assert all_open(sealed)


def test_a_dry_run_counts_and_changes_nothing(settings):
    seal_for(3)
    before = masters_of_keys()
    settings.NEW_MASTER_KEY = NEW
    assert json.loads(rotate(dry_run=True, json=True)) == {"master": master_id(NEW), "rewrapped": 3, "already": 0}
    assert masters_of_keys() == before


@pytest.mark.parametrize("new", ["", "too-short", "same"])
def test_a_new_key_that_makes_no_sense_is_refused(settings, new):
    settings.NEW_MASTER_KEY = settings.MASTER_KEY if new == "same" else new
    assert refused().returncode == 2


def test_a_check_says_what_opens(settings):
    seal_for(2)
    mine = master_id(settings.MASTER_KEY)
    found = json.loads(rotate(check=True, json=True))
    assert (found["current"], found["keys"], found["opening"]) == (mine, {mine: 2}, {mine: 2})
    settings.MASTER_KEY = NEW
    refusal = refused(check=True)
    assert (refusal.returncode, "2 of 2 keys open under no master key" in str(refusal)) == (1, True)


def test_no_output_holds_a_master_key(settings):
    seal_for(1)
    settings.NEW_MASTER_KEY = NEW
    said = rotate(dry_run=True) + rotate(check=True) + rotate()
    assert (settings.MASTER_KEY in said, NEW in said) == (False, False)


@pytest.mark.django_db(transaction=True)
def test_people_write_and_read_on_while_it_rotates(settings, monkeypatch):
    """Two writers: one with a key, one a newcomer each time. None meets an error, and all they wrote opens afterwards."""
    monkeypatch.setattr(rotation, "_BATCH", 50)
    sealed, old = seal_for(400), settings.MASTER_KEY
    settings.NEW_MASTER_KEY = NEW
    known, stop, faults = next(iter(sealed)), threading.Event(), []
    written: list[tuple[uuid.UUID, bytes]] = []

    def write(newcomer: bool) -> None:
        try:
            while not stop.is_set():
                person = uuid.uuid4() if newcomer else known
                written.append((person, vault.seal(person, f"Van {person}", place=PLACE)))
                assert vault.unseal(*written[-1], place=PLACE)
        except Exception as fault:  # noqa: BLE001  the test looks at it
            faults.append(fault)
        finally:
            connections.close_all()

    writers = [threading.Thread(target=write, args=(newcomer,)) for newcomer in (True, False)]
    for writer in writers:
        writer.start()
    while len(written) < 10 and not faults:
        stop.wait(0.01)
    rotate()
    during = len(written)
    while len(written) < during + 10 and not faults:
        stop.wait(0.01)
    stop.set()
    for writer in writers:
        writer.join()

    assert faults == []
    settings.MASTER_KEY, settings.NEW_MASTER_KEY, settings.PREVIOUS_MASTER_KEY = NEW, "", old
    rotate()
    settings.PREVIOUS_MASTER_KEY = ""
    assert masters_of_keys() == {master_id(NEW)}
    assert all_open(sealed)
    assert all(vault.unseal(*one, place=PLACE) == f"Van {one[0]}" for one in written)


# --- Where the site keeps its own key -------------------------------------------------------------


@pytest.fixture
def key_file(settings, tmp_path):
    settings.MASTER_KEY_FILE = tmp_path / "master.key"
    settings.MASTER_KEY_FILE.write_text(settings.MASTER_KEY)
    return settings.MASTER_KEY_FILE


def test_a_site_makes_its_own_new_key_and_keeps_the_old(settings, key_file):
    sealed, old = seal_for(3), settings.MASTER_KEY
    rotate(generate=True)
    new, kept = key_file.read_text(), masters.old_file(key_file, old)
    assert (kept.read_text(), new == old) == (old, False)
    assert {path.stat().st_mode & 0o777 for path in key_file.parent.iterdir() if path != key_file} == {0o600}
    assert key_file.stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in key_file.parent.iterdir()) == sorted([key_file.name, kept.name])
    assert all_open(sealed)  # the site that was running all along
    settings.MASTER_KEY = new
    assert all_open(sealed)  # the site that was started again

    rotate(confirm=True)
    assert masters.old_files(key_file) == []
    assert all_open(sealed)


def test_an_old_key_is_not_removed_while_something_needs_it(settings, key_file):
    rotate(generate=True)
    seal_for(1)  # by a site that still runs with the old key
    assert refused(confirm=True).returncode == 1
    assert len(masters.old_files(key_file)) == 1


def test_keys_from_the_environment_are_not_made_here(settings):
    settings.MASTER_KEY_FILE = None
    assert (refused(generate=True).returncode, refused(confirm=True).returncode) == (2, 2)


def test_a_key_that_waits_already_is_taken_again(settings, key_file):
    waiting = rotation.generated()
    assert rotation.generated() == waiting
    sealed = seal_for(2)
    rotation.rotate(waiting)
    assert all_open(sealed)  # cut off before the switch: both files are there
    rotate(generate=True)
    assert key_file.read_text() == waiting


# --- The wrong key --------------------------------------------------------------------------------


def test_a_wrong_master_key_is_said_at_once(settings):
    seal_for(1)
    call_command("check", databases=["keys"])
    settings.MASTER_KEY = NEW
    with pytest.raises(CommandError, match="opens none of the keys"):
        call_command("check", databases=["keys"])


def test_a_site_with_a_wrong_master_key_does_not_start(settings, monkeypatch, capsys):
    from config import prepare

    monkeypatch.setattr(prepare, "migrate", lambda alias: None)
    seal_for(1)
    settings.MASTER_KEY = NEW
    with pytest.raises(SystemExit, match="opens none of the keys"):
        prepare._step("Databases", prepare._databases)


def test_an_empty_store_fits_every_master_key(settings):
    settings.MASTER_KEY = NEW
    call_command("check", databases=["keys"])
    assert all_open(seal_for(1))
