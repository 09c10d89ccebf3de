"""Reading and writing: the same case both ways, and a path with every refusal."""

import json
import random
import time
from collections import deque
from copy import deepcopy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases_library.engine.checker import check
from cases_library.engine.reading import (
    MAX_BYTES,
    MAX_CONDITION_DEPTH,
    FormatError,
    dump_case,
    read_case,
    read_json,
    write_case,
)
from cases_library.engine.schema import SCHEMA, published
from tests.cases_library.cases import case, choice, scene, sound
from tests.cases_library.grown import grown
from tests.cases_library.random_cases import random_case
from tests.cases_library.schema import valid

PUBLISHED = "static/schema/leerspiegel-case-1.schema.json"


def refused(document):
    with pytest.raises(FormatError) as caught:
        read_case(document)
    return caught.value.path


def reads(document):
    try:
        read_case(document)
    except FormatError:
        return False
    return True


# --- Both ways --------------------------------------------------------------------------------------


@given(seed=st.integers(0, 10**9))
def test_what_is_written_reads_back_the_same(seed):
    for document in (random_case(seed), grown(seed)):
        read = read_case(document)
        assert read_case(write_case(read)) == read
        text = dump_case(read)
        assert dump_case(read_json(text.encode())) == text == dump_case(document)


def test_the_text_of_a_case_is_for_people_too():
    text = dump_case(sound())
    assert text.endswith("}\n")
    assert '\n  "title": "Proef",\n' in text
    assert "Scène begin" in text


def test_properties_come_in_the_formats_order_whatever_the_order_read():
    backwards = dict(reversed(sound().items()))
    assert dump_case(backwards) == dump_case(sound())


def test_a_case_may_hold_every_property_there_is():
    document = {
        **sound(),
        "sources": [{"title": "Bron", "url": "https://voorbeeld.example", "date": "zonder datum"}],
        "reviewed": {"by": "A. Voorbeeld", "role": "jeugdarts", "date": "2026-05-01", "edition": 2},
        "illustration": "beelden/huis.svg",
        "perspective": "wijkteam",
        "perspective_of": "een-andere",
        "panel": [{"scene": "begin", "choice": "bel-oma", "role": "arts", "reason": "Omdat."}],
    }
    document["scenes"][1] = {**document["scenes"][1], "kind": "reflection", "question": 7, "debrief": "Kijk terug."}
    assert set(write_case(read_case(document))) == set(document)
    assert read_case(write_case(read_case(document))) == read_case(document)


def test_what_is_left_out_means_nothing_special():
    minimal = {"key": "z", "title": "Slot", "kind": "ending", "body": ""}
    read = read_case(case(minimal))
    assert (read.notice, read.variables, read.reviewed, read.scenes[0].day, read.scenes[0].enter.effects) == (
        "",
        (),
        None,
        0,
        (),
    )


# --- Refusals ---------------------------------------------------------------------------------------


def test_an_unknown_property_is_refused_where_it_stands():
    document = sound()
    document["scenes"][2]["choices"][1]["score"] = 3
    assert refused(document) == "/scenes/2/choices/1/score"


FOREIGN = [
    {"inkVersion": 20, "root": [["^Hallo", "\n"], "done", None], "listDefs": {}},
    {"passages": [{"pid": "1", "name": "Start", "text": "…", "links": []}], "name": "Twine", "startnode": "1"},
    {"branchingScenario": {"content": [], "startScreen": {}, "endScreens": []}},
    {"$schema": "https://json-schema.org/draft/2020-12/schema"},
    {},
]


@pytest.mark.parametrize("foreign", FOREIGN)
def test_other_formats_are_refused_for_what_they_lack(foreign):
    assert refused(foreign) == "/format"


