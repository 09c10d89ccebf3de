"""Sharing: shown to one colleague until a day, and never more than its owner said."""

import re
import uuid
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from learning.reflection import queries
from learning.reflection import sharing_queries as sharing
from learning.reflection.actions import entries, intentions
from learning.reflection.actions import sharing as actions
from learning.reflection.models import Comment, Entry, Opening, Share
from people.colleagues import colleagues
from people.keys import vault
from people.models import Membership, User
from people.refusal import Conflict, Refused
from tests.factories import people
from tests.learning.classroom import send
from tests.learning.mirror import commented, entry_of, in_days, shared
from tests.learning.test_budgets import counted

pytestmark = pytest.mark.django_db
WORDS = "Ik schoof het gesprek een week op. Kanarie-5b1d."


@pytest.fixture
def entry(asha):
    return entry_of(asha, WORDS, normative="Ik vond het spannend. Kanarie-norm.")


@pytest.fixture
def share(entry, ben):
    return shared(entry, ben)


def give(client, entry, person, until=None, **more):
    form = {"person": str(person), "until": (until or in_days(14)).isoformat(), **more}
    return client.post(f"/spiegel/{entry.pk}/delen/", form)


def page(client, share):
    return client.get(f"/spiegel/gedeeld/{share.pk}/")


def unread(person):
    """What home tells of shares not opened yet."""
    return queries.glance(person.pk, on=timezone.localdate()).unread


def said(client, share, text="Dat herken ik.", **keywords):
    return send(client, f"/spiegel/gedeeld/{share.pk}/reactie/", {"text": text}, **keywords)


# --- Giving ---------------------------------------------------------------------------------------


def test_the_page_says_what_a_colleague_will_see_and_proposes_two_weeks(as_asha, ben, entry):
    html = as_asha.get(f"/spiegel/{entry.pk}/delen/").content.decode()
    assert ("Gedeeld is getoond" in html, "Normatief" in html, "Kanarie" in html) == (True, True, False)
    assert f'value="{in_days(14).isoformat()}"' in html
    assert f'max="{in_days(90).isoformat()}"' in html


def test_a_share_is_made_and_its_owner_is_led_to_it(as_asha, ben, entry):
    reply = give(as_asha, entry, ben.uuid)
    assert reply.headers["Location"] == f"/spiegel/{entry.pk}/#gedeeld"
    made = Share.objects.get()
    assert (made.entry, made.person, made.until, made.withdrawn_at) == (entry, ben, in_days(14), None)


def test_with_the_same_person_again_it_is_the_same_share_until_another_day(as_asha, ben, entry, share):
    give(as_asha, entry, ben.uuid, in_days(3))
    assert list(Share.objects.values_list("pk", "until")) == [(share.pk, in_days(3))]


def test_a_share_that_is_past_is_closed_and_a_new_one_made(as_asha, ben, entry):
    past = shared(entry, ben, -1)
    give(as_asha, entry, ben.uuid)
    new = Share.objects.exclude(pk=past.pk).get()
    states = [(one.uuid, one.state) for one in sharing.sharing_of(entry.user_id, entry)]
    assert states == [(new.pk, "running"), (past.pk, "ended")]


def test_after_withdrawing_a_new_share_can_be_made(as_asha, ben, entry, share):
    as_asha.post(f"/spiegel/gedeeld/{share.pk}/intrekken/")
    give(as_asha, entry, ben.uuid)
    assert [one.state for one in sharing.sharing_of(entry.user_id, entry)] == ["running", "withdrawn"]


@pytest.mark.parametrize(
    ("days", "words"), [(-1, "Die dag is al voorbij"), (91, "Dat is te ver vooruit"), (4000, "Dat is te ver vooruit")]
)
def test_a_day_that_is_past_or_too_far_is_refused_with_words(as_asha, ben, entry, days, words):
    reply = give(as_asha, entry, ben.uuid, in_days(days))
    assert (reply.status_code, words in reply.content.decode(), Share.objects.count()) == (422, True, 0)


@pytest.mark.parametrize("days", [0, 90])
def test_today_and_the_ninetieth_day_are_fine(as_asha, ben, entry, days):
    assert give(as_asha, entry, ben.uuid, in_days(days)).status_code == 302


