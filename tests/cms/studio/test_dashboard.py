"""The studio's first page and menu: our name, what an author needs, and what waits for them."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone
from wagtail.users.models import UserProfile

from cms.studio import attention
from people.models import User
from tests.factories import cms

pytestmark = pytest.mark.django_db


def _menu(client):
    html = client.get("/studio/").content.decode()
    names = re.findall(r'\{"_type": "wagtail.sidebar.[A-Za-z]+MenuItem", "_args": \[\{"name": "([a-z-]+)"', html)
    return [name for name in names if name not in {"account", "logout"}]


def test_menu_holds_what_each_needs(as_edith, as_kees, as_omar):
    assert _menu(as_edith) == [
        "explorer",
        "casussen",
        "vragenbank",
        "begrippen",
        "reflectievragen",
        "afspraken",
        "images",
        "documents",
        "importeren",
    ]
    assert _menu(as_kees) == [
        "explorer",
        "casussen",
        "vragenbank",
        "begrippen",
        "reflectievragen",
        "plekken",
        "images",
        "documents",
        "importeren",
    ]
    assert _menu(as_omar) == ["afspraken", "vier-ogen"]


def test_studio_has_our_name_and_asks_nothing_of_others(as_petra):
    html = as_petra.get("/studio/").content.decode()
    assert "De studio van Leerspiegel" in html
    assert " - Leerspiegel</title>" in html
    fetched = re.findall(r'(?:src|<link[^>]* href)="([^"]+)"', html)
    assert [one for one in fetched if not one.startswith(("/static/", "/studio/"))] == []
    assert "gravatar" not in html


def _titles(user):
    return {
        matters.title: [item.title for item in matters.items] for matters in attention(User.objects.get(pk=user.pk))
    }


def test_nothing_asks_attention_of_who_is_done(as_edith):
    assert "Niets. Je concepten zijn gepubliceerd" in as_edith.get("/studio/").content.decode()


def test_what_waits_is_listed_under_its_heading(edith, voorbeeldstad, anderstad):
    today = timezone.localdate()
    soon, later = today + timedelta(days=30), today + timedelta(days=90)
    lessons = [{"title": "Bijna", "review_by": soon}, {"title": "Nog lang niet", "review_by": later}]
    cms.module(voorbeeldstad, publish=True, title="Module", lessons=lessons, review_by=later)
    cms.module(anderstad, publish=True, title="Van een ander", review_by=soon)
    draft = cms.lesson(cms.module(voorbeeldstad, title="Leeg"), title="Concept")
    draft.save_revision(user=edith)
    filled, _empty = cms.slot("ingevuld"), cms.slot("leeg")
    cms.local_text(voorbeeldstad, filled, review_by=soon)
    assert _titles(edith) == {
        "Jouw concepten": ["Concept"],
        "Opnieuw nakijken": ["Bijna"],
        "Plekken die jullie nog kunnen vullen": ["Leeg"],
        "Plaatselijke teksten om na te kijken": ["Ingevuld"],
    }


def test_administrator_gets_the_local_texts_alone(omar, voorbeeldstad):
    cms.module(voorbeeldstad, publish=True, review_by=timezone.localdate() + timedelta(days=1))
    cms.slot("leeg")
    assert _titles(omar) == {"Plekken die jullie nog kunnen vullen": ["Leeg"]}


def test_a_local_text_to_look_at_says_when_and_who_keeps_it(as_omar, voorbeeldstad):
    cms.local_text(voorbeeldstad, cms.slot("crisis"), reviewed_on="2020-01-01", review_by="2021-01-01")
    told = as_omar.get("/studio/").content.decode()
    assert "had nagekeken moeten zijn op 01-01-2021, bijgehouden door Team Jeugd" in told


def test_an_empty_place_opens_with_that_place_chosen(as_omar, voorbeeldstad):
    cms.slot("overleg")
    wanted, begun = cms.slot("crisis"), cms.slot("regie")
    draft = cms.local_text(voorbeeldstad, begun, publish=False)
    links = dict(re.findall(r'<li><a href="([^"]+)">(\w+)</a>', as_omar.get("/studio/").content.decode()))
    assert links == {
        "/studio/snippets/cms/localtext/add/?slot=overleg": "Overleg",
        "/studio/snippets/cms/localtext/add/?slot=crisis": "Crisis",
        f"/studio/snippets/cms/localtext/edit/{draft.pk}/": "Regie",
    }
    assert _chosen(as_omar, "?slot=crisis") == [str(wanted.pk)]
    assert _chosen(as_omar, "?slot=bestaat-niet") == _chosen(as_omar, "") == []


def _chosen(client, query):
    """The slots that the form of a new local text comes with."""
    form = client.get(f"/studio/snippets/cms/localtext/add/{query}").content.decode()
    field = re.search(r'<input[^>]*name="slot"[^>]*>', form)
    assert field, "no field for the slot"
    return re.findall(r'value="(\d+)"', field[0])


def test_counts_are_told_in_words_that_fit(as_petra, voorbeeldstad):
    cms.module(voorbeeldstad, lessons=[{}, {}])
    cms.term()
    html = as_petra.get("/studio/").content.decode()
    counts = html[html.index('id="omvang"') :]
    assert re.findall(r"<li>(\d.*?)</li>", counts) == [
        "1 module",
        "2 lessen",
        "0 vragen",
        "1 begrip",
        "0 plaatselijke teksten",
        "0 casussen",
    ]


def test_account_offers_few_time_zones_ours_first(as_omar):
    html = as_omar.get("/studio/account/").content.decode()
    zones = html[html.index('name="locale-current_time_zone"') :]
    offered = re.findall(r'<option value="([^"]*)"', zones[: zones.index("</select>")])
    assert [zone for zone in offered if zone][:2] == ["Europe/Amsterdam", "America/Kralendijk"]
    assert len(offered) < 10


@pytest.mark.parametrize("language", ["nl", "en"])
def test_days_are_written_and_read_the_dutch_way(as_edith, edith, voorbeeldstad, language):
    profile = UserProfile.get_for_user(edith)
    profile.preferred_language = language
    profile.save()
    text = cms.local_text(voorbeeldstad, cms.slot("crisis"))
    edit = f"/studio/snippets/cms/localtext/edit/{text.pk}/"
    form = {"text": cms.typed("Bel."), "owner": "Team", "reviewed_on": "01-05-2026", "review_by": "02-06-2027"}
    assert as_edith.post(edit, form | {"action-publish": "action-publish"}).status_code == 302
    text.refresh_from_db()
    assert (text.reviewed_on, text.review_by) == (date(2026, 5, 1), date(2027, 6, 2))
    html = as_edith.get(edit).content.decode()
    assert re.findall(r'name="(?:reviewed_on|review_by)" value="([^"]+)"', html) == ["01-05-2026", "02-06-2027"]


def test_editions_stand_beside_the_form(as_edith, voorbeeldstad, edith):
    question = cms.question(organisation=voorbeeldstad)
    question.change, question.change_note, question.stem = "material", "Andere vraag", "Nieuw"
    question.save_revision(user=edith).publish()
    html = as_edith.get(f"/studio/snippets/cms/question/edit/{question.pk}/").content.decode()
    rows = re.findall(r'<th scope="row">(\d+)</th>', html)
    assert rows == ["2", "1"]
    assert "inhoudelijk" in html
    assert "Andere vraag" in html
    assert "Edith de Vries" in html
