"""The guard in every form where somebody writes freely: once, before it saves, never in the way, with a script and without."""

import logging
import re
import uuid

import pytest
from django.contrib.sessions.models import Session

from people.guard import hints
from tests.learning.doors import (
    DOORS,
    FIGURE,
    PAGES,
    Door,
    answer,
    case_prompt,
    comment,
    intention,
    looking_back,
    mirror,
)
from tests.learning.doors import prompt as lesson_prompt
from tests.learning.doors import reason as case_reason
from tests.learning.mirror import entry_of

pytestmark = pytest.mark.django_db
CLEAN = "Ik wachtte te lang.\r\n\r\nVolgende keer  bel ik eerder."
NAMED = "Ik belde Fatima.\r\n\r\nZe  nam niet op; haar nummer is 06-12345678."
REPLACED = "Ik belde [naam].\r\n\r\nZe  nam niet op; haar nummer is [telefoonnummer]."
TWO = "Ik belde Fatima en sprak Kevin."
HINT = "Staat hier iemand herkenbaar in?"
SEEN = r'<input type="hidden" name="guard_seen" value="1"'


@pytest.fixture(params=DOORS, ids=lambda made: made.__name__)
def door(request, asha, ben, as_asha) -> Door:
    return request.param(asha, ben, as_asha)


both_ways = pytest.mark.parametrize(
    ("door", "script"),
    [pytest.param(made, False, id=f"{made.__name__}-plain") for made in DOORS]
    + [pytest.param(made, True, id=f"{made.__name__}-in-place") for made in DOORS if made not in PAGES],
    indirect=["door"],
)


def only_guard_seen(html: str, value: str) -> bool:
    """Whether the form of a page carries the mark once, with this value."""
    return re.findall(r'name="guard_seen" value="(1?)"', html) == [value]


@both_ways
def test_a_text_without_anybody_is_saved_as_typed(door, script):
    assert door.send(CLEAN, script=script).status_code in {200, 302}
    assert door.kept() == [CLEAN]


@both_ways
def test_a_name_is_pointed_out_once_with_the_text_whole_and_nothing_saved(door, script):
    reply = door.send(NAMED, script=script)
    html = reply.content.decode()
    assert (reply.status_code, html.count(HINT), door.text(html), door.kept()) == (422, 1, NAMED, [])
    assert "‘Fatima’" in html
    assert "data-focus" in html
    assert only_guard_seen(door.source(html), "1")


@both_ways
def test_whoever_keeps_it_saves_byte_for_byte(door, script):
    door.send(NAMED, script=script)
    assert door.send(NAMED, script=script, guard_seen="1", guard_keep="1").status_code in {200, 302}
    assert door.kept() == [NAMED]


@both_ways
def test_replacing_changes_the_form_and_saves_nothing_until_asked(door, script):
    reply = door.send(NAMED, script=script, guard_seen="1", guard_replace="all")
    html = reply.content.decode()
    assert (reply.status_code, door.text(html), door.kept()) == (422, REPLACED, [])
    assert "De woorden zijn vervangen." in html
    assert only_guard_seen(door.source(html), "1")
    assert door.send(door.text(html), script=script, guard_seen="1").status_code in {200, 302}
    assert door.kept() == [REPLACED]


@both_ways
def test_what_is_not_ticked_stays_and_what_is_is_replaced(door, script):
    field = re.search(r'name="guard_pick" value="([^":]+):Fatima"', door.send(TWO).content.decode())[1]
    ticked = {"guard_seen": "1", "guard_replace": "picked", "guard_pick": f"{field}:Kevin"}
    html = door.send(TWO, script=script, **ticked).content.decode()
    assert (door.text(html), door.kept()) == (TWO.replace("Kevin", "[naam]"), [])
    assert "De woorden zijn vervangen." in html


@both_ways
def test_replacing_with_nothing_ticked_asks_again(door, script):
    html = door.send(TWO, script=script, guard_seen="1", guard_replace="picked").content.decode()
    assert (html.count(HINT), door.text(html), door.kept()) == (1, TWO, [])
    assert "Je vinkte niets aan, dus er is niets vervangen." in html


@both_ways
def test_a_text_changed_after_the_hint_gets_no_second(door, script):
    door.send(NAMED, script=script)
    changed = f"{NAMED} Ik sprak Kevin."
    assert door.send(changed, script=script, guard_seen="1").status_code in {200, 302}
    assert door.kept() == [changed]


@both_ways
def test_the_same_send_twice_after_the_hint_has_one_effect(door, script):
    again = {"guard_seen": "1", "key": str(uuid.uuid4())}
    for _time in range(2):
        assert door.send(NAMED, script=script, **again).status_code in {200, 302}
    assert door.kept() == [NAMED]


