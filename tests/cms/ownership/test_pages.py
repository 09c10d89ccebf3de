"""Pages of one organisation do not exist for another's trainers; the core's are read, not edited."""

# ruff: noqa: E501  forms and lists of addresses read best as they are sent

import re

import pytest
from wagtail.models import Page

from cms.models import LessonPage, ModulePage
from cms.permissions import ensure_content_root
from tests.factories import cms

pytestmark = [pytest.mark.django_db, pytest.mark.indexed]


@pytest.fixture
def own(voorbeeldstad):
    return cms.module(voorbeeldstad, lessons=[{"title": "Les van Voorbeeldstad"}], title="Module van Voorbeeldstad")


@pytest.fixture
def foreign(anderstad):
    return cms.module(anderstad, lessons=[{"title": "Les van Anderstad"}], title="Module van Anderstad")


@pytest.fixture
def core():
    return cms.module(lessons=[{"title": "Concept van de kern"}], title="Kernmodule in concept")


_BY_ID = [
    "edit/", "edit/preview/", "view_draft/", "usage/", "delete/", "unpublish/", "copy/", "move/", "history/", "history/results/", "revisions/",
    "privacy/", "workflow_history/", "convert_alias/",
]  # fmt: skip


def _addresses(page):
    revision = page.save_revision()
    return [
        *(f"/studio/pages/{page.pk}/{tail}" for tail in _BY_ID),
        f"/studio/pages/{page.pk}/",
        f"/studio/pages/{page.pk}/results/",
        f"/studio/pages/{page.pk}/add_subpage/",
        f"/studio/pages/add/cms/lessonpage/{page.pk}/",
        f"/studio/pages/add/cms/lessonpage/{page.pk}/preview/",
        f"/studio/pages/{page.pk}/revisions/{revision.pk}/view/",
        f"/studio/pages/{page.pk}/revisions/{revision.pk}/revert/",
        f"/studio/pages/{page.pk}/revisions/compare/live...latest/",
        f"/studio/choose-page/{page.pk}/",
        f"/studio/choose-page/chosen-multiple/?id={page.pk}",
        f"/studio/bulk/wagtailcore/page/delete/?id={page.pk}",
        f"/studio/bulk/wagtailcore/page/move/?id={page.pk}",
        f"/studio/bulk/wagtailcore/page/delete/?id=all&childOf={page.pk}",
        f"/studio/api/main/pages/{page.pk}/",
    ]


def test_foreign_page_does_not_exist_by_id(as_edith, foreign, own):
    replies = {path: as_edith.get(path).status_code for path in _addresses(foreign)}
    assert replies == dict.fromkeys(replies, 404)


def test_missing_page_and_foreign_page_look_the_same(as_edith, foreign):
    there = as_edith.get(f"/studio/pages/{foreign.pk}/edit/")
    missing = as_edith.get("/studio/pages/987654/edit/")
    assert (there.status_code, _without_token(there)) == (missing.status_code, _without_token(missing))


def _without_token(reply):
    return re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", reply.content)


def test_draft_of_the_core_does_not_exist_by_id(as_edith, core, own):
    replies = {path: as_edith.get(path).status_code for path in _addresses(core)}
    assert replies == dict.fromkeys(replies, 404)


def test_own_page_opens(as_edith, own):
    lesson = LessonPage.objects.child_of(own).get()
    for tail in ("edit/", "history/", "usage/", "delete/", "copy/", "move/"):
        assert as_edith.get(f"/studio/pages/{lesson.pk}/{tail}").status_code == 200, tail
    assert as_edith.get(f"/studio/pages/{own.pk}/").status_code == 200
    assert as_edith.get(f"/studio/pages/add/cms/lessonpage/{own.pk}/").status_code == 200
    assert as_edith.get(f"/studio/api/main/pages/{own.pk}/").status_code == 200


def test_own_root_is_the_platforms_to_edit(as_edith, as_petra, voorbeeldstad):
    root = ensure_content_root(voorbeeldstad)
    assert as_edith.get(f"/studio/pages/{root.pk}/").status_code == 200
    for tail in ("edit/", "delete/", "move/", "copy/", "unpublish/"):
        assert as_edith.get(f"/studio/pages/{root.pk}/{tail}").status_code == 404, tail
    assert as_petra.get(f"/studio/pages/{root.pk}/edit/").status_code == 200


def _titles_shown(client, path, **query):
    reply = client.get(path, query, follow=True)
    assert reply.status_code == 200
    text = reply.content.decode()
    return {title for title in Page.objects.values_list("title", flat=True) if title in text and title != "Root"}


@pytest.fixture
def all_content(own, foreign, core):
    live = cms.module(publish=True, lessons=[{"title": "Openbare les van de kern"}], title="Module van de kern")
    return own, foreign, core, live


