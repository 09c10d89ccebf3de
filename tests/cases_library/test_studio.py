"""Cases in the studio: whose they are, what a form keeps and refuses, publishing, previewing, choosing, copying."""

import json
import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.models import Page

from cases_library.models import CasePage
from cms.models import Edition, LessonPage
from cms.permissions import ensure_content_root
from tests.cms.editions.history import history, live
from tests.factories import cms
from tests.factories.cases import case, document

pytestmark = pytest.mark.django_db


def _form(said, **fields):
    return {
        "title": "Aan de deur", "slug": "aan-de-deur", "summary": "Je staat voor een deur.", "minutes": "3", "illustration": "",
        "document": said if isinstance(said, str) else json.dumps(said), "reviewed_on": "", "review_by": "2030-01-01",
        "reviewer": "", "change": "minor", "change_note": "", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0",
        "comments-MIN_NUM_FORMS": "0", "comments-MAX_NUM_FORMS": "", **fields,
    }  # fmt: skip


@pytest.fixture
def own(voorbeeldstad):
    return case(voorbeeldstad, publish=True, title="Aan de deur", slug="aan-de-deur")


@pytest.fixture
def foreign(anderstad):
    return case(anderstad, title="Een casus van Anderstad")


def _edit(client, page, said, **fields):
    return client.post(f"/studio/pages/{page.pk}/edit/", _form(said, **fields), follow=True)


# --- Whose ------------------------------------------------------------------------------------------


def test_a_trainer_makes_a_case_under_their_own_root(as_edith, voorbeeldstad):
    root = ensure_content_root(voorbeeldstad)
    path = f"/studio/pages/add/cases_library/casepage/{root.pk}/"
    assert as_edith.get(path).status_code == 200
    as_edith.post(path, _form(document()))
    made = CasePage.objects.get()
    assert (made.owner_root, made.live) == (root, False)


def test_a_new_case_can_be_saved_without_choosing_a_day_to_look_again(as_edith, voorbeeldstad):
    root = ensure_content_root(voorbeeldstad)
    page = as_edith.get(f"/studio/pages/add/cases_library/casepage/{root.pk}/").content.decode()
    day = date_format(timezone.localdate() + timedelta(days=365), "d-m-Y")
    assert re.search(rf'name="review_by" value="{day}"', page)


@pytest.mark.parametrize(("days", "said"), [(-1, " (voorbij)"), (0, ""), (1, "")])
def test_the_list_tells_the_day_to_look_again_and_whether_it_went_by(as_edith, own, days, said):
    day = timezone.localdate() + timedelta(days=days)
    CasePage.objects.filter(pk=own.pk).update(review_by=day)
    cell = re.search(r"<td[^>]*>\s*(\d+ \w+ \d{4}.*?)\s*</td>", as_edith.get("/studio/casussen/").content.decode())
    assert cell
    assert cell[1] == date_format(day, "j F Y") + said


def test_another_organisations_case_does_not_exist(as_edith, foreign, own):
    for tail in ("edit/", "history/", "delete/", "copy/", "usage/", "view_draft/", "unpublish/"):
        assert as_edith.get(f"/studio/pages/{foreign.pk}/{tail}").status_code == 404
    root = foreign.owner_root
    assert as_edith.get(f"/studio/pages/add/cases_library/casepage/{root.pk}/").status_code == 404


def test_a_case_stands_under_a_root_and_holds_nothing(own):
    module = cms.module()
    assert not own.can_move_to(module)
    assert CasePage.allowed_subpage_models() == []


def test_the_list_shows_ones_own(as_edith, as_kees, own, foreign):
    shown = as_edith.get("/studio/casussen/").content.decode()
    assert "Aan de deur" in shown
    assert "Anderstad" not in shown
    assert "Aan de deur" not in as_kees.get("/studio/casussen/").content.decode()


def test_the_list_is_closed_to_who_writes_nothing(as_omar, as_asha, own):
    for client in (as_omar, as_asha):
        assert client.get("/studio/casussen/").status_code == 404


def test_a_new_case_begins_at_ones_own_root(as_edith, voorbeeldstad):
    root = ensure_content_root(voorbeeldstad)
    reply = as_edith.get("/studio/casussen/choose_parent/")
    assert reply["Location"] == f"/studio/pages/add/cases_library/casepage/{root.pk}/"


