"""From a pasted outline to a document in the case format. docs/how-to/outline-a-case.md describes what may stand in one.

Nothing is refused: what is not understood is kept as text or left out, and a note says which line that was.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from cases_library.engine.format import ADVICE, CONSULT, DECISION, ENDING, FORMAT, PAUSE, REFLECTION, SCENE

Document = dict[str, Any]
MAX_LINES = 5_000
_LONGEST_KEY = 40
_KINDS = {"keuze": DECISION, "pauze": PAUSE, "einde": ENDING, "scène": SCENE, "scene": SCENE}
_HEADING = re.compile(r"#+\s*(?P<title>.+?)(?:\s*\((?P<kind>[\w ]+)\))?\s*$")
_CHOICE = re.compile(r"[-*•]\s+(?P<text>.+?)(?:\s*(?:->|→|=>)\s*(?P<to>.*))?$")
_LABEL = re.compile(r"(?P<name>[^\W\d_]+(?: [^\W\d_]+)?)\s*:\s*(?P<said>.*)$")
_REFLECTION = re.compile(r"reflectie (?P<number>\d+)")
_EFFECT = re.compile(r"(?P<name>.+?)\s*(?P<how>[+\-−=])\s*(?P<number>\d+)$")
_LIMIT = re.compile(r"(?P<name>.+?)\s*(?P<how>>=|<=|≥|≤)\s*(?P<number>\d+)$")
_VARIABLE = re.compile(r"(?P<label>[^=(]+?)\s*(?:=\s*(?P<start>\d+))?\s*(?:\((?P<words>[^)]*)\))?$")
_DEFAULT_WORDS = ["heel laag", "laag", "eerder laag", "eerder hoog", "hoog", "heel hoog"]


@dataclass(frozen=True, slots=True)
class Note:
    """A line that was not understood, and what happened to it."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Outline:
    document: Document
    notes: tuple[Note, ...]


def read_outline(text: str) -> Outline:
    """The document that an outline describes. Scenes that it only names become stubs; the slug and the title stay the page's."""
    reading = _Reading()
    lines = text.replace("\t", "    ").splitlines()
    for number, line in enumerate(lines[:MAX_LINES], start=1):
        reading.line(number, line.rstrip())
    if len(lines) > MAX_LINES:
        reading.note(MAX_LINES, f"Wat na regel {MAX_LINES} stond, is niet gelezen.")
    return Outline(reading.document(), tuple(sorted(reading.notes, key=lambda note: note.line)))


