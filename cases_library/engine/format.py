"""The values of a case: what docs/how-to/write-a-case.md describes, as frozen dataclasses. Nothing here reads, plays or judges."""

from collections.abc import Iterator
from dataclasses import dataclass, field

FORMAT = "leerspiegel-case/1"
LOWEST, HIGHEST = 0, 5
"""Between these every variable runs, ends included."""
SCENE, DECISION, PAUSE, REFLECTION, ENDING = "scene", "decision", "pause", "reflection", "ending"
KINDS = (SCENE, DECISION, PAUSE, REFLECTION, ENDING)
BETTER = ("high", "low", "none")
SHOWN = ("words", "debrief", "never")
CONSULT, ADVICE = "consult", "advice"
ASIDE_KINDS = (CONSULT, ADVICE)
ASIDE_TAGS = {CONSULT: "consult", ADVICE: "advice-vt"}
"""What taking an aside of this kind counts as."""
REFLECTION_QUESTIONS = 10


def clamp(value: int) -> int:
    return max(LOWEST, min(HIGHEST, value))


# --- Conditions and effects -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class All:
    """Holds where every part does; so an empty one always holds."""

    parts: "tuple[Condition, ...]"


@dataclass(frozen=True, slots=True)
class Any:
    """Holds where some part does; so an empty one never holds."""

    parts: "tuple[Condition, ...]"


@dataclass(frozen=True, slots=True)
class Not:
    part: "Condition"


@dataclass(frozen=True, slots=True)
class AtLeast:
    variable: str
    value: int


@dataclass(frozen=True, slots=True)
class AtMost:
    variable: str
    value: int


@dataclass(frozen=True, slots=True)
class Knows:
    fact: str


@dataclass(frozen=True, slots=True)
class Visited:
    scene: str


Condition = All | Any | Not | AtLeast | AtMost | Knows | Visited


@dataclass(frozen=True, slots=True)
class Add:
    variable: str
    amount: int

    def applied(self, value: int) -> int:
        return clamp(value + self.amount)


@dataclass(frozen=True, slots=True)
class Put:
    """Written `{"variable", "set"}`."""

    variable: str
    value: int

    def applied(self, value: int) -> int:
        return clamp(self.value)


Effect = Add | Put


def leaves(condition: Condition | None) -> Iterator[AtLeast | AtMost | Knows | Visited]:
    """What a condition names, in reading order."""
    match condition:
        case None:
            return
        case All(parts) | Any(parts):
            for part in parts:
                yield from leaves(part)
        case Not(part):
            yield from leaves(part)
        case _:
            yield condition


# --- Parts ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Support:
    label: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """`url` is what the author typed: whoever shows it makes a link of http and https alone. `date` may be words where there is none."""

    title: str = ""
    url: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """Who looked at a case, in which role, when, and at which edition."""

    by: str = ""
    role: str = ""
    date: str = ""
    edition: int | None = None


@dataclass(frozen=True, slots=True)
class Person:
    key: str
    name: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Variable:
    """`words` has one word for each value from 0 to 5."""

    key: str
    label: str
    start: int
    words: tuple[str, ...]
    better: str = "high"
    shown: str = "words"


@dataclass(frozen=True, slots=True)
class Fact:
    """`known_by` is a person's key, or empty."""

    key: str
    text: str
    known_by: str = ""
    debrief: str = ""


@dataclass(frozen=True, slots=True)
class Aside:
    """Asking a colleague or Veilig Thuis: stays in the scene, and only teaches facts."""

    key: str
    kind: str
    text: str
    learn: tuple[str, ...] = ()

    @property
    def tag(self) -> str:
        return ASIDE_TAGS[self.kind]


@dataclass(frozen=True, slots=True)
class Passage:
    """Shown after a scene's body when its condition holds on entry."""

    text: str = ""
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Enter:
    """What every entry of a scene does."""

    effects: tuple[Effect, ...] = ()
    learn: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    key: str
    text: str
    to: str
    when: Condition | None = None
    effects: tuple[Effect, ...] = ()
    learn: tuple[str, ...] = ()
    consequence: str = ""
    debrief: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scene:
    """`question` is one of the ten, where the scene reflects."""

    key: str
    title: str
    kind: str
    body: str
    question: int | None = None
    day: int = 0
    tags: tuple[str, ...] = ()
    passages: tuple[Passage, ...] = ()
    enter: Enter = field(default_factory=Enter)
    asides: tuple[Aside, ...] = ()
    choices: tuple[Choice, ...] = ()
    debrief: str = ""

    @property
    def is_ending(self) -> bool:
        return self.kind == ENDING

    def choice(self, key: str) -> Choice | None:
        return next((choice for choice in self.choices if choice.key == key), None)


@dataclass(frozen=True, slots=True)
class PanelAnswer:
    scene: str = ""
    choice: str = ""
    role: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Walk:
    """A saved run: its choices and asides, the scene it ends in, and values it should end with."""

    name: str = ""
    choices: tuple[str, ...] = ()
    ends_in: str = ""
    expect: tuple[tuple[str, int], ...] = ()


# --- The case -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Case:
    slug: str
    title: str
    language: str
    minutes: int
    start: str
    scenes: tuple[Scene, ...]
    format: str = FORMAT
    notice: str = ""
    support: tuple[Support, ...] = ()
    sources: tuple[Source, ...] = ()
    reviewed: Review | None = None
    illustration: str = ""
    perspective: str = ""
    perspective_of: str | None = None
    people: tuple[Person, ...] = ()
    variables: tuple[Variable, ...] = ()
    facts: tuple[Fact, ...] = ()
    asides: tuple[Aside, ...] = ()
    panel: tuple[PanelAnswer, ...] = ()
    walks: tuple[Walk, ...] = ()
    fact_keys: frozenset[str] = field(init=False, repr=False, compare=False)
    asked_visits: frozenset[str] = field(init=False, repr=False, compare=False)
    """The scenes that some condition names; only visits to these are part of a state."""
    _scenes: dict[str, Scene] = field(init=False, repr=False, compare=False)
    _places: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        derive = object.__setattr__
        derive(self, "_scenes", {scene.key: scene for scene in self.scenes})
        derive(self, "_places", {variable.key: place for place, variable in enumerate(self.variables)})
        derive(self, "fact_keys", frozenset(fact.key for fact in self.facts))
        named = (leaf for condition in self.conditions() for leaf in leaves(condition))
        derive(self, "asked_visits", frozenset(leaf.scene for leaf in named if isinstance(leaf, Visited)))

    def place(self, variable: str) -> int | None:
        """Where a state's values hold this variable."""
        return self._places.get(variable)

    def scene(self, key: str) -> Scene | None:
        return self._scenes.get(key)

    def asides_in(self, scene: Scene) -> tuple[Aside, ...]:
        """What is offered beside a scene's choices: the case's, then the scene's own, which win by key. None in an ending."""
        if scene.is_ending:
            return ()
        own = {aside.key: aside for aside in scene.asides}
        shared = {aside.key for aside in self.asides}
        return (
            *(own.get(aside.key, aside) for aside in self.asides),
            *(aside for aside in scene.asides if aside.key not in shared),
        )

    def conditions(self) -> Iterator[Condition]:
        """Every `when`, of passages and choices, in document order."""
        for scene in self.scenes:
            whens = (*(one.when for one in scene.passages), *(one.when for one in scene.choices))
            yield from (when for when in whens if when is not None)
