"""The ten in the studio: the core's editors write them, trainers read them, and nobody adds or deletes one."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from cms.models import Edition, LessonPage, ReflectionQuestion
from cms.studio import attention
from tests.factories import cms

pytestmark = [pytest.mark.django_db, pytest.mark.indexed]
LIST = "/studio/snippets/cms/reflectionquestion/"


def _form(number=3, **fields):
    prompts = {
        key: value
        for place in range(3)
        for key, value in {
            f"prompts-{place}-deleted": "", f"prompts-{place}-order": str(place), f"prompts-{place}-type": "prompt",
            f"prompts-{place}-id": "", f"prompts-{place}-value": f"Hulpvraag {place}?",
        }.items()
    }  # fmt: skip
    return {
        "number": str(number), "name": "Kind", "asks": "Hoe zie ik elk kind?", "group": "kind-en-gezin", "explanation": "Daarom.",
        "prompts-count": "3", **prompts, **{f"anchor_{level}": f"Woorden {level}." for level in range(1, 6)},
        "technical": "Wat doe je?", "normative": "Wat vind je?", "personal": "Wat raakt je?", "links-count": "0", "sources-count": "0",
        "reviewed_on": "2026-01-01", "review_by": "2030-01-01", "reviewer": "", "change": "minor", "change_note": "", **fields,
    }  # fmt: skip


def test_a_core_editor_writes_and_publishes_one(as_kees, kees):
    reply = as_kees.post(f"{LIST}add/", _form(**{"action-publish": "1"}))
    assert reply.status_code == 302
    question = ReflectionQuestion.objects.get()
    edition = Edition.objects.get(taught_id=question.uuid)
    assert (question.live, edition.content["prompts"][2], edition.published_by) == (True, "Hulpvraag 2?", kees)


def test_a_draft_may_be_half_finished_and_is_kept_when_publishing_is_refused(as_kees):
    as_kees.post(f"{LIST}add/", _form(explanation="", technical=""))
    question = ReflectionQuestion.objects.get()
    form = _form(explanation="", **{"action-publish": "1"})
    reply = as_kees.post(f"{LIST}edit/{question.pk}/", form, follow=True)
    assert reply.status_code == 200
    assert ReflectionQuestion.objects.get().live is False


@pytest.mark.parametrize("who", ["edith", "tess"])
def test_trainers_read_what_is_published_and_change_nothing(request, who):
    client = request.getfixturevalue(f"as_{who}")
    live, draft = cms.reflection_question(3), cms.reflection_question(4, name="Nogniet", publish=False)
    listed = client.get(LIST).content.decode()
    assert ("3. Kind" in listed, "Nogniet" in listed, "/edit/" in listed) == (True, False, False)
    found = {
        verb: [client.get(f"{LIST}{verb}/{one.pk}/").status_code for one in (live, draft)]
        for verb in ("inspect", "edit", "delete", "history", "usage", "unpublish")
    }
    assert found == {"inspect": [200, 404]} | {
        verb: [404, 404] for verb in ("edit", "delete", "history", "usage", "unpublish")
    }
    assert client.post(f"{LIST}edit/{live.pk}/", _form(asks="Van mij?", **{"action-publish": "1"})).status_code == 404
    assert client.post(f"{LIST}add/", _form(5)).status_code == 404
    assert client.get(f"/studio/bulk/cms/reflectionquestion/delete/?id={live.pk}").status_code == 404
    assert ReflectionQuestion.objects.get(number=3).asks == live.asks


def test_the_list_says_when_each_is_looked_at_again(as_kees):
    cms.reflection_question(3)
    cms.reflection_question(4, review_by="2026-01-02")
    html = as_kees.get(LIST).content.decode()
    assert ("1 januari 2030<" in _tight(html), "2 januari 2026 (voorbij)<" in _tight(html)) == (True, True)


def _tight(html):
    return re.sub(r"\s*<", "<", html)


def test_an_organisations_administrator_meets_none(as_omar):
    question = cms.reflection_question(3)
    assert [as_omar.get(f"{LIST}{tail}").status_code for tail in ("", f"inspect/{question.pk}/")] == [404, 404]


def test_there_is_no_copy(as_petra):
    question = cms.reflection_question(3)
    assert as_petra.get(f"{LIST}copy/{question.pk}/").status_code == 404


def test_an_eleventh_is_refused_with_the_reason(as_kees):
    for number in range(1, 11):
        cms.reflection_question(number, publish=False)
    for reply in (as_kees.get(f"{LIST}add/", follow=True), as_kees.post(f"{LIST}add/", _form(11), follow=True)):
        assert "een elfde is er niet" in reply.content.decode()
    assert ReflectionQuestion.objects.count() == 10


@pytest.mark.parametrize(("number", "said"), [(11, "kies een nummer van 1 tot en met 10"), (3, "Deze vraag is er al")])
def test_a_number_that_cannot_be_is_said_in_the_form(as_kees, number, said):
    cms.reflection_question(3, publish=False)
    reply = as_kees.post(f"{LIST}add/", _form(number))
    assert (reply.status_code, said in reply.content.decode()) == (200, True)
    assert ReflectionQuestion.objects.count() == 1


def test_the_number_stays(as_kees):
    question = cms.reflection_question(3)
    as_kees.post(f"{LIST}edit/{question.pk}/", _form(7, **{"action-publish": "1"}))
    question.refresh_from_db()
    assert (question.number, question.asks) == (3, "Hoe zie ik elk kind?")


def test_one_that_was_asked_is_kept_with_the_reason(as_kees):
    question, draft = cms.reflection_question(3), cms.reflection_question(4, publish=False)
    for path in (
        f"{LIST}delete/{question.pk}/",
        f"/studio/bulk/cms/reflectionquestion/delete/?id={question.pk}&id={draft.pk}",
    ):
        assert "Pas de vraag aan in plaats van haar te verwijderen" in as_kees.post(path, follow=True).content.decode()
    assert ReflectionQuestion.objects.count() == 2


def test_a_link_to_another_owners_lesson_is_refused_in_the_form(as_petra, voorbeeldstad):
    lesson = LessonPage.objects.child_of(cms.module(voorbeeldstad, publish=True)).get()
    link = {
        "links-count": "1", "links-0-deleted": "", "links-0-order": "0", "links-0-type": "lesson", "links-0-id": "",
        "links-0-value": str(lesson.pk), "action-publish": "1",
    }  # fmt: skip
    reply = as_petra.post(f"{LIST}add/", _form(**link))
    assert "niet van jullie" in reply.content.decode()
    assert not ReflectionQuestion.objects.exists()


def test_the_preview_shows_the_question_and_what_is_missing(as_kees):
    question = cms.reflection_question(3, publish=False, personal="", explanation="Daarom *dit*.")
    path = f"{LIST}preview/{question.pk}/"
    as_kees.post(path, _form(asks="Net getypt?", personal="", explanation="Daarom *dit*."))
    html = as_kees.get(path).content.decode()
    assert "Net getypt?</h1>" in html
    assert "Hulpvraag 1?" in html
    assert "<p>Daarom <em>dit</em>.</p>" in html
    assert "Nederlands Jeugdinstituut" in html
    assert "Vul ‘persoonlijk’ in." in html
    assert as_kees.get(f"{LIST}preview/").status_code == 200


def test_drafts_and_review_dates_ask_attention_of_the_cores_editors_alone(kees, edith):
    soon = timezone.localdate() + timedelta(days=20)
    cms.reflection_question(3, reviewed_on=soon - timedelta(days=300), review_by=soon)
    draft = cms.reflection_question(4)
    draft.asks = "Nieuw?"
    draft.save_revision(user=kees)
    titles = {matters.title: [item.title for item in matters.items] for matters in attention(kees)}
    assert titles == {"Jouw concepten": ["4. Samen"], "Opnieuw nakijken": ["3. Kind"]}
    assert [item.title for matters in attention(edith) for item in matters.items] == []
