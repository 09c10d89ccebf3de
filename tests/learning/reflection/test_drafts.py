"""What is kept as one types: every save over what its writer saw, and never over what they did not."""

import uuid

import pytest

from learning.reflection.actions import drafts
from learning.reflection.draft_queries import own_drafts
from learning.reflection.models import Draft, Entry
from learning.reflection.taking.gathering import gather
from learning.reflection.words import Reader
from people.refusal import Refused
from tests.concurrency import at_once
from tests.learning.classroom import PROMPT, blocks, lessons_of, module_of, path

pytestmark = pytest.mark.django_db
PLACE = "/spiegel/vraag/3/schrijven/"


def keep(client, person, number, text, *, seen=0, place=PLACE, **more):
    sent = {"text": text, "place": place, "path": place, "seen": seen, "person": str(person.uuid)} | more
    return client.post(f"/spiegel/concept/{number}/", sent)


def kept(draft) -> dict[str, str]:
    return Reader(draft.user.uuid).draft(draft)


@pytest.fixture
def number() -> uuid.UUID:
    return uuid.uuid4()


def test_each_save_is_a_version(as_asha, asha, number):
    replies = [keep(as_asha, asha, number, text, seen=seen).json() for seen, text in enumerate(["Ik", "Ik schoof"])]
    assert replies == [{"version": 1}, {"version": 2}]
    assert kept(Draft.objects.get()) == {"text": "Ik schoof"}


def test_all_fields_of_the_form_are_kept_and_no_others(as_asha, asha, number):
    keep(as_asha, asha, number, "Ik", personal="raakte", rating="3", minutes="vijf", vreemd="ja")
    assert kept(Draft.objects.get()) == {"text": "Ik", "personal": "raakte", "rating": "3", "minutes": "vijf"}


def test_the_same_save_twice_is_one(as_asha, asha, number):
    replies = [keep(as_asha, asha, number, "Ik").json() for _ in range(2)]
    assert replies == [{"version": 1}] * 2
    assert Draft.objects.count() == 1


def test_nothing_is_saved_over_a_version_that_was_not_seen(as_asha, asha, number):
    keep(as_asha, asha, number, "Eerst")
    keep(as_asha, asha, number, "Van de telefoon", seen=1)
    reply = keep(as_asha, asha, number, "Van de laptop", seen=1)
    assert (reply.status_code, reply.json()["other"]) == (409, {"text": "Van de telefoon"})
    assert kept(Draft.objects.get()) == {"text": "Van de telefoon"}


def test_what_became_an_entry_is_no_draft_again(as_asha, asha, number):
    as_asha.post(PLACE, {"text": "Klaar.", "key": str(number)})
    reply = keep(as_asha, asha, number, "Te laat", seen=3)
    assert (reply.status_code, reply.json()["entry"]) == (409, f"/spiegel/{Entry.objects.get().pk}/")
    assert Draft.objects.count() == 0


@pytest.fixture
def beside_its_entry(as_asha, asha, number) -> uuid.UUID:
    """A draft that was kept in the very moment when its text was saved: it stands beside the entry."""
    keep(as_asha, asha, number, "Kanarie-8c4e")
    kept_then = Draft.objects.values().get()
    as_asha.post(PLACE, {"text": "Kanarie-8c4e", "key": str(number), "version": "0"})
    Draft.objects.create(**kept_then)
    return number


def test_a_draft_that_its_form_did_not_know_of_goes_with_the_save(as_asha, asha, number):
    keep(as_asha, asha, number, "Onderweg")
    as_asha.post(PLACE, {"text": "Klaar.", "key": str(number), "version": "0"})
    assert (Draft.objects.count(), Entry.objects.count()) == (0, 1)


def test_a_draft_beside_its_entry_is_listed_found_and_taken_along_nowhere(as_asha, asha, beside_its_entry):
    assert Draft.objects.count() == 1
    assert f"concept={beside_its_entry}" not in as_asha.get("/spiegel/").content.decode()
    assert "schrijf verder" not in as_asha.get("/").content.decode()
    assert as_asha.post("/spiegel/zoeken/", {"woorden": "kanarie 8c4e"}).content.decode().count("<mark>") == 2
    assert gather(asha).drafts == ()


def test_nothing_more_is_kept_in_a_draft_beside_its_entry(as_asha, asha, beside_its_entry):
    reply = keep(as_asha, asha, beside_its_entry, "Ik typte verder", seen=1)
    assert (reply.status_code, reply.json()["entry"]) == (409, f"/spiegel/{Entry.objects.get().pk}/")
    assert kept(Draft.objects.get()) == {"text": "Kanarie-8c4e"}


def test_deleting_an_entry_takes_such_a_draft_along(as_asha, beside_its_entry):
    as_asha.post(f"/spiegel/{Entry.objects.get().pk}/verwijderen/")
    assert (Draft.objects.count(), Entry.objects.count()) == (0, 0)


def test_a_draft_that_was_thrown_away_elsewhere_stands_again_when_its_writer_goes_on(as_asha, asha, number):
    keep(as_asha, asha, number, "Eerst")
    as_asha.post(f"/spiegel/concept/{number}/verwijderen/")
    assert keep(as_asha, asha, number, "Verder", seen=1).json() == {"version": 2}


def test_another_persons_number_is_refused_and_their_draft_untouched(as_asha, as_ben, asha, ben, number):
    keep(as_asha, asha, number, "Van Asha")
    reply = keep(as_ben, ben, number, "Van Ben")
    assert reply.status_code == 422
    assert (Draft.objects.get().user, kept(Draft.objects.get())) == (asha, {"text": "Van Asha"})


