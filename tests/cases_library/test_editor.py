"""What the editor asks of the server: a look at a draft, a play of it, a document to begin with; and that nothing is kept."""

import json

import pytest

from cases_library import judging
from cases_library.engine.play import replay
from cases_library.engine.reading import read_case
from cases_library.models import CasePage
from cms.models import Edition
from cms.permissions import ensure_content_root
from tests.factories.cases import case, document

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


@pytest.fixture
def own(voorbeeldstad):
    return case(voorbeeldstad)


def _look(client, page, said, **options):
    text = said if isinstance(said, str) else json.dumps(said)
    return client.post(f"/studio/casussen/{page.pk}/controle/", {"document": text}, headers=JSON, **options)


def _play(client, page, said=None, **form):
    text = json.dumps(document() if said is None else said)
    return client.post(f"/studio/casussen/{page.pk}/spelen/", {"document": text, **form})


# --- A look -----------------------------------------------------------------------------------------


def test_a_sound_draft_does_not_block(as_edith, own):
    seen = _look(as_edith, own, document()).json()
    assert (seen["blocks"], seen["search"]["complete"]) == (False, True)
    assert "#scene-deur" in seen["map"]


def test_a_finding_says_where_it_is_and_what_to_do(as_edith, own):
    broken = document()
    broken["scenes"][0]["choices"][0]["to"] = "nergens"
    seen = _look(as_edith, own, broken).json()
    found = next(one for one in seen["findings"] if one["code"] == "missing-target")
    assert (found["level"], found["scene"], found["choice"], found["where"]) == ("E", "deur", "bel-aan", "De deur")
    assert found["repair"] != ""
    assert seen["blocks"] is True


def test_a_finding_about_states_has_the_walk_that_shows_it(as_edith, own):
    broken = document()
    for one in broken["scenes"][0]["choices"]:
        one["when"] = {"fact": "oma"}
    broken["asides"] = []
    broken["walks"] = []
    found = [one for one in _look(as_edith, own, broken).json()["findings"] if one["code"] == "stuck-state"]
    assert [one["witness"] for one in found] == [[]]


@pytest.mark.parametrize(
    ("said", "path"),
    [("{", "/"), ("[1]", "/"), ({"scenes": 3}, "/format"), (document(scenes=[{"key": "a"}]), "/scenes/0/title")],
)
def test_what_is_no_case_says_where(as_edith, own, said, path):
    seen = _look(as_edith, own, said).json()
    assert [(one["code"], one["path"], one["witness"]) for one in seen["findings"]] == [("format", path, [])]


def test_a_draft_without_a_page_is_judged_as_its_owners(as_edith, voorbeeldstad, anderstad):
    theirs = case(anderstad, slug="van-anderstad")
    ours = case(voorbeeldstad, slug="van-ons")
    root = ensure_content_root(voorbeeldstad)
    draft = {name: value for name, value in document().items() if name not in {"slug", "title", "minutes"}}
    assert _look(as_edith, root, {**draft, "perspective_of": ours.slug}).json()["blocks"] is False
    assert _look(as_edith, root, {**draft, "perspective_of": theirs.slug}).json()["blocks"] is True


def test_a_look_has_the_editors_time_and_publishing_takes_its_own(as_edith, own, settings):
    settings.CASE_EDITOR_SECONDS = 0.0
    judging.forget()
    assert _look(as_edith, own, document()).json()["search"]["complete"] is False
    patient = judging.judged(read_case(document()), knows_case=lambda slug: False)
    assert patient.search.complete is True
    assert _look(as_edith, own, document()).json()["search"]["complete"] is True


def test_a_look_without_scripts_is_a_page(as_edith, own):
    reply = as_edith.post(f"/studio/casussen/{own.pk}/controle/", {"document": "{"})
    assert "Dit is geen JSON" in reply.content.decode()


def test_looking_and_playing_keep_nothing(as_edith, own):
    before = own.latest_revision_id
    _look(as_edith, own, document(notice="Anders."))
    _play(as_edith, own, take="deur/bel-aan")
    kept = CasePage.objects.get(pk=own.pk)
    assert (kept.latest_revision_id, kept.document["notice"]) == (before, own.document["notice"])
    assert not Edition.objects.exists()


def test_another_organisations_draft_is_not_asked_about(as_edith, anderstad):
    foreign = case(anderstad)
    assert _look(as_edith, foreign, document()).status_code == 404
    assert _play(as_edith, foreign).status_code == 404


# --- A play -----------------------------------------------------------------------------------------


def test_a_play_begins_at_the_start(as_edith, own):
    reply = _play(as_edith, own)
    assert reply.context["shown"].html == ("<p>Je staat <strong>voor</strong> de deur.</p>",)
    assert "3: redelijk" in reply.content.decode()


