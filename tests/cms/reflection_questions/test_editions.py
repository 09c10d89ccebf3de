"""From a reflection question to its edition: whole or not at all, once for the same words, and never an eleventh."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from cms.editions.publishing import check
from cms.models import Change, Edition, Kind, LessonPage, ReflectionQuestion, Taught
from tests.factories import cases, cms

pytestmark = pytest.mark.django_db


def _editions(question):
    return list(Edition.objects.filter(taught_id=question.uuid).order_by("number"))


def test_publishing_makes_an_edition_with_all_that_was_written():
    lesson = LessonPage.objects.child_of(cms.module(publish=True, lessons=[{"title": "Kijken"}])).get()
    played = cases.case(publish=True, title="Aan de deur")
    question = cms.reflection_question(3, links=[lesson, played], explanation="Omdat het **telt**.")
    edition = _editions(question)[0]
    content = edition.content
    assert (edition.taught.kind, edition.taught.organisation_id, edition.number) == (Kind.REFLECTION, None, 1)
    assert (content["question"], content["name"], content["group"]) == (3, "Kind", "kind-en-gezin")
    assert content["explanation_html"] == "<p>Omdat het <strong>telt</strong>.</p>"
    assert content["prompts"] == ["Wat deed je?", "Wat liet je?", "Wat wil je?"]
    assert content["anchors"] == [f"Hier sta ik op {level}." for level in range(1, 6)]
    assert content["dimensions"] == {
        "technical": "Wat doe je?", "normative": "Wat vind je?", "personal": "Wat raakt je?"
    }  # fmt: skip
    assert content["links"] == [
        {"kind": "lesson", "taught": str(lesson.uuid), "title": "Kijken"},
        {"kind": "case", "taught": str(played.uuid), "title": "Aan de deur"},
    ]


def test_the_same_words_make_no_edition():
    question = cms.reflection_question(3)
    cms.publish_now(question)
    assert len(_editions(question)) == 1


def test_other_words_make_one_edition_on_the_same_line():
    question = cms.reflection_question(3)
    question.asks = "Hoe zie ik elk kind?"
    cms.publish_now(question)
    first, second = _editions(question)
    assert (second.content["asks"], second.line_id == first.line_id) == ("Hoe zie ik elk kind?", True)


def test_a_material_change_begins_a_line_and_the_next_is_minor_again():
    question = cms.reflection_question(3)
    question.asks, question.change, question.change_note = "Hoe zie ik elk kind?", Change.MATERIAL, "Korter"
    question = cms.publish_now(question)
    first, second = _editions(question)
    assert (second.line_id != first.line_id, second.note) == (True, "Korter")
    assert (question.change, question.change_note) == (Change.MINOR, "")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"explanation": " "}, "‘waarom deze vraag’"),
        ({"personal": ""}, "‘persoonlijk’"),
        ({"anchor_4": ""}, "alle vijf"),
        ({"prompts": ["Eén.", "Twee."]}, "drie tot vijf"),
    ],
)
def test_what_is_not_whole_is_not_published_and_says_what_is_missing(changes, said):
    question = cms.reflection_question(3, publish=False, **changes)
    assert [reason for reason in check(question) if said in reason] != []
    with pytest.raises(ValidationError):
        cms.publish_now(question)
    assert not Taught.objects.filter(kind=Kind.REFLECTION).exists()


def test_active_parts_of_an_explanation_are_removed():
    question = cms.reflection_question(3, explanation='Kijk <script>alert(1)</script><b onclick="x">hier</b>.')
    assert _editions(question)[0].content["explanation_html"] == "<p>Kijk <b>hier</b>.</p>"


def test_a_lesson_that_was_never_published_or_is_not_the_cores_is_refused(voorbeeldstad):
    draft = cms.lesson(cms.module())
    theirs = LessonPage.objects.child_of(cms.module(voorbeeldstad, publish=True)).get()
    assert "nog niet gepubliceerd" in check(cms.reflection_question(3, links=[draft], publish=False))[0]
    assert "niet van jullie" in check(cms.reflection_question(4, links=[theirs], publish=False))[0]


@pytest.mark.parametrize("number", [0, 11, 3])
def test_the_database_keeps_ten_of_them_each_once(number):
    cms.reflection_question(3, publish=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReflectionQuestion.objects.bulk_create([_bare(number)])


def _bare(number):
    return ReflectionQuestion(number=number, name="Nieuw", asks="Wat?", group="toerusting", **cms.REVIEW)


@pytest.mark.parametrize(
    "road", [lambda one: one.delete(), lambda one: ReflectionQuestion.objects.filter(pk=one.pk).delete()]
)
def test_no_road_deletes_one_that_was_asked(road):
    question = cms.reflection_question(3)
    with pytest.raises(ProtectedError), transaction.atomic():
        road(question)
    assert ReflectionQuestion.objects.count() == 1


def test_a_draft_that_nobody_was_asked_can_go():
    cms.reflection_question(3, publish=False).delete()
    assert not ReflectionQuestion.objects.exists()
