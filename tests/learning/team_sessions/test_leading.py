"""Leading a session through its pages: prepared, begun, from phase to phase; cards, agreements, refused clicks; what the room sees."""

import re
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from learning.team_sessions.actions import course
from learning.team_sessions.models import Agreement, Card, Keeping, Session, Standing, State
from learning.team_sessions.phases import Phase
from tests.learning.cases import case_edition
from tests.learning.phones import part
from tests.learning.sessions import Browser, agreed, at, browsers, clicked, moved, opened, prepared, voted
from tests.learning.test_budgets import read

pytestmark = pytest.mark.django_db
CARD = "Ik stel het uit."


def lead(client, session, path="", **form):
    """A click on the screen of who leads, with what they saw."""
    seen = form.pop("seen", Session.objects.get(pk=session.pk).version)
    return client.post(f"/sessies/{session.pk}/begeleiden/{path}", {"key": uuid.uuid4(), "seen": seen, **form})


def form(**more):
    return {"key": uuid.uuid4(), "about": "vraag-3", "minutes": "20", **more}


# --- Preparing ----------------------------------------------------------------------------------------


def test_a_question_and_a_moment_make_a_session(as_farah, farah):
    moment = timezone.localtime() + timedelta(days=3)
    reply = as_farah.post(
        "/sessies/nieuw/", form(minutes="60", planned_at=moment.strftime("%Y-%m-%dT%H:%M"), moderated="on")
    )
    made = Session.objects.get()
    assert reply.headers["Location"] == f"/sessies/{made.pk}/"
    assert (made.question, made.minutes, made.moderated, list(made.facilitators.all())) == (3, 60, True, [farah])
    page = as_farah.get(reply.headers["Location"]).content.decode()
    assert "Naar het scherm van de begeleider" in page


def test_a_case_may_be_what_it_is_about(as_farah):
    edition = case_edition()
    about = re.search(r'value="(casus-[^"]+)"', as_farah.get("/sessies/nieuw/").content.decode())
    as_farah.post("/sessies/nieuw/", form(about=about[1]))
    assert Session.objects.get().edition_id == edition.pk


def test_the_same_form_twice_is_one_session(as_farah):
    sent = form()
    places = {as_farah.post("/sessies/nieuw/", sent).headers["Location"] for _time in range(2)}
    assert len(places) == Session.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"about": ""}, "Kies een van de tien vragen, of een casus."),
        ({"about": f"casus-{uuid.UUID(int=1)}"}, "Deze keuze is niet geldig"),
        ({"planned_at": "2001-01-01T10:00"}, "Kies een moment vanaf nu, binnen een jaar."),
        ({"planned_at": "straks"}, "Vul een dag en een tijd in, of laat het leeg."),
        ({"facilitators": [str(uuid.UUID(int=1))]}, "Deze keuze is niet geldig"),
    ],
)
def test_what_is_refused_says_why_and_keeps_the_rest(as_farah, wrong, said):
    reply = as_farah.post("/sessies/nieuw/", form(minutes="90", **wrong))
    page = reply.content.decode()
    assert reply.status_code == 422
    assert re.search(r'value="90"[^>]*checked', page)
    assert said in page or "geldige keuze" in page
    assert not Session.objects.exists()


def test_who_leads_the_team_is_named_to_everybody(as_asha, as_farah, lotte):
    as_farah.post("/sessies/nieuw/", form(facilitators=[str(lotte.uuid)]))
    page = as_asha.get(f"/sessies/{Session.objects.get().pk}/").content.decode()
    assert "Je leidinggevende doet mee. Dit telt mogelijk niet als reflectie voor je register." in page


def test_without_a_team_there_is_nothing_to_prepare(as_omar):
    reply = as_omar.get("/sessies/nieuw/")
    assert (reply.status_code, "Je hoort nog niet bij een team" in reply.content.decode()) == (404, True)


def test_a_session_is_called_off_by_who_leads_it_alone(as_asha, as_farah, farah):
    session = prepared(farah)
    assert as_asha.post(f"/sessies/{session.pk}/annuleren/").status_code == 404
    as_farah.post(f"/sessies/{session.pk}/annuleren/")
    assert not Session.objects.exists()


