"""Words and lists for the gallery of components."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.utils.safestring import SafeString, mark_safe


def _html(text: str) -> SafeString:
    return mark_safe(text)  # noqa: S308  our own sample text


_POLL = [
    {"value": "vaak", "text": "Bijna altijd"},
    {"value": "soms", "text": "Soms, als het zo uitkomt of als een collega het voorstelt"},
    {"value": "nooit", "text": "Bijna nooit"},
]


class _SampleForm(forms.Form):
    name = forms.CharField(label="Voornaam", help_text="Zo spreken we je aan.")
    email = forms.EmailField(label="E-mailadres", widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    profession = forms.ChoiceField(
        label="Beroep", choices=[("", "Kies je beroep"), ("jgz", "JGZ-verpleegkundige"), ("jp", "Jeugdprofessional")]
    )
    note = forms.CharField(label="Opmerking", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    pace = forms.ChoiceField(
        label="Hoe vaak een bericht?",
        choices=[("w", "Elke week"), ("m", "Elke maand")],
        widget=forms.RadioSelect,
        required=False,
    )
    agree = forms.BooleanField(label="Ik heb gelezen wie wat ziet", required=False)


_ASKED = datetime(2026, 11, 21, 8, 41, tzinfo=UTC)


def _option(value: str, text: str, *, checked: bool = False, verdict: str = "", feedback: str = "") -> dict[str, Any]:
    return {"value": value, "html": text, "checked": checked, "verdict": verdict, "feedback_html": feedback}


_STEM = _html(
    "<p>Sam (1) is drie keer niet op het consultatiebureau geweest. Zijn moeder zegt dat het beter gaat. Wat weeg je het zwaarst?</p>"
)
_WRONG = "Dat moeder openstaat voor hulp is fijn, maar het zegt nog niet hoe het nú met Sam is."
_RIGHT = "Je weet niet hoe het met Sam gaat, en dat is zelf een signaal: niemand heeft hem gezien."
_ORDER = (
    "Signalen op een rij zetten",
    "Overleggen met een collega",
    "In gesprek met de ouders en het kind",
    "Wegen hoe ernstig het is",
)
_PAIRS = (
    ("acute onveiligheid", "nu, of in de komende dagen"),
    ("structurele onveiligheid", "een patroon dat terugkomt"),
)
_MODEL = _html(
    "<p>Ik vraag eerst aan mezelf wat ik zelf gezien heb, en wat ik van anderen weet. Daarna bel ik een collega.</p>"
)

LESSONS: list[dict[str, Any]] = [
    {"title": "Waarom een meldcode", "url": "#", "state": "done", "kind": "lesson", "minutes": 9},
    {"title": "Signalen op een rij", "url": "#", "state": "done", "kind": "lesson", "minutes": 12},
    {
        "title": "Overleggen en advies vragen",
        "url": "#",
        "state": "changed",
        "kind": "lesson",
        "minutes": 11,
        "note": "De tekst is veranderd",
    },
    {
        "title": "Wegen: hoe erg is het, en weet ik genoeg?",
        "url": "#",
        "state": "busy",
        "kind": "lesson",
        "minutes": 14,
        "current": True,
    },
    {"title": "Beslissen en vastleggen", "url": "#", "state": "new", "kind": "lesson", "minutes": 10},
    {"title": "De gordijnen dicht", "url": "#", "state": "new", "kind": "case", "minutes": 15},
    {
        "title": "Toets bij de Meldcode",
        "url": "",
        "state": "closed",
        "kind": "test",
        "note": "12 vragen, zo vaak als je wilt",
    },
]
_NAMES = ("Kind", "Veiligheid", "Patroon", "Netwerk", "Samenwerken", "Oordeel", "Macht", "Grenzen", "Zicht", "Steun")

SAMPLES: dict[str, Any] = {
    "guard_hints": [
        {"findings": [{"words": "Fatima", "kind": "naam", "suggestion": "[naam]"}]},
        {
            "findings": [
                {"words": "Yara", "kind": "naam", "suggestion": "het kind", "pick": "text:Yara"},
                {"words": "Lindelaan 4b", "kind": "adres", "suggestion": "[adres]", "pick": "text:Lindelaan 4b"},
            ],
            "more": 3,
        },
        {"replaced": True},
    ],
    "prose": _html(
        "<p>Je hebt signalen op een rij, je hebt overlegd, je hebt met de ouders gesproken. Nu weeg je. Niet alleen: wegen doe je met een "
        "collega en, bij twijfel altijd, met Veilig Thuis. Twee woorden zijn daarbij je kompas.</p><h2>Acuut en structureel</h2>"
        "<p>Bij acute onveiligheid is iemand nu, of in de komende dagen, niet veilig. <em>Melden en helpen zijn twee besluiten.</em></p>"
        "<ul><li>Wat heb je zelf gezien?</li><li>Wat weet je van anderen?</li></ul>"
    ),
    "short": _html(
        "<p>Leg je overleg vast: met wie, wanneer, en wat je afsprak. Schrijf feiten en meningen uit elkaar.</p>"
    ),
    "local": _html(
        "<p>Bel bij twijfel eerst de aandachtsfunctionaris van je team. ’s Avonds en in het weekend ga je meteen naar Veilig Thuis.</p>"
    ),
    "sentence": "Een advies- en meldpunt voor huiselijk geweld en kindermishandeling. Je kunt er dag en nacht bellen.",
    "steps_html": [
        _html("<p><strong>Kijk.</strong> Schrijf op wat je zag en hoorde, met de datum erbij.</p>"),
        _html("<p><strong>Vraag.</strong> Vraag het kind zelf hoe het gaat.</p>"),
        _html("<p><strong>Overleg.</strong> Bel dezelfde dag een collega.</p>"),
    ],
    "folds": [
        {
            "title": "En als de ouders boos worden?",
            "html": _html("<p>Boosheid is vaak schrik. Blijf bij wat je gezien hebt.</p>"),
        },
        {"title": "En als je het mis hebt?", "html": _html("<p>Dan heb je gevraagd hoe het met een kind gaat.</p>")},
    ],
    "table_head": ["Vorm", "Waar je op let", "Wie je belt"],
    "table_rows": [
        ["Acuut", "nu, of de komende dagen", "112, Veilig Thuis"],
        ["Structureel", "een patroon", "Veilig Thuis"],
    ],
    "points": ["Ik heb het kind zelf gesproken", "Ik weet wie er in huis zijn", "Ik heb vastgelegd wat ik zag"],
    "goals": ["Je kunt acute en structurele onveiligheid uit elkaar houden.", "Je weet met wie je weegt."],
    "sources": [
        {
            "id": "bron-kader",
            "number": 1,
            "title": "Afwegingskader meldcode",
            "publisher": "Voorbeelduitgever",
            "url": "https://example.org/",
            "date": "2019",
            "seen": "2026-11-21",
            "ref_id": "ref-kader-1",
        },
        {
            "id": "bron-wet",
            "number": 2,
            "title": "Voorbeeldwet",
            "publisher": "Overheid",
            "url": "",
            "date": "2015",
            "seen": "",
        },
    ],
    "lessons": LESSONS,
    "crumbs": [{"title": "Leren", "url": "#"}, {"title": "Meldcode", "url": "#"}],
    "weeks": [
        {"when": "Week 1", "text": "Opdracht, de kaart van je wijk en de acute route", "state": "done", "url": "#"},
        {"when": "Week 2–4", "text": "Meldcode en toets", "state": "now", "url": "#"},
        {"when": "Maand 2", "text": "Casussen, eerste spiegel", "state": "next"},
        {"when": "Maand 3", "text": "Kwaliteitskader, zicht op veiligheid met je maatje", "state": "next"},
        {"when": "Maand 6", "text": "Leerverslag", "state": "next"},
    ],
    "due": [
        {"title": "Toets Meldcode", "note": "12 vragen, zo vaak als je wilt", "when": "vóór 4 dec", "url": "#"},
        {
            "title": "Les 3 is veranderd",
            "note": "Overleggen en advies vragen",
            "when": "",
            "url": "#",
            "state": "changed",
        },
    ],
    "marks": [
        {
            "number": number,
            "name": name,
            "written": number in {1, 2, 3, 6},
            "when": "3 wk" if number in {1, 2, 3, 6} else "",
            "url": "#",
        }
        for number, name in enumerate(_NAMES, start=1)
    ],
    "dimensions": [
        {"name": "Technisch-instrumenteel", "count": 7},
        {"name": "Normatief", "count": 0},
        {"name": "Persoonlijk", "count": 12},
    ],
    # As learning.reflection.charts makes it; people knows nothing of learning.
    "rating_chart": {
        "height": 232,
        "radius": "6",
        "dots": [{"x": "11.00%", "y": "146"}, {"x": "40.00%", "y": "104"}, {"x": "97.00%", "y": "62"}],
        "levels": [{"y": str(20 + place * 42), "rating": 5 - place} for place in range(5)],
        "ticks": [{"x": "54.00%", "text": "2025", "anchor": "middle"}],
    },
    "rating_rows": [
        ("1 januari 2026", 4, "lukt me meestal"),
        ("4 september 2024", 3, "lukt me geregeld"),
        ("1 januari 2024", 2, "lukt me soms"),
    ],
    "todo": [{"text": "Beantwoord de vraag over Sam", "url": "#"}, {"text": "Schrijf bij je spiegelvraag", "url": "#"}],
    "stem": _STEM,
    "poll": {
        "question": "Hoe vaak spreek je een kind alleen?",
        "about": "Denk aan de laatste vijf gezinnen waar je zorgen over had.",
        "choices": _POLL,
        "chosen": [one | {"checked": one["value"] == "soms"} for one in _POLL],
        "rows": [{"text": one["text"], "count": count} for one, count in zip(_POLL, (2, 5, 3), strict=True)],
    },
    "options": [
        _option("a", "Dat moeder openstaat voor hulp"),
        _option("b", "Dat niemand Sam de laatste maanden zag"),
        _option("c", "Dat het consultatiebureau ver weg is"),
    ],
    "options_right": [
        _option("a", "Dat moeder openstaat voor hulp"),
        _option("b", "Dat niemand Sam de laatste maanden zag", checked=True, verdict="right", feedback=_RIGHT),
        _option("c", "Dat het consultatiebureau ver weg is"),
    ],
    "options_wrong": [
        _option("a", "Dat moeder openstaat voor hulp", checked=True, verdict="wrong", feedback=_WRONG),
        _option("b", "Dat niemand Sam de laatste maanden zag", verdict="missed", feedback=_RIGHT),
        _option("c", "Dat het consultatiebureau ver weg is"),
    ],
    "options_partly": [
        _option("a", "Wat je zelf zag", checked=True, verdict="right", feedback="Dat is je stevigste grond."),
        _option("b", "Wat de school vertelt", verdict="missed", feedback="Een tweede bron maakt je beeld scherper."),
        _option(
            "c",
            "Hoe vaak je er al was",
            checked=True,
            verdict="wrong",
            feedback="Vaak langskomen zegt niet wat je weet.",
        ),
    ],
    "order_items": [{"value": f"o{n}", "html": text, "position": "", "verdict": ""} for n, text in enumerate(_ORDER)],
    "order_graded": [
        {
            "value": "o0",
            "html": _ORDER[0],
            "position": 1,
            "verdict": "right",
            "feedback_html": "Alles begint bij wat je zag.",
        },
        {
            "value": "o2",
            "html": _ORDER[2],
            "position": 2,
            "verdict": "wrong",
            "feedback_html": "Overleg eerst: dan ga je voorbereid in gesprek.",
            "answer": "plaats 3",
        },
        {
            "value": "o1",
            "html": _ORDER[1],
            "position": 3,
            "verdict": "wrong",
            "feedback_html": "Dit komt vóór het gesprek.",
            "answer": "plaats 2",
        },
        {
            "value": "o3",
            "html": _ORDER[3],
            "position": 4,
            "verdict": "right",
            "feedback_html": "Wegen doe je met wat je nu weet.",
        },
    ],
    "pairs": [{"value": f"p{n}", "html": left, "chosen": "", "verdict": ""} for n, (left, _) in enumerate(_PAIRS)],
    "pairs_graded": [
        {
            "value": "p0",
            "html": _PAIRS[0][0],
            "chosen": "p0",
            "verdict": "right",
            "feedback_html": "Acuut gaat over tijd: nu.",
        },
        {
            "value": "p1",
            "html": _PAIRS[1][0],
            "chosen": "x0",
            "verdict": "wrong",
            "feedback_html": "Structureel gaat over herhaling.",
            "answer": _PAIRS[1][1],
        },
    ],
    "choices": [{"value": f"p{n}", "text": right} for n, (_, right) in enumerate(_PAIRS)]
    + [{"value": "x0", "text": "langer dan een jaar"}],
    "segments": [
        {"html": "De meldcode heeft "},
        {"gap": 1, "value": "", "verdict": ""},
        {"html": " stappen. De vierde stap is "},
        {"gap": 2, "value": "", "verdict": ""},
        {"html": "."},
    ],
    "segments_graded": [
        {"html": "De meldcode heeft "},
        {"gap": 1, "value": "vijf", "verdict": "right", "feedback_html": "Van signalen tot beslissen."},
        {"html": " stappen. De vierde stap is "},
        {
            "gap": 2,
            "value": "melden",
            "verdict": "wrong",
            "feedback_html": "Melden is een besluit in stap 5.",
            "answer": "wegen",
        },
        {"html": "."},
    ],
    "number_stem": _html("<p>Hoeveel stappen heeft de meldcode?</p>"),
    "open_stem": _html("<p>Wat vraag je eerst aan jezelf, voordat je gaat bellen?</p>"),
    "model": _MODEL,
    "own_answer": "Of ik het kind zelf heb gezien, en wanneer dat was.",
    "question3": _html(
        "<p>Wanneer sprak of zag ik dit kind zelf voor het laatst, en wat is zijn of haar kant van het verhaal?</p>"
    ),
    "reflection_prompts": [
        "Hoe maak je ruimte om een kind apart te spreken, zonder dat het klem komt te zitten?",
        "Welke reden om het uit te stellen gebruik je het vaakst? Hoe stevig is die reden?",
    ],
    "reflection_why": _html(
        "<p>Volwassenen vertellen over een kind. Alleen het kind kan vertellen hoe het voor hem of haar is.</p>"
    ),
    "own_words": "Ik merkte dat ik het gesprek steeds een week opschoof. Ik was bang dat ik het vertrouwen zou verliezen.\n\n"
    "Toen ik het deed, duurde het vijf minuten.",
    "certainties": [(1, "Ik gok"), (2, "Ik twijfel"), (3, "Ik weet het zeker")],
    "overview": [{"number": n, "url": "#", "answered": n < 4, "current": n == 4} for n in range(1, 13)],
    "result_items": [
        {"number": 1, "stem": "Wat weeg je het zwaarst?", "state": "right", "feedback_html": _RIGHT, "url": "#"},
        {
            "number": 2,
            "stem": "Welke bronnen gebruik je?",
            "state": "partly",
            "feedback_html": "Een tweede bron maakt je beeld scherper.",
            "url": "#",
        },
        {
            "number": 3,
            "stem": "Wat is acuut?",
            "state": "wrong",
            "feedback_html": "Acuut gaat over tijd: nu, of de komende dagen.",
            "url": "#",
        },
    ],
    "attempts": [
        {"text": "2 november, 7 van 12", "url": "#", "state": "wrong"},
        {"text": "9 november, 10 van 12", "url": "#", "state": "right"},
    ],
    "open_questions": [{"number": 5, "url": "#"}, {"number": 9, "url": "#"}],
    "exports": [
        {
            "title": title,
            "url": "#",
            "state": state,
            "asked_at": _ASKED,
            "expires_at": _ASKED + timedelta(hours=24),
            "extension": "PDF",
            "size": "1,2 MB",
        }
        for title, state in (
            ("Je spiegel als PDF", "ready"),
            ("Je spiegel als tekst (Markdown)", "busy"),
            ("Je spiegel als gegevens (JSON)", "stalled"),
            ("Alles wat we over je bewaren", "failed"),
        )
    ],
    "form": _SampleForm(),
    "wrong_form": _SampleForm({"name": "", "email": "geen adres", "profession": ""}, auto_id="fout_%s"),
    "tones": [
        "paper",
        "surface",
        "sunk",
        "ink",
        "ink-2",
        "accent",
        "accent-soft",
        "warm",
        "warm-soft",
        "gold",
        "gold-soft",
        "right",
        "wrong",
    ],
}
