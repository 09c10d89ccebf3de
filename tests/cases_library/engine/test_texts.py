"""What the checker says of words, numbers, images and lengths."""

import pytest

from cases_library.engine.checker import check
from cases_library.engine.reading import read_case
from tests.cases_library.cases import case, choice, fact, scene, sound, variable


def found(document, code, **more):
    return [one for one in check(read_case(document), **more).findings if one.code == code]


def places(document, code, **more):
    return [one.place for one in found(document, code, **more)]


def with_body(body):
    document = sound()
    document["scenes"][1]["body"] = body
    return document


# --- Real-looking data ------------------------------------------------------------------------------

REAL = [
    "bsn 111222333", "bsn 111.222.333", "bsn 1112 22 333", "BSN:111222333.",
    "bel 06-12345678", "bel 0612345678", "bel 06 12 34 56 78", "bel +31612345678", "bel +31 (0)6 12345678", "bel 0031612345678",
    "bel 020-1234567", "bel (020) 123 45 67", "bel 0900-1234", "bel 0800 1234",
    "Dorpsstraat 12, 1234 AB", "1234 AB 12", "1234AB 12", "1234ab, 12", "Kerkplein 3a 9999 XX Dorp",
    "mail naam@voorbeeld.nl", "naam.achter+x@sub.voorbeeld.co.uk,",
]  # fmt: skip
UNREAL = [
    "bsn 111222334", "bsn 000000000", "getal 1112223334", "bel 112", "bel 113 of 0800-0113", "Veilig Thuis: 0800-2000", "0800 2000",
    "op 01-02-2026 10 uur", "op 01-02-2026", "van 09.30 - 10.30 uur", "in 2024 en 2025", "1234 AB", "1500 km 3 dagen", "@naam", "a/@b",
    "artikel 1.1.1 lid 2", "20260501", "€ 1.234,56", "meldcode:1",
]  # fmt: skip


@pytest.mark.parametrize("text", REAL)
def test_what_looks_real_is_pointed_out(text):
    assert places(with_body(text), "real-looking-data") == [("oma", None, None, None)]


@pytest.mark.parametrize("text", UNREAL)
def test_what_does_not_look_real_is_left_alone(text):
    assert places(with_body(text), "real-looking-data") == []


def test_support_may_hold_any_number_and_a_site_adds_its_own_lines():
    document = sound()
    document["support"] = [{"label": "Bel", "text": "06-12345678"}]
    assert places(document, "real-looking-data") == []
    assert places(with_body("bel 010-7654321"), "real-looking-data", public_lines=["010 765 4321"]) == []
    assert places(with_body("bel 0800-2000"), "real-looking-data", public_lines=[]) == [("oma", None, None, None)]


def test_data_is_looked_for_in_every_text():
    document = sound()
    document["title"] = "a@b.nl"
    document["facts"][1]["text"] = "a@b.nl"
    document["variables"][0]["words"][2] = "a@b.nl"
    document["asides"][0]["text"] = "a@b.nl"
    document["scenes"][2]["asides"][0]["text"] = "a@b.nl"
    document["scenes"][2]["passages"][0]["text"] = "a@b.nl"
    document["scenes"][3]["debrief"] = "a@b.nl"
    document["scenes"][0]["choices"][0]["debrief"] = "a@b.nl"
    document["panel"] = [{"scene": "begin", "choice": "bel-moeder", "role": "arts", "reason": "a@b.nl"}]
    assert places(document, "real-looking-data") == [
        (None, None, None, None),
        (None, None, "band", None),
        (None, None, None, "nachten"),
        (None, "@collega", None, None),
        ("begin", "bel-oma", None, None),
        ("begin", "bel-moeder", None, None),
        ("moeder", None, None, None),
        ("moeder", "@vertrouwensarts", None, None),
        ("slot-zicht", None, None, None),
    ]


# --- Images -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body", ["![](a.svg)", "x ![ ](a.svg) y", "![][huis]", '<img src="a.svg">', '<IMG SRC=a alt="">', "[![](a.svg)](b)"]
)
def test_an_image_says_what_it_shows(body):
    assert places(with_body(body), "missing-alt-text") == [("oma", None, None, None)]


@pytest.mark.parametrize(
    "body",
    [
        "![Een huis](a.svg)",
        "`![](a.svg)`",
        "```\n![](a.svg)\n```",
        r"\![](a.svg)",
        '<img alt="huis" src="a">',
        "[](a)",
        "<img",
    ],
)
def test_what_is_told_or_no_image_is_left_alone(body):
    assert places(with_body(body), "missing-alt-text") == []


def test_passages_are_part_of_the_body():
    document = sound()
    document["scenes"][2]["passages"][0]["text"] = "![](a.svg)"
    assert places(document, "missing-alt-text") == [("moeder", None, None, None)]


