"""Recipes: which phases a session of 20, 30, 60 or 90 minutes has, and how long each may take. The minutes advise; they stop nothing."""

from dataclasses import dataclass

from learning.team_sessions.phases import Phase, after, before

USUAL = 20
"""Minutes: the end of a team meeting."""


@dataclass(frozen=True)
class Recipe:
    """A way through a session: its phases in order, each with its advised minutes. The lobby comes before and takes none."""

    total: int
    minutes: dict[str, int]

    @property
    def phases(self) -> tuple[str, ...]:
        return tuple(self.minutes)

    def advised(self, phase: str) -> int:
        """Minutes for a phase: a phase that the recipe leaves out takes two, the lobby none."""
        return self.minutes.get(phase, 0 if phase == Phase.LOBBY else 2)

    def next(self, phase: str) -> str | None:
        return after(phase, self.phases)

    def previous(self, phase: str) -> str | None:
        return before(phase, self.phases)


def _recipe(**minutes: int) -> Recipe:
    by_phase = {Phase[name.upper()].value: number for name, number in minutes.items()}
    return Recipe(sum(by_phase.values()), by_phase)


RECIPES: dict[int, Recipe] = {
    recipe.total: recipe
    for recipe in (
        _recipe(look_back=2, write=4, choose=2, scale=1, reveal=1, talk=6, agree=3, close=1),
        _recipe(look_back=3, write=5, choose=2, scale=1, reveal=1, talk=9, again=3, agree=4, close=2),
        _recipe(look_back=5, write=8, choose=3, scale=2, reveal=2, talk=22, again=7, agree=7, close=4),
        _recipe(look_back=8, write=10, choose=4, scale=3, reveal=3, talk=35, again=10, agree=10, close=7),
    )
}
