"""Cases as files: in, out, the same bytes; all or nothing; what an author changed stays."""

import json
import os
import re

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from wagtail.images.models import Image

from cases_library import judging
from cases_library.demo import make_cases
from cases_library.engine.reading import dump_case
from cases_library.importing import import_case
from cases_library.models import CasePage
from cms.editions.publishing import check
from cms.importing.problems import ImportRefused
from cms.models import Edition, LessonPage, Taught
from cms.protection import why_not_delete
from tests.cms.editions.history import edit, history, live
from tests.factories import cms
from tests.factories.cases import case, document

pytestmark = pytest.mark.django_db

DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 320"><title>Een deur op een kier</title>'
    '<path d="M0 0h10" stroke="currentColor"/></svg>'
)


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path_factory):
    settings.MEDIA_ROOT = tmp_path_factory.mktemp("media")


@pytest.fixture
def write(tmp_path):
    """Writes a case's file, and its drawing beside it when it has one."""

    def written(drawing=DRAWING, name="aan-de-deur.json", **changes):
        said = document(**changes)
        if said.get("illustration"):
            (tmp_path / said["illustration"]).write_text(drawing)
        path = tmp_path / name
        path.write_text(dump_case(said))
        return path

    return written


@pytest.fixture
def page_of():
    return lambda slug="aan-de-deur": CasePage.objects.get(slug=slug)


def _run(*arguments, **options):
    """The exit code of a command."""
    try:
        call_command(*arguments, **options)
    except SystemExit as ended:
        return ended.code
    except CommandError as fault:
        return fault.returncode
    return 0


# --- In ---------------------------------------------------------------------------------------------


def test_a_file_becomes_a_published_page_of_the_core(write, page_of):
    outcome = import_case(write(illustration="deur.svg"))
    page = page_of()
    assert (outcome.what, outcome.edition) == ("created", 1)
    assert (page.title, page.minutes, page.live) == ("Aan de deur", 3, True)
    assert page.owner_root.organisation is None
    assert page.summary == "Je staat voor de deur."
    assert live(page).content["illustration"]["alt"] == "Een deur op een kier"


def test_the_same_file_again_changes_nothing(write, page_of):
    path = write(illustration="deur.svg")
    import_case(path)
    before = page_of().latest_revision_id
    outcome = import_case(path)
    assert (outcome.what, outcome.difference, outcome.edition) == ("unchanged", "", None)
    assert (page_of().latest_revision_id, history(page_of())) == (before, [(1, 1)])
    assert Image.objects.count() == 1


def test_another_file_makes_another_edition_of_the_same_page(write, page_of):
    import_case(write())
    outcome = import_case(write(notice="Anders."), material=True, note="Meer over oma")
    assert (outcome.what, history(page_of())) == ("updated", [(1, 1), (2, 2)])
    assert live(page_of()).note == "Meer over oma"


def test_another_drawing_is_another_image_and_the_old_edition_keeps_its_own(write, page_of):
    import_case(write(illustration="deur.svg"))
    old = live(page_of())
    import_case(write(illustration="deur.svg", drawing=DRAWING.replace("h10", "h20")))
    assert Image.objects.count() == 2
    assert live(page_of()).content["illustration"]["url"] != old.content["illustration"]["url"]


def test_an_organisation_has_cases_of_its_own(write, voorbeeldstad):
    import_case(write())
    import_case(write(), organisation=voorbeeldstad)
    owners = {page.owner_root.organisation for page in CasePage.objects.filter(slug="aan-de-deur")}
    assert owners == {None, voorbeeldstad}


def test_who_reviewed_it_comes_along(write, page_of):
    import_case(write(reviewed={"by": "A. Jansen", "role": "aandachtsfunctionaris", "date": "2026-05-01"}))
    page = page_of()
    assert (page.reviewer, page.reviewed_on.isoformat()) == ("A. Jansen, aandachtsfunctionaris", "2026-05-01")


def test_a_dry_run_shows_the_difference_and_keeps_nothing(write, page_of, capsys):
    import_case(write())
    assert _run("import_case", str(write(notice="Heel anders.")), dry_run=True) == 0
    said = capsys.readouterr().out
    assert '+  "notice": "Heel anders."' in said
    assert "er is niets bewaard" in said
    assert (page_of().document["notice"], history(page_of())) == (document()["notice"], [(1, 1)])


