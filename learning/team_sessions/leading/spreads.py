"""A case in a session: how the team chose beside the panel, decision by decision, for who leads to open with."""

from collections.abc import Mapping
from typing import Any

from cases_library.engine.format import Choice, PanelAnswer
from cases_library.memory import case_of
from cases_library.panel.voices import MAKERS, key_decisions, speakers
from cms.editions.memory import edition
from learning.practice.models import Spread
from learning.team_sessions.models import Session
from people import small_numbers

Props = dict[str, Any]


def spread_of(session: Session) -> Props | None:
    """The decisions that the panel spoke about, and how the team chose there where five or more of them played; None without a case."""
    if session.question is not None or session.edition_id is None:
        return None
    loaded = edition(session.edition_id)
    played, speaking = case_of(loaded), speakers(loaded.content)
    rows = Spread.objects.filter(line_id=loaded.line_id, team_id=session.team_id).values_list("scene", "shown")
    team = {scene: small_numbers.spread(counts) for scene, counts in rows if counts}
    decisions = []
    for scene in key_decisions(played):
        counts = team.get(scene.key) or {}
        voices = [one for one in played.panel if one.scene == scene.key]
        decisions.append(
            {
                "title": scene.title,
                "panel_by": speaking.get(scene.key, MAKERS),
                "people": sum(counts.values()),
                "rows": [
                    {
                        "text": one.text,
                        "count": counts.get(one.key, 0),
                        "people": sum(counts.values()),
                        "panel": sum(voice.choice == one.key for voice in voices),
                    }
                    for one in scene.choices
                ],
                "panel": [_voices(one, voices) for one in scene.choices] if voices else [],
            }
        )
    return {"decisions": decisions, "too_few": not any(one["people"] for one in decisions)}


def _voices(choice: Choice, voices: list[PanelAnswer]) -> Mapping[str, Any]:
    """A choice, with who of the panel would make it and why."""
    return {
        "text": choice.text,
        "said": [{"role": one.role, "reason": one.reason} for one in voices if one.choice == choice.key],
    }
