"""Questions, terms, slots and local texts: whose they are decides what an author meets, by list, by search, by chooser and by id."""

# ruff: noqa: E501  forms and lists of addresses read best as they are sent

import pytest

from cms.models import GlossaryTerm, LessonPage, LocalText, Question
from tests.factories import cms

pytestmark = [pytest.mark.django_db, pytest.mark.indexed]
BANK = "/studio/snippets/cms/question/"


@pytest.fixture
def bank(voorbeeldstad, anderstad):
    return {
        "own": cms.question(organisation=voorbeeldstad, title="Eigen vraag", publish=False),
        "foreign": cms.question(organisation=anderstad, title="Andermans vraag"),
        "core": cms.question(title="Kernvraag"),
        "core draft": cms.question(title="Kernconcept", publish=False),
    }


def _shown(reply, titles):
    assert reply.status_code == 200
    text = reply.content.decode()
    return {title for title in titles if title in text}


TITLES = {"Eigen vraag", "Andermans vraag", "Kernvraag", "Kernconcept"}


@pytest.mark.parametrize(
    "path",
    [BANK, f"{BANK}results/", "/studio/snippets/choose/cms/question/", "/studio/snippets/choose/cms/question/results/"],
)
def test_lists_show_own_and_published_core(as_edith, bank, path):
    assert _shown(as_edith.get(path), TITLES) == {"Eigen vraag", "Kernvraag"}


@pytest.mark.parametrize("path", [BANK, "/studio/snippets/choose/cms/question/results/"])
def test_search_finds_own_and_published_core(as_edith, bank, path):
    assert _shown(as_edith.get(path, {"q": "kern"}), TITLES - {"kern"}) == {"Kernvraag"}
    assert _shown(as_edith.get(path, {"q": "Andermans"}), TITLES) == set()


def test_core_editor_and_platform_administrator_see_more(as_kees, as_petra, bank):
    assert _shown(as_kees.get(BANK), TITLES) == {"Kernvraag", "Kernconcept"}
    assert _shown(as_petra.get(BANK), TITLES) == TITLES


def _addresses(item, name):
    base, pk = f"/studio/snippets/cms/{name}/", item.pk
    addresses = [
        f"{base}{verb}/{pk}/" for verb in ("edit", "delete", "usage", "history", "history-results", "inspect", "copy")
    ]
    addresses += [
        f"/studio/bulk/cms/{name}/delete/?id={pk}",
        f"/studio/snippets/choose/cms/{name}/chosen/{pk}/",
        f"/studio/snippets/choose/cms/{name}/chosen-multiple/?id={pk}",
    ]
    if name == "question":
        revision = item.latest_revision or item.save_revision()
        addresses += [
            f"{base}preview/{pk}/",
            f"{base}unpublish/{pk}/",
            f"{base}lock/{pk}/",
            f"{base}unlock/{pk}/",
            f"{base}history/{pk}/revisions/{revision.pk}/view/",
            f"{base}history/{pk}/revisions/{revision.pk}/revert/",
            f"{base}history/{pk}/revisions/compare/live...latest/",
            f"{base}history/{pk}/revisions/{revision.pk}/unschedule/",
        ]
    return addresses


@pytest.mark.parametrize("which", ["foreign", "core draft"])
def test_question_of_another_does_not_exist_by_id(as_edith, bank, which):
    replies = {path: as_edith.get(path).status_code for path in _addresses(bank[which], "question")}
    assert replies == dict.fromkeys(replies, 404)
    posts = {path: as_edith.post(path).status_code for path in _addresses(bank[which], "question")}
    assert posts == dict.fromkeys(posts, 404)


def test_term_of_another_does_not_exist_by_id(as_edith, anderstad):
    term = cms.term("geheimwoord", organisation=anderstad)
    replies = {path: as_edith.get(path).status_code for path in _addresses(term, "glossaryterm")}
    assert replies == dict.fromkeys(replies, 404)


def test_question_of_the_core_is_read_and_copied_but_not_edited(as_edith, bank):
    pk = bank["core"].pk
    replies = {
        verb: as_edith.get(f"{BANK}{verb}/{pk}/").status_code
        for verb in ("inspect", "copy", "edit", "delete", "history", "usage")
    }
    assert replies == {"inspect": 200, "copy": 200, "edit": 404, "delete": 404, "history": 404, "usage": 404}
    assert as_edith.get(f"/studio/snippets/choose/cms/question/chosen/{pk}/").status_code == 200


def test_own_question_opens(as_edith, bank):
    own = bank["own"]
    for verb in ("edit", "delete", "history", "usage", "inspect", "copy"):
        assert as_edith.get(f"{BANK}{verb}/{own.pk}/").status_code == 200, verb


def _question_form(**fields):
    return {
        "title": "Nieuwe vraag", "stem": "Wie bel je?", "explanation": "", "source": "", "reviewed_on": "", "tags": "", "key": "", "change": "minor", "change_note": "",
        "body-count": "1", "body-0-deleted": "", "body-0-order": "0", "body-0-type": "true_false", "body-0-id": "",
        "body-0-value-statement": "Advies mag altijd.", "body-0-value-answer": "true", "body-0-value-feedback_true": "Ja.", "body-0-value-feedback_false": "Toch wel.",
        **fields,
    }  # fmt: skip


def test_owner_follows_from_the_author(as_edith, as_kees, voorbeeldstad, anderstad):
    as_edith.post(f"{BANK}add/", _question_form(title="Van Edith", organisation=anderstad.pk))
    as_kees.post(f"{BANK}add/", _question_form(title="Van Kees", organisation=anderstad.pk))
    owners = dict(Question.objects.values_list("title", "organisation_id"))
    assert owners == {"Van Edith": voorbeeldstad.pk, "Van Kees": None}


