"""The phases of a session, their order, and what moving from one to another does to what is being collected. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Phase(models.TextChoices):
    """Where a session is. The order here is the order of a session."""

    LOBBY = "lobby", _("Binnenkomen")
    LOOK_BACK = "look-back", _("Terugkijken")
    WRITE = "write", _("Schrijven voor jezelf")
    CHOOSE = "choose", _("Kiezen wat je deelt")
    SCALE = "scale", _("Jezelf inschalen")
    REVEAL = "reveal", _("Laten zien")
    TALK = "talk", _("Bespreken")
    AGAIN = "again", _("Tweede ronde")
    AGREE = "agree", _("Een afspraak maken")
    CLOSE = "close", _("Afronden")


CARDS_IN = frozenset({Phase.CHOOSE, Phase.SCALE, Phase.AGAIN})
"""Where cards are written."""
BALLOTS_IN = frozenset({Phase.SCALE, Phase.AGAIN})
"""Where people say where they stand on the scale."""
POLLS_IN = frozenset({Phase.TALK, Phase.AGAIN})
"""Where who leads may put a poll to those present; going elsewhere closes and shows it."""
SHOWN_IN = frozenset({Phase.REVEAL, Phase.TALK, Phase.AGREE, Phase.CLOSE})
"""Where nothing is collected any more: coming here shows what was."""


@dataclass(frozen=True)
class Step:
    """What moving does: whether the round that is open is shown, and whether a new one opens after that."""

    shows: bool
    opens: bool


def step(phase: str, to: str, *, collecting: bool) -> Step:
    """What going from a phase to another does, whichever was skipped or is done again. `collecting`: the current round is open.

    What is collected is never left behind unseen: whoever skips the showing has it shown all the same.
    """
    shows = collecting and (to in SHOWN_IN or (to == Phase.AGAIN and phase != Phase.AGAIN))
    return Step(shows, opens=to in CARDS_IN and (shows or not collecting))


def after(phase: str, order: Sequence[str]) -> str | None:
    """The next phase of a recipe; None at its end. From a phase that it leaves out: the first that comes later."""
    place = _PLACE[phase]
    return next((one for one in order if _PLACE[one] > place), None)


def before(phase: str, order: Sequence[str]) -> str | None:
    """The phase of a recipe before this one; None at its begin."""
    place = _PLACE[phase]
    return next((one for one in reversed(order) if _PLACE[one] < place), None)


_PLACE: dict[str, int] = {phase.value: place for place, phase in enumerate(Phase)}