def test_somebody_always_leads(as_farah, farah, ben):
    session = prepared(farah)
    sent = {"key": uuid.uuid4(), "seen": session.version}
    assert as_farah.post(f"/sessies/{session.pk}/begeleiders/", sent).status_code == 422
    as_farah.post(f"/sessies/{session.pk}/begeleiders/", sent | {"facilitators": [str(ben.uuid)]})
    assert list(session.facilitators.all()) == [ben]
    assert as_farah.get(f"/sessies/{session.pk}/begeleiden/").status_code == 404


# --- The course ---------------------------------------------------------------------------------------


def test_one_button_leads_through_the_whole_recipe(as_farah, farah):
    session = prepared(farah, minutes=30)
    lead(as_farah, session, "beginnen/")
    met = []
    for _step in range(20):
        page = as_farah.get(f"/sessies/{session.pk}/begeleiden/").content.decode()
        button = re.search(r'begeleiden/(stap|afronden)/".{0,600}?button-large', page, re.DOTALL)
        if button is None or button[1] == "afronden":
            break
        to = re.search(r'name="to" value="([\w-]+)"', button[0])[1]
        met.append(to)
        lead(as_farah, session, "stap/", to=to)
    second = session.recipe.phases.index("again") + 1  # what the second round brings is shown and talked about
    assert (*met[:second], *met[second + 2 :]) == session.recipe.phases
    assert met[second : second + 2] == ["reveal", "talk"]
    reply = lead(as_farah, session, "afronden/")
    assert reply.headers["Location"] == f"/sessies/{session.pk}/"
    assert Session.objects.get().state == State.CLOSED


def test_a_stale_click_changes_nothing_and_says_where_they_are(as_farah, farah):
    session = opened(farah)
    old = session.version
    moved(session, "write", farah)
    reply = lead(as_farah, session, "stap/", to="choose", seen=old)
    assert reply.status_code == 409
    assert "De sessie staat intussen op ‘Schrijven voor jezelf’. Jouw klik veranderde niets." in reply.content.decode()
    assert "Jouw klik" not in part(reply.content.decode(), "kop")  # which is replaced a moment later
    assert Session.objects.get().phase == Phase.WRITE


def test_the_same_click_twice_is_one_step(as_farah, farah):
    session = opened(farah)
    sent = {"key": uuid.uuid4(), "seen": session.version, "to": "write"}
    replies = {as_farah.post(f"/sessies/{session.pk}/begeleiden/stap/", sent).status_code for _time in range(2)}
    assert (replies, Session.objects.get().version) == ({302}, session.version + 1)


@pytest.mark.parametrize(
    ("path", "sent"), [("stap/", {"to": "lobby"}), ("tijd/", {"minutes": "600"}), ("code/", {"what": "weg"})]
)
def test_what_cannot_be_is_refused_on_the_same_page(as_farah, farah, path, sent):
    session = at("write", farah)
    reply = lead(as_farah, session, path, **sent)
    assert reply.status_code == 422
    assert 'role="alert"' in reply.content.decode()


def test_the_door_is_shut_and_the_code_replaced(as_farah, farah):
    session = opened(farah)
    digest = session.code.digest
    lead(as_farah, session, "code/", what="lock")
    session.code.refresh_from_db()
    assert session.code.locked
    lead(as_farah, session, "code/", what="new")
    session.code.refresh_from_db()
    assert (session.code.locked, session.code.digest == digest) == (False, False)


def test_a_rehearsal_has_people_to_practise_with(as_farah, farah):
    session = at("choose", farah, rehearsal=True)
    lead(as_farah, session, "oefenen/")
    page = as_farah.get(f"/sessies/{session.pk}/begeleiden/").content.decode()
    assert "6 kaarten" in page


# --- Cards and agreements -----------------------------------------------------------------------------


