"""From a case's page to its edition: what it holds, what makes another, what refuses, and the lessons that follow."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from wagtail.models import Page

from cases_library import memory
from cases_library.compiling import case_content
from cases_library.engine.reading import read_case
from cases_library.models import CasePage
from cms.editions.content import CompileError
from cms.editions.memory import edition
from cms.editions.publishing import check
from cms.models import Edition, Kind, LessonPage, Taught
from cms.protection import why_not_delete
from tests.cms.editions.history import edit, history, live
from tests.factories import cms
from tests.factories.cases import case, document

pytestmark = pytest.mark.django_db

NO_START = document(start="nergens")


def test_an_edition_holds_the_document_and_its_texts_as_html():
    page = case(publish=True, title="Aan de deur", slug="aan-de-deur", summary="Waar het over gaat.")
    content = live(page).content
    assert (content["title"], content["slug"], content["minutes"], content["summary"]) == (
        "Aan de deur", "aan-de-deur", 3, "Waar het over gaat.",
    )  # fmt: skip
    assert read_case(content["case"]) == read_case(document())
    assert content["html"]["deur"] == {
        "body": "<p>Je staat <strong>voor</strong> de deur.</p>",
        "passages": ["<p>Je denkt aan oma.</p>"],
    }
    assert (content["panel_by"], content["illustration"], content["reviewer"]) == ("makers", None, "")
    assert content["search"]["complete"] is True
    assert content["number"] == 1


def test_what_an_author_types_cannot_run():
    scenes = document()["scenes"]
    scenes[0]["body"] = "<script>alert(1)</script><img src=x onerror=alert(1)> [x](javascript:alert(1))"
    html = case_content(read_case(document(scenes=scenes)))["html"]["deur"]["body"]
    assert "<script" not in html
    assert "onerror" not in html
    assert "javascript:" not in html


def test_title_slug_and_minutes_are_the_pages():
    page = case(publish=True, title="Een andere titel", slug="een-ander-adres", minutes=7)
    written = live(page).content["case"]
    assert (written["title"], written["slug"], written["minutes"]) == ("Een andere titel", "een-ander-adres", 7)
    kept = CasePage.objects.get(pk=page.pk).document
    assert (kept["title"], kept["slug"], kept["minutes"]) == ("Een andere titel", "een-ander-adres", 7)


def test_publishing_the_same_again_makes_no_edition():
    page = case(publish=True)
    cms.publish_now(page)
    assert history(page) == [(1, 1)]


def test_a_minor_change_continues_the_line_and_a_material_one_starts_another():
    page = case(publish=True)
    edit(page, document=document(notice="Anders."))
    edit(page, document=document(notice="Nog anders."), material=True)
    assert history(page) == [(1, 1), (2, 1), (3, 2)]


def test_how_long_the_search_was_makes_no_edition(settings):
    from cases_library import judging

    page = case(publish=True)
    settings.CASE_SEARCH_STATES = 2
    judging.forget()
    cms.publish_now(page)
    assert history(page) == [(1, 1)]


def test_a_case_with_an_error_is_kept_as_a_draft_and_not_published():
    page = case(publish=True)
    page.document = NO_START
    revision = page.save_revision()
    with pytest.raises(CompileError):
        revision.publish()
    kept = CasePage.objects.get(pk=page.pk)
    assert kept.get_latest_revision_as_object().document["start"] == "nergens"
    assert (history(page), live(page).content["case"]["start"]) == ([(1, 1)], "deur")


def test_every_error_is_named_and_no_warning():
    assert check(case(document=NO_START)) != []
    assert check(case(document=document(walks=[]))) == []


def test_a_walk_that_no_longer_ends_where_it_says_holds_the_publication_back():
    walks = [{"name": "mis", "choices": ["deur/ga-weg"], "ends_in": "binnen"}]
    assert check(case(document=document(walks=walks))) != []


@pytest.mark.parametrize("broken", [{}, [], "tekst", None, 3, {"format": "leerspiegel-case/1"}, {"scenes": 5}])
def test_a_document_that_is_no_case_can_be_kept_and_not_published(broken):
    page = case(document=broken)
    revision = page.save_revision()
    with pytest.raises(CompileError):
        revision.publish()
    assert not Taught.objects.filter(pk=page.uuid).exists()


def test_a_fault_in_the_document_is_named_with_its_place():
    scenes = document()["scenes"]
    del scenes[0]["choices"][1]["to"]
    assert any("/scenes/0/choices/1" in reason for reason in check(case(document=document(scenes=scenes))))


def test_one_address_stands_for_one_case_of_an_owner(voorbeeldstad):
    page = case(publish=True, slug="aan-de-deur")
    case(voorbeeldstad, publish=True, slug="aan-de-deur")
    other = Taught(uuid="11111111-1111-1111-1111-111111111111", kind=Kind.CASE, slug=page.slug, title="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        other.save(force_insert=True)


def test_a_perspective_names_a_case_that_its_owner_may_use(voorbeeldstad, anderstad):
    other = case(voorbeeldstad, slug="vanuit-school")
    own = case(voorbeeldstad, document=document(perspective_of=other.slug))
    foreign = case(anderstad, document=document(perspective_of=other.slug))
    assert check(own) == []
    assert check(foreign) != []


def test_an_image_of_another_organisation_is_not_used(voorbeeldstad, anderstad):
    page = case(voorbeeldstad, illustration=cms.image(anderstad))
    assert check(page) != []
    page.illustration = cms.image(voorbeeldstad)
    assert check(page) == []


def test_the_illustration_is_in_the_edition_with_its_description():
    image = cms.image()
    image.description = "Een deur op een kier"
    image.save()
    shown = live(case(publish=True, illustration=image)).content["illustration"]
    assert shown["alt"] == "Een deur op een kier"
    assert shown["url"].startswith("/media/images/")
    assert why_not_delete(image) != ""


# --- Lessons that use it ------------------------------------------------------------------------------


@pytest.fixture
def used():
    page = case(publish=True, title="Aan de deur", slug="aan-de-deur")
    module = cms.module(publish=True, lessons=[{"body": [("case", {"case": page})]}])
    return page, LessonPage.objects.child_of(module).get()


def test_a_lesson_pins_the_edition_of_its_case(used):
    page, lesson = used
    compiled, made = live(lesson), live(page)
    block = compiled.content["blocks"][0]
    assert {name: block[name] for name in ("type", "taught", "edition", "line", "hash", "slug", "title", "minutes")} == {
        "type": "case", "taught": str(page.uuid), "edition": made.pk, "line": made.line_id, "hash": made.hash,
        "slug": "aan-de-deur", "title": "Aan de deur", "minutes": 3,
    }  # fmt: skip
    assert list(compiled.uses.all()) == [made.taught]


def test_a_module_knows_that_a_lesson_asks_for_a_case(used):
    _page, lesson = used
    module = lesson.get_parent().specific
    entry = live(module).content["lessons"][0]
    assert [item["type"] for item in entry["items"]] == ["case"]


def test_a_lesson_follows_its_case_on_its_line_or_on_a_new_one(used):
    page, lesson = used
    edit(page, document=document(notice="Anders."))
    edit(page, document=document(notice="Nog anders."), material=True)
    assert history(lesson) == [(1, 1), (2, 1), (3, 2)]
    assert live(lesson).content["blocks"][0]["edition"] == live(page).pk


def test_a_lesson_cannot_use_a_case_that_was_never_published():
    lesson = cms.lesson(cms.module(), body=[("case", {"case": case()})])
    assert any("nog niet gepubliceerd" in reason for reason in check(lesson))


def test_a_lesson_cannot_use_another_organisations_case(voorbeeldstad, anderstad):
    page = case(anderstad, publish=True)
    lesson = cms.lesson(cms.module(voorbeeldstad), body=[("case", {"case": page})])
    assert check(lesson) != []


# --- Taking it out of the offer, and keeping it -----------------------------------------------------


def test_what_is_unpublished_is_no_longer_offered_and_its_editions_stay():
    page = case(publish=True)
    CasePage.objects.get(pk=page.pk).unpublish()
    assert live(page) is None
    assert Edition.objects.filter(taught_id=page.uuid).count() == 1


def test_what_was_published_cannot_be_deleted():
    page = Page.objects.get(pk=case(publish=True, title="Aan de deur").pk)
    assert "‘Aan de deur’ is gespeeld" in why_not_delete(page)
    with pytest.raises(ProtectedError):
        page.delete()


def test_a_draft_that_was_never_published_can_be_deleted():
    page = case()
    page.delete()
    assert not CasePage.objects.exists()


def test_an_edition_gives_its_case_and_keeps_it_in_memory(django_assert_num_queries):
    page = case(publish=True)
    loaded = edition(live(page).pk)
    with django_assert_num_queries(0):
        found = memory.case_of(loaded)
        assert memory.case_of(loaded) is found
    assert found == read_case(loaded.content["case"])


def test_a_case_cannot_move_to_another_owner_by_publishing(voorbeeldstad):
    page = case(publish=True)
    page.move(cms.root(voorbeeldstad), pos="last-child")
    with pytest.raises(ValidationError):
        edit(CasePage.objects.get(pk=page.pk), document=document(notice="Anders."))
