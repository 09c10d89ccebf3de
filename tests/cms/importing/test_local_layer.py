"""The core is imported again and again while organisations write in its slots: nothing of theirs is lost or changed."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import close_old_connections, connections

from cms.importing.writing import import_folder
from cms.models import LocalText, Slot, Taught
from cms.slots.queries import CHANGED, FINE, kept
from tests.factories import cms

UPDATES = 20


@pytest.fixture
def imported(content):
    content.module["slots"] += [{**content.module["slots"][0], "key": "tweede-plek", "title": "Tweede plek"}]
    content.lessons["01-kijken"] += "\n::: slot tweede-plek\n:::\n"
    import_folder(content.write())
    return content


def update(content, number: int) -> None:
    """The core says something else around the slot, and of what belongs in it."""
    content.lessons["01-kijken"] = content.lessons["01-kijken"].replace("Kijk **goed**", f"Kijk {number} keer **goed**")
    content.module["slots"][0]["help"] = f"Wat hier hoort, versie {number}."
    import_folder(content.write())


def write(text: LocalText, number: int) -> None:
    """As the form does: the newest draft, changed, kept and published."""
    mine = LocalText.objects.get(pk=text.pk).get_latest_revision_as_object()
    mine.text = f"<p>Afspraak {number} van {text.organisation}.</p>"
    mine.save_revision().publish()


def test_an_update_says_what_changed_and_touches_no_local_text(imported, db, voorbeeldstad):
    text = cms.local_text(voorbeeldstad, Slot.objects.get(key="oefenplek"))
    before = LocalText.objects.filter(pk=text.pk).values().get()
    assert [one.state for one in kept(voorbeeldstad.pk) if one.text] == [FINE]
    update(imported, 1)
    assert [one.state for one in kept(voorbeeldstad.pk) if one.text] == [CHANGED]
    assert LocalText.objects.filter(pk=text.pk).values().get() == before


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_twenty_updates_of_the_core_while_organisations_edit_lose_no_local_text(content, voorbeeldstad, anderstad):
    content.module["slots"] += [{**content.module["slots"][0], "key": "tweede-plek", "title": "Tweede plek"}]
    content.lessons["01-kijken"] += "\n::: slot tweede-plek\n:::\n"
    import_folder(content.write())
    texts = [
        cms.local_text(owner, slot) for owner in (voorbeeldstad, anderstad) for slot in Slot.objects.order_by("key")
    ]

    def updates() -> None:
        for number in range(UPDATES):
            update(content, number)

    def edits(text: LocalText) -> None:
        for number in range(UPDATES):
            write(text, number)

    with ThreadPoolExecutor(len(texts) + 1) as pool:
        done = [pool.submit(_apart, updates), *(pool.submit(_apart, edits, text) for text in texts)]
    assert [one.result() for one in done] == [None] * len(done)
    last = [(text.pk, f"<p>Afspraak {UPDATES - 1} van {text.organisation}.</p>", True) for text in texts]
    assert sorted(LocalText.objects.values_list("pk", "text", "live")) == sorted(last)
    live = Taught.objects.filter(kind="local").values_list("live_line__head__content__text", flat=True)
    assert sorted(live) == sorted(words for _pk, words, _live in last)
    assert Slot.objects.get(key="oefenplek").help == f"Wat hier hoort, versie {UPDATES - 1}."


def _apart(work, *args) -> None:
    """In a thread with connections of its own."""
    close_old_connections()
    try:
        work(*args)
    finally:
        connections.close_all()
