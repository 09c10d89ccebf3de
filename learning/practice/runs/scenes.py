"""A scene as its page shows it: the text, what just happened, the choices, and the case file beside it."""

import re
import uuid
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases_library.engine import play
from cases_library.engine.format import ADVICE, CONSULT, REFLECTION, Case, Fact, Person, Scene
from cms.reflection_questions import BY_NUMBER
from learning.practice.models import Certainty
from learning.practice.presenting import safe
from learning.practice.runs.folding import Move, Play
from learning.practice.runs.queries import Playing

Props = dict[str, Any]
ASIDE_LABELS: dict[str, Promise] = {
    CONSULT: gettext_lazy("Overleg met een collega"),
    ADVICE: gettext_lazy("Vraag advies aan Veilig Thuis"),
}
_ASIDE_TITLES: dict[str, Promise] = {
    CONSULT: gettext_lazy("Je overlegde met een collega"),
    ADVICE: gettext_lazy("Je vroeg advies aan Veilig Thuis"),
}
_WEEK, _MONTH = 7, 30
_LEAVES = 4
"""Days of the calendar that show beside a scene."""


def scene_props(run: Playing, **extra: Any) -> Props:
    """Everything the page of a run shows now. `extra` is what a refused form needs: error, chosen, reason, certainty, notice."""
    now = run.play
    scene = now.scene
    asked = tuple(move for move in now.asked_here if move.aside)
    return {
        "run": run,
        "title": now.case.title,
        "case_url": reverse("practice:case", args=[run.slug]),
        "scene": scene,
        "is_pause": scene.kind == "pause",
        "has_ended": now.has_ended,
        "body": _body(run, now, scene),
        "when": day_words(scene.day),
        "happened": _happened(now.last_choice),
        "answers": [_answer(move, newest=move is asked[-1]) for move in asked],
        "choices": [{"key": one.key, "text": one.text} for one in play.offered(now.case, now.state)],
        "asks_reason": now.asks_reason() and len(play.offered(now.case, now.state)) > 0,
        "certainties": Certainty.choices if now.asks_certainty() else (),
        "asides": _asides(now, asked),
        "support": now.case.support,
        "step_url": reverse("practice:step", args=[run.pk]),
        "debrief_url": reverse("practice:debrief", args=[run.pk]),
        "number": len(run.steps) + 1,
        "key": uuid.uuid4(),
        "file": case_file(now),
        "prompt": prompt_props(run, scene.key, scene.question) if scene.kind == REFLECTION and scene.question else None,
        **extra,
    }


def _body(run: Playing, now: Play, scene: Scene) -> list[Any]:
    """The scene's text, and the passages that held when it was entered."""
    html = run.edition.content["html"][scene.key]
    held = now.entered
    shown = [
        text
        for passage, text in zip(scene.passages, html["passages"], strict=True)
        if play.holds(now.case, held, passage.when)
    ]
    return [safe(text) for text in (html["body"], *shown)]


def _happened(move: Move | None) -> Props | None:
    if move is None or move.choice is None:
        return None
    return {"choice": move.choice.text, "consequence": move.choice.consequence}


def _answer(move: Move, *, newest: bool) -> Props:
    aside = move.aside
    return {"title": _ASIDE_TITLES[aside.kind], "text": aside.text, "newest": newest} if aside else {}


def _asides(now: Play, asked: tuple[Move, ...]) -> list[Props]:
    """What may be asked here, always in the same order: a colleague first."""
    offered = sorted(play.asides(now.case, now.state), key=lambda one: one.kind != CONSULT)
    done = {move.aside.key for move in asked if move.aside}
    several = {kind for kind in ASIDE_LABELS if sum(1 for one in offered if one.kind == kind) > 1}
    return [
        {
            "key": one.key,
            "label": ASIDE_LABELS[one.kind],
            "about": one.key.replace("-", " ") if one.kind in several else "",
            "icon": "people" if one.kind == CONSULT else "phone",
            "done": one.key in done,
        }
        for one in offered
    ]


def prompt_props(run: Playing, place: str, question: int) -> Props:
    """The mirror's prompt at a scene (its key), or AFTERWARDS at the debrief."""
    about = BY_NUMBER[question]
    written = run.written.get(place)
    return {
        "id": "spiegel",
        "action": reverse("journey:case-reflect", args=[run.pk, place]),
        "number": about.number,
        "short_name": about.name,
        "question": about.asks,
        "entry_url": reverse("reflection:entry", args=[written]) if written else "",
        "key": uuid.uuid4(),
    }


# --- The case file --------------------------------------------------------------------------------


def case_file(now: Play) -> Props:
    """What day it is, how things stand in words, what is known by now (newest first), and who there is."""
    case = now.case
    return {
        "people": [{"name": one.name, "role": one.role, "initial": one.name[:1].upper()} for one in people_met(now)],
        "standing": [
            {"label": one.label, "word": one.words[value]}
            for one, value in zip(case.variables, now.state.values, strict=True)
            if one.shown == "words"
        ],
        "days": _leaves(now),
        "facts": facts_known(now),
    }


def facts_known(now: Play) -> list[Props]:
    """What the run has learned, newest first; what came with the last step is marked."""
    found: list[Props] = []
    moves = [(now.began.facts, False), *((move.learned, move is now.moves[-1]) for move in now.moves)]
    for learned, is_new in reversed(moves):
        found += [fact_props(now.case, fact) | {"new": is_new} for fact in now.case.facts if fact.key in learned]
    return found


def fact_props(case: Case, fact: Fact) -> Props:
    """A fact with who knew it."""
    knower = next((one.name for one in case.people if one.key == fact.known_by), "")
    return {"text": fact.text, "knower": knower, "debrief": fact.debrief}


def people_met(now: Play) -> list[Person]:
    """The people of the case whose name the run has come across by now, in the order of the case."""
    read: list[str] = []
    for scene, entered in now.visits():
        read += [scene.title, scene.body]
        read += [one.text for one in scene.passages if play.holds(now.case, entered, one.when)]
    for move in now.moves:
        read += [move.aside.text] if move.aside else [move.choice.text, move.choice.consequence] if move.choice else []
    read += [fact.text for fact in now.case.facts if fact.key in now.state.facts]
    text = " ".join(read).casefold()
    return [one for one in now.case.people if re.search(rf"\b{re.escape(one.name.casefold())}\b", text)]


def _leaves(now: Play) -> list[Props]:
    days: list[int] = []
    for scene, _state in now.visits():
        if not days or days[-1] != scene.day:
            days.append(scene.day)
    return [{"day": day + 1, "week": day // _WEEK + 1, "now": place == len(days)} for place, day in enumerate(days, 1)][
        -_LEAVES:
    ]


def day_words(day: int) -> str:
    """How long after the beginning, as one says it."""
    if day == 0:
        return _("de eerste dag")
    if day < 2 * _WEEK:
        return ngettext("na één dag", "na %(count)s dagen", day) % {"count": day}
    if day < 2 * _MONTH:
        return _("na %(count)s weken") % {"count": round(day / _WEEK)}
    return _("na %(count)s maanden") % {"count": round(day / _MONTH)}
