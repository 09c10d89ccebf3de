"""Figures for trainers: from five people up, in steps of five, rounded, with hints and nobody in them."""

import json

import pytest

from cms.editions.memory import edition
from learning.practice.casefigures import case_figures, traffic_of
from learning.practice.models import CaseCount
from tests.factories import cases, people
from tests.learning.cases import LONG, begin, case_edition, play, played
from tests.learning.classroom import live

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(db):
    return case_edition()


@pytest.fixture
def come(sign_in, voorbeeldstad, case):
    """So many new people play the first steps of this way."""

    def crowd(number: int, *choices: str) -> list:
        clients = [sign_in(people.member("", voorbeeldstad)) for _ in range(number)]
        for client in clients:
            play(client, begin(client, case), choices)
        return clients

    return crowd


def scene(case, key):
    return next(one for one in case_figures(case).scenes if one.key == key)


def test_four_people_are_no_figure(case, come):
    come(4, "bel")
    assert case_figures(case) is None


def test_five_people_are_a_figure_that_stays_as_it_was_until_five_more_came(case, come):
    come(5, "bel")
    assert (case_figures(case).people, scene(case, "deur").first) == (5, 5)
    before = case_figures(case)
    come(4, "wacht")
    assert case_figures(case) == before
    come(1, "wacht")
    assert case_figures(case).people == 10


def test_choices_show_rounded_and_small_ones_as_under_five(case, come):
    come(8, "bel")
    come(2, "wacht")
    come(5, "bel")
    figure = scene(case, "deur")
    assert [(one.text, one.first) for one in figure.choices] == [
        ("Je kiest bel.", 10),
        ("Je kiest wacht.", 0),
        ("Je kiest terug.", 0),
    ]


@pytest.mark.whole
def test_where_nearly_all_chose_the_same_the_choices_do_not_show(case, come):
    come(10, "bel")
    assert [one.first for one in scene(case, "deur").choices] == [None] * 3


@pytest.mark.whole
@pytest.mark.parametrize(("door", "stop", "shown"), [(5, 0, None), (4, 1, None), (9, 1, None), (8, 2, 10), (7, 3, 5)])
def test_a_scene_where_nearly_all_came_does_not_tell_what_they_chose(case, come, door, stop, shown):
    come(door, *LONG[:3], "door")
    come(stop, *LONG[:3], "stop")
    assert scene(case, "stil").first == shown


def test_a_scene_that_everybody_meets_shows_them(case, come):
    come(10, *LONG)
    shown = {one.key: one.first for one in case_figures(case).scenes}
    everybody = dict.fromkeys(["deur", "gang", "kamer", "keuken"], 10)
    assert shown == everybody | dict.fromkeys(["stil", "spiegel", "slot"]) | {"slot-vroeg": 0}


def test_a_place_where_everybody_stopped_is_not_told(case, come):
    come(10)
    assert scene(case, "deur").stopped is None


def test_traffic_holds_what_may_be_shown_by_place(voorbeeldstad, sign_in):
    page = cases.case(voorbeeldstad, publish=True)
    assert traffic_of(page) is None
    for number in range(10):
        client = sign_in(people.member("", voorbeeldstad))
        play(client, begin(client, live(page)), ("bel-aan",) if number < 5 else ("ga-weg",))
    told = traffic_of(page)
    assert (told["deur"], told["deur/bel-aan"], told["deur/ga-weg"]) == (10, 5, 0)


def test_replays_show_apart_and_only_of_five_people(sign_in, case, come):
    first = come(5, "bel")
    for client in first[:4]:
        play(client, begin(client, case, anew="1"), ("wacht",))
    come(5, "bel")
    assert (scene(case, "deur").again, scene(case, "deur").first) == (None, 10)
    play(first[4], begin(first[4], case, anew="1"), ("bel",))
    come(5, "bel")
    assert scene(case, "deur").again == 5


@pytest.mark.whole
def test_hints_say_what_a_trainer_may_do_something_about(case, come):
    come(14, "bel", "vraag")
    come(10, "bel")
    come(5)
    assert [hint.split(".")[0] for hint in scene(case, "deur").hints] == [
        "Bijna iedereen kiest hier hetzelfde",
        "Bijna niemand koos: ‘Je kiest wacht",
        "Bijna niemand koos: ‘Je kiest terug",
    ]
    assert [hint.split(".")[0] for hint in scene(case, "gang").hints] == ["Hier stoppen opvallend veel mensen"]


def test_a_minor_edition_goes_on_counting_and_a_material_one_begins_anew(as_asha, case, come):
    come(5, "bel")
    minor = case_edition(source=case.taught_id, slug=case.content["slug"], minutes=6)
    assert case_figures(minor).people == 5
    material = case_edition(source=case.taught_id, slug=case.content["slug"], material=True, minutes=7)
    assert case_figures(material) is None
    played(as_asha, edition(material.pk), LONG)
    assert CaseCount.objects.get(line_id=case.line_id).begun == 5


def test_counts_point_at_nobody():
    assert {field.name for field in CaseCount._meta.fields} == {
        "line",
        "begun",
        "counted",
        "replayers",
        "places",
        "counted_at",
    }


# --- In the studio --------------------------------------------------------------------------------


@pytest.fixture
def page(voorbeeldstad):
    return cases.case(voorbeeldstad, publish=True)


def test_a_trainer_sees_the_figures_of_their_own_case_in_a_table(as_edith, as_tess, sign_in, voorbeeldstad, page):
    for number in range(5):
        client = sign_in(people.member("", voorbeeldstad))
        play(client, begin(client, live(page)), ("bel-aan",) if number % 2 else ("ga-weg",))
    shown = as_edith.get(f"/studio/casussen/{page.pk}/cijfers/").content.decode()
    assert ("De deur" in shown, "Ongeveer 5 mensen" in shown, "<svg" in shown, "<table" in shown) == (True,) * 4
    endings = shown[shown.index("Waar het eindigt") : shown.index("Waar mensen komen")]
    wanted = [scene["title"] for scene in cases.document()["scenes"] if scene["kind"] == "ending"]
    assert [title for title in wanted if title not in endings] == []
    assert as_tess.get(f"/studio/casussen/{page.pk}/cijfers/").status_code == 404


def test_before_anybody_played_the_page_says_when_there_will_be_figures(as_edith, page):
    assert "Nog geen cijfers" in as_edith.get(f"/studio/casussen/{page.pk}/cijfers/").content.decode()


def test_the_map_in_the_editor_shows_where_people_came(as_edith, sign_in, voorbeeldstad, page):
    def seen():
        said = {"document": json.dumps(cases.document())}
        reply = as_edith.post(f"/studio/casussen/{page.pk}/controle/", said, headers={"Accept": "application/json"})
        return reply.json()["played"], "ongeveer 5 mensen kwamen hier" in reply.json()["map"]

    assert seen() == (False, False)
    for number in range(5):
        client = sign_in(people.member("", voorbeeldstad))
        play(client, begin(client, live(page)), ("bel-aan",) if number % 2 else ("ga-weg",))
    assert seen() == (True, True)


def test_the_figures_are_one_click_from_the_case(as_edith, page):
    assert f"/studio/casussen/{page.pk}/cijfers/" in as_edith.get(f"/studio/pages/{page.pk}/edit/").content.decode()
