"""Local texts travel only when asked for, arrive as drafts of who keeps them, and never take the place of what stands there."""

import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from cms.models import Delivery, LocalText, ModulePage, Slot
from cms.packages.bringing import foresee
from cms.packages.sending import export_module
from cms.permissions import ensure_content_root
from tests.cms.packages.conftest import arrive, elsewhere
from tests.factories import cms

pytestmark = pytest.mark.django_db
WORDS = '<p>Bel <b>030 - 111</b>.</p><ul><li>overdag</li><li>’s nachts: <a href="https://voorbeeld.example/">hier</a></li></ul>'


def _filled(organisation, other, *, owner=None):
    """A module with two slots, one filled by both organisations and one by nobody, and a slot elsewhere."""
    slots = [cms.slot("overleg"), cms.slot("crisis")]
    cms.local_text(organisation, slots[0], text=WORDS)
    cms.local_text(other, slots[0], text="<p>Van een ander.</p>")
    cms.local_text(organisation, cms.slot("elders"))
    lesson = {"title": "Bellen", "slug": "bellen", "body": [("local", {"slot": one}) for one in slots]}
    return cms.module(owner, title="Ons werk", slug="ons-werk", lessons=[lesson], publish=True)


def _sent(organisation, other, **options):
    return elsewhere(lambda: export_module(_filled(organisation, other), local_of=organisation, **options))


def _left(outcome):
    return [(item.what, item.note) for item in outcome.items if item.file == "local.json"]


def test_without_asking_no_local_text_goes_along(voorbeeldstad, anderstad):
    sent = export_module(_filled(voorbeeldstad, anderstad))
    assert "local.json" not in sent.files
    assert b"030 - 111" not in b"".join(sent.files.values())


def test_when_asked_only_the_own_organisations_texts_of_this_module_go_along(voorbeeldstad, anderstad):
    sent = _sent(voorbeeldstad, anderstad)
    said = json.loads(sent.files["local.json"])
    assert [one["slot"] for one in said["texts"]] == ["overleg"]
    assert "Van een ander" not in sent.files["local.json"].decode()
    assert sent.about["local_texts_of"] == voorbeeldstad.slug


def test_what_comes_back_is_the_same_text_as_a_draft(voorbeeldstad, anderstad):
    sent = _sent(voorbeeldstad, anderstad)
    assert arrive(sent, local_for=voorbeeldstad).problems == []
    text = LocalText.objects.get()
    assert (text.organisation, text.slot.key, text.live) == (voorbeeldstad, "overleg", False)
    again = export_module(ModulePage.objects.get(slug="ons-werk"), published=False, local_of=voorbeeldstad)
    assert again.files["local.json"] == sent.files["local.json"]
    assert arrive(sent, local_for=voorbeeldstad).is_quiet


def test_a_draft_stays_home_when_only_what_is_published_is_asked_for(voorbeeldstad, anderstad):
    module = _filled(voorbeeldstad, anderstad)
    LocalText.objects.get(organisation=voorbeeldstad, slot__key="overleg").unpublish()
    assert "local.json" not in export_module(module, local_of=voorbeeldstad).files
    assert "local.json" in export_module(module, published=False, local_of=voorbeeldstad).files


def test_a_text_that_stands_there_stays_and_both_are_shown(voorbeeldstad, anderstad):
    sent = _sent(voorbeeldstad, anderstad)
    arrive(sent)
    slot = Slot.objects.get(key="overleg")
    mine = cms.local_text(voorbeeldstad, slot, text="<p>Bel de balie.</p>")
    for outcome in (
        foresee(io.BytesIO(sent.data), local_for=voorbeeldstad),
        arrive(sent, local_for=voorbeeldstad, overwrite=True),
    ):
        (item,) = [one for one in outcome.items if one.file == "local.json"]
        assert (item.what, item.words) == ("left", "blijft staan")
        assert item.difference.split("\n") == [
            " Hier staat: Bel de balie.",
            " In het pakket: Bel 030 - 111. overdag ’s nachts: hier",
        ]
        assert outcome.is_quiet
    mine.refresh_from_db()
    assert (mine.text, mine.live, LocalText.objects.count()) == ("<p>Bel de balie.</p>", True, 1)


def test_without_an_organisation_they_stay_behind(voorbeeldstad, anderstad):
    outcome = arrive(_sent(voorbeeldstad, anderstad))
    assert _left(outcome) == [("left", "Hier is niet gezegd voor welke organisatie deze tekst is.")]
    assert not LocalText.objects.exists()


