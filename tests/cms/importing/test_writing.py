from unittest import mock

import pytest
from wagtail.images.models import Image
from wagtail.models import Revision

from cms.editions import publishing
from cms.importing.ids import stable_id
from cms.importing.package import read_package
from cms.importing.problems import ImportRefused
from cms.importing.writing import import_folder
from cms.models import (
    Change,
    ContentRoot,
    Edition,
    GlossaryTerm,
    Imported,
    LessonPage,
    ModulePage,
    Question,
    Slot,
    Taught,
)
from tests.cms.importing.conftest import SVG

pytestmark = pytest.mark.django_db


def _counts():
    return {
        model.__name__: model.objects.count()
        for model in (Revision, Edition, LessonPage, Question, GlossaryTerm, Slot, Image, Imported)
    }


def _editions(slug):
    return list(Edition.objects.filter(taught__slug=slug).order_by("number"))


def _edit_by_hand(slug, by):
    page = LessonPage.objects.get(slug=slug)
    page.summary = "Met de hand."
    page.save_revision(user=by).publish(user=by)


# --- What an import makes ---------------------------------------------------------------------------


def test_an_import_publishes_the_module_with_all_its_parts(content):
    report = import_folder(content.root)
    module = ModulePage.objects.get(slug="oefening")
    assert module.get_parent().specific == ContentRoot.objects.get(organisation=None)
    edition = _editions("oefening")[-1].content
    assert [lesson["slug"] for lesson in edition["lessons"]] == ["kijken", "bellen"]
    assert [item["type"] for item in edition["lessons"][0]["items"]] == ["question", "prompt"]
    assert len(edition["test"]["pool"]) == 2
    assert [block["type"] for block in _editions("kijken")[0].content["blocks"]] == [
        "text",
        "question",
        "prompt",
        "local",
        "glossary",
    ]
    assert report.created[-1] == "module oefening"


def test_everything_gets_one_edition_at_its_first_import(content):
    import_folder(content.root)
    assert set(Edition.objects.values_list("number", flat=True)) == {1}


def test_emphasis_and_references_reach_the_reader(content):
    import_folder(content.root)
    html = _editions("kijken")[0].content["blocks"][0]["html"]
    assert "<b>goed</b>" in html
    assert 'href="#bron-wet"' in html
    assert 'popovertarget="begrip-veilig-thuis"' in html


def test_the_same_folder_again_changes_nothing(content):
    import_folder(content.root)
    before = _counts()
    report = import_folder(content.root)
    assert _counts() == before
    assert report.is_quiet
    assert report.unchanged == 7


def test_identities_follow_from_names_alone(content):
    import_folder(content.root)
    package, _problems = read_package(content.root)
    lesson = LessonPage.objects.get(slug="kijken")
    assert lesson.uuid == package.lessons[0].uuid == stable_id("kern", "oefening", "lesson", "kijken")
    assert [block.id for block in lesson.body] == [str(block.id) for block in package.lessons[0].body]
    assert Question.objects.get(key="wie-bel-je").uuid == package.questions["wie-bel-je"].uuid


# --- Changes ----------------------------------------------------------------------------------------


def test_a_changed_lesson_alone_is_published_and_the_change_is_minor(content):
    import_folder(content.root)
    content.lessons["01-kijken"] = content.lessons["01-kijken"].replace("Kijk **goed**", "Kijk **rustig**")
    report = import_folder(content.write())
    assert report.updated == ["les kijken"]
    assert [(edition.number, edition.line.major) for edition in _editions("kijken")] == [(1, 1), (2, 1)]
    assert len(_editions("bellen")) == 1
    assert [(edition.number, edition.line.major) for edition in _editions("oefening")] == [(1, 1), (2, 1)]


def test_an_edit_of_a_paragraph_keeps_the_ids_of_all_blocks(content):
    import_folder(content.root)
    before = [(block.block_type, block.id) for block in LessonPage.objects.get(slug="kijken").body]
    content.lessons["01-kijken"] = content.lessons["01-kijken"].replace(
        "## Kijken", "## Goed kijken\n\nEen alinea erbij."
    )
    import_folder(content.write())
    assert [(block.block_type, block.id) for block in LessonPage.objects.get(slug="kijken").body] == before


