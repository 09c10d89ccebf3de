"""Small random documents: anything that reads, sound or not."""

import random

from tests.cases_library.cases import Document, case, choice, fact, scene, variable


def random_case(seed: int) -> Document:
    source = random.Random(seed)
    count = source.randint(3, 8)
    scenes = [f"s{number}" for number in range(count)]
    variables = [f"v{number}" for number in range(source.choice([0, 1, 2, 2, 3]))]
    facts = [f"f{number}" for number in range(source.randint(0, 3))]
    made = [_scene(source, key, scenes, variables, facts) for key in scenes[:-1]]
    made.append(scene(scenes[-1], kind="ending", debrief=source.choice(["", "Kijk terug."])))
    if source.random() < 0.5:
        made.append(scene("slot", kind="ending"))
        made[source.randrange(count - 1)].setdefault("choices", []).append(
            _choice(source, "uit", "slot", scenes, variables, facts)
        )
    start = scenes[0] if source.random() < 0.95 else "weg"
    return case(
        *[
            one
            for one in made
            if one["kind"] == "ending" or one.update(kind=source.choice(["scene", "decision"])) is None
        ],
        start=start,
        variables=[
            variable(key, start=source.randint(0, 5), better=source.choice(["high", "low", "none"]))
            for key in variables
        ],
        facts=[
            fact(key, debrief=source.choice(["", "Vertel."]), known_by=source.choice(["", "", "oma"])) for key in facts
        ],
        people=[{"key": "oma"}] if source.random() < 0.7 else [],
        asides=[_aside(source, "vraag", facts)] if source.random() < 0.5 else [],
    )


def _scene(source, key, scenes, variables, facts) -> Document:
    picks = [
        _choice(
            source,
            f"c{number}",
            source.choice([*scenes, *scenes, "slot" if source.random() < 0.2 else scenes[-1]]),
            scenes,
            variables,
            facts,
        )
        for number in range(source.choice([0, 1, 2, 2, 3, 3] if source.random() < 0.4 else [2, 3]))
    ]
    more: Document = {}
    if source.random() < 0.2:
        more["enter"] = {"effects": _effects(source, variables), "learn": _learn(source, facts)}
    if source.random() < 0.25:
        more["asides"] = [_aside(source, source.choice(["vraag", "eigen"]), facts)]
    if source.random() < 0.3:
        more["tags"] = [source.choice(["meldcode:1", "meldcode:2", "child-seen", "network"])]
    return scene(key, *picks, **more)


def _choice(source, key, to, scenes, variables, facts) -> Document:
    more: Document = {"effects": _effects(source, variables), "learn": _learn(source, facts)}
    if source.random() < 0.3:
        more["when"] = _when(source, scenes, variables, facts, 3)
    if source.random() < 0.15:
        more["tags"] = [source.choice(["meldcode:1", "meldcode:3", "child-speaks"])]
    if source.random() < 0.1:
        more["consequence"] = ""
    return choice(key, to, **more)


def _aside(source, key, facts) -> Document:
    return {"key": key, "kind": "consult", "text": "Vraag het.", "learn": _learn(source, facts)}


def _effects(source, variables):
    known = [*variables, "spook"] if source.random() < 0.03 else variables
    if not known:
        return []
    return [
        {
            "variable": source.choice(known),
            **({"add": source.randint(-3, 3)} if source.random() < 0.7 else {"set": source.randint(0, 5)}),
        }
        for _ in range(source.choice([0, 0, 1, 1, 2]))
    ]


def _learn(source, facts):
    return [source.choice(facts)] if facts and source.random() < 0.3 else []


def _when(source, scenes, variables, facts, depth):
    kind = source.choice(["all", "any", "not", "fact", "visited", "variable", "variable"])
    if kind in {"all", "any"} and depth:
        return {kind: [_when(source, scenes, variables, facts, depth - 1) for _ in range(source.randint(0, 2))]}
    if kind == "not" and depth:
        return {"not": _when(source, scenes, variables, facts, depth - 1)}
    if kind == "variable" and variables:
        return {"variable": source.choice(variables), source.choice(["at_least", "at_most"]): source.randint(-1, 6)}
    if kind == "fact" and facts:
        return {"fact": source.choice(facts)}
    return {"visited": source.choice(scenes)}
