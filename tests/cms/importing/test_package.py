import json
import re
import time

import pytest

from cms.importing.package import read_package
from tests.cms.importing.conftest import SVG


def test_a_good_folder_has_no_problems(content, problems_of):
    assert problems_of(content) == []


def test_all_problems_are_told_at_once_with_file_and_place(content, problems_of):
    content.module["minutes"] = "twintig"
    content.module["theme"] = "anders"
    content.glossary[0]["key"] = "Veilig Thuis"
    content.questions[0]["options"][1]["feedback"] = ""
    content.lessons["01-kijken"] += "\n::: question bestaat-niet\n:::\n\nZomaar.[^onbekend]\n"
    found = problems_of(content)
    question = content.line_of("01-kijken", "bestaat-niet")
    source = content.line_of("01-kijken", "[^onbekend]")
    assert found == [
        ("module.json", "minutes"),
        ("module.json", "theme"),
        ("glossary.json", "onderdeel 1, key"),
        ("questions/01.json", "vraag wie-bel-je, options 2, feedback"),
        ("lessons/01-kijken.md", f"regel {source}"),
        ("lessons/01-kijken.md", f"regel {question}"),
    ]


def test_a_problem_says_what_is_wrong_and_what_to_do(content):
    content.lessons["02-bellen"] += "\n::: vraag x\n:::\n"
    _package, problems = read_package(content.write())
    assert re.fullmatch(
        r"lessons/02-bellen\.md, regel \d+: Het blok ‘vraag’ bestaat niet\. Kies uit: callout, .*\.",
        str(problems.found[0]),
    )


@pytest.mark.parametrize("key", ["single", "lessons"])
def test_the_same_key_twice_is_refused(content, problems_of, key):
    if key == "single":
        content.questions.append(content.questions[0])
    else:
        content.fronts["02-bellen"] = ("kijken", "Bellen", "")
    assert len(problems_of(content)) == 1


def test_a_question_twice_in_a_lesson_is_refused(content, problems_of):
    content.lessons["02-bellen"] += "\n::: question waar-of-niet\n:::\n"
    assert [file for file, _place in problems_of(content)] == ["lessons/02-bellen.md"]


def test_a_repeated_json_key_is_refused(content):
    content.put("glossary.json", '[{"key": "a", "key": "b"}]')
    _package, problems = read_package(content.root)
    assert problems.found[0].file == "glossary.json"


def test_an_open_question_cannot_be_in_the_test(content, problems_of):
    content.questions[0] |= {"kind": "open", "model_answer": "Zo.", "points": []}
    del content.questions[0]["options"]
    assert ("module.json", "test, questions") in problems_of(content)


# --- Hostile folders --------------------------------------------------------------------------------


def test_names_cannot_lead_out_of_the_folder(content, problems_of):
    (content.root.parent / "geheim.svg").write_text(SVG)
    content.lessons["01-kijken"] += '\n::: image ../../geheim.svg "x"\n:::\n'
    content.module["lessons"].append("../../geheim")
    assert len(problems_of(content)) >= 2


def test_a_link_to_elsewhere_is_not_followed(content, problems_of):
    (content.root.parent / "geheim.svg").write_text(SVG)
    (content.root / "media" / "leuk.svg").symlink_to(content.root.parent / "geheim.svg")
    content.lessons["01-kijken"] += '\n::: image leuk.svg "x"\n:::\n'
    assert problems_of(content) == [("media/leuk.svg", "")]


def test_an_active_svg_is_refused(content, problems_of):
    content.put("media/kwaad.svg", SVG.replace("<rect", "<script>x</script><rect"))
    content.lessons["01-kijken"] += '\n::: image kwaad.svg "x"\n:::\n'
    assert problems_of(content) == [("media/kwaad.svg", "")]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("glossary.json", "[" * 100_000),
        ("glossary.json", json.dumps([[[[[[[[[[[[[["diep"]]]]]]]]]]]]]])),
        ("glossary.json", '[{"key": 1e999}]'),
        ("glossary.json", "[" + "9" * 5000 + "]"),
        ("module.json", "null"),
        ("module.json", "[]"),
        ("questions/01.json", "{}"),
        ("questions/01.json", "\ufeff[\0]"),
        ("lessons/01-kijken.md", ""),
        ("lessons/01-kijken.md", "+++\na = " + "[" * 5000 + "\n+++\n"),
        ("lessons/01-kijken.md", "+++\n" + "x" * 100_000 + "\n+++\n"),
        ("lessons/01-kijken.md", "x" * (3 * 1024 * 1024)),
    ],
    ids=[
        "deep-json",
        "deeper",
        "infinite",
        "huge-number",
        "null",
        "list",
        "object",
        "nul",
        "empty",
        "deep-toml",
        "long-front",
        "giant",
    ],
)
def test_broken_files_are_refused_and_nothing_breaks(content, name, text):
    content.put(name, text)
    _package, problems = read_package(content.root)
    assert problems
    assert problems.found[0].file == name


@pytest.mark.parametrize(
    "line",
    [
        "*a " * 3200,
        "[" * 9900,
        "**" * 4900,
        "(" * 9900,
        "a_" * 4900,
        "![" * 4900,
        "[a](" * 2400,
        "[a](" * 199,
        "&" * 9900,
    ],
)
def test_markdown_made_to_be_slow_is_not_slow(content, line):
    content.lessons["01-kijken"] += f"\n{line}\n" * 10
    content.write()
    begun = time.process_time()
    read_package(content.root)
    assert time.process_time() - begun < 2


def test_deep_lists_are_refused_or_read(content):
    content.lessons["01-kijken"] += "\n" + "\n".join(" " * (4 * depth) + "- x" for depth in range(200))
    _package, problems = read_package(content.write())
    assert problems