def test_one_text_can_be_chosen_apart(voorbeeldstad, anderstad):
    sent = _sent(voorbeeldstad, anderstad)
    arrive(sent)
    outcome = arrive(sent, local_for=voorbeeldstad, only=["local/overleg"])
    assert [(item.file, item.what) for item in outcome.items] == [("local.json", "new")]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"text": "<script>x</script>"}, "Er staat HTML in."),
        ({"text": "[x](javascript:x)"}, "mag niet"),
        ({"review_by": "2001-01-01"}, "Deze datum ligt niet na reviewed_on."),
        ({"slot": "../x"}, "kan geen sleutel zijn"),
        ({"organisation": 3}, "Deze sleutel bestaat niet."),
    ],
)
def test_what_is_wrong_in_the_file_refuses_the_whole_package(voorbeeldstad, anderstad, tmp_path, change, said):
    sent = _sent(voorbeeldstad, anderstad)
    with zipfile.ZipFile(io.BytesIO(sent.data)) as archive:
        archive.extractall(tmp_path)
    local = json.loads((tmp_path / "local.json").read_text())
    local["texts"][0] |= change
    (tmp_path / "local.json").write_text(json.dumps(local))
    with pytest.raises(CommandError, match=said):
        call_command("import_module", tmp_path, "--local-texts-for", voorbeeldstad.slug)
    assert not LocalText.objects.exists()


# --- Commands and the studio --------------------------------------------------------------------------


def test_the_commands_take_and_bring_the_texts_of_one_organisation(voorbeeldstad, anderstad, tmp_path, capsys):
    file, slug = tmp_path / "heen.zip", voorbeeldstad.slug
    elsewhere(
        lambda: [
            _filled(voorbeeldstad, anderstad),
            call_command("export_module", "ons-werk", "-o", file, "--with-local-texts", slug),
        ]
    )
    call_command("import_module", file, "--local-texts-for", slug)
    assert "nieuw: jullie tekst bij ‘Overleg’ (Komt binnen als concept" in capsys.readouterr().out
    assert LocalText.objects.get().organisation == voorbeeldstad


def test_the_command_wants_to_know_whose_and_takes_no_others(voorbeeldstad, anderstad, tmp_path):
    _filled(voorbeeldstad, anderstad, owner=voorbeeldstad)
    options = ["export_module", "ons-werk", "-o", tmp_path / "x.zip"]
    mine = [*options, "--organisation", voorbeeldstad.slug]
    with pytest.raises(CommandError, match="gaan alleen haar eigen teksten mee"):
        call_command(*mine, "--with-local-texts", anderstad.slug)
    call_command(*mine, "--with-local-texts")
    with zipfile.ZipFile(tmp_path / "x.zip") as archive:
        assert b"030 - 111" in archive.read("local.json")
    cms.module(None, slug="van-de-kern", publish=True)
    with pytest.raises(CommandError, match="Zeg van welke organisatie"):
        call_command("export_module", "van-de-kern", "-o", tmp_path / "y.zip", "--with-local-texts")


def test_in_the_studio_the_tick_is_off_and_says_what_it_means(as_edith, voorbeeldstad, anderstad):
    module = _filled(voorbeeldstad, anderstad, owner=voorbeeldstad)
    address = f"/studio/modules/{module.pk}/exporteren/"
    page = as_edith.get(address).content.decode()
    assert '<input type="checkbox" name="lokaal" value="1" aria-describedby="lokaal-uitleg">' in page
    assert "Wie het bestand krijgt, kan ze lezen." in page
    for asked, held in (({}, False), ({"lokaal": "1"}, True)):
        reply = as_edith.get(address, {"wat": "gepubliceerd", **asked})
        with zipfile.ZipFile(io.BytesIO(reply.content)) as archive:
            assert ("local.json" in archive.namelist()) is held


def test_in_the_studio_they_come_in_for_who_keeps_them(as_edith, voorbeeldstad, anderstad, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    cms.slot("overleg"), cms.slot("crisis")
    sent = elsewhere(
        lambda: export_module(_own(voorbeeldstad), local_of=voorbeeldstad),
    )
    file = SimpleUploadedFile("ons-werk.zip", sent.data, "application/zip")
    root = ensure_content_root(voorbeeldstad).pk
    page = as_edith.post("/studio/modules/importeren/", {"file": file, "root": root}, follow=True).content.decode()
    assert "<strong>nieuw</strong>: jullie tekst bij ‘Overleg’" in page
    as_edith.post(f"/studio/modules/importeren/{Delivery.objects.get().pk}/besluit/", {"wat": "haal-binnen"})
    text = LocalText.objects.get()
    assert (text.organisation, text.live) == (voorbeeldstad, False)
    assert "Concept: deelnemers zien het nog niet" in as_edith.get("/studio/lokaal/").content.decode()


def _own(organisation):
    slot = Slot.objects.get(key="overleg")
    cms.local_text(organisation, slot, text=WORDS)
    lesson = {"title": "Bellen", "slug": "bellen", "body": [("local", {"slot": slot})]}
    return cms.module(organisation, title="Ons werk", slug="ons-werk", lessons=[lesson], publish=True)