@pytest.mark.parametrize("until", ["", "morgen", "2026-02-30"])
def test_what_is_no_day_is_refused_and_the_choice_stays(as_asha, ben, entry, until):
    reply = as_asha.post(f"/spiegel/{entry.pk}/delen/", {"person": str(ben.uuid), "until": until})
    assert (reply.status_code, Share.objects.count()) == (422, 0)
    assert f'value="{ben.uuid}" selected' in reply.content.decode()


def test_with_oneself_is_refused(as_asha, asha, ben, entry):
    reply = give(as_asha, entry, asha.uuid)
    assert (reply.status_code, "Met jezelf delen hoeft niet" in reply.content.decode()) == (422, True)


def test_who_is_no_colleague_is_refused_like_who_does_not_exist(as_asha, ben, sam, petra, entry):
    closed = people.user("Dicht", is_active=False)
    people.membership(closed, ben.memberships.get().organisation)
    left = people.user("Weg")
    people.membership(left, ben.memberships.get().organisation, ended_on=timezone.localdate())
    replies = [give(as_asha, entry, one) for one in (sam.uuid, petra.uuid, closed.uuid, left.uuid, uuid.uuid4(), "x")]
    assert [(reply.status_code, "hoort nu niet bij je organisatie" in reply.content.decode()) for reply in replies] == [
        (422, True)
    ] * 6
    assert Share.objects.count() == 0


def test_who_left_cannot_share_any_more(as_asha, asha, ben, entry):
    Membership.objects.filter(user=asha).update(ended_on=timezone.localdate())
    assert "Er is niemand om mee te delen" in as_asha.get(f"/spiegel/{entry.pk}/delen/").content.decode()
    assert give(as_asha, entry, ben.uuid).status_code == 422


def test_an_entry_that_was_deleted_meanwhile_is_not_shared(asha, ben, entry):
    entries.delete(entry, by=asha)
    with pytest.raises(Refused):
        actions.share(entry, by=asha, person=ben.uuid, until=in_days(1))


def test_another_cannot_share_what_is_not_theirs(as_ben, ben, asha, farah, entry):
    assert give(as_ben, entry, farah.uuid).status_code == 404
    with pytest.raises(Refused):
        actions.share(entry, by=ben, person=farah.uuid, until=in_days(1))


def test_team_mates_come_first_then_others_by_team(asha, lotte, ben, omar, voorbeeldstad, sam):
    people.member("Aart", voorbeeldstad, team=people.team(voorbeeldstad, "Wijkteam Zuid"))
    found = [(one.name.split()[0], one.team, one.is_near) for one in colleagues(asha.pk)]
    assert found == [
        ("Ben", "Wijkteam Noord", True),
        ("Lotte", "Wijkteam Noord", True),
        ("Aart", "Wijkteam Zuid", False),
        ("Omar", "", False),
    ]


def test_somebody_in_two_teams_stands_once_with_the_team_in_common(asha, ben, voorbeeldstad, noord):
    zuid = people.team(voorbeeldstad, "Wijkteam Zuid")
    other = people.member("Dirk", voorbeeldstad, team=zuid)
    people.membership(other, voorbeeldstad, team=noord)
    assert [(one.name, one.team) for one in colleagues(asha.pk) if one.uuid == other.uuid] == [
        ("Dirk de Vries", "Wijkteam Noord")
    ]


# --- In a big organisation ------------------------------------------------------------------------


@pytest.fixture
def big(voorbeeldstad, monkeypatch):
    monkeypatch.setattr("learning.reflection.views.sharing.BIG", 5)
    zuid = people.team(voorbeeldstad, "Wijkteam Zuid")
    return [people.member(f"Collega{number}", voorbeeldstad, team=zuid, last_name="Ödegård") for number in range(5)]


def options(reply) -> list[str]:
    return re.findall(r"<option value=\"[^\"]+\"[^>]*>(\w+)", reply.content.decode())


def test_a_big_organisation_lists_team_mates_and_lets_one_search(as_asha, ben, entry, big):
    address = f"/spiegel/{entry.pk}/delen/"
    assert options(as_asha.get(address)) == ["Ben"]
    found = as_asha.post(address, {"name": "ÖDE collega3", "search": "1", "until": "2026-12-31"})
    assert (found.status_code, options(found), Share.objects.count()) == (200, ["Collega3"], 0)
    assert 'value="2026-12-31"' in found.content.decode()


