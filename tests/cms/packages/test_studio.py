"""Through the studio: export, upload, the difference, the decision. Who may is in tests/architecture/studio.csv."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from wagtail.models import Revision

from cms.models import Delivery, DeliveryState, LessonPage, ModulePage
from cms.packages import deliveries
from cms.permissions import ensure_content_root
from tests.cms.packages.conftest import elsewhere, package
from tests.factories import cms

pytestmark = pytest.mark.django_db
IMPORT = "/studio/modules/importeren/"


@pytest.fixture(autouse=True)
def at_once(settings):
    """The worker stands ready."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


def _small(organisation, **fields):
    body = [("text", "<p>Bellen kan altijd.</p>"), ("prompt", {"question": "3", "text": "<p>En jij?</p>"})]
    lesson = {"title": "Bellen", "slug": "bellen", "body": body, **fields}
    return cms.module(organisation, title="Ons werk", slug="ons-werk", lessons=[lesson], publish=True)


@pytest.fixture
def sent(voorbeeldstad):
    """A package of a module of the same organisation, of another site."""
    return elsewhere(lambda: package(_small(voorbeeldstad)))


def _upload(client, data, organisation, name="ons-werk.zip"):
    file = SimpleUploadedFile(name, data, "application/zip")
    return client.post(IMPORT, {"file": file, "root": ensure_content_root(organisation).pk}, follow=True)


def _decide(client, what):
    return client.post(f"{IMPORT}{Delivery.objects.get().pk}/besluit/", {"wat": what}, follow=True)


def test_a_package_is_looked_at_before_anything_changes(as_edith, sent, voorbeeldstad):
    page = _upload(as_edith, sent.data, voorbeeldstad).content.decode()
    assert "<strong>nieuw</strong>: les bellen" in page
    assert "Haal binnen en publiceer" in page
    assert not ModulePage.objects.exists()


def test_after_a_yes_it_is_in_and_its_author_published_it(as_edith, edith, sent, voorbeeldstad):
    _upload(as_edith, sent.data, voorbeeldstad)
    page = _decide(as_edith, "haal-binnen").content.decode()
    assert "De module is binnen en gepubliceerd." in page
    assert LessonPage.objects.get(slug="bellen").live
    assert set(Revision.objects.values_list("user", flat=True)) == {edith.pk}
    assert bytes(Delivery.objects.get().data) == b""


def test_a_newer_package_shows_what_changes_word_by_word(as_edith, sent, voorbeeldstad):
    _upload(as_edith, sent.data, voorbeeldstad)
    _decide(as_edith, "haal-binnen")
    Delivery.objects.all().delete()
    newer = elsewhere(lambda: _newer(sent, voorbeeldstad))
    page = _upload(as_edith, newer.data, voorbeeldstad).content.decode()
    assert "<strong>veranderd</strong>: les bellen" in page
    assert "nieuw: </span>summary = &quot;Anders.&quot;</ins>" in page
    assert "onderdeel blijft hetzelfde" in page


def _newer(sent, organisation):
    lesson = LessonPage.objects.get(slug="bellen")
    lesson.summary = "Anders."
    lesson.save_revision().publish()
    return package(ModulePage.objects.get(slug="ons-werk"))


def test_what_is_wrong_is_said_with_its_file_and_nothing_can_be_let_in(as_edith, sent, voorbeeldstad):
    with zipfile.ZipFile(io.BytesIO(sent.data)) as read:
        entries = {name: read.read(name) for name in read.namelist()}
    entries["lessons/01-bellen.md"] += b"x"
    forged = io.BytesIO()
    with zipfile.ZipFile(forged, "w") as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    page = _upload(as_edith, forged.getvalue(), voorbeeldstad).content.decode()
    assert "<strong>lessons/01-bellen.md</strong>: Dit bestand is veranderd" in page
    assert "Haal binnen" not in page


def test_a_change_by_hand_wins_unless_the_author_says_otherwise(as_edith, sent, voorbeeldstad):
    _upload(as_edith, sent.data, voorbeeldstad)
    _decide(as_edith, "haal-binnen")
    Delivery.objects.all().delete()
    newer = elsewhere(lambda: _newer(sent, voorbeeldstad))
    lesson = LessonPage.objects.get(slug="bellen")
    lesson.summary = "Met de hand."
    lesson.save_revision().publish()
    page = _upload(as_edith, newer.data, voorbeeldstad).content.decode()
    assert "<strong>geweigerd</strong>: les bellen" in page
    assert "Haal binnen en publiceer" not in page
    _decide(as_edith, "overschrijf")
    assert LessonPage.objects.get(slug="bellen").summary == "Anders."