def test_a_dry_run_leaves_no_files(write):
    assert _run("import_case", str(write(illustration="deur.svg")), dry_run=True) == 0
    assert not CasePage.objects.exists()
    assert _stored("original_images") == [] == _stored("images")


def _stored(folder):
    return default_storage.listdir(folder)[1] if default_storage.exists(folder) else []


def test_lessons_follow_an_imported_case(write, page_of):
    import_case(write())
    module = cms.module(publish=True, lessons=[{"body": [("case", {"case": page_of()})]}])
    import_case(write(notice="Anders."))
    lesson = LessonPage.objects.child_of(module).get()
    assert live(lesson).content["blocks"][0]["edition"] == live(page_of()).pk


# --- Refused ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"geen json", "geen JSON"),
        (b"\xff\xfe", "UTF-8"),
        (b'{"format": "leerspiegel-case/1", "format": "leerspiegel-case/1"}', "twee keer"),
        (b'{"format": "leerspiegel-case/1"}', "/slug"),
        (b"[" * 100_000, "/"),
        (b"{}", "/format"),
        (b'"' + b"x" * 6_000_000 + b'"', "te groot"),
    ],
)
def test_what_is_no_case_ends_with_two_and_says_where(tmp_path, capsys, content, said):
    path = tmp_path / "mis.json"
    path.write_bytes(content)
    assert _run("import_case", str(path)) == 2
    assert said in capsys.readouterr().err
    assert not CasePage.objects.exists()


def test_a_case_with_errors_ends_with_one_and_names_them(write, capsys):
    assert _run("import_case", str(write(start="nergens"))) == 1
    assert "no-start" in capsys.readouterr().err
    assert not CasePage.objects.exists()


def test_a_file_that_is_not_there_or_leads_elsewhere_ends_with_two(tmp_path, write):
    path = write()
    (tmp_path / "koppeling.json").symlink_to(path)
    os.mkfifo(tmp_path / "pijp.json")
    for name in ("weg.json", "koppeling.json", "pijp.json", "."):
        assert _run("import_case", str(tmp_path / name)) == 2


@pytest.mark.parametrize(
    "drawing",
    [
        "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        "<!DOCTYPE svg [<!ENTITY x 'x'>]><svg xmlns='http://www.w3.org/2000/svg'>&x;</svg>",
        "geen tekening",
    ],
)
def test_a_drawing_that_does_more_than_draw_holds_back_the_case(write, drawing):
    assert _run("import_case", str(write(illustration="deur.svg", drawing=drawing))) == 1
    assert not CasePage.objects.exists()
    assert not Image.objects.exists()


def test_a_drawing_that_is_missing_or_a_link_holds_back_the_case(tmp_path, write):
    path = write()
    path.write_text(dump_case(document(illustration="weg.svg")))
    assert _run("import_case", str(path)) == 1
    (tmp_path / "echt.svg").write_text(DRAWING)
    (tmp_path / "weg.svg").symlink_to(tmp_path / "echt.svg")
    assert _run("import_case", str(path)) == 1
    assert not CasePage.objects.exists()


@pytest.mark.parametrize("changes", [{"slug": "x" * 130}, {"title": "x" * 300}, {"title": ""}, {"minutes": 5000}])
def test_what_the_site_cannot_hold_ends_with_one(write, changes):
    assert _run("import_case", str(write(**changes))) == 1
    assert not CasePage.objects.exists()


def test_an_address_that_is_a_modules_is_refused(write):
    cms.module(slug="aan-de-deur")
    assert _run("import_case", str(write())) == 1
    assert not CasePage.objects.exists()


def test_a_publication_that_fails_leaves_the_page_as_it_was(write, page_of, monkeypatch):
    import_case(write())

    def break_down(text, **options):
        raise MemoryError

    monkeypatch.setattr("cases_library.compiling.render_markdown", break_down)
    with pytest.raises(MemoryError):
        import_case(write(notice="Anders.", illustration="deur.svg"))
    assert (page_of().document["notice"], history(page_of())) == (document()["notice"], [(1, 1)])
    assert (Image.objects.count(), _stored("original_images")) == (0, [])


