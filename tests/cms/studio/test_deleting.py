"""What was taught stays: refused with the reason on every road, and never a fault of the server."""

import pytest
from django.db.models import ProtectedError
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Collection, Locale, Page, Site

from cms.models import GlossaryTerm, LessonPage, LocalText, ModulePage, Question, Slot
from cms.permissions import ensure_content_root
from tests.factories import cms

pytestmark = [pytest.mark.django_db, pytest.mark.indexed]


@pytest.fixture
def taught(voorbeeldstad):
    return cms.module(voorbeeldstad, publish=True, title="Gevolgde module", lessons=[{"title": "Gevolgde les"}])


def test_lesson_is_kept_with_the_reason_and_the_way_out(as_edith, taught):
    lesson = LessonPage.objects.child_of(taught).get()
    reply = as_edith.post(f"/studio/pages/{lesson.pk}/delete/", follow=True)
    text = reply.content.decode()
    assert reply.status_code == 200
    assert "Deze les is gepubliceerd" in text
    assert "Haal haar offline" in text
    assert LessonPage.objects.filter(pk=lesson.pk).exists()


def test_module_is_kept_because_of_its_lessons(as_petra, taught):
    reply = as_petra.post(f"/studio/pages/{taught.pk}/delete/", follow=True)
    assert "of een les erin, is gepubliceerd" in reply.content.decode()
    assert ModulePage.objects.filter(pk=taught.pk).exists()


def test_draft_can_go(as_edith, voorbeeldstad):
    lesson = cms.lesson(cms.module(voorbeeldstad))
    assert as_edith.post(f"/studio/pages/{lesson.pk}/delete/").status_code == 302
    assert not LessonPage.objects.filter(pk=lesson.pk).exists()


def test_bulk_delete_holds_back_all(as_edith, taught):
    draft = cms.lesson(taught)
    lesson = LessonPage.objects.child_of(taught).live().get()
    reply = as_edith.post(
        f"/studio/bulk/wagtailcore/page/delete/?id={lesson.pk}&id={draft.pk}&next=/studio/pages/{taught.pk}/",
        follow=True,
    )
    assert "Deze les is gepubliceerd" in reply.content.decode()
    assert LessonPage.objects.filter(pk__in=[lesson.pk, draft.pk]).count() == 2


def test_root_is_never_deleted(as_petra, voorbeeldstad):
    root = ensure_content_root(voorbeeldstad)
    reply = as_petra.post(f"/studio/pages/{root.pk}/delete/", follow=True)
    assert "is de map van een eigenaar" in reply.content.decode()


@pytest.mark.parametrize("bulk", [False, True])
def test_published_question_is_kept(as_edith, voorbeeldstad, bulk):
    question = cms.question(organisation=voorbeeldstad)
    path = (
        f"/studio/bulk/cms/question/delete/?id={question.pk}"
        if bulk
        else f"/studio/snippets/cms/question/delete/{question.pk}/"
    )
    reply = as_edith.post(path, follow=True)
    assert "is gepubliceerd geweest" in reply.content.decode()
    assert Question.objects.filter(pk=question.pk).exists()


def test_question_in_a_draft_is_kept(as_edith, voorbeeldstad):
    question = cms.question(organisation=voorbeeldstad, publish=False)
    cms.lesson(cms.module(voorbeeldstad), body=[("question", {"question": question})])
    reply = as_edith.post(f"/studio/snippets/cms/question/delete/{question.pk}/", follow=True)
    assert "Haal het daar eerst uit" in reply.content.decode()


def test_unused_draft_question_can_go(as_edith, voorbeeldstad):
    question = cms.question(organisation=voorbeeldstad, publish=False)
    assert as_edith.post(f"/studio/snippets/cms/question/delete/{question.pk}/").status_code == 302
    assert not Question.objects.filter(pk=question.pk).exists()


def test_filled_slot_is_kept(as_kees, voorbeeldstad):
    slot = cms.slot("crisis")
    cms.local_text(voorbeeldstad, slot)
    reply = as_kees.post(f"/studio/snippets/cms/slot/delete/{slot.pk}/", follow=True)
    assert reply.status_code == 200
    assert Slot.objects.filter(pk=slot.pk).exists()