def key_of(text: str, taken: Iterable[str] = (), *, otherwise: str = "scene") -> str:
    """A key for these words that is not taken yet."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if len(base) > _LONGEST_KEY:
        base = base[: _LONGEST_KEY + 1].rpartition("-")[0] or base[:_LONGEST_KEY]
    base = base or otherwise
    used, key, number = set(taken), base, 2
    while key in used:
        key, number = f"{base}-{number}", number + 1
    return key


@dataclass(slots=True)
class _Named:
    """Things with a key, found again by their words."""

    items: list[Document] = field(default_factory=list)
    keys: dict[str, str] = field(default_factory=dict)

    def add(self, words: str, item: Document, *, otherwise: str) -> Document:
        key = key_of(words, (one["key"] for one in self.items), otherwise=otherwise)
        self.items.append({"key": key, **item})
        self.keys.setdefault(_plain(words), key)
        return self.items[-1]

    def find(self, words: str) -> str | None:
        wanted = _plain(words)
        if wanted in self.keys:
            return self.keys[wanted]
        return next((one["key"] for one in self.items if one["key"] == words.strip()), None)


@dataclass(slots=True)
class _Later:
    """A line that names things which may come further on."""

    line: int
    name: str
    said: str
    of: Document


class _Reading:
    """What was read so far. References are settled at the end, when every scene, fact and variable is known."""

    def __init__(self) -> None:
        self.notes: list[Note] = []
        self.head: Document = {"format": FORMAT, "language": "nl"}
        self.people, self.variables, self.facts = _Named(), _Named(), _Named()
        self.asides, self.scenes = _Named(), _Named()
        self.later: list[_Later] = []
        self.scene: Document | None = None
        self.choice: Document | None = None
        self.said_kinds: set[str] = set()

    def note(self, line: int, message: str) -> None:
        self.notes.append(Note(line, message))

    def line(self, number: int, line: str) -> None:
        said, indented = line.strip(), line.startswith("  ")
        if not said:
            self._blank()
        elif said.startswith("#"):
            self._heading(said)
        elif self.scene is not None and (found := _CHOICE.match(said)) and not indented:
            self._choice(number, found["text"].strip(), (found["to"] or "").strip())
        elif (found := _LABEL.match(said)) and self._labelled(number, found["name"].lower(), found["said"].strip()):
            return
        else:
            self._words(number, said, indented=indented)

    def _blank(self) -> None:
        if self.choice is None and self.scene is not None and self.scene["body"]:
            self.scene["body"] += "\n\n"

    def _heading(self, said: str) -> None:
        found = _HEADING.match(said)
        title, kind = (found["title"], (found["kind"] or "").lower()) if found else (said.lstrip("# "), "")
        question = _REFLECTION.fullmatch(kind)
        if found and kind and kind not in _KINDS and question is None:
            title, kind = said.lstrip("# "), ""
        self.scene = self.scenes.add(
            title, {"title": title, "kind": SCENE, "body": "", "choices": []}, otherwise="scene"
        )
        self.choice = None
        if question is not None and 1 <= int(question["number"]) <= 10:
            self.scene |= {"kind": REFLECTION, "question": int(question["number"])}
        elif kind in _KINDS:
            self.scene["kind"] = _KINDS[kind]
        if kind:
            self.said_kinds.add(self.scene["key"])

    def _choice(self, number: int, text: str, to: str) -> None:
        assert self.scene is not None  # noqa: S101  asked before
        taken = [one["key"] for one in self.scene["choices"]]
        self.choice = {"key": key_of(text, taken, otherwise="keuze"), "text": text, "to": ""}
        self.scene["choices"].append(self.choice)
        self.later.append(_Later(number, "naar", to, self.choice))
        if not to:
            self.note(number, f"‘{text[:40]}’ zegt niet waar het heen gaat. Zet er een pijl en een scène achter.")

    def _words(self, number: int, said: str, *, indented: bool) -> None:
        if self.scene is None:
            self.note(number, "Voor de eerste scène staan alleen regels met een naam en een dubbele punt.")
        elif self.choice is not None and indented:
            before = self.choice.get("consequence", "")
            self.choice["consequence"] = f"{before} {said}".strip()
        else:
            self.choice = None
            body = self.scene["body"]
            self.scene["body"] = body + said if not body or body.endswith("\n\n") else f"{body} {said}"

    # Lines with a name and a colon: of a choice, of a scene, or of the case.

    def _labelled(self, number: int, name: str, said: str) -> bool:
        if self.choice is not None:
            return self._of_choice(number, name, said)
        if self.scene is not None:
            return self._of_scene(number, name, said)
        return self._of_case(number, name, said)

    def _of_choice(self, number: int, name: str, said: str) -> bool:
        assert self.choice is not None  # noqa: S101  asked before
        texts = {"gevolg": "consequence", "nabespreking": "debrief"}
        if name in texts:
            self.choice[texts[name]] = said
        elif name in {"label", "labels"}:
            self.choice["tags"] = _listed(said)
        elif name in {"leert", "effect", "effecten", "als"}:
            self.later.append(_Later(number, name, said, self.choice))
        else:
            return False
        return True

    def _of_scene(self, number: int, name: str, said: str) -> bool:
        assert self.scene is not None  # noqa: S101  asked before
        if name == "dag" and said.isdecimal():
            self.scene["day"] = int(said[:5])
        elif name in {"label", "labels"}:
            self.scene["tags"] = _listed(said)
        elif name == "nabespreking":
            self.scene["debrief"] = said
        elif name in {"leert", "effect", "effecten"}:
            self.later.append(_Later(number, name, said, self.scene.setdefault("enter", {})))
        else:
            return False
        return True

    def _of_case(self, number: int, name: str, said: str) -> bool:
        match name:
            case "melding":
                self.head["notice"] = said
            case "perspectief":
                self.head["perspective"] = said
            case "steun":
                label, _, text = said.partition("=")
                self.head.setdefault("support", []).append({"label": label.strip(), "text": text.strip()})
            case "persoon":
                named, _, role = said.partition(",")
                self.people.add(named, {"name": named.strip(), "role": role.strip()}, otherwise="persoon")
            case "feit":
                self.later.append(_Later(number, name, said, self._fact(said)))
            case "overleg" | "advies":
                kind = CONSULT if name == "overleg" else ADVICE
                self.asides.add(
                    "collega" if kind == CONSULT else "veilig-thuis", {"kind": kind, "text": said}, otherwise=kind
                )
            case "variabele":
                self._variable(number, said)
            case _:
                self.note(number, f"‘{name}’ ken ik niet voor de hele casus. De regel is weggelaten.")
        return True

    def _fact(self, said: str) -> Document:
        words, _, text = said.partition("=")
        return self.facts.add(
            words, {"text": re.sub(r"\s*\[[^\]]*\]\s*$", "", text or words).strip()}, otherwise="feit"
        )

    def _variable(self, number: int, said: str) -> None:
        found = _VARIABLE.match(said)
        label = found["label"].strip() if found else said
        words = _listed(found["words"] or "") if found else []
        if len(words) != len(_DEFAULT_WORDS):
            if words:
                self.note(number, f"‘{label}’ heeft zes woorden nodig, van laag naar hoog. Er staan er nu zes van ons.")
            words = list(_DEFAULT_WORDS)
        start = min(5, int(found["start"])) if found and found["start"] else 3
        self.variables.add(label, {"label": label, "start": start, "words": words}, otherwise="variabele")

    # What names something else, when everything has a key.

    def document(self) -> Document:
        for one in list(self.later):
            if one.name == "naar" and one.said:
                one.of["to"] = self._target(one.said)
        for one in self.later:
            if one.name != "naar":
                self._settle(one)
        for scene in self.scenes.items:
            self._finish(scene)
        document: Document = {**self.head, "start": self.scenes.items[0]["key"] if self.scenes.items else ""}
        parts = {"people": self.people, "variables": self.variables, "facts": self.facts, "asides": self.asides}
        document |= {name: part.items for name, part in parts.items() if part.items}
        return document | {"scenes": self.scenes.items}

    def _target(self, words: str) -> str:
        known = self.scenes.find(words)
        if known is None:
            stub = {"title": words, "kind": SCENE, "body": "", "choices": []}
            known = str(self.scenes.add(words, stub, otherwise="scene")["key"])
        return known

    def _finish(self, scene: Document) -> None:
        scene["body"] = scene["body"].strip()
        if not scene["choices"]:
            del scene["choices"]
            if scene["key"] not in self.said_kinds and scene["body"]:
                scene["kind"] = ENDING
        elif scene["kind"] == ENDING:
            scene["kind"] = SCENE

    def _settle(self, later: _Later) -> None:
        if later.name == "feit":
            who = re.search(r"\[([^\]]*)\]\s*$", later.said)
            if who and (key := self.people.find(who[1])):
                later.of["known_by"] = key
        elif later.name == "leert":
            later.of["learn"] = self._facts(later)
        elif later.name == "als":
            parts = [
                found for part in re.split(r"\s+en\s+", later.said) if (found := self._condition(later, part.strip()))
            ]
            if parts:
                later.of["when"] = parts[0] if len(parts) == 1 else {"all": parts}
        else:
            later.of["effects"] = [found for part in _listed(later.said) if (found := self._effect(later, part))]

    def _facts(self, later: _Later) -> list[str]:
        """The facts that a line teaches; one that was never told is made of its words."""
        return [
            self.facts.find(words) or str(self.facts.add(words, {"text": words}, otherwise="feit")["key"])
            for words in _listed(later.said)
        ]

    def _effect(self, later: _Later, part: str) -> Document | None:
        found = _EFFECT.match(part)
        key = self.variables.find(found["name"]) if found else None
        if found is None or key is None:
            self.note(later.line, f"‘{part}’ is geen gevolg dat ik ken. Schrijf bijvoorbeeld: werkrelatie -1.")
            return None
        number = min(int(found["number"]), 5)
        if found["how"] == "=":
            return {"variable": key, "set": number}
        return {"variable": key, "add": number if found["how"] == "+" else -number}

    def _condition(self, later: _Later, part: str) -> Document | None:
        if part.startswith("niet "):
            inner = self._condition(later, part.removeprefix("niet ").strip())
            return {"not": inner} if inner else None
        if part.startswith("weet ") and (fact := self.facts.find(part.removeprefix("weet "))):
            return {"fact": fact}
        if part.startswith("was in ") and (scene := self.scenes.find(part.removeprefix("was in "))):
            return {"visited": scene}
        found = _LIMIT.match(part)
        key = self.variables.find(found["name"]) if found else None
        if found is not None and key is not None:
            how = "at_least" if found["how"] in {">=", "≥"} else "at_most"
            return {"variable": key, how: min(int(found["number"]), 5)}
        self.note(later.line, f"‘{part}’ is geen voorwaarde die ik ken. Zij is weggelaten.")
        return None


def _listed(said: str) -> list[str]:
    return [part for one in said.split(",") if (part := one.strip())]


def _plain(words: str) -> str:
    return " ".join(words.casefold().replace("-", " ").split()).rstrip(".")
