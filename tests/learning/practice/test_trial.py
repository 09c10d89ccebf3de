"""Probeer als cursist: a draft's questions answered for real and kept nowhere, as any profession and in any place that is one's to see."""

import json
import re

import pytest
from django.apps import apps
from django.http import QueryDict

from learning.practice.trial import tried
from tests.factories import cms

pytestmark = pytest.mark.django_db


def _text(reply):
    return " ".join(re.sub(r"<[^>]+>", " ", reply.content.decode()).split())


def _draft(organisation, body):
    lesson = cms.lesson(cms.module(organisation), body=body)
    lesson.save_revision()
    return lesson


def _counts():
    """Rows of every table of ours, but for what signing in and looking leave."""
    rooms = {"journey", "practice", "reflection", "dossier", "cms"}
    return {model._meta.label: model.objects.count() for model in apps.get_models() if model._meta.app_label in rooms}


def test_answers_stay_while_one_goes_on_and_nothing_is_kept(as_edith, voorbeeldstad):
    questions = [cms.question(kind, organisation=voorbeeldstad) for kind in ("single", "open")]
    lesson = _draft(voorbeeldstad, [("question", {"question": one}) for one in questions])
    single, free = (str(child.id) for child in lesson.body)
    wrong = questions[0].body[0].value["options"].bound_blocks[1].id
    address, before = f"/studio/pages/{lesson.pk}/proberen/", _counts()
    reply = as_edith.post(address, {"block": single, "answer": wrong})
    assert "Nog niet. Lees waarom. Vraag" in _text(reply)
    assert "Die heeft geen taak hierin." in _text(reply)
    carried = json.dumps({single: {"answer": str(wrong)}})
    reply = as_edith.post(address, {"block": free, "answer": "Ik vraag <door>.", "earlier": carried})
    assert "Nog niet. Lees waarom." in _text(reply)
    assert "Leg je antwoord naast dit voorbeeld." in _text(reply)
    assert "Ik vraag &lt;door&gt;." in reply.content.decode()
    assert _counts() == before


def test_what_is_no_answer_is_told_and_stays(as_edith, voorbeeldstad):
    lesson = _draft(voorbeeldstad, [("question", {"question": cms.question("fill-in", organisation=voorbeeldstad)})])
    form = {"block": str(lesson.body[0].id), "gap-1": "Veilig Thuis", "gap-2": ""}
    reply = as_edith.post(f"/studio/pages/{lesson.pk}/proberen/", form)
    assert (reply.status_code, 'value="Veilig Thuis"' in reply.content.decode()) == (422, True)
    assert "Vul elke open plek in." in _text(reply)


def test_a_closing_test_can_be_tried(as_edith, voorbeeldstad):
    question = cms.question(organisation=voorbeeldstad, stem="Wie bel je nu?")
    module = cms.module(voorbeeldstad, test_questions=[("question", question)], test_draw=1)
    assert "Wie bel je nu?" in _text(as_edith.get(f"/studio/pages/{module.pk}/proberen/"))
    empty = cms.module(voorbeeldstad)
    assert "De toets heeft nog geen vragen." in _text(as_edith.get(f"/studio/pages/{empty.pk}/proberen/"))


@pytest.fixture
def differing(voorbeeldstad, anderstad):
    """A lesson with a place that both municipalities filled, one that nobody did, and a passage for doctors."""
    slot, empty = cms.slot("crisis"), cms.slot("leeg")
    cms.local_text(voorbeeldstad, slot, text="<p>Bij ons.</p>")
    cms.local_text(anderstad, slot, text="<p>Bij hen.</p>")
    return [
        ("local", {"slot": slot}),
        ("local", {"slot": empty}),
        ("profession", {"professions": ["jeugdarts"], "title": "Artsen", "text": "<p>De code.</p>"}),
    ]


def test_a_draft_is_looked_at_as_any_profession_and_in_any_place(as_edith, voorbeeldstad, anderstad, differing):
    lesson = _draft(voorbeeldstad, differing)
    for address in (f"/studio/pages/{lesson.pk}/proberen/?", f"/studio/pages/{lesson.pk}/view_draft/?"):
        own = _text(as_edith.get(f"{address}plek={voorbeeldstad.uuid}&beroep=jeugdarts&mode=plek:{voorbeeldstad.uuid}"))
        assert ("Bij ons." in own, "Bij hen." in own, "Leeg" in own) == (True, False, False)
        foreign = _text(as_edith.get(f"{address}plek={anderstad.uuid}&mode=plek:{anderstad.uuid}"))
        assert ("Bij ons." in foreign, "Bij hen." in foreign, "Anderstad" in foreign) == (False, False, False)
        invented = _text(as_edith.get(f"{address}plek=verzonnen&beroep=jeugdarts&mode=beroep:jeugdarts"))
        assert invented.count("Dit is een verzonnen voorbeeld.") == 2
        assert "Voor jouw beroep: Jeugdarts" in invented
        nowhere = _text(as_edith.get(f"{address}plek=leeg&beroep=&mode=plek:leeg"))
        assert ("Crisis" in nowhere, "Voor jouw beroep" in nowhere) == (False, False)


def test_the_platform_sees_each_organisation_that_filled_something(as_petra, anderstad, differing):
    lesson = _draft(None, differing)
    html = as_petra.get(f"/studio/pages/{lesson.pk}/proberen/?plek={anderstad.uuid}").content.decode()
    assert "Bij hen." in html
    assert f'<option value="{anderstad.uuid}" selected>bij Gemeente Anderstad</option>' in html


@pytest.mark.parametrize("carried", ["", "[]", "{", '{"a": 1}', '{"a": {"answer": "weg"}}', '{"b": {}}', "[" * 5000])
def test_what_a_form_brings_along_is_not_believed(carried):
    question = {"kind": "single", "options": [{"id": "x", "correct": True, "feedback": ""}]}
    form = QueryDict(mutable=True)
    form["earlier"] = carried
    assert tried({"a": question}, form).responses == {}
