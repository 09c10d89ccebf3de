"""Choosing from a package in the studio: what can be chosen, what that needs, and that the rest stays as it is."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cms.models import Delivery, LessonPage, Question
from cms.packages.bringing import foresee
from cms.packages.choosing import Part, with_needs
from cms.permissions import ensure_content_root
from tests.cms.packages.conftest import arrive, elsewhere, package
from tests.factories import cms

IMPORT = "/studio/modules/importeren/"


def _part(name, *needs, kind="question"):
    return Part(name=name, kind=kind, title=name, what="new", needs=list(needs))


def test_what_is_needed_brings_along_what_that_needs():
    parts = [
        _part("lessons/01-a", "module.json", kind="lesson"),
        _part("module.json", "questions/b"),
        _part("questions/b"),
    ]
    assert with_needs(["lessons/01-a"], parts) == ["lessons/01-a", "module.json", "questions/b"]


def test_a_whole_folder_brings_what_its_parts_need_and_covers_what_others_need():
    parts = [_part("lessons/01-a", "questions/b", kind="lesson"), _part("questions/b")]
    assert with_needs(["lessons"], parts) == ["lessons", "questions/b"]
    assert with_needs(["lessons", "questions"], parts) == ["lessons", "questions"]


@pytest.fixture
def at_once(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


def _asking(organisation, summary="Kort.", **more):
    """A module of two lessons; the first asks a question and explains a term."""
    question = cms.question("single", organisation=organisation, title="Wie bel je?", key="wie-bel-je")
    term = cms.term("mandaat", organisation=organisation)
    body = [("text", "<p>Bel.</p>"), ("question", {"question": question}), ("glossary", {"terms": [term]})]
    lessons = [{"title": "Bellen", "slug": "bellen", "summary": summary, "body": body}]
    lessons += [{"title": "Wachten", "slug": "wachten", "summary": summary}]
    return cms.module(organisation, title="Ons werk", slug="ons-werk", lessons=lessons, publish=True, **more)


def _changed():
    for lesson in LessonPage.objects.all():
        lesson.summary = "Anders."
        lesson.save_revision().publish()
    return package(LessonPage.objects.first().get_parent().specific)


@pytest.mark.django_db
def test_of_a_package_that_is_new_here_each_lesson_names_what_it_needs(voorbeeldstad):
    sent = elsewhere(lambda: package(_asking(voorbeeldstad)))
    parts = {one.name: one for one in foresee(io.BytesIO(sent.data), organisation=voorbeeldstad).parts}
    assert list(parts) == [
        "module.json",
        "lessons/01-bellen",
        "lessons/02-wachten",
        "questions/wie-bel-je",
        "glossary.json",
    ]
    assert parts["lessons/01-bellen"].needs == ["module.json", "questions/wie-bel-je", "glossary.json"]
    assert parts["lessons/02-wachten"].needs == ["module.json"]
    assert {one.what for one in parts.values()} == {"new"}


@pytest.mark.django_db
def test_what_is_here_already_is_needed_no_more(voorbeeldstad):
    sent = elsewhere(lambda: package(_asking(voorbeeldstad)))
    arrive(sent, organisation=voorbeeldstad)
    parts = foresee(io.BytesIO(sent.data), organisation=voorbeeldstad).parts
    assert {(one.what, *one.needs) for one in parts} == {("same",)}


# --- In the studio ------------------------------------------------------------------------------------


def _upload(client, sent, organisation):
    file = SimpleUploadedFile("ons-werk.zip", sent.data, "application/zip")
    client.post(IMPORT, {"file": file, "root": ensure_content_root(organisation).pk})
    return f"{IMPORT}{Delivery.objects.get().pk}/"


def _tick(client, address, *names, **more):
    return client.post(f"{address}onderdelen/", {"part": names, **more}, follow=True)


@pytest.mark.django_db
def test_one_lesson_of_a_newer_package_comes_in_and_the_other_stays(as_edith, at_once, voorbeeldstad):
    first = elsewhere(lambda: package(_asking(voorbeeldstad)))
    arrive(first, organisation=voorbeeldstad)
    newer = elsewhere(_changed)
    address = _upload(as_edith, newer, voorbeeldstad)
    shown = as_edith.get(f"{address}onderdelen/").content.decode()
    assert 'value="lessons/01-bellen"' in shown
    assert "Allemaal (2)" in shown
    page = _tick(as_edith, address, "lessons/01-bellen", needs="1").content.decode()
    assert "Alleen dit deel: Bellen." in page
    assert "<strong>veranderd</strong>: les bellen" in page
    assert "les wachten" not in page
    assert set(LessonPage.objects.values_list("summary", flat=True)) == {"Kort."}
    as_edith.post(f"{address}besluit/", {"wat": "haal-binnen"})
    assert dict(LessonPage.objects.values_list("slug", "summary")) == {"bellen": "Anders.", "wachten": "Kort."}


@pytest.mark.django_db
def test_a_choice_that_misses_something_says_what_to_choose_besides(as_edith, at_once, voorbeeldstad):
    sent = elsewhere(lambda: package(_asking(voorbeeldstad)))
    address = _upload(as_edith, sent, voorbeeldstad)
    page = _tick(as_edith, address, "lessons/01-bellen", "module.json").content.decode()
    assert "Kies ook questions/wie-bel-je." in page
    assert "Haal binnen en publiceer" not in page
    page = _tick(as_edith, address, "lessons/01-bellen", needs="1").content.decode()
    assert "Haal binnen en publiceer" in page
    as_edith.post(f"{address}besluit/", {"wat": "haal-binnen"})
    assert Question.objects.get().live
    assert list(LessonPage.objects.values_list("slug", flat=True)) == ["bellen"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("names", "said"), [((), "Kies ten minste één onderdeel."), (("lessons/99-x",), "lessons/99-x")]
)
def test_an_empty_or_unknown_choice_is_refused_beside_the_ticks(as_edith, at_once, voorbeeldstad, names, said):
    sent = elsewhere(lambda: package(_asking(voorbeeldstad)))
    reply = _tick(as_edith, _upload(as_edith, sent, voorbeeldstad), *names)
    assert reply.status_code == 422
    assert said in reply.content.decode()
    assert Delivery.objects.get().only == []


@pytest.mark.django_db
def test_the_choice_is_ticked_again_and_can_be_let_go(as_edith, at_once, voorbeeldstad):
    sent = elsewhere(lambda: package(_asking(voorbeeldstad)))
    address = _upload(as_edith, sent, voorbeeldstad)
    _tick(as_edith, address, "questions/wie-bel-je")
    assert 'value="questions/wie-bel-je" checked' in as_edith.get(f"{address}onderdelen/").content.decode()
    page = _tick(as_edith, address, wat="alles").content.decode()
    assert "Alleen dit deel" not in page
    assert "<strong>nieuw</strong>: les bellen" in page
