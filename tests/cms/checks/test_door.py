"""The checks as an author meets them: beside the form, before publishing, and on the command line."""

import json

import pytest
from django.core.management import call_command

from cms.checks.deciding import checked
from cms.checks.reading import read_page
from cms.models import LessonPage
from tests.factories import cms

pytestmark = pytest.mark.django_db
PAST = {"reviewed_on": "2024-01-01", "review_by": "2025-01-01"}


@pytest.fixture
def module(voorbeeldstad):
    return cms.module(voorbeeldstad, publish=True, title="Module", lessons=[{"title": "Les"}])


def _draft(module, **fields):
    lesson = cms.lesson(module, **fields)
    lesson.save_revision()
    return lesson


def _rules(page):
    return [one.rule for one in checked(page).problems]


def _form(lesson, **fields):
    return {
        "title": lesson.title, "slug": lesson.slug, "summary": lesson.summary, "minutes": "10", "goals-count": "0", "sources-count": "0",
        "reviewed_on": "2026-01-01", "review_by": "2030-01-01", "reviewer": "", "change": "minor", "change_note": "",
        "body-count": "1", "body-0-deleted": "", "body-0-order": "0", "body-0-type": "markdown", "body-0-id": "", "body-0-value": "Tekst.",
        "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0", "comments-MIN_NUM_FORMS": "0", "comments-MAX_NUM_FORMS": "",
        "action-publish": "1", **fields,
    }  # fmt: skip


def test_the_form_shows_what_was_found_with_the_way_to_its_block(as_edith, module):
    lesson = _draft(module, body=[("markdown", "### Te diep")])
    html = as_edith.get(f"/studio/pages/{lesson.pk}/edit/").content.decode()
    assert "1 punt om naar te kijken" in html
    assert f'href="#block-{lesson.body[0].id}-section"' in html
    module_html = as_edith.get(f"/studio/pages/{module.pk}/edit/").content.decode()
    assert (
        f'<a href="/studio/pages/{lesson.pk}/edit/">{lesson.title}</a> <span class="studio-note">1 punt' in module_html
    )


def test_a_warning_asks_before_it_is_published(as_edith, module, edith):
    lesson = _draft(module)
    reply = as_edith.post(f"/studio/pages/{lesson.pk}/edit/", _form(lesson, **PAST), follow=True)
    lesson.refresh_from_db()
    assert reply.redirect_chain == [(f"/studio/pages/{lesson.pk}/controle/", 302)]
    assert (lesson.live, "Dit had nagekeken moeten zijn" in reply.content.decode()) == (False, True)
    as_edith.post(f"/studio/pages/{lesson.pk}/controle/", {"revision": str(lesson.latest_revision_id)})
    lesson.refresh_from_db()
    assert (lesson.live, lesson.live_revision.user) == (True, edith)


def test_another_draft_than_the_one_looked_at_is_shown_first(as_edith, module):
    lesson = _draft(module, **PAST)
    old = lesson.latest_revision_id
    lesson.save_revision()
    reply = as_edith.post(f"/studio/pages/{lesson.pk}/controle/", {"revision": str(old)}, follow=True)
    lesson.refresh_from_db()
    assert (lesson.live, "intussen veranderd" in reply.content.decode()) == (False, True)


def test_an_error_is_never_published(as_edith, module, voorbeeldstad):
    picture = {"image": cms.image(voorbeeldstad), "alt": "", "decorative": False, "caption": ""}
    lesson = _draft(module, body=[("figure", picture)])
    assert _rules(lesson) == ["alt"]
    html = as_edith.get(f"/studio/pages/{lesson.pk}/controle/").content.decode()
    assert "Toch publiceren" not in html
    as_edith.post(f"/studio/pages/{lesson.pk}/controle/", {"revision": str(lesson.latest_revision_id)})
    as_edith.post(f"/studio/bulk/wagtailcore/page/publish/?id={lesson.pk}&next=/studio/")
    lesson.refresh_from_db()
    assert lesson.live is False


def test_bulk_leaves_what_asks_to_its_own_page(as_edith, module):
    lesson = _draft(module, **PAST)
    reply = as_edith.post(f"/studio/bulk/wagtailcore/page/publish/?id={lesson.pk}&next=/studio/", follow=True)
    lesson.refresh_from_db()
    assert (lesson.live, "Open haar, en publiceer haar daar" in reply.content.decode()) == (False, True)


def test_a_page_of_another_kind_has_no_checks(as_edith, voorbeeldstad):
    from tests.factories import cases

    assert as_edith.get(f"/studio/pages/{cases.case(voorbeeldstad).pk}/controle/").status_code == 404


def test_own_links_are_held_against_what_is_there(module, voorbeeldstad, anderstad):
    draft = cms.lesson(module)
    foreign = cms.module(anderstad, publish=True)
    there = [
        f"/leren/{module.slug}/",
        f"/leren/{module.slug}/toets/",
        "/begrippen/",
        "https://elders.test/",
        "#kop",
        "tel:112",
    ]
    gone = ["/leren/nergens/", f"/leren/{foreign.slug}/", "/bestaat-niet/x/"]
    body = " ".join(f'<a href="{one}">x</a>' for one in [*there, *gone]) + f'<a linktype="page" id="{draft.pk}">y</a>'
    lesson = cms.lesson(module, body=[("text", f"<p>{body}</p>")])
    assert sorted(target for _kind, target in read_page(lesson).links.dead) == sorted([*gone, str(draft.pk)])


def test_an_empty_place_and_a_question_without_feedback_are_found(module, voorbeeldstad):
    slot, filled = cms.slot("leeg"), cms.slot("vol")
    cms.local_text(voorbeeldstad, filled)
    options = [{"text": "a", "correct": True, "feedback": ""}, {"text": "b", "correct": False, "feedback": "Want."}]
    question = cms.question(organisation=voorbeeldstad, body={"options": options})
    body = [("local", {"slot": slot}), ("local", {"slot": filled}), ("question", {"question": question})]
    assert _rules(cms.lesson(module, body=body)) == ["slot", "feedback"]
    core = cms.module(None)
    assert _rules(cms.lesson(core, body=[("local", {"slot": slot})])) == []


def test_a_half_made_draft_is_read_too(module):
    """Choosers left empty, as a draft may be kept."""
    body = [
        ("figure", {"image": None, "alt": "", "decorative": False, "caption": ""}),
        ("video", {"title": "F", "video": None, "captions": None, "transcript": ""}),
        ("download", {"document": None, "title": "D"}),
        ("question", {"question": None}), ("case", {"case": None}), ("local", {"slot": None}), ("glossary", {"terms": []}),
    ]  # fmt: skip
    assert {"compile", "alt", "transcript"} <= set(_rules(cms.lesson(module, body=body)))


def test_the_command_tells_and_fails_on_errors(module, voorbeeldstad, capsys):
    _draft(module, title="Verouderd", **PAST)
    call_command("check_content", module.slug)
    assert "let op: Verouderd, veld review_by: Dit had nagekeken" in capsys.readouterr().out
    _draft(module, body=[("question", {"question": None})])
    with pytest.raises(SystemExit) as ended:
        call_command("check_content", module.slug, "--json", organisation=voorbeeldstad.slug)
    found = json.loads(capsys.readouterr().out)
    assert ended.value.code == 1
    assert {one["severity"] for one in found} == {"error", "warning", "notice"}
    assert LessonPage.objects.filter(pk__in=[one["page_id"] for one in found]).count() == 3
