"""Through the studio: an example or a text becomes a module of drafts, and its page says what to do next. Who may: studio.csv."""

import html
import re
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cms.beginning.actions import copy_example
from cms.beginning.examples import examples
from cms.beginning.steps import ahead_of
from cms.checks.deciding import checked_whole
from cms.models import LessonPage, ModulePage, Question
from cms.permissions import ensure_content_root
from tests.cms.beginning.conftest import docx, paragraph

pytestmark = pytest.mark.django_db
BEGIN = "/studio/eerste-module/"
TEXT = f"{BEGIN}tekst/"
NAMES = [example.name for example in examples()]


@pytest.fixture
def root(voorbeeldstad, edith):
    return ensure_content_root(voorbeeldstad)


# --- From an example ------------------------------------------------------------------------------


def test_there_is_an_example_of_twenty_and_one_of_forty_five_minutes():
    assert [example.minutes for example in examples()] == [20, 45]


@pytest.mark.parametrize("name", NAMES)
def test_an_example_has_nothing_to_mend_once_its_questions_are_published(name, root, edith):
    module = copy_example(name, key=uuid4(), root=root, by=edith)
    for question in Question.objects.filter(organisation=root.organisation):
        question.latest_revision.publish()
    mended = [(str(one.page), found.what) for one in checked_whole(module) for found in one.problems]
    assert mended == [(module.title, "Publiceer eerst minstens één les. Bij ‘Lessen’ maak of open je er een.")]
    for page in [*LessonPage.objects.child_of(module), module]:
        page.latest_revision.publish()
    assert [found.what for one in checked_whole(ModulePage.objects.get()) for found in one.problems] == []


def test_an_example_is_copied_as_drafts_with_ids_of_its_own_as_often_as_one_asks(root, edith):
    first, second = (copy_example(NAMES[0], key=uuid4(), root=root, by=edith) for _ in range(2))
    pages = [*LessonPage.objects.all(), *ModulePage.objects.all()]
    assert [page.live for page in pages] == [False] * 6
    assert {page.latest_revision.user for page in pages} == {edith}
    assert (first.slug, second.slug) == (
        "voorbeeld-advies-vragen-als-je-twijfelt",
        "voorbeeld-advies-vragen-als-je-twijfelt-2",
    )
    assert Question.objects.filter(live=False, organisation=root.organisation).count() == 6
    blocks = [block["id"] for lesson in LessonPage.objects.all() for block in lesson.body.raw_data]
    assert len(set(blocks)) == len(blocks)


def test_the_same_form_twice_begins_once_and_ends_where_one_goes_on(as_edith, root):
    key = re.search(r'name="key" value="([^"]+)"', as_edith.get(BEGIN).content.decode())[1]
    asked = {"example": NAMES[0], "key": key, "root": root.pk}
    pages = [as_edith.post(BEGIN, asked, follow=True) for _ in range(2)]
    module = ModulePage.objects.get()
    assert [page.redirect_chain[-1][0] for page in pages] == [f"/studio/pages/{module.pk}/"] * 2
    html = pages[0].content.decode()
    assert "Lees en publiceer 3 vragen in de vragenbank" in html
    (address,) = re.findall(r'href="(/studio/snippets/cms/question/\?[^"]+)">Lees en', html)
    assert len(as_edith.get(address.replace("&amp;", "&")).context["object_list"]) == 3
    titles = [html.rindex(lesson.title) for lesson in LessonPage.objects.child_of(module)]
    assert titles == sorted(titles)  # in their order, not the latest first


def test_nothing_begins_without_a_choice_or_for_another_organisation(as_edith, root, anderstad):
    refused = as_edith.post(BEGIN, {"root": root.pk, "key": uuid4()})
    assert refused.status_code == 422
    assert "Kies een voorbeeld." in refused.content.decode()
    foreign = {"example": NAMES[0], "key": uuid4(), "root": ensure_content_root(anderstad).pk}
    assert as_edith.post(BEGIN, foreign).status_code == 422
    assert not ModulePage.objects.exists()


# --- From a text ----------------------------------------------------------------------------------

SAID = "# Bellen\nBel altijd.\n# Vastleggen\nDezelfde dag.\n"


def _shown(client, root, text=SAID, **more):
    return client.post(TEXT, {"text": text, "root": root.pk, **more})


def _fields(page):
    """What the form of the preview would send."""
    source = page.content.decode()
    found = dict(
        re.findall(r'<input type="(?:hidden|text)"[^>]* name="((?:sealed|titel)[^"]*)" value="([^"]*)"', source)
    )
    chosen = re.findall(r'<select id="[^"]*" name="(soort-\d+)">.*?value="(\w+)" selected', source, re.DOTALL)
    return {name: html.unescape(value) for name, value in found.items()} | dict(chosen)


def _made(client, page, **more):
    said = {"titel": "Ons werk", "samenvatting": "Hoe wij werken.", "thema": "lokaal", "wat": "maak"}
    return client.post(TEXT, _fields(page) | said | more, follow=True)


