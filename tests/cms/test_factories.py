"""The factories make what the product would."""

import pytest

from cms.models import Edition
from tests.factories import cms

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", cms.BODIES)
def test_question_of_each_kind_is_published(kind):
    question = cms.question(kind)
    assert question.live
    assert Edition.objects.get(taught_id=question.uuid).content["kind"] == kind


def test_module_with_a_lesson_is_published():
    slot, word = cms.slot("acute-route", safety=True), cms.term("signaal")
    body = [
        ("question", {"question": cms.question()}),
        ("local", {"slot": slot}),
        ("glossary", {"terms": [word]}),
        ("text", "<p>Een signaal.</p>"),
    ]
    module = cms.module(publish=True, lessons=[{"body": body}])
    assert module.live
    assert [entry["number"] for entry in Edition.objects.get(taught_id=module.uuid).content["lessons"]] == [1]


def test_figure_and_download_in_a_lesson(voorbeeldstad):
    figure = ("figure", {"image": cms.image(voorbeeldstad), "alt": "Een vlak", "decorative": False, "caption": ""})
    lesson = cms.lesson(
        cms.module(voorbeeldstad),
        body=[figure, ("download", {"document": cms.document(voorbeeldstad), "title": "Formulier"})],
    )
    assert [block.block_type for block in lesson.body] == ["figure", "download"]


def test_local_text_is_published(voorbeeldstad):
    text = cms.local_text(voorbeeldstad, cms.slot())
    assert Edition.objects.get(taught_id=text.uuid).content["owner"] == "Team Jeugd"
