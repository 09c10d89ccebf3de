"""An account that goes takes its key along."""

from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, transaction
from django.urls import reverse
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from learning.reflection.actions import entries
from learning.reflection.models import Entry
from learning.reflection.words import Words
from people import erasure
from people.keys import vault
from people.keys.models import Erasure, PersonKey
from people.models import Departure, User

pytestmark = pytest.mark.django_db


def test_deleting_an_account_destroys_its_key(asha, django_capture_on_commit_callbacks):
    sealed = vault.seal(asha.uuid, "Ik twijfelde.", place="t.c:1")
    with django_capture_on_commit_callbacks(execute=True):
        asha.delete()
    assert not PersonKey.objects.filter(person=asha.uuid).exists()
    assert Erasure.objects.filter(person=asha.uuid).exists()
    with pytest.raises(vault.Unreadable):
        vault.unseal(asha.uuid, sealed, place="t.c:1")


def test_a_deletion_that_is_taken_back_costs_nobody_their_words(asha):
    sealed = vault.seal(asha.uuid, "Ik twijfelde.", place="t.c:1")
    uuid = asha.uuid
    with transaction.atomic():
        asha.delete()
        transaction.set_rollback(True)
    assert vault.unseal(uuid, sealed, place="t.c:1") == "Ik twijfelde."
    assert not Departure.objects.exists()


def test_a_deletion_that_was_cut_off_is_finished_later(asha, run):
    """The key store was away as the deletion was committed: the next sweep, start or deletion finds it."""
    vault.seal(asha.uuid, "Ik twijfelde.", place="t.c:1")
    person, pk = asha.uuid, asha.pk
    log(asha, "wagtail.edit", user=asha)
    asha.delete()  # in a test's transaction nothing is told of a commit
    assert PersonKey.objects.filter(person=person).exists()
    assert Departure.objects.get().account == pk

    assert "Finished deletions: 1." in run("sweep_keys")
    assert not PersonKey.objects.filter(person=person).exists()
    assert Erasure.objects.filter(person=person).exists()
    assert list(ModelLogEntry.objects.values_list("label", "user")) == [("", None)]
    assert "Finished deletions: 0." in run("sweep_keys")


def test_one_deletion_finishes_the_one_before(asha, ben, django_capture_on_commit_callbacks):
    first, second = asha.uuid, ben.uuid
    asha.delete()
    with django_capture_on_commit_callbacks(execute=True):
        ben.delete()
    assert set(Erasure.objects.values_list("person", flat=True)) == {first, second}


# --- The commands ---------------------------------------------------------------------------------


@pytest.fixture
def run():
    def ran(name, *arguments, **options) -> str:
        out = StringIO()
        call_command(name, *arguments, stdout=out, **options)
        return out.getvalue()

    return ran


def write(person: User) -> None:
    entries.write(Words("Ik twijfelde."), by=person, key=uuid4(), about=entries.About(prompt="Waarom?", question=3))


def test_erasing_somebody_counts_first_and_changes_nothing(asha, run):
    write(asha)
    said = run("erase_person", asha.email, dry_run=True)
    assert [line for line in said.splitlines() if "reflection" in line] == ["  reflection.Entry: 1"]
    assert "people.Membership: 1" in said
    assert (User.objects.count(), Entry.objects.count(), PersonKey.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize("name", ["email", "uuid"])
def test_erasing_somebody_takes_key_account_and_records(asha, ben, run, name):
    write(asha)
    write(ben)
    run("erase_person", str(getattr(asha, name)).upper() if name == "email" else str(asha.uuid), yes=True)
    assert list(User.objects.values_list("first_name", flat=True)) == ["Ben"]
    assert list(Entry.objects.values_list("user", flat=True)) == [ben.pk]
    assert list(PersonKey.objects.values_list("person", flat=True)) == [ben.uuid]


def test_nobody_is_erased_without_being_sure(asha, run):
    with pytest.raises(CommandError, match="add --yes") as refusal:
        run("erase_person", asha.email, json=True)
    assert refusal.value.returncode == 2
    assert not Erasure.objects.exists()


def test_who_is_not_there_is_not_erased(run):
    with pytest.raises(CommandError, match="Nobody has that address") as refusal:
        run("erase_person", "niemand@voorbeeld.test", yes=True)
    assert refusal.value.returncode == 1


def test_the_key_goes_also_when_the_rest_fails(asha, run, monkeypatch):
    def fails(self):
        raise OperationalError("disk full")

    write(asha)
    with monkeypatch.context() as broken:
        broken.setattr(User, "delete", fails)
        with pytest.raises(CommandError, match="unreadable for good"):
            run("erase_person", asha.email, yes=True)
    assert (PersonKey.objects.count(), Erasure.objects.count(), User.objects.count()) == (0, 1, 1)

    erasure.replay()  # the next start
    assert (User.objects.count(), Entry.objects.count()) == (0, 0)


def test_a_key_without_an_account_is_counted_and_left_alone(asha, run):
    """It may belong to somebody in a newer backup of the content."""
    newcomer = uuid4()
    vault.seal(newcomer, "Sinds gisteren.", place="t.c:1")
    vault.seal(asha.uuid, "Al langer.", place="t.c:1")
    assert "Keys without an account: 1." in run("sweep_keys")
    with pytest.raises(CommandError, match="add --yes"):
        run("sweep_keys", without_account=True, json=True)
    assert PersonKey.objects.count() == 2
    assert "Erased: 1." in run("sweep_keys", without_account=True, yes=True)
    assert list(PersonKey.objects.values_list("person", flat=True)) == [asha.uuid]
    assert Erasure.objects.filter(person=newcomer).exists()


# --- Names in the log -----------------------------------------------------------------------------


def test_no_log_keeps_the_name_of_who_went(as_petra, sam, django_capture_on_commit_callbacks):
    log(sam, "wagtail.edit", user=sam)
    with django_capture_on_commit_callbacks(execute=True):
        as_petra.post(reverse("wagtailusers_users:delete", args=[sam.pk]))
    rows = ModelLogEntry.objects.order_by("pk").values_list("action", "label", "user__first_name")
    assert list(rows) == [("wagtail.edit", "", None), ("wagtail.delete", "", "Petra")]
