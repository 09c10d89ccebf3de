"""The file of a backup is whole, of its kind and undamaged, or it is refused."""

import io
import os
import tarfile
from datetime import UTC, datetime

import pytest

from people.keys import archives
from people.keys.archives import CONTENT, KEYS
from people.keys.refusal import NotDone


@pytest.fixture
def backup(tmp_path):
    part = tmp_path / "deel"
    part.write_bytes(b"inhoud" * 5000)
    with archives.writing(tmp_path / "backups", CONTENT) as writer:
        writer.add("deel", part)
        writer.add("media/map/bestand.txt", part)
        return writer.finish({"tables": {"een": 1}})


def unpack(path, tmp_path, kind=CONTENT):
    place = tmp_path / "uit"
    return archives.unpack(path, kind, lambda name: place / name)


def test_what_was_put_in_comes_out(backup, tmp_path):
    manifest = unpack(backup, tmp_path)
    assert (tmp_path / "uit" / "media" / "map" / "bestand.txt").read_bytes() == b"inhoud" * 5000
    assert (manifest.kind, manifest.facts) == (CONTENT, {"tables": {"een": 1}})


def test_it_is_for_its_owner_alone_and_nothing_else_stays_behind(backup):
    assert backup.stat().st_mode & 0o777 == 0o600
    assert backup.parent.stat().st_mode & 0o777 == 0o700
    assert list(backup.parent.iterdir()) == [backup]


def test_its_name_says_its_kind_and_time(backup):
    ((path, made),) = archives.backups(backup.parent, CONTENT).items()
    assert path == backup
    assert abs((datetime.now(UTC) - made).total_seconds()) < 60


def test_two_of_one_second_stand_beside_each_other(tmp_path):
    for _ in range(3):
        with archives.writing(tmp_path, KEYS) as writer:
            writer.finish({})
    assert len(archives.backups(tmp_path, KEYS)) == 3


@pytest.mark.parametrize("place", [0.02, 0.1, 0.3, 0.5, 0.7, 0.9])
def test_one_changed_byte_is_noticed(backup, tmp_path, place):
    data = bytearray(backup.read_bytes())
    end = data.rindex(b"}")  # what follows is padding
    data[int(end * place)] ^= 1
    backup.write_bytes(data)
    with pytest.raises(NotDone, match="damaged"):
        unpack(backup, tmp_path)


@pytest.mark.parametrize("part", [0, 0.3, 0.6, 0.99])
def test_a_cut_file_is_noticed(backup, tmp_path, part):
    data = backup.read_bytes()
    backup.write_bytes(data[: int(data.rindex(b"}") * part)])  # what follows is padding
    with pytest.raises(NotDone, match="damaged"):
        unpack(backup, tmp_path)


def test_another_kind_is_refused(backup, tmp_path):
    with pytest.raises(NotDone, match="backup of the content, not of the keys"):
        unpack(backup, tmp_path, KEYS)


def test_something_else_is_refused(tmp_path):
    other = tmp_path / "iets.tar"
    with tarfile.open(other, "w") as tar:
        tar.addfile(tarfile.TarInfo("iets"), io.BytesIO())
    for path in (other, tmp_path / "deel-dat-er-niet-is"):
        with pytest.raises(NotDone):
            unpack(path, tmp_path)


def test_a_part_that_was_added_is_noticed(backup, tmp_path):
    with tarfile.open(backup, "a") as tar:
        tar.addfile(tarfile.TarInfo("../../erbij"), io.BytesIO())
    with pytest.raises(NotDone, match="damaged"):
        unpack(backup, tmp_path)
    assert not (tmp_path / "erbij").exists()


def test_a_name_that_leads_elsewhere_is_refused(tmp_path):
    part = tmp_path / "deel"
    part.write_text("x")
    with archives.writing(tmp_path / "backups", CONTENT) as writer:
        writer.add("media/../../elders", part)
        path = writer.finish({})
    with pytest.raises(NotDone, match="leads elsewhere"):
        unpack(path, tmp_path)


def test_what_fails_half_way_leaves_nothing(tmp_path):
    with pytest.raises(NotDone, match="No backup was made"), archives.writing(tmp_path / "b", CONTENT) as writer:
        writer.add("deel", tmp_path / "bestaat-niet")
    assert list((tmp_path / "b").iterdir()) == []


def test_what_a_kill_left_behind_goes_after_a_day(tmp_path):
    left = tmp_path / ".partial-oud"
    left.mkdir()
    (left / "backup.tar").write_text("half")
    with archives.writing(tmp_path, CONTENT) as writer:
        writer.finish({})
    assert left.exists()
    os.utime(left, (0, 0))
    with archives.writing(tmp_path, CONTENT) as writer:
        writer.finish({})
    assert not left.exists()
