"""One intention: made at an entry, back on its day, and looked back at once."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from learning.reflection.models import Entry, Intention
from learning.reflection.words import Reader
from tests.concurrency import at_once

pytestmark = pytest.mark.django_db
WHEN, THEN = "Als ik een gesprek verzet (kanarie-4d2a)", "bel ik eerst een collega (kanarie-9e1c)"


@pytest.fixture
def entry(as_asha) -> Entry:
    as_asha.post("/spiegel/vraag/3/schrijven/", {"text": "Ik schoof het op.", "key": str(uuid.uuid4())})
    return Entry.objects.get()


def day(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def intend(client, entry, **changed):
    sent = {"when": WHEN, "then": THEN, "follow_up_on": day(14)} | changed
    return client.post(f"/spiegel/{entry.pk}/voornemen/", sent)


def look_back(client, intention, outcome="done", said="Het lukte twee keer."):
    return client.post(f"/spiegel/voornemens/{intention.pk}/terugkijken/", {"outcome": outcome, "said": said})


def test_an_intention_is_kept_sealed_with_its_day(as_asha, asha, entry):
    intend(as_asha, entry)
    made = Intention.objects.get()
    resolve = Reader(asha.uuid).intention(made)
    assert (resolve.when, resolve.then, made.follow_up_on.isoformat(), made.outcome) == (WHEN, THEN, day(14), "")
    assert WHEN in as_asha.get(f"/spiegel/{entry.pk}/").content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"when": " "},
        {"then": ""},
        {"when": "a" * 1001},
        {"follow_up_on": ""},
        {"follow_up_on": "gisteren"},
        {"follow_up_on": "2020-01-01"},
        {"follow_up_on": "2999-01-01"},
    ],
)
def test_what_is_wrong_comes_back_with_what_was_typed(as_asha, entry, wrong):
    reply = intend(as_asha, entry, **wrong)
    assert (reply.status_code, Intention.objects.count()) == (422, 0)
    page = reply.content.decode()
    assert "error-summary" in page
    assert (WHEN if "when" not in wrong else THEN) in page


def test_today_is_too_soon_to_look_back(as_asha, entry):
    assert intend(as_asha, entry, follow_up_on=day(0)).status_code == 422
    assert intend(as_asha, entry, follow_up_on=day(1)).status_code == 302


def test_an_entry_has_one_intention(as_asha, entry):
    assert [intend(as_asha, entry).status_code for _ in range(2)] == [302, 302]
    assert intend(as_asha, entry, then="iets anders").status_code == 409
    assert Intention.objects.count() == 1


def test_it_is_asked_on_home_from_its_day_and_without_its_words(as_asha, asha, sign_in, entry):
    intend(as_asha, entry)
    asks = "Je voornemen bij Kind: hoe ging het?"
    assert asks not in as_asha.get("/").content.decode()
    with time_machine.travel(timezone.now() + timedelta(days=14)):
        page = sign_in(asha).get("/").content.decode()
    assert asks in page
    assert WHEN not in page
    assert f"/spiegel/voornemens/{Intention.objects.get().pk}/" in page


def test_nobody_else_is_asked(as_asha, ben, sign_in, entry):
    intend(as_asha, entry)
    with time_machine.travel(timezone.now() + timedelta(days=20)):
        page = sign_in(ben).get("/")
    assert page.status_code == 200
    assert "hoe ging het?" not in page.content.decode()


def test_looking_back_closes_it_and_home_asks_no_more(as_asha, asha, sign_in, entry):
    intend(as_asha, entry)
    made = Intention.objects.get()
    with time_machine.travel(timezone.now() + timedelta(days=20)):
        browser = sign_in(asha)
        assert "hoe ging het?" in browser.get("/").content.decode()
        look_back(browser, made)
        assert "hoe ging het?" not in browser.get("/").content.decode()
    made.refresh_from_db()
    assert (made.outcome, Reader(asha.uuid).intention(made).outcome) == ("done", "Het lukte twee keer.")
    assert "Het lukte twee keer." in as_asha.get(f"/spiegel/voornemens/{made.pk}/").content.decode()


def test_looking_back_needs_a_choice_and_keeps_the_words_on_the_page(as_asha, entry):
    intend(as_asha, entry)
    reply = look_back(as_asha, Intention.objects.get(), outcome="")
    assert reply.status_code == 422
    assert "Het lukte twee keer." in reply.content.decode()


def test_looking_back_twice_is_once_and_other_words_change_nothing(as_asha, asha, entry):
    intend(as_asha, entry)
    made = Intention.objects.get()
    assert [look_back(as_asha, made).status_code for _ in range(2)] == [302, 302]
    reply = look_back(as_asha, made, outcome="dropped", said="Toch niet.")
    assert reply.status_code == 409
    made.refresh_from_db()
    assert (made.outcome, Reader(asha.uuid).intention(made).outcome) == ("done", "Het lukte twee keer.")


def test_it_may_come_back_later(as_asha, entry):
    intend(as_asha, entry)
    made = Intention.objects.get()
    later = f"/spiegel/voornemens/{made.pk}/later/"
    assert as_asha.post(later, {"follow_up_on": day(40)}).status_code == 302
    assert [as_asha.post(later, {"follow_up_on": wrong}).status_code for wrong in ("", "2026-02-31", day(0))] == [
        422
    ] * 3
    made.refresh_from_db()
    assert made.follow_up_on.isoformat() == day(40)


def test_deleting_it_leaves_the_text_and_deleting_the_text_takes_it_along(as_asha, entry):
    intend(as_asha, entry)
    as_asha.post(f"/spiegel/voornemens/{Intention.objects.get().pk}/verwijderen/")
    assert (Intention.objects.count(), Entry.objects.count()) == (0, 1)
    intend(as_asha, entry)
    as_asha.post(f"/spiegel/{entry.pk}/verwijderen/")
    assert (Intention.objects.count(), Entry.objects.count()) == (0, 0)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_sixteen_presses_at_once_make_one_intention(asha, sign_in, as_asha, entry):
    tabs = [sign_in(asha) for _ in range(16)]
    replies = at_once([lambda tab=tab: intend(tab, entry).status_code for tab in tabs])
    assert (set(replies), Intention.objects.count()) == ({302}, 1)
