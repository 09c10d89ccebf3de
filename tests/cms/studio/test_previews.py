"""Previews beside the form: compiled as a publication would be, standing still, and forgiving with a draft."""

import pytest

from cms.local import NATIONAL_TEXT
from tests.factories import cms

pytestmark = pytest.mark.django_db


def _preview(client, page):
    page.save_revision()
    reply = client.get(f"/studio/pages/{page.pk}/view_draft/")
    assert reply.status_code == 200
    return reply.content.decode()


@pytest.mark.parametrize("kind", cms.BODIES)
def test_lesson_shows_each_kind_of_question_standing_still(as_edith, voorbeeldstad, kind):
    question = cms.question(kind, organisation=voorbeeldstad, stem="Wat doe je eerst?")
    html = _preview(as_edith, cms.lesson(cms.module(voorbeeldstad), body=[("question", {"question": question})]))
    assert html.count('<fieldset class="stands-still" disabled>') == 1
    assert "Wat doe je eerst?" in html
    assert "Nog niet te publiceren" not in html


def test_safety_slot_always_shows_the_national_text(as_edith, voorbeeldstad, anderstad):
    slot = cms.slot("crisis", safety=True)
    lesson = cms.lesson(cms.module(voorbeeldstad), body=[("local", {"slot": slot})])
    cms.local_text(anderstad, slot, text="<p>Van een ander.</p>")
    html = " ".join(_strip(_preview(as_edith, lesson)).split())
    assert str(NATIONAL_TEXT) in html
    assert "Van een ander." not in html
    cms.local_text(voorbeeldstad, slot, text="<p>Bel ook de wijkagent.</p>", review_by="2026-01-02")
    html = " ".join(_strip(_preview(as_edith, lesson)).split())
    assert str(NATIONAL_TEXT) in html
    assert "Bel ook de wijkagent." in html
    assert "Mogelijk verouderd. Controleer dit bij je aandachtsfunctionaris." in html


def _strip(html):
    import re

    return re.sub(r"<[^>]+>", "", html)


def test_gap_is_shown_to_authors(as_edith, voorbeeldstad):
    lesson = cms.lesson(
        cms.module(voorbeeldstad), body=[("local", {"slot": cms.slot("route", help="Zet hier jullie route.")})]
    )
    assert "Zet hier jullie route." in _preview(as_edith, lesson)


def test_what_is_not_finished_is_said(as_edith, voorbeeldstad):
    question = cms.question(organisation=voorbeeldstad, title="Concept", publish=False)
    lesson = cms.lesson(
        cms.module(voorbeeldstad), body=[("question", {"question": question}), ("markdown", "Zie [^nergens].")]
    )
    html = _preview(as_edith, lesson)
    assert "Nog niet te publiceren" in html
    assert "‘Concept’ is nog niet gepubliceerd" in html
    assert "De bron [^nergens]" in html


def test_module_preview_lists_its_lessons(as_edith, voorbeeldstad):
    module = cms.module(voorbeeldstad, lessons=[{"title": "Eerste les"}, {"title": "Tweede les"}])
    html = _preview(as_edith, module)
    assert html.index("Eerste les") < html.index("Tweede les")
    assert "Publiceer eerst minstens één les." in html


def test_draft_of_a_revision_is_shown(as_edith, voorbeeldstad):
    lesson = cms.lesson(cms.module(voorbeeldstad), title="Ooit")
    revision = lesson.save_revision()
    for path in (f"/studio/pages/{lesson.pk}/view_draft/", f"/studio/pages/{lesson.pk}/revisions/{revision.pk}/view/"):
        assert "Ooit" in as_edith.get(path).content.decode()


def test_question_and_local_text_have_previews(as_edith, voorbeeldstad):
    question = cms.publish_now(cms.question(organisation=voorbeeldstad, stem="Wie bel je?"))
    text = cms.local_text(voorbeeldstad, cms.slot(), text="<p>Bel de balie.</p>")
    for item, name, words in ((question, "question", "Wie bel je?"), (text, "localtext", "Bel de balie.")):
        assert (
            words
            in as_edith.get(
                f"/studio/snippets/cms/{name}/history/{item.pk}/revisions/{item.latest_revision_id}/view/"
            ).content.decode()
        )


def test_preview_follows_the_form(as_edith, voorbeeldstad):
    path = f"/studio/snippets/cms/localtext/preview/{cms.local_text(voorbeeldstad, cms.slot()).pk}/"
    typed = cms.typed("Net getypt.")
    state = as_edith.post(
        path, {"text": typed, "owner": "Team", "reviewed_on": "2026-01-01", "review_by": "2027-01-01"}
    ).json()
    assert state == {"is_valid": True, "is_available": True}
    assert "Net getypt." in as_edith.get(path).content.decode()


def test_empty_form_has_a_preview_too(as_edith, voorbeeldstad):
    module = cms.module(voorbeeldstad)
    assert as_edith.get(f"/studio/pages/add/cms/lessonpage/{module.pk}/preview/").status_code == 200
    assert as_edith.get("/studio/snippets/cms/question/preview/").status_code == 200
    assert as_edith.get("/studio/snippets/cms/localtext/preview/").status_code == 200
