"""A term is drafted and published like other content; what was written before, and what an import brings, stays as it was."""

import pytest

from cms.models import Edition, GlossaryTerm
from people.policy import set_two_person_approval
from tests.factories import cms, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def term(voorbeeldstad):
    return cms.term("signaal", organisation=voorbeeldstad)


def _form(meaning, **fields):
    return {"term": "signaal", "also": "", "definition": cms.typed(meaning), "source": "", "key": "signaal"} | fields


def _edit(term):
    return f"/studio/snippets/cms/glossaryterm/edit/{term.pk}/"


def _told(term):
    """What readers get: the glossary's row, and the edition in force."""
    kept = GlossaryTerm.objects.get(pk=term.pk)
    return kept.definition, Edition.objects.filter(taught_id=term.uuid).latest("number").content["definition"]


PUBLISH = {"action-publish": "1"}


def test_a_change_is_a_draft_until_it_is_published(term, as_edith, edith, as_asha):
    before = _told(term)
    as_edith.post(_edit(term), _form("Iets nieuws."))
    assert (_told(term), "Iets nieuws." in as_edith.get(_edit(term)).content.decode()) == (before, True)
    assert "concept van een begrip" in as_edith.get("/studio/").content.decode()
    as_edith.post(_edit(term), _form("Iets nieuws.", **PUBLISH))
    assert [("Iets nieuws." in words) for words in _told(term)] == [True, True]
    assert "Iets nieuws." in as_asha.get("/begrippen/").content.decode()
    newest = Edition.objects.filter(taught_id=term.uuid).latest("number")
    assert (newest.number, newest.published_by) == (2, edith)


def test_a_new_term_is_known_once_it_is_published(voorbeeldstad, as_edith, as_asha):
    as_edith.post("/studio/snippets/cms/glossaryterm/add/", _form("Betekenis."))
    made = GlossaryTerm.objects.get(key="signaal")
    assert (made.live, "Betekenis." in as_asha.get("/begrippen/").content.decode()) == (False, False)
    as_edith.post(_edit(made), _form("Betekenis.", **PUBLISH))
    assert "Betekenis." in as_asha.get("/begrippen/").content.decode()


def test_a_draft_of_the_core_is_not_an_authors_to_read(as_edith):
    draft = cms.term("kernwoord", live=False)
    for path in ("edit", "inspect", "copy", "history"):
        assert as_edith.get(f"/studio/snippets/cms/glossaryterm/{path}/{draft.pk}/").status_code == 404
    assert "kernwoord" not in as_edith.get("/studio/snippets/cms/glossaryterm/").content.decode()


def test_four_eyes_hold_a_term_and_a_colleague_publishes_it(voorbeeldstad, term, as_edith, sign_in):
    set_two_person_approval(voorbeeldstad, on=True)
    before = _told(term)
    reply = as_edith.post(_edit(term), _form("Iets nieuws.", **PUBLISH), follow=True).content.decode()
    assert ("Jij schreef de laatste wijziging." in reply, _told(term)) == (True, before)
    reading = f"/studio/nalezen/glossaryterm/{term.pk}/besluit/"
    as_edith.post(reading, {"wat": "vraag"})
    term.refresh_from_db()
    nora = people.member("Nora", voorbeeldstad, "trainer")
    sign_in(nora).post(reading, {"wat": "publiceer", "revision": str(term.latest_revision_id)})
    assert "Iets nieuws." in _told(term)[1]
    assert Edition.objects.filter(taught_id=term.uuid).latest("number").published_by == nora


def test_what_is_written_whole_shows_in_the_form_and_keeps_the_draft_of_before(term, as_edith):
    as_edith.post(_edit(term), _form("Van Edith.", **PUBLISH))
    as_edith.post(_edit(term), _form("Concept van Edith."))
    kept = GlossaryTerm.objects.get(pk=term.pk)
    kept.definition = "<p>Uit het pakket.</p>"
    kept.write_live()
    page = as_edith.get(_edit(term)).content.decode()
    assert ("Uit het pakket." in page, "Uit het pakket." in _told(term)[1]) == (True, True)
    assert "Concept van Edith." in str(list(kept.revisions.values_list("content", flat=True)))


def test_a_term_that_is_taken_offline_is_no_longer_told(term, as_edith, as_asha):
    as_edith.post(f"/studio/snippets/cms/glossaryterm/unpublish/{term.pk}/")
    assert (GlossaryTerm.objects.get(pk=term.pk).live, "signaal" in as_asha.get("/begrippen/").content.decode()) == (
        False,
        False,
    )
