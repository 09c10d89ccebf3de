"""What of a session goes to paper or into a file: sheets that hold nothing anybody gave, and minutes for who may read them."""

import contextlib
import json
import re
import uuid
import zlib

import pytest

from learning.team_sessions import taking
from learning.team_sessions.actions import course
from people.exports import actions as exports
from people.exports import pdf
from people.exports.models import Export, State
from tests.learning.sessions import Browser, agreed, at, clicked, moved, opened, prepared

pytestmark = pytest.mark.django_db
CARD = "Ik stel het gesprek uit & zeg dat niet."


def over(farah):
    session = at("choose", farah)
    Browser(session).draw().card(CARD)
    session = moved(session, "agree", farah)
    agreed(session, farah, owner=farah)
    return clicked(course.close, session, farah)


# --- On paper -----------------------------------------------------------------------------------------


def test_there_are_cards_strips_and_words_to_say_for_as_many_as_come(as_farah, farah):
    page = as_farah.get(f"/sessies/{prepared(farah).pk}/papier/?mensen=10").content.decode()
    assert (page.count('class="sheet-card"'), page.count('class="sheet-scale"')) == (24, 10)
    assert "Als het over een echt gezin gaat" in page
    said = page[page.index("Voor de begeleider") : page.index("Als iemand geraakt is")]
    assert "Welkom. Neem twee kaarten" in said
    assert "telefoon" not in said
    assert "scherm" not in said


@pytest.mark.parametrize("typed", ["", "veel", "0", "9999999", "-3", "٣"])
def test_a_number_that_cannot_be_is_brought_within_bounds(as_farah, farah, typed):
    page = as_farah.get(f"/sessies/{prepared(farah).pk}/papier/", {"mensen": typed}).content.decode()
    assert 2 <= page.count('class="sheet-scale"') <= 40


def test_who_does_not_lead_gets_no_words_to_say(as_asha, farah):
    page = as_asha.get(f"/sessies/{prepared(farah).pk}/papier/").content.decode()
    assert 'class="sheet-card"' in page
    assert "Voor de begeleider" not in page


def test_nothing_that_anybody_gave_stands_on_paper(as_farah, farah):
    session = at("choose", farah)
    Browser(session).draw().card(CARD)
    session = moved(session, "reveal", farah)
    reply = as_farah.get(f"/sessies/{session.pk}/papier/")
    assert "Ik stel het gesprek uit" not in reply.content.decode()
    assert "no-store" in reply["Cache-Control"]


def _parts(made: bytes):
    """A PDF, and its compressed parts opened."""
    yield made
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", made, re.DOTALL):
        with contextlib.suppress(zlib.error):
            yield zlib.decompress(stream)


# --- Minutes ------------------------------------------------------------------------------------------


def test_minutes_are_read_as_text_and_as_data(as_asha, farah):
    session = over(farah)
    text = as_asha.get(f"/sessies/{session.pk}/verslag.md")
    assert "Ik stel het gesprek uit \\& zeg dat niet." in text.content.decode()
    assert re.fullmatch(r'attachment; filename="verslag-\d{4}-\d\d-\d\d\.md"', text["Content-Disposition"])
    assert "no-store" in text["Cache-Control"]
    data = json.loads(as_asha.get(f"/sessies/{session.pk}/verslag.json").content)
    assert [card["text"] for card in data["cards"]] == [CARD]
    assert [one["owner"] for one in data["agreements"]] == [farah.get_full_name()]


@pytest.mark.parametrize("form", ["pdf", "html", "csv", "..%2fjson"])
def test_no_other_form_is_there(as_farah, farah, form):
    assert as_farah.get(f"/sessies/{over(farah).pk}/verslag.{form}").status_code == 404


def test_a_session_that_goes_on_has_no_minutes(as_farah, farah):
    assert as_farah.get(f"/sessies/{opened(farah).pk}/verslag.md").status_code == 404


def test_who_leads_the_team_and_was_not_there_gets_none(as_lotte, farah):
    session = over(farah)
    assert as_lotte.get(f"/sessies/{session.pk}/verslag.md").status_code == 404
    assert as_lotte.post(f"/sessies/{session.pk}/verslag/pdf/", {"key": uuid.uuid4()}).status_code == 404


@pytest.mark.skipif(not pdf.is_available(), reason="this machine has no Pango")
def test_a_pdf_is_tagged_and_names_no_writer(as_asha, asha, farah):
    session = over(farah)
    as_asha.post(f"/sessies/{session.pk}/verslag/pdf/", {"key": uuid.uuid4()})
    export = Export.objects.get(kind=taking.PDF)
    exports.build(export.pk)
    export.refresh_from_db()
    assert export.state == State.READY
    content = exports.opened(export, by=asha)
    opened_up = b"".join(_parts(content))
    assert [word in opened_up for word in (b"/StructTreeRoot", b"/Lang (nl)", b"pdfuaid")] == [True, True, True]


def test_whoever_may_no_longer_read_them_gets_no_pdf(as_asha, asha, farah):
    session = over(farah)
    as_asha.post(f"/sessies/{session.pk}/verslag/pdf/", {"key": uuid.uuid4()})
    asha.memberships.all().delete()
    export = Export.objects.get(kind=taking.PDF)
    exports.build(export.pk)
    export.refresh_from_db()
    assert (export.state, export.failure) == (State.FAILED, "fault")


def test_without_a_key_it_says_what_to_do(as_asha, farah):
    session = over(farah)
    reply = as_asha.post(f"/sessies/{session.pk}/verslag/pdf/", {})
    assert reply.status_code == 302
    assert not Export.objects.exists()
