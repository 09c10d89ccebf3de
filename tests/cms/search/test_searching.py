"""Searching through the door: everything one may see, nothing that one may not, in a fixed number of statements."""

import re
from urllib.parse import unquote

import pytest
from django.core.management import call_command
from django.test import Client

from cms.models import Passage
from cms.search.finding import MOST_FOUND
from tests.factories import cms
from tests.learning.cases import case_edition
from tests.learning.test_budgets import counted

pytestmark = pytest.mark.django_db


def text(html: str) -> list[tuple[str, str]]:
    return [("text", html)]


def search(client: Client, asked: str) -> str:
    reply = client.get("/zoeken/", {"q": asked})
    assert (reply.status_code, reply.headers["Cache-Control"].split(", ")[0]) == (200, "no-store")
    return reply.content.decode()


def found(client: Client, asked: str) -> list[str]:
    """Where the results lead, in order, without what a browser scrolls to."""
    html = search(client, asked)
    listed = html[html.index("gevonden-titel") :] if "gevonden-titel" in html else ""
    return [address.split("#:~:")[0] for address in re.findall(r'<h3><a href="([^"]+)"', listed)]


@pytest.fixture
def module(voorbeeldstad):
    body = text("<h2>Overleggen</h2><p>Twijfel je? Vraag advies. Twee gesprekken zijn beter dan één gesprek.</p>")
    return cms.module(
        publish=True, lessons=[{"title": "Stap 2", "slug": "stap-2", "body": body}], slug="meldcode", title="Meldcode"
    )


def test_a_lesson_is_found_by_another_form_of_its_words(as_asha, module):
    assert found(as_asha, "twijfelen gesprekken") == ["/leren/meldcode/stap-2/"]


def test_what_was_found_is_marked_and_leads_to_its_place(as_asha, module):
    html = search(as_asha, "twijfel")
    assert "<mark>Twijfel</mark> je? Vraag advies." in html
    assert "Les · Overleggen" in html
    (fragment,) = re.findall(r"#:~:text=([^\"]+)", html)
    assert unquote(fragment) == "Twijfel je? Vraag advies. Twee&amp;text=Overleggen"


def test_all_words_are_needed_and_the_common_ones_are_not(as_asha, module):
    assert found(as_asha, "wat is een gesprek") == ["/leren/meldcode/stap-2/"]
    assert found(as_asha, "gesprek olifant") == []


def test_titles_come_before_text(as_asha):
    cms.module(
        publish=True, slug="een", title="Een", lessons=[{"slug": "a", "body": text("<p>Iets over armoede.</p>")}]
    )
    cms.module(publish=True, slug="twee", title="Twee", lessons=[{"slug": "b", "title": "Armoede"}])
    assert found(as_asha, "armoede") == ["/leren/twee/b/", "/leren/een/a/"]


def test_terms_cases_questions_and_modules_are_found_too(as_asha, voorbeeldstad):
    cms.term("draagkracht", definition="<p>Wat iemand aankan.</p>")
    case_edition(voorbeeldstad, slug="aan-de-deur", title="Draagkracht aan de deur")
    cms.reflection_question(8, explanation="Over draagkracht.")
    cms.module(publish=True, slug="kracht", title="Draagkracht zien")
    assert set(found(as_asha, "draagkracht")) == {
        "/begrippen/#draagkracht",
        "/casussen/aan-de-deur/",
        "/spiegel/vraag/8/",
        "/leren/kracht/",
    }


def test_a_local_text_is_found_by_its_own_people_alone_where_its_slot_stands(as_asha, as_sam, voorbeeldstad):
    slot = cms.slot("crisisdienst")
    cms.module(
        publish=True, slug="m", lessons=[{"slug": "route", "title": "De route", "body": [("local", {"slot": slot})]}]
    )
    cms.local_text(voorbeeldstad, slot, text="<p>Bel de klapekster.</p>")
    assert found(as_asha, "klapekster") == ["/leren/m/route/"]
    assert "Afspraak in jouw gemeente" in search(as_asha, "klapekster")
    assert found(as_sam, "klapekster") == []


