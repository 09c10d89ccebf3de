"""Blocks render through their components, escape what is typed, and refuse what a reader could not use."""

import re

import pytest
from django.core.exceptions import ValidationError

from cms.models import LessonPage, Question
from tests.factories import cms

pytestmark = pytest.mark.django_db
STREAM = LessonPage._meta.get_field("body").stream_block
EVIL = "<script>alert(1)</script>"
TEXTS = {
    "text": f"<p>Kijk{EVIL}</p>",
    "markdown": f"Kijk {EVIL}",
    "callout": {"kind": "info", "title": EVIL, "text": f"<p>{EVIL}</p>"},
    "steps": {"title": EVIL, "steps": [{"title": EVIL, "text": f"<p>{EVIL}</p>"}, {"title": "Twee", "text": ""}]},
    "accordion": {"items": [{"title": EVIL, "text": f"<p>{EVIL}</p>"}]},
    "table": {"caption": EVIL, "table": {"data": [["", EVIL], [EVIL, "b"]]}},
    "quote": {"text": EVIL, "attribution": EVIL},
    "checklist": {"title": EVIL, "items": [EVIL]},
    "exercise": {"title": EVIL, "text": f"<p>{EVIL}</p>"},
    "profession": {"professions": ["jeugdarts"], "title": EVIL, "text": f"<p>{EVIL}</p>"},
    "prompt": {"question": "3", "text": f"<p>{EVIL}</p>"},
    "poll": {"question": EVIL, "about": EVIL, "choices": [EVIL, "Soms"], "unnamed": True},
}


def _render(name, value):
    return STREAM.to_python([{"type": name, "value": value}])[0].render()


@pytest.mark.parametrize("name", TEXTS)
def test_what_is_typed_never_runs(name):
    html = _render(name, TEXTS[name])
    assert "alert(1)</script>" not in html
    assert len(html.strip()) > 20


def test_quote_keeps_its_paragraphs_and_shows_no_tags():
    html = _render("quote", {"text": "Ik luister.\n\nVertel <maar>.", "attribution": ""})
    assert "<blockquote><p>Ik luister.</p>\n\n<p>Vertel &lt;maar&gt;.</p></blockquote>" in html


def test_table_names_rows_and_columns():
    html = _render("table", {"caption": "Stappen", "table": {"data": [["Stap", "Wat"], ["1", "Kijken"]]}})
    assert html.count('<th scope="col">') == 2
    assert html.count('<th scope="row">1</th>') == 1
    assert "<td>Kijken</td>" in html


def test_quote_has_paragraphs_and_shows_what_was_typed_as_it_was_typed():
    html = _render("quote", {"text": "Eén <b>.\n\nTwee.", "attribution": ""})
    assert "<p>Eén &lt;b&gt;.</p>\n\n<p>Twee.</p>" in html


def test_figure_keeps_its_place(voorbeeldstad):
    image = cms.image(voorbeeldstad, size=(2000, 1000))
    html = _render("figure", {"image": image.pk, "alt": "Een vlak", "decorative": False, "caption": "Onder"})
    assert 'width="1280" height="640"' in html
    assert 'alt="Een vlak"' in html
    assert ".webp" in html


def test_phone_gets_a_smaller_picture_and_a_drawing_stays_whole(voorbeeldstad):
    def shown(size):
        picture = cms.image(voorbeeldstad, size=size)
        html = _render("figure", {"image": picture.pk, "alt": "Een vlak", "decorative": False, "caption": ""})
        return re.findall(r"\S+\.webp (\d+w)", html)

    assert shown((2000, 1000)) == ["720w", "1280w"]
    assert shown((640, 480)) == []


def test_decorative_figure_says_nothing(voorbeeldstad):
    html = _render(
        "figure", {"image": cms.image(voorbeeldstad).pk, "alt": "niet voorlezen", "decorative": True, "caption": ""}
    )
    assert 'alt=""' in html


def test_figure_of_a_lost_image_is_left_out():
    assert _render("figure", {"image": 999_999, "alt": "Weg", "decorative": False, "caption": ""}).strip() == ""


def test_download_names_kind_and_size(voorbeeldstad):
    document = cms.document(voorbeeldstad)
    html = _render("download", {"document": document.pk, "title": "Gesprekskaart"})
    assert f'href="{document.url}"' in html
    assert "TXT" in html


@pytest.mark.parametrize(("name", "value"), [
    ("table", {"caption": "Stappen", "table": {"data": [["", ""], ["1", "2"]], "table_header_choice": "both"}}),
    ("callout", {"kind": "anders", "title": "T", "text": "<p>x</p>"}),
    ("steps", {"title": "", "steps": [{"title": "Eén", "text": ""}]}),
    ("checklist", {"title": "T", "items": []}),
    ("profession", {"professions": ["tovenaar"], "title": "T", "text": "<p>x</p>"}),
    ("prompt", {"question": "11", "text": "<p>x</p>"}),
    ("poll", {"question": "V", "about": "", "choices": ["Een"], "unnamed": False}),
    ("poll", {"question": "V", "about": "", "choices": ["Ja", "ja "], "unnamed": False}),
    ("poll", {"question": "V", "about": "", "choices": list("abcdefg"), "unnamed": False}),
    ("glossary", {"terms": []}),
])  # fmt: skip
def test_what_a_reader_cannot_use_is_refused(name, value):
    block = STREAM.child_blocks[name]
    with pytest.raises(ValidationError):
        block.clean(block.to_python(value))


def test_figure_without_words_is_refused(voorbeeldstad):
    block = STREAM.child_blocks["figure"]
    with pytest.raises(ValidationError):
        block.clean(
            block.to_python({"image": cms.image(voorbeeldstad).pk, "alt": "", "decorative": False, "caption": ""})
        )


def test_video_must_be_a_video(voorbeeldstad):
    block = STREAM.child_blocks["video"]
    with pytest.raises(ValidationError):
        block.clean(
            block.to_python(
                {"title": "T", "video": cms.document(voorbeeldstad).pk, "captions": None, "transcript": "<p>x</p>"}
            )
        )


@pytest.mark.parametrize(("kind", "spoil"), [
    ("single", lambda body: body["options"][0].update(correct=False)),
    ("multiple", lambda body: [option.update(correct=True) for option in body["options"]]),
    ("true-false", lambda body: body.update(answer="misschien")),
    ("order", lambda body: body["items"].__delitem__(slice(1, None))),
    ("match", lambda body: body.update(extra=["Signalen"])),
    ("fill-in", lambda body: body.update(text="Bel [[1]].")),
    ("number", lambda body: body.update(feedback_low="")),
    ("open", lambda body: body.update(model_answer="")),
])  # fmt: skip
def test_question_that_cannot_be_graded_is_refused(kind, spoil):
    import copy

    body = copy.deepcopy(cms.BODIES[kind])
    block = Question._meta.get_field("body").stream_block.child_blocks[kind.replace("-", "_")]
    block.clean(block.to_python(body))
    spoil(body)
    with pytest.raises(ValidationError):
        block.clean(block.to_python(body))
