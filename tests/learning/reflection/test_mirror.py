"""Prompts and the mirror: words for oneself alone, sealed from the first letter."""

import re
import uuid

import pytest
from django.db import connection

from learning.journey.models import Progress
from learning.reflection.models import Entry
from people.keys import vault
from tests.factories import cms
from tests.learning.classroom import PROMPT, blocks, finish, lessons_of, live, module_of, path, send, without_tokens

pytestmark = pytest.mark.django_db
WORDS = "Ik schoof het gesprek steeds een week op. Kanarie-7f3a."


@pytest.fixture
def lesson():
    return lessons_of(module_of([PROMPT]))[0]


def address(lesson) -> str:
    return path(lesson.get_parent(), lesson, "spiegel", blocks(lesson, "prompt")[0])


def write(client, lesson, text=WORDS, **keywords):
    return send(client, address(lesson), {"text": text}, **keywords)


def skip(client, lesson):
    return client.post(address(lesson), {"skip": "1"})


def item_of(lesson) -> dict:
    return Progress.objects.get().items[blocks(lesson, "prompt")[0]["id"]]


# --- At the prompt --------------------------------------------------------------------------------


def test_what_is_written_becomes_an_entry_with_the_prompt_of_that_day(as_asha, asha, lesson):
    write(as_asha, lesson)
    entry = Entry.objects.get()
    assert (entry.user, entry.question, entry.prompt, entry.lesson_id) == (
        asha,
        3,
        "<p>Wanneer stelde je het uit?</p>",
        live(lesson).pk,
    )


def test_our_script_gets_the_prompt_back_with_the_way_to_the_words(as_asha, lesson):
    reply = write(as_asha, lesson)
    assert reply.status_code == 200
    assert f'href="/spiegel/{Entry.objects.get().pk}/"' in reply.content.decode()


def test_a_plain_form_leads_back_to_the_prompt(as_asha, lesson):
    reply = write(as_asha, lesson, in_place=False)
    assert (
        reply.headers["Location"] == f"{path(lesson.get_parent(), lesson)}#spiegel-{blocks(lesson, 'prompt')[0]['id']}"
    )


@pytest.mark.parametrize("in_place", [True, False])
@pytest.mark.parametrize("text", ["", " \n\t ", "a" * 20_001])
def test_nothing_or_too_much_is_refused_and_comes_back(as_asha, lesson, text, in_place):
    reply = write(as_asha, lesson, text, in_place=in_place)
    assert (reply.status_code, Entry.objects.count(), Progress.objects.count()) == (422, 0, 0)
    assert f"{text}</textarea>" in reply.content.decode()


def test_the_longest_text_is_kept_whole(as_asha, lesson):
    text = "é" * 20_000
    write(as_asha, lesson, text)
    assert text in as_asha.get(f"/spiegel/{Entry.objects.get().pk}/").content.decode()


def test_the_same_key_twice_is_one_entry_and_the_same_reply(as_asha, lesson):
    key = uuid.uuid4()
    first, second = (write(as_asha, lesson, key=key) for _ in range(2))
    assert (first.status_code, without_tokens(first)) == (second.status_code, without_tokens(second))
    assert Entry.objects.count() == 1


def test_the_same_key_with_other_words_is_a_conflict_that_keeps_both(as_asha, lesson):
    key = uuid.uuid4()
    write(as_asha, lesson, key=key)
    reply = write(as_asha, lesson, "Heel andere woorden.", key=key)
    assert (reply.status_code, Entry.objects.count()) == (409, 1)
    assert "Heel andere woorden.</textarea>" in reply.content.decode()
    assert WORDS in as_asha.get(f"/spiegel/{Entry.objects.get().pk}/").content.decode()


@pytest.mark.parametrize("key", ["", "onzin"])
def test_words_without_a_key_are_refused_and_come_back(as_asha, lesson, key):
    reply = write(as_asha, lesson, key=key)
    assert (reply.status_code, Entry.objects.count(), WORDS in reply.content.decode()) == (422, 0, True)


def test_passing_by_writes_nothing_and_counts_as_done(as_asha, lesson):
    skip(as_asha, lesson)
    assert (Entry.objects.count(), item_of(lesson)) == (0, {"state": "skipped"})


def test_after_passing_by_one_may_still_write(as_asha, lesson):
    skip(as_asha, lesson)
    write(as_asha, lesson)
    assert item_of(lesson) == {"state": "written", "entry": str(Entry.objects.get().pk)}


def test_passing_by_after_writing_takes_nothing_away(as_asha, lesson):
    write(as_asha, lesson)
    skip(as_asha, lesson)
    assert item_of(lesson)["state"] == "written"


def test_the_lessons_page_does_not_repeat_the_words(as_asha, lesson):
    write(as_asha, lesson)
    page = as_asha.get(path(lesson.get_parent(), lesson)).content.decode()
    assert ("Kanarie" in page, "Laat zien wat ik schreef" in page) == (False, True)


def test_an_entry_keeps_its_prompt_when_the_author_changes_it(as_asha, lesson):
    write(as_asha, lesson)
    lesson.body = cms._stream(type(lesson), "body", [("prompt", {"question": "4", "text": "<p>Heel iets anders?</p>"})])
    cms.publish_now(lesson)
    page = as_asha.get(f"/spiegel/{Entry.objects.get().pk}/").content.decode()
    assert ("Wanneer stelde je het uit?" in page, "Heel iets anders?" in page) == (True, False)


