"""Backups of the keys: apart from the content, thirty days at most, and bringing back nobody who was erased."""

import json
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import ProtectedError

from people import erasure
from people.keys import archives, key_backups, vault
from people.keys.models import Erasure, PersonKey
from people.models import Departure, User

pytestmark = pytest.mark.django_db(transaction=True)
PLACE = "t.c:1"
OTHER_MASTER = "another-master-key-that-is-long-enough"


@pytest.fixture
def sealed() -> dict[uuid.UUID, bytes]:
    people = [uuid.uuid4() for _ in range(5)]
    return {person: vault.seal(person, f"Van {person}", place=PLACE) for person in people}


@pytest.fixture
def backup(sealed, tmp_path):
    return key_backups.back_up(tmp_path / "keys")[0]


def opens(sealed) -> list[bool]:
    def one(person, text):
        try:
            return vault.unseal(person, text, place=PLACE) == f"Van {person}"
        except vault.Unreadable:
            return False

    return [one(*pair) for pair in sealed.items()]


def lose_the_store() -> None:
    PersonKey.objects.all().delete()
    Erasure.objects.all().delete()


def test_lost_keys_come_back(sealed, backup, run):
    lose_the_store()
    assert opens(sealed) == [False] * 5
    assert "Restored 5 keys" in run("restore_keys", backup)
    assert opens(sealed) == [True] * 5


def test_it_counts_and_is_for_its_owner_alone(sealed, tmp_path, run):
    vault.erase(next(iter(sealed)))
    said = json.loads(run("backup_keys", tmp_path / "keys", json=True))
    assert (said["keys"], said["erasures"]) == (4, 1)
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "keys").iterdir()} == {0o600}


def test_the_master_key_is_not_in_it(backup, settings):
    assert settings.MASTER_KEY.encode() not in backup.read_bytes()


def test_a_store_that_is_in_use_is_left_alone(sealed, backup, refused):
    before = list(PersonKey.objects.order_by("person").values())
    code, why = refused("restore_keys", backup)
    assert (code, "add --replace" in why) == (1, True)
    assert list(PersonKey.objects.order_by("person").values()) == before


def test_replacing_keeps_the_keys_that_are_only_here(sealed, backup, run):
    newcomer = uuid.uuid4()
    text = vault.seal(newcomer, "Sinds gisteren.", place=PLACE)
    run("restore_keys", backup, replace=True)
    assert vault.unseal(newcomer, text, place=PLACE) == "Sinds gisteren."
    assert opens(sealed) == [True] * 5


def test_a_key_that_opens_is_not_given_up_for_one_that_does_not(sealed, backup, run, settings):
    old = settings.MASTER_KEY
    vault.rewrap(old, OTHER_MASTER, PersonKey.objects.all())
    settings.MASTER_KEY = OTHER_MASTER
    assert "5 keys were left as they are" in run("restore_keys", backup, replace=True)
    assert opens(sealed) == [True] * 5


def test_keys_of_before_a_rotation_come_back_and_say_which_master_they_need(sealed, backup, run, settings):
    old = settings.MASTER_KEY
    lose_the_store()
    settings.MASTER_KEY = OTHER_MASTER
    assert "5 keys open under no master key that is here" in run("restore_keys", backup)
    settings.PREVIOUS_MASTER_KEY = old
    run("rotate_master_key")
    settings.PREVIOUS_MASTER_KEY = ""
    assert opens(sealed) == [True] * 5


@pytest.mark.parametrize("remembered_by", ["key store", "content", "ledger beside the backups"])
def test_who_was_erased_since_stays_erased(sealed, backup, run, remembered_by):
    gone = next(iter(sealed))
    if remembered_by == "content":
        Departure.objects.create(person=gone)
    else:
        vault.erase(gone)
    if remembered_by == "ledger beside the backups":
        key_backups.back_up(backup.parent)
        lose_the_store()
    said = run("restore_keys", backup, replace=True)
    assert "1 people in it were erased since" in said
    assert opens(sealed) == [False] + [True] * 4
    with pytest.raises(vault.Erased):
        vault.seal(gone, "Toch nog.", place=PLACE)


def test_who_is_in_the_ledger_of_the_backup_stays_erased(sealed, tmp_path, run):
    gone = next(iter(sealed))
    vault.erase(gone)
    path = key_backups.back_up(tmp_path / "keys")[0]
    lose_the_store()
    run("restore_keys", path)
    assert set(Erasure.objects.values_list("person", flat=True)) == {gone}


def test_a_damaged_backup_changes_nothing(sealed, backup, refused):
    gone = next(iter(sealed))
    vault.erase(gone)
    before = list(PersonKey.objects.order_by("person").values())
    data = backup.read_bytes()
    backup.write_bytes(data.replace(b'"wrapped": "01', b'"wrapped": "02', 1))
    code, why = refused("restore_keys", backup, replace=True)
    assert (code, "damaged" in why) == (1, True)
    assert list(PersonKey.objects.order_by("person").values()) == before


