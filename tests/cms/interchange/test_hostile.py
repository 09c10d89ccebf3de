"""Files that mean harm: refused before they cost anything, with a sentence a person can read."""

import io
import stat
import time
import zipfile

import pytest

from cms.interchange import archive, encoding
from cms.interchange.formats import READERS
from cms.interchange.items import FileRefused

_BOMB = '<?xml version="1.0"?><!DOCTYPE q [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]><quiz>&b;</quiz>'
_OUTSIDE = '<?xml version="1.0"?><!DOCTYPE q [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz>&x;</quiz>'
_MANIFEST = '<manifest><resources><resource type="imsqti_item_xmlv2p1" href="{href}"/></resources></manifest>'


def zipped(files: dict[str, bytes], **marks: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            info = zipfile.ZipInfo(name)
            info.external_attr = marks.get("mode", 0o644) << 16
            made.writestr(info, data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def refused(name: str, data: bytes) -> str:
    with pytest.raises(FileRefused) as fault:
        READERS[name](data)
    return str(fault.value)


@pytest.mark.parametrize("text", [_BOMB, _OUTSIDE])
@pytest.mark.parametrize("name", ["moodlexml", "qti"])
def test_entities_are_refused(name: str, text: str):
    assert "DOCTYPE" in refused(name, text.encode())
    assert "DOCTYPE" in refused(name, text.encode("utf-16"))


def test_xml_that_is_very_deep_is_refused():
    assert "diep" in refused("moodlexml", b"<quiz>" + b"<a>" * 5000 + b"</a>" * 5000 + b"</quiz>")


@pytest.mark.parametrize("name", sorted(READERS))
def test_a_file_of_absurd_size_is_refused(name: str):
    assert "groter dan" in refused(name, b"a" * (encoding.MAX_BYTES + 1))


def test_a_zip_bomb_is_refused():
    assert "onmogelijk groot" in refused("qti", zipped({"imsmanifest.xml": b"\0" * 2_000_000}))


def test_a_zip_that_is_too_much_together_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(archive, "MAX_TOTAL", 1000)
    assert "Uitgepakt" in refused("qti", zipped({"imsmanifest.xml": b"a" * 600, "b.xml": b"b" * 600}))
    monkeypatch.setattr(archive, "MAX_FILES", 1)
    assert "te veel" in refused("qti", zipped({"imsmanifest.xml": b"a", "b.xml": b"b"}))


@pytest.mark.parametrize("name", ["../buiten.xml", "/etc/passwd", "a\\..\\b", "C:x", "a/../../b"])
def test_paths_that_lead_out_are_refused(name: str):
    assert "leidt" in refused("qti", zipped({name: b"x"}))


def test_a_list_that_points_outside_is_refused():
    for href in ("../x.xml", "%2e%2e/x.xml", "/etc/passwd", "file:///etc/passwd", "https://voorbeeld.test/x"):
        data = zipped({"imsmanifest.xml": _MANIFEST.format(href=href).encode()})
        assert "buiten de zip" in refused("qti", data)


def test_a_link_in_a_zip_is_refused():
    assert "koppeling" in refused("qti", zipped({"imsmanifest.xml": b"/etc/passwd"}, mode=stat.S_IFLNK | 0o777))


def test_a_broken_package_is_refused():
    whole = zipped({"imsmanifest.xml": _MANIFEST.format(href="a.xml").encode()})
    assert "ontbreekt" in refused("qti", whole)
    assert "beschadigd" in refused("qti", whole[:-30])
    assert "imsmanifest.xml" in refused("qti", zipped({"a.xml": b"<a/>"}))
    assert "geldige XML" in refused("qti", zipped({"imsmanifest.xml": b"<a>"}))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("gift", b"A {\n" + b"=a\n\n" * 100_000),
        ("gift", b"[" * 400_000 + b" {=a ~b}"),
        ("gift", b"<b <b " * 60_000 + b"{=a ~b}"),
        ("csv", b"kind;stem;answer_1;text\nfill-in;a;" + b"\\|" * 60_000 + b";[[1]]\n"),
        (
            "moodlexml",
            b"<quiz><question type='cloze'><questiontext><text>"
            + b"{1:SA:" * 100_000
            + b"</text></questiontext></question></quiz>",
        ),
    ],
)
def test_a_file_that_was_made_to_take_long_is_soon_read(name: str, data: bytes):
    began = time.process_time()
    assert READERS[name](data).items == []
    assert time.process_time() - began < 5
