"""Sealed text opens for its writer, at its place, under its keys, and in no other way."""

import uuid

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from people.keys import vault
from people.keys.models import Erasure, PersonKey
from people.keys.vault import Erased, Unreadable, erase, rewrap, seal, unseal
from tests.concurrency import at_once

pytestmark = pytest.mark.django_db
PLACE = "reflection.entry:1"
OTHER_MASTER = "another-master-key-that-is-long-enough"


@pytest.fixture
def person() -> uuid.UUID:
    return uuid.uuid4()


def test_what_was_sealed_opens(person):
    assert unseal(person, seal(person, "Ik stelde het uit.", place=PLACE), place=PLACE) == "Ik stelde het uit."


class AnyText(TestCase):
    databases = {"default", "keys"}

    @hypothesis_settings(deadline=None, max_examples=40, derandomize=True, database=None)
    @given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
    def test_any_text_opens_unchanged(self, text):
        person = uuid.uuid4()
        assert unseal(person, seal(person, text, place=PLACE), place=PLACE) == text


def test_sealed_text_does_not_hold_the_words(person):
    assert b"uit" not in seal(person, "uit" * 1000, place=PLACE)


def test_the_same_words_are_sealed_differently_each_time(person):
    assert seal(person, "Zelfde.", place=PLACE) != seal(person, "Zelfde.", place=PLACE)


def test_a_person_has_one_key(person):
    for text in ("een", "twee"):
        seal(person, text, place=PLACE)
    assert PersonKey.objects.filter(person=person).count() == 1


def test_another_person_opens_nothing(person):
    sealed, other = seal(person, "Van mij.", place=PLACE), uuid.uuid4()
    seal(other, "Van jou.", place=PLACE)
    with pytest.raises(Unreadable):
        unseal(other, sealed, place=PLACE)


def test_another_place_opens_nothing(person):
    sealed = seal(person, "Hier.", place=PLACE)
    with pytest.raises(Unreadable):
        unseal(person, sealed, place="reflection.entry:2")


def test_somebody_without_a_key_opens_nothing_and_gets_none(person):
    with pytest.raises(Unreadable):
        unseal(person, b"\x01" + bytes(40), place=PLACE)
    assert not PersonKey.objects.filter(person=person).exists()


@pytest.mark.parametrize("position", [0, 1, 12, 13, 20, -1])
def test_one_changed_byte_opens_nothing(person, position):
    sealed = bytearray(seal(person, "Zo was het.", place=PLACE))
    sealed[position] ^= 1
    with pytest.raises(Unreadable):
        unseal(person, bytes(sealed), place=PLACE)


@pytest.mark.parametrize("length", range(30))
def test_a_cut_text_opens_nothing(person, length):
    sealed = seal(person, "Zo was het.", place=PLACE)
    with pytest.raises(Unreadable):
        unseal(person, sealed[:length], place=PLACE)


# --- Bytes, and many at once ----------------------------------------------------------------------


def test_bytes_open_unchanged_and_are_no_text(person):
    data = bytes(range(256)) * 40
    sealed = vault.seal_bytes(person, data, place="export:1")
    assert vault.unseal_bytes(person, sealed, place="export:1") == data
    with pytest.raises(Unreadable):
        unseal(person, sealed, place="export:1")


def test_text_and_bytes_are_sealed_alike(person):
    assert vault.unseal_bytes(person, seal(person, "Één vorm.", place=PLACE), place=PLACE) == "Één vorm.".encode()


def test_many_texts_open_for_one_statement(person, django_assert_num_queries):
    sealed = [(seal(person, f"Tekst {number}", place=f"t.c:{number}"), f"t.c:{number}") for number in range(500)]
    with django_assert_num_queries(1, using="keys"):
        opened = vault.opener(person)
        texts = [opened(*one) for one in sealed]
    assert texts == [f"Tekst {number}" for number in range(500)]


def test_an_opener_opens_one_persons_texts_alone(person):
    other = uuid.uuid4()
    sealed = seal(other, "Van jou.", place=PLACE)
    seal(person, "Van mij.", place=PLACE)
    with pytest.raises(Unreadable):
        vault.opener(person)(sealed, PLACE)


def test_an_opener_for_who_has_no_key_opens_nothing_and_can_be_asked_for(person):
    opened = vault.opener(person)
    for _ in range(2):
        with pytest.raises(Unreadable, match="erased or never made"):
            opened(b"\x01" + bytes(40), PLACE)
    assert not PersonKey.objects.filter(person=person).exists()


def test_an_erasure_holds_for_the_next_opener(person):
    sealed = seal(person, "Weg.", place=PLACE)
    vault.opener(person)
    erase(person)
    with pytest.raises(Unreadable):
        vault.opener(person)(sealed, PLACE)


# --- The master key -------------------------------------------------------------------------------


def test_another_master_key_opens_nothing_and_loses_nothing(person, settings):
    sealed, mine = seal(person, "Bewaard.", place=PLACE), settings.MASTER_KEY
    settings.MASTER_KEY = OTHER_MASTER
    with pytest.raises(Unreadable):
        unseal(person, sealed, place=PLACE)
    settings.MASTER_KEY = mine
    assert unseal(person, sealed, place=PLACE) == "Bewaard."