# --- Lengths ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("words", "characters", "count"), [(220, 140, 0), (221, 140, 1), (220, 141, 1), (221, 141, 2)])
def test_texts_are_long_from_there(words, characters, count):
    document = with_body("woord " * words)
    document["scenes"][1]["choices"][0]["text"] = "a" * characters
    assert len(places(document, "text-too-long")) == count


def straight(minutes, words):
    return case(
        scene("a", choice("x", "z", consequence="b " * words), body="a " * words),
        scene("z", kind="ending", body="z " * words),
        minutes=minutes,
    )


@pytest.mark.parametrize(
    ("minutes", "words", "off"),
    [
        (3, 132, True),
        (3, 133, False),
        (2, 534, False),
        (2, 600, False),
        (2, 536, False),
        (1, 240, True),
        (1, 60, False),
    ],
)
def test_a_play_takes_between_a_third_and_one_and_a_half_of_what_is_promised(minutes, words, off):
    # three texts of so many words, three words of the choice, and a third of a minute for choosing
    document = straight(minutes, words)
    spent = (3 * words + 3) / 200 + 1 / 3
    expected = spent < minutes / 3 or spent > minutes * 1.5
    assert bool(found(document, "length-off-promise")) == expected


def test_the_quickest_play_is_shown():
    document = straight(90, 10)
    assert found(document, "length-off-promise")[0].witness == ("a/x",)


# --- Choices ----------------------------------------------------------------------------------------


def decision(*effects, **more):
    choices = [choice(f"c{place}", "z", effects=list(one)) for place, one in enumerate(effects)]
    return case(
        scene("a", *choices, kind="decision"),
        scene("z", kind="ending"),
        variables=[variable("v", **more), variable("w", better="low")],
    )


def add(key, amount):
    return {"variable": key, "add": amount}


@pytest.mark.parametrize(
    ("document", "best"),
    [
        (decision([add("v", 1)], []), "c0"),
        (decision([], [add("v", 1)]), "c1"),
        (decision([add("v", 2)], [add("v", 1)], []), "c0"),
        (decision([add("v", 1)], [add("v", 1)]), None),
        (decision([add("v", 1)], [{"variable": "v", "set": 5}]), "c1"),
        (decision([add("v", 1)], [{"variable": "v", "set": 3}]), None),
        (decision([add("v", 1), add("w", 1)], []), None),
        (decision([add("w", -1)], []), "c0"),
        (decision([add("w", 1)], []), "c1"),
        (decision([add("v", 1)], [], better="none"), None),
        (decision([add("v", 9), add("v", -1)], [add("v", -1)]), "c0"),
        (decision([add("v", 1)]), None),
        (decision([], []), None),
    ],
)
def test_a_choice_dominates_from_each_value_and_after_clamping(document, best):
    assert [place[1] for place in places(document, "dominant-choice")] == ([best] if best else [])


def test_what_entering_does_is_not_the_choices_merit():
    document = case(
        scene("a", choice("x", "y", effects=[add("v", 1)]), choice("w", "z")),
        scene("y", choice("v", "z"), enter={"effects": [add("v", -3)]}),
        scene("z", kind="ending"),
        variables=[variable("v")],
    )
    assert places(document, "dominant-choice") == [("a", "x", None, None)]


def test_twins_differ_in_words_only():
    document = sound()
    twin = {**document["scenes"][0]["choices"][0], "key": "twee", "text": "Anders.", "learn": ["gestopt", "gestopt"]}
    document["scenes"][0]["choices"].append(twin)
    assert places(document, "twin-choices") == [("begin", "twee", None, None)]
    twin["learn"] = []
    assert places(document, "twin-choices") == []


def test_a_panel_is_small_below_five_and_absent_at_none():
    document = sound()
    answer = {"scene": "begin", "choice": "bel-oma", "role": "arts", "reason": "Omdat."}
    counts = []
    for size in range(6):
        document["panel"] = [answer] * size
        counts.append(len(found(document, "panel-too-small")))
    assert counts == [0, 1, 1, 1, 1, 0]


def test_texts_of_choices_matter_where_there_is_something_to_choose_and_most_in_a_decision():
    document = sound()
    for where in document["scenes"][:3]:
        where["choices"][0]["consequence"] = " "
    del document["scenes"][1]["choices"][1]
    said = found(document, "choice-without-consequence")
    assert [(one.level, one.scene) for one in said] == [("E", "begin"), ("W", "moeder")]


def test_facts_and_variables_count_as_used_in_passages_too():
    document = case(
        scene("a", choice("x", "z", effects=[add("v", 1)], learn=["f"])),
        scene(
            "z",
            kind="ending",
            passages=[{"when": {"any": [{"fact": "f"}, {"variable": "v", "at_least": 4}]}, "text": "…"}],
        ),
        variables=[variable("v")],
        facts=[fact("f")],
    )
    codes = {one.code for one in check(read_case(document)).findings}
    assert codes.isdisjoint(
        {"fact-never-used", "variable-never-read", "variable-never-written", "fact-never-learnable"}
    )
