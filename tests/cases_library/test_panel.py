"""Real panellists: a link, consent, answers that replace the example when there are enough, and a way back."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases_library.models import CasePage, PanelInvitation, PanelReply
from cases_library.panel import actions
from cases_library.panel.voices import everybody, speakers
from cms.editions.memory import edition
from cms.models import LessonPage
from tests.cms.editions.history import edit, history, live
from tests.factories import cms
from tests.factories.cases import case, document
from tests.learning.cases import played

pytestmark = pytest.mark.django_db

EXAMPLE = [{"scene": "deur", "choice": "bel-aan", "role": "voorbeeld", "reason": "Omdat het kan."} for _ in range(5)]
SAID = {"deur": ("bel-aan", "Ik wil het kind zien.")}


@pytest.fixture
def page(voorbeeldstad):
    return case(voorbeeldstad, publish=True, title="Aan de deur", document=document(panel=EXAMPLE))


@pytest.fixture
def invite(page, edith):
    def invited(role="jeugdarts", name="Robin"):
        return actions.invite(page, name=name, role=role, by=edith)

    return invited


def _heard(page, edith, count, **said):
    """So many accepted answers."""
    made = []
    for number in range(count):
        one, _token = actions.invite(page, name=f"Naam {number}", role=f"rol {number}", by=edith)
        actions.answer(one, SAID, **{"name": f"Naam {number}", "shows_name": number == 0} | said)
        actions.accept(one)
        made.append(one)
    return made


def _form(**changes):
    return {
        "choice-0": "ga-weg", "reason-0": "Eerst overleggen.", "name": "Robin", "shows_name": "", "consent": "on",
    } | changes  # fmt: skip


def _panel(page):
    return live(page).content["case"]["panel"]


# --- The link -----------------------------------------------------------------------------------------


def test_who_has_the_link_answers_without_an_account(visitor, invite):
    one, token = invite()
    page = visitor.get(f"/panel/{token}/")
    assert (page.status_code, page["Cache-Control"].count("no-store")) == (200, 1)
    html = page.content.decode()
    for words in (
        "Je staat <strong>voor</strong> de deur.",
        "Je belt aan.",
        "Je gaat weg.",
        "Je bent gevraagd als jeugdarts",
    ):
        assert words in html
    assert visitor.post(f"/panel/{token}/", _form()).status_code == 302
    one.refresh_from_db()
    assert (one.answered_on, one.consented_at is not None, one.accepted_at) == (timezone.localdate(), True, None)
    assert list(one.replies.values_list("scene", "choice", "reason")) == [("deur", "ga-weg", "Eerst overleggen.")]


def test_the_link_itself_is_not_kept(invite):
    one, token = invite()
    kept = " ".join(str(value) for value in PanelInvitation.objects.filter(pk=one.pk).values().get().values())
    assert token not in kept


@pytest.mark.parametrize("token", ["geen", "a" * 43, "%00", "é"])
def test_another_link_leads_nowhere(visitor, invite, token):
    invite()
    assert visitor.get(f"/panel/{token}/").status_code == 404
    assert visitor.post(f"/panel/{token}/", _form()).status_code == 404
    assert visitor.post(f"/panel/{token}/intrekken/").status_code == 404


def test_a_link_ends_unless_it_was_used(visitor, invite):
    _used, used = invite()
    _unused, unused = invite()
    visitor.post(f"/panel/{used}/", _form())
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert visitor.get(f"/panel/{used}/").status_code == 200
        assert visitor.get(f"/panel/{unused}/").status_code == 410
        assert visitor.post(f"/panel/{unused}/", _form()).status_code == 410


def test_another_link_for_the_same_invitation_ends_the_first(visitor, invite):
    one, token = invite()
    fresh = actions.renew(one)
    assert visitor.get(f"/panel/{token}/").status_code == 404
    assert visitor.get(f"/panel/{fresh}/").status_code == 200


@pytest.mark.parametrize(
    "changes",
    [
        {"consent": ""},
        {"choice-0": ""},
        {"choice-0": "verzonnen"},
        {"reason-0": " "},
        {"name": ""},
        {"reason-0": "x" * 1501},
    ],
)
def test_nothing_is_kept_without_consent_a_choice_and_a_reason(visitor, invite, changes):
    _one, token = invite()
    reply = visitor.post(f"/panel/{token}/", _form(**changes))
    assert reply.status_code == 422
    assert not PanelReply.objects.exists()
    assert "Eerst overleggen." in reply.content.decode() or "reason-0" in changes


def test_answers_can_be_changed_and_are_then_accepted_again(visitor, invite):
    one, token = invite()
    visitor.post(f"/panel/{token}/", _form())
    actions.accept(one)
    visitor.post(f"/panel/{token}/", _form())
    one.refresh_from_db()
    assert one.accepted_at is not None
    visitor.post(f"/panel/{token}/", _form(**{"reason-0": "Nee, toch anders."}))
    one.refresh_from_db()
    assert one.accepted_at is None
    assert one.replies.get().reason == "Nee, toch anders."


def test_a_draft_that_is_no_case_yet_cannot_be_answered(visitor, voorbeeldstad, edith):
    page = case(voorbeeldstad, document={})
    _one, token = actions.invite(page, name="Robin", role="jeugdarts", by=edith)
    assert visitor.get(f"/panel/{token}/").status_code == 410


def test_a_panellist_sees_what_is_published_and_not_the_draft(visitor, invite, page):
    page.document = document(panel=EXAMPLE, notice="Nog geheim.")
    page.save_revision()
    _one, token = invite()
    assert "Nog geheim." not in visitor.get(f"/panel/{token}/").content.decode()


def test_only_key_decisions_are_asked(visitor, voorbeeldstad, edith):
    scenes = document()["scenes"]
    other = {
        **scenes[0],
        "key": "nog-een",
        "title": "Nog een moment",
        "choices": [{**scenes[0]["choices"][1], "to": "buiten"}],
    }
    page = case(voorbeeldstad, document=document(panel=EXAMPLE, scenes=[*scenes, other]))
    _one, token = actions.invite(page, name="Robin", role="jeugdarts", by=edith)
    assert "Nog een moment" not in visitor.get(f"/panel/{token}/").content.decode()


# --- What the edition holds -----------------------------------------------------------------------------


def test_five_accepted_answers_replace_the_example_at_the_next_publication(page, edith):
    _heard(page, edith, 5)
    assert live(page).content["panel_by"] == "makers"
    cms.publish_now(page)
    assert {(answer["role"], answer["reason"]) for answer in _panel(page)} == {
        (f"rol {number}", "Ik wil het kind zien.") for number in range(5)
    }
    assert [one["role"] for one in live(page).content["panel_by"]] == [f"rol {number}" for number in range(5)]
    assert CasePage.objects.get(pk=page.pk).document["panel"] == EXAMPLE


def test_four_are_not_enough_and_neither_is_one_that_was_not_accepted(page, edith):
    heard = _heard(page, edith, 5)
    actions.set_aside(heard[0])
    cms.publish_now(page)
    assert (live(page).content["panel_by"], history(page)) == ("makers", [(1, 1)])


def test_an_answer_to_a_choice_that_is_gone_does_not_count(page, edith):
    _heard(page, edith, 5)
    scenes = document()["scenes"]
    scenes[0]["choices"][0]["key"] = "bel-nu-aan"
    edit(page, document=document(scenes=scenes, walks=[], panel=[]))
    assert live(page).content["panels"] == {}


def test_a_case_with_both_says_at_each_decision_who_speaks(voorbeeldstad, edith):
    scenes = document()["scenes"]
    second = {**scenes[1], "kind": "decision", "choices": [{**scenes[0]["choices"][1], "when": {"all": []}}]}
    both = [*EXAMPLE, *({**one, "scene": "binnen", "choice": "ga-weg"} for one in EXAMPLE)]
    second.pop("debrief")
    page = case(voorbeeldstad, document=document(scenes=[scenes[0], second, scenes[2]], panel=both, walks=[]))
    page = cms.publish_now(page)
    _heard(page, edith, 5)
    cms.publish_now(page)
    content = live(page).content
    assert content["panel_by"] == "makers"
    assert {scene: len(voices) for scene, voices in speakers(content).items()} == {"deur": 5}


def test_names_are_shown_with_consent_and_stand_in_no_edition(page, edith):
    _heard(page, edith, 5)
    cms.publish_now(page)
    content = live(page).content
    assert "Naam" not in str(content)
    shown = speakers(content)["deur"]
    assert [one["name"] for one in shown] == ["Naam 0", "", "", "", ""]
    assert everybody(content) == shown
    assert everybody(live(case(publish=True)).content) == "makers"


# --- The way back ----------------------------------------------------------------------------------------


def test_who_withdraws_is_forgotten_and_the_next_players_no_longer_meet_them(visitor, page, edith):
    one, token = actions.invite(page, name="Robin", role="jeugdarts", by=edith)
    visitor.post(f"/panel/{token}/", _form(shows_name="on"))
    actions.accept(one)
    _heard(page, edith, 4)
    cms.publish_now(page)
    held = live(page).content
    assert "Robin" in [voice["name"] for voice in speakers(held)["deur"]]
    assert visitor.post(f"/panel/{token}/intrekken/").status_code == 302
    one.refresh_from_db()
    assert (one.name, one.answered_on, one.replies.count()) == ("", None, 0)
    assert "Robin" not in [voice["name"] for voice in speakers(held)["deur"]]
    assert live(page).content["panel_by"] == "makers"
    assert "gewist" in visitor.get(f"/panel/{token}/").content.decode()
    assert visitor.post(f"/panel/{token}/", _form()).status_code == 200
    assert one.replies.count() == 0


def test_withdrawing_publishes_what_is_live_and_not_a_draft(visitor, page, edith):
    module = cms.module(page.owner_root.organisation, publish=True, lessons=[{"body": [("case", {"case": page})]}])
    heard = _heard(page, edith, 5)
    cms.publish_now(page)
    page = CasePage.objects.get(pk=page.pk)
    page.document = document(panel=EXAMPLE, notice="Een concept.")
    page.save_revision()
    actions.withdraw(heard[0])
    assert live(page).content["case"]["notice"] == document()["notice"]
    assert CasePage.objects.get(pk=page.pk).has_unpublished_changes
    lesson = LessonPage.objects.child_of(module).get()
    assert live(lesson).content["blocks"][0]["edition"] == live(page).pk


def test_withdrawing_twice_is_withdrawing_once(page, edith):
    heard = _heard(page, edith, 5)
    actions.withdraw(heard[0])
    editions = history(page)
    actions.withdraw(PanelInvitation.objects.get(pk=heard[0].pk))
    assert history(page) == editions


def test_the_database_keeps_nothing_of_who_withdrew(page, edith):
    one = _heard(page, edith, 1)[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        PanelInvitation.objects.filter(pk=one.pk).update(withdrawn_at=timezone.now())


# --- The studio --------------------------------------------------------------------------------------------


def test_a_trainer_makes_a_link_and_sees_it_once(as_edith, visitor, page):
    path = f"/studio/casussen/{page.pk}/panel/"
    made = as_edith.post(path, {"name": "Robin", "role": "jeugdarts"}).content.decode()
    link = made.split("<code>")[1].split("</code>")[0]
    assert visitor.get("/" + link.split("/", 3)[3]).status_code == 200
    later = as_edith.get(path).content.decode()
    assert "Robin" in later
    assert "/panel/" not in later.split("<code>")[-1] or "<code>" not in later


def test_a_trainer_reads_accepts_sets_aside_and_removes(as_edith, page, invite):
    one, _token = invite()
    actions.answer(one, SAID, name="Robin", shows_name=False)
    listing, path = f"/studio/casussen/{page.pk}/panel/", f"/studio/casussen/{page.pk}/panel/{one.pk}/"
    assert "Ik wil het kind zien." in as_edith.get(listing).content.decode()
    for what, is_accepted in (("accept", True), ("set-aside", False)):
        assert as_edith.post(path, {"what": what}).status_code == 302
        one.refresh_from_db()
        assert (one.accepted_at is not None) == is_accepted
    assert as_edith.post(path, {"what": "verzonnen"}).status_code == 404
    as_edith.post(path, {"what": "remove"})
    assert not PanelInvitation.objects.exists()


def test_what_was_not_answered_cannot_be_accepted(as_edith, page, invite):
    one, _token = invite()
    as_edith.post(f"/studio/casussen/{page.pk}/panel/{one.pk}/", {"what": "accept"})
    one.refresh_from_db()
    assert one.accepted_at is None


def test_another_organisations_panel_does_not_exist(as_tess, as_kees, as_omar, page, invite):
    one, _token = invite()
    for client in (as_tess, as_kees, as_omar):
        assert client.get(f"/studio/casussen/{page.pk}/panel/").status_code == 404
        assert client.post(f"/studio/casussen/{page.pk}/panel/{one.pk}/", {"what": "remove"}).status_code == 404
    assert PanelInvitation.objects.exists()


def test_an_invitation_is_reached_through_its_own_case_alone(as_tess, anderstad, invite):
    one, _token = invite()
    own = case(anderstad)
    assert as_tess.post(f"/studio/casussen/{own.pk}/panel/{one.pk}/", {"what": "remove"}).status_code == 404
    assert PanelInvitation.objects.exists()


def test_the_editor_leads_to_the_panel(as_edith, page):
    assert f"/studio/casussen/{page.pk}/panel/" in as_edith.get(f"/studio/pages/{page.pk}/edit/").content.decode()


# --- Where it is read -------------------------------------------------------------------------------------


def test_players_meet_the_real_panel_and_who_agreed_by_name(as_asha, page, edith):
    _heard(page, edith, 5)
    cms.publish_now(page)
    run = played(as_asha, edition(live(page).pk), ("bel-aan",))
    for address in (f"{run}nabespreking/", f"/casussen/{page.slug}/"):
        html = as_asha.get(address).content.decode()
        assert "Naam 0, rol 0" in html
        assert "Naam 1" not in html
        assert "Voorbeeldpanel" not in html


def test_the_makers_panel_says_that_it_is_theirs(as_asha, page):
    run = played(as_asha, edition(live(page).pk), ("bel-aan",))
    assert "Voorbeeldpanel, geschreven door de makers" in as_asha.get(f"{run}nabespreking/").content.decode()