def test_who_was_found_can_be_chosen(as_asha, ben, entry, big):
    assert give(as_asha, entry, big[3].uuid, name="collega3").status_code == 302
    assert Share.objects.get().person == big[3]


def test_searching_for_nobody_says_so(as_asha, ben, entry, big):
    found = as_asha.post(f"/spiegel/{entry.pk}/delen/", {"name": "niemand", "search": "1"})
    assert (options(found), "Niemand gevonden" in found.content.decode()) == ([], True)


# --- Reading --------------------------------------------------------------------------------------


def test_the_one_it_is_shared_with_reads_text_and_dimensions(as_ben, share):
    reply = page(as_ben, share)
    html = reply.content.decode()
    assert all(word in html for word in (WORDS, "Kanarie-norm", "Normatief", "Wanneer stelde je het uit?", "Asha"))
    assert reply.headers["Cache-Control"].startswith("no-store")


def test_never_the_intention_the_rating_or_another_entry(as_ben, asha, entry, share):
    intentions.make(entry, by=asha, when="Kanarie-als", then="Kanarie-dan", follow_up_on=in_days(7))
    other = entry_of(asha, "Kanarie-ander")
    html = page(as_ben, share).content.decode()
    assert [word for word in ("Kanarie-als", "Kanarie-dan", "Kanarie-ander", str(other.pk)) if word in html] == []
    assert as_ben.get(f"/spiegel/{entry.pk}/").status_code == 404
    shown = sharing.words_of(sharing.shared_with(share.person_id, share.pk))
    assert set(vars(shown)) == {"text", "dimensions"}


@pytest.mark.parametrize("who", ["asha", "farah", "lotte", "edith", "omar", "petra", "sam"])
def test_it_does_not_exist_for_anybody_else(request, who, share):
    client = request.getfixturevalue(f"as_{who}")
    assert (page(client, share).status_code, Opening.objects.count()) == (404, 0)


def ended(share):
    Share.objects.filter(pk=share.pk).update(until=in_days(-1))


def left(name):
    def leave(share):
        Membership.objects.filter(user__first_name=name).update(ended_on=timezone.localdate())

    return leave


def closed_account(share):
    User.objects.filter(first_name="Asha").update(is_active=False)


GONE = {
    "withdrawn": lambda share: actions.withdraw(share, by=share.entry.user),
    "past its day": ended,
    "the owner left": left("Asha"),
    "the reader left": left("Ben"),
    "the owner's account was closed": closed_account,
    "the entry was deleted": lambda share: entries.delete(share.entry, by=share.entry.user),
}


@pytest.mark.parametrize("how", GONE)
def test_when_it_is_over_it_does_not_exist_any_more(as_ben, ben, share, how):
    assert (page(as_ben, share).status_code, unread(ben)) == (200, 0)
    GONE[how](share)
    listed = as_ben.get("/spiegel/gedeeld/").context["received"]
    assert (page(as_ben, share).status_code, said(as_ben, share).status_code, listed) == (404, 404, [])


def test_both_in_another_organisation_than_before_is_fine(as_ben, asha, ben, anderstad, share):
    Membership.objects.filter(user__in=(asha, ben)).update(ended_on=timezone.localdate())
    people.membership(asha, anderstad)
    assert page(as_ben, share).status_code == 404
    people.membership(ben, anderstad)
    assert page(as_ben, share).status_code == 200


def test_the_last_day_is_included_by_the_clock_of_amsterdam(asha, ben, entry):
    with time_machine.travel(datetime(2026, 6, 1, 10, tzinfo=UTC)):
        share = actions.share(entry, by=asha, person=ben.uuid, until=date(2026, 6, 14))
    with time_machine.travel(datetime(2026, 6, 14, 21, 59, tzinfo=UTC)):  # a minute to midnight in Amsterdam
        assert sharing.shared_with(ben.pk, share.pk) is not None
    with time_machine.travel(datetime(2026, 6, 14, 22, 1, tzinfo=UTC)):
        assert sharing.shared_with(ben.pk, share.pk) is None


