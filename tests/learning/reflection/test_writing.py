"""Writing at one of the ten: what is asked, what is kept, and that nothing typed is lost."""

import uuid

import pytest
from django.urls import reverse

from learning.reflection.models import Draft, Entry
from learning.reflection.words import Reader

pytestmark = pytest.mark.django_db
WORDS = "Ik wachtte tot de ander begon. Kanarie-3b1f."
PAGE = "/spiegel/vraag/3/schrijven/"


def form(**more) -> dict[str, str]:
    return {"text": WORDS, "key": str(uuid.uuid4()), "version": "0"} | more


def in_place(client, sent):
    return client.post(PAGE, sent, headers={"X-Requested-With": "save-form"})


def words(entry):
    return Reader(entry.user.uuid).entry(entry)


def test_what_is_written_becomes_an_entry_with_its_question_rating_and_minutes(as_asha, asha):
    reply = as_asha.post(PAGE, form(rating="2", minutes="25", personal="Het raakte me.", normative=" "))
    entry = Entry.objects.get()
    assert reply.headers["Location"] == f"/spiegel/{entry.pk}/?bewaard"
    assert (entry.user, entry.question, entry.rating, entry.minutes, entry.dimensions) == (asha, 3, 2, 25, ["personal"])
    assert (words(entry).text, words(entry).dimensions) == (WORDS, {"personal": "Het raakte me."})
    assert entry.prompt.startswith("Hoe zorg ik dat ik elk kind")


def test_a_free_text_has_no_question(as_asha):
    as_asha.post("/spiegel/schrijven/", form())
    assert (Entry.objects.get().question, Entry.objects.get().prompt) == (None, "Vrije tekst")


def test_the_writing_page_shows_nothing_of_before(as_asha):
    as_asha.post(PAGE, form())
    assert WORDS not in as_asha.get(PAGE).content.decode()


def test_what_was_written_before_shows_once_there_are_new_words(as_asha):
    as_asha.post(PAGE, form())
    reply = as_asha.post(PAGE, form(text="Nu begon ik zelf."), follow=True)
    assert WORDS in reply.content.decode()
    first = Entry.objects.order_by("created_at").first()
    assert "Nu begon ik zelf." not in as_asha.get(f"/spiegel/{first.pk}/").content.decode()


def test_earlier_words_are_of_the_same_question_alone(as_asha):
    as_asha.post(PAGE, form())
    reply = as_asha.post("/spiegel/vraag/4/schrijven/", form(text="Over samen."), follow=True)
    assert WORDS not in reply.content.decode()


@pytest.mark.parametrize("number", [0, 11, 999])
def test_there_are_ten_questions(as_asha, number):
    assert as_asha.get(f"/spiegel/vraag/{number}/schrijven/").status_code == 404


@pytest.mark.parametrize(
    "wrong", [{"text": " \n"}, {"text": "a" * 20_001}, {"personal": "a" * 20_001}, {"minutes": "veel"}, {"minutes": "601"}, {"rating": "6"}]
)  # fmt: skip
def test_what_is_wrong_comes_back_whole_under_its_own_key(as_asha, wrong):
    sent = form(**wrong)
    reply = in_place(as_asha, sent)
    page = reply.content.decode()
    assert (reply.status_code, Entry.objects.count()) == (422, 0)
    assert f"{sent['text']}</textarea>" in page
    assert f'name="key" value="{sent["key"]}"' in page
    assert "field-error" in page


def test_without_a_key_nothing_is_saved_and_nothing_lost(as_asha):
    reply = as_asha.post(PAGE, {"text": WORDS})
    assert (reply.status_code, Entry.objects.count()) == (422, 0)
    assert WORDS in reply.content.decode()


def test_the_same_form_twice_is_one_entry(as_asha):
    sent = form(personal="Het raakte me.")
    replies = [in_place(as_asha, sent).headers["Location"] for _ in range(2)]
    assert replies[0] == replies[1]
    assert Entry.objects.count() == 1


@pytest.mark.parametrize("other", [{"text": "Iets anders."}, {"personal": "Nog iets."}])
def test_the_same_key_with_other_words_saves_nothing_over_and_gives_a_new_key(as_asha, other):
    sent = form()
    as_asha.post(PAGE, sent)
    reply = in_place(as_asha, sent | other)
    assert (reply.status_code, Entry.objects.count()) == (409, 1)
    assert sent["key"] not in reply.content.decode()
    assert next(iter(other.values())) in reply.content.decode()


def test_a_key_used_at_another_question_is_refused(as_asha):
    sent = form()
    as_asha.post(PAGE, sent)
    assert as_asha.post("/spiegel/vraag/4/schrijven/", sent).status_code == 409


# --- Drafts, without a script -----------------------------------------------------------------------


def test_a_plain_form_keeps_a_draft_and_goes_on_with_it(as_asha):
    sent = form(keep="1", minutes="veel")
    reply = as_asha.post(PAGE, sent, follow=True)
    assert (Entry.objects.count(), Draft.objects.count()) == (0, 1)
    page = reply.content.decode()
    assert f"{WORDS}</textarea>" in page
    assert f'value="{sent["key"]}"' in page
    assert 'name="version" value="1"' in page
    assert "Je concept is bewaard." in page


def test_saving_a_draft_makes_it_an_entry_and_no_draft(as_asha):
    sent = form()
    as_asha.post(PAGE, sent | {"keep": "1"})
    as_asha.post(PAGE, sent | {"version": "1"})
    assert (Entry.objects.count(), Draft.objects.count()) == (1, 0)


def test_a_draft_overtaken_elsewhere_is_kept_beside_the_other(as_asha):
    sent = form(keep="1")
    as_asha.post(PAGE, sent)
    as_asha.post(PAGE, sent | {"version": "1", "text": "Van de telefoon."})
    reply = as_asha.post(PAGE, sent | {"version": "1", "text": "Van de laptop."}, follow=True)
    texts = sorted(Reader(one.user.uuid).draft(one)["text"] for one in Draft.objects.all())
    assert texts == ["Van de laptop.", "Van de telefoon."]
    assert "Van de laptop.</textarea>" in reply.content.decode()


def test_the_page_goes_on_with_the_draft_last_touched_and_names_the_others(as_asha):
    first, second = form(keep="1", text="Eerste."), form(keep="1", text="Tweede.")
    as_asha.post(PAGE, first)
    as_asha.post(PAGE, second)
    page = as_asha.get(PAGE).content.decode()
    assert "Tweede.</textarea>" in page
    assert f"{PAGE}?concept={first['key']}" in page
    assert "Eerste.</textarea>" in as_asha.get(f"{PAGE}?concept={first['key']}").content.decode()


def test_a_page_with_private_words_is_kept_by_no_cache(as_asha):
    as_asha.post(PAGE, form(keep="1"))
    assert "no-store" in as_asha.get(PAGE).headers["Cache-Control"]


def test_another_does_not_meet_the_draft(as_asha, as_ben):
    as_asha.post(PAGE, form(keep="1"))
    number = Draft.objects.get().pk
    assert WORDS not in as_ben.get(PAGE).content.decode()
    assert WORDS not in as_ben.get(f"{PAGE}?concept={number}").content.decode()
    assert as_ben.get(reverse("reflection:draft", args=[number])).status_code == 404
    assert as_ben.post(reverse("reflection:draft-delete", args=[number])).status_code == 404
    assert Draft.objects.count() == 1