def test_a_block_put_before_others_keeps_the_ids_of_question_and_prompt(content):
    import_folder(content.root)
    before = {block.block_type: block.id for block in LessonPage.objects.get(slug="kijken").body}
    content.lessons["01-kijken"] = '\n::: callout info "Nieuw"\nVooraf.\n:::\n' + content.lessons["01-kijken"]
    import_folder(content.write())
    after = {block.block_type: block.id for block in LessonPage.objects.get(slug="kijken").body}
    assert {name: after[name] for name in ("question", "prompt", "local", "glossary")} == {
        name: before[name] for name in ("question", "prompt", "local", "glossary")
    }


def test_a_material_change_starts_a_new_line_and_tells_why(content):
    import_folder(content.root)
    content.fronts["01-kijken"] = ("kijken", "Anders kijken", 'change = "material"\nchange_note = "Nieuwe norm."')
    import_folder(content.write())
    edition = _editions("kijken")[-1]
    assert (edition.number, edition.line.major, edition.note) == (2, 2, "Nieuwe norm.")
    assert _editions("oefening")[-1].line.major == 2


def test_a_material_change_left_in_the_file_is_not_made_again(content):
    content.fronts["01-kijken"] = ("kijken", "Kijken", 'change = "material"')
    import_folder(content.root)
    import_folder(content.write())
    content.fronts["01-kijken"] = ("kijken", "Kijken", "")
    assert import_folder(content.write()).is_quiet


def test_two_changed_lessons_give_the_module_one_edition(content):
    import_folder(content.root)
    for name in content.lessons:
        slug, title, _extra = content.fronts[name]
        content.fronts[name] = (slug, title + "!", 'change = "material"')
    import_folder(content.write())
    assert [(edition.number, edition.line.major) for edition in _editions("oefening")] == [(1, 1), (2, 2)]


def test_a_changed_question_is_published_in_its_lesson(content):
    import_folder(content.root)
    content.questions[0]["stem"] = "Wie bel je het eerst?"
    report = import_folder(content.write())
    assert report.updated == ["vraag wie-bel-je"]
    assert [edition.line.major for edition in _editions("kijken")] == [1, 1]
    assert len(_editions("bellen")) == 1


def test_a_material_question_asks_its_lesson_again_and_no_other(content):
    import_folder(content.root)
    content.questions[0] |= {
        "stem": "Wie bel je het eerst?",
        "change": Change.MATERIAL.value,
        "change_note": "De norm is veranderd.",
    }
    import_folder(content.write())
    assert [(edition.line.major, edition.note) for edition in _editions("kijken")] == [
        (1, ""),
        (2, "De norm is veranderd."),
    ]
    assert len(_editions("bellen")) == 1


def test_an_option_mended_in_place_keeps_the_id_that_answers_know(content):
    import_folder(content.root)
    before = [option.id for option in Question.objects.get(key="wie-bel-je").body[0].value["options"].bound_blocks]
    content.questions[0]["options"][1]["text"] = "Je buurman"
    content.questions[0]["options"].reverse()
    import_folder(content.write())
    content.questions[0]["options"].reverse()
    import_folder(content.write())
    after = [option.id for option in Question.objects.get(key="wie-bel-je").body[0].value["options"].bound_blocks]
    assert before[0] == after[0]


def test_a_changed_term_reaches_the_lessons(content):
    import_folder(content.root)
    content.glossary[0]["definition"] = "Hier vraag je advies."
    import_folder(content.write())
    assert _editions("kijken")[-1].content["terms"][0]["definition"] == "<p>Hier vraag je advies.</p>"
    assert [edition.number for edition in _editions("kijken")] == [1, 2]


def test_a_lesson_that_is_no_longer_listed_is_unpublished_and_stays(content):
    import_folder(content.root)
    content.module["lessons"] = ["01-kijken"]
    report = import_folder(content.write())
    assert report.unpublished == ["les bellen"]
    assert LessonPage.objects.get(slug="bellen").live is False
    assert [lesson["slug"] for lesson in _editions("oefening")[-1].content["lessons"]] == ["kijken"]
    assert import_folder(content.write()).is_quiet


