"""A module from one site to another: everything arrives, comes back the same, and people's work stays where it was."""

import json
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from cases_library.importing import import_case
from cms.exporting.files import ExportRefused, files_of
from cms.importing.package import read_package
from cms.models import Change, Delivery, Edition, Imported, LessonPage, ModulePage, Question, Taught
from cms.packages.bringing import bring
from cms.packages.sending import export_module
from people.models import Organisation
from tests.cms.packages.conftest import arrive, elsewhere, package, whole_module
from tests.factories import cms, people

pytestmark = pytest.mark.django_db
CONTENT = sorted(path.parent for path in Path("content").glob("*/module.json"))


def _lesson(slug="kijken"):
    return LessonPage.objects.get(slug=slug)


def _blocks(slug="kijken"):
    return [(child.block_type, str(child.id)) for child in _lesson(slug).body]


# --- There and back -----------------------------------------------------------------------------------


def test_every_kind_of_block_and_question_arrives_and_comes_back_the_same(arrived):
    module = ModulePage.objects.get(slug="heel")
    again = export_module(module)
    assert again.files == arrived.files
    assert again.data == arrived.data


def test_what_arrives_is_published_with_its_case_and_its_files(arrived):
    types = [block["type"] for block in Edition.objects.get(taught__slug="kijken").content["blocks"]]
    assert {"video", "download", "figure", "case", "local", "profession", "markdown"} <= set(types)
    assert Taught.objects.get(slug="aan-de-deur").live_line is not None
    assert 'linktype="document"' in _lesson().body[0].value.source


def test_ids_of_what_was_made_by_hand_travel():
    def make():
        sent = package()
        return sent, _blocks(), sorted(Question.objects.values_list("uuid", flat=True))

    sent, blocks, questions = elsewhere(make)
    arrive(sent)
    assert _blocks() == blocks
    assert sorted(Question.objects.values_list("uuid", flat=True)) == questions


def test_the_same_package_twice_changes_nothing(arrived):
    before = list(Edition.objects.values_list("pk", flat=True)), Imported.objects.count()
    outcome = arrive(arrived)
    assert outcome.is_quiet
    assert (list(Edition.objects.values_list("pk", flat=True)), Imported.objects.count()) == before


def test_a_package_of_what_was_written_here_is_no_conflict_here():
    sent = package()
    outcome = arrive(sent)
    assert (outcome.problems, outcome.changes) == ([], [])


def _courses(quick):
    return [pytest.param(one, id=one.name, marks=() if one.name in quick else pytest.mark.whole) for one in CONTENT]


@pytest.mark.parametrize("folder", _courses({"wijkteam-noord"}))
def test_what_a_folder_says_is_what_the_site_sends_on(folder):
    """Imported and exported: the very files that the folder comes to without any site between."""
    for place in _placed_cases(folder):
        import_case(place)
    if bring(folder).problems:
        _of_folder(folder.parent / "meldcode")
        assert bring(folder).problems == []
    sent = export_module(ModulePage.objects.get(slug=folder.name))
    package, problems = read_package(folder)
    assert list(problems) == []
    made = files_of(package)
    files = {name for name in made if not name.startswith("media/")} - {"module.json", "glossary.json"}
    assert {name: sent.files[name] for name in files} == {name: made[name] for name in files}
    for name, shared in (("module.json", "slots"), ("glossary.json", "")):
        said, wanted = json.loads(sent.files.get(name, b"[]")), json.loads(made.get(name, b"[]"))
        here, there = (one.pop(shared) if shared else one for one in (wanted, said))
        assert [
            one for one in there if one in here
        ] == here  # beside these, slots and words that another module brought
        assert not shared or said == wanted


@pytest.mark.parametrize("folder", _courses({"wijkteam-noord"}))
def test_the_course_itself_travels(folder):
    """Imported here, exported, imported where nothing is, and exported again: the same bytes."""
    sent = elsewhere(lambda: _of_folder(folder))
    for slug in sent.about["needs"].get("modules", []):
        _of_folder(folder.parent / slug)
    outcome = arrive(sent)
    assert outcome.problems == []
    assert export_module(ModulePage.objects.get(slug=folder.name)).data == sent.data


def _of_folder(folder):
    """A package of a folder; a module may use words of the one that everything begins with."""
    for place in _placed_cases(folder):
        import_case(place)
    if bring(folder).problems:
        _of_folder(folder.parent / "meldcode")
        assert bring(folder).problems == []
    return export_module(ModulePage.objects.get(slug=folder.name))