def test_what_cannot_be_opened_says_so_and_counts_as_no_opening(as_ben, asha, share):
    vault.erase(asha.uuid)
    reply = page(as_ben, share)
    assert (reply.status_code, "kan niet meer worden geopend" in reply.content.decode()) == (200, True)
    assert Opening.objects.count() == 0


def test_the_list_says_what_by_whom_and_until_when_without_words(as_ben, share):
    html = as_ben.get("/spiegel/gedeeld/").content.decode()
    assert all(
        word in html for word in (f"/spiegel/gedeeld/{share.pk}/", "Asha de Vries", "Wanneer stelde je het uit?")
    )
    assert ("Kanarie" in html, "Nog niet geopend" in html) == (False, True)


def test_two_texts_at_one_question_are_told_apart_by_when_they_were_written(as_asha, as_ben, asha, ben):
    for hour in (9, 14):
        with time_machine.travel(datetime(2026, 3, 2, hour, 5, tzinfo=ZoneInfo("Europe/Amsterdam")), tick=False):
            one = entry_of(asha, WORDS)
        shared(one, ben)
    for browser in (as_ben, as_asha):
        html = browser.get("/spiegel/gedeeld/").content.decode().lower()
        assert [html.count(f"geschreven op 2 maart 2026, {time}") for time in ("9.05", "14.05")] == [1, 1]


def test_the_list_of_the_owner_says_what_is_given(as_asha, entry, share):
    html = as_asha.get("/spiegel/gedeeld/").content.decode()
    assert (f"/spiegel/{entry.pk}/#gedeeld-{share.pk}" in html, "Ben de Vries" in html) == (True, True)


def test_what_waits_is_counted_until_it_is_opened(as_ben, ben, asha, share):
    shared(entry_of(asha), ben)
    assert unread(ben) == 2
    page(as_ben, share)
    assert (unread(ben), unread(asha)) == (1, 0)


def test_home_tells_of_what_was_not_opened_and_not_by_whom(as_ben, asha, ben, share):
    home = as_ben.get("/").content.decode()
    assert ("Gedeeld met jou: 1 tekst<" in home, "Asha" in home) == (True, False)
    shared(entry_of(asha), ben)
    assert "Gedeeld met jou: 2 teksten<" in as_ben.get("/").content.decode()
    page(as_ben, share)
    page(as_ben, shared(entry_of(asha), ben))
    assert "Gedeeld met jou: 1 tekst<" in as_ben.get("/").content.decode()


# --- The log of openings ----------------------------------------------------------------------------


def test_openings_are_noted_once_in_ten_minutes_and_shown_to_the_owner(as_ben, as_asha, asha, ben, entry):
    for minute in (0, 4, 9, 11):
        with time_machine.travel(datetime(2026, 6, 1, 10, minute, tzinfo=UTC)):
            share = Share.objects.first() or shared(entry, ben)
            actions.note_opening(share, by=ben)
    (one,) = sharing.sharing_of(asha.pk, entry)
    assert [at.minute for at in one.openings] == [11, 0]
    html = as_asha.get(f"/spiegel/{entry.pk}/").content.decode()
    assert ("1 juni 2026, 12.11" in html, "1 juni 2026, 12.00" in html) == (True, True)


def test_listing_and_looking_with_head_open_nothing(as_ben, share):
    as_ben.get("/spiegel/gedeeld/")
    assert (as_ben.head(f"/spiegel/gedeeld/{share.pk}/").status_code, Opening.objects.count()) == (405, 0)


def test_an_opening_just_as_it_is_withdrawn_shows_nothing(as_ben, share, monkeypatch):
    """It was there when the page began, and gone when its opening was to be written down."""
    words_of = sharing.words_of

    def withdrawn_meanwhile(found):
        actions.withdraw(share, by=share.entry.user)
        return words_of(found)

    monkeypatch.setattr("learning.reflection.sharing_queries.words_of", withdrawn_meanwhile)
    assert (page(as_ben, share).status_code, Opening.objects.count()) == (404, 0)


# --- On the owner's page ------------------------------------------------------------------------------


