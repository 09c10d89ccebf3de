"""A second opinion on documents: every rule once more, naively, sharing no code with what it judges.

Works on the JSON document itself, one state at a time. `Oracle(document).truths` holds (code, scene, choice, variable, fact) for everything
that is so, silenced or not; what has no place of its own (loops, steps, the child) has methods.
"""

import re
from collections import deque
from typing import Any

Document = dict[str, Any]
Truth = tuple[str, str | None, str | None, str | None, str | None]


def at(code, scene=None, choice=None, variable=None, fact=None) -> Truth:
    return (code, scene, choice, variable, fact)


class Oracle:
    def __init__(self, document: Document) -> None:
        self.doc = document
        self.scenes = {scene["key"]: scene for scene in document["scenes"]}
        self.variables = [one["key"] for one in document.get("variables", [])]
        self.facts = {one["key"] for one in document.get("facts", [])}
        self.asked: set[str] = set()
        for _, _, when in self.whens():
            self.asked |= {name for kind, name in names(when) if kind == "visited"}
        self.truths: set[Truth] = set()
        self.distance: dict[Any, int] = {}
        self._onward: dict[Any, set[Any]] = {}
        self._chosen: dict[Any, list[Any]] = {}
        if document["start"] in self.scenes:
            self.search()
            self.judge_states()
        else:
            self.truths.add(at("no-start"))
        self.judge_document()
        self.judge_texts()

    # --- Playing ---

    def whens(self):
        """(scene, choice or None, condition) of every condition."""
        for scene in self.doc["scenes"]:
            for passage in scene.get("passages", []):
                if passage.get("when"):
                    yield scene["key"], None, passage["when"]
            for choice in scene.get("choices", []):
                if choice.get("when"):
                    yield scene["key"], choice["key"], choice["when"]

    def holds(self, state, when) -> bool:
        if when is None:
            return True
        _, values, facts, visited = state
        if "all" in when:
            return all(self.holds(state, one) for one in when["all"])
        if "any" in when:
            return any(self.holds(state, one) for one in when["any"])
        if "not" in when:
            return not self.holds(state, when["not"])
        if "fact" in when:
            return when["fact"] in facts
        if "visited" in when:
            return when["visited"] in visited
        if when["variable"] not in self.variables:
            return False
        value = values[self.variables.index(when["variable"])]
        return value >= when["at_least"] if "at_least" in when else value <= when["at_most"]

    def change(self, values, effects):
        values = list(values)
        for effect in effects:
            if effect["variable"] in self.variables:
                place = self.variables.index(effect["variable"])
                value = effect["set"] if "set" in effect else values[place] + effect["add"]
                values[place] = min(5, max(0, value))
        return tuple(values)

    def entered(self, key, values, facts, visited):
        scene = self.scenes[key]
        enter = scene.get("enter") or {}
        visited = visited | ({key} & self.asked)
        return (
            key,
            self.change(values, enter.get("effects", [])),
            facts | (set(enter.get("learn", [])) & self.facts),
            visited,
        )

    def begin(self):
        values = tuple(one["start"] for one in self.doc.get("variables", []))
        return self.entered(self.doc["start"], values, frozenset(), frozenset())

    def choices(self, state):
        return [one for one in self.scenes[state[0]].get("choices", []) if self.holds(state, one.get("when"))]

    def asides(self, key):
        scene = self.scenes[key]
        if scene["kind"] == "ending":
            return []
        own = {one["key"] for one in scene.get("asides", [])}
        return scene.get("asides", []) + [one for one in self.doc.get("asides", []) if one["key"] not in own]

    def take(self, state, choice):
        _, values, facts, visited = state
        facts = facts | (set(choice.get("learn", [])) & self.facts)
        return self.entered(choice["to"], self.change(values, choice.get("effects", [])), facts, visited)

    def ask(self, state, aside):
        key, values, facts, visited = state
        return key, values, facts | (set(aside.get("learn", [])) & self.facts), visited

    def steps(self, state, *, choices_only=False):
        """(name, part, next state) of everything that can be done."""
        for choice in self.choices(state):
            if choice["to"] in self.scenes:
                yield f"{state[0]}/{choice['key']}", choice, self.take(state, choice)
        if not choices_only:
            for aside in self.asides(state[0]):
                yield f"{state[0]}/@{aside['key']}", aside, self.ask(state, aside)

    def walk(self, witness):
        """The states along a walk; fails where the walk cannot be walked."""
        states = [self.begin()]
        for name in witness:
            after = [there for said, _, there in self.steps(states[-1]) if said == name]
            assert after, f"{name} is not offered"
            states.append(after[0])
        return states

    # --- Searching, one state at a time ---

    def search(self):
        self.distance = self.spread(self.begin(), lambda state: [there for _, _, there in self.steps(state)])
        self.states = list(self.distance)
        backward = {state: [] for state in self.states}
        for state in self.states:
            for _, _, there in self.steps(state):
                backward[there].append(state)
        self.ending = {state for state in self.states if self.scenes[state[0]]["kind"] == "ending"}
        self.hopeful = set()
        waiting = list(self.ending)
        while waiting:
            state = waiting.pop()
            if state not in self.hopeful:
                self.hopeful.add(state)
                waiting += backward[state]

    @staticmethod
    def spread(begin, after):
        distance, waiting = {begin: 0}, deque([begin])
        while waiting:
            state = waiting.popleft()
            for there in after(state):
                if there not in distance:
                    distance[there] = distance[state] + 1
                    waiting.append(there)
        return distance

    def by_arrows(self, begin):
        return self.spread(
            begin, lambda key: [c["to"] for c in self.scenes[key].get("choices", []) if c["to"] in self.scenes]
        )

    def is_stuck(self, state):
        if not self.scenes[state[0]].get("choices"):
            return False
        asked = self.spread(state, lambda one: [self.ask(one, aside) for aside in self.asides(one[0])])
        return not any(self.choices(one) for one in asked)

    def stuck(self):
        return {state for state in self.states if self.is_stuck(state)}

    def judge_states(self):
        say = self.truths.add
        arrows = self.by_arrows(self.doc["start"])
        reached = {state[0] for state in self.states}
        for key, scene in self.scenes.items():
            if key not in arrows:
                say(at("unreachable-scene", key))
            elif key not in reached:
                say(at("ending-never-reached" if scene["kind"] == "ending" else "never-reached-scene", key))
        endings = {state[0] for state in self.ending}
        if len(endings) == 1:
            say(at("single-ending", *endings))
        for state in self.states:
            if self.is_stuck(state):
                say(at("stuck-state", state[0]))
            if state not in self.hopeful:
                say(at("trapped-state", state[0]))
        self.judge_conditions()
        self.judge_facts()

    def judge_conditions(self):
        say = self.truths.add
        for key, choice, when in self.whens():
            here = [self.holds(state, when) for state in self.states if state[0] == key]
            if choice and here and self.all_known(when):
                if all(here):
                    say(at("condition-always-true", key, choice))
                if not any(here):
                    say(at("condition-never-true", key, choice))

    def judge_facts(self):
        say = self.truths.add
        learned = set().union(*(state[2] for state in self.states))
        asked = {name for _, _, when in self.whens() for kind, name in names(when) if kind == "fact"}
        for fact in self.doc.get("facts", []):
            if fact["key"] not in learned:
                say(at("fact-never-learnable", fact=fact["key"]))
            elif fact["key"] not in asked and not fact.get("debrief"):
                say(at("fact-never-used", fact=fact["key"]))

    def all_known(self, when):
        known = {"fact": self.facts, "visited": set(self.scenes), "variable": set(self.variables)}
        return all(name in known[kind] for kind, name in names(when))

    # --- What has no place of its own ---

    def loops(self):
        """The sets of scenes that loops of choices back to the very same state run through, those that share a scene put together."""
        wholes = []
        for state in self.states:
            around = {one[0] for one in self.onward(state) if state in self.onward(one)}
            if around:
                touching = [one for one in wholes if one & around]
                wholes = [one for one in wholes if not one & around] + [around.union(*touching)]
        return {frozenset(one) for one in wholes}

    def onward(self, state):
        """Everything that one or more choices lead to while nothing is learned or visited anew: after that there is no way back."""
        if state not in self._onward:
            waiting, found = [there for there in self.chosen(state) if there[2:] == state[2:]], set()
            while waiting:
                one = waiting.pop()
                if one not in found:
                    found.add(one)
                    waiting += [there for there in self.chosen(one) if there[2:] == state[2:]]
            self._onward[state] = found
        return self._onward[state]

    def chosen(self, state):
        if state not in self._chosen:
            self._chosen[state] = [there for _, _, there in self.steps(state, choices_only=True)]
        return self._chosen[state]

    def shortest_without(self, *tags):
        """The length of the shortest play to an ending that touches none of these tags, or None."""
        tagged = {key for key, scene in self.scenes.items() if set(tags) & set(scene.get("tags", []))}
        if self.doc["start"] in tagged:
            return None

        def after(state):
            return [
                there
                for _, part, there in self.steps(state)
                if not set(tags) & set(part.get("tags", [])) and there[0] not in tagged
            ]

        far = self.spread(self.begin(), after)
        return min((length for state, length in far.items() if state in self.ending), default=None)

    def missable_steps(self):
        """Of each step of the Meldcode that some play touches and another goes around: the length of the shortest that does."""
        missed = {}
        for step in [f"meldcode:{number}" for number in range(1, 6)]:
            touched = any(
                step in self.scenes[state[0]].get("tags", [])
                or any(step in part.get("tags", []) and there in self.hopeful for _, part, there in self.steps(state))
                for state in self.hopeful
            )
            length = self.shortest_without(step)
            if touched and length is not None:
                missed[step] = length
        return missed

    def touches(self, witness, *tags):
        """Whether a walk touches one of these tags."""
        states = self.walk(witness)
        touched = {tag for state in states for tag in self.scenes[state[0]].get("tags", [])}
        for state, name in zip(states, witness, strict=False):
            part = next(part for said, part, _ in self.steps(state) if said == name)
            touched |= set(part.get("tags", []))
        return bool(touched & set(tags))

    # --- What the document alone says ---

    def judge_document(self):
        say = self.truths.add
        for key, scene in self.scenes.items():
            choices = scene.get("choices", [])
            if scene["kind"] != "ending" and not choices:
                say(at("dead-end", key))
            if not any(self.scenes[one]["kind"] == "ending" for one in self.by_arrows(key)):
                say(at("no-way-out", key))
            for choice in choices:
                if choice["to"] not in self.scenes:
                    say(at("missing-target", key, choice["key"]))
                if len(choices) > 1 and not choice.get("consequence"):
                    say(at("choice-without-consequence", key, choice["key"]))
                if len(choices) > 1 and not choice.get("debrief"):
                    say(at("choice-without-debrief", key, choice["key"]))
            self.judge_siblings(key, choices)
        self.judge_references()
        self.judge_variables()

    def judge_siblings(self, key, choices):
        for number, one in enumerate(choices):
            if any(self.same(one, other) for other in choices[:number]):
                self.truths.add(at("twin-choices", key, one["key"]))
            others = [other for other in choices if other is not one]
            if others and all(self.beats(one, other) for other in others):
                self.truths.add(at("dominant-choice", key, one["key"]))

    @staticmethod
    def same(one, other):
        def effects(it):
            return {tuple(sorted(effect.items())) for effect in it.get("effects", [])}

        return (one["to"], one.get("when"), effects(one), set(one.get("learn", []))) == (
            other["to"],
            other.get("when"),
            effects(other),
            set(other.get("learn", [])),
        )

    def beats(self, one, other):
        """Never worse on any judged variable, from any value, and somewhere better."""
        better = False
        for place, variable in enumerate(self.doc.get("variables", [])):
            sign = {"high": 1, "low": -1, "none": 0}[variable.get("better", "high")]
            for value in range(6):
                values = tuple(value for _ in self.variables)
                mine = self.change(values, one.get("effects", []))[place] * sign
                theirs = self.change(values, other.get("effects", []))[place] * sign
                if mine < theirs:
                    return False
                better = better or mine > theirs
        return better

    def judge_references(self):
        say = self.truths.add
        self.judge_cast()
        self.judge_named()
        for scene, choice, part in self.teaching():
            for fact in part.get("learn", []):
                if fact not in self.facts:
                    say(at("unknown-reference", scene, choice, fact=fact))
            for effect in part.get("effects", []):
                if effect["variable"] not in self.variables:
                    say(at("unknown-reference", scene, choice, variable=effect["variable"]))

    def judge_cast(self):
        say = self.truths.add
        people = {one["key"] for one in self.doc.get("people", [])}
        for fact in self.doc.get("facts", []):
            if fact.get("known_by") and fact["known_by"] not in people:
                say(at("unknown-reference", fact=fact["key"]))
        for answer in self.doc.get("panel", []):
            if answer["scene"] not in self.scenes:
                say(at("unknown-reference", answer["scene"]))
            elif answer["choice"] not in [one["key"] for one in self.scenes[answer["scene"]].get("choices", [])]:
                say(at("unknown-reference", answer["scene"], answer["choice"]))

    def judge_named(self):
        say = self.truths.add
        for key, choice, when in self.whens():
            for kind, name in names(when):
                if kind == "visited" and name not in self.scenes:
                    say(at("unknown-reference", key, choice))
                if kind == "fact" and name not in self.facts:
                    say(at("unknown-reference", key, choice, fact=name))
                if kind == "variable" and name not in self.variables:
                    say(at("unknown-reference", key, choice, variable=name))

    def teaching(self):
        for aside in self.doc.get("asides", []):
            yield None, f"@{aside['key']}", aside
        for key, scene in self.scenes.items():
            yield key, None, scene.get("enter") or {}
            for aside in scene.get("asides", []):
                yield key, f"@{aside['key']}", aside
            for choice in scene.get("choices", []):
                yield key, choice["key"], choice

    def judge_variables(self):
        read = {name for _, _, when in self.whens() for kind, name in names(when) if kind == "variable"}
        written = {
            effect["variable"]
            for _, _, part in self.teaching()
            for effect in part.get("effects", [])
            if effect.get("add") != 0
        }
        for key in self.variables:
            if key not in read:
                self.truths.add(at("variable-never-read", variable=key))
            if key not in written:
                self.truths.add(at("variable-never-written", variable=key))

    # --- Words, numbers and lengths ---

    def judge_texts(self):
        say = self.truths.add
        told = 0
        decisions = [one for one in self.doc["scenes"] if one["kind"] == "decision" and len(one["choices"]) > 1]
        for scene in self.doc["scenes"]:
            choices = scene.get("choices", [])
            if len(scene["body"].split()) > 220:
                say(at("text-too-long", scene["key"]))
            if "![](" in scene["body"]:
                say(at("missing-alt-text", scene["key"]))
            if looks_real(scene["body"]):
                say(at("real-looking-data", scene["key"]))
            self.judge_words(scene["key"], choices)
            answers = [one["choice"] for one in self.doc.get("panel", []) if one["scene"] == scene["key"]]
            if scene["kind"] == "decision" and 0 < len(answers) < 5:
                say(at("panel-too-small", scene["key"]))
            if scene in decisions:
                told += self.tells(scene, answers)
        if told * 2 > len(decisions):
            say(at("longest-is-best"))
        self.judge_promises()

    def judge_words(self, key, choices):
        for choice in choices:
            if len(choice["text"]) > 140:
                self.truths.add(at("text-too-long", key, choice["key"]))
            if looks_real(choice["text"]) or looks_real(choice.get("consequence", "")):
                self.truths.add(at("real-looking-data", key, choice["key"]))

    def tells(self, scene, answers):
        """Whether the longest text belongs to the best choice, by what it does or by what the panel thinks."""
        longest = max(scene["choices"], key=lambda one: len(one["text"]))
        if any(len(one["text"]) == len(longest["text"]) for one in scene["choices"] if one is not longest):
            return False
        liked = all(
            answers.count(longest["key"]) > answers.count(one["key"]) for one in scene["choices"] if one is not longest
        )
        return liked or at("dominant-choice", scene["key"], longest["key"]) in self.truths

    def judge_promises(self):
        say = self.truths.add
        if not (self.doc.get("notice") and self.doc.get("support")):
            for scene in self.doc["scenes"]:
                if "upsetting" in scene.get("tags", []):
                    say(at("upsetting-without-notice", scene["key"]))
                    break
        for walk in self.doc.get("walks", []) if self.distance else []:
            broken = self.breaks(walk)
            if broken:
                say(broken)
        if self.distance and self.quickest() < self.doc["minutes"] / 3:
            say(at("length-off-promise"))

    def breaks(self, walk):
        state = self.begin()
        for name in walk["choices"]:
            after = [there for said, _, there in self.steps(state) if said == name]
            if not after:
                return at("walk-broken", *name.split("/"))
            state = after[0]
        if state[0] != walk["ends_in"]:
            return at("walk-broken", state[0])
        wrong = [key for key, value in walk["expect"].items() if state[1][self.variables.index(key)] != value]
        return at("walk-broken", state[0], variable=wrong[0]) if wrong else None

    def shown(self, state):
        scene = self.scenes[state[0]]
        texts = [scene["body"], *(one["text"] for one in self.choices(state))]
        texts += [one["text"] for one in scene.get("passages", []) if self.holds(state, one.get("when"))]
        return sum(len(text.split()) for text in texts) / 200

    def quickest(self):
        """The minutes of the quickest play to an ending: every state's time lowered until nothing changes."""
        time = {self.begin(): self.shown(self.begin())}
        changed = True
        while changed:
            changed = False
            for state in list(time):
                for name, part, there in self.steps(state):
                    said = part["text"] if "/@" in name else part.get("consequence", "")
                    spent = time[state] + len(said.split()) / 200 + (0 if "/@" in name else 1 / 3 + self.shown(there))
                    if spent < time.get(there, spent + 1) - 1e-9:
                        time[there] = spent
                        changed = True
        return min((spent for state, spent in time.items() if state in self.ending), default=1e9)

    # --- What a report should hold of these ---

    def expected(self):
        """The truths that are not silenced."""
        silent = set()
        for code, scene, *_ in self.truths:
            if code == "unreachable-scene":
                silent |= {
                    (one, scene) for one in ("never-reached-scene", "no-way-out", "trapped-state", "stuck-state")
                }
            if code == "dead-end":
                silent |= {(one, scene) for one in ("no-way-out", "stuck-state", "trapped-state")}
            if code in {"stuck-state", "no-way-out"}:
                silent.add(("trapped-state", scene))
        return {truth for truth in self.truths if (truth[0], truth[1]) not in silent}


def looks_real(text):
    """Whether a text holds one of the kinds of data that the tests plant."""
    for word in text.replace(",", " ").split():
        bare = word.strip(".;:()")
        if bare.isdigit() and len(bare) == 9:
            weighed = sum(int(digit) * weight for digit, weight in zip(bare, [9, 8, 7, 6, 5, 4, 3, 2, -1], strict=True))
            if weighed % 11 == 0:
                return True
        if bare.startswith("06-") and len(bare) == 11:
            return True
        if "@" in bare and "." in bare.split("@")[1]:
            return True
    return bool(re.search(r"[0-9]{4} [A-Z]{2} [0-9]", text))


def names(when):
    """(kind, name) of everything that a condition names."""
    if "all" in when or "any" in when:
        return [one for part in when.get("all", when.get("any")) for one in names(part)]
    if "not" in when:
        return names(when["not"])
    return [(kind, when[kind]) for kind in ("fact", "visited", "variable") if kind in when]
