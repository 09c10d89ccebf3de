"""The dossier as files: tagged, complete, and in the shape that is published."""

import csv
import io
import json
import re
import uuid
import zipfile
import zlib
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from learning.dossier import actions, taking
from learning.dossier.periods import ALL, Period
from learning.dossier.schema import SCHEMA, published
from learning.dossier.words import Words
from people.exports import actions as exports
from people.exports.models import Export
from tests.cases_library.schema import valid
from tests.learning.dossier.lines import added
from tests.learning.mirror import entry_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled(asha, ben):
    """Intervision of two years, one with a formula in it and confirmed by Ben, and something written alone."""
    entry_of(asha, "Kanarie-77aa", minutes=25)
    line = added(asha, Words("=1+1", "Bureau Reflect", "In mijn map"), no_hierarchy=True)
    added(asha, on=date(2024, 6, 1))
    question = actions.ask(line.pk, ben.uuid, by=asha)
    actions.answer(question.pk, by=ben, took_part=True, named=True)
    actions.register("skj", since=date(2025, 3, 1), until=None, by=asha)
    return asha


def unpacked(pdf: bytes) -> bytes:
    """What stands in a PDF, its compressed parts opened."""
    parts = [pdf]
    for found in re.finditer(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        try:
            parts.append(zlib.decompressobj().decompress(found[1]))
        except zlib.error:
            continue
    return b"\n".join(parts)


def fetched(client, user, **form):
    """Ask for a file through the page, have the worker make it, and fetch it."""
    reply = client.post("/dossier/meenemen/", {"key": str(uuid.uuid4()), **form})
    assert reply.status_code == 302, reply.content.decode()
    made = Export.objects.get(user=user)
    exports.build(made.pk)
    return client.get(reverse("people:export-file", args=[made.pk]))


def test_the_pdf_is_tagged_titled_and_dutch(filled):
    pdf = taking.to_pdf(taking.gather(filled, ALL))
    inside = unpacked(pdf)
    assert pdf.startswith(b"%PDF-")
    for mark in (b"/StructTreeRoot", b"/MarkInfo", b"/Marked true", b"/Lang (nl)", b"pdfuaid:part"):
        assert mark in inside, mark
    for tag in (b"/H1", b"/H2", b"/Table", b"/TH", b"/TD"):
        assert re.search(rb"/S\s*" + tag + rb"\b", inside), tag
    assert b"Mijn dossier" in inside or "Mijn dossier".encode("utf-16-be") in inside


def test_the_zip_holds_the_three_and_is_sealed_until_it_is_fetched(as_asha, filled):
    reply = fetched(as_asha, filled, form="dossier-zip", period="alles")
    sealed = bytes(Export.objects.values_list("sealed", flat=True).get())
    assert (reply.status_code, reply.headers["Content-Type"], b"PK\x03\x04" in sealed) == (
        200,
        "application/zip",
        False,
    )
    packed = zipfile.ZipFile(io.BytesIO(reply.content))
    assert sorted(packed.namelist()) == ["dossier.csv", "dossier.json", "dossier.pdf"]
    rows = list(csv.reader(io.StringIO(packed.read("dossier.csv").decode("utf-8-sig")), delimiter=";"))
    assert [row[2] for row in rows[1:]].count("'=1+1") == 1
    told = json.loads(packed.read("dossier.json"))
    assert valid(told, SCHEMA, SCHEMA)
    assert [(one["on"], one["confirmed_by_names"]) for one in told["activities"] if one["method"] == "=1+1"] == [
        ("2026-01-15", ["Ben de Vries"])
    ]
    assert "Kanarie-77aa" not in packed.read("dossier.json").decode() + packed.read("dossier.csv").decode()


def test_a_file_of_ones_own_period_stands_beside_what_the_register_asks(as_asha, filled):
    reply = fetched(as_asha, filled, form="dossier-zip", period="mijn")
    told = json.loads(zipfile.ZipFile(io.BytesIO(reply.content)).read("dossier.json"))
    assert (told["since"], told["until"], told["register"]["register"]) == ("2025-03-01", "2030-02-28", "skj")
    assert [(one["asks"], one["candidate_minutes"]) for one in told["categories"]] == [(60, 0), (60, 90)]
    assert valid(told, SCHEMA, SCHEMA)


def test_a_file_of_one_year_judges_nothing(filled):
    told = taking.document(taking.gather(filled, Period(date(2024, 1, 1), date(2024, 12, 31))))
    assert ([one["on"] for one in told["activities"]], told["register"], told["categories"]) == (
        ["2024-06-01"],
        None,
        [],
    )


def test_an_empty_dossier_is_a_whole_document(ben):
    told = taking.document(taking.gather(ben, ALL))
    assert valid(told, SCHEMA, SCHEMA)
    assert taking.to_pdf(taking.gather(ben, ALL)).startswith(b"%PDF-")


def test_the_schema_refuses_what_a_reader_would_not_expect(filled):
    told = taking.document(taking.gather(filled, ALL))
    for place, wrong in (("activities", [{}]), ("format", "leerspiegel-dossier/2"), ("words", "Iets.")):
        assert not valid(told | {place: wrong}, SCHEMA, SCHEMA)


def test_the_published_schema_is_this_one():
    path = Path(settings.BASE_DIR) / "static" / "schema" / "leerspiegel-dossier-1.schema.json"
    assert path.read_text() == published()
