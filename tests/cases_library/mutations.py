"""Two hundred ways to break a sound case, each one named rule at one place.

A mutation changes a document and gives the truth that should now hold: (code, scene, choice, variable, fact).
"""

import random
from collections.abc import Callable

from tests.cases_library.cases import Document, choice, fact, scene, variable
from tests.cases_library.oracle import Truth, at

Mutation = Callable[[Document, random.Random], Truth]
NEVER = [
    {"all": [{"fact": "f0"}, {"not": {"fact": "f0"}}]},
    {"all": [{"variable": "band", "at_least": 4}, {"variable": "band", "at_most": 3}]},
    {"variable": "band", "at_least": 6},
    {"any": []},
]
ALWAYS = [{"any": [{"fact": "f0"}, {"not": {"fact": "f0"}}]}, {"variable": "rust", "at_least": 0}, {"all": []}]


def playable(document: Document) -> list[Document]:
    return [one for one in document["scenes"] if one["kind"] != "ending"]


def several(document: Document) -> list[Document]:
    return [one for one in playable(document) if len(one["choices"]) > 1]


def no_start(document, source):
    document["start"] = source.choice(["nergens", "begin", "d9"])
    return at("no-start")


def missing_target(document, source):
    where = source.choice(playable(document))
    broken = source.choice(where["choices"])
    broken["to"] = "nergens"
    return at("missing-target", where["key"], broken["key"])


def unknown_reference(document, source):
    where = source.choice(playable(document))
    broken = source.choice(where["choices"])
    match source.randrange(6):
        case 0:
            broken["when"] = {"not": {"fact": "spook"}}
            return at("unknown-reference", where["key"], broken["key"], fact="spook")
        case 1:
            broken["effects"] = [{"variable": "spook", "add": 1}]
            return at("unknown-reference", where["key"], broken["key"], variable="spook")
        case 2:
            where["enter"] = {"learn": ["spook"]}
            return at("unknown-reference", where["key"], fact="spook")
        case 3:
            document["facts"][0]["known_by"] = "spook"
            return at("unknown-reference", fact="f0")
        case 4:
            document["panel"] = [{"scene": where["key"], "choice": "spook", "role": "arts", "reason": "…"}]
            return at("unknown-reference", where["key"], "spook")
        case _:
            broken["when"] = {"not": {"visited": "spook"}}
            return at("unknown-reference", where["key"], broken["key"])


def unreachable_scene(document, source):
    new = scene("eiland", choice("weg", source.choice(document["scenes"])["key"]))
    document["scenes"].insert(source.randrange(len(document["scenes"])), new)
    return at("unreachable-scene", "eiland")


def never_reached_scene(document, source):
    document["scenes"].append(scene("achter", choice("weg", "slot-samen")))
    source.choice(playable(document)[:-1])["choices"].append(choice("heen", "achter", when=source.choice(NEVER)))
    return at("never-reached-scene", "achter")


def dead_end(document, source):
    where = source.choice(playable(document))
    where["choices"] = []
    return at("dead-end", where["key"])


def stuck_state(document, source):
    where = document["scenes"][2] if source.random() < 0.5 else document["scenes"][-4]
    for one in where["choices"]:
        one["when"] = {"all": [one.get("when", {"all": []}), {"fact": "f0"}]}
    return at("stuck-state", where["key"])


def no_way_out(document, source):
    where = source.choice(playable(document))
    document["scenes"] += [scene("kring", choice("om", "rond", learn=["f0"])), scene("rond", choice("om", "kring"))]
    where["choices"].append(choice("in", "kring"))
    return at("no-way-out", source.choice(["kring", "rond"]))


def trapped_state(document, source):
    where = source.choice(playable(document))
    out = choice("uit", "slot-plan", when=source.choice(NEVER))
    document["scenes"] += [scene("kuil", choice("om", "rand"), out), scene("rand", choice("om", "kuil"))]
    where["choices"].append(choice("in", "kuil"))
    return at("trapped-state", source.choice(["kuil", "rand"]))


