"""The PDF: tagged for who listens to it, whole, made without asking anybody anything; and what is so where it cannot be made."""

import builtins
import io
import re
import subprocess
import sys
import zipfile
import zlib

import pytest

from config import install
from learning.reflection.taking import as_pdf
from learning.reflection.taking.gathering import gather
from people.exports import pdf
from people.exports.kinds import Unavailable
from tests.learning.reflection import kept

pytestmark = pytest.mark.django_db
needs_pdf = pytest.mark.skipif(not pdf.is_available(), reason="this machine has no Pango")


def inside(made: bytes) -> bytes:
    """A PDF with its compressed parts opened."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", made, re.DOTALL)
    opened = []
    for stream in streams:
        try:
            opened.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return made + b"\n".join(opened)


@pytest.fixture
def mirror(asha, ben):
    kept.keep(asha, ben)
    return gather(asha)


@needs_pdf
def test_it_is_tagged_titled_and_dutch(mirror):
    made = as_pdf.to_pdf(mirror)
    raw = inside(made.content)
    assert (made.extension, made.content[:5]) == ("pdf", b"%PDF-")
    assert re.search(rb"/Marked true", raw)
    assert b"/StructTreeRoot" in raw
    assert re.search(rb"/Lang \(nl\)", raw)
    assert b"pdfuaid" in raw
    assert b"/DisplayDocTitle true" in raw
    tags = {tag.decode() for tag in re.findall(rb"/S /(\w+)", raw)}
    assert {"H1", "H2", "H3", "H4", "P", "Table", "TH", "TD", "L", "LI"} <= tags
    assert re.search(rb"/Headers \[\S", raw)  # each cell of the table names its heads


@needs_pdf
def test_it_asks_nobody_anything(mirror):
    with pytest.raises(ValueError, match="fetches nothing"):
        pdf._refuse("http://voorbeeld.test/x.png")
    assert b"http://voorbeeld" not in as_pdf.to_pdf(mirror).content


@needs_pdf
def test_a_large_mirror_becomes_a_folder_of_pdfs(mirror, monkeypatch):
    monkeypatch.setattr(as_pdf, "MOST", 100)
    made = as_pdf.to_pdf(mirror)
    assert made.extension == "zip"
    with zipfile.ZipFile(io.BytesIO(made.content)) as files:
        assert files.namelist() == [
            "spiegel-2025-1.pdf",
            "spiegel-2026-1.pdf",
            "spiegel-concepten-1.pdf",
            "spiegel-met-jou-gedeeld.pdf",
        ]
        assert all(files.read(name).startswith(b"%PDF-") for name in files.namelist())


def test_cutting_loses_nothing_and_keeps_the_order(mirror):
    for most in (1, 3_000, 5_000, 10**9):
        parts = [part for _name, part in as_pdf.parts_of(mirror, most)]
        assert [one.id for part in parts for one in part.entries] == [one.id for one in mirror.entries]
        assert [one.id for part in parts for one in part.drafts] == [one.id for one in mirror.drafts]
        assert sum(len(part.received) for part in parts) == len(mirror.received)
        assert len({name for name, _part in as_pdf.parts_of(mirror, most)}) == len(parts)


@pytest.mark.parametrize("fault", [ImportError, OSError])
def test_without_its_library_it_says_so(mirror, monkeypatch, fault):
    usual = builtins.__import__

    def importing(name, *args, **keywords):
        if name == "weasyprint":
            raise fault("libpango")
        return usual(name, *args, **keywords)

    monkeypatch.setattr(builtins, "__import__", importing)
    with pytest.raises(Unavailable):
        as_pdf.to_pdf(mirror)


@pytest.mark.parametrize(("library", "there"), [("libpango-1.0.so.0", pdf.is_available()), ("libgeen.so.9", False)])
def test_whether_it_can_is_known_without_trying(monkeypatch, library, there):
    monkeypatch.setattr(pdf, "_LIBRARIES", (library,))
    pdf.is_available.cache_clear()
    assert pdf.is_available() is there
    pdf.is_available.cache_clear()


def test_the_set_up_looks_for_the_same_libraries():
    assert pdf._LIBRARIES == install.PDF_LIBRARIES


def test_what_makes_it_is_not_loaded_with_the_site():
    """Not at the start of any process, nor by looking whether a PDF can be made."""
    script = (
        "import sys, django; django.setup(); import config.urls; from learning.reflection.taking import as_pdf;"
        " from people.exports import pdf;"
        " pdf.is_available(); sys.exit('weasyprint' in sys.modules)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script],
        env={**__import__("os").environ, "DJANGO_SETTINGS_MODULE": "config.settings"},
        check=False,
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
