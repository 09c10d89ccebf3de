"""A programme from a file: checked whole, published once, and refused with every fault at its place."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from cms.models import Edition, Kind, Taught
from learning.journey.programmes.files import ProgrammeRefused, bring
from tests.factories import cms, people, programmes

pytestmark = pytest.mark.django_db


def refused(folder, content, **more):
    with pytest.raises(ProgrammeRefused) as caught:
        bring(programmes.written(folder, content), **more)
    assert not Taught.objects.filter(kind=Kind.PROGRAMME).exists()
    return caught.value.problems


def test_the_same_file_changes_nothing_and_another_makes_a_new_line(tmp_path):
    first = bring(programmes.written(tmp_path, programmes.said(programmes.step("a"))))
    again = bring(programmes.written(tmp_path, programmes.said(programmes.step("a"))))
    other = bring(programmes.written(tmp_path, programmes.said(programmes.step("a"), programmes.step("b"))))
    assert (first.is_new, again.is_new, again.edition) == (True, False, first.edition)
    assert (other.is_new, other.edition.number, other.edition.line != first.edition.line) == (True, 2, True)


def test_a_rehearsal_keeps_nothing(tmp_path):
    assert bring(programmes.written(tmp_path, programmes.said(programmes.step("a"))), rehearse=True).is_new
    assert not Edition.objects.exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"kind": "film"}, "stap 1: ‘kind’ is"),
        ({"id": "1"}, "stap 1: ‘id’ is geen uuid"),
        ({"title": ""}, "stap 1: ‘title’ ontbreekt"),
        ({"after": {"count": 2, "unit": "months"}}, "stap 1: ‘after’ is zoiets als"),
        ({"after": {"count": True, "unit": "weeks"}}, "stap 1: ‘after’ is zoiets als"),
        ({"after": {"count": 105, "unit": "weeks"}}, "stap 1: ‘after’ is zoiets als"),
        ({"needs": "all"}, "stap 1: Voor de eerste stap kan niets nodig zijn"),
        ({"question": 3}, "stap 1: ‘question’ is een nummer"),
        ({"of": "meldcode"}, "stap 1: ‘of’ noemt het adres"),
        ({"kind": "module"}, "stap 1: ‘of’ noemt het adres"),
        ({"kind": "module", "of": "bestaat-niet"}, "stap 1: ‘bestaat-niet’ is hier niet gepubliceerd"),
        ({"text": "x" * 1001}, "stap 1: ‘text’ is tekst van hooguit 1000 tekens"),
        ({"colour": "rood"}, "stap 1: ‘colour’ kennen we niet"),
        ({"required": "ja"}, "stap 1: ‘required’ is true of false"),
    ],
)
def test_a_faulty_step_is_named_with_its_place(tmp_path, change, said):
    problems = refused(tmp_path, programmes.said(programmes.step("a") | change))
    assert any(said in one for one in problems), problems


@pytest.mark.parametrize(
    "content",
    ["geen json", "[]", "{}", '{"format": "leerspiegel-programme-1"}', "[" * 100_000, json.dumps({"format": "x"})],
    ids=["no json", "a list", "nothing", "a head alone", "deep", "another format"],
)
def test_what_is_no_programme_is_refused_in_words(tmp_path, content):
    assert refused(tmp_path, content)


def test_all_faults_are_told_at_once(tmp_path):
    wrong = programmes.said(
        programmes.step("a") | {"kind": "film"}, programmes.step("a"), reviewed_on="gisteren", uuid="x"
    )
    assert len(refused(tmp_path, wrong)) == 4


def test_an_organisations_own_programme_may_use_its_own_module_and_the_core_may_not(tmp_path):
    ours = people.organisation("Gemeente Voorbeeldstad")
    cms.module(organisation=ours, slug="van-ons", publish=True)
    content = programmes.said(programmes.step("a", "module", of="van-ons"))
    assert "niet gepubliceerd" in refused(tmp_path, content)[0]
    taught = bring(programmes.written(tmp_path, content), organisation=ours).edition.taught
    assert taught.organisation == ours


def test_the_command_says_what_it_did_and_refuses_in_words(tmp_path):
    out = StringIO()
    path = programmes.written(tmp_path, programmes.said(programmes.step("a")))
    call_command("import_programme", path, "--json", stdout=out)
    assert json.loads(out.getvalue()) == {"title": "Inwerken", "edition": 1, "changed": True}
    with pytest.raises(CommandError, match=r"Er is niets veranderd\. Te verbeteren: 1"):
        call_command("import_programme", programmes.written(tmp_path, "{"))
    with pytest.raises(CommandError, match="geen organisatie"):
        call_command("import_programme", path, "--organisation", "nergens")


def test_the_programme_that_comes_along_is_whole_but_for_the_modules_it_needs(tmp_path):
    folder = Path(settings.BASE_DIR) / "content" / "programmes"
    (path,) = folder.glob("*.json")
    with pytest.raises(ProgrammeRefused) as caught:
        bring(path)
    assert len(caught.value.problems) == 7
    assert all("is hier niet gepubliceerd" in one for one in caught.value.problems)