def test_a_text_is_shown_first_and_kept_only_after_a_yes(as_edith, root, edith):
    page = _shown(as_edith, root)
    assert "Dit worden 2 lessen." in page.content.decode()
    assert not ModulePage.objects.exists()
    made = _made(as_edith, page)
    module = ModulePage.objects.get()
    lessons = list(LessonPage.objects.child_of(module).order_by("path"))
    assert [(one.title, one.body[0].value.source) for one in lessons] == [
        ("Bellen", "<p>Bel altijd.</p>"),
        ("Vastleggen", "<p>Dezelfde dag.</p>"),
    ]
    assert {page.live for page in [module, *lessons]} == {False}
    assert made.redirect_chain[-1][0] == f"/studio/pages/{module.pk}/"
    assert "Wat nu" in made.content.decode()


def test_its_author_renames_joins_and_makes_a_heading_ordinary(as_edith, root):
    page = _shown(as_edith, root, "# Een\nA.\n# Twee\nB.\n# Drie\nC.")
    changed = _fields(page) | {"titel-0": "Het begin", "soort-2": "kop", "soort-4": "tekst", "wat": "opnieuw"}
    again = as_edith.post(TEXT, changed)
    assert "Dit wordt 1 les." in again.content.decode()
    _made(as_edith, again)
    lesson = LessonPage.objects.get()
    assert lesson.title == "Het begin"
    assert [block.value.source for block in lesson.body] == ["<p>A.</p>", "<h2>Twee</h2><p>B.</p><p>Drie</p><p>C.</p>"]


def test_the_same_page_sent_twice_makes_one_module(as_edith, root):
    page = _shown(as_edith, root)
    assert _made(as_edith, page).redirect_chain == _made(as_edith, page).redirect_chain
    assert ModulePage.objects.count() == 1


def test_what_is_missing_is_said_and_what_was_typed_stays(as_edith, root):
    page = _made(as_edith, _shown(as_edith, root), titel="", samenvatting="Zo doen wij dat.", **{"titel-0": ""})
    shown = page.content.decode()
    assert page.status_code == 422
    assert [one in shown for one in ("Geef de module een titel.", "Geef deze les een titel.", "Zo doen wij dat.")] == [
        True
    ] * 3
    assert not ModulePage.objects.exists()


def test_an_error_keeps_the_pasted_text(as_edith, root):
    file = SimpleUploadedFile("brief.doc", b"x")
    page = _shown(as_edith, root, file=file)
    assert page.status_code == 422
    assert "Dit is geen .docx- of .odt-bestand." in page.content.decode()
    assert "Dezelfde dag." in page.content.decode()
    assert "Plak eerst een tekst, of kies een bestand." in as_edith.post(TEXT, {"root": root.pk}).content.decode()


def test_a_word_file_says_what_does_not_come_along(as_edith, root):
    data = docx(paragraph("Bellen", "Kop1"), paragraph("Altijd."), comments="<w:comment/>")
    page = _shown(as_edith, root, "", file=SimpleUploadedFile("werk.docx", data)).content.decode()
    assert "Opmerkingen in de kantlijn" in page
    assert 'value="Bellen"' in page


def test_one_may_go_back_to_the_text(as_edith, root):
    page = as_edith.post(TEXT, _fields(_shown(as_edith, root)) | {"wat": "terug"})
    assert "# Bellen\n\nBel altijd.\n\n# Vastleggen\n\nDezelfde dag." in page.content.decode()
    assert not ModulePage.objects.exists()


def test_what_was_sealed_for_another_or_is_broken_makes_nothing(as_edith, as_tess, root):
    page = _shown(as_edith, root)
    for answer in (_made(as_tess, page), as_edith.post(TEXT, _fields(page) | {"sealed": "x", "wat": "maak"})):
        assert answer.status_code == 422
        assert "Dit overzicht is niet meer heel." in answer.content.decode()
    assert not ModulePage.objects.exists()


def test_what_is_typed_is_shown_as_text(as_edith, root):
    page = _shown(as_edith, root, "# <script>x</script>\n<b onclick=x>vet</b>\n\na\t<i>b</i>\nc\td").content.decode()
    assert "<script>x" not in page
    assert "<b onclick" not in page
    assert "&lt;i&gt;b" in page


# --- What is left to do ---------------------------------------------------------------------------


def test_what_is_left_to_do_is_said_until_the_module_was_published(as_edith, root):
    _made(as_edith, _shown(as_edith, root))
    module = ModulePage.objects.get()
    open_ones = [todo.what for todo in ahead_of(module).todos if not todo.is_done]
    assert open_ones == ["goals", "questions", "sources", "trial", "group", "publish"]
    checks = next(todo for todo in ahead_of(module).todos if todo.what == "checks")
    assert checks.note == "De controle vond niets meer dan wat hierboven nog openstaat."  # goals are named once
    for page in [*LessonPage.objects.all(), module]:
        page.latest_revision.publish()
    assert ahead_of(ModulePage.objects.get()) is None