@both_ways
def test_the_figures_of_a_case_may_be_named_where_it_is_played(door, script):
    text = f"Ik wil {FIGURE} eerst zien."
    assert door.send(text, script=script).status_code == (200 if script else 302) if door.has_figures else 422
    assert door.kept() == ([text] if door.has_figures else [])


def test_somebody_else_is_pointed_out_beside_a_figure(door):
    html = door.send(f"Ik wil {FIGURE} zien, en Fatima spreken.").content.decode()
    assert ("‘Fatima’" in html, f"‘{FIGURE}’" in html) == (True, not door.has_figures)


def test_figures_stay_where_the_others_are_replaced(door):
    sent = f"Ik wil {FIGURE} zien, en Fatima spreken."
    html = door.send(sent, guard_seen="1", guard_replace="all").content.decode()
    figure = FIGURE if door.has_figures else "[naam]"
    assert door.text(html) == f"Ik wil {figure} zien, en [naam] spreken."


def test_nothing_of_the_text_goes_into_a_log_a_message_or_the_session(door, caplog):
    with caplog.at_level(logging.DEBUG):
        door.send(NAMED)
        door.send(NAMED, guard_seen="1", guard_replace="all")
    assert "Fatima" not in caplog.text
    assert "Fatima" not in str([one.get_decoded() for one in Session.objects.all()])
    assert "Fatima" not in str(door.client.cookies)


def test_the_hint_comes_without_a_statement_of_its_own(door, monkeypatch, django_assert_num_queries):
    found, asked = hints.hold, []

    def watched(*args, **named):
        with django_assert_num_queries(0):
            asked.append(1)
            found(*args, **named)

    monkeypatch.setattr(hints, "hold", watched)
    assert door.send(NAMED).status_code == 422
    assert asked == [1]


# --- Refused for another reason ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "wrong"),
    [
        (mirror, {"minutes": "veel"}),
        (mirror, {"key": "geen"}),
        (lesson_prompt, {"key": "geen"}),
        (answer, {"key": "geen"}),
        (case_prompt, {"key": "geen"}),
        (case_reason, {"choice": "nergens"}),
        (intention, {"follow_up_on": "nooit"}),
        (intention, {"follow_up_on": "1999-01-01"}),
        (looking_back, {"outcome": "anders"}),
        (comment, {"key": "geen"}),
    ],
    ids=lambda value: getattr(value, "__name__", None) or "-".join(value),
)
def test_whoever_saw_the_hint_does_not_see_it_again_after_another_mistake(make, wrong, asha, ben, as_asha):
    door = make(asha, ben, as_asha)
    reply = door.send(NAMED, guard_seen="1", **wrong)
    html = reply.content.decode()
    assert (reply.status_code, HINT in html, door.text(html), door.kept()) == (422, False, NAMED, [])
    assert only_guard_seen(door.source(html), "1")
    assert door.send(NAMED, guard_seen="1").status_code in {200, 302}
    assert door.kept() == [NAMED]


def test_a_panellist_who_left_something_out_keeps_the_mark(asha, ben, as_asha):
    door = DOORS[-1](asha, ben, as_asha)
    html = door.send(NAMED, guard_seen="1", consent="").content.decode()
    assert HINT not in html
    assert only_guard_seen(door.source(html), "1")


def test_the_name_of_a_panellist_is_their_own(asha, ben, as_asha):
    door = DOORS[-1](asha, ben, as_asha)
    door.send(CLEAN)
    assert door.kept() == [CLEAN]


# --- One form at a time ---------------------------------------------------------------------------------


def test_all_texts_of_the_mirror_are_in_one_hint(asha, ben, as_asha):
    html = (
        mirror(asha, ben, as_asha)
        .send("Ik zag Fatima.", technical="Ik belde Kevin.", personal="Rust.")
        .content.decode()
    )
    assert [name in html for name in ("‘Fatima’", "‘Kevin’")] == [True, True]
    assert html.count(HINT) == 1


def test_the_mirror_keeps_its_key_and_version_through_the_hint(asha, ben, as_asha):
    key = str(uuid.uuid4())
    html = mirror(asha, ben, as_asha).send(NAMED, key=key, version="3", rating="2", minutes="12").content.decode()
    assert f'name="key" value="{key}"' in html
    assert 'name="version" value="3"' in html
    assert re.search(r'name="rating" value="2" checked', html)
    assert 'value="12"' in html


