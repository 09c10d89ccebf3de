"""Publishing by the button, in bulk and by schedule: what cannot compile is refused with its reasons, and nothing typed is lost."""

# ruff: noqa: E501  forms and lists of addresses read best as they are sent

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from cms.models import Edition, LessonPage, ModulePage, Question
from tests.factories import cms

pytestmark = pytest.mark.django_db


def _form(lesson, text, **fields):
    return {
        "title": lesson.title, "slug": lesson.slug, "summary": lesson.summary, "minutes": "10", "goals-count": "0", "sources-count": "0",
        "reviewed_on": "2026-01-01", "review_by": "2030-01-01", "reviewer": "", "change": "minor", "change_note": "",
        "body-count": "1", "body-0-deleted": "", "body-0-order": "0", "body-0-type": "markdown", "body-0-id": "", "body-0-value": text,
        "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0", "comments-MIN_NUM_FORMS": "0", "comments-MAX_NUM_FORMS": "",
        **fields,
    }  # fmt: skip


@pytest.fixture
def lesson(voorbeeldstad):
    module = cms.module(voorbeeldstad, publish=True, lessons=[{"title": "Les"}])
    return LessonPage.objects.child_of(module).get()


def test_what_compiles_is_published(as_edith, lesson, edith):
    as_edith.post(
        f"/studio/pages/{lesson.pk}/edit/",
        _form(lesson, "Nieuwe tekst", change_note="Korter", **{"action-publish": "1"}),
    )
    edition = Edition.objects.filter(taught_id=lesson.uuid).latest("number")
    assert (edition.number, edition.note, edition.published_by) == (2, "Korter", edith)
    assert "Nieuwe tekst" in edition.content["blocks"][0]["html"]


def test_what_does_not_compile_is_refused_with_its_reasons(as_edith, lesson):
    reply = as_edith.post(
        f"/studio/pages/{lesson.pk}/edit/", _form(lesson, "Zie [^nergens].", **{"action-publish": "1"}), follow=True
    )
    text = reply.content.decode()
    assert "Nog niet gepubliceerd. Je concept is bewaard." in text
    assert "De bron [^nergens] staat niet bij de bronnen" in text
    page = LessonPage.objects.get(pk=lesson.pk)
    assert (page.live, page.has_unpublished_changes) == (True, True)
    assert page.get_latest_revision_as_object().body[0].value == "Zie [^nergens]."
    assert Edition.objects.filter(taught_id=lesson.uuid).count() == 1


def test_new_lesson_that_does_not_compile_is_kept_as_a_draft(as_edith, lesson):
    module = lesson.get_parent()
    form = _form(lesson, "Zie [^nergens].", title="Nieuwe les", slug="nieuwe-les", **{"action-publish": "1"})
    assert (
        "Je concept is bewaard"
        in as_edith.post(f"/studio/pages/add/cms/lessonpage/{module.pk}/", form, follow=True).content.decode()
    )
    assert LessonPage.objects.get(slug="nieuwe-les").live is False


def test_an_address_that_is_taken_is_refused_in_words_of_the_form(as_edith, lesson):
    add = f"/studio/pages/add/cms/lessonpage/{lesson.get_parent().pk}/"
    html = as_edith.post(add, _form(lesson, "Tekst", title="Nog een les")).content.decode()
    assert "Een andere pagina op deze plek heeft dit adres al." in html
    assert ("De slug" in html, LessonPage.objects.count()) == (False, 1)


def test_module_without_lessons_is_refused(as_edith, voorbeeldstad):
    module = cms.module(voorbeeldstad)
    draft = module.save_revision()
    reply = as_edith.post(
        f"/studio/bulk/wagtailcore/page/publish/?id={module.pk}&next=/studio/pages/{module.get_parent().pk}/",
        follow=True,
    )
    assert "Publiceer eerst minstens één les" in reply.content.decode()
    assert ModulePage.objects.get(pk=module.pk).latest_revision_id == draft.pk


def test_draft_of_a_question_is_kept_when_it_breaks_a_lesson(as_edith, voorbeeldstad):
    question = cms.question("single", organisation=voorbeeldstad, title="Vraag")
    cms.module(
        voorbeeldstad,
        publish=True,
        lessons=[{"body": [("question", {"question": question})]}],
        test_questions=[("question", question)],
        test_draw=1,
    )
    form = {
        "title": "Vraag", "stem": "Wat doe je?", "explanation": "", "source": "", "reviewed_on": "", "tags": "", "key": "", "change": "minor", "change_note": "",
        "body-count": "1", "body-0-deleted": "", "body-0-order": "0", "body-0-type": "open", "body-0-id": "",
        "body-0-value-model_answer": "Ik vraag door.", "body-0-value-points-count": "0", "action-publish": "1",
    }  # fmt: skip
    path = f"/studio/snippets/cms/question/edit/{question.pk}/"
    reply = as_edith.post(path, form, follow=True, headers={"referer": f"http://testserver{path}"})
    assert "is een open vraag en kan niet in een toets" in reply.content.decode()
    saved = Question.objects.get(pk=question.pk)
    assert (saved.kind, saved.get_latest_revision_as_object().kind) == ("single", "open")
    assert Edition.objects.filter(taught_id=question.uuid).count() == 1