def test_the_owners_page_says_what_became_of_each_share(as_asha, asha, ben, farah, lotte, edith, entry):
    running, past, back, apart = (
        shared(entry, one, days) for one, days in ((ben, 2), (farah, -1), (lotte, 2), (edith, 2))
    )
    actions.withdraw(back, by=asha)
    Membership.objects.filter(user=edith).update(ended_on=timezone.localdate())
    shown = as_asha.get(f"/spiegel/{entry.pk}/").context["sharing"]["shares"]
    assert {
        one["id"].removeprefix("gedeeld-"): (one["state"], bool(one["withdraw_url"]), one["thread"]["writable"])
        for one in shown
    } == {
        str(running.pk): ("running", True, True),
        str(past.pk): ("ended", False, False),
        str(back.pk): ("withdrawn", False, False),
        str(apart.pk): ("apart", True, False),
    }


def test_the_owners_page_does_not_say_that_she_alone_reads_what_is_shared(as_asha, asha, entry, share):
    address = f"/spiegel/{entry.pk}/"
    assert "Alleen jij ziet dit" not in as_asha.get(address).content.decode()
    actions.withdraw(share, by=asha)
    assert "Alleen jij ziet dit" in as_asha.get(address).content.decode()


# --- Taking back ------------------------------------------------------------------------------------


def test_withdrawing_twice_is_withdrawing_once(as_asha, share):
    address = f"/spiegel/gedeeld/{share.pk}/intrekken/"
    as_asha.post(address)
    first = Share.objects.get().withdrawn_at
    assert (as_asha.post(address).status_code, Share.objects.get().withdrawn_at) == (302, first)


@pytest.mark.parametrize("who", ["ben", "farah", "lotte", "edith", "omar", "petra", "sam"])
def test_nobody_else_withdraws(request, who, share):
    reply = request.getfixturevalue(f"as_{who}").post(f"/spiegel/gedeeld/{share.pk}/intrekken/")
    assert (reply.status_code, Share.objects.get().withdrawn_at) == (404, None)


def test_deleting_the_entry_takes_everything_of_its_shares(as_asha, asha, ben, entry, share):
    commented(share, ben)
    actions.note_opening(share, by=ben)
    as_asha.post(f"/spiegel/{entry.pk}/verwijderen/")
    assert (Entry.objects.count(), Share.objects.count(), Opening.objects.count(), Comment.objects.count()) == (
        0,
        0,
        0,
        0,
    )


def test_the_audit_trail_names_shares_by_number(as_asha, asha, ben, entry, caplog):
    caplog.set_level(20, logger="audit")
    give(as_asha, entry, ben.uuid)
    give(as_asha, entry, ben.uuid, in_days(2))
    number = Share.objects.get().pk
    for _twice in range(2):
        as_asha.post(f"/spiegel/gedeeld/{number}/intrekken/")
    trail = [one.getMessage() for one in caplog.records if one.name == "audit"]
    done = f"object=reflection.Share:{number} result=done origin=127.0.0.1 actor={asha.uuid}"
    assert trail == [f"action=share {done}", f"action=share-until {done}", f"action=withdraw {done}"]


# --- Saying something back --------------------------------------------------------------------------


def test_both_say_something_and_read_it(as_asha, as_ben, entry, share):
    said(as_ben, share, "Kanarie-ben")
    said(as_asha, share, "Kanarie-asha")
    replies = (page(as_ben, share), as_asha.get(f"/spiegel/{entry.pk}/"))
    for html in (reply.content.decode() for reply in replies):
        assert html.index("Kanarie-ben") < html.index("Kanarie-asha")


def test_a_comment_is_sealed_under_its_writers_own_key(as_ben, ben, asha, share):
    said(as_ben, share, "Kanarie-ben")
    kept = Comment.objects.get()
    assert b"Kanarie" not in bytes(kept.sealed)
    place = f"reflection.comment:{kept.pk}"
    assert vault.unseal(ben.uuid, kept.sealed, place=place) == "Kanarie-ben"
    with pytest.raises(vault.Unreadable):
        vault.unseal(asha.uuid, kept.sealed, place=place)


