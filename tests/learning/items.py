"""Many people at one test or lesson, for figures: through the actions that count everybody, without a browser for each."""

from collections.abc import Iterable
from typing import Any

from cms.editions import memory
from learning.practice.grading import grade
from learning.practice.items.counting import BEGUN, DONE, count, count_test, first_answer
from learning.practice.models import Item
from tests.factories import cms
from tests.learning.classroom import blocks, live, module_of

FOUR = ("A is goed", "B is fout", "C is fout", "D is fout")


def choice_question(organisation: Any = None, **fields: Any) -> Any:
    """A question of one right answer among four; its title tells it apart."""
    options = [{"text": text, "correct": text == FOUR[0], "feedback": "Daarom."} for text in FOUR]
    return cms.question("single", organisation=organisation, body={"options": options}, **fields)


def with_test(organisation: Any, *titles: str, **fields: Any) -> Any:
    """A published module of this organisation with a test of these questions, that draws them all."""
    questions = [("question", choice_question(organisation, title=title)) for title in titles]
    return module_of(
        [("text", "<p>Lees dit.</p>")],
        organisation=organisation, test_questions=questions, test_draw=len(titles), test_pass_mark=50, **fields,
    )  # fmt: skip


def hand_in(module: Any, *chosen: str, times: int = 1) -> None:
    """So many people's first test: of each question, in the order of the pool, the letter of the answer that they chose."""
    edition = live(module)
    pool = [memory.edition(one["edition"]) for one in edition.content["test"]["pool"]]
    items = [_item(question, letter) for question, letter in zip(pool, chosen, strict=True)]
    for _ in range(times):
        count_test(edition, items, passed=sum(bool(item.correct) for item in items) * 2 >= len(items))


def _item(question: Any, letter: str) -> Item:
    response = {"answer": question.content["options"]["ABCD".index(letter)]["id"]} if letter != "-" else None
    right = response is not None and bool(grade(question.content, response).correct)
    return Item(question_id=question.pk, response=response, correct=right)


def answer_first(lesson: Any, letters: Iterable[str], number: int = 0) -> None:
    """One person for each letter gives that answer to the nth question of a lesson, for the first time."""
    block = blocks(lesson)[number]
    question = memory.edition(block["edition"])
    for letter in letters:
        response = {"answer": question.content["options"]["ABCD".index(letter)]["id"]}
        counted = first_answer(live(lesson).line_id, block["id"], question, response)
        count(counted.places, took=counted.took)


def come(lesson: Any, *, begun: int, done: int) -> None:
    """So many people begin a lesson, and so many finish it."""
    for place, people in ((BEGUN, begun), (DONE, done)):
        for _ in range(people):
            count([(live(lesson).line_id, place)])