def test_a_draft_is_kept_without_a_hint_and_remembers_that_it_was_seen(asha, ben, as_asha):
    door, key = mirror(asha, ben, as_asha), str(uuid.uuid4())
    assert door.send(NAMED, keep="1", key=key).status_code == 302
    assert only_guard_seen(as_asha.get(door.address).content.decode(), "")
    assert door.send(NAMED, keep="1", key=key, version="1", guard_seen="1").status_code == 302
    page = as_asha.get(door.address).content.decode()
    assert (door.text(page), HINT in page) == (NAMED, False)
    assert only_guard_seen(page, "1")


def test_the_script_keeps_the_mark_with_a_draft(asha, as_asha):
    number = uuid.uuid4()
    sent = {
        "text": NAMED,
        "guard_seen": "1",
        "place": "/spiegel/schrijven/",
        "path": "/spiegel/schrijven/",
        "seen": "0",
    }
    as_asha.post(f"/spiegel/concept/{number}/", sent | {"person": str(asha.uuid)})
    found = as_asha.get("/spiegel/concept/?plaats=/spiegel/schrijven/").json()
    assert found["fields"] == {"text": NAMED, "guard_seen": "1"}


def test_a_new_text_at_the_same_place_gets_its_own_hint(asha, ben, as_asha):
    door = mirror(asha, ben, as_asha)
    door.send(NAMED, guard_seen="1")
    assert only_guard_seen(as_asha.get(door.address).content.decode(), "")
    assert door.send("Ik zag Kevin.").status_code == 422


def test_a_step_comes_back_with_its_choice_and_certainty(asha, ben, as_asha):
    door = case_reason(asha, ben, as_asha)
    door.send("", choice="bel")
    html = door.send(NAMED, number="2", choice="vraag", certainty="3").content.decode()
    assert re.search(r'name="choice" value="vraag" checked', html)
    assert re.search(r'name="certainty" value="3" checked', html)
    assert html.index('name="reason"') < html.index(HINT) < html.index("Doe dit")


def test_an_aside_is_not_held_and_keeps_what_was_seen(asha, ben, as_asha):
    door = case_reason(asha, ben, as_asha)
    html = door.send(NAMED, aside="collega", guard_seen="1").content.decode()
    assert ("Je collega vraagt wie je sprak." in html, HINT in html, door.text(html)) == (True, False, NAMED)
    assert only_guard_seen(door.source(html), "1")


def test_a_step_for_a_scene_that_has_passed_is_told_so_and_not_held(asha, ben, as_asha):
    door = case_reason(asha, ben, as_asha)
    door.send("")
    reply = door.send(NAMED)
    assert (reply.status_code, HINT in reply.content.decode()) == (409, False)
    assert door.text(reply.content.decode()) == ""


def test_the_focus_goes_to_the_hint_and_not_to_an_answer_that_was_there(asha, ben, as_asha):
    door = case_reason(asha, ben, as_asha)
    door.send("", aside="collega")
    html = door.send(NAMED, number="2", script=True).content.decode()
    assert re.findall(r'class="([\w-]+)"[^>]* data-focus', html) == ["guard-hint"]


def test_both_halves_of_an_intention_are_replaced(asha, ben, as_asha):
    door = intention(asha, ben, as_asha)
    html = door.send("bel ik Kevin", when="Als Fatima belt", guard_replace="all", guard_seen="1").content.decode()
    assert door.text(html) == "bel ik [naam]"
    assert "Als [naam] belt" in html


def test_only_the_writer_is_asked(as_ben, asha):
    entry = entry_of(asha)
    sent = {"when": NAMED, "then": NAMED, "follow_up_on": "2030-01-01"}
    assert as_ben.post(f"/spiegel/{entry.pk}/voornemen/", sent).status_code == 404


# --- The helpers --------------------------------------------------------------------------------------


def test_names_that_may_stand_are_asked_for_only_when_somebody_is_found():
    def never() -> list[str]:
        raise AssertionError("nobody was found")

    hints.hold({"text": CLEAN}, {}, exempt=never)
    hints.hold({"text": NAMED}, {"guard_seen": "1"}, exempt=never)
    with pytest.raises(AssertionError):
        hints.hold({"text": NAMED}, {}, exempt=never)


def test_the_two_who_talk_about_a_shared_text_may_greet_each_other(asha, ben, as_asha):
    door = comment(asha, ben, as_asha)
    assert door.send("Dag Ben, dank je. Groet, Asha").status_code == 302
    reply = door.send("Dag Ben, ik belde Fatima.")
    assert (reply.status_code, "‘Fatima’" in reply.content.decode(), "‘Ben’" in reply.content.decode()) == (
        422,
        True,
        False,
    )
