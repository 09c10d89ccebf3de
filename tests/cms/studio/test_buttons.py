"""The buttons beneath the studio's forms: who may publish sees them, what they post publishes, and others have none."""

import re

import pytest

from cms.models import LocalText, Question
from tests.factories import cms

pytestmark = pytest.mark.django_db
SNIPPETS = "/studio/snippets/cms/"
PUBLISH, UNPUBLISH = "action-publish", "action-unpublish"


def _buttons(reply):
    """What the footer of a form offers: names of what it posts, and "action-unpublish" for the link to that page."""
    assert reply.status_code == 200
    html = reply.content.decode()
    footer = html[html.index('<footer class="footer') :]
    footer = footer[: footer.index("</footer>")]
    found = dict(re.findall(r'<button[^>]*?name="(action-[a-z]+)"[^>]*?value="([a-z-]+)"', footer, re.DOTALL))
    if re.search(r'href="[^"]*/unpublish/\d+/', footer):
        found[UNPUBLISH] = UNPUBLISH
    return found


def _local_form(slot, **fields):
    return {
        "slot": slot.pk, "text": cms.typed("Bel de crisisdienst."), "owner": "Team Jeugd",
        "reviewed_on": "01-01-2026", "review_by": "01-05-2027", **fields,
    }  # fmt: skip


@pytest.mark.parametrize("name", ["omar", "edith"])
def test_local_text_is_published_by_the_button_that_is_shown(request, name, voorbeeldstad):
    client = request.getfixturevalue(f"as_{name}")
    buttons = _buttons(client.get(f"{SNIPPETS}localtext/add/"))
    assert buttons == {PUBLISH: PUBLISH}

    reply = client.post(f"{SNIPPETS}localtext/add/", _local_form(cms.slot("crisis"), **buttons))
    assert reply.status_code == 302
    text = LocalText.objects.get()
    assert (text.live, text.organisation, f"{text.review_by}") == (True, voorbeeldstad, "2027-05-01")

    edit = f"{SNIPPETS}localtext/edit/{text.pk}/"
    assert _buttons(client.get(edit)) == {PUBLISH: PUBLISH, UNPUBLISH: UNPUBLISH}
    assert client.post(f"{SNIPPETS}localtext/unpublish/{text.pk}/").status_code == 302
    text.refresh_from_db()
    assert text.live is False
    assert _buttons(client.get(edit)) == {PUBLISH: PUBLISH}


@pytest.mark.parametrize("name", ["edith", "kees", "petra"])
def test_question_offers_its_writers_to_publish(request, name, voorbeeldstad):
    client = request.getfixturevalue(f"as_{name}")
    own = cms.question(organisation=voorbeeldstad if name == "edith" else None)
    assert _buttons(client.get(f"{SNIPPETS}question/add/")) == {PUBLISH: PUBLISH}
    assert _buttons(client.get(f"{SNIPPETS}question/edit/{own.pk}/")) == {PUBLISH: PUBLISH, UNPUBLISH: UNPUBLISH}


def test_term_offers_to_publish_as_a_question_does(as_edith, voorbeeldstad):
    term = cms.term(organisation=voorbeeldstad)
    assert _buttons(as_edith.get(f"{SNIPPETS}glossaryterm/add/")) == {PUBLISH: PUBLISH}
    assert _buttons(as_edith.get(f"{SNIPPETS}glossaryterm/edit/{term.pk}/")) == {PUBLISH: PUBLISH, UNPUBLISH: UNPUBLISH}


def test_locked_question_offers_nothing(as_edith, voorbeeldstad, petra):
    own = cms.question(organisation=voorbeeldstad)
    Question.objects.filter(pk=own.pk).update(locked=True, locked_by=petra)
    assert _buttons(as_edith.get(f"{SNIPPETS}question/edit/{own.pk}/")) == {}


def test_who_has_no_right_is_shown_nothing_and_can_post_nothing(as_omar, as_tess, as_kees, voorbeeldstad):
    question, text = cms.question(organisation=voorbeeldstad), cms.local_text(voorbeeldstad, cms.slot("crisis"))
    pages = [
        (as_omar, f"question/edit/{question.pk}/"),
        (as_omar, "question/add/"),
        (as_tess, f"question/edit/{question.pk}/"),
        (as_tess, f"localtext/edit/{text.pk}/"),
        (as_kees, f"localtext/edit/{text.pk}/"),
        (as_kees, "localtext/add/"),
    ]
    for client, path in pages:
        assert client.get(f"{SNIPPETS}{path}").status_code == 404, path
        assert client.post(f"{SNIPPETS}{path}", {PUBLISH: PUBLISH}).status_code == 404, path