def test_platform_administrator_chooses_the_owner_once(as_petra, voorbeeldstad, anderstad):
    as_petra.post(f"{BANK}add/", _question_form(title="Van Petra", organisation=voorbeeldstad.pk))
    question = Question.objects.get(title="Van Petra")
    assert question.organisation == voorbeeldstad
    as_petra.post(
        f"{BANK}edit/{question.pk}/",
        _question_form(title="Van Petra", organisation=anderstad.pk, **{"action-publish": "1"}),
    )
    question.refresh_from_db()
    assert (question.live, question.organisation) == (True, voorbeeldstad)


def test_key_taken_by_the_same_owner_is_said_and_not_a_fault(as_edith, voorbeeldstad):
    cms.question(organisation=voorbeeldstad, key="advies")
    reply = as_edith.post(f"{BANK}add/", _question_form(key="advies"))
    assert reply.status_code == 200
    assert Question.objects.filter(key="advies").count() == 1


def test_slot_is_the_cores(as_edith, as_kees):
    slot = cms.slot("crisis")
    assert [
        as_edith.get(f"/studio/snippets/cms/slot/{tail}").status_code
        for tail in ("", f"edit/{slot.pk}/", f"delete/{slot.pk}/", "add/")
    ] == [200, 404, 404, 404]
    assert [as_kees.get(f"/studio/snippets/cms/slot/{tail}").status_code for tail in (f"edit/{slot.pk}/", "add/")] == [
        200,
        200,
    ]


LOCAL = "/studio/snippets/cms/localtext/"


def test_local_text_belongs_to_its_organisation(as_edith, as_omar, as_kees, as_tess, as_petra, voorbeeldstad):
    text = cms.local_text(voorbeeldstad, cms.slot("crisis"), owner="Herkenbaar team")
    assert [
        _shown(client.get(LOCAL), {"Herkenbaar team"}) != set() for client in (as_edith, as_omar, as_tess, as_petra)
    ] == [True, True, False, True]
    assert as_kees.get(LOCAL).status_code == 404
    edits = {
        name: client.get(f"{LOCAL}edit/{text.pk}/").status_code
        for name, client in [("edith", as_edith), ("omar", as_omar), ("tess", as_tess), ("kees", as_kees)]
    }
    assert edits == {"edith": 200, "omar": 200, "tess": 404, "kees": 404}
    assert [as_petra.get(f"{LOCAL}{verb}/{text.pk}/").status_code for verb in ("inspect", "edit", "delete")] == [
        200,
        404,
        404,
    ]


def test_administrator_fills_a_slot(as_omar, voorbeeldstad):
    slot = cms.slot("crisis")
    form = {
        "slot": slot.pk, "text": cms.typed("Bel de crisisdienst."),
        "owner": "Team Jeugd", "reviewed_on": "2026-01-01", "review_by": "2027-01-01", "action-publish": "1",
    }  # fmt: skip
    assert as_omar.post(f"{LOCAL}add/", form).status_code == 302
    text = LocalText.objects.get()
    assert (text.organisation, text.live) == (voorbeeldstad, True)
    again = as_omar.post(f"{LOCAL}add/", form)
    assert "al ingevuld" in again.content.decode()
    assert LocalText.objects.count() == 1


def test_lesson_cannot_hold_anothers_question(as_edith, bank, voorbeeldstad):
    lesson = cms.lesson(cms.module(voorbeeldstad))
    form = _lesson_form(lesson, bank["foreign"])
    for publish in ({}, {"action-publish": "1"}):
        reply = as_edith.post(f"/studio/pages/{lesson.pk}/edit/", form | publish, follow=True)
        assert "Andermans vraag" not in reply.content.decode()
    draft = LessonPage.objects.get(pk=lesson.pk)
    assert (draft.live, [block.value["question"] for block in draft.get_latest_revision_as_object().body]) == (
        False,
        [None],
    )


def test_lesson_may_hold_the_cores_question(as_edith, bank, voorbeeldstad):
    lesson = cms.lesson(cms.module(voorbeeldstad))
    as_edith.post(f"/studio/pages/{lesson.pk}/edit/", _lesson_form(lesson, bank["core"]) | {"action-publish": "1"})
    lesson.refresh_from_db()
    assert (lesson.live, [block.value["question"] for block in lesson.body]) == (True, [bank["core"]])


def _lesson_form(lesson, question):
    return {
        "title": lesson.title, "slug": lesson.slug, "summary": lesson.summary, "minutes": "10", "goals-count": "0", "sources-count": "0",
        "reviewed_on": "2026-01-01", "review_by": "2030-01-01", "reviewer": "", "change": "minor", "change_note": "",
        "body-count": "1", "body-0-deleted": "", "body-0-order": "0", "body-0-type": "question", "body-0-id": "", "body-0-value-question": str(question.pk),
        "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0", "comments-MIN_NUM_FORMS": "0", "comments-MAX_NUM_FORMS": "",
    }  # fmt: skip


def test_terms_of_two_owners_may_share_a_key(as_edith, voorbeeldstad, anderstad):
    cms.term("signaal", organisation=anderstad)
    form = {
        "term": "signaal",
        "also": "",
        "definition": cms.typed("Wat je ziet."),
        "source": "",
        "reviewed_on": "",
        "key": "signaal",
    }
    assert as_edith.post("/studio/snippets/cms/glossaryterm/add/", form).status_code == 302
    assert GlossaryTerm.objects.filter(key="signaal", organisation=voorbeeldstad).count() == 1
    assert as_edith.post("/studio/snippets/cms/glossaryterm/add/", form).status_code == 200