def test_a_package_can_be_thrown_away(as_edith, sent, voorbeeldstad):
    _upload(as_edith, sent.data, voorbeeldstad)
    page = _decide(as_edith, "weg").content.decode()
    assert "Er staat niets klaar." in page
    assert not Delivery.objects.exists()


def test_nobody_brings_something_onto_anothers_shelf(as_edith, sent, voorbeeldstad, anderstad):
    ensure_content_root(anderstad)
    for owner in (None, anderstad):
        assert _upload(as_edith, sent.data, owner).status_code == 422
    assert not Delivery.objects.exists()


def test_a_failure_while_bringing_in_is_told_and_can_be_tried_again(as_edith, sent, voorbeeldstad, monkeypatch):
    _upload(as_edith, sent.data, voorbeeldstad)
    with monkeypatch.context() as broken:
        broken.setattr(deliveries, "bring", lambda *args, **options: 1 / 0)
        page = _decide(as_edith, "haal-binnen").content.decode()
    assert "Dit is misgegaan. Er is niets veranderd." in page
    assert not ModulePage.objects.exists()
    assert "is binnen en gepubliceerd" in _decide(as_edith, "haal-binnen").content.decode()


def test_while_the_worker_is_at_it_the_page_says_so_and_looks_again(as_edith, sent, voorbeeldstad, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    reply = _upload(as_edith, sent.data, voorbeeldstad)
    assert "Het pakket wordt gelezen." in reply.content.decode()
    assert reply["Refresh"] == "3"


def test_what_a_dead_worker_left_can_be_tried_again(as_edith, sent, voorbeeldstad):
    _upload(as_edith, sent.data, voorbeeldstad)
    long_ago = timezone.now() - timedelta(minutes=20)
    Delivery.objects.update(state=DeliveryState.BRINGING, begun_at=long_ago)
    assert "Dit is misgegaan." in as_edith.get(f"{IMPORT}{Delivery.objects.get().pk}/").content.decode()
    assert "is binnen en gepubliceerd" in _decide(as_edith, "haal-binnen").content.decode()


def test_a_package_that_breaks_the_reader_does_not_stand_still(as_edith, sent, voorbeeldstad, monkeypatch):
    monkeypatch.setattr(deliveries, "foresee", lambda *args, **options: 1 / 0)
    page = _upload(as_edith, sent.data, voorbeeldstad).content.decode()
    assert "Dit pakket is niet te lezen." in page
    assert "Haal binnen" not in page


def test_packages_are_thrown_away_after_a_day(as_edith, sent, voorbeeldstad):
    _upload(as_edith, sent.data, voorbeeldstad)
    Delivery.objects.update(brought_at=timezone.now() - timedelta(hours=25))
    as_edith.get(IMPORT)
    assert not Delivery.objects.exists()


def test_a_module_is_exported_as_published_or_as_a_draft(as_edith, voorbeeldstad):
    module = _small(voorbeeldstad)
    address = f"/studio/modules/{module.pk}/exporteren/"
    assert "Exporteer wat gepubliceerd is" in as_edith.get(address).content.decode()
    reply = as_edith.get(address, {"wat": "gepubliceerd"})
    assert reply["Content-Disposition"] == 'attachment; filename="ons-werk.zip"'
    assert zipfile.is_zipfile(io.BytesIO(reply.content))
    assert as_edith.get(address, {"wat": "concept"})["Content-Disposition"].endswith('"ons-werk-concept.zip"')


def test_what_cannot_go_along_is_said_where_it_stands(as_edith, voorbeeldstad):
    module = _small(voorbeeldstad, body=[("quote", {"text": "Met `code`.", "attribution": ""})])
    reply = as_edith.get(f"/studio/modules/{module.pk}/exporteren/", {"wat": "gepubliceerd"})
    assert reply.status_code == 422
    assert "<strong>lessons/01-bellen.md, regel" in reply.content.decode()


def test_the_module_leads_to_its_export(as_edith, voorbeeldstad):
    module = _small(voorbeeldstad)
    page = as_edith.get(f"/studio/pages/{module.pk}/edit/").content.decode()
    assert f'href="/studio/modules/{module.pk}/exporteren/"' in page
