"""Deleting all of one question, or the whole mirror: what goes and what stays is said first, and then it is so."""

import uuid

import pytest
from django.db import connection

from learning.journey.models import Progress
from learning.reflection.actions import wiping
from learning.reflection.models import Comment, Draft, Entry, Intention, Share
from learning.reflection.signals import entry_deleted
from learning.reflection.taking.kinds import MARKDOWN
from people.exports import actions as exports
from people.exports.models import Export
from tests.learning.classroom import PROMPT, blocks, finish, lessons_of, module_of, path, send
from tests.learning.reflection import kept
from tests.privacy.oracle import Oracle

pytestmark = pytest.mark.django_db
WIPE = "/spiegel/verwijderen/"


@pytest.fixture
def mirror(asha, ben):
    return kept.keep(asha, ben)


def test_the_page_names_what_goes_and_what_stays(as_asha, mirror):
    page = as_asha.get(WIPE).content.decode()
    for words in (
        "2 teksten",
        "1 voornemen",
        "1 concept",
        "1 keer gedeeld",
        "blijft staan als ‘gedaan’",
        "Neem het eerst mee",
    ):
        assert words in page


def test_of_one_question_only_that_is_counted(as_asha, mirror):
    page = as_asha.get(f"{WIPE}?vraag=6").content.decode()
    assert ("1 tekst<" in page, "concepten" in page, 'value="6"' in page) == (True, False, True)


def test_looking_deletes_nothing_and_neither_does_a_form_without_a_tick(as_asha, mirror):
    as_asha.get(WIPE)
    reply = as_asha.post(WIPE, {})
    assert (reply.status_code, Entry.objects.filter(user=mirror.first.user).count()) == (422, 2)
    assert "Zet eerst een vinkje" in reply.content.decode()


def test_one_question_goes_and_the_others_stay(as_asha, mirror):
    as_asha.post(WIPE, {"question": "3", "sure": "on"})
    assert list(Entry.objects.filter(user=mirror.first.user)) == [mirror.second]
    assert (Intention.objects.count(), Share.objects.count(), Draft.objects.count()) == (0, 1, 0)


def test_the_whole_mirror_goes_and_nothing_of_anybody_else(as_asha, asha, ben, mirror):
    reply = as_asha.post(WIPE, {"question": "", "sure": "on"}, follow=True)
    assert "3 teksten zijn verwijderd" in reply.content.decode()
    assert not Entry.objects.filter(user=asha).exists()
    assert not Draft.objects.filter(user=asha).exists()
    assert Entry.objects.filter(user=ben).count() == 1
    assert list(Comment.objects.values_list("user", flat=True)) == [asha.pk]  # at Ben's own


@pytest.mark.parametrize("question", ["11", "onzin", "-1"])
def test_a_question_that_does_not_exist_deletes_nothing(as_asha, mirror, question):
    reply = as_asha.post(WIPE, {"question": question, "sure": "on"})
    assert (reply.status_code, Entry.objects.filter(user=mirror.first.user).count()) == (422, 2)


def test_nobody_wipes_anothers(as_ben, asha, mirror):
    as_ben.post(WIPE, {"sure": "on"})
    assert Entry.objects.filter(user=asha).count() == 2


def test_twice_is_once(as_asha, mirror):
    as_asha.post(WIPE, {"sure": "on"})
    reply = as_asha.post(WIPE, {"sure": "on"}, follow=True)
    assert "Er was niets om te verwijderen" in reply.content.decode()


def test_files_to_take_along_go_too(as_asha, asha, mirror):
    made = exports.ask(uuid.uuid4(), by=asha, kind=MARKDOWN, chosen={})
    exports.build(made.pk)
    as_asha.post(WIPE, {"question": "3", "sure": "on"})
    assert Export.objects.count() == 0


@pytest.mark.parametrize("kept_too", [True, False])
def test_the_dossier_hears_whether_its_lines_stay(as_asha, mirror, kept_too):
    heard = []

    def hear(sender, entry, keep_activity, **others):
        heard.append(keep_activity)

    entry_deleted.connect(hear)
    try:
        as_asha.post(WIPE, {"sure": "on", **({"keep_activity": "on"} if kept_too else {})})
    finally:
        entry_deleted.disconnect(hear)
    assert heard == [kept_too, kept_too]


def test_a_lesson_stays_done(as_asha):
    lesson = lessons_of(module_of([PROMPT]))[0]
    send(as_asha, path(lesson.get_parent(), lesson, "spiegel", blocks(lesson, "prompt")[0]), {"text": "Iets."})
    finish(as_asha, lesson)
    as_asha.post(WIPE, {"sure": "on"})
    assert Progress.objects.get().finished_at is not None
    assert as_asha.get(path(lesson.get_parent(), lesson)).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_the_sealed_words_are_wiped_from_the_file(asha, ben):
    """On SQLite the bytes themselves; sealed text is recognised by the bytes that were stored."""
    if connection.vendor != "sqlite":
        pytest.skip("the server's files are not ours to read")
    stored = bytes(kept.keep(asha, ben).first.sealed)
    assert _in_files(stored)
    wiping.wipe(by=asha)
    assert not _in_files(stored)


def _in_files(stored: bytes) -> bool:
    from tests.privacy.oracle import database_files

    assert Oracle([]).in_database_files() == []
    return any(stored in path.read_bytes() for path in database_files())
