"""Words for the components of cases in the gallery."""

from typing import Any

_CHOICES = [
    {"key": "bel", "text": "Je belt moeder en vraagt of het klopt wat je hoorde."},
    {"key": "langs", "text": "Je gaat vandaag nog bij Juul langs."},
    {"key": "wacht", "text": "Je bespreekt het bij de evaluatie van volgende week."},
]
_CERTAINTIES = [(1, "Ik twijfel sterk"), (2, "Ik twijfel een beetje"), (3, "Ik ben vrij zeker"), (4, "Ik ben zeker")]
_SAID = [
    {"role": "aandachtsfunctionaris", "reason": "Eerst weten hoe het vandaag is. De rest kan morgen."},
    {"role": "jeugdarts", "reason": "Ik wil het kind zien, juist als iedereen zegt dat het goed gaat."},
]
_PANEL = [
    {"text": _CHOICES[0]["text"], "own": True, "said": _SAID[:1]},
    {"text": _CHOICES[1]["text"], "own": False, "said": _SAID},
    {"text": _CHOICES[2]["text"], "own": False, "said": []},
]
_SPREAD = [
    {"text": choice["text"], "own": place == 0, "count": count, "people": 10}
    for place, (choice, count) in enumerate(zip(_CHOICES, (5, 4, 1), strict=True))
]


def _node(number: int, x: int, *, stubs: int = 0, last: bool = False) -> dict[str, Any]:
    ends = [(x - 18, 18), (x + 18, 18)][:stubs]
    return {"number": number, "x": x, "y": 42, "left": x - 13, "top": 29, "base": 47, "stubs": ends, "is_ending": last}


SAMPLES: dict[str, Any] = {
    "case_choices": _CHOICES,
    "case_choice": _CHOICES[:1],
    "case_certainties": _CERTAINTIES,
    "case_asides": [
        {"key": "collega", "label": "Overleg met een collega", "about": "", "icon": "people", "done": True},
        {"key": "vt", "label": "Vraag advies aan Veilig Thuis", "about": "", "icon": "phone", "done": False},
    ],
    "case_support": [{"label": "Even praten", "text": "Je aandachtsfunctionaris of een collega"}],
    "case_people": [
        {"name": "Moeder", "role": "", "initial": "M"},
        {"name": "Juul", "role": "vier jaar", "initial": "J"},
        {"name": "Oma", "role": "moeder van vader", "initial": "O"},
    ],
    "case_standing": [{"label": "Werkrelatie", "word": "redelijk"}, {"label": "Zicht op veiligheid", "word": "mager"}],
    "case_days": [{"day": 1, "week": 1, "now": False}, {"day": 29, "week": 5, "now": True}],
    "case_facts": [
        {"text": "Vader is ’s nachts in huis.", "knower": "de buurvrouw", "new": True},
        {"text": "Juul huilt op maandag lang bij het wegbrengen.", "knower": "", "new": False},
    ],
    "case_panel": _PANEL,
    "case_spread": _SPREAD,
    "case_line": {
        "width": 204,
        "height": 76,
        "path": "M34 42L102 42L170 42",
        "nodes": [_node(1, 34, stubs=2), _node(2, 102, stubs=1), _node(3, 170, last=True)],
    },
    "case_stop": {
        "number": 1,
        "scene": "De buurvrouw belt",
        "day": "na 4 weken",
        "asked": ["Overleg met een collega"],
        "choice": _CHOICES[0]["text"],
        "consequence": "Ze zegt dat het goed gaat, en hangt op.",
        "debrief": "Eén bron is geen zicht.",
        "reason": "Ik wilde haar niet overvallen.",
        "certainty": "Ik twijfel een beetje",
        "reason_delete_url": "#",
        "others": [_CHOICES[1]["text"], _CHOICES[2]["text"]],
        "fork_url": "#",
        "key": "k",
    },
}
