"""Outlines: what each line becomes, what is only named, what is not understood, and the situations to begin with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases_library.beginnings import BEGINNINGS
from cases_library.engine.checker import check
from cases_library.engine.reading import read_case
from cases_library.outline import key_of, read_outline

PAGE = {"slug": "proef", "title": "Proef", "minutes": 5}
OUTLINE = """\
melding: Over alcohol thuis.
steun: Even praten = Bel je collega
persoon: Oma, moeder van vader
variabele: Werkrelatie = 4 (weg, broos, matig, redelijk, stevig, sterk)
feit: oma gestopt = Oma komt niet meer. [Oma]
overleg: Wie sprak je nog niet?

# De overdracht (keuze)
dag: 2
labels: meldcode:1, network
Je krijgt een gezin
over van een collega.

Je leest het plan.

- Je belt oma. -> Oma aan de lijn
  als: werkrelatie >= 1 en niet weet oma gestopt
  effect: werkrelatie -1
  leert: oma gestopt
  gevolg: Oma neemt op.
  nabespreking: Het netwerk weet meer.
- Je wacht. -> Slot

# Oma aan de lijn
Oma vertelt.
- Verder -> slot

# Slot
nabespreking: Dit zag je niet.
Het is avond.
"""


def test_an_outline_is_a_case():
    found = read_outline(OUTLINE)
    case = read_case({**found.document, **PAGE})
    first, line, end = case.scenes
    call, wait = first.choices
    assert found.notes == ()
    assert (first.key, first.kind, first.day, first.tags) == ("de-overdracht", "decision", 2, ("meldcode:1", "network"))
    assert first.body == "Je krijgt een gezin over van een collega.\n\nJe leest het plan."
    assert (call.to, wait.to, line.choices[0].to) == (line.key, end.key, end.key)
    assert (call.consequence, call.debrief, call.learn) == ("Oma neemt op.", "Het netwerk weet meer.", ("oma-gestopt",))
    assert (end.kind, end.debrief) == ("ending", "Dit zag je niet.")
    assert (case.facts[0].known_by, case.variables[0].start, case.asides[0].kind) == ("oma", 4, "consult")
    assert (case.notice, case.support[0].label, case.people[0].role) == (
        "Over alcohol thuis.", "Even praten", "moeder van vader",
    )  # fmt: skip


def test_a_condition_and_an_effect_name_what_they_mean():
    choice = read_outline(OUTLINE).document["scenes"][0]["choices"][0]
    assert choice["when"] == {"all": [{"variable": "werkrelatie", "at_least": 1}, {"not": {"fact": "oma-gestopt"}}]}
    assert choice["effects"] == [{"variable": "werkrelatie", "add": -1}]


def test_a_scene_that_is_only_named_becomes_a_stub():
    scenes = read_outline("# Begin\n- Ga -> Verderop").document["scenes"]
    assert [(one["title"], one["kind"], one["body"]) for one in scenes] == [
        ("Begin", "scene", ""),
        ("Verderop", "scene", ""),
    ]
    assert scenes[0]["choices"][0]["to"] == scenes[1]["key"]


def test_a_fact_that_is_only_taught_is_made():
    document = read_outline("# Begin\n- Ga -> Slot\n  leert: oma komt niet\n# Slot\nKlaar.").document
    assert document["facts"] == [{"key": "oma-komt-niet", "text": "oma komt niet"}]


def test_two_scenes_of_one_title_are_two_scenes():
    assert [one["key"] for one in read_outline("# Thuis\n# Thuis").document["scenes"]] == ["thuis", "thuis-2"]


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("# A (pauze)", "pause"),
        ("# A (einde)", "ending"),
        ("# A (reflectie 3)", "reflection"),
        ("# A (op straat)", "ending"),
    ],
)
def test_a_heading_says_its_kind(heading, kind):
    assert read_outline(f"{heading}\nTekst.").document["scenes"][0]["kind"] == kind


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("zomaar wat", 1),
        ("kleur: blauw", 1),
        ("# A\n- Ga", 2),
        ("# A\n- Ga -> B\n  effect: onzin", 3),
        ("# A\n- Ga -> B\n  als: onzin", 3),
        ("variabele: Band (goed, slecht)", 1),
    ],
)
def test_what_is_not_understood_is_told_with_its_line(text, line):
    assert [note.line for note in read_outline(text).notes] == [line]


@given(
    st.text(max_size=300) | st.lists(st.sampled_from([*OUTLINE.splitlines(), "", "  als:", "- ->", "#"])).map("\n".join)
)
def test_any_text_gives_a_document_with_keys_that_hold(text):
    document = read_outline(text).document
    keys = [one["key"] for one in document["scenes"]]
    assert len(keys) == len(set(keys))
    assert all(choice["to"] in {*keys, ""} for scene in document["scenes"] for choice in scene.get("choices", []))


def test_a_key_is_short_and_breaks_between_words():
    assert key_of("Je vraagt of je het kind vandaag nog alleen mag spreken") == "je-vraagt-of-je-het-kind-vandaag-nog"
    assert key_of("Één à twee", ["een-a-twee"]) == "een-a-twee-2"
    assert key_of("!?", otherwise="keuze") == "keuze"


@pytest.mark.parametrize("key", BEGINNINGS)
def test_a_situation_to_begin_with_has_nothing_to_mend(key):
    found = read_outline(BEGINNINGS[key].text())
    report = check(read_case({**found.document, **PAGE}))
    assert found.notes == ()
    assert [one.message for one in report.findings if one.level != "N"] == []