@pytest.mark.parametrize("value", [[], None, 3, "x", True, 1.5, [{}]])
def test_what_is_no_object_is_refused_as_a_whole(value):
    assert refused(value) == "/"


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("/format", "leerspiegel-case/2"),
        ("/slug", "Met Hoofdletters"),
        ("/slug", "regel\n"),
        ("/language", "nederlands taal"),
        ("/minutes", 0),
        ("/minutes", True),
        ("/minutes", "5"),
        ("/minutes", 1.5),
        ("/minutes", float("nan")),
        ("/minutes", float("inf")),
        ("/minutes", 10**400),
        ("/title", None),
        ("/notice", "nul\x00"),
        ("/notice", "half \ud800"),
        ("/support", {}),
        ("/illustration", "../geheim.svg"),
        ("/illustration", "https://elders.example/a.svg"),
        ("/scenes", []),
        ("/scenes/0/key", "é"),
        ("/scenes/0/kind", "film"),
        ("/scenes/0/day", -1),
        ("/scenes/0/question", 11),
        ("/scenes/0/tags/0", " "),
        ("/scenes/0/choices/0/when", {"fact": "gestopt", "visited": "oma"}),
        ("/scenes/0/choices/0/when", {}),
        ("/scenes/0/choices/0/when/variable", {"variable": [], "at_least": 1}),
        ("/scenes/0/choices/0/when/at_least", {"variable": "band", "at_least": True}),
        ("/scenes/0/choices/0/when/of", {"of": []}),
        ("/scenes/0/choices/0/when/all/1/not", {"all": [{"fact": "gestopt"}, {"not": 3}]}),
        ("/scenes/0/choices/0/effects/0", {"variable": "band", "add": 1, "set": 2}),
        ("/scenes/0/choices/0/effects/0", {"variable": "band"}),
        ("/scenes/0/choices/0/effects/0/add", {"variable": "band", "add": False}),
        ("/variables/0/start", 6),
        ("/variables/0/words", ["een", "twee"]),
        ("/variables/0/better", "more"),
        ("/facts/0/text", 3),
        ("/asides/0/kind", "lunch"),
        ("/walks/0/expect/band", 6),
    ],
)
def test_a_fault_is_refused_where_it_is(path, value):
    document = sound()
    parts = path[1:].split("/")
    target = document
    # Of conditions and effects the value given is the whole; the path goes on inside it.
    whole = next((place for place, part in enumerate(parts) if part == "when"), None)
    whole = whole if whole is not None else (parts.index("effects") + 1 if "effects" in parts else len(parts) - 1)
    for part in parts[:whole]:
        target = target[int(part) if part.isdigit() else part]
    target[int(parts[whole]) if parts[whole].isdigit() else parts[whole]] = value
    assert refused(document) == path


@pytest.mark.parametrize(
    "path", ["/slug", "/title", "/start", "/scenes", "/scenes/0/body", "/scenes/0/choices/1/to", "/variables/1/label"]
)
def test_what_is_missing_is_named(path):
    document = sound()
    *way, last = path[1:].split("/")
    target = document
    for part in way:
        target = target[int(part) if part.isdigit() else part]
    del target[last]
    assert refused(document) == path


@pytest.mark.parametrize("name", ["people", "variables", "facts", "asides", "scenes"])
def test_a_key_stands_once_in_its_list(name):
    document = sound()
    document[name].append(document[name][0])
    assert refused(document) == f"/{name}/{len(document[name]) - 1}/key"


def test_a_choices_key_stands_once_in_its_scene():
    document = sound()
    document["scenes"][0]["choices"][1]["key"] = "bel-oma"
    assert refused(document) == "/scenes/0/choices/1/key"


def test_endings_have_no_choices_and_there_is_one_at_least():
    document = sound()
    document["scenes"][3]["choices"] = [choice("terug", "begin")]
    assert refused(document) == "/scenes/3/choices"
    assert refused(case(scene("a", choice("x", "a")))) == "/scenes"


def test_a_reflection_names_its_question():
    document = sound()
    document["scenes"][1]["kind"] = "reflection"
    assert refused(document) == "/scenes/1/question"


def test_conditions_nest_so_deep_and_no_deeper():
    document = sound()
    when = {"fact": "gestopt"}
    for _ in range(MAX_CONDITION_DEPTH - 1):
        when = {"not": when}
    document["scenes"][0]["choices"][0]["when"] = when
    assert check(read_case(document)).search.complete
    document["scenes"][0]["choices"][0]["when"] = {"not": when}
    assert refused(document).startswith("/scenes/0/choices/0/when/not/not")
    endless = {}
    endless["not"] = endless
    document["scenes"][0]["choices"][0]["when"] = endless
    assert refused(document).startswith("/scenes/0/choices/0/when/not/not")


# --- Text -------------------------------------------------------------------------------------------


