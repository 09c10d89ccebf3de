"""Sample words for the parts of a team session in the gallery: plain values in the shape that the screens get."""

from datetime import UTC, date, datetime
from typing import Any

_AT = datetime(2026, 12, 3, 13, 10, tzinfo=UTC)
_ASKS = "Wanneer sprak ik dit kind zelf voor het laatst?"
_LEVELS = ("Bijna nooit", "Soms", "Ongeveer de helft van de keren", "Meestal", "Bijna altijd")
_CHOICES = ("Vooraf bellen", "Samen met een collega", "Op school, als het kind dat liever wil")


def _shown(number: int, text: str, *, discussed: bool = False) -> dict[str, Any]:
    return {"number": number, "text": text, "discussed": discussed, "key": f"voorbeeld-{number}"}


_CARDS = [
    _shown(1, "Ik sprak vooral de ouders. Het kind was op school."),
    _shown(2, "Ik wilde eerst vertrouwen opbouwen met moeder, en daarna was de tijd om.", discussed=True),
]


def _rows(texts: tuple[str, ...], counts: tuple[int, ...]) -> list[dict[str, Any]]:
    return [
        {"text": text, "count": count, "place": place}
        for place, (text, count) in enumerate(zip(texts, counts, strict=True), 1)
    ]


def _agreed(owner: str, standing: str, label: str) -> dict[str, Any]:
    return {
        "number": 1, "when": "een bezoek alleen met de ouders was", "then": "plan ik dezelfde week een moment met het kind.",
        "owner": owner, "due_on": date(2026, 12, 17), "standing": {"value": standing, "label": label},
    }  # fmt: skip


def _card(**more: Any) -> dict[str, Any]:
    return {
        "shown": True, "key": "voorbeeld", "over": "", "place": "stijlgids", "max_length": 500, "most": 5, "text": "",
        "unnamed": "Zonder naam. Niemand ziet welke kaart van jou is.", "moderated": True,
    } | more  # fmt: skip


def _poll(*, is_open: bool, counts: tuple[int, ...] = (0, 0, 0), said: str = "") -> dict[str, Any]:
    return {
        "number": 1, "asks": "Hoe spreek jij een kind het liefst?", "open": is_open, "rows": _rows(_CHOICES, counts),
        "votes": sum(counts), "has_distribution": not is_open and not said, "said": said,
    }  # fmt: skip


SAMPLES: dict[str, Any] = {
    "session_cards": [
        {
            "team": "Wijkteam Noord", "asks": _ASKS, "url": "#", "state": state, "opened_at": opened, "planned_at": planned,
            "minutes": 60, "rehearsal": rehearsal, "early": early, "join_url": "#", "lead_url": "#",
        }
        for state, opened, planned, rehearsal, early in (
            ("open", _AT, None, False, False),
            ("planned", None, _AT, False, True),
            ("planned", None, None, True, False),
            ("closed", _AT, None, False, False),
        )
    ],
    "session_table": {
        "talks": True, "on_table": _CARDS[0], "cards": _CARDS[1:], "none": False,
        "rounds": [
            {"number": 1, "said": "", "rows": _rows(_LEVELS, (1, 2, 3, 1, 0)), "people": 7},
            {"number": 2, "said": "Te weinig antwoorden om te tonen. Bespreek het hardop.", "rows": [], "people": 0},
        ],
    },
    "session_spreads": [
        {"too_few": True, "decisions": []},
        {
            "too_few": False,
            "decisions": [
                {
                    "title": "Wat doe je met het telefoontje van school?", "people": 7, "panel": [], "panel_by": "",
                    "rows": [
                        {"text": "Vandaag terugbellen", "count": 5, "people": 7, "own": False},
                        {"text": "Morgen in het overleg", "count": 2, "people": 7, "own": False},
                    ],
                }
            ],
        },
    ],
    "session_shown": _CARDS,
    "session_own": {"may_change": True, "cards": [_CARDS[0] | {"fixed": False}, _CARDS[1] | {"fixed": True}]},
    "session_heads": [
        {
            "phase": "write", "step": "Stap 3 van 7: schrijven", "until": _AT, "title": "Schrijf een kaart", "asks": _ASKS,
            "line": "Eén zin is genoeg. Schrijf over jezelf, niet over het gezin.", "notice": "",
        },
    ],
    "session_write": _card(error="Een kaart van meer dan 500 tekens past niet. Maak haar korter; ze staat er nog.", text=_CARDS[1]["text"]),
    "session_scale": {
        "shown": True, "key": "voorbeeld", "over": "", "chosen": True, "done": "Je plek is bewaard, zonder naam.",
        "levels": [{"value": value, "words": words, "checked": value == 4} for value, words in enumerate(_LEVELS, 1)],
    },
    "session_look_back": {
        "rows": [
            {"one": _agreed("Farah", "open", "staat open"), "own": True},
            {"one": _agreed("", "beyond", "buiten onze macht"), "own": False},
        ],
        "standings": [("done", "Gedaan"), ("open", "Nog niet"), ("beyond", "Buiten onze macht")],
    },
    "session_ends": [
        {"guest": False, "rehearsal": False, "keep_until": date(2027, 12, 3), "dossier_url": "#", "session_url": "#"},
        {"guest": True, "keep_until": date(2027, 12, 3)},
        {"guest": False, "rehearsal": True},
    ],
    "session_urls": dict.fromkeys(("page", "card", "card_back", "scale", "note", "claim", "settle"), "#"),
    "session_polls": [
        _poll(is_open=False, counts=(4, 2, 1)),
        _poll(is_open=False, said="Te weinig antwoorden om te tonen. Bespreek het hardop."),
    ],
    "session_polling": {"poll": _poll(is_open=True), "action": "#", "key": "k", "own": {"key": "o", "place": 2}, "place": "stijlgids"},
}  # fmt: skip
