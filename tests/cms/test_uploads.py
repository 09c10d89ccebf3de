"""Documents are looked at before they are kept: their bytes say what their name says, and nothing in them runs."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.documents.models import Document
from wagtail.images.models import Image

from cms.uploads import wrong_with
from tests.factories import cms


def _packed(**parts: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    return made.getvalue()


_TYPES = {"[Content_Types].xml": b"<Types/>"}
_DOCX = _TYPES | {"word/document.xml": b"<w/>"}
_ODT = {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<o/>"}
GOOD = {
    "pdf": b"%PDF-1.7\n",
    "mp4": cms.DOCUMENTS["mp4"],
    "vtt": "\N{BOM}WEBVTT - Gesprek\n\n00:00.000 --> 00:02.000\n<v Moeder>Hallo.\n".encode(),
    "csv": "naam;caf\xe9\n1 < 2;3\n".encode("cp1252"),
    "txt": b"Zeg: 3 < 4.",
    "docx": _packed(**_DOCX),
    "xlsx": _packed(**_TYPES, **{"xl/workbook.xml": b"<w/>"}),
    "pptx": _packed(**_TYPES, **{"ppt/presentation.xml": b"<p/>"}),
    "odt": _packed(**_ODT),
}
WRONG = [
    ("pdf", b"<html>", "geen PDF"),
    ("pdf", b"", "leeg"),
    ("mp4", b"<!doctype html><script>1</script>", "geen mp4-bestand"),
    ("vtt", b"1\n00:00:00,000 --> 00:00:02,000\nHallo.\n", "WEBVTT"),
    ("vtt", b"WEBVTT\n\n<script>1</script>", "HTML"),
    ("txt", b"Lees dit.\n< SCRIPT src=x>", "HTML"),
    ("csv", b"a;b\n<img src=x onerror=1>;2", "HTML"),
    ("csv", b"PK\x03\x04\0\0", "geen csv-bestand"),
    ("docx", b"PK\x03\x04 kapot", "geen docx-bestand"),
    ("docx", GOOD["xlsx"], "geen docx-bestand"),
    ("docx", _packed(**_DOCX, **{"word/vbaProject.bin": b"1"}), "macro"),
    ("odt", _packed(**_ODT, **{"Basic/Standard/Module1.xml": b"1"}), "macro"),
    ("odt", GOOD["docx"], "geen odt-bestand"),
    ("html", b"<p>", "kunnen hier niet"),
]


@pytest.mark.parametrize("ending", GOOD)
def test_what_is_what_it_says_is_kept(ending):
    assert wrong_with(ending, GOOD[ending]) == ""


@pytest.mark.parametrize(("ending", "data", "reason"), WRONG)
def test_what_is_something_else_is_refused_with_its_reason(ending, data, reason):
    assert reason in wrong_with(ending, data)


@pytest.mark.parametrize("within", ["add/", "multiple/add/", "chooser/create/"])
@pytest.mark.django_db
def test_every_upload_in_the_studio_is_looked_at(as_edith, voorbeeldstad, within):
    collection = cms.root(voorbeeldstad).collection
    prefix, sent = ("document-chooser-upload-", "") if "chooser" in within else ("", "files[]")
    form = {f"{prefix}title": "Uitleg", f"{prefix}collection": collection.pk}
    file = SimpleUploadedFile("uitleg.pdf", b"<html><script>1</script>", content_type="application/pdf")
    reply = as_edith.post(
        f"/studio/documents/{within}",
        form | {sent if "multiple" in within else f"{prefix}file": file},
        headers={"x-requested-with": "XMLHttpRequest"},
    )
    assert "Dit is geen PDF" in reply.content.decode().encode().decode("unicode_escape", "ignore")
    assert not Document.objects.exists()


@pytest.mark.django_db
@pytest.mark.django_db
def test_what_is_wrong_with_a_file_is_said_once(as_edith, voorbeeldstad):
    html = SimpleUploadedFile("stuk.html", b"<p>Dag</p>")
    text = as_edith.post("/studio/documents/add/", {"title": "Stuk", "file": html}).content.decode()
    assert "Bestanden die eindigen op .html kunnen hier niet." in text
    assert "Bestandsextensie" not in text


@pytest.mark.django_db
def test_a_drawing_of_which_nothing_is_left_is_refused(as_edith, voorbeeldstad):
    drawing = SimpleUploadedFile("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
    text = as_edith.post("/studio/images/add/", {"title": "Tekening", "file": drawing}).content.decode()
    assert "Van deze tekening blijft niets over" in text
    assert not Image.objects.exists()


def test_documents_are_sent_so_that_nothing_in_them_runs(as_asha, voorbeeldstad):
    for name, shown in (("a.txt", "attachment"), ("a.pdf", "inline")):
        reply = as_asha.get(cms.document(voorbeeldstad, name, name).url)
        b"".join(reply.streaming_content)
        assert reply["Content-Disposition"].startswith(shown)
        assert reply["X-Content-Type-Options"] == "nosniff"
        assert ("sandbox" in reply["Content-Security-Policy"]) is (shown == "attachment")
        assert "default-src 'none'" in reply["Content-Security-Policy"]