def test_a_page_of_somebody_else_is_not_kept(as_ben, asha, number):
    assert keep(as_ben, asha, number, "Van Asha").status_code == 403
    assert Draft.objects.count() == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": "a" * 20_001},
        {"place": "https://elders.test/"},
        {"place": "//elders.test/"},
        {"place": "/" + "a" * 300},
        {"path": "javascript:alert(1)"},
        {"seen": "-1"},
        {"seen": "veel"},
    ],
)
def test_what_cannot_be_kept_is_refused_with_words(as_asha, asha, number, wrong):
    sent = {"text": "Ik", "place": PLACE, "path": PLACE, "seen": "0", "person": str(asha.uuid)} | wrong
    reply = as_asha.post(f"/spiegel/concept/{number}/", sent)
    assert reply.status_code == 422
    assert reply.json()["error"]
    assert Draft.objects.count() == 0


def test_there_is_an_end_to_the_drafts_of_one_person(asha, monkeypatch):
    monkeypatch.setattr(drafts, "MOST", 2)
    for _ in range(2):
        drafts.keep(uuid.uuid4(), by=asha, seen=0, place=PLACE, path=PLACE, fields={"text": "Ik"})
    with pytest.raises(Refused, match="al 2 concepten"):
        drafts.keep(uuid.uuid4(), by=asha, seen=0, place=PLACE, path=PLACE, fields={"text": "Ik"})


def test_the_script_asks_for_the_draft_of_its_form_or_by_its_number(as_asha, as_ben, asha, number):
    keep(as_asha, asha, number, "Ik")
    expected = {"draft": str(number), "version": 1, "fields": {"text": "Ik"}}
    assert as_asha.get("/spiegel/concept/", {"plaats": PLACE}).json() == expected
    assert as_asha.get("/spiegel/concept/", {"nummer": number}).json() == expected
    for query in ({"plaats": PLACE}, {"nummer": number}):
        assert as_ben.get("/spiegel/concept/", query).json() == {}
    assert as_asha.get("/spiegel/concept/", {"nummer": "geen"}).json() == {}


def test_a_draft_at_a_lesson_goes_when_its_prompt_is_saved(as_asha, asha, number):
    (lesson,) = lessons_of(module_of([PROMPT]))
    place = path(lesson.get_parent(), lesson, "spiegel", blocks(lesson, "prompt")[0])
    keep(as_asha, asha, number, "Ik", place=place)
    as_asha.post(place, {"text": "Ik schoof.", "key": str(number), "version": "1"})
    assert (Draft.objects.count(), Entry.objects.count()) == (0, 1)


def test_a_draft_at_a_lesson_is_told_by_the_title_of_its_lesson(as_asha, asha, number):
    (lesson,) = lessons_of(module_of([PROMPT]))
    keep(as_asha, asha, number, "Ik", place=path(lesson.get_parent(), lesson, "spiegel", blocks(lesson, "prompt")[0]))
    for address in ("/", "/spiegel/", f"/spiegel/concept/{number}/"):
        assert f"Een spiegelvraag in ‘{lesson.title}’" in as_asha.get(address).content.decode()


def test_home_tells_of_several_drafts_of_one_form_in_one_line(as_asha, asha, number):
    for one in (number, uuid.uuid4()):
        keep(as_asha, asha, one, "Ik")
    home = as_asha.get("/").content.decode()
    assert home.count("schrijf verder") == 1
    assert '<a href="/spiegel/#concepten">Je 2 concepten bij ‘Kind’: schrijf verder</a>' in home


def test_the_page_of_a_draft_shows_its_words_and_the_way_on(as_asha, asha, number):
    keep(as_asha, asha, number, "Ik schoof het op", personal="Het raakte me")
    page = as_asha.get(f"/spiegel/concept/{number}/").content.decode()
    assert "Ik schoof het op" in page
    assert "Het raakte me" in page
    assert f'href="{PLACE}?concept={number}"' in page


def test_a_deleted_draft_is_gone_and_deleting_again_is_no_fault(as_asha, asha, number):
    keep(as_asha, asha, number, "Ik")
    assert as_asha.post(f"/spiegel/concept/{number}/verwijderen/").status_code == 302
    assert Draft.objects.count() == 0
    assert as_asha.post(f"/spiegel/concept/{number}/verwijderen/").status_code == 404


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_text_saved_while_eight_tabs_keep_it_stands_once(asha, sign_in, number):
    """Whatever came first: one entry, no draft to be seen, and every tab is told where its text is or keeps it elsewhere."""
    tabs = [sign_in(asha) for _ in range(9)]
    save = [lambda: tabs[8].post(PLACE, {"text": "Klaar.", "key": str(number), "version": "0"})]
    at_once(save + [lambda tab=tab: keep(tab, asha, number, "Klaar.") for tab in tabs[:8]])
    assert (Entry.objects.count(), list(own_drafts(asha.pk))) == (1, [])
    after = [keep(tabs[0], asha, number, "Nog meer", seen=seen).status_code for seen in (0, 1)]
    assert after == [409, 409]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_sixteen_tabs_at_once_lose_nothing(asha, sign_in, number):
    """Whoever was first is kept; everybody else is told, with the text that stands."""
    tabs = [sign_in(asha) for _ in range(16)]
    replies = at_once([lambda tab=tab, n=n: keep(tab, asha, number, f"Tab {n}") for n, tab in enumerate(tabs)])
    statuses = sorted(reply.status_code for reply in replies)
    assert statuses == [200] + [409] * 15
    standing = kept(Draft.objects.get())
    assert {reply.json()["other"]["text"] for reply in replies if reply.status_code == 409} == {standing["text"]}