def test_after_erasure_new_words_are_refused_and_come_back(as_asha, asha, lesson):
    vault.erase(asha.uuid)
    reply = write(as_asha, lesson)
    assert (reply.status_code, Entry.objects.count(), WORDS in reply.content.decode()) == (422, 0, True)


# --- In the mirror --------------------------------------------------------------------------------


@pytest.fixture
def entry(as_asha, lesson):
    write(as_asha, lesson)
    return Entry.objects.get()


def test_ones_own_words_can_be_read(as_asha, entry):
    reply = as_asha.get(f"/spiegel/{entry.pk}/")
    assert (WORDS in reply.content.decode(), reply.headers["Cache-Control"].split(", ")[0]) == (True, "no-store")


@pytest.mark.parametrize("who", ["ben", "farah", "lotte", "edith", "omar", "petra", "sam"])
def test_the_words_do_not_exist_for_anybody_else(request, who, entry):
    client = request.getfixturevalue(f"as_{who}")
    replies = [client.get(f"/spiegel/{entry.pk}/"), client.post(f"/spiegel/{entry.pk}/verwijderen/")]
    assert [reply.status_code for reply in replies] == [404, 404]
    assert Entry.objects.count() == 1


def test_the_overview_lists_entries_without_their_words(as_asha, entry):
    page = as_asha.get("/spiegel/").content.decode()
    assert (f"/spiegel/{entry.pk}/" in page, "Kanarie" in page) == (True, False)


def test_the_overview_of_another_is_empty(as_ben, entry):
    assert "/spiegel/" + str(entry.pk) not in as_ben.get("/spiegel/").content.decode()


@pytest.mark.parametrize(("asked", "found"), [("3", 1), ("4", 0), ("", 1), ("onzin", 1), ("99", 1), ("-1", 1)])
def test_the_timeline_can_be_narrowed_to_a_question(as_asha, entry, asked, found):
    page = as_asha.get("/spiegel/tijdlijn/", {"vraag": asked}).content.decode()
    assert page.count(f"/spiegel/{entry.pk}/") == found


def test_the_timeline_turns_pages(as_asha, lesson):
    for number in range(51):
        write(as_asha, lesson, f"Woorden {number}")
    first = as_asha.get("/spiegel/tijdlijn/").content.decode()
    second = as_asha.get(re.search(r'rel="next" href="([^"]+)"', first)[1]).content.decode()
    assert [page.count("Vraag 3, Kind") for page in (first, second)] == [50, 1]


def test_deleting_removes_the_row(as_asha, entry):
    reply = as_asha.post(f"/spiegel/{entry.pk}/verwijderen/")
    assert (reply.headers["Location"], Entry.objects.count()) == ("/spiegel/", 0)


def test_deleting_is_not_done_by_looking(as_asha, entry):
    assert (as_asha.get(f"/spiegel/{entry.pk}/verwijderen/").status_code, Entry.objects.count()) == (405, 1)


def test_deleting_ones_words_leaves_the_lesson_done_and_readable(as_asha, lesson, entry):
    finish(as_asha, lesson)
    as_asha.post(f"/spiegel/{entry.pk}/verwijderen/")
    assert Progress.objects.get().finished_at is not None
    page = as_asha.get(path(lesson.get_parent(), lesson))
    assert (page.status_code, f"/spiegel/{entry.pk}/" in page.content.decode()) == (200, False)


def test_words_that_cannot_be_opened_say_so(as_asha, asha, entry):
    vault.erase(asha.uuid)
    reply = as_asha.get(f"/spiegel/{entry.pk}/")
    assert (reply.status_code, reply.context["unreadable"], "Kanarie" in reply.content.decode()) == (200, True, False)


def test_words_moved_to_another_row_do_not_open(as_asha, lesson, entry):
    write(as_asha, lesson, "Andere woorden.")
    other = Entry.objects.exclude(pk=entry.pk).get()
    Entry.objects.filter(pk=other.pk).update(sealed=entry.sealed)
    assert as_asha.get(f"/spiegel/{other.pk}/").context["unreadable"]


# --- In the database ------------------------------------------------------------------------------


def _every_value() -> str:
    """Everything in every table of the content database, as text."""
    with connection.cursor() as cursor:
        found = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [
                str(bytes(value) if isinstance(value, memoryview) else value)
                for row in cursor.fetchall()
                for value in row
            ]
    return "\n".join(found)


def test_no_table_holds_the_words(as_asha, lesson, entry):
    write(as_asha, lesson, "Nog iets. Kanarie-9c1e.", in_place=False)
    everything = _every_value()
    assert (str(entry.pk.hex) in everything.replace("-", ""), "Kanarie" in everything) == (True, False)


@pytest.mark.django_db(transaction=True)
def test_the_raw_bytes_of_the_files_never_hold_the_words(as_asha, lesson, settings):
    if connection.vendor != "sqlite":
        pytest.skip("the server's files are not ours to read")
    write(as_asha, lesson)
    from pathlib import Path

    file = Path(connection.settings_dict["NAME"])
    raw = b"".join(part.read_bytes() for part in file.parent.glob(f"{file.name}*"))
    assert (str(lesson.title).encode() in raw, b"Kanarie" in raw) == (True, False)


def test_the_log_never_holds_the_words(as_asha, lesson, caplog):
    caplog.set_level(0)
    write(as_asha, lesson)
    write(as_asha, lesson, "a" * 20_001 + "Kanarie")
    assert "Kanarie" not in caplog.text