# --- Apart, and thirty days at most ---------------------------------------------------------------


@pytest.mark.parametrize("folder", ["", "keys", "daily/keys"])
def test_keys_do_not_go_beside_the_content(media, tmp_path, run, refused, folder):
    run("backup_content", tmp_path / "backups")
    code, why = refused("backup_keys", tmp_path / "backups" / folder)
    assert (code, "kept apart" in why) == (2, True)
    assert list((tmp_path / "backups").rglob("keys-*")) == []


def test_keys_do_not_go_above_the_content_nor_the_content_beside_keys(media, tmp_path, run, refused):
    run("backup_content", tmp_path / "backups" / "content")
    assert refused("backup_keys", tmp_path / "backups")[0] == 2
    run("backup_keys", tmp_path / "elsewhere")
    assert refused("backup_content", tmp_path / "elsewhere" / "content")[0] == 2


def aged(folder, days: float):
    """A key backup of so many days ago."""
    made = datetime.now(UTC) - timedelta(days=days)
    path = folder / f"keys-{made.strftime(archives._STAMP)}.tar"
    path.write_bytes(b"oud")
    return path


def test_no_key_backup_stays_longer_than_thirty_days(sealed, tmp_path, run):
    folder = tmp_path / "keys"
    folder.mkdir()
    old, young = aged(folder, 30.1), aged(folder, 29.9)
    (folder / "iets-anders.tar").write_bytes(b"blijft")
    assert run("prune_key_backups", folder) == f"Removed {old}.\n"
    assert (old.exists(), young.exists(), (folder / "iets-anders.tar").exists()) == (False, True, True)


def test_making_one_removes_what_is_too_old(sealed, tmp_path, run):
    folder = tmp_path / "keys"
    folder.mkdir()
    old = aged(folder, 31)
    assert "Removed older than 30 days: 1." in run("backup_keys", folder)
    assert not old.exists()


def test_the_ledger_of_the_folder_never_shrinks(sealed, tmp_path, run):
    first, second = list(sealed)[:2]
    vault.erase(first)
    run("backup_keys", tmp_path / "keys")
    lose_the_store()
    vault.erase(second)
    run("backup_keys", tmp_path / "keys")
    assert set(key_backups.ledger_in([tmp_path / "keys" / key_backups.LEDGER])) == {first, second}


# --- Replaying ------------------------------------------------------------------------------------


def test_a_ledger_of_elsewhere_deletes_account_and_key(asha, ben, tmp_path, run):
    vault.seal(asha.uuid, "Van mij.", place=PLACE)
    ledger = tmp_path / "erasures.jsonl"
    ledger.write_text(json.dumps({"person": str(asha.uuid), "erased_at": "2026-01-01T00:00:00+00:00"}) + "\n")
    done = json.loads(run("replay_erasures", ledger, json=True))
    assert (done["accounts"], User.objects.filter(pk=asha.pk).exists(), User.objects.filter(pk=ben.pk).exists()) == (
        1,
        False,
        True,
    )
    assert json.loads(run("replay_erasures", ledger, json=True)) == {
        "people": 1,
        "accounts": 0,
        "keys": 0,
        "settled": 0,
        "stuck": 0,
    }


def test_who_cannot_be_deleted_is_shut_and_said(asha, refused, monkeypatch):
    def held(self):
        raise ProtectedError("held", {asha})

    sealed = vault.seal(asha.uuid, "Van mij.", place=PLACE)
    vault.erase(asha.uuid)
    with monkeypatch.context() as broken:
        broken.setattr(User, "delete", held)
        code, why = refused("replay_erasures")
    assert (code, "1 accounts of erased people could not be deleted" in why) == (1, True)
    assert not User.objects.get(pk=asha.pk).is_active
    with pytest.raises(vault.Unreadable):
        vault.unseal(asha.uuid, sealed, place=PLACE)
    assert erasure.replay().accounts == 1


@pytest.mark.parametrize("words", ["geen regel", "{}", '{"person": "niemand"}'])
def test_what_is_no_ledger_is_refused(tmp_path, refused, words):
    (tmp_path / "iets").write_text(words)
    assert refused("replay_erasures", tmp_path / "iets")[0] == 2


def test_either_ledger_brings_the_other_up_to_date():
    in_store, in_content = uuid.uuid4(), uuid.uuid4()
    vault.erase(in_store)
    Departure.objects.create(person=in_content)
    erasure.replay()
    assert set(Erasure.objects.values_list("person", flat=True)) == {in_store, in_content}
    assert set(Departure.objects.values_list("person", flat=True)) == {in_store, in_content}
