"""Images and documents: one's own to edit and choose, the core's and one's own to open, another's to nobody."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.images.models import Image

from people.models import Membership
from tests.factories import cms

pytestmark = pytest.mark.django_db


@pytest.fixture
def pictures(voorbeeldstad, anderstad):
    return {
        "own": cms.image(voorbeeldstad, "Eigen plaat"),
        "foreign": cms.image(anderstad, "Andermans plaat"),
        "core": cms.image(None, "Kernplaat"),
    }


@pytest.fixture
def papers(voorbeeldstad, anderstad):
    return {
        "own": cms.document(voorbeeldstad, "Eigen stuk", "eigen.txt"),
        "foreign": cms.document(anderstad, "Andermans stuk", "anders.txt"),
        "core": cms.document(None, "Kernstuk", "kern.txt"),
    }


def _bytes(image):
    with image.file.open("rb") as file:
        return file.read()


def _opens(client, url):
    reply = client.get(url)
    for close in getattr(reply, "_resource_closers", []):
        close()  # closing the reply itself would close the test's connection too
    return reply.status_code == 200


@pytest.mark.parametrize(
    "path", ["/studio/images/", "/studio/images/results/", "/studio/images/chooser/", "/studio/images/chooser/results/"]
)
def test_lists_of_images_show_own(as_edith, pictures, path):
    text = as_edith.get(path).content.decode()
    assert [title for title in ("Eigen plaat", "Andermans plaat", "Kernplaat") if title in text] == ["Eigen plaat"]


@pytest.mark.parametrize(
    "path",
    [
        "/studio/documents/",
        "/studio/documents/results/",
        "/studio/documents/chooser/",
        "/studio/documents/chooser/results/",
    ],
)
def test_lists_of_documents_show_own(as_edith, papers, path):
    text = as_edith.get(path).content.decode()
    assert [title for title in ("Eigen stuk", "Andermans stuk", "Kernstuk") if title in text] == ["Eigen stuk"]


def test_collections_of_others_are_not_named(as_edith, pictures, papers, anderstad):
    for path in (
        "/studio/images/",
        "/studio/images/multiple/add/",
        "/studio/documents/multiple/add/",
        "/studio/images/chooser/",
    ):
        assert anderstad.name not in as_edith.get(path).content.decode(), path


def _images(pk):
    tails = [
        f"{pk}/",
        f"{pk}/delete/",
        f"{pk}/preview/width-100/",
        f"usage/{pk}/",
        f"{pk}/generate_url/",
        f"multiple/{pk}/",
        f"chooser/chosen/{pk}/",
    ]
    return [
        f"/studio/images/{tail}"
        for tail in [*tails, f"chooser/chosen-multiple/?id={pk}", f"chooser/{pk}/select_format/"]
    ]


def _documents(pk):
    return [
        f"/studio/documents/{tail}"
        for tail in (f"edit/{pk}/", f"delete/{pk}/", f"usage/{pk}/", f"multiple/{pk}/", f"chooser/chosen/{pk}/")
    ]


def test_files_of_others_do_not_exist_by_id(as_edith, pictures, papers):
    for which in ("foreign", "core"):
        paths = [
            *_images(pictures[which].pk),
            *_documents(papers[which].pk),
            f"/studio/bulk/wagtailimages/image/delete/?id={pictures[which].pk}",
        ]
        replies = {path: as_edith.get(path).status_code for path in paths}
        assert replies == dict.fromkeys(replies, 404)
        assert {as_edith.post(path).status_code for path in paths} == {404}


def test_own_files_open(as_edith, pictures, papers):
    image, document = pictures["own"].pk, papers["own"].pk
    assert as_edith.get(f"/studio/images/{image}/").status_code == 200
    assert as_edith.get(f"/studio/images/chooser/chosen/{image}/").status_code == 200
    assert as_edith.get(f"/studio/documents/edit/{document}/").status_code == 200


def test_upload_lands_with_its_owner(as_edith, voorbeeldstad, pictures):
    file = _bytes(pictures["own"])
    reply = as_edith.post(
        "/studio/images/add/",
        {"title": "Nieuw", "file": SimpleUploadedFile("nieuw.png", file, "image/png"), "description": "", "tags": ""},
    )
    assert reply.status_code == 302
    assert Image.objects.get(title="Nieuw").collection.name == voorbeeldstad.name


def test_collection_of_another_is_refused(as_edith, pictures):
    foreign = pictures["foreign"].collection_id
    file = _bytes(pictures["own"])
    as_edith.post(
        "/studio/images/add/",
        {
            "title": "Sluip",
            "file": SimpleUploadedFile("sluip.png", file, "image/png"),
            "collection": foreign,
            "tags": "",
        },
    )
    assert not Image.objects.filter(title="Sluip", collection_id=foreign).exists()


def test_documents_open_for_members_alone(papers, visitor, as_asha, as_sam, as_edith, as_kees, as_petra):
    clients = {
        "asha": as_asha,
        "sam": as_sam,
        "edith": as_edith,
        "kees": as_kees,
        "petra": as_petra,
        "visitor": visitor,
    }
    opened = {
        which: [name for name, client in clients.items() if _opens(client, paper.url)]
        for which, paper in papers.items()
    }
    assert opened == {
        "own": ["asha", "edith", "petra"],
        "foreign": ["sam", "petra"],
        "core": ["asha", "sam", "edith", "kees", "petra"],
    }


def test_visitor_is_sent_to_sign_in_for_any_document(visitor, papers):
    there, missing = visitor.get(papers["own"].url), visitor.get("/documents/98765/eigen.txt")
    assert (there.status_code, there["Location"]) == (302, f"/accounts/login/?next={papers['own'].url}")
    assert (missing.status_code, missing["Location"]) == (302, "/accounts/login/?next=/documents/98765/eigen.txt")


def test_ended_membership_closes_the_documents(as_asha, asha, papers):
    Membership.objects.filter(user=asha).update(ended_on=timezone.localdate())
    assert as_asha.get(papers["own"].url).status_code == 404
    assert Document.objects.count() == 3


_SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10" onload="alert(1)"><script>alert(2)</script>
<rect width="10" height="10" fill="teal" onclick="alert(3)"/><foreignObject><p>x</p></foreignObject><image href="https://elders.test/x.png"/></svg>"""


def test_svg_is_cleaned_when_it_comes_in(as_edith):
    as_edith.post(
        "/studio/images/add/",
        {
            "title": "Tekening",
            "file": SimpleUploadedFile("tekening.svg", _SVG, "image/svg+xml"),
            "description": "",
            "tags": "",
        },
    )
    stored = _bytes(Image.objects.get(title="Tekening")).decode()
    assert "<rect" in stored
    for evil in ("alert", "script", "foreignObject", "elders.test", "onload", "onclick"):
        assert evil not in stored


@pytest.mark.parametrize(
    "content",
    [
        b"<svg",
        b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg" width="1" height="1">&a;</svg>',
        b"<html/>",
    ],
)
def test_svg_that_cannot_be_read_is_refused(as_edith, content):
    reply = as_edith.post(
        "/studio/images/add/",
        {
            "title": "Kapot",
            "file": SimpleUploadedFile("kapot.svg", content, "image/svg+xml"),
            "description": "",
            "tags": "",
        },
    )
    assert reply.status_code == 200
    assert not Image.objects.exists()