def idle_loop(document, source):
    where = source.choice(playable(document))
    where["choices"].append(choice("blijf", where["key"]))
    return at("idle-loop", where["key"])


def ending_never_reached(document, source):
    document["scenes"].append(scene("slot-nooit", kind="ending", debrief="Nooit."))
    source.choice(playable(document))["choices"].append(choice("nooit", "slot-nooit", when=source.choice(NEVER)))
    return at("ending-never-reached", "slot-nooit")


def single_ending(document, source):
    ending = source.choice(["slot-samen", "slot-plan"])
    for where in playable(document):
        for one in where["choices"]:
            one["to"] = ending if one["to"].startswith("slot") else one["to"]
    return at("single-ending", ending)


def variable_never_read(document, source):
    document["variables"].append(variable("moe", shown=source.choice(["words", "debrief"]), better="none"))
    source.choice(several(document))["choices"][0].setdefault("effects", []).append({"variable": "moe", "add": 1})
    return at("variable-never-read", variable="moe")


def variable_never_written(document, source):
    document["variables"].append(variable("moe", start=source.randint(0, 5), better="none"))
    when = {"variable": "moe", "at_least": 3}
    source.choice(document["scenes"])["passages"] = [{"when": when, "text": "Je bent moe."}]
    return at("variable-never-written", variable="moe")


def condition_always_true(document, source):
    where = source.choice(playable(document))
    open_ones = [one for one in where["choices"] if "when" not in one]
    one = source.choice(open_ones)
    one["when"] = source.choice(ALWAYS)
    return at("condition-always-true", where["key"], one["key"])


def condition_never_true(document, source):
    where = source.choice(several(document))
    one = where["choices"][1]
    one["when"] = source.choice(NEVER)
    return at("condition-never-true", where["key"], one["key"])


def fact_never_learnable(document, source):
    document["facts"].append(fact("geheim", debrief="Wie wist dit?"))
    when = {"fact": "geheim"}
    source.choice(document["scenes"])["passages"] = [{"when": when, "text": "Je weet het."}]
    return at("fact-never-learnable", fact="geheim")


def fact_never_used(document, source):
    document["facts"].append(fact("weetje"))
    source.choice(playable(document)[:3])["enter"] = {"learn": ["weetje"]}
    return at("fact-never-used", fact="weetje")


def choice_without_consequence(document, source):
    where = source.choice(several(document))
    one = source.choice(where["choices"])
    one["consequence"] = ""
    return at("choice-without-consequence", where["key"], one["key"])


def choice_without_debrief(document, source):
    where = source.choice(several(document))
    one = source.choice(where["choices"])
    del one["debrief"]
    return at("choice-without-debrief", where["key"], one["key"])


def miss_not_debriefed(document, source):
    document["scenes"][0]["tags"] = ["meldcode:1"]
    for one in document["scenes"]:
        one.pop("debrief", None)
    return at("miss-not-debriefed")


def framework_step_missed(document, source):
    number = source.randrange(sum(1 for one in playable(document) if one["kind"] == "decision"))
    step = source.choice(["meldcode:2", "meldcode:4", "meldcode:5"])
    if source.random() < 0.5:
        document["scenes"][3 * number + 1]["tags"] = [step]
        return at("framework-step-missed", f"m{number}")
    document["scenes"][3 * number]["choices"][0]["tags"] = [step]
    return at("framework-step-missed", f"d{number}", "vraagt")


def child_unseen(document, source):
    document["scenes"][0]["tags"] = ["meldcode:1"]
    if source.random() < 0.5:
        document["scenes"][1]["tags"] = ["child-speaks"]
    return at("child-unseen")


def twin_choices(document, source):
    where = source.choice(playable(document))
    twin = {**source.choice(where["choices"]), "key": "tweeling", "text": "Je doet iets anders, denk je."}
    twin["effects"] = list(reversed(twin.get("effects", [])))
    where["choices"].append(twin)
    return at("twin-choices", where["key"], "tweeling")


