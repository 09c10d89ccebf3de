"""A small case to play, published as an edition, and what a browser sends from its pages."""

import itertools
import re
import uuid
from typing import Any

from django.test import Client

from cases_library.compiling import case_content
from cases_library.engine.reading import read_case
from cms.editions import memory
from cms.editions.content import Compiled
from cms.editions.memory import LoadedEdition
from cms.editions.publishing import publish
from cms.models import Kind
from people.models import Organisation

_number = itertools.count(1)


def _choice(key: str, to: str, **more: Any) -> dict[str, Any]:
    said = {"text": f"Je kiest {key}.", "consequence": f"Gevolg van {key}.", "debrief": f"Terugblik op {key}."}
    return {"key": key, "to": to, **said, **more}


def _decision(key: str, choices: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    return {
        "key": key,
        "title": f"Bij {key}",
        "kind": "decision",
        "body": f"Tekst van *{key}*.",
        "choices": choices,
        **more,
    }


DOCUMENT: dict[str, Any] = {
    "format": "leerspiegel-case/1",
    "slug": "aan-de-deur",
    "title": "Aan de deur",
    "language": "nl",
    "minutes": 5,
    "notice": "Deze casus gaat over ruzie thuis.",
    "support": [{"label": "Even praten", "text": "Je aandachtsfunctionaris"}],
    "people": [{"key": "buur", "name": "Buurvrouw", "role": "woont ernaast"}],
    "start": "deur",
    "variables": [
        {"key": "band", "label": "Werkrelatie", "start": 3, "words": ["weg", "broos", "stroef", "redelijk", "goed", "sterk"]},
        {"key": "last", "label": "Last", "start": 1, "better": "low", "shown": "debrief",
         "words": ["nul", "een", "twee", "drie", "vier", "vijf"]},
        {"key": "stil", "label": "Verborgen", "start": 0, "shown": "never", "words": ["a", "b", "c", "d", "e", "f"]},
    ],
    "facts": [
        {"key": "ruzie", "text": "De buurvrouw hoorde ruzie.", "known_by": "buur", "debrief": "Wie had dit kunnen vertellen?"},
        {"key": "tip", "text": "Een collega kent het gezin."},
    ],
    "asides": [
        {"key": "veilig-thuis", "kind": "advice", "text": "Veilig Thuis zegt: kijk bij het kind."},
        {"key": "collega", "kind": "consult", "text": "Je collega vraagt wie je sprak.", "learn": ["tip"]},
    ],
    "scenes": [
        _decision(
            "deur",
            [
                _choice("bel", "gang", learn=["ruzie"], effects=[{"variable": "band", "add": -1}], tags=["network"]),
                _choice("wacht", "gang", effects=[{"variable": "last", "add": 1}]),
                _choice("terug", "deur"),
            ],
            tags=["meldcode:1"],
        ),
        _decision(
            "gang",
            [
                _choice("vraag", "kamer", tags=["child-speaks", "meldcode:3"]),
                _choice("kijk", "kamer", tags=["child-seen"]),
                _choice("na-overleg", "kamer", when={"fact": "tip"}),
            ],
            tags=["ask-certainty"],
            day=1,
            passages=[{"when": {"fact": "ruzie"}, "text": "Je denkt aan de *ruzie*."}, {"text": "Het ruikt naar soep."}],
        ),
        _decision("kamer", [_choice("blijf", "keuken"), _choice("ga", "keuken", tags=["meldcode:5"])], day=8),
        _decision("keuken", [_choice("door", "stil"), _choice("stop", "slot-vroeg", tags=["safety-check"])], day=20),
        {"key": "stil", "title": "Even stil", "kind": "pause", "body": "Adem in.", "day": 20,
         "choices": [_choice("verder", "spiegel")]},
        {"key": "spiegel", "title": "Voor jezelf", "kind": "reflection", "question": 3, "body": "Wat deed dit met je?", "day": 21,
         "choices": [_choice("klaar", "slot")]},
        {"key": "slot", "title": "Een half jaar later", "kind": "ending", "day": 180, "body": "Zo loopt het af.",
         "debrief": "Wat zag je niet?"},
        {"key": "slot-vroeg", "title": "Vroeg gestopt", "kind": "ending", "day": 20, "body": "Je stopt.", "debrief": "Wat maakte dat?"},
    ],
    "panel": [
        {"scene": scene, "choice": choice, "role": role, "reason": f"{role} bij {scene}."}
        for scene, choice, role in (
            ("deur", "bel", "aandachtsfunctionaris"), ("deur", "bel", "jeugdarts"), ("deur", "wacht", "wijkagent"),
            ("gang", "vraag", "gezinscoach"), ("kamer", "blijf", "gezinscoach"), ("keuken", "door", "gezinscoach"),
        )
    ],
}  # fmt: skip
"""Four decisions with a panel, a loop, a hidden choice, a pause, a reflection, two endings."""
LONG = ("bel", "vraag", "blijf", "door", "verder", "klaar")
"""The choices of a play that meets everything and ends in `slot`."""
SHORT = ("wacht", "kijk", "ga", "stop")
"""A play that ends in `slot-vroeg`."""


def case_edition(
    organisation: Organisation | None = None,
    *,
    document: dict[str, Any] | None = None,
    source: uuid.UUID | None = None,
    material: bool = False,
    **changes: Any,
) -> LoadedEdition:
    """An edition of a case, in force. Without changes always another case; `source` publishes one again."""
    slug = changes.pop("slug", f"casus-{next(_number)}")
    case = read_case({**(document or DOCUMENT), "slug": slug, **changes})
    made = publish(
        kind=Kind.CASE,
        source=source or uuid.uuid4(),
        organisation_id=organisation.pk if organisation else None,
        slug=slug,
        compiled=Compiled(case_content(case, summary="Waar de casus over gaat.")),
        material=material,
    )
    return memory.edition(made.pk)


def begin(client: Client, edition: LoadedEdition, **form: Any) -> str:
    """Begin a case; the address of the run."""
    reply = client.post(f"/casussen/{edition.content['slug']}/beginnen/", {"key": uuid.uuid4(), **form})
    assert reply.status_code == 302, reply.content
    return str(reply.headers["Location"])


def take(client: Client, run: str, choice: str = "", *, key: Any = None, in_place: bool = True, **form: Any) -> Any:
    """Post a step as the page that is there now would send it; `number` or `key` say otherwise."""
    if "number" not in form:
        form["number"] = number_at(client, run)
    sent = {"choice": choice, "key": uuid.uuid4() if key is None else key, **form}
    return client.post(f"{run}stap/", sent, headers={"X-Requested-With": "save-form"} if in_place else {})


def number_at(client: Client, run: str) -> str:
    """The step that the form of the scene is made for."""
    found = re.search(r'name="number" value="(\d+)"', client.get(run).content.decode())
    return found[1] if found else "0"


def play(client: Client, run: str, choices: tuple[str, ...] = LONG) -> str:
    """Take these choices one after the other; the address of the run."""
    for choice in choices:
        assert take(client, run, choice).status_code == 200
    return run


def played(client: Client, edition: LoadedEdition, choices: tuple[str, ...] = LONG) -> str:
    """A run from beginning to end."""
    return play(client, begin(client, edition), choices)