def test_explorer_shows_own_pages(as_edith, all_content):
    assert _titles_shown(as_edith, "/studio/pages/") == {"Gemeente Voorbeeldstad", "Module van Voorbeeldstad"}


def test_search_finds_own_pages(as_edith, all_content):
    assert _titles_shown(as_edith, "/studio/pages/search/", q="module") == {
        "Gemeente Voorbeeldstad",
        "Module van Voorbeeldstad",
    }
    assert _titles_shown(as_edith, "/studio/pages/search/", q="Anderstad") == set()


def test_page_chooser_shows_own_pages_and_the_cores_live_ones(as_edith, all_content):
    own, _foreign, _core, live = all_content
    assert _titles_shown(as_edith, "/studio/choose-page/") == {"Gemeente Voorbeeldstad", "Landelijke kern"}
    assert _titles_shown(as_edith, "/studio/choose-page/search/", q="module") == {
        own.title,
        live.title,
        "Gemeente Voorbeeldstad",
        "Landelijke kern",
    }
    core_root = ensure_content_root()
    assert _titles_shown(as_edith, f"/studio/choose-page/{core_root.pk}/") == {"Landelijke kern", live.title}


def test_admin_api_lists_own_pages(as_edith, all_content):
    items = as_edith.get("/studio/api/main/pages/", {"fields": "title", "limit": 20}).json()["items"]
    assert {item["title"] for item in items} == {
        "Gemeente Voorbeeldstad",
        "Module van Voorbeeldstad",
        "Les van Voorbeeldstad",
    }


def test_dashboard_and_sidebar_name_nothing_of_others(as_edith, all_content):
    assert (
        _titles_shown(as_edith, "/studio/") & {"Module van Anderstad", "Gemeente Anderstad", "Kernmodule in concept"}
        == set()
    )


def test_trainer_of_the_core_sees_the_core(as_kees, all_content):
    _own, foreign, core, live = all_content
    assert _titles_shown(as_kees, "/studio/pages/") == {"Landelijke kern", core.title, live.title}
    assert as_kees.get(f"/studio/pages/{core.pk}/edit/").status_code == 200
    assert as_kees.get(f"/studio/pages/{foreign.pk}/edit/").status_code == 404


def test_prerequisites_offer_own_modules_and_the_cores_live_ones(as_edith, all_content):
    own, _foreign, _core, live = all_content
    second = cms.module(own.owner_root.organisation, title="Tweede")
    form = as_edith.get(f"/studio/pages/{second.pk}/edit/").context["form"]
    assert {module.title for module in form.fields["prerequisites"].queryset} == {own.title, live.title}


def test_page_does_not_move_to_another_owner(as_petra, own, foreign):
    lesson = LessonPage.objects.child_of(own).get()
    reply = as_petra.post(f"/studio/pages/{lesson.pk}/move/{foreign.pk}/confirm/", follow=True)
    assert "blijft van zijn eigenaar" in reply.content.decode()
    assert LessonPage.objects.get(pk=lesson.pk).get_parent().pk == own.pk


def test_bulk_move_to_another_owner_is_refused(as_petra, own, anderstad):
    there = ensure_content_root(anderstad)
    path = f"/studio/bulk/wagtailcore/page/move/?id={own.pk}"
    reply = as_petra.post(path, {"chooser": there.pk, "move_applicable": "on"}, follow=True)
    assert "blijft van zijn eigenaar" in reply.content.decode()
    assert ModulePage.objects.get(pk=own.pk).owner_root == own.owner_root


def test_trainer_cannot_name_another_parent(as_edith, own, foreign):
    lesson = LessonPage.objects.child_of(own).get()
    assert as_edith.post(f"/studio/pages/{lesson.pk}/move/{foreign.pk}/confirm/").status_code == 404
    copy = as_edith.post(
        f"/studio/pages/{own.pk}/copy/",
        {"new_title": "Kopie", "new_slug": "kopie", "new_parent_page": foreign.get_parent().pk},
    )
    assert copy.status_code == 404
    assert ModulePage.objects.filter(title="Kopie").count() == 0


def test_copy_of_a_module_is_a_draft_with_a_name_of_its_own(as_edith, voorbeeldstad):
    module = cms.module(voorbeeldstad, publish=True, title="Gepubliceerd")
    data = {
        "new_title": "Kopie",
        "new_slug": "kopie",
        "new_parent_page": ensure_content_root(voorbeeldstad).pk,
        "copy_subpages": "on",
        "publish_copies": "on",
    }
    assert as_edith.post(f"/studio/pages/{module.pk}/copy/", data).status_code == 302
    copy = ModulePage.objects.get(slug="kopie")
    lesson = LessonPage.objects.child_of(copy).get()
    assert (copy.live, lesson.live) == (False, False)
    assert copy.uuid != module.uuid