def test_another_organisations_image_is_not_chosen_and_not_named(as_edith, own, anderstad):
    image = cms.image(anderstad, title="Tekening van Anderstad")
    reply = _edit(as_edith, own, document(), illustration=image.pk)
    assert "Tekening van Anderstad" not in reply.content.decode()
    assert CasePage.objects.get(pk=own.pk).get_latest_revision_as_object().illustration is None


def test_ones_own_image_is_chosen(as_edith, own, voorbeeldstad):
    image = cms.image(voorbeeldstad)
    _edit(as_edith, own, document(), illustration=image.pk)
    assert CasePage.objects.get(pk=own.pk).get_latest_revision_as_object().illustration == image


# --- What a form keeps, refuses and publishes ---------------------------------------------------------


@pytest.mark.parametrize("said", [{}, {"scenes": "?"}, document(start="nergens"), [1, 2], "null"])
def test_an_unfinished_case_is_kept(as_edith, own, said):
    reply = _edit(as_edith, own, said)
    assert reply.redirect_chain[-1][1] == 302
    kept = CasePage.objects.get(pk=own.pk)
    assert (kept.has_unpublished_changes, live(kept).number) == (True, 1)


@pytest.mark.parametrize(
    "said",
    [
        "{",
        '{"slug": NaN}',
        '{"minutes": 1e999}',
        '{"a": "\\u0000"}',
        '{"a": "\\ud800"}',
        '{"\\u0000": 1}',
        "[" * 5_000 + "]" * 5_000,
        "[" * 300 + "]" * 300,
        json.dumps({"title": "x" * 4_000_000 + "é" * 600_000}),
    ],
)
def test_what_cannot_be_kept_is_refused_beside_the_field(as_edith, own, said):
    reply = as_edith.post(f"/studio/pages/{own.pk}/edit/", _form(said))
    assert reply.status_code in {200, 400}
    assert CasePage.objects.get(pk=own.pk).latest_revision_id == own.latest_revision_id


def test_words_that_only_look_like_a_broken_character_are_kept(as_edith, own):
    _edit(as_edith, own, document(notice="Schrijf \\u0000 nooit."))
    assert (
        CasePage.objects.get(pk=own.pk).get_latest_revision_as_object().document["notice"] == "Schrijf \\u0000 nooit."
    )


def test_what_is_sound_is_published(as_edith, own, edith):
    _edit(as_edith, own, document(notice="Anders."), change_note="Andere tekst", **{"action-publish": "1"})
    edition = Edition.objects.filter(taught_id=own.uuid).latest("number")
    assert (edition.number, edition.note, edition.published_by) == (2, "Andere tekst", edith)


def test_what_has_an_error_is_kept_and_not_published_and_says_why(as_edith, own):
    reply = _edit(as_edith, own, document(start="nergens"), **{"action-publish": "1"})
    text = reply.content.decode()
    assert "Nog niet gepubliceerd. Je concept is bewaard." in text
    assert "nergens" in text
    page = CasePage.objects.get(pk=own.pk)
    assert page.get_latest_revision_as_object().document["start"] == "nergens"
    assert (page.live, history(page)) == (True, [(1, 1)])


def test_title_and_address_of_the_form_are_the_documents(as_edith, own):
    _edit(as_edith, own, document(), title="Op de stoep", slug="op-de-stoep", minutes="8")
    kept = CasePage.objects.get(pk=own.pk).get_latest_revision_as_object().document
    assert (kept["title"], kept["slug"], kept["minutes"]) == ("Op de stoep", "op-de-stoep", 8)


def test_an_address_that_is_too_long_is_refused_at_publishing(as_edith, own):
    _edit(as_edith, own, document(), slug="a" * 130, **{"action-publish": "1"})
    assert history(own) == [(1, 1)]