# --- What an author changed ---------------------------------------------------------------------------


def test_what_an_author_changed_is_not_overwritten(write, page_of):
    import_case(write())
    edit(page_of(), document=document(notice="Van de auteur."))
    assert _run("import_case", str(write(notice="Van het bestand."))) == 1
    assert page_of().document["notice"] == "Van de auteur."
    assert import_case(write(notice="Van het bestand."), keep=True).what == "kept"
    assert import_case(write(notice="Van het bestand."), overwrite=True).what == "updated"
    assert page_of().document["notice"] == "Van het bestand."


def test_an_authors_draft_is_not_overwritten_either(write, page_of):
    import_case(write())
    page = page_of()
    page.document = document(notice="Een concept.")
    page.save_revision()
    with pytest.raises(ImportRefused):
        import_case(write(notice="Van het bestand."))


def test_a_case_that_somebody_made_here_is_not_taken_over(write):
    case(slug="aan-de-deur", publish=True)
    with pytest.raises(ImportRefused):
        import_case(write())


def test_an_authors_summary_stays(write, page_of):
    import_case(write())
    page = page_of()
    page.summary = "In eigen woorden."
    page.save_revision().publish()
    import_case(write(notice="Anders."), overwrite=True)
    assert page_of().summary == "In eigen woorden."


# --- Out --------------------------------------------------------------------------------------------


def test_in_and_out_gives_the_same_bytes(write, tmp_path):
    path = write(illustration="deur.svg")
    assert _run("import_case", str(path), verbosity=0) == 0
    (tmp_path / "uit").mkdir()
    assert _run("export_case", "aan-de-deur", "-o", str(tmp_path / "uit" / "casus.json"), verbosity=0) == 0
    assert (tmp_path / "uit" / "casus.json").read_bytes() == path.read_bytes()
    assert b"<path" in (tmp_path / "uit" / "deur.svg").read_bytes()
    assert sorted(one.name for one in (tmp_path / "uit").iterdir()) == ["casus.json", "deur.svg"]


def test_what_went_out_comes_in_as_nothing_new(write, tmp_path, page_of):
    drawing = DRAWING.replace("<path", "<!-- van de tekenaar --><path")  # what is kept is not byte for byte what came
    import_case(write(illustration="deur.svg", drawing=drawing))
    (tmp_path / "uit").mkdir()
    call_command("export_case", "aan-de-deur", output=tmp_path / "uit" / "casus.json", verbosity=0)
    assert import_case(tmp_path / "uit" / "casus.json").what == "unchanged"
    assert history(page_of()) == [(1, 1)]


def test_out_is_the_draft_or_what_is_published(write, tmp_path, page_of):
    import_case(write())
    page = page_of()
    page.document = document(notice="Een concept.")
    page.save_revision()
    for options, notice in (({}, "Een concept."), ({"published": True}, document()["notice"])):
        call_command("export_case", "aan-de-deur", output=tmp_path / "uit.json", verbosity=0, **options)
        assert json.loads((tmp_path / "uit.json").read_text())["notice"] == notice


def test_what_cannot_go_out_says_so(tmp_path):
    case(slug="half", document={"format": "leerspiegel-case/1"}).save_revision()
    target = tmp_path / "uit.json"
    assert _run("export_case", "weg", output=target) == 1
    assert _run("export_case", "half", output=target) == 2
    assert _run("export_case", "half", output=target, published=True) == 1
    assert _run("export_case", "half", output=tmp_path / "geen-map" / "uit.json") in {1, 2}
    assert not target.exists()


def test_nothing_of_a_failed_import_is_remembered(write):
    _run("import_case", str(write(start="nergens")))
    assert (Edition.objects.count(), Taught.objects.count()) == (0, 0)


# --- A whole folder -----------------------------------------------------------------------------------


def test_a_folder_is_imported_with_the_other_side_of_a_case_after_it(write, tmp_path):
    write(name="a.json", slug="van-de-andere-kant", perspective_of="aan-de-deur")
    write(name="b.json")
    assert make_cases(tmp_path).created == ["casus aan-de-deur", "casus van-de-andere-kant"]


