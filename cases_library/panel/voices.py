"""Who speaks in an edition's panel: the makers' example, or at a decision with enough of them the people who were asked."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from cases_library.engine.format import DECISION, Case, PanelAnswer, Scene
from cases_library.models import CasePage, PanelInvitation, PanelReply

ENOUGH = 5
"""Accepted answers at one decision from which they take the place of the example."""
MAKERS = "makers"


@dataclass(frozen=True)
class Voices:
    """A case with its panel as it will be published, and by scene who real panellists are (their invitation, role, date)."""

    case: Case
    real: Mapping[str, list[dict[str, str]]]

    @property
    def by(self) -> str | list[dict[str, str]]:
        """All real panellists once each; "makers" while any decision still has the example."""
        scenes = {answer.scene for answer in self.case.panel}
        if not scenes or scenes - self.real.keys():
            return MAKERS
        once = {one["invitation"]: one for voices in self.real.values() for one in voices}
        return sorted(once.values(), key=_order)


def voices_of(page: CasePage, case: Case) -> Voices:
    """The panel of a case at its publication: accepted answers where there are enough, else what the author wrote."""
    heard = _heard(page, case)
    if not heard:
        return Voices(case, {})
    kept = [answer for answer in case.panel if answer.scene not in heard]
    said = [
        PanelAnswer(scene, reply.choice, reply.invitation.role, reply.reason)
        for scene, replies in heard.items()
        for reply in replies
    ]
    real = {scene: [_voice(reply.invitation) for reply in replies] for scene, replies in heard.items()}
    return Voices(replace(case, panel=(*kept, *said)), real)


def _heard(page: CasePage, case: Case) -> dict[str, list[PanelReply]]:
    """Accepted replies to choices that there still are, by scene in document order; only scenes with enough of them."""
    found: dict[str, list[PanelReply]] = defaultdict(list)
    accepted = PanelReply.objects.filter(
        invitation__case=page, invitation__accepted_at__isnull=False, invitation__withdrawn_at__isnull=True
    ).select_related("invitation")
    for reply in accepted:
        scene = case.scene(reply.scene)
        if scene is not None and scene.choice(reply.choice) is not None:
            found[reply.scene].append(reply)
    return {
        scene.key: sorted(found[scene.key], key=lambda reply: _order(_voice(reply.invitation)))
        for scene in case.scenes
        if len(found[scene.key]) >= ENOUGH
    }


def _voice(invitation: PanelInvitation) -> dict[str, str]:
    day = invitation.answered_on
    return {"invitation": str(invitation.pk), "role": invitation.role, "date": day.isoformat() if day else ""}


def _order(voice: Mapping[str, str]) -> tuple[str, str]:
    return voice["role"], voice["invitation"]


def key_decisions(case: Case) -> list[Scene]:
    """The decisions that a panel is asked about: those where the author wrote one, else all of them."""
    decisions = [scene for scene in case.scenes if scene.kind == DECISION and scene.choices]
    with_panel = {answer.scene for answer in case.panel}
    return [scene for scene in decisions if scene.key in with_panel] or decisions


def speakers(content: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """The real panellists of an edition by scene, with `name` (empty without consent), `role` and `date`.

    A decision that is not in it has the makers' example. Editions hold no names, so that a name can go; one statement, and none for an
    edition without real panellists.
    """
    panels: dict[str, list[dict[str, str]]] = content["panels"]
    known = {one["invitation"] for panel in panels.values() for one in panel}
    if not known:
        return {}
    agreed = PanelInvitation.objects.filter(pk__in=known, shows_name=True, withdrawn_at__isnull=True)
    names = {str(pk): name for pk, name in agreed.values_list("pk", "name")}
    return {scene: [_shown(one, names) for one in panel] for scene, panel in panels.items()}


def _shown(voice: Mapping[str, str], names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "name": names.get(voice["invitation"], ""),
        "role": voice["role"],
        "date": date.fromisoformat(voice["date"]) if voice["date"] else None,
    }


def everybody(content: Mapping[str, Any]) -> str | list[dict[str, Any]]:
    """Who speaks in the panel of a whole case: "makers" while any decision has their example, else each real panellist once."""
    if content["panel_by"] == MAKERS:
        return MAKERS
    by_scene = speakers(content)
    once = {
        voice["invitation"]: shown
        for scene, panel in content["panels"].items()
        for voice, shown in zip(panel, by_scene[scene], strict=True)
    }
    return [once[one["invitation"]] for one in content["panel_by"]]