def test_cards_are_looked_at_by_four_let_through_or_removed(as_farah, farah):
    session = at("choose", farah, moderated=True)
    for number, browser in enumerate(browsers(session, 4)):
        browser.card(f"Kaart {number}")
        if number < 3:
            lead(as_farah, session, "kaart/", what="fetch")
            assert f"Kaart {number}" not in as_farah.get(f"/sessies/{session.pk}/begeleiden/").content.decode()
    lead(as_farah, session, "kaart/", what="fetch")
    page = as_farah.get(f"/sessies/{session.pk}/begeleiden/").content.decode()
    waiting = re.findall(r"Kaart \d.*?name=\"card\" value=\"([0-9a-f-]{36})\"", page, re.DOTALL)
    assert len(waiting) == 4
    for number in waiting[:3]:
        lead(as_farah, session, "kaart/", what="pass", card=number)
    lead(as_farah, session, "kaart/", what="remove", card=waiting[3])
    moved(session, "reveal", farah)
    assert Card.objects.filter(session=session, passed=True).count() == 3


def test_a_card_about_a_child_now_is_gone_for_good(as_farah, farah):
    session = at("choose", farah)
    Browser(session).draw().card(CARD)
    moved(session, "reveal", farah)
    page = as_farah.get(f"/sessies/{session.pk}/begeleiden/").content.decode()
    assert "Zeg: “Stop. Dit gaat over een kind nu." in page
    lead(as_farah, session, "kaart/", what="remove", card=Card.objects.get().pk)
    assert not Card.objects.exists()
    assert CARD not in as_farah.get(f"/sessies/{session.pk}/scherm/").content.decode()


def test_cards_are_talked_about_one_by_one(as_farah, farah):
    session = at("choose", farah)
    for text in ("Eerste.", "Tweede."):
        Browser(session).draw().card(text)
    session = moved(session, "talk", farah)
    first, second = Card.objects.filter(session=session)
    lead(as_farah, session, "kaart/", what="discuss", card=first.pk)
    page = as_farah.get(f"/sessies/{session.pk}/scherm/").content.decode()
    assert re.search(r"<h1[^>]*>(Eerste|Tweede)\.</h1>", page)
    lead(as_farah, session, "kaart/", what="again", card=first.pk)
    assert not Card.objects.filter(discussed=True).exists()
    assert second.pk != first.pk


def test_an_agreement_that_names_somebody_comes_back_with_a_hint_and_nothing_lost(as_farah, farah):
    session = at("agree", farah)
    sent = {
        "when": "Jan de Vries uit de Dorpsstraat 12 belt",
        "then": "bellen wij terug",
        "due_on": (timezone.localdate() + timedelta(days=7)).isoformat(),
        "guard_seen": "",
    }
    reply = lead(as_farah, session, "afspraak/", **sent)
    assert reply.status_code == 422
    assert "bellen wij terug" in reply.content.decode()
    assert not Agreement.objects.exists()
    lead(as_farah, session, "afspraak/", **(sent | {"guard_seen": "1"}))
    assert Agreement.objects.count() == 1


def test_half_an_agreement_is_refused(as_farah, farah):
    session = at("agree", farah)
    reply = lead(as_farah, session, "afspraak/", when="het misgaat", then="", due_on="2001-01-01")
    page = reply.content.decode()
    assert (reply.status_code, "Vul in wat jullie dan doen." in page, "het misgaat" in page) == (422, True, True)


def test_the_next_session_opens_with_what_was_agreed(as_farah, farah):
    earlier = at("agree", farah)
    agreed(earlier, farah, "een ouder wil blijven zitten")
    clicked(course.close, earlier, farah)
    session = at("look-back", farah)
    assert "een ouder wil blijven zitten" in as_farah.get(f"/sessies/{session.pk}/scherm/").content.decode()
    sent = {"agreement": Agreement.objects.get().pk, "standing": "beyond", "terug": "begeleiden"}
    reply = as_farah.post(f"/sessies/{session.pk}/afspraken/", sent)
    assert reply.headers["Location"] == f"/sessies/{session.pk}/begeleiden/"
    assert Agreement.objects.get().standing == Standing.BEYOND


# --- What the room sees -------------------------------------------------------------------------------


