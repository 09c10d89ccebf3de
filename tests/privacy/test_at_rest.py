"""Private text at rest: in no file readable, under another master key shut and unharmed, and after an erasure gone from every backup."""

import uuid
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from learning.reflection.models import Comment, Entry
from learning.reflection.taking.kinds import MARKDOWN
from learning.reflection.words import Reader
from people.exports import actions as exports
from people.exports.models import Export
from people.keys import content_backups, key_backups, vault
from people.keys.models import PersonKey
from people.models import User
from tests.learning.reflection import kept
from tests.privacy.oracle import Oracle, database_files
from tests.privacy.planting import PLANTERS, LinesByHand, OpenAnswers, Reasons, Remarks

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
OTHER_MASTER = "another-master-key-that-is-long-enough"
TEXTS = 20


class Planted:
    """Asha wrote twenty texts of every kind there is by turns, and Ben one of each; no word stands in two of them."""

    def __init__(self, asha: User, ben: User) -> None:
        self.asha = asha
        self.planters = [planter() for planter in PLANTERS]
        self.words = {
            asha: [f"zqasha{n}woord" for n in range(TEXTS)],
            ben: [f"zqben{n}woord" for n in range(len(PLANTERS))],
        }
        for person, words in self.words.items():
            for number, word in enumerate(words):
                assert self.planters[number % len(self.planters)].plant(person, f"Toen {word} dacht ik.") in {200, 302}

    def read(self, person: User) -> set[str]:
        texts = [text for planter in self.planters for text in planter.read(person)]
        return {text.split()[1] for text in texts}

    def read_of_mirror(self, person: User) -> set[str]:
        """What stands in the mirror: all but answers, reasons, remarks, and lines of the dossier."""
        others = OpenAnswers | Reasons | Remarks | LinesByHand
        texts = [text for one in self.planters if not isinstance(one, others) for text in one.read(person)]
        return {text.split()[1] for text in texts}

    def all_of(self, person: User) -> set[str]:
        return set(self.words[person])

    def shut_for(self, person: User) -> int:
        """How many kinds hold something of this person, and open none of it."""
        shut = 0
        for planter in self.planters:
            with pytest.raises(vault.Unreadable):
                planter.read(person)
            shut += 1
        return shut


@pytest.fixture
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    return settings.MEDIA_ROOT


@pytest.fixture
def planted(transactional_db: None, media: Path, asha: User, ben: User) -> Planted:
    return Planted(asha, ben)


def run(name: str, *arguments: Any, **options: Any) -> str:
    out = StringIO()
    call_command(name, *map(str, arguments), stdout=out, **options)
    return out.getvalue()


def test_twenty_texts_stand_in_no_database_and_no_backup(planted: Planted, asha: User, ben: User, tmp_path: Path):
    assert planted.read(asha) == planted.all_of(asha)
    backup = content_backups.back_up(tmp_path / "content").path
    key_backups.back_up(tmp_path / "keys")

    # What is looked at does hold them, sealed.
    sealed = bytes(Entry.objects.filter(user=asha)[0].sealed)
    assert sealed in backup.read_bytes() or sealed.hex().encode() in backup.read_bytes()

    oracle = Oracle([*planted.words[asha], *planted.words[ben]])
    assert oracle.in_tables() == []
    assert oracle.in_database_files() == []
    assert oracle.in_files(tmp_path) == []


def test_a_leak_into_a_backup_would_be_found(asha: User, media: Path, tmp_path: Path):
    User.objects.filter(pk=asha.pk).update(last_name="zqlek")
    (media / "bestand.txt").write_text("zqbestand")
    content_backups.back_up(tmp_path / "content")
    found = Oracle(["zqlek", "zqbestand"]).in_files(tmp_path / "content")
    assert [line.split(": ")[1] for line in found] == ["zqlek", "zqbestand"]


def test_under_another_master_key_nothing_opens_is_written_or_is_lost(
    planted: Planted, asha: User, ben: User, sam: User, settings: Any
):
    mine, before = settings.MASTER_KEY, list(PersonKey.objects.order_by("person").values())
    settings.MASTER_KEY = OTHER_MASTER

    assert (planted.shut_for(asha), planted.shut_for(ben)) == (len(PLANTERS), len(PLANTERS))
    for planter in planted.planters:
        assert planter.plant(asha, "Verkeerde sleutel.") == 422  # who has a key
        assert planter.plant(sam, "Verkeerde sleutel.") == 422  # who would get a first one
    with pytest.raises(CommandError, match="Nothing is lost"):
        run("rotate_master_key", "--check")

    settings.MASTER_KEY = mine
    assert list(PersonKey.objects.order_by("person").values()) == before
    assert (planted.read(asha), planted.read(ben)) == (planted.all_of(asha), planted.all_of(ben))
    assert planted.planters[0].plant(sam, "De goede sleutel.") in {200, 302}


