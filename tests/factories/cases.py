"""Cases: a small sound document, and pages that hold one."""

import itertools
from typing import Any

from cases_library.models import CasePage
from people.models import Organisation
from tests.factories.cms import REVIEW, publish_now, root

_number = itertools.count(1)


def document(**changes: Any) -> dict[str, Any]:
    """A case in the format without errors: one decision, two endings, a variable, a fact and an aside."""
    return {
        "format": "leerspiegel-case/1",
        "slug": "aan-de-deur",
        "title": "Aan de deur",
        "language": "nl",
        "minutes": 3,
        "notice": "Deze casus gaat over onveiligheid thuis.",
        "support": [{"label": "Even praten", "text": "Je aandachtsfunctionaris"}],
        "start": "deur",
        "variables": [
            {
                "key": "werkrelatie",
                "label": "Werkrelatie",
                "start": 3,
                "words": ["verbroken", "broos", "aarzelend", "redelijk", "stevig", "sterk"],
            }
        ],
        "facts": [{"key": "oma", "text": "Oma komt niet meer.", "debrief": "Wie had dit kunnen vertellen?"}],
        "asides": [{"key": "collega", "kind": "consult", "text": "Wie heb je nog niet gesproken?", "learn": ["oma"]}],
        "scenes": [
            {
                "key": "deur",
                "title": "De deur",
                "kind": "decision",
                "body": "Je staat **voor** de deur.",
                "passages": [{"when": {"fact": "oma"}, "text": "Je denkt aan oma."}],
                "choices": [
                    _choice("bel-aan", "Je belt aan.", "binnen", effects=[{"variable": "werkrelatie", "add": 1}]),
                    _choice(
                        "ga-weg",
                        "Je gaat weg.",
                        "buiten",
                        when={"variable": "werkrelatie", "at_least": 1},
                        learn=["oma"],
                    ),
                ],
            },
            _ending("binnen", "Binnen"),
            _ending("buiten", "Buiten"),
        ],
        "walks": [
            {"name": "naar binnen", "choices": ["deur/bel-aan"], "ends_in": "binnen", "expect": {"werkrelatie": 4}}
        ],
    } | changes


def _choice(key: str, text: str, to: str, **more: Any) -> dict[str, Any]:
    return {
        "key": key,
        "text": text,
        "to": to,
        **more,
        "consequence": "De straat wordt stil.",
        "debrief": "Iemand gezien hebben is iets anders dan iemand gehoord hebben.",
    }


def _ending(key: str, title: str) -> dict[str, Any]:
    return {
        "key": key,
        "title": title,
        "kind": "ending",
        "day": 1,
        "body": "Het is avond.",
        "debrief": "Dit zag je niet.",
    }


def case(organisation: Organisation | None = None, *, publish: bool = False, **fields: Any) -> CasePage:
    """A case under its owner's root."""
    number = next(_number)
    made = CasePage(
        **{
            "title": f"Casus {number}",
            "slug": f"casus-{number}",
            "summary": "Je staat voor een deur.",
            "minutes": 3,
            "document": document(),
            "live": False,
        }
        | REVIEW
        | fields
    )
    root(organisation).add_child(instance=made)
    return publish_now(made) if publish else made