def test_a_step_leads_on_and_can_be_taken_back(as_edith, own):
    html = _play(as_edith, own, take="deur/bel-aan").content.decode()
    assert "Dit is een einde." in html
    assert "4: stevig" in html
    assert "De straat wordt stil." in html
    back = _play(as_edith, own, taken=["deur/bel-aan"], undo="1").content.decode()
    assert "Je belt aan." in back


def test_a_play_begins_in_a_chosen_state(as_edith, own):
    form = {"restart": "1", "from": "deur", "value-werkrelatie": "0", "fact": ["oma"]}
    reply = _play(as_edith, own, **form)
    html = reply.content.decode()
    assert reply.context["shown"].html[1:] == ("<p>Je denkt aan oma.</p>",)
    assert "Nu verborgen: ‘Je gaat weg.’" in html
    assert "data-walk=" not in html


def test_a_chosen_state_is_carried_on(as_edith, own):
    origin = json.dumps(["deur", [5], [], []])
    reply = _play(as_edith, own, origin=origin, take="deur/@collega")
    assert "5: sterk" in reply.content.decode()
    assert reply.context["shown"].facts == {"oma"}


def test_a_passage_is_what_it_was_on_entry(as_edith, own):
    assert len(_play(as_edith, own, take="deur/@collega").context["shown"].html) == 1


def test_a_play_from_the_start_can_be_kept_as_a_walk_that_holds(as_edith, own):
    reply = _play(as_edith, own, taken=["deur/@collega"], take="deur/ga-weg")
    walk = json.loads(reply.context["shown"].walk)
    assert walk == {"choices": ["deur/@collega", "deur/ga-weg"], "ends_in": "buiten", "expect": {"werkrelatie": 3}}
    assert replay(read_case(document()), walk["choices"]).scene == walk["ends_in"]


@pytest.mark.parametrize("take", ["deur/nergens", "binnen/bel-aan", "", "deur/@niemand", "x" * 500])
def test_what_is_not_offered_is_not_taken(as_edith, own, take):
    reply = _play(as_edith, own, take=take)
    assert (reply.status_code, reply.context["shown"].taken) == (200, ())


@pytest.mark.parametrize(
    "origin", ["", "{", "[]", "null", '["deur", [1, 2], [], []]', '["x", [1], [], []]', "[[], [1], [[]], 5]"]
)
def test_an_origin_that_is_none_is_the_start(as_edith, own, origin):
    reply = _play(as_edith, own, origin=origin)
    assert (reply.status_code, reply.context["shown"].origin) == (200, None)


def test_a_draft_that_is_no_case_or_has_no_start_says_so(as_edith, own):
    assert "ontbreekt" in _play(as_edith, own, {}).content.decode()
    assert "die scène bestaat niet" in _play(as_edith, own, document(start="nergens")).content.decode()


# --- To begin with ----------------------------------------------------------------------------------


def test_an_outline_becomes_a_document(as_edith):
    seen = as_edith.post("/studio/casussen/begin/", {"outline": "# Deur\n- Ga -> Slot\nkleur"}).json()
    assert [one["title"] for one in seen["document"]["scenes"]] == ["Deur", "Slot"]
    assert seen["notes"] == []


def test_a_situation_becomes_a_document(as_edith):
    seen = as_edith.post("/studio/casussen/begin/", {"beginning": "huisbezoek"}).json()
    assert seen["document"]["scenes"][0]["title"] == "Aan de deur"


def test_what_an_outline_asked_to_fill_is_told_until_it_is_filled(as_edith, own):
    made = as_edith.post("/studio/casussen/begin/", {"beginning": "huisbezoek"}).json()["document"]
    made |= {"slug": "proef", "title": "Proef", "minutes": 5}
    path = f"/studio/casussen/{own.pk}/controle/"

    def left():
        seen = as_edith.post(path, {"document": json.dumps(made)}, headers={"Accept": "application/json"}).json()
        return [one["scene"] for one in seen["findings"] if one["code"] == "outline-text"]

    assert left() == [scene["key"] for scene in made["scenes"]]
    first = made["scenes"][0]
    first["body"] = "Moeder doet open."
    for choice in first["choices"]:
        choice |= {"consequence": "Ze stapt opzij.", "debrief": "Je kwam binnen."}
    assert left() == [scene["key"] for scene in made["scenes"][1:]]


def test_what_is_too_long_or_unknown_is_refused(as_edith):
    assert as_edith.post("/studio/casussen/begin/", {"outline": "x" * 500_001}).status_code == 422
    assert as_edith.post("/studio/casussen/begin/", {"beginning": "../settings"}).status_code == 404