def test_a_lesson_that_is_listed_again_comes_back(content):
    import_folder(content.root)
    content.module["lessons"] = ["01-kijken"]
    import_folder(content.write())
    content.module["lessons"] = ["02-bellen", "01-kijken"]
    import_folder(content.write())
    assert [lesson["slug"] for lesson in _editions("oefening")[-1].content["lessons"]] == ["bellen", "kijken"]
    assert len(_editions("bellen")) == 1


def test_a_changed_image_is_another_file_and_the_old_one_stays(content):
    content.put("media/pad.svg", SVG)
    content.lessons["01-kijken"] += '\n::: image pad.svg "Een pad" "Het pad"\n:::\n'
    import_folder(content.write())
    content.put("media/pad.svg", SVG.replace("10", "20"))
    report = import_folder(content.root)
    assert report.updated == ["les kijken"]
    assert Image.objects.count() == 2
    figures = [
        next(block["value"]["image"] for block in edition.content["blocks"] if block["type"] == "figure")
        for edition in _editions("kijken")
    ]
    assert figures[0] != figures[1]


def test_images_stand_in_the_collection_of_their_owner(content):
    content.put("media/pad.svg", SVG)
    content.lessons["01-kijken"] += '\n::: image pad.svg "Een pad"\n:::\n'
    import_folder(content.write())
    assert Image.objects.get().collection == ContentRoot.objects.get(organisation=None).collection


# --- Hands and files --------------------------------------------------------------------------------


def test_what_an_author_changed_is_not_overwritten(content, petra):
    import_folder(content.root)
    _edit_by_hand("kijken", petra)
    content.fronts["01-kijken"] = ("kijken", "Anders kijken", "")
    before = _counts()
    with pytest.raises(ImportRefused) as refused:
        import_folder(content.write())
    assert [problem.file for problem in refused.value.problems] == ["lessons/01-kijken.md"]
    assert _counts() == before


def test_a_draft_of_an_author_counts_as_a_change(content, petra):
    import_folder(content.root)
    LessonPage.objects.get(slug="kijken").save_revision(user=petra)
    content.fronts["01-kijken"] = ("kijken", "Anders kijken", "")
    with pytest.raises(ImportRefused):
        import_folder(content.write())


def test_a_hand_made_change_is_nobodys_business_while_the_file_stays_the_same(content, petra):
    import_folder(content.root)
    _edit_by_hand("kijken", petra)
    assert import_folder(content.root).is_quiet
    assert LessonPage.objects.get(slug="kijken").summary == "Met de hand."


def test_overwrite_lets_the_files_win(content, petra):
    import_folder(content.root)
    _edit_by_hand("kijken", petra)
    report = import_folder(content.root, overwrite=True)
    assert report.updated == ["les kijken"]
    assert LessonPage.objects.get(slug="kijken").summary == "Wat je leert."


def test_keep_lets_the_author_win_and_imports_the_rest(content, petra):
    import_folder(content.root)
    _edit_by_hand("kijken", petra)
    content.fronts = {"01-kijken": ("kijken", "Anders kijken", ""), "02-bellen": ("bellen", "Anders bellen", "")}
    report = import_folder(content.write(), keep=True)
    assert (report.kept, report.updated) == (["les kijken"], ["les bellen"])
    assert LessonPage.objects.get(slug="kijken").title == "Kijken"


def test_a_term_changed_by_hand_is_not_overwritten(content):
    import_folder(content.root)
    term = GlossaryTerm.objects.get(key="veilig-thuis")
    term.definition = "<p>Met de hand.</p>"
    term.save()
    content.glossary[0]["definition"] = "Uit het bestand."
    with pytest.raises(ImportRefused):
        import_folder(content.write())


def test_a_term_that_an_author_is_changing_is_not_overwritten(content, petra):
    import_folder(content.root)
    term = GlossaryTerm.objects.get(key="veilig-thuis")
    term.definition = "<p>Concept.</p>"
    term.save_revision(user=petra)
    content.glossary[0]["definition"] = "Uit het bestand."
    with pytest.raises(ImportRefused):
        import_folder(content.write())
    import_folder(content.root, overwrite=True)
    term.refresh_from_db()
    assert ("Uit het bestand." in term.definition, term.has_unpublished_changes, term.latest_revision) == (
        True,
        False,
        None,
    )
    assert "Concept." in term.revisions.get().content["definition"]


