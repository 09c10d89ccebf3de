"""The demo's progress: what three invented colleagues did so far, through the same actions as everybody's."""

import uuid
from collections.abc import Callable
from typing import Any

from django.db import transaction

from cases_library.memory import case_of
from cms.editions.memory import LoadedEdition, edition
from learning.journey import actions, queries
from learning.journey.models import Enrolment
from learning.practice import actions as practice
from learning.practice.models import Item
from learning.practice.runs import actions as runs
from learning.practice.runs.queries import Playing, playing
from people.models import User
from people.viewer import Viewer, viewer_of

MODULE = "meldcode"
_KEYS = uuid.UUID("1b7a0c52-52fb-5d49-8f53-0d5f4de3a001")
_WORDS = (
    (
        "Ik merk dat ik het liefst eerst zeker wil zijn. Daardoor wacht ik soms een week te lang met overleggen. "
        "Ik ga mijn twijfel eerder hardop zeggen."
    ),
    "Ik kijk vooral naar wat ouders vertellen. Ik wil vaker benoemen wat ik zelf zie, en vragen wat het kind ervan merkt.",
    "Wat me goed afgaat is rustig blijven. Lastig vind ik het om door te vragen als iemand boos wordt. Daar wil ik met Farah op oefenen.",
)
"""Reflections on one's own acting, as they should be: nothing in them about a family."""


_more: list[Callable[[], list[str]]] = []


def also(make: Callable[[], list[str]]) -> None:
    """Have the demo make more: what rooms above this one show. `make` answers what it made, in words, and may be called again."""
    if make not in _more:
        _more.append(make)


def make_more() -> list[str]:
    """What the other rooms make, in words."""
    return [line for make in _more for line in make()]


def make_progress(user: User, *, lessons: int, items_in_next: int = 0, test: bool = False) -> list[str]:
    """Do the first `lessons` of the module for somebody who has not begun, and a few items of the next. Answers what was made, in words."""
    if Enrolment.objects.filter(user=user, module__slug=MODULE).exists():
        return []
    with transaction.atomic():
        done = _Learner(user).go(lessons=lessons, items_in_next=items_in_next, test=test)
    return [f"voortgang van {user.get_full_name()}: {done}"] if done else []


class _Learner:
    """Goes through the module in somebody's place. Keys follow from person and block, so that nothing is done twice."""

    def __init__(self, user: User) -> None:
        self.user = user
        self.viewer = viewer_of(user)

    def go(self, *, lessons: int, items_in_next: int, test: bool) -> str:
        now = queries.standing(self.viewer, MODULE)
        if now is None:
            return ""
        actions.begin(now, by=self.user)
        now = self._standing()
        for entry in now.lessons[:lessons]:
            self._work(now, entry, len(entry["items"]))
            actions.finish_lesson(now, edition(entry["edition"]), entry, by=self.user)
        for entry in now.lessons[lessons : lessons + 1]:
            self._work(now, entry, items_in_next)
        passed = self._pass_test(now) if test and now.test is not None else ""
        return f"{min(lessons, len(now.lessons))} van {len(now.lessons)} lessen af{passed}"

    def _standing(self) -> queries.Standing:
        found = queries.standing(self.viewer, MODULE)
        if found is None:
            raise LookupError(MODULE)
        return found

    def _work(self, now: queries.Standing, entry: dict[str, Any], count: int) -> None:
        lesson = edition(entry["edition"])
        asked = [block for block in lesson.content["blocks"] if block["type"] in {"question", "case", "prompt"}]
        for place, block in enumerate(asked[:count]):
            key = uuid.uuid5(_KEYS, f"{self.user.uuid}/{block['id']}")
            if block["type"] == "prompt":
                words = _WORDS[(entry["number"] + place) % len(_WORDS)]
                actions.write_reflection(now, lesson, block, words, by=self.user, key=key)
            elif block["type"] == "case":
                play_case(edition(block["edition"]), by=self.user, key=key)
            else:
                self._answer(now, lesson, block, key)

    def _answer(self, now: queries.Standing, lesson: LoadedEdition, block: dict[str, Any], key: uuid.UUID) -> None:
        question = edition(block["edition"])
        text = (
            "Ik zou vragen wat er gebeurde, en de zorg daarna noemen zoals ik hem zag."
            if question.content["kind"] == "open"
            else ""
        )
        actions.answer_question(
            now, lesson, block["id"], question, right_response(question.content), by=self.user, key=key, text=text
        )

    def _pass_test(self, now: queries.Standing) -> str:
        attempt = actions.start_test(now, by=self.user, key=uuid.uuid5(_KEYS, f"{self.user.uuid}/toets"))
        for item in Item.objects.filter(attempt=attempt):
            response = right_response(edition(item.question_id).content)
            practice.save_response(attempt, position=item.position, response=response, key=uuid.uuid4(), by=self.user)
        done, completion = actions.hand_in_test(attempt, by=self.user)
        return (", toets gehaald" if done.passed else ", toets gemaakt") + (", module afgerond" if completion else "")


def play_case(case: LoadedEdition, *, by: User, key: uuid.UUID) -> None:
    """Play a case along the first walk that its author saved, and finish the debrief. Safe to repeat with the same key."""
    viewer, run = viewer_of(by), runs.begin(case, by=by, key=key)
    now = _playing(viewer, run.pk)
    for number, taken in enumerate(case_of(case).walks[0].choices, 1):
        if len(now.steps) < number:
            choice = taken.partition("/")[2]
            now = runs.take(now, number=number, taken=choice, by=by, key=uuid.uuid5(key, str(number)))
    runs.finish_debrief(now, by=by, team_id=viewer.team_id)


def _playing(viewer: Viewer, run: uuid.UUID) -> Playing:
    found = playing(viewer, run)
    if found is None:
        raise LookupError(run)
    return found


def right_response(question: dict[str, Any]) -> dict[str, Any]:
    """The response that is right in all its parts."""
    match question["kind"]:
        case "single":
            return {"answer": next(option["id"] for option in question["options"] if option["correct"])}
        case "multiple":
            return {"answer": sorted(option["id"] for option in question["options"] if option["correct"])}
        case "true-false":
            return {"answer": question["answer"]}
        case "order":
            return {"places": {item["id"]: place for place, item in enumerate(question["items"], 1)}}
        case "match":
            return {"pairs": {pair["id"]: pair["id"] for pair in question["pairs"]}}
        case "fill-in":
            return {"gaps": [gap["accept"][0] for gap in question["gaps"]]}
        case "number":
            return {"value": question["answer"]}
    return {}
