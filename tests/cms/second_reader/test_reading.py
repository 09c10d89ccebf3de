"""Asking a colleague to read a draft: through the studio's own pages, only where the organisation publishes with four eyes."""

from datetime import date

import pytest
from django.core import mail
from wagtail.models import WorkflowPage, WorkflowState

from cms.models import Edition, LessonPage
from people.policy import set_two_person_approval
from tests.factories import cases, cms, people

pytestmark = pytest.mark.django_db
ASKED, ABOUT = "Een collega vraagt je om na te lezen", "Wat je liet nalezen"


@pytest.fixture
def careful(voorbeeldstad, omar):
    set_two_person_approval(voorbeeldstad, on=True, by=omar)
    return voorbeeldstad


@pytest.fixture
def nora(voorbeeldstad):
    return people.member("Nora", voorbeeldstad, "trainer")


@pytest.fixture
def as_nora(nora, sign_in):
    return sign_in(nora)


@pytest.fixture
def lesson(voorbeeldstad):
    module = cms.module(voorbeeldstad, publish=True, lessons=[{"title": "Les"}])
    return LessonPage.objects.child_of(module).get()


@pytest.fixture
def draft(careful, lesson, edith):
    """Edith's draft of a lesson that is live."""
    lesson.title = "Les, anders"
    lesson.save_revision(user=edith)
    lesson.refresh_from_db()
    return lesson


@pytest.fixture
def asked(draft, as_edith):
    as_edith.post(_address(draft, "besluit/"), {"wat": "vraag", "remark": "Klopt stap 4?"})
    return draft


def _address(item, verb=""):
    kind = "page" if isinstance(item, LessonPage) else item._meta.model_name
    return f"/studio/nalezen/{kind}/{item.pk}/{verb}"


def _publish(item):
    return {"wat": "publiceer", "revision": str(item.latest_revision_id)}


def _states():
    return list(WorkflowState.objects.values_list("status", flat=True))


def _home(client):
    return client.get("/studio/").content.decode()


def _numbers(item):
    return Edition.objects.filter(taught_id=item.uuid).count()


def test_a_colleague_reads_and_publishes_in_their_own_name(asked, as_edith, as_nora, nora):
    assert (ASKED in _home(as_nora), "vraagt het je" in _home(as_nora), ABOUT in _home(as_edith)) == (True,) * 3
    page = as_nora.get(_address(asked)).content.decode()
    assert ("Klopt stap 4?" in page, "Goed: publiceer" in page) == (True, True)
    as_nora.post(_address(asked, "besluit/"), _publish(asked))
    newest = Edition.objects.filter(taught_id=asked.uuid).latest("number")
    assert (newest.number, newest.published_by, _states()) == (2, nora, ["approved"])
    assert ASKED not in _home(as_nora)


def test_who_wrote_it_is_offered_nothing_and_refused_when_they_try(asked, as_edith):
    page = as_edith.get(_address(asked)).content.decode()
    assert ("Goed: publiceer" in page, "Trek je vraag in" in page) == (False, True)
    reply = as_edith.post(_address(asked, "besluit/"), _publish(asked), follow=True)
    assert "Jij schreef de laatste wijziging." in reply.content.decode()
    assert (_numbers(asked), _states()) == (1, ["in_progress"])


def test_a_reader_sends_it_back_with_a_reason_and_is_asked_again(asked, as_edith, as_nora):
    besluit = _address(asked, "besluit/")
    assert as_nora.post(besluit, {"wat": "terug", "remark": " "}).status_code == 422
    as_nora.post(besluit, {"wat": "terug", "remark": "Noem de bron."})
    assert "terug, met een opmerking" in _home(as_edith)
    page = as_edith.get(_address(asked)).content.decode()
    assert ("Noem de bron." in page, "Vraag opnieuw" in page, _numbers(asked)) == (True, True, 1)
    as_edith.post(besluit, {"wat": "vraag", "remark": "Gedaan."})
    assert (ASKED in _home(as_nora), "Gedaan." in as_nora.get(_address(asked)).content.decode()) == (True, True)
    assert _states() == ["in_progress"]


def test_what_changed_meanwhile_is_read_anew(asked, as_nora, edith):
    form = _publish(asked)
    asked.title = "Les, weer anders"
    asked.save_revision(user=edith)
    reply = as_nora.post(_address(asked, "besluit/"), form, follow=True).content.decode()
    assert ("intussen veranderd" in reply, _numbers(asked), _states()) == (True, 1, ["in_progress"])


def test_a_reader_who_changed_it_is_its_writer_and_who_asked_may_publish(asked, as_edith, as_nora, nora):
    asked.title = "Les, van Nora"
    asked.save_revision(user=nora)
    asked.refresh_from_db()
    as_nora.post(_address(asked, "besluit/"), _publish(asked))
    assert _numbers(asked) == 1
    as_edith.post(_address(asked, "besluit/"), _publish(asked))
    assert _numbers(asked) == 2