@pytest.mark.parametrize("phase", [one for one in Phase.values if one != Phase.LOBBY])
def test_the_big_screen_counts_nobody_and_shows_nothing_before_its_time(as_farah, farah, phase):
    session = at("choose", farah, minutes=60)
    for browser in browsers(session, 5):
        browser.card(CARD)
    moved(session, "scale", farah)
    voted(session, (1, 2, 2, 3))
    moved(session, phase, farah)
    page = as_farah.get(f"/sessies/{session.pk}/scherm/").content.decode()
    assert (CARD in page) == (phase in {Phase.REVEAL, Phase.TALK})
    assert not re.search(r"\d+ (mensen|mens|kaarten|kaart|plekken)\b", page)
    assert "Nog ongeveer" in page


def test_few_answers_show_no_distribution(as_farah, farah):
    session = at("scale", farah)
    voted(session, (1, 2, 5))
    moved(session, "reveal", farah)
    page = as_farah.get(f"/sessies/{session.pk}/scherm/").content.decode()
    assert "Te weinig antwoorden om te tonen. Bespreek het hardop." in page
    assert "<meter" not in page


def test_the_lobby_shows_the_code_to_type_and_to_scan(as_farah, farah):
    session = opened(farah)
    page = as_farah.get(f"/sessies/{session.pk}/scherm/").content.decode()
    assert re.search(r"[2-9A-Z]{3} [2-9A-Z]{3}</span>", page)
    assert '<svg class="qr"' in page
    assert "/meedoen/" in page
    moved(session, "write", farah)
    later = as_farah.get(f"/sessies/{session.pk}/scherm/").content.decode()
    assert '<svg class="qr"' not in later
    assert re.search(r"[2-9A-Z]{3} [2-9A-Z]{3}</span>", later)


def test_nothing_new_is_answered_in_three_figures(as_farah, farah, django_assert_max_num_queries):
    session = at("write", farah)
    for place in ("scherm", "begeleiden"):
        address = f"/sessies/{session.pk}/{place}/stand/"
        fresh = as_farah.get(address)
        with django_assert_max_num_queries(14):
            same = as_farah.get(address, headers={"If-None-Match": fresh["ETag"]})
        assert (fresh.status_code, same.status_code, same.content) == (200, 304, b"")
        assert fresh["X-Session-Version"] == str(Session.objects.get().version)
        moved(session, "write", farah)
        assert as_farah.get(address, headers={"If-None-Match": fresh["ETag"]}).status_code == 200


# --- After, and the list ------------------------------------------------------------------------------


def test_afterwards_the_team_reads_what_came_out_and_who_led_may_remove_a_card(as_asha, as_farah, as_lotte, farah):
    session = at("choose", farah)
    Browser(session).draw().card(CARD)
    session = moved(session, "agree", farah)
    agreed(session, farah)
    clicked(course.close, session, farah)
    place = f"/sessies/{session.pk}/"
    assert CARD in as_asha.get(place).content.decode()
    assert CARD not in as_lotte.get(place).content.decode()
    number = re.search(r'name="card" value="([0-9a-f-]+)"', as_farah.get(place).content.decode())[1]
    assert as_asha.post(f"{place}kaart-weg/", {"card": number}).status_code == 404
    as_farah.post(f"{place}kaart-weg/", {"card": number})
    assert CARD not in as_asha.get(place).content.decode()


def test_the_list_costs_the_same_with_one_and_with_three(as_asha, farah):
    as_asha.get("/sessies/")
    counted = []
    for number in (1, 2):
        for _more in range(number):
            opened(farah)
        counted.append(len(read(as_asha, "/sessies/")))
    assert counted[0] == counted[1]


def test_who_leads_the_team_says_how_long_minutes_stay(as_asha, as_lotte):
    assert as_asha.post("/sessies/bewaren/", {"months": "6"}).status_code == 404
    assert as_lotte.post("/sessies/bewaren/", {"months": "600"}).status_code == 422
    as_lotte.post("/sessies/bewaren/", {"months": "6"})
    assert Keeping.objects.get().months == 6
