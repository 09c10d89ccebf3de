"""All of a day at once: what is over goes, who left is told, warned and at last erased."""

from dataclasses import asdict, dataclass, field

from django.utils import timezone

from people import audit, erasure
from people.retention import farewells, sweeping
from people.retention.farewells import Mail


@dataclass
class Day:
    """How it went, in numbers alone. `ended`: rows by kind. `left` and `back`: who left every organisation, and who came back."""

    ended: dict[str, int] = field(default_factory=dict)
    left: int = 0
    back: int = 0
    told: int = 0
    warned: int = 0
    refused: int = 0
    erased: int = 0
    stuck: int = 0


def run() -> Day:
    """Do it. Safe to repeat, and to cut off: the next time does what was not done."""
    erasure.settle()
    day = Day()
    day.left, day.back = farewells.meet()  # before the roles that are over go: they tell who left
    day.ended = sweeping.sweep()
    told, warned = farewells.deliver(Mail.FAREWELL), farewells.deliver(Mail.NOTICE)
    day.told, day.warned, day.refused = told.sent, warned.sent, told.refused + warned.refused
    gone = farewells.erase()
    day.erased, day.stuck = gone.erased, gone.stuck
    _write_down(day)
    return day


def look() -> Day:
    """Count what it would do now. Nothing is changed."""
    today = timezone.localdate()
    return Day(
        ended=sweeping.due(),
        told=farewells.waiting(Mail.FAREWELL, today).count(),
        warned=farewells.waiting(Mail.NOTICE, today).count(),
        erased=farewells.to_erase(today).count(),
        **farewells.to_meet(today),
    )


def _write_down(day: Day) -> None:
    counts = asdict(day)
    counts |= counts.pop("ended")
    audit.record(
        "retention", result=",".join(f"{name}:{count}" for name, count in counts.items() if count) or "nothing"
    )