def test_what_the_checks_stop_stops_here_too(asked, as_nora, edith):
    without_words = {
        "image": cms.image(asked.owner_root.organisation).pk,
        "alt": "",
        "decorative": False,
        "caption": "",
    }
    asked.body = LessonPage.body.field.to_python([{"type": "figure", "value": without_words}])
    asked.save_revision(user=edith)
    asked.refresh_from_db()
    reply = as_nora.post(_address(asked, "besluit/"), _publish(asked), follow=True).content.decode()
    assert ("Nog niet gepubliceerd." in reply, _numbers(asked), _states()) == (True, 1, ["in_progress"])


def test_what_the_checks_point_out_asks_first_and_settles_it_there(asked, as_nora, nora, edith):
    asked.reviewed_on, asked.review_by = date(2024, 1, 1), date(2025, 1, 1)
    asked.save_revision(user=edith)
    asked.refresh_from_db()
    reply = as_nora.post(_address(asked, "besluit/"), _publish(asked))
    assert (reply.url, _numbers(asked)) == (f"/studio/pages/{asked.pk}/controle/", 1)
    as_nora.post(reply.url, {"revision": str(asked.latest_revision_id)})
    assert (Edition.objects.filter(taught_id=asked.uuid).latest("number").published_by, _states()) == (
        nora,
        ["approved"],
    )


def test_publishing_with_the_ordinary_button_settles_what_was_asked(asked, as_nora, nora):
    draft = asked.get_latest_revision_as_object()
    draft.save_revision(user=nora).publish(user=nora)
    assert (_states(), ASKED in _home(as_nora)) == (["approved"], False)


def test_questions_and_local_texts_are_asked_for_too(careful, as_edith, edith, as_nora, as_omar):
    question, text = cms.question(organisation=careful, title="Vraag"), cms.local_text(careful, cms.slot("crisis"))
    question.title = "Andere vraag"
    text.owner = "Team Noord"
    for item in (question, text):
        item.save_revision(user=edith)
        item.refresh_from_db()
        as_edith.post(_address(item, "besluit/"), {"wat": "vraag"})
    assert (ASKED in _home(as_omar), "Andere vraag" in _home(as_omar), "Andere vraag" in _home(as_nora)) == (
        True,
        False,
        True,
    )
    assert as_omar.get(_address(question)).status_code == 404
    as_omar.post(_address(text, "besluit/"), _publish(text))
    as_nora.post(_address(question, "besluit/"), _publish(question))
    assert (_numbers(text), _numbers(question), _states()) == (2, 2, ["approved", "approved"])


def test_a_case_is_asked_for_as_a_lesson_is(careful, edith, as_edith, as_nora):
    case = cases.case(careful, publish=True)
    case.summary = "Anders gezegd."
    case.save_revision(user=edith)
    case.refresh_from_db()
    besluit = f"/studio/nalezen/page/{case.pk}/besluit/"
    as_edith.post(besluit, {"wat": "vraag"})
    as_nora.post(besluit, _publish(case))
    assert (_numbers(case), _states()) == (2, ["approved"])


def test_a_question_that_is_thrown_away_takes_its_request_along(careful, as_edith):
    question = cms.question(organisation=careful, publish=False)
    as_edith.post(_address(question, "besluit/"), {"wat": "vraag"})
    assert _states() == ["in_progress"]
    question.delete()
    assert (_states(), as_edith.get("/studio/").status_code) == ([], 200)


def test_the_form_keeps_the_draft_and_leads_to_asking(careful, as_edith):
    text = cms.local_text(careful, cms.slot("crisis"))
    edit = f"/studio/snippets/cms/localtext/edit/{text.pk}/"
    page = as_edith.get(edit).content.decode()
    assert ("Vraag een collega om dit na te lezen" in page, "action-submit" in page) == (True, False)
    form = {"text": cms.typed("Bel."), "owner": "Team", "reviewed_on": "01-05-2026", "review_by": "02-06-2027"}
    reply = as_edith.post(edit, form | {"action-ask-reader": "1"})
    text.refresh_from_db()
    assert (reply.url, text.has_unpublished_changes, _states()) == (_address(text), True, [])
    as_edith.post(_address(text, "besluit/"), {"wat": "vraag"})
    assert f'href="{_address(text)}"' in as_edith.get(edit).content.decode()


def test_a_lessons_form_offers_it_when_it_is_made_and_when_it_is_changed(careful, lesson, as_edith):
    module = lesson.get_parent()
    for path in (
        f"pages/{lesson.pk}/edit/",
        f"pages/add/cms/lessonpage/{module.pk}/",
        f"pages/add/cms/modulepage/{module.get_parent().pk}/",
    ):
        page = as_edith.get(f"/studio/{path}").content.decode()
        assert ("action-ask-reader" in page, "action-submit" in page) == (True, False)