def test_a_folder_that_says_nothing_new_is_quick_and_changes_nothing(write, tmp_path, monkeypatch):
    write()
    make_cases(tmp_path)

    def search(*args, **kwargs):
        raise AssertionError("searched again")

    judging.forget()
    monkeypatch.setattr(judging, "check", search)
    report = make_cases(tmp_path)
    assert (report.is_quiet, report.unchanged) == (True, 1)


def test_what_somebody_changed_in_the_studio_stays(write, tmp_path, page_of):
    write()
    make_cases(tmp_path)
    edit(page_of(), document=document(notice="Van de auteur."))
    write(notice="Van het bestand.")
    assert make_cases(tmp_path).kept == ["casus aan-de-deur"]
    assert page_of().document["notice"] == "Van de auteur."


# --- Images in the texts ------------------------------------------------------------------------------


@pytest.fixture
def with_room(write, tmp_path):
    """A case that shows a room in its first scene."""

    def written(drawing=DRAWING, **changes):
        scenes = document()["scenes"]
        scenes[0]["body"] = "Je staat in de kamer.\n\n![Een kamer met een tafel](beeld/kamer.svg)"
        (tmp_path / "beeld").mkdir(exist_ok=True)
        (tmp_path / "beeld" / "kamer.svg").write_text(drawing)
        return write(scenes=scenes, **changes)

    return written


def test_an_image_in_a_text_comes_along_and_is_shown(with_room, page_of):
    import_case(with_room())
    html = live(page_of()).content["html"]["deur"]["body"]
    image = Image.objects.get()
    assert image.title == "aan-de-deur/beeld/kamer.svg"
    assert re.search(r'<img alt="Een kamer met een tafel" src="/media/images/kamer[^"]*svg">', html)
    assert why_not_delete(image) != ""


def test_another_image_in_a_text_is_another_edition(with_room, page_of):
    import_case(with_room())
    import_case(with_room(drawing=DRAWING.replace("h10", "h20")))
    first, second = Edition.objects.filter(taught_id=page_of().uuid).order_by("number")
    assert first.content["pictures"] != second.content["pictures"]


def test_an_image_that_is_not_there_holds_back_the_import_and_the_publication(with_room, page_of, tmp_path):
    path = with_room()
    (tmp_path / "beeld" / "kamer.svg").unlink()
    assert _run("import_case", str(path)) == 1
    broken = case(document=json.loads(path.read_text()))
    assert any("beeld/kamer.svg" in reason for reason in check(broken))


def test_images_in_texts_go_in_and_out(with_room, tmp_path):
    path = with_room()
    import_case(path)
    (tmp_path / "uit").mkdir()
    call_command("export_case", "aan-de-deur", output=tmp_path / "uit" / "casus.json", verbosity=0)
    assert (tmp_path / "uit" / "casus.json").read_bytes() == path.read_bytes()
    assert (tmp_path / "uit" / "beeld" / "kamer.svg").is_file()


@pytest.mark.parametrize("name", ["../weg.svg", "/etc/passwd", "https://elders.example/x.png"])
def test_an_image_from_elsewhere_is_refused(write, name):
    scenes = document()["scenes"]
    scenes[0]["body"] = f"![Iets]({name})"
    assert _run("import_case", str(write(scenes=scenes))) == 1
    assert not CasePage.objects.exists()


def test_several_files_are_imported_one_by_one_until_one_is_refused(write, capsys):
    sound, broken = write(name="a.json"), write(name="b.json", slug="mis", start="nergens")
    last = write(name="c.json", slug="daarna")
    assert _run("import_case", str(sound), str(broken), str(last)) == 1
    assert [page.slug for page in CasePage.objects.all()] == ["aan-de-deur"]


def test_the_first_sentences_stand_in_for_a_summary_and_no_speech_is_cut(write, page_of):
    scenes = document()["scenes"]
    scenes[0]["body"] = "Maandag. De meester *belt*. ‘Noor is weer te laat. Ze had geen jas aan.’ Hij zucht."
    import_case(write(scenes=scenes))
    assert page_of().summary == "Maandag. De meester belt."