def refused_text(data):
    with pytest.raises(FormatError) as caught:
        read_json(data)
    return caught.value.path


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe", b"{", "{'a': 1}", b"\x80abc", "[" * 100_000, '{"a":' * 100_000, "<!doctype html>"]
)
def test_what_is_no_json_is_refused(data):
    assert refused_text(data) == "/"


def test_numbers_of_any_length_are_read_or_refused():
    text = json.dumps(sound()).replace('"minutes": 1', '"minutes": ' + "9" * 10_000)
    assert refused_text(text) == "/minutes"
    assert refused_text(text.replace("9" * 10_000, "NaN")) == "/minutes"
    assert read_json(text.replace("9" * 10_000, "5.0")).minutes == 5


def test_what_is_too_big_is_refused_unread():
    assert refused_text(b" " * (MAX_BYTES + 1)) == "/"


def test_a_byte_order_mark_is_passed_over():
    assert read_json(b"\xef\xbb\xbf" + dump_case(sound()).encode()).slug == "proef"


def test_json_that_names_something_twice_is_refused_where_it_stands():
    text = json.dumps(sound()).replace('"title": "Sc\\u00e8ne oma"', '"title": "a", "title": "b"')
    assert refused_text(text) == "/scenes/1/title"


def test_a_hundred_thousand_names_with_one_twice_are_refused_at_once():
    names = ", ".join(f'"k{number}": 1' for number in range(100_000))
    begun = time.process_time()
    assert refused_text(f'{{"format": "leerspiegel-case/1", {names}, "k99999": 2}}') == "/k99999"
    assert time.process_time() - begun < 5


# --- The published schema -------------------------------------------------------------------------


def test_the_published_schema_is_this_one(settings):
    assert (settings.BASE_DIR / PUBLISHED).read_text() == published()


VALUES = [
    None,
    True,
    0,
    3,
    6,
    -1,
    2.0,
    2.5,
    "",
    "tekst",
    "\x07",
    "Kop",
    [],
    {},
    [1],
    ["a"],
    {"a": 1},
    {"fact": "x"},
    [{"key": "a"}],
]


def spoiled(source):
    """A document with one to three things in it replaced, taken away or added."""
    document = random_case(source.randrange(10**6)) if source.random() < 0.7 else sound()
    document.update(source.choice([{}, {"reviewed": None}, {"illustration": None, "perspective_of": None}]))
    for _ in range(source.randint(0, 2)):
        target = _somewhere(source, document)
        names = list(target) if isinstance(target, dict) else list(range(len(target)))
        action = source.random()
        if names and action < 0.6:
            target[source.choice(names)] = _value(source)
        elif names and action < 0.8:
            del target[source.choice(names)]
        elif isinstance(target, dict):
            target[source.choice(["score", "when", "tags", "question", "choices", "known_by"])] = _value(source)
        else:
            target.append(_value(source))
    return document


def _value(source):
    """A fresh copy: a list of the module's own would be spoiled too, and could come to hold itself."""
    return deepcopy(source.choice(VALUES))


def _somewhere(source, document):
    inner = deque([document])
    every = []
    while inner:
        one = inner.popleft()
        every.append(one)
        inner.extend(
            value for value in (one.values() if isinstance(one, dict) else one) if isinstance(value, dict | list)
        )
    return source.choice(every)


@settings(max_examples=400, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_the_schema_and_the_reader_agree_on_every_document(seed):
    document = spoiled(random.Random(seed))
    keys_are_unique = all(_unique(one) for one in _lists(document))
    assert reads(document) == (valid(document, SCHEMA, SCHEMA) and keys_are_unique)


def _lists(value):
    if isinstance(value, list):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _lists(inner)


def _unique(items):
    keys = [one["key"] for one in items if isinstance(one, dict) and isinstance(one.get("key"), str)]
    return len(keys) == len(set(keys))


@pytest.mark.whole
@settings(max_examples=300, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_whatever_reads_can_be_checked(seed):
    document = spoiled(random.Random(seed))
    if reads(document):
        report = check(read_case(document), max_states=2_000)
        assert report.findings == check(read_case(document), max_states=2_000).findings


@settings(max_examples=200, deadline=None)
@given(data=st.binary(max_size=200), place=st.integers(0, 2000), cut=st.integers(0, 50))
def test_damaged_files_are_read_or_refused(data, place, cut):
    text = dump_case(sound()).encode()
    damaged = text[:place] + data + text[place + cut :]
    fault = None
    try:
        check(read_json(damaged), max_states=2_000)
    except FormatError as refusal:
        fault = refusal
    assert fault is None or (fault.path.startswith("/") and fault.message)