def _placed_cases(folder):
    lines = [line for path in sorted(folder.glob("lessons/*.md")) for line in path.read_text().split("\n")]
    return [Path(f"content/cases/{line.split()[2]}.json") for line in lines if line.startswith("::: case ")]


# --- A newer package --------------------------------------------------------------------------------------


def test_a_newer_package_keeps_what_peoples_work_hangs_on():
    def two():
        module = whole_module()
        first = package(module)
        lesson, question = _lesson(), Question.objects.get(title="Vraag single")
        body = list(lesson.body.get_prep_value())
        at = next(place for place, block in enumerate(body) if block["type"] == "prompt")
        lesson.body.insert(at, ("prompt", {"question": "", "text": "<p>Ervoor.</p>"}))
        option = question.body[0].value["options"][0]
        option["text"] = "Een ander woord"
        for item in (question, lesson):
            item.save_revision().publish()
        return first, package(ModulePage.objects.get(pk=module.pk))

    first, second = elsewhere(two)
    arrive(first)
    prompts, options = _prompts(), _options()
    outcome = arrive(second)
    assert outcome.problems == []
    assert _prompts().items() >= prompts.items()
    assert len(_prompts()) == len(prompts) + 1
    assert [one for one, _text in _options()] == [one for one, _text in options]
    assert _options()[0][1] == "Een ander woord"
    assert {line.major for line in Taught.objects.get(slug="kijken").lines.all()} == {1}


def _prompts():
    return {str(one.id): one.value["text"].source for one in _lesson().body if one.block_type == "prompt"}


def _options():
    found = Question.objects.get(title="Vraag single").body[0].value["options"].bound_blocks
    return [(str(one.id), one.value["text"]) for one in found]


def test_work_that_was_asked_anew_there_is_asked_anew_here_also_by_a_later_package():
    def two():
        module = whole_module()
        first = package(module)
        for change, words in ((Change.MATERIAL, "Nieuwe norm."), (Change.MINOR, "Een komma.")):
            lesson = _lesson("bellen")
            lesson.summary, lesson.change, lesson.change_note = words, change, words
            lesson.save_revision().publish()
        return first, package(ModulePage.objects.get(pk=module.pk))

    first, second = elsewhere(two)
    arrive(first)
    arrive(second)
    majors = {taught.slug: taught.live_line.major for taught in Taught.objects.filter(kind="lesson")}
    assert majors == {"kijken": 1, "bellen": 2}
    assert Edition.objects.filter(taught__slug="bellen").latest("number").note == "Nieuwe norm."
    assert arrive(second).is_quiet


# --- What stays home ----------------------------------------------------------------------------------------


def test_texts_of_municipalities_and_drafts_stay_home():
    module = whole_module()
    ours = people.organisation()
    cms.local_text(ours, cms.Slot.objects.get(key="overleg"), text="<p>zqplaatselijk</p>")
    lesson = _lesson()
    lesson.summary = "zqconcept"
    lesson.save_revision()
    held = b"".join(package(module).files.values())
    assert b"zqplaatselijk" not in held
    assert b"zqconcept" not in held
    assert b"zqconcept" in b"".join(package(module, published=False).files.values())


def test_a_module_of_an_organisation_names_what_it_needs_of_the_core():
    ours = people.organisation()
    shared = cms.question(title="Van de kern", key="van-de-kern")
    body = [
        ("question", {"question": shared}),
        ("local", {"slot": cms.slot("overleg")}),
        ("glossary", {"terms": [cms.term("kind")]}),
    ]
    module = cms.module(ours, lessons=[{"body": body}], publish=True)
    sent = package(module)
    assert sent.about["needs"] == {"questions": ["van-de-kern"], "slots": ["overleg"], "terms": ["kind"]}
    assert not any(name.startswith(("questions/", "glossary")) for name in sent.files)
    assert arrive(sent, organisation=ours).is_quiet


def test_a_test_that_draws_from_a_pool_takes_its_questions_along():
    pool = ("pool", {"name": "Stap een", "tags": "meldcode, stap 1"})

    def make():
        for number in range(3):
            cms.question(key=f"uit-de-pool-{number}", tags="stap 1, meldcode")
        return export_module(
            cms.module(publish=True, slug="met-pool", test_title="Toets", test_questions=[pool], test_draw=2)
        )

    sent = elsewhere(make)
    arrive(sent)
    module = ModulePage.objects.get(slug="met-pool")
    assert export_module(module).files == sent.files
    test = Edition.objects.filter(taught_id=module.uuid).latest("number").content["test"]
    assert {one["taught"] for one in test["pool"]} == {str(one.uuid) for one in Question.objects.all()}
    assert len(test["pool"]) == 3