def test_schedule_goes_on_past_one_that_fails(lesson, caplog):
    def schedule(page, text):
        page.body = LessonPage._meta.get_field("body").stream_block.to_python([{"type": "markdown", "value": text}])
        page.go_live_at = timezone.now() + timedelta(hours=1)
        revision = page.save_revision()
        revision.publish()
        type(revision).objects.filter(pk=revision.pk).update(approved_go_live_at=timezone.now() - timedelta(minutes=1))
        page.refresh_from_db()
        content = revision.content | {"go_live_at": None}
        type(revision).objects.filter(pk=revision.pk).update(content=content)

    other = cms.lesson(lesson.get_parent().specific, publish=True)
    schedule(lesson, "Zie [^nergens].")
    schedule(other, "Op tijd")
    call_command("publish_scheduled")
    assert "scheduled publication refused" in caplog.text
    assert "nergens" not in caplog.text
    numbers = {taught: Edition.objects.filter(taught_id=taught).count() for taught in (lesson.uuid, other.uuid)}
    assert numbers == {lesson.uuid: 1, other.uuid: 2}


def test_locked_page_is_not_overwritten(as_edith, lesson, voorbeeldstad, sign_in):
    from tests.factories import people

    colleague = people.member("Nora", voorbeeldstad, "trainer")
    sign_in(colleague).post(f"/studio/pages/{lesson.pk}/lock/")
    as_edith.post(f"/studio/pages/{lesson.pk}/edit/", _form(lesson, "Overheen", **{"action-publish": "1"}))
    lesson.refresh_from_db()
    assert (lesson.locked, lesson.locked_by) == (True, colleague)
    assert Edition.objects.filter(taught_id=lesson.uuid).count() == 1


def test_autosave_over_a_newer_version_is_refused(as_edith, lesson):
    first = lesson.save_revision()
    newer = lesson.save_revision()
    form = _form(
        lesson, "Oud", loaded_revision_id=str(first.pk), loaded_revision_created_at=first.created_at.isoformat()
    )
    reply = as_edith.post(f"/studio/pages/{lesson.pk}/edit/", form, headers={"accept": "application/json"})
    assert (reply.status_code, reply.json()["error_code"]) == (400, "invalid_revision")
    lesson.refresh_from_db()
    assert lesson.latest_revision_id == newer.pk


def test_new_module_has_days_to_start_with_and_lists_its_lessons(as_edith, voorbeeldstad):
    fresh = as_edith.get(f"/studio/pages/add/cms/modulepage/{cms.root(voorbeeldstad).pk}/").content.decode()
    today = timezone.localdate()
    assert f'value="{today:%d-%m-%Y}"' in fresh
    assert f'value="{today + timedelta(days=365):%d-%m-%Y}"' in fresh
    module = cms.module(voorbeeldstad, lessons=[{"title": "Kijken"}])
    form = as_edith.get(f"/studio/pages/{module.pk}/edit/").content.decode()
    assert f'href="/studio/pages/add/cms/lessonpage/{module.pk}/"' in form
    assert "concept: deelnemers zien haar nog niet" in form


def test_chooser_of_questions_begins_with_ones_own(as_edith, voorbeeldstad):
    cms.question(title="Aan de deur")
    cms.question(title="Zelf gemaakt", organisation=voorbeeldstad)
    text = as_edith.get("/studio/snippets/choose/cms/question/").content.decode()
    assert text.index("Zelf gemaakt") < text.index("Aan de deur")


def test_lesson_published_in_a_draft_module_says_what_is_still_to_do(as_edith, voorbeeldstad):
    module = cms.module(voorbeeldstad, title="Kijken", lessons=[{"title": "Les"}])
    lesson = LessonPage.objects.child_of(module).get()
    url = f"/studio/pages/{lesson.pk}/edit/"
    told = as_edith.post(url, _form(lesson, "Tekst", **{"action-publish": "1"}), follow=True).content.decode()
    assert "Deelnemers zien deze les zodra je ook de module ‘Kijken’ publiceert." in told
    cms.publish_now(module)
    told = as_edith.post(url, _form(lesson, "Andere tekst", **{"action-publish": "1"}), follow=True).content.decode()
    assert "zodra je ook de module" not in told