def test_a_lesson_whose_term_was_taken_offline_is_refused_with_the_reason(content, petra):
    import_folder(content.root)
    GlossaryTerm.objects.get(key="veilig-thuis").unpublish(user=petra)
    content.fronts = {"01-kijken": ("kijken", "Anders kijken", ""), "02-bellen": ("bellen", "Anders bellen", "")}
    with pytest.raises(ImportRefused, match="Veilig Thuis"):
        import_folder(content.write())


def test_a_slot_that_was_there_already_is_taken_over_when_it_says_the_same(content):
    slot = Slot.objects.create(**content.module["slots"][0])
    import_folder(content.root)
    assert Slot.objects.get(key="oefenplek").pk == slot.pk


def test_a_page_with_the_same_address_is_not_taken_over(content):
    from tests.factories import cms

    cms.module(slug="oefening")
    with pytest.raises(ImportRefused) as refused:
        import_folder(content.root)
    assert [(problem.file, problem.place) for problem in refused.value.problems] == [("module.json", "slug")]


# --- All or nothing ---------------------------------------------------------------------------------


def test_a_compile_that_fails_leaves_nothing(content, settings):
    content.put("media/pad.svg", SVG)
    content.lessons["01-kijken"] += '\n::: image pad.svg "Een pad"\n:::\n'
    before, files = _counts(), set(settings.MEDIA_ROOT.rglob("*.svg"))
    with (
        mock.patch.object(publishing, "compile_module", side_effect=publishing.CompileError("Kan niet.")),
        pytest.raises(ImportRefused) as refused,
    ):
        import_folder(content.write())
    assert refused.value.problems[0].wrong == "Kan niet."
    assert _counts() == before
    assert set(settings.MEDIA_ROOT.rglob("*.svg")) == files


def test_a_rehearsal_reports_and_keeps_nothing(content):
    before = _counts()
    report = import_folder(content.root, rehearse=True)
    assert "les kijken" in report.created
    assert _counts() == before


def test_a_rehearsal_of_a_change_leaves_everything_live(content):
    import_folder(content.root)
    content.fronts["01-kijken"] = ("kijken", "Anders kijken", "")
    before = _counts()
    assert import_folder(content.write(), rehearse=True).updated == ["les kijken"]
    assert _counts() == before
    assert LessonPage.objects.filter(live=True).count() == 2


def test_what_only_the_site_knows_is_told_at_once_too(content):
    content.lessons["01-kijken"] += "\n::: slot bestaat-niet\n:::\n"
    content.module["prerequisites"] = ["bestaat-niet"]
    content.glossary = []
    with pytest.raises(ImportRefused) as refused:
        import_folder(content.write())
    assert sorted({problem.place for problem in refused.value.problems}) == [
        "prerequisites",
        f"regel {content.line_of('01-kijken', 'bestaat-niet')}",
        "terms",
    ]


# --- Organisations ----------------------------------------------------------------------------------


def test_an_organisation_may_have_its_own_module_of_the_same_name(content, voorbeeldstad):
    import_folder(content.root)
    content.module["slots"] = []
    import_folder(content.write(), organisation=voorbeeldstad)
    owners = Taught.objects.filter(kind="module", slug="oefening").values_list("organisation__name", flat=True)
    assert sorted(owners, key=str) == ["Gemeente Voorbeeldstad", None]
    assert Question.objects.filter(key="wie-bel-je").count() == 2


def test_an_organisation_defines_no_slots(content, voorbeeldstad):
    with pytest.raises(ImportRefused):
        import_folder(content.root, organisation=voorbeeldstad)


def test_an_organisations_lesson_may_use_the_cores_terms(content, voorbeeldstad):
    import_folder(content.root)
    content.module["slots"], content.glossary = [], []
    import_folder(content.write(), organisation=voorbeeldstad)
    assert GlossaryTerm.objects.count() == 1
