"""A draft that is half finished is kept as it is; where it cannot be, the editor says what is missing; and no road publishes it."""

# ruff: noqa: E501  forms read best as they are sent

import json

import pytest
from django.core.exceptions import ValidationError

from cms.models import Edition, LessonPage, ModulePage, Question
from tests.factories import cms

pytestmark = pytest.mark.django_db

JSON = {"accept": "application/json"}
_COMMENTS = {f"comments-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS")} | {
    "comments-MAX_NUM_FORMS": ""
}
_REVIEW = {"reviewed_on": "2026-01-01", "review_by": "2030-01-01", "reviewer": "", "change": "minor", "change_note": ""}


def _lesson(**fields):
    return {
        "title": "Kijken", "slug": "kijken", "summary": "", "minutes": "10", "goals-count": "0", "sources-count": "0", "body-count": "0",
        **_REVIEW, **_COMMENTS, **fields,
    }  # fmt: skip


def _block(kind, **values):
    return {
        "body-count": "1", "body-0-deleted": "", "body-0-order": "0", "body-0-type": kind, "body-0-id": "",
        **{f"body-0-value-{name}": value for name, value in values.items()},
    }  # fmt: skip


def _module(**fields):
    return {
        "title": "Rustig kijken", "slug": "rustig-kijken", "summary": "Wat zie je?", "minutes": "25", "theme": "lokaal", "audience": "",
        "goals-count": "1", "goals-0-deleted": "", "goals-0-order": "0", "goals-0-type": "goal", "goals-0-id": "", "goals-0-value": "Je kijkt.",
        "sources-count": "0", "test_title": "", "test_intro": "", "test_draw": "", "test_pass_mark": "75", "test_questions-count": "0",
        **_REVIEW, **_COMMENTS, **fields,
    }  # fmt: skip


def _chosen(*questions):
    fields = {"test_questions-count": str(len(questions))}
    for place, question in enumerate(questions):
        one = {"deleted": "", "order": str(place), "type": "question", "id": "", "value": str(question.pk)}
        fields |= {f"test_questions-{place}-{name}": value for name, value in one.items()}
    return fields


HALF = {
    "nothing but a title": {},
    "a picture without words": _block("figure", image="", alt="", caption="", credit=""),
    "a table without a head": _block("table", caption="", table='{"data": [["", ""], ["a", "b"]]}'),
    "a source without a name": {
        "sources-count": "2",
        **{
            f"sources-{n}-{name}": value
            for n in "01"
            for name, value in {"deleted": "", "order": n, "type": "source", "id": ""}.items()
        },
        **{
            f"sources-{n}-value-{name}": ""
            for n in "01"
            for name in ("key", "title", "publisher", "url", "date", "seen")
        },
    },
}


@pytest.mark.parametrize("fields", HALF.values(), ids=HALF)
def test_a_lesson_that_is_half_finished_is_kept(as_edith, voorbeeldstad, fields):
    module = cms.module(voorbeeldstad)
    reply = as_edith.post(f"/studio/pages/add/cms/lessonpage/{module.pk}/", _lesson(**fields), headers=JSON)
    assert reply.json()["success"] is True
    assert LessonPage.objects.get().title == "Kijken"


@pytest.mark.parametrize("kind", ["single", "multiple", "match", "fill_in"])
def test_a_question_that_is_half_finished_is_kept_and_published_by_no_road(as_edith, voorbeeldstad, kind):
    lists = {"single": ["options"], "multiple": ["options"], "match": ["pairs", "extra"], "fill_in": ["gaps"]}[kind]
    form = {"title": "Half", "stem": "Wat?", "explanation": "", "source": "", "reviewed_on": "", "tags": "", "key": "", "change": "minor", "change_note": ""}  # fmt: skip
    form |= _block(kind, text="", **{f"{name}-count": "0" for name in lists})
    reply = as_edith.post("/studio/snippets/cms/question/add/", form, headers=JSON)
    assert reply.json()["success"] is True
    draft = Question.objects.get(title="Half")
    with pytest.raises(ValidationError, match="‘Half’ is nog niet af"):
        draft.latest_revision.publish()
    draft.refresh_from_db()
    assert (draft.live, Edition.objects.count()) == (False, 0)


