"""An account that goes takes its key along."""

import pytest
from django.db import transaction
from django.urls import reverse
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from people.keys import vault
from people.keys.models import Erasure, PersonKey

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


def test_no_log_keeps_the_name_of_who_went(as_petra, sam, django_capture_on_commit_callbacks):
    log(sam, "wagtail.edit", user=sam)
    with django_capture_on_commit_callbacks(execute=True):
        as_petra.post(reverse("wagtailusers_users:delete", args=[sam.pk]))
    rows = ModelLogEntry.objects.order_by("pk").values_list("action", "label", "user__first_name")
    assert list(rows) == [("wagtail.edit", "", None), ("wagtail.delete", "", "Petra")]