def test_what_a_package_needs_and_is_not_there_is_said():
    def make():
        ours = people.organisation("Gemeente Voorbeeldstad")
        body = [
            ("question", {"question": cms.question(key="van-de-kern")}),
            ("glossary", {"terms": [cms.term("kind")]}),
        ]
        return package(cms.module(ours, lessons=[{"slug": "les", "body": body}], publish=True))

    sent = elsewhere(make)
    outcome = arrive(sent, organisation=people.organisation("Gemeente Voorbeeldstad"))
    assert sorted(problem.wrong for problem in outcome.problems) == [
        "De vraag ‘van-de-kern’ van de landelijke kern is er niet.",
        "Het begrip ‘kind’ bestaat niet.",
    ]
    assert not ModulePage.objects.exists()


# --- Whose it is ----------------------------------------------------------------------------------------------


def test_for_another_owner_it_is_a_copy_with_ids_of_its_own():
    core = whole_module()
    ours = people.organisation()
    outcome = arrive(export_module(core), organisation=ours)
    assert outcome.problems == []
    copy = ModulePage.objects.exclude(pk=core.pk).get()
    assert (copy.owner_root.organisation, copy.slug) == (ours, core.slug)
    assert {str(one.id) for one in _lesson_of(copy).body}.isdisjoint({str(one.id) for one in _lesson_of(core).body})
    assert Question.objects.filter(organisation=ours).count() == len(cms.BODIES)


def _lesson_of(module):
    return LessonPage.objects.child_of(module).get(slug="kijken")


def test_ids_of_something_that_is_anothers_are_refused(tmp_path):
    mine, theirs = people.organisation("Gemeente Mijn"), people.organisation("Gemeente Hun")
    secret = cms.module(theirs, lessons=[{"slug": "les"}], publish=True, slug="geheim")
    sent = package(cms.module(mine, lessons=[{"slug": "les"}], publish=True, slug="mijn"))
    folder = _unpacked(sent, tmp_path)
    ids = folder / "ids.json"
    module = ModulePage.objects.get(slug="mijn")
    lesson = LessonPage.objects.child_of(module).get()
    ids.write_text(ids.read_text().replace(str(lesson.uuid), str(secret.uuid)))
    before = _blocks_of(secret)
    outcome = bring(folder, organisation=mine, overwrite=True)
    assert outcome.problems != []
    assert _blocks_of(secret) == before


def _blocks_of(module):
    return [page.body.get_prep_value() for page in LessonPage.objects.child_of(module)]


def _unpacked(sent, to):
    with zipfile.ZipFile(BytesIO(sent.data)) as archive:
        archive.extractall(to)  # our own package
    return to


def test_unpacked_and_edited_it_can_be_imported(arrived, tmp_path):
    folder = _unpacked(arrived, tmp_path)
    lesson = folder / "lessons/02-bellen.md"
    lesson.write_text(lesson.read_text().replace("Wat je leert.", "Wat je nu leert."))
    outcome = bring(folder)
    assert [(item.name, item.what, item.difference) for item in outcome.changes] == [
        ("les bellen", "changed", '-summary = "Wat je leert."\n+summary = "Wat je nu leert."')
    ]
    assert _lesson("bellen").summary == "Wat je nu leert."


def test_nothing_is_left_when_the_last_step_fails(arrived, tmp_path, monkeypatch):
    folder = _unpacked(arrived, tmp_path)
    lesson = folder / "lessons/02-bellen.md"
    lesson.write_text(lesson.read_text().replace("Wat je leert.", "Wat je nu leert."))
    before = Edition.objects.count(), Imported.objects.count()
    monkeypatch.setattr("cms.importing.writing._Writer._remember_what_came", _fail)
    with pytest.raises(RuntimeError):
        bring(folder)
    assert (Edition.objects.count(), Imported.objects.count(), Delivery.objects.count()) == (*before, 0)
    assert _lesson("bellen").summary == "Wat je leert."


def _fail(_self):
    raise RuntimeError


def test_a_module_that_cannot_be_written_says_where(db):
    module = cms.module(
        lessons=[{"slug": "les", "body": [("quote", {"text": "Met `code`.", "attribution": ""})]}], publish=True
    )
    with pytest.raises(ExportRefused) as refused:
        export_module(module)
    assert refused.value.problems[0].file == "lessons/01-les.md"
    assert Organisation.objects.count() == 0