def dominant_choice(document, source):
    where = source.choice([one for one in several(document) if one["kind"] == "decision"])
    best = source.choice(where["choices"])
    for one in where["choices"]:
        one["effects"] = [{"variable": "band", "add": 2 if one is best else -1}]
    return at("dominant-choice", where["key"], best["key"])


def longest_is_best(document, source):
    by_panel = source.random() < 0.5
    for where in playable(document):
        if where["kind"] == "decision":
            best = source.choice(where["choices"])
            best["text"] = "Je legt eerst uit wat je gaat doen, en vraagt dan door."
            if by_panel:
                answer = {"scene": where["key"], "choice": best["key"], "role": "arts", "reason": "Omdat."}
                document.setdefault("panel", []).extend([answer] * 5)
            else:
                best["effects"] = [{"variable": "band", "add": 3}, {"variable": "rust", "add": 3}]
    return at("longest-is-best")


def text_too_long(document, source):
    where = source.choice(playable(document))
    if source.random() < 0.5:
        where["body"] = "woord " * source.randint(221, 400)
        return at("text-too-long", where["key"])
    one = source.choice(where["choices"])
    one["text"] = "a" * source.randint(141, 300)
    return at("text-too-long", where["key"], one["key"])


def missing_alt_text(document, source):
    where = source.choice(document["scenes"])
    where["body"] += "\n\n![](huis.svg)"
    return at("missing-alt-text", where["key"])


def real_looking_data(document, source):
    planted = source.choice(
        ["Het bsn is 111222333.", "Bel 06-12345678.", "Mail j.jansen@voorbeeld.nl.", "Op 1234 AB 12."]
    )
    where = source.choice(playable(document))
    if source.random() < 0.5:
        where["body"] += planted
        return at("real-looking-data", where["key"])
    one = source.choice(where["choices"])
    one["consequence"] += f" {planted}"
    return at("real-looking-data", where["key"], one["key"])


def length_off_promise(document, source):
    document["minutes"] = source.randint(60, 300)
    return at("length-off-promise")


def panel_too_small(document, source):
    where = source.choice([one for one in playable(document) if one["kind"] == "decision"])
    keys = [one["key"] for one in where["choices"]]
    document["panel"] = [
        {"scene": where["key"], "choice": source.choice(keys), "role": "arts", "reason": "Omdat."}
        for _ in range(source.randint(1, 4))
    ]
    return at("panel-too-small", where["key"])


def upsetting_without_notice(document, source):
    where = source.choice(document["scenes"])
    where["tags"] = [*where.get("tags", []), "upsetting"]
    document[source.choice(["notice", "support"])] = ""
    if document["support"] == "":
        del document["support"]
    return at("upsetting-without-notice", where["key"])


def walk_broken(document, source):
    walk = document["walks"][0]
    match source.randrange(4):
        case 0:
            walk["ends_in"] = "slot-plan"
            return at("walk-broken", "slot-papier")
        case 1:
            walk["expect"]["band"] -= 1
            return at("walk-broken", "slot-papier", variable="band")
        case 2:
            document["scenes"][0]["choices"][1]["key"] = "anders"
            return at("walk-broken", "d0", "geeft")
        case _:
            document["scenes"][-4]["choices"][2]["when"] = {"fact": "f0"}
            return at("walk-broken", "wegen", "wachten")


MUTATIONS: dict[str, Mutation] = {
    mutation.__name__.replace("_", "-"): mutation
    for mutation in (
        no_start, missing_target, unknown_reference, unreachable_scene, never_reached_scene, dead_end, stuck_state, no_way_out,
        trapped_state, idle_loop, ending_never_reached, single_ending, variable_never_read, variable_never_written, condition_always_true,
        condition_never_true, fact_never_learnable, fact_never_used, choice_without_consequence, choice_without_debrief, miss_not_debriefed,
        framework_step_missed, child_unseen, twin_choices, dominant_choice, longest_is_best, text_too_long, missing_alt_text,
        real_looking_data, length_off_promise, panel_too_small, upsetting_without_notice, walk_broken,
    )
}  # fmt: skip