def test_a_case_goes_live_on_its_day_and_one_with_an_error_does_not(own):
    soon = timezone.now() + timedelta(hours=1)
    broken = case(title="Mis", slug="mis", document=document(start="nergens"), go_live_at=soon)
    sound = case(title="Goed", slug="goed", go_live_at=soon)
    for page in (broken, sound):
        page.save_revision(approved_go_live_at=soon)
    import time_machine

    with time_machine.travel(soon + timedelta(minutes=1)):
        call_command("publish_scheduled", verbosity=0)
    assert (CasePage.objects.get(pk=sound.pk).live, CasePage.objects.get(pk=broken.pk).live) == (True, False)


def test_in_bulk_one_case_with_an_error_holds_back_the_others(as_edith, voorbeeldstad):
    sound, broken = case(voorbeeldstad), case(voorbeeldstad, document=document(start="nergens"))
    for page in (sound, broken):
        page.save_revision()
    path = f"/studio/bulk/wagtailcore/page/publish/?id={sound.pk}&id={broken.pk}&next=/studio/"
    as_edith.post(path, {"include_descendants": ""})
    assert not CasePage.objects.filter(live=True).exists()


def test_a_copy_is_a_draft_with_its_own_identity(as_edith, own):
    root = own.owner_root
    form = {"new_title": "Nog eens", "new_slug": "nog-eens", "new_parent_page": root.pk, "copy_subpages": ""}
    as_edith.post(f"/studio/pages/{own.pk}/copy/", form)
    copy = CasePage.objects.get(slug="nog-eens")
    assert (copy.live, copy.uuid != own.uuid) == (False, True)
    assert copy.whole_document()["slug"] == "nog-eens"


def test_a_case_that_was_played_is_not_deleted_and_says_why(as_edith, own):
    reply = as_edith.post(f"/studio/pages/{own.pk}/delete/", follow=True)
    assert "‘Aan de deur’ is gespeeld" in reply.content.decode()
    assert Page.objects.filter(pk=own.pk).exists()


# --- Seeing, and placing in a lesson -----------------------------------------------------------------


def test_the_preview_shows_every_scene(as_edith, own):
    html = as_edith.get(f"/studio/pages/{own.pk}/view_draft/").content.decode()
    for words in ("Je staat <strong>voor</strong> de deur.", "Je denkt aan oma.", "Je belt aan.", "Dit zag je niet."):
        assert words in html


def test_the_preview_of_a_broken_case_says_what_is_wrong(as_edith, own):
    _edit(as_edith, own, {"format": "leerspiegel-case/1"})
    reply = as_edith.get(f"/studio/pages/{own.pk}/view_draft/")
    assert reply.status_code == 200
    assert "Nog niet te publiceren" in reply.content.decode()


def test_a_lesson_takes_a_case_of_its_owner_or_the_core(as_edith, voorbeeldstad, own, foreign):
    core, draft = case(publish=True, title="Kerncasus"), case(title="Kernconcept")
    lesson = cms.lesson(cms.module(voorbeeldstad))
    taken = {page.title: _placed(as_edith, lesson, page) for page in (own, core, draft, foreign)}
    assert taken == {"Aan de deur": True, "Kerncasus": True, "Kernconcept": False, "Een casus van Anderstad": False}


def _placed(client, lesson, page):
    form = _form({}, title=lesson.title, slug=lesson.slug) | {
        "goals-count": "0", "sources-count": "0", "reviewed_on": "2026-01-01", "body-count": "1", "body-0-deleted": "",
        "body-0-order": "0", "body-0-type": "case", "body-0-id": "", "body-0-value-case": page.pk,
    }  # fmt: skip
    reply = client.post(f"/studio/pages/{lesson.pk}/edit/", form, follow=True)
    named = page.title in reply.content.decode()
    draft = LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object()
    is_there = bool(draft.body) and draft.body[0].value["case"] == page
    assert is_there or not named
    return is_there


def test_a_lesson_with_a_case_can_be_seen_before_publishing(as_edith, voorbeeldstad, own):
    lesson = cms.lesson(cms.module(voorbeeldstad), body=[("case", {"case": own})])
    html = as_edith.get(f"/studio/pages/{lesson.pk}/view_draft/").content.decode()
    assert "Aan de deur" in html
    assert "Nog niet te publiceren" not in html


def test_what_waits_for_an_author_names_their_cases(as_edith, edith, own):
    _edit(as_edith, own, document(notice="Anders."))
    assert "Aan de deur" in as_edith.get("/studio/").content.decode()
