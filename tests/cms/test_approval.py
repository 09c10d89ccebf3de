"""Publishing with four eyes: by every road of the studio, only where the organisation asks it, and written down."""

import pytest
from django.core.management import CommandError, call_command

from cms.approval import last_writer
from cms.models import Edition, LessonPage
from people.models import Organisation
from tests.factories import cms, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def careful(voorbeeldstad):
    call_command("two_person_approval", voorbeeldstad.slug, "on", verbosity=0)
    voorbeeldstad.refresh_from_db()
    return voorbeeldstad


@pytest.fixture
def nora(voorbeeldstad):
    return people.member("Nora", voorbeeldstad, "trainer")


@pytest.fixture
def lesson(voorbeeldstad):
    module = cms.module(voorbeeldstad, publish=True, lessons=[{"title": "Les"}])
    return LessonPage.objects.child_of(module).get()


def _form(text, **fields):
    return {
        "title": "Les", "slug": "les", "summary": "Wat je leert.", "minutes": "10", "goals-count": "0", "sources-count": "0",
        "reviewed_on": "2026-01-01", "review_by": "2030-01-01", "reviewer": "", "change": "minor", "change_note": "",
        "body-count": "1", "body-0-deleted": "", "body-0-order": "0", "body-0-type": "markdown", "body-0-id": "a", "body-0-value": text,
        "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0", "comments-MIN_NUM_FORMS": "0", "comments-MAX_NUM_FORMS": "",
        **fields,
    }  # fmt: skip


PUBLISH = {"action-publish": "1"}


def _numbers(item):
    return Edition.objects.filter(taught_id=item.uuid).count()


def test_a_writer_does_not_publish_their_own_last_change_and_a_colleague_does(
    careful, lesson, as_edith, nora, sign_in, caplog
):
    edit = f"/studio/pages/{lesson.pk}/edit/"
    reply = as_edith.post(edit, _form("Nieuw", **PUBLISH), follow=True)
    assert "Jij schreef de laatste wijziging." in reply.content.decode()
    assert (_numbers(lesson), "result=refused-own-change" in caplog.text) == (1, True)
    sign_in(nora).post(edit, _form("Nieuw", **PUBLISH))  # as it stands: she adds nothing
    assert (_numbers(lesson), Edition.objects.get(taught_id=lesson.uuid, number=2).published_by) == (2, nora)


def test_who_adds_to_a_colleagues_draft_is_its_last_writer(careful, lesson, as_edith, nora, sign_in):
    edit = f"/studio/pages/{lesson.pk}/edit/"
    as_edith.post(edit, _form("Nieuw"))
    sign_in(nora).post(edit, _form("Nieuwer", **PUBLISH))
    lesson.refresh_from_db()
    assert (_numbers(lesson), last_writer(lesson)) == (1, nora.pk)
    as_edith.post(edit, _form("Nieuwer", **PUBLISH))
    assert _numbers(lesson) == 2


def test_neither_by_the_page_of_findings_nor_in_bulk_nor_by_schedule(careful, lesson, as_edith):
    edit = f"/studio/pages/{lesson.pk}/edit/"
    as_edith.post(edit, _form("Nieuw"))
    lesson.refresh_from_db()
    page = as_edith.get(f"/studio/pages/{lesson.pk}/controle/").content.decode()
    assert ("Jij schreef de laatste wijziging." in page, "</button>" in page.split("Terug naar het concept")[1]) == (
        True,
        False,
    )
    as_edith.post(f"/studio/pages/{lesson.pk}/controle/", {"revision": str(lesson.latest_revision_id)})
    as_edith.post(f"/studio/bulk/wagtailcore/page/publish/?id={lesson.pk}&next=/studio/")
    parent = lesson.get_parent()
    as_edith.post(f"/studio/bulk/wagtailcore/page/publish/?id={parent.pk}&next=/studio/", {"include_descendants": "on"})
    as_edith.post(edit, _form("Later", go_live_at="01-01-2031 10:00", **PUBLISH))
    lesson.refresh_from_db()
    assert (_numbers(lesson), lesson.approved_schedule) == (1, False)


def test_a_draft_beneath_a_module_is_held_in_bulk_too(careful, lesson, as_edith, edith):
    draft = cms.lesson(lesson.get_parent().specific, title="Nog niet")
    draft.save_revision(user=edith)
    parent = lesson.get_parent()
    as_edith.post(f"/studio/bulk/wagtailcore/page/publish/?id={parent.pk}&next=/studio/", {"include_descendants": "on"})
    draft.refresh_from_db()
    assert draft.live is False


def test_a_local_text_and_a_question_ask_it_too(careful, as_omar, omar, as_edith):
    text = cms.local_text(careful, cms.slot("crisis"))
    form = {"text": cms.typed("Bel."), "owner": "Team", "reviewed_on": "01-05-2026", "review_by": "02-06-2027"}
    path = f"/studio/snippets/cms/localtext/edit/{text.pk}/"
    as_omar.post(path, form | PUBLISH)
    assert _numbers(text) == 1
    text.refresh_from_db()
    assert last_writer(text) == omar.pk
    question = cms.question(organisation=careful)
    question.stem = "Nieuw"
    question.save_revision(user=omar)
    as_edith.post(path, form | PUBLISH)
    assert _numbers(text) == 2


@pytest.mark.parametrize("whose", ["voorbeeldstad", "core"])
def test_who_does_not_ask_it_publishes_as_before(whose, lesson, as_edith, edith, as_kees, request):
    if whose == "core":
        core = cms.module(None, publish=True)
        lesson = LessonPage.objects.child_of(core).get()
        Organisation.objects.update(two_person_approval=True)
    client = as_kees if whose == "core" else as_edith
    client.post(f"/studio/pages/{lesson.pk}/edit/", _form("Nieuw", **PUBLISH))
    assert _numbers(lesson) == 2


def test_the_operators_command_publishes(careful, lesson, edith):
    lesson.title = "Anders"
    lesson.save_revision(user=edith).publish()
    assert _numbers(lesson) == 2


def test_the_policy_is_set_by_name_and_written_down(careful, caplog):
    call_command("two_person_approval", careful.slug, "off")
    assert "action=two-person-approval object=people.Organisation" in caplog.text
    assert Organisation.objects.get(pk=careful.pk).two_person_approval is False
    with pytest.raises(CommandError):
        call_command("two_person_approval", "nergens", "on")
