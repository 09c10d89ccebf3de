"""The debrief of a run, and two runs beside each other, as their pages show them."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases_library.engine.format import Choice
from cases_library.panel.voices import MAKERS, speakers
from learning.practice.models import Certainty
from learning.practice.runs import debrief
from learning.practice.runs.debrief import Crossing, Sign
from learning.practice.runs.folding import AFTERWARDS, Move, Play
from learning.practice.runs.pathline import draw
from learning.practice.runs.queries import Playing
from learning.practice.runs.scenes import ASIDE_LABELS, day_words, fact_props, prompt_props
from people import small_numbers

Props = dict[str, Any]
Shown = Mapping[str, tuple[dict[str, int] | None, dict[str, int] | None]]


def debrief_props(run: Playing, *, reasons: Mapping[int, str], spreads: Shown) -> Props:
    """Everything a debrief shows: the way, the moments, the facts missed, the signs, and what to take along."""
    now = run.play
    divided, question = debrief.most_divided(now), debrief.reflection_question(now)
    missed = [fact_props(now.case, fact) for fact in debrief.missed(now)]
    return {
        "run": run,
        "title": now.case.title,
        "case_url": reverse("practice:case", args=[run.slug]),
        "run_url": reverse("practice:run", args=[run.pk]),
        "ending": now.scene,
        "ending_day": day_words(now.scene.day),
        "line": _line(now),
        "way": _way(run, now, reasons, spreads),
        "missed": missed,
        "known": len(now.case.facts) - len(missed),
        "signs": [sign_props(one) for one in debrief.signs(now)],
        "meldcode": [step_props(one) for one in debrief.meldcode(now)],
        "changes": [{"label": one.label, "start": was, "now": is_} for one, was, is_ in debrief.changes(now)],
        "prompt": prompt_props(run, AFTERWARDS, question) if question else None,
        "to_team": _to_team(divided, missed),
        "finish_url": reverse("practice:debrief-finish", args=[run.pk]),
        "delete_url": reverse("practice:run-delete", args=[run.pk]),
    }


def _line(now: Play) -> Any:
    crossings = {one.move.number: len(one.others) for one in debrief.crossings(now)}
    left = [crossings.get(move.number, 0) for move in now.choices()]
    return draw([*left, 0])


# --- The way that was taken ------------------------------------------------------------------------


def _way(run: Playing, now: Play, reasons: Mapping[int, str], spreads: Shown) -> list[Props]:
    """The scenes in order; asides stand with the scene in which they were asked."""
    crossings = {one.move.number: one for one in debrief.crossings(now)}
    speaking = speakers(run.edition.content)
    certainty = {one.number: one.certainty for one in run.steps}
    stops: list[Props] = []
    asked: list[Any] = []
    for move in now.moves:
        if move.aside:
            asked.append(ASIDE_LABELS[move.aside.kind])
            continue
        stop = _stop(len(stops) + 1, move, asked) | _own_words(run, move, reasons, certainty.get(move.number))
        crossing = crossings.get(move.number)
        if crossing:
            stop |= _crossing(run, crossing, spreads.get(move.scene.key, (None, None)))
            stop["panel_by"] = speaking.get(move.scene.key, MAKERS)
        stops.append(stop)
        asked = []
    return stops


def _stop(number: int, move: Move, asked: list[Any]) -> Props:
    choice = move.choice
    return {
        "number": number,
        "scene": move.scene.title,
        "day": day_words(move.scene.day),
        "asked": asked,
        "choice": choice.text if choice else "",
        "consequence": choice.consequence if choice else "",
        "debrief": choice.debrief if choice else "",
    }


def _own_words(run: Playing, move: Move, reasons: Mapping[int, str], certainty: int | None) -> Props:
    reason = reasons.get(move.number, "")
    return {
        "reason": reason,
        "certainty": Certainty(certainty).label if certainty else "",
        "reason_delete_url": reverse("practice:reason-delete", args=[run.pk, move.number]) if reason else "",
    }


def _crossing(run: Playing, crossing: Crossing, spread: tuple[dict[str, int] | None, dict[str, int] | None]) -> Props:
    chosen = crossing.move.choice
    choices = [one for one in crossing.move.scene.choices if one == chosen or one in crossing.others]
    return {
        "others": [one.text for one in crossing.others],
        "panel": [_voice(one, crossing, chosen) for one in choices] if crossing.panel else [],
        "spreads": _spread_tables(choices, chosen, *spread),
        "fork_url": reverse("practice:fork", args=[run.pk, crossing.move.number]),
        "key": uuid.uuid4(),
    }


def _voice(choice: Choice, crossing: Crossing, chosen: Choice | None) -> Props:
    """One choice, with who of the panel would make it and why."""
    said = [{"role": one.role, "reason": one.reason} for one in crossing.panel if one.choice == choice.key]
    return {"text": choice.text, "own": choice == chosen, "said": said}


def _spread_tables(
    choices: list[Choice], chosen: Choice | None, team: dict[str, int] | None, everybody: dict[str, int] | None
) -> list[Props]:
    """How the own team and everybody chose, where that may be shown."""
    own = small_numbers.spread(team) if team else None
    whole = small_numbers.spread(everybody, beside=own) if everybody else None
    tables = ((_("Je team"), own), (_("Iedereen die deze casus speelde"), whole))
    return [{"title": title, **_spread_rows(choices, chosen, found)} for title, found in tables if found]


def _spread_rows(choices: list[Choice], chosen: Choice | None, found: Mapping[str, int]) -> Props:
    people = sum(found.values())
    rows = [
        {"text": one.text, "own": one == chosen, "count": found.get(one.key, 0), "people": people} for one in choices
    ]
    elsewhere = people - sum(found.get(one.key, 0) for one in choices)
    if elsewhere:  # choices that this run's state did not offer
        rows.append({"text": _("Iets dat er voor jou niet was"), "own": False, "count": elsewhere, "people": people})
    return {"rows": rows, "people": people}


# --- Signs, in words --------------------------------------------------------------------------------

_SIGNS: dict[str, tuple[Promise, Promise, Promise]] = {
    "child-speaks": (
        gettext_lazy("Je sprak met het kind."),
        gettext_lazy("Je sprak niet met het kind."),
        gettext_lazy("Wat het kind zelf vertelt, hoor je van niemand anders."),
    ),
    "child-seen": (
        gettext_lazy("Je zag het kind."),
        gettext_lazy("Je zag het kind niet."),
        gettext_lazy("Zonder het kind te zien, weet je niet hoe het er nu mee gaat."),
    ),
    "safety-check": (
        gettext_lazy("Je ging na of het nu veilig is."),
        gettext_lazy("Je ging niet na of het nu veilig is."),
        gettext_lazy("Eerst weten of het vandaag veilig is, dan pas een plan."),
    ),
    "consult": (
        gettext_lazy("Je overlegde met een collega."),
        gettext_lazy("Je overlegde niet met een collega."),
        gettext_lazy("Een ander ziet wat jij mist. Overleggen kon bij elke scène."),
    ),
    "advice-vt": (
        gettext_lazy("Je vroeg advies aan Veilig Thuis."),
        gettext_lazy("Je vroeg geen advies aan Veilig Thuis."),
        gettext_lazy("Advies vragen is geen melding, en kan zonder namen te noemen."),
    ),
    "network": (
        gettext_lazy("Je sprak met mensen om het gezin heen."),
        gettext_lazy("Je sprak niet met mensen om het gezin heen."),
        gettext_lazy("Eén bron is geen zicht; wie helpt er echt, en weet diegene dat?"),
    ),
}
"""What was done, what was not, and why that matters."""
_SIGN_NAMES: dict[str, Promise] = {
    "child-speaks": gettext_lazy("Spreken met het kind"),
    "child-seen": gettext_lazy("Het kind zien"),
    "safety-check": gettext_lazy("Veiligheid van nu"),
    "consult": gettext_lazy("Overleg"),
    "advice-vt": gettext_lazy("Advies Veilig Thuis"),
    "network": gettext_lazy("Netwerk"),
}
_LATE = gettext_lazy("Je ging na of het veilig is, maar pas toen er al een plan lag.")
_STEPS: dict[str, Promise] = {
    "meldcode:1": gettext_lazy("Stap 1, signalen in kaart"),
    "meldcode:2": gettext_lazy("Stap 2, overleggen en zo nodig advies vragen"),
    "meldcode:3": gettext_lazy("Stap 3, in gesprek met ouders en kind"),
    "meldcode:4": gettext_lazy("Stap 4, wegen"),
    "meldcode:5": gettext_lazy("Stap 5, beslissen"),
}


def sign_props(one: Sign) -> Props:
    """How the work was done, as a sentence; what was left out with why it matters."""
    done, not_done, why = _SIGNS[one.tag]
    text = done if one.state == debrief.YES else _LATE if one.state == debrief.LATE else not_done
    return {"state": one.state, "text": text, "where": one.where, "why": "" if one.state == debrief.YES else why}


def step_props(one: Sign) -> Props:
    """A step of the Meldcode, and where the run touched it."""
    return {"state": one.state, "text": _STEPS[one.tag], "where": one.where}


def _to_team(divided: Crossing | None, missed: list[Props]) -> list[str]:
    """What to talk about with colleagues: at most three questions, made from this very run."""
    asks = []
    if divided:
        asks.append(
            _("Bij ‘%(scene)s’ koos het panel niet hetzelfde. Wat zou jij doen, en wat geeft voor jou de doorslag?")
            % {"scene": divided.move.scene.title}
        )
    if missed:
        asks.append(_("‘%(fact)s’ Wie had dit kunnen vertellen, en hoe vraag je dat?") % {"fact": missed[0]["text"]})
    asks.append(_("Wanneer overleg jij in het echt? En wanneer laat je het erbij zitten?"))
    return asks


# --- Two runs beside each other ----------------------------------------------------------------------


def compare_props(one: Playing, other: Playing) -> Props:
    """Two runs of one case: their choices scene by scene, and what came of them."""
    runs = [one, other]
    plays = [run.play for run in runs]
    return {
        "title": one.play.case.title,
        "case_url": reverse("practice:case", args=[one.slug]),
        "runs": [
            {
                "started_at": run.started_at,
                "forked_at": _forked_at(run),
                "url": reverse("practice:debrief" if run.ended_at else "practice:run", args=[run.pk]),
                "ending": run.play.scene.title if run.ended_at else "",
                "edition": run.edition.number,
            }
            for run in runs
        ],
        "rows": _compared(plays),
        "facts": _facts_compared(plays),
        "signs": [
            {"name": _SIGN_NAMES[pair[0].tag], "cells": [sign_props(cell) for cell in pair]}
            for pair in zip(*(debrief.signs(play) for play in plays), strict=False)
        ],
        "steps": [
            {"name": _STEPS[pair[0].tag], "cells": [step_words(cell) for cell in pair]}
            for pair in zip(*(debrief.meldcode(play) for play in plays), strict=False)
        ],
        "standing": [
            {"label": one_.label, "cells": [was, other_now]}
            for (one_, _start, was), (_other, _start2, other_now) in zip(
                *(debrief.changes(play) for play in plays), strict=False
            )
        ],
    }


def _forked_at(run: Playing) -> str:
    """The scene from which a run went on otherwise; empty for one that began at the beginning."""
    if run.forked_at is None:
        return ""
    return next((move.scene.title for move in run.play.moves if move.number == run.forked_at), run.play.scene.title)


def step_words(one: Sign) -> str:
    """Whether a run touched a step of the Meldcode, in words."""
    return _("niet op jouw weg") if one.state == debrief.NO else _("bij ‘%(scene)s’") % {"scene": one.where}


def _compared(plays: list[Play]) -> list[Props]:
    """The scenes that either met, in the order of the case, with what was first chosen there."""
    chosen: list[dict[str, str]] = []
    for now in plays:
        mine: dict[str, str] = {}
        for move in now.choices():
            mine.setdefault(move.scene.key, move.choice.text if move.choice else "")
        chosen.append(mine)
    met: dict[str, str] = {}
    for now in plays:
        met |= {scene.key: scene.title for scene, _state in now.visits() if not scene.is_ending}
    order = list(dict.fromkeys(scene.key for now in plays for scene in now.case.scenes))
    rows = []
    for key, title in sorted(met.items(), key=lambda one: order.index(one[0])):
        cells = [mine.get(key, "") for mine in chosen]
        rows.append({"scene": title, "cells": cells, "same": cells[0] == cells[1]})
    return rows


def _facts_compared(plays: list[Play]) -> list[Props]:
    facts = {fact.key: fact.text for now in plays for fact in now.case.facts}
    return [{"text": text, "cells": [key in now.state.facts for now in plays]} for key, text in facts.items()]
