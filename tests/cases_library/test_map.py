"""The map: every scene in its row and a link, every choice a line, overlays in words too, and nothing that runs."""

from defusedxml.ElementTree import fromstring

from cases_library.engine.reading import read_case
from cases_library.map import MOST_ACROSS, Overlay, draw, layout
from tests.cases_library.cases import case, choice, scene, sound

SVG = "{http://www.w3.org/2000/svg}"
NOTHING = Overlay({}, {}, {})


def _links(svg):
    return {one.get("href"): one for one in fromstring(svg).iter(f"{SVG}a")}


def test_scenes_stand_in_rows_by_their_distance_from_the_start():
    rows = {box.scene.key: box.depth for box in layout(read_case(sound()))}
    assert rows == {"begin": 0, "oma": 1, "moeder": 1, "slot-zicht": 2, "slot-plan": 2, "slot-papier": 2}


def test_what_no_path_leads_to_stands_below():
    document = sound()
    document["scenes"].insert(0, scene("los", choice("verder", "oma")))
    boxes = layout(read_case(document))
    lost = next(box for box in boxes if box.scene.key == "los")
    assert lost.depth is None
    assert lost.y == max(box.y for box in boxes)


def test_a_case_without_a_start_is_drawn():
    assert len(layout(read_case({**sound(), "start": "nergens"}))) == len(sound()["scenes"])


def test_no_two_scenes_stand_on_each_other():
    many = [choice(f"k{number}", f"s{number}") for number in range(MOST_ACROSS * 2 + 1)]
    document = case(scene("begin", *many), *(scene(f"s{n}", kind="ending") for n in range(len(many))))
    boxes = layout(read_case(document))
    assert len({(box.x, box.y) for box in boxes}) == len(boxes)
    assert max(sum(box.y == one.y for box in boxes) for one in boxes) == MOST_ACROSS


def test_every_scene_is_a_link_and_every_choice_a_line():
    document = sound()
    drawn = draw(read_case(document), NOTHING)
    assert list(_links(drawn)) == [f"#scene-{one['key']}" for one in document["scenes"]]
    lines = [one for one in fromstring(drawn).iter(f"{SVG}path") if "case-map-line" in one.get("class")]
    assert len(lines) == sum(len(one.get("choices", [])) for one in document["scenes"])


def test_overlays_are_told_in_words():
    drawn = draw(read_case(sound()), Overlay({"begin": ("E", 2)}, {"begin": 1.0, "oma": 0.5}, {"oma": 15, "moeder": 0}))
    links = _links(drawn)
    assert links["#scene-begin"].get("aria-label") == (
        "Scène begin, beslissing, 2 punten, de zwaarste een fout, 100 % van de proefspelers komt hier, Meldcode stap 1"
    )
    assert "50 % van de proefspelers komt hier, ongeveer 15 mensen kwamen hier" in links["#scene-oma"].get("aria-label")
    assert "minder dan vijf mensen kwamen hier" in links["#scene-moeder"].get("aria-label")


def test_the_more_people_took_a_choice_the_wider_its_line():
    document = sound()
    first, second = (f"begin/{one['key']}" for one in document["scenes"][0]["choices"][:2])
    drawn = fromstring(draw(read_case(document), Overlay({}, {}, {first: 40, second: 5, "begin": 45})))
    lines = [one.get("class") for one in drawn.iter(f"{SVG}path") if "case-map-line" in one.get("class")]
    assert [line.partition("taken-")[2] for line in lines[:2]] == ["4", "1"]
    assert not any("taken" in line for line in lines[2:])


def test_what_an_author_types_stays_text():
    document = sound()
    document["scenes"][0]["title"] = '<script>alert(1)</script>" onload="x'
    document["scenes"][0]["tags"] = ["meldcode:<b>"]
    root = fromstring(draw(read_case(document), NOTHING))
    assert {one.tag.removeprefix(SVG) for one in root.iter()} <= {
        "svg", "defs", "marker", "path", "g", "a", "rect", "text", "tspan", "circle",
    }  # fmt: skip
    assert not [name for one in root.iter() for name in one.attrib if name.startswith("on")]