def test_our_script_gets_the_thread_back_and_a_plain_form_the_page(as_ben, as_asha, entry, share):
    reply = said(as_ben, share)
    assert (reply.status_code, f'id="reacties-{share.pk}"' in reply.content.decode()) == (200, True)
    assert "<html" not in reply.content.decode()
    plain = said(as_ben, share, "Nog iets.", in_place=False)
    assert plain.headers["Location"] == f"/spiegel/gedeeld/{share.pk}/#reacties-{share.pk}"
    own = said(as_asha, share, "Dank je.", in_place=False)
    assert own.headers["Location"] == f"/spiegel/{entry.pk}/#gedeeld-{share.pk}"


@pytest.mark.parametrize("in_place", [True, False])
@pytest.mark.parametrize("text", ["", " \n ", "a" * 5_001])
def test_nothing_or_too_much_is_refused_and_comes_back(as_ben, share, text, in_place):
    reply = said(as_ben, share, text, in_place=in_place)
    assert (reply.status_code, Comment.objects.count(), f"{text}</textarea>" in reply.content.decode()) == (
        422,
        0,
        True,
    )


def test_the_same_key_twice_is_one_comment(as_ben, share):
    key = uuid.uuid4()
    assert [said(as_ben, share, key=key).status_code for _twice in range(2)] == [200, 200]
    assert Comment.objects.count() == 1


def test_another_text_under_the_same_key_is_a_conflict_that_keeps_both(as_ben, share):
    key = uuid.uuid4()
    said(as_ben, share, key=key)
    reply = said(as_ben, share, "Iets heel anders.", key=key)
    assert (reply.status_code, "Iets heel anders.</textarea>" in reply.content.decode()) == (409, True)
    assert [one.text for one in sharing.comments_at(share, reader=0)] == ["Dat herken ik."]


def test_the_same_key_at_another_share_is_a_conflict(asha, ben, share):
    other, key = shared(entry_of(asha), ben), uuid.uuid4()
    actions.comment(share, by=ben, key=key, text="Ja.")
    with pytest.raises(Conflict):
        actions.comment(other, by=ben, key=key, text="Ja.")


@pytest.mark.parametrize("key", ["", "onzin"])
def test_words_without_a_key_are_refused_and_come_back(as_ben, share, key):
    reply = said(as_ben, share, key=key)
    assert (reply.status_code, "Dat herken ik.</textarea>" in reply.content.decode()) == (422, True)


def test_when_it_is_over_the_owner_reads_on_but_says_nothing_more(as_asha, ben, entry, share):
    commented(share, ben, "Kanarie-ben")
    actions.withdraw(share, by=entry.user)
    html = as_asha.get(f"/spiegel/{entry.pk}/").content.decode()
    assert ("Kanarie-ben" in html, f'action="/spiegel/gedeeld/{share.pk}/reactie/"' in html) == (True, False)
    reply = said(as_asha, share, "Kanarie-laat", in_place=False)
    assert (reply.status_code, "Kanarie-laat</textarea>" in reply.content.decode()) == (422, True)


def test_a_reply_that_was_lost_before_it_was_over_is_given_again(asha, ben, share):
    key = uuid.uuid4()
    kept = actions.comment(share, by=asha, key=key, text="Dank je.")
    actions.withdraw(share, by=asha)
    assert actions.comment(share, by=asha, key=key, text="Dank je.") == kept


@pytest.mark.parametrize("who", ["farah", "lotte", "edith", "omar", "petra", "sam"])
def test_nobody_else_says_anything_or_deletes_it(request, who, share, ben):
    kept = commented(share, ben)
    client = request.getfixturevalue(f"as_{who}")
    replies = [said(client, share), client.post(f"/spiegel/reactie/{kept.pk}/verwijderen/")]
    assert ([reply.status_code for reply in replies], Comment.objects.count()) == ([404, 404], 1)


def test_a_third_person_cannot_be_made_to_speak_or_to_silence(farah, asha, ben, share):
    theirs = commented(share, asha)
    with pytest.raises(Refused):
        actions.comment(share, by=farah, key=uuid.uuid4(), text="Mag ik ook?")
    for somebody in (farah, ben):
        actions.delete_comment(theirs, by=somebody)
    assert list(Comment.objects.values_list("pk", flat=True)) == [theirs.pk]