def test_mail_names_a_title_and_an_address_and_nothing_else(
    draft, as_edith, as_nora, nora, edith, tess, petra, django_capture_on_commit_callbacks
):
    besluit = _address(draft, "besluit/")
    with django_capture_on_commit_callbacks(execute=True):
        as_edith.post(besluit, {"wat": "vraag", "remark": "Geheim A"})
    with django_capture_on_commit_callbacks(execute=True):
        as_nora.post(besluit, {"wat": "terug", "remark": "Geheim B"})
    with django_capture_on_commit_callbacks(execute=True):
        as_edith.post(besluit, {"wat": "vraag"})
    with django_capture_on_commit_callbacks(execute=True):
        as_nora.post(besluit, _publish(draft))
    told = [(one.to, one.subject) for one in mail.outbox]
    assert told == [
        ([nora.email], "Wil je ‘Les, anders’ nalezen?"),
        ([edith.email], "‘Les, anders’ is nagelezen en komt terug"),
        ([nora.email], "Wil je ‘Les, anders’ nalezen?"),
        ([edith.email], "‘Les, anders’ is nagelezen en gepubliceerd"),
    ]
    for one in mail.outbox:
        assert ("Geheim" in one.body, "Hello" in one.body, _address(draft) in one.body) == (False, False, True)


def test_another_organisation_meets_nothing_of_it(asked, as_tess, as_sam, tess, anderstad):
    set_two_person_approval(anderstad, on=True)
    assert ASKED not in _home(as_tess)
    for client in (as_tess, as_sam):
        assert client.get(_address(asked)).status_code == 404
        assert client.post(_address(asked, "besluit/"), _publish(asked)).status_code == 404


# --- The policy -----------------------------------------------------------------------------------


def test_an_administrator_turns_it_on_and_off_and_nothing_is_lost(
    voorbeeldstad, lesson, edith, as_omar, omar, as_edith, as_nora, caplog
):
    page = as_omar.get("/studio/vier-ogen/").content.decode()
    assert ("staat vier ogen uit" in page, "minstens twee nodig" in page) == (True, False)
    assert as_omar.post("/studio/vier-ogen/", {"state": "aan"}).status_code == 422
    as_omar.post("/studio/vier-ogen/", {"state": "aan", "sure": "on"})
    assert WorkflowPage.objects.get().page_id == cms.root(voorbeeldstad).pk
    lesson.title = "Les, anders"
    lesson.save_revision(user=edith)
    as_edith.post(_address(lesson, "besluit/"), {"wat": "vraag"})
    assert "1 vraag om na te lezen vervalt" in as_omar.get("/studio/vier-ogen/").content.decode()
    as_omar.post("/studio/vier-ogen/", {"state": "uit", "sure": "on"})
    lesson.refresh_from_db()
    assert (_states(), WorkflowPage.objects.exists(), lesson.has_unpublished_changes) == (["cancelled"], False, True)
    assert [f"result={word} origin=127.0.0.1 actor={omar.uuid}" in caplog.text for word in ("on", "off")] == [
        True,
        True,
    ]


def test_who_does_not_administer_has_no_such_page(voorbeeldstad, as_edith, as_kees, as_petra):
    for client in (as_edith, as_kees, as_petra):
        assert client.get("/studio/vier-ogen/").status_code == 404
        assert "/studio/vier-ogen/" not in _home(client)


def test_with_the_policy_off_nothing_of_a_workflow_shows(lesson, edith, as_edith, as_omar, as_petra):
    lesson.title = "Les, anders"
    lesson.save_revision(user=edith)
    for client in (as_edith, as_petra):
        for path in ("/studio/", f"/studio/pages/{lesson.pk}/edit/", f"/studio/pages/{lesson.get_parent().pk}/"):
            page = client.get(path).content.decode().lower()
            assert [word for word in ("nalezen", "na te lezen", "workflow-status", "/workflows/") if word in page] == []
        assert client.get(_address(lesson)).status_code == 404
        assert client.post(_address(lesson, "besluit/"), {"wat": "vraag"}).status_code == 404


def test_wagtails_own_workflow_stands_nowhere(lesson):
    assert (lesson.has_workflow, WorkflowPage.objects.exists()) == (False, False)


def test_wagtails_own_screens_for_workflows_are_closed_to_everybody(asked, as_petra, as_edith):
    for client in (as_petra, as_edith):
        for path in (
            "workflows/list/",
            "workflows/tasks/index/",
            "reports/workflow/",
            f"pages/{asked.pk}/workflow_history/",
        ):
            assert client.get(f"/studio/{path}").status_code == 404
    assert "/studio/workflows/" not in _home(as_petra)
