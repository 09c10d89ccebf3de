"""What else waits on the studio's first page: what the checks found, remarks, panels, a colleague's draft, and what other rooms tell."""

from datetime import date

import pytest
from django.utils import timezone
from wagtail.models import Comment

from cases_library.models import PanelInvitation
from cms import studio
from cms.studio import Matter, Matters, attention, register_matters
from people.models import User
from tests.factories import cases, cms, people

pytestmark = pytest.mark.django_db


def _lists(user):
    return {
        one.title: [(item.title, item.note) for item in one.items] for one in attention(User.objects.get(pk=user.pk))
    }


def test_what_the_checks_found_is_counted_anew_for_each_version(edith, voorbeeldstad, anderstad):
    past = {"reviewed_on": date(2024, 1, 1), "review_by": date(2025, 1, 1)}
    cms.lesson(cms.module(anderstad), title="Van een ander", **past)
    lesson = cms.lesson(cms.module(voorbeeldstad), title="Les", **past)
    assert _lists(edith) == {"Controle": [("Les", "1 punt om naar te kijken")]}
    lesson.review_by = date(2031, 1, 1)
    lesson.save_revision()
    assert _lists(edith) == {}


def test_remarks_of_others_wait_until_they_are_settled(edith, voorbeeldstad):
    page = cms.module(voorbeeldstad, title="Module")
    nora = people.member("Nora", voorbeeldstad, "trainer")
    remarks = [Comment(page=page, user=who, text="Klopt dit?", contentpath="title") for who in (nora, nora, edith)]
    for one in remarks:
        one.save()
    assert _lists(edith) == {"Opmerkingen die wachten": [("Module", "2 opmerkingen")]}
    Comment.objects.update(resolved_at=timezone.now())
    assert _lists(edith) == {}


def test_answers_of_a_panel_wait_to_be_taken_over(edith, voorbeeldstad, anderstad):
    for organisation in (voorbeeldstad, anderstad):
        PanelInvitation.objects.create(
            case=cases.case(organisation, title="Casus"), role="jeugdarts", digest=str(organisation), expires_at=timezone.now(),
            consented_at=timezone.now(), answered_on=date(2026, 1, 1),
        )  # fmt: skip
    assert _lists(edith) == {"Antwoorden van panelleden": [("Casus", "1 antwoord")]}


def test_a_colleagues_draft_waits_where_four_eyes_publish(edith, voorbeeldstad):
    nora = people.member("Nora", voorbeeldstad, "trainer")
    cms.module(voorbeeldstad, title="Module").save_revision(user=nora)
    assert _lists(edith) == {}
    voorbeeldstad.two_person_approval = True
    voorbeeldstad.save()
    assert _lists(edith) == {"Nalezen van een collega": [("Module", "wacht op een tweede lezer")]}
    assert _lists(nora) == {"Jouw concepten": [("Module", "concept")]}


def test_another_room_adds_its_own(edith, monkeypatch):
    monkeypatch.setattr(studio, "_sources", [])

    def source(user, author):
        yield Matters("Waar het vastloopt", [Matter(f"Les {number}", "/x/", "") for number in range(15)])
        yield Matters("Leeg", [])

    register_matters(source)
    register_matters(source)
    (told,) = attention(edith)
    assert (told.title, len(told.items), told.more) == ("Waar het vastloopt", 12, 3)


def test_who_has_nothing_yet_is_told_where_to_begin(as_edith, voorbeeldstad):
    html = as_edith.get("/studio/").content.decode()
    assert 'href="/studio/eerste-module/"' in html
    empty = f'href="/studio/pages/add/cms/modulepage/{cms.root(voorbeeldstad).pk}/"'
    assert empty in as_edith.get("/studio/eerste-module/").content.decode()
    cms.module(voorbeeldstad)
    html = as_edith.get("/studio/").content.decode()
    assert ("Begin hier" in html, 'href="/studio/eerste-module/"' in html) == (False, True)


def test_who_only_reads_in_the_studio_is_not_asked_to_begin(voorbeeldstad, sign_in):
    html = sign_in(people.member("Omar", voorbeeldstad, "admin")).get("/studio/").content.decode()
    assert ("Wat vraagt aandacht" in html, "/studio/eerste-module/" in html) == (True, False)