def test_ones_own_comment_can_be_deleted_and_the_owner_deletes_any(as_ben, as_asha, asha, ben, share):
    own, theirs, other = (commented(share, by) for by in (ben, asha, ben))
    assert as_ben.post(f"/spiegel/reactie/{theirs.pk}/verwijderen/").status_code == 404
    assert as_ben.post(f"/spiegel/reactie/{own.pk}/verwijderen/").headers["Location"].startswith("/spiegel/gedeeld/")
    as_asha.post(f"/spiegel/reactie/{other.pk}/verwijderen/")
    assert list(Comment.objects.values_list("pk", flat=True)) == [theirs.pk]


def test_a_comment_that_was_deleted_is_a_line_in_the_trail(as_asha, asha, ben, share, caplog):
    kept = commented(share, ben, "Kanarie-ben")
    caplog.set_level(20, logger="audit")
    as_asha.post(f"/spiegel/reactie/{kept.pk}/verwijderen/")
    trail = [one.getMessage() for one in caplog.records if one.name == "audit"]
    assert trail == [
        f"action=delete object=reflection.Comment:{kept.pk} result=done origin=127.0.0.1 actor={asha.uuid}"
    ]


def test_after_it_is_over_ones_own_comment_can_still_be_deleted_unseen(as_ben, ben, share):
    kept = commented(share, ben, "Kanarie-ben")
    actions.withdraw(share, by=share.entry.user)
    html = as_ben.get("/spiegel/gedeeld/").content.decode()
    assert (f"/spiegel/reactie/{kept.pk}/verwijderen/" in html, "Kanarie" in html, "stelde je" in html) == (
        True,
        False,
        False,
    )
    reply = as_ben.post(f"/spiegel/reactie/{kept.pk}/verwijderen/")
    assert (reply.headers["Location"], Comment.objects.count()) == ("/spiegel/gedeeld/", 0)


def test_a_comment_that_cannot_be_opened_says_so(as_asha, ben, entry, share):
    commented(share, ben, "Kanarie-ben")
    vault.erase(ben.uuid)
    html = as_asha.get(f"/spiegel/{entry.pk}/").content.decode()
    assert "Deze reactie kan niet meer worden geopend" in html


def test_an_account_that_goes_takes_its_shares_and_comments_along(asha, ben, share):
    commented(share, ben)
    commented(share, asha)
    ben.delete()
    assert (Share.objects.count(), Comment.objects.count(), Entry.objects.count()) == (0, 0, 1)


def test_no_line_of_any_log_holds_a_word(as_ben, as_asha, entry, share, caplog):
    caplog.set_level(0)
    said(as_ben, share, "Kanarie-ben")
    said(as_ben, share, "a" * 5_001 + "Kanarie")
    page(as_ben, share)
    as_asha.get(f"/spiegel/{entry.pk}/")
    assert "Kanarie" not in caplog.text


# --- What it costs ----------------------------------------------------------------------------------


@pytest.mark.parametrize("many", [1, 4])
def test_sharing_of_takes_three_statements_and_one_per_writers_key(asha, voorbeeldstad, entry, many):
    for number in range(many):
        colleague = people.member(f"Collega{number}", voorbeeldstad)
        share = shared(entry, colleague)
        for by in (colleague, asha, colleague):
            commented(share, by)
        actions.note_opening(share, by=colleague)
    with counted() as statements:
        assert len(sharing.sharing_of(asha.pk, entry)) == many
    keys = [sql for sql in statements if "keys_personkey" in sql]
    assert (len(statements) - len(keys), len(keys)) == (3, many + 1)


@pytest.mark.parametrize("many", [1, 5])
def test_lists_and_counts_take_one_statement(asha, ben, many):
    for _number in range(many):
        shared(entry_of(asha), ben)
    for ask in (sharing.received, sharing.left_behind):
        with counted() as statements:
            ask(ben.pk)
        assert len(statements) == 1
    with counted() as statements:
        sharing.given(asha.pk)
    assert len(statements) == 1


@pytest.mark.parametrize("many", [1, 6])
def test_reading_takes_ten_statements_whatever_was_said(as_ben, asha, ben, share, many):
    for _number in range(many):
        commented(share, ben)
        commented(share, asha)
    page(as_ben, share)
    Opening.objects.update(at=timezone.now() - timedelta(hours=1))
    with counted() as statements:
        assert page(as_ben, share).status_code == 200
    assert len(statements) <= 11