def test_another_master_key_seals_nothing_that_the_right_one_cannot_open(person, settings):
    seal(person, "Eerst.", place=PLACE)
    wrapped = bytes(PersonKey.objects.get(person=person).wrapped)
    settings.MASTER_KEY = OTHER_MASTER
    with pytest.raises(Unreadable):
        seal(person, "Daarna.", place=PLACE)
    assert bytes(PersonKey.objects.get(person=person).wrapped) == wrapped


def test_no_first_key_is_made_under_a_stranger(person, settings):
    seal(person, "Eerst.", place=PLACE)
    mine, newcomer = settings.MASTER_KEY, uuid.uuid4()
    settings.MASTER_KEY = OTHER_MASTER
    with pytest.raises(vault.WrongMaster):
        seal(newcomer, "Ik ben nieuw.", place=PLACE)
    assert PersonKey.objects.count() == 1
    settings.MASTER_KEY = mine
    assert unseal(newcomer, seal(newcomer, "Ik ben nieuw.", place=PLACE), place=PLACE) == "Ik ben nieuw."


@pytest.mark.parametrize("name", ["NEW_MASTER_KEY", "PREVIOUS_MASTER_KEY"])
def test_the_master_key_to_come_and_the_one_before_open_too(person, settings, name):
    sealed, mine = seal(person, "Blijft open.", place=PLACE), settings.MASTER_KEY
    settings.MASTER_KEY = OTHER_MASTER
    setattr(settings, name, mine)
    assert unseal(person, sealed, place=PLACE) == "Blijft open."
    newcomer = uuid.uuid4()
    seal(newcomer, "Nieuw.", place=PLACE)
    assert PersonKey.objects.get(person=newcomer).master_id == vault.master_id(OTHER_MASTER)


def test_a_key_moved_to_another_person_opens_nothing(person):
    seal(person, "Van mij.", place=PLACE)
    thief = uuid.uuid4()
    PersonKey.objects.filter(person=person).update(person=thief)
    with pytest.raises(Unreadable):
        seal(thief, "Nu van mij.", place=PLACE)


def test_rewrapping_keeps_every_text(person, settings):
    sealed = seal(person, "Blijft.", place=PLACE)
    assert rewrap(settings.MASTER_KEY, OTHER_MASTER, PersonKey.objects.all()) == 1
    settings.MASTER_KEY = OTHER_MASTER
    assert unseal(person, sealed, place=PLACE) == "Blijft."


def test_rewrapping_again_changes_nothing(person):
    seal(person, "Blijft.", place=PLACE)
    rewrap(settings.MASTER_KEY, OTHER_MASTER, PersonKey.objects.all())
    assert rewrap(settings.MASTER_KEY, OTHER_MASTER, PersonKey.objects.all()) == 0


def test_rewrapping_is_all_or_nothing(person):
    seal(person, "Blijft.", place=PLACE)
    PersonKey.objects.create(person=uuid.UUID(int=2**128 - 1), wrapped=bytes(61), master_id="onbekend")
    before = dict(PersonKey.objects.values_list("person", "master_id"))
    with pytest.raises(Unreadable):
        rewrap(settings.MASTER_KEY, OTHER_MASTER, PersonKey.objects.order_by("person"))
    assert dict(PersonKey.objects.values_list("person", "master_id")) == before


def test_the_name_of_a_master_key_says_nothing_about_it():
    assert vault.master_id(OTHER_MASTER) != vault.master_id(settings.MASTER_KEY)
    assert OTHER_MASTER not in vault.master_id(OTHER_MASTER)


# --- Erasing --------------------------------------------------------------------------------------


def test_erasing_makes_unreadable(person):
    sealed = seal(person, "Weg.", place=PLACE)
    erase(person)
    with pytest.raises(Unreadable):
        unseal(person, sealed, place=PLACE)


def test_erasing_refuses_new_words(person):
    erase(person)
    with pytest.raises(Erased):
        seal(person, "Toch nog.", place=PLACE)
    assert not PersonKey.objects.filter(person=person).exists()


def test_erasing_again_changes_nothing(person):
    erase(person)
    written = Erasure.objects.get(person=person).erased_at
    erase(person)
    assert Erasure.objects.get(person=person).erased_at == written


def test_erasing_one_person_leaves_the_other(person):
    other = uuid.uuid4()
    sealed = seal(other, "Van mij.", place=PLACE)
    erase(person)
    assert unseal(other, sealed, place=PLACE) == "Van mij."


@pytest.mark.django_db(transaction=True)
def test_two_first_words_at_once_open_both(person):
    texts = [f"Eerste woord {number}" for number in range(8)]
    sealed = at_once([lambda text=text: seal(person, text, place=PLACE) for text in texts])
    assert [unseal(person, one, place=PLACE) for one in sealed] == texts


@pytest.mark.django_db(transaction=True)
def test_a_first_word_and_an_erasure_at_once_leave_no_key():
    people = [uuid.uuid4() for _ in range(8)]
    doings = [(lambda one=one: seal(one, "Eerste.", place=PLACE), lambda one=one: erase(one)) for one in people]
    at_once([doing for pair in doings for doing in pair])
    assert (Erasure.objects.count(), PersonKey.objects.count()) == (len(people), 0)


def test_keys_live_in_their_own_database_alone():
    assert (PersonKey.objects.db, Erasure.objects.db) == ("keys", "keys")