def test_nothing_of_another_organisation_a_draft_or_what_was_withdrawn(as_asha, as_sam, anderstad, module):
    cms.module(anderstad, publish=True, slug="van-hen", lessons=[{"slug": "x", "body": text("<p>Klapekster.</p>")}])
    cms.module(slug="concept", lessons=[{"slug": "y", "body": text("<p>Klapekster.</p>")}])
    assert (found(as_asha, "klapekster"), found(as_sam, "klapekster")) == ([], ["/leren/van-hen/x/"])
    module.unpublish()
    assert found(as_asha, "twijfel") == []


def test_what_was_changed_is_found_as_it_is_now(as_asha, module):
    lesson = module.get_children().specific().get()
    lesson.body = [("text", "<p>Nu over armoede.</p>")]
    cms.publish_now(lesson)
    assert (found(as_asha, "twijfel"), found(as_asha, "armoede")) == ([], ["/leren/meldcode/stap-2/"])


def test_a_passage_for_a_profession_is_found_by_that_profession(as_asha, asha):
    block = (
        "profession",
        {"professions": ["jeugdarts"], "title": "Voor artsen", "text": "<p>Weeg met de klapekster.</p>"},
    )
    cms.module(publish=True, slug="m", lessons=[{"slug": "l", "body": [block]}])
    assert found(as_asha, "klapekster") == []
    asha.profession = "jeugdarts"
    asha.save()
    assert found(as_asha, "klapekster") == ["/leren/m/l/"]


def test_answers_and_the_play_of_a_case_are_not_given_away(as_asha, voorbeeldstad):
    question = cms.question("single", explanation="Vanwege de klapekster.")
    cms.module(publish=True, lessons=[{"body": [("question", {"question": question})]}])
    case_edition(voorbeeldstad)
    assert found(as_asha, "klapekster") == []
    assert found(as_asha, "gevolg terugblik") == []


def test_who_is_no_member_finds_terms_alone(as_petra, module):
    cms.term("twijfel")
    assert found(as_petra, "twijfel") == ["/begrippen/#twijfel"]


@pytest.mark.parametrize(
    "asked", ["", "  ", "?!", "%", "_", "' OR 1=1 --", "<script>alert(1)</script>", "\x00", "a" * 200]
)
def test_whatever_is_asked_there_is_a_page(as_asha, module, asked):
    html = search(as_asha, asked)
    assert "<script>alert" not in html
    assert found(as_asha, asked) == []


def test_what_is_too_long_is_refused_with_words(as_asha):
    reply = as_asha.get("/zoeken/", {"q": "woord " * 40})
    assert (reply.status_code, "te lang om te zoeken" in reply.content.decode()) == (422, True)


def test_more_than_a_page_says_so(as_asha):
    cms.module(publish=True, lessons=[{"body": text("<p>Klapekster.</p>")} for _ in range(MOST_FOUND + 1)])
    html = search(as_asha, "klapekster")
    assert (len(found(as_asha, "klapekster")), "Er is meer." in html) == (MOST_FOUND, True)


def test_searching_costs_the_same_however_much_there_is(as_asha, voorbeeldstad):
    costs = []
    for _round in range(2):
        slot = cms.slot()
        bodies = [text("<p>Klapekster.</p>"), [("local", {"slot": slot})]] * (1 + 7 * _round)
        cms.module(publish=True, lessons=[{"body": body} for body in bodies])
        cms.local_text(voorbeeldstad, slot, text="<p>Klapekster.</p>")
        search(as_asha, "klapekster")
        with counted() as statements:
            search(as_asha, "klapekster")
        costs.append(len(statements))
    assert costs[0] == costs[1] <= 7, costs


def test_all_of_it_can_be_made_anew(as_asha, module):
    standing = list(Passage.objects.order_by("edition", "place").values_list("edition", "place", "haystack"))
    call_command("index_content", verbosity=0)
    assert list(Passage.objects.order_by("edition", "place").values_list("edition", "place", "haystack")) == standing
    Passage.objects.all().delete()
    assert found(as_asha, "twijfel") == []
    call_command("index_content", verbosity=0)
    assert found(as_asha, "twijfel") == ["/leren/meldcode/stap-2/"]