def test_no_backup_opens_or_brings_back_who_was_erased(planted: Planted, asha: User, ben: User, tmp_path: Path):
    content = content_backups.back_up(tmp_path / "content").path
    keys, _counts, _pruned = key_backups.back_up(tmp_path / "keys")
    key_backup_of_before = keys.rename(keys.parent.parent / keys.name)  # elsewhere: without the ledger of its folder
    person = asha.uuid
    run("erase_person", asha.email, yes=True)
    assert not User.objects.filter(uuid=person).exists()

    # The content of before, put back by hand, with the master key and the key store of now.
    content_backups.restore(content, replace=True)
    back = User.objects.get(uuid=person)
    assert planted.shut_for(back) == len(PLANTERS)
    assert planted.read(ben) == planted.all_of(ben)

    # The keys of before besides, as the command does it: neither her key nor her account comes back.
    run("restore_keys", key_backup_of_before, replace=True)
    assert not PersonKey.objects.filter(person=person).exists()
    assert not User.objects.filter(uuid=person).exists()
    assert planted.read(ben) == planted.all_of(ben)
    assert Entry.objects.exclude(user__in=User.objects.all()).count() == 0

    # And a lost key store: all that is left is the key backup of before; the content remembers.
    PersonKey.objects.all().delete()
    key_backups.Erasure.objects.all().delete()
    run("restore_keys", key_backup_of_before)
    assert not PersonKey.objects.filter(person=person).exists()
    assert planted.read(ben) == planted.all_of(ben)


def test_what_the_erased_said_at_anothers_text_is_in_no_file_that_was_taken(
    transactional_db: None, media: Path, asha: User, ben: User, lotte: User, tmp_path: Path
):
    """Ben's file holds Asha's comment, sealed for Ben: it goes with her, is in no backup, and Lotte's file stays."""
    said = kept.comment(kept.share(kept.write(ben, "Van Ben."), asha), asha, "Toen zqasha zei ik.")
    kept.comment(kept.share(kept.write(lotte, "Van Lotte."), ben), ben, "Toen zqben zei ik.")
    taken = {person: exports.ask(uuid.uuid4(), by=person, kind=MARKDOWN, chosen={}) for person in (ben, lotte)}
    files = {person: exports.opened(Export.objects.get(pk=one.pk), by=person) for person, one in taken.items()}
    assert [Oracle(["zqasha"]).finds(file) for file in files.values()] == [["zqasha"], []]

    content = content_backups.back_up(tmp_path / "content").path
    person = asha.uuid
    run("erase_person", asha.email, yes=True)
    assert list(Export.objects.values_list("user", flat=True)) == [lotte.pk]

    content_backups.restore(content, replace=True)
    assert not Export.objects.exists()
    with pytest.raises(vault.Unreadable):
        Reader(person).comment(Comment.objects.get(pk=said.pk))
    assert Comment.objects.filter(user=ben).count() == 1
    assert Reader(ben.uuid).comment(Comment.objects.get(user=ben)) == "Toen zqben zei ik."


def test_under_another_master_key_no_file_is_handed_over_or_made(planted: Planted, as_asha: Any, settings: Any):
    form = {"form": MARKDOWN, "key": uuid.uuid4()}
    made = as_asha.post("/spiegel/meenemen/", form).headers["Location"]
    file = as_asha.get(f"{made}bestand/").content
    assert set(Oracle(planted.words[planted.asha]).finds(file)) >= planted.read_of_mirror(planted.asha)

    mine, settings.MASTER_KEY = settings.MASTER_KEY, OTHER_MASTER
    assert as_asha.get(f"{made}bestand/").status_code == 404
    other = as_asha.post("/spiegel/meenemen/", {"form": MARKDOWN, "key": uuid.uuid4()}).headers["Location"]
    assert (as_asha.get(f"{other}bestand/").status_code, Export.objects.get(state="failed").sealed) == (404, None)

    settings.MASTER_KEY = mine
    assert as_asha.get(f"{made}bestand/").content == file


def test_the_command_deletes_again_who_was_erased(planted: Planted, asha: User, ben: User, tmp_path: Path):
    content = content_backups.back_up(tmp_path / "content").path
    person = asha.uuid
    run("erase_person", str(person), yes=True)
    said = run("restore_content", content, replace=True)
    assert "Of 1 people in the ledger, 1 were in the backup and are deleted again." in said
    assert not User.objects.filter(uuid=person).exists()
    assert planted.read(ben) == planted.all_of(ben)


def test_the_key_of_who_was_erased_is_wiped_from_the_file(planted: Planted, asha: User):
    wrapped = bytes(PersonKey.objects.get(person=asha.uuid).wrapped)
    files = database_files()
    if not files:
        pytest.skip("the server keeps its own files")
    assert any(wrapped in path.read_bytes() for path in files)
    vault.seal(asha.uuid, "Nog iets.", place="t.c:1")
    run("erase_person", asha.email, yes=True)
    everything = [path for path in files[0].parent.glob("*.sqlite3*") if path.is_file()]
    assert [path.name for path in everything if wrapped in path.read_bytes()] == []
