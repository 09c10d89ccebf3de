"""The command: what it prints, what it exits with, and that a file needs no database."""

import json
import os
import subprocess
import sys

import pytest
from django.core.management import call_command

from tests.cases_library.cases import case, scene, sound
from tests.factories import cases as pages


@pytest.fixture
def written(tmp_path):
    def write(content):
        path = tmp_path / "casus.json"
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return str(path)

    return write


def run(capsys, *arguments):
    """Exit status, what was printed, what was said on the side."""
    status = 0
    try:
        call_command("check_case", *arguments)
    except SystemExit as left:
        status = left.code
    said = capsys.readouterr()
    return status, said.out, said.err


def test_a_sound_case_exits_with_nothing_wrong(written, capsys):
    status, out, _ = run(capsys, written(sound()), "--json")
    said = json.loads(out)
    assert status == 0
    assert list(said) == ["case", "findings", "search"]
    assert said["case"] == "proef"
    assert set(said["search"]) == {"states", "complete", "seconds"}
    assert said["search"]["complete"] is True
    for finding in said["findings"]:
        assert set(finding) <= {"code", "level", "scene", "choice", "variable", "fact", "message", "witness"}
        assert finding["level"] == "N"


def test_a_fault_exits_with_one_and_says_what_to_do(written, capsys):
    document = sound()
    document["scenes"][2]["choices"] = [{**document["scenes"][2]["choices"][1]}]
    status, out, _ = run(capsys, written(document))
    assert status == 1
    assert "E stuck-state moeder" in out
    assert "Zo: begin/bel-moeder" in out
    assert "Voorstel: " in out
    assert out.rstrip().splitlines()[-1].startswith("proef: 2 fout, ")


def test_the_text_says_where_facts_and_variables_are(written, capsys):
    document = sound()
    document["facts"].append({"key": "los", "text": "Los."})
    _, out, _ = run(capsys, written(document))
    assert "W fact-never-learnable feit los" in out


@pytest.mark.parametrize(
    ("content", "slug", "path"),
    [
        (b"\xff", None, "/"),
        (b"[]", None, "/"),
        ({"inkVersion": 20}, None, "/format"),
        ({**sound(), "score": 1}, "proef", "/score"),
        (case(scene("a")), "proef", "/scenes"),
    ],
)
def test_another_format_exits_with_two_and_the_path_to_the_fault(written, capsys, content, slug, path):
    status, out, _ = run(capsys, written(content), "--json")
    said = json.loads(out)
    assert (status, said["case"], said["error"]["path"]) == (2, slug, path)
    assert said["error"]["message"]
    status, out, err = run(capsys, written(content))
    assert (status, out) == (2, "")
    assert err.startswith(f"{path}: ")


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["geen-bestand", "/", "a" * 5000, "nul\x00", "\udcff"])
def test_what_is_no_file_exits_with_two(name, capsys):
    status, out, _ = run(capsys, name, "--json")
    assert status == 2
    assert json.loads(out)["error"]["message"]


def test_the_same_file_prints_the_same_but_for_the_seconds(written, capsys):
    path = written(sound())
    first, second = (json.loads(run(capsys, path, "--json")[1]) for _ in range(2))
    first["search"].pop("seconds")
    second["search"].pop("seconds")
    assert first == second


def test_the_case_in_the_how_to_is_sound(settings, written, capsys):
    text = (settings.BASE_DIR / "docs" / "how-to" / "write-a-case.md").read_text()
    example = text.partition("```json\n")[2].partition("```")[0]
    status, out, _ = run(capsys, written(example.encode()), "--json")
    assert status == 0
    assert [one["code"] for one in json.loads(out)["findings"] if one["level"] != "N"] == []


@pytest.fixture
def nowhere(tmp_path):
    """What the command says as JSON, and its exit code, where no database can be reached."""
    environment = {
        **os.environ,
        "DATABASE_URL": "postgres://nobody@127.0.0.1:9/nothing",
        "KEYS_DATABASE_URL": f"sqlite:///{tmp_path}/no/keys.sqlite3",
    }

    def ran(case):
        command = [sys.executable, "manage.py", "check_case", case, "--json"]
        done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
        return done.returncode, json.loads(done.stdout)

    return ran


def test_a_file_is_checked_where_there_is_no_database(written, nowhere):
    code, said = nowhere(written(sound()))
    assert (code, said["case"]) == (0, "proef")


def test_a_slug_where_there_is_no_database_ends_with_two(nowhere):
    code, said = nowhere("geen-bestand")
    assert (code, said["case"], said["error"]["path"]) == (2, None, "/")
    assert "‘geen-bestand’ is geen bestand" in said["error"]["message"]


# --- By slug ------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_slug_is_the_draft_as_it_was_last_saved(capsys):
    page = pages.case(publish=True, slug="aan-de-deur")
    page.document = pages.document(start="nergens")
    page.save_revision()
    status, out, _ = run(capsys, "aan-de-deur")
    assert (status, "no-start" in out) == (1, True)


@pytest.mark.django_db
def test_a_draft_that_is_no_case_exits_with_two(capsys):
    pages.case(slug="half", document={"format": "leerspiegel-case/1"})
    status, out, _ = run(capsys, "half", "--json")
    assert (status, json.loads(out)["error"]["path"]) == (2, "/language")


@pytest.mark.django_db
def test_the_other_side_of_a_case_must_be_on_the_site(capsys):
    pages.case(slug="een", document=pages.document(perspective_of="twee"))
    assert "unknown-reference" in run(capsys, "een")[1]
    pages.case(slug="twee")
    assert run(capsys, "een")[0] == 0


@pytest.mark.django_db
def test_an_organisations_case_is_found_too(voorbeeldstad, capsys):
    pages.case(voorbeeldstad, slug="van-ons")
    assert "van-ons: 0 fout" in run(capsys, "van-ons")[1]
