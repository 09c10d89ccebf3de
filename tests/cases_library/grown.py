"""Sound cases of several sizes: a chain of dilemmas that share two variables, some facts, a way to repair, and three endings."""

import random

from tests.cases_library.cases import Document, case, choice, fact, scene, variable


def grown(seed: int) -> Document:
    source = random.Random(seed)
    count = source.randint(2, 4)
    scenes: list[Document] = []
    for number in range(count):
        scenes += _dilemma(source, number, f"d{number + 1}" if number + 1 < count else "wegen")
    scenes[0]["tags"] = ["meldcode:1", "child-seen"]
    scenes.append(
        scene(
            "wegen",
            choice("vertel", "slot-samen", tags=["meldcode:3"]),
            choice("benoem", "slot-plan", when={"fact": f"f{source.randrange(count)}"}, tags=["meldcode:3"]),
            choice("wachten", "slot-papier", when={"variable": "band", "at_least": 4}, tags=["meldcode:3"]),
            passages=[{"when": {"variable": "rust", "at_most": 1}, "text": "Het is onrustig in huis."}],
            day=source.randint(10, 20),
        )
    )
    scenes += [
        scene(key, kind="ending", debrief="Wat had eerder gekund?")
        for key in ("slot-samen", "slot-plan", "slot-papier")
    ]
    return case(
        *scenes,
        slug=f"gegroeid-{seed}",
        minutes=count + 2,
        notice="Over onveiligheid.",
        support=[{"label": "Praten", "text": "Een collega."}],
        people=[{"key": "oma", "name": "Oma"}],
        variables=[variable("band"), variable("rust", start=2)],
        facts=[fact(f"f{number}", debrief="Wie wist dit?", known_by="oma") for number in range(count)],
        asides=[{"key": "collega", "kind": "consult", "text": "Wie sprak je nog niet?"}],
        walks=[_walk(count)],
    )


def _dilemma(source: random.Random, number: int, after: str) -> list[Document]:
    more = source.choice([1, 2])
    asks = choice("vraagt", f"m{number}", effects=[_add("band", -1), _add("rust", more)], learn=[f"f{number}"])
    gives = choice("geeft", f"n{number}", effects=[_add("band", 1), _add("rust", -1)])
    repair = choice("keert", f"m{number}", when={"not": {"fact": f"f{number}"}}, learn=[f"f{number}"])
    return [
        scene(f"d{number}", asks, gives, kind="decision", day=number),
        scene(f"m{number}", choice("verder", after, effects=[_add("band", 1)]), choice("opzij", f"n{number}")),
        scene(f"n{number}", choice("voort", after), *([repair] if source.random() < 0.6 else [])),
    ]


def _add(key: str, amount: int) -> Document:
    return {"variable": key, "add": amount}


def _walk(count: int) -> Document:
    """Give at every dilemma, and wait in the end."""
    taken = [name for number in range(count) for name in (f"d{number}/geeft", f"n{number}/voort")]
    expect = {"band": min(5, 3 + count), "rust": max(0, 2 - count)}
    return {"name": "afwachten", "choices": [*taken, "wegen/wachten"], "ends_in": "slot-papier", "expect": expect}