def test_the_form_still_refuses_to_publish_what_is_half_finished(as_edith, voorbeeldstad):
    form = {"title": "Half", "stem": "Wat?", "explanation": "", "source": "", "reviewed_on": "", "tags": "", "key": "", "change": "minor", "change_note": ""}  # fmt: skip
    options = {f"options-{n}-{name}": value for n in "01" for name, value in {"deleted": "", "order": n, "id": "", "value-text": "A", "value-feedback": "B"}.items()}  # fmt: skip
    form |= _block("single", **{"options-count": "2"}, **options) | {"action-publish": "1"}
    html = as_edith.post("/studio/snippets/cms/question/add/", form).content.decode()
    assert json.dumps("Kies precies één goed antwoord.").strip('"') in html
    assert not Question.objects.exists()


def test_an_autosave_that_is_refused_says_what_is_missing(as_edith, voorbeeldstad):
    module = cms.module(voorbeeldstad)
    add = f"/studio/pages/add/cms/lessonpage/{module.pk}/"
    reply = as_edith.post(add, _lesson(title="", slug="", minutes=""), headers=JSON)
    assert (reply.status_code, reply.json()["error_code"]) == (400, "validation_error")
    assert (
        reply.json()["error_message"] == "Vul nog in: ‘Titel’, ‘Minuten’. Daarna wordt je concept weer vanzelf bewaard."
    )
    reply = as_edith.post(add, _lesson(review_by="2020-01-01"), headers=JSON)
    assert "‘Opnieuw nakijken vóór’: Kies een datum na ‘nagekeken op’." in reply.json()["error_message"]
    reply = as_edith.post("/studio/snippets/cms/glossaryterm/add/", {"term": "Zicht"}, headers=JSON)
    assert "Vul nog in: ‘Sleutel’." in reply.json()["error_message"]


# --- A closing test ---------------------------------------------------------------------------------


def test_a_new_test_asks_all_that_is_chosen_and_too_few_keeps_the_draft(as_edith, voorbeeldstad):
    questions = [cms.question(organisation=voorbeeldstad) for _n in range(5)]
    module = cms.module(voorbeeldstad, publish=True, title="Rustig kijken", slug="rustig-kijken")
    edit = f"/studio/pages/{module.pk}/edit/"
    assert 'placeholder="Alle gekozen vragen"' in as_edith.get(edit).content.decode()
    publish = {"action-publish": "1"}
    said = as_edith.post(edit, _module(test_draw="12", **_chosen(*questions), **publish), follow=True).content.decode()
    assert "Nog niet gepubliceerd. Je concept is bewaard." in said
    assert "Zet ‘Vragen per poging’ op 5 of minder, of maak het leeg voor alle gekozen vragen." in said
    draft = ModulePage.objects.get(pk=module.pk).get_latest_revision_as_object()
    assert (draft.test_draw, len(draft.test_questions)) == (12, 5)
    as_edith.post(edit, _module(**_chosen(*questions), **publish))
    test = Edition.objects.filter(taught_id=module.uuid).latest("number").content["test"]
    assert (test["draw"], len(test["pool"])) == (5, 5)


def test_a_new_page_called_as_another_gets_an_address_of_its_own(as_edith, voorbeeldstad):
    first = cms.module(voorbeeldstad, title="Rustig kijken", slug="rustig-kijken", publish=True)
    root = first.get_parent()
    add = f"/studio/pages/add/cms/modulepage/{root.pk}/"
    for _again in range(2):
        as_edith.post(add, _module())
    assert sorted(root.get_children().values_list("slug", flat=True)) == [
        "rustig-kijken",
        "rustig-kijken-2",
        "rustig-kijken-3",
    ]
    chosen = as_edith.post(add, _module(title="Iets anders", slug="rustig-kijken")).content.decode()
    assert "Een andere pagina op deze plek heeft dit adres al. Kies bij ‘Adres’ een ander." in chosen
    assert root.get_children().count() == 3
