"""Reading and writing: the same case both ways, and a path with every refusal."""

import json

import pytest

from cases_library.engine.reading import FormatError, dump_case, read_case, read_json, write_case
from tests.cases_library.cases import sound


def refused(document):
    with pytest.raises(FormatError) as caught:
        read_case(document)
    return caught.value.path


def test_what_is_written_reads_back_the_same():
    case = read_case(sound())
    assert read_case(write_case(case)) == case


def test_the_text_of_a_case_stays_the_same_through_reading():
    text = dump_case(sound())
    assert dump_case(read_json(text.encode())) == text
    assert text.endswith("}\n")
    assert "Scène begin" in text


def test_properties_come_in_the_formats_order_whatever_the_order_read():
    backwards = dict(reversed(sound().items()))
    assert dump_case(backwards) == dump_case(sound())


def test_an_unknown_property_is_refused_where_it_stands():
    document = sound()
    document["scenes"][2]["choices"][1]["score"] = 3
    assert refused(document) == "/scenes/2/choices/1/score"


@pytest.mark.parametrize(
    "foreign", [{"inkVersion": 20, "root": []}, {"passages": [], "name": "Twine"}, {"h5p": 1}, [], None, 3, "x"]
)
def test_other_formats_are_refused(foreign):
    assert refused(foreign) == ("/format" if isinstance(foreign, dict) else "/")


def test_json_that_names_something_twice_is_refused_where_it_stands():
    text = json.dumps(sound()).replace('"title": "Sc\\u00e8ne oma"', '"title": "a", "title": "b"')
    with pytest.raises(FormatError) as caught:
        read_json(text)
    assert caught.value.path == "/scenes/1/title"