@pytest.fixture
def files(voorbeeldstad):
    image, document = cms.image(voorbeeldstad), cms.document(voorbeeldstad)
    figure = ("figure", {"image": image, "alt": "Een vlak", "decorative": False, "caption": ""})
    download = ("download", {"document": document, "title": "Formulier"})
    cms.module(voorbeeldstad, publish=True, lessons=[{"body": [figure, download]}])
    return image, document


def test_files_of_an_edition_are_kept(as_edith, files):
    image, document = files
    for path in (f"/studio/images/{image.pk}/delete/", f"/studio/documents/delete/{document.pk}/"):
        reply = as_edith.post(path, follow=True)
        assert "staat in een editie" in reply.content.decode()
    for path in (
        f"/studio/bulk/wagtailimages/image/delete/?id={image.pk}",
        f"/studio/bulk/wagtaildocs/document/delete/?id={document.pk}",
    ):
        assert "staat in een editie" in as_edith.post(path, follow=True).content.decode()
    assert (Image.objects.count(), Document.objects.count()) == (1, 1)


def test_files_in_no_edition_can_go(as_edith, voorbeeldstad):
    image, document = cms.image(voorbeeldstad), cms.document(voorbeeldstad)
    assert as_edith.post(f"/studio/images/{image.pk}/delete/").status_code == 302
    assert as_edith.post(f"/studio/documents/delete/{document.pk}/").status_code == 302
    assert (Image.objects.count(), Document.objects.count()) == (0, 0)


def test_site_collection_and_group_are_kept(as_petra, taught, voorbeeldstad):
    root = ensure_content_root(voorbeeldstad)
    for path in (
        f"/studio/sites/delete/{Site.objects.get().pk}/",
        f"/studio/collections/{root.collection_id}/delete/",
        f"/studio/groups/delete/{root.authors_id}/",
    ):
        assert as_petra.post(path, follow=True).status_code == 200, path
    assert Site.objects.count() == 1
    assert Collection.objects.filter(pk=root.collection_id).exists()
    assert ensure_content_root(voorbeeldstad).authors.pk == root.authors_id


@pytest.mark.parametrize("road", [
    lambda module, org: LessonPage.objects.child_of(module).get().delete(),
    lambda module, org: module.delete(),
    lambda module, org: Page.objects.filter(pk=module.pk).delete(),
    lambda module, org: Page.objects.get(pk=ensure_content_root(org).pk).delete(),
    lambda module, org: Site.objects.get().delete(),
    lambda module, org: Locale.objects.all().delete(),
    lambda module, org: ensure_content_root(org).collection.delete(),
    lambda module, org: cms.question(organisation=org).delete(),
    lambda module, org: cms.term(organisation=org).delete(),
    lambda module, org: cms.local_text(org, cms.slot()).delete(),
    lambda module, org: Question.objects.filter(pk=cms.question(organisation=org).pk).delete(),
])  # fmt: skip
def test_no_other_road_deletes_it_either(taught, voorbeeldstad, road):
    with pytest.raises(ProtectedError):
        road(taught, voorbeeldstad)


def test_unpublishing_stays_possible(as_edith, taught):
    lesson = LessonPage.objects.child_of(taught).get()
    assert as_edith.post(f"/studio/pages/{lesson.pk}/unpublish/").status_code == 302
    lesson.refresh_from_db()
    assert not lesson.live


def test_text_of_a_term_is_kept(as_edith, voorbeeldstad):
    term = cms.term("signaal", organisation=voorbeeldstad)
    assert (
        "Pas de betekenis aan"
        in as_edith.post(f"/studio/snippets/cms/glossaryterm/delete/{term.pk}/", follow=True).content.decode()
    )
    assert GlossaryTerm.objects.count() == 1


def test_local_text_is_kept(as_omar, voorbeeldstad):
    text = cms.local_text(voorbeeldstad, cms.slot())
    assert (
        "Haal de tekst offline"
        in as_omar.post(f"/studio/snippets/cms/localtext/delete/{text.pk}/", follow=True).content.decode()
    )
    assert LocalText.objects.count() == 1
