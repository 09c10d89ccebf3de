"""Another site, in a transaction that is taken back: what was made there exists only in the package that came of it."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from cases_library import memory as cases_memory
from cms.editions import memory, pieces
from cms.models import ModulePage
from cms.packages.bringing import bring
from cms.packages.difference import Outcome
from cms.packages.sending import export_module
from learning.journey import rendering
from tests.factories import cases, cms

_TABLE = {"data": [["Wat", "Advies"], ["Naam | gezin", "nee[^wet]"]], "first_row_is_table_header": True}


def whole_module(organisation: Any = None, **fields: Any) -> ModulePage:
    """A published module as trainers make it: every kind of block and question, made by hand, with the editor's marks."""
    questions = [cms.question(kind, organisation=organisation, title=f"Vraag {kind}") for kind in cms.BODIES]
    term = cms.term("veilig thuis", organisation=organisation)
    slot, image = cms.slot("overleg"), cms.image(organisation)
    film = cms.document(organisation, "Film", "film.mp4")
    words = cms.document(organisation, "Ondertitels", "film.vtt")
    form = cms.document(organisation, "Formulier", "formulier.txt")
    case = cases.case(organisation, publish=True, title="Aan de deur", slug="aan-de-deur")
    link = f'<a linktype="document" id="{form.pk}">het formulier</a>'
    body = [
        (
            "text",
            f'<h2 data-block-key="a">Kijken</h2><p data-block-key="b">Kijk <b>goed</b>,<br/>en lees {link}.[^wet]</p>',
        ),
        ("text", "<p>Een tweede tekst.</p><ul><li>een<ol><li>twee</li></ol></li></ul>"),
        ("markdown", "## Kop\n\nRegel met twee spaties  \neronder, en `code`."),
        ("callout", {"kind": "important", "title": 'Let "op"', "text": "<p>Eerst <i>veiligheid</i>.</p>"}),
        ("steps", {"title": "", "steps": [{"title": "Bel.", "text": "<p>Nu.</p>"}, {"title": "Wacht", "text": ""}]}),
        ("accordion", {"items": [{"title": "Meer", "text": "<ul><li>a<ul><li>b</li></ul></li></ul>"}]}),
        ("table", {"caption": "Verschil", "table": _TABLE}),
        ("quote", {"text": "Ik maak me zorgen.\nEn u?\n\nVertel eens.", "attribution": ""}),
        ("figure", {"image": image, "alt": "Een vlak", "decorative": False, "caption": "Een vlak"}),
        ("figure", {"image": image, "alt": "", "decorative": True, "caption": ""}),
        ("video", {"title": "Film", "video": film, "captions": words, "transcript": "<p>Er wordt gebeld.</p>"}),
        ("video", {"title": "Stil", "video": film, "captions": None, "silent": True, "transcript": "<p>Een deur.</p>"}),
        ("download", {"document": form, "title": "Formulier"}),
        ("checklist", {"title": "Voor je belt", "items": ["Wat zag je?", "Van wie?"]}),
        ("exercise", {"title": "Oefen", "text": "<p>Schrijf <b>drie</b> zinnen.</p>"}),
        ("prompt", {"question": "3", "text": "<p>Wat hield je tegen?</p>"}),
        ("prompt", {"question": "", "text": "<p>En verder?</p>"}),
        (
            "poll",
            {
                "question": "Hoe vaak?",
                "about": "Denk aan nu.\n\nEn aan toen.",
                "choices": ["Vaak", "Soms"],
                "unnamed": True,
            },
        ),
        *(("question", {"question": one}) for one in questions),
        ("case", {"case": case}),
        ("local", {"slot": slot}),
        (
            "profession",
            {"professions": ["jeugdarts"], "title": "Voor artsen", "text": "<h3>Code</h3><p>Eigen code.</p>"},
        ),
        ("glossary", {"terms": [term]}),
    ]
    source = {"key": "wet", "title": "De wet", "publisher": "", "url": "https://wet.example", "date": "", "seen": ""}
    lesson = {
        "title": "Kijken",
        "slug": "kijken",
        "body": body,
        "sources": [("source", source)],
        "goals": [("goal", "Je kijkt.")],
    }
    drawn = [("question", one) for one in questions if one.kind != "open"]
    values = {"slug": "heel", "title": "Heel", "test_title": "Toets", "test_questions": drawn, "test_draw": 2} | fields
    return cms.module(organisation, lessons=[lesson, {"slug": "bellen"}], publish=True, **values)


def elsewhere(make: Callable[[], Any]) -> Any:
    """What `make` answers, of a site that is gone afterwards."""
    with transaction.atomic():
        made = make()
        transaction.set_rollback(True)
    for one in (memory, cases_memory, pieces, rendering):
        one.forget()
    return made


def package(page: ModulePage | None = None, *, published: bool = True, **fields: Any) -> Any:
    """A package of a module as it now is."""
    return export_module(page if page is not None else whole_module(**fields), published=published)


def arrive(sent: Any, **options: Any) -> Outcome:
    """Bring a package in."""
    return bring(io.BytesIO(sent.data), **options)


@pytest.fixture
def arrived() -> Any:
    """A package of another site, and what is there after bringing it in."""
    sent = elsewhere(package)
    outcome = arrive(sent)
    assert outcome.problems == []
    return sent
