"""Fills the product's database in bulk: `python -m bench.fill FOLDER`, run by bench.ours in the product's environment.

The course is the real one, imported by the site's own preparation; its copies are copies of editions, which is all that
a learner's page reads. Reads FOLDER/wanted.json; writes FOLDER/visits.json and FOLDER/lessons.json, the same lessons as
plain HTML for the peers.
"""

import json
import random
import sys
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.http import QueryDict  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench.peers.bare.models import Saved  # noqa: E402
from bench.peers.bare.urls import MARKER  # noqa: E402
from bench.peers.count import KEY_SLOT  # noqa: E402
from bench.peers.filling import sign_in, titled  # noqa: E402
from bench.sameness import as_html  # noqa: E402
from cms.models import Edition, Kind, Line, Taught  # noqa: E402
from learning.journey.models import Enrolment, Progress  # noqa: E402
from learning.practice.grading import grade, read  # noqa: E402
from learning.practice.models import Answer, Tally  # noqa: E402
from people.models import Membership, Organisation, Profession, Role, Team, User  # noqa: E402

BATCH = 5000
ORGANISATIONS, TEAMS_EACH = 10, 10
_random = random.Random(5)


@dataclass
class Copy:
    """One edition that was copied, with what learners' rows need of it."""

    edition: Edition
    slug: str = ""
    of: int = 0


@dataclass
class Module:
    """A copied module with its lessons, and the copied questions by their edition's key."""

    edition: Edition
    slug: str
    lessons: list[Copy]
    questions: dict[int, Edition]


@transaction.atomic
def main(folder: Path) -> None:
    wanted = json.loads((folder / "wanted.json").read_text())
    with connection.schema_editor() as schema:
        schema.create_model(Saved)
    source = live_module()
    modules = list(copies(source, wanted["lessons"]))
    people = make_people(wanted["people"])
    taken = [
        [modules[(number * wanted["modules_each"] + step) % len(modules)] for step in range(wanted["modules_each"])]
        for number in range(len(people))
    ]
    enrolments = Enrolment.objects.bulk_create(
        [
            Enrolment(user=user, module_id=module.edition.taught_id, line_id=module.edition.line_id)
            for user, mine in zip(people, taken, strict=True)
            for module in mine
        ],
        batch_size=BATCH,
    )
    of = {(enrolment.user_id, enrolment.module_id): enrolment for enrolment in enrolments}
    answer(people, taken, of, wanted["answers"])
    (folder / "lessons.json").write_text(json.dumps(lessons_as_html(modules[0])))
    (folder / "visits.json").write_text(json.dumps(visits(people, taken, wanted["visits"])))


# --- The course ----------------------------------------------------------------------------------------


def live_module() -> Edition:
    """The edition in force of the imported module."""
    found = Taught.objects.filter(kind=Kind.MODULE, organisation=None, live_line__isnull=False)
    head = found.values_list("live_line__head_id", flat=True).order_by("title")[0]
    return Edition.objects.select_related("taught").get(pk=head)


def copies(source: Edition, lessons: int) -> Iterator[Module]:
    """Copies of a module, questions and all, until there are as many lessons; the last one is cut short."""
    number = 0
    while number < lessons:
        entries = source.content["lessons"][: lessons - number]
        yield copy_module(source, entries, number)
        number += len(entries)


def copy_module(source: Edition, entries: list[dict[str, Any]], number: int) -> Module:
    slug = f"module-{number}"
    originals = Edition.objects.in_bulk([entry["edition"] for entry in entries])
    asked = {
        block["edition"] for one in originals.values() for block in one.content["blocks"] if block["type"] == "question"
    }
    questions = {old.pk: copy(old, old.content) for old in Edition.objects.filter(pk__in=asked)}
    lessons, listed = [], []
    for of, entry in enumerate(entries):
        old = originals[entry["edition"]]
        blocks = [_asking(block, questions) for block in old.content["blocks"]]
        content = {**old.content, "title": titled(old.content, number + of), "blocks": blocks}
        made = copy(old, content)
        lessons.append(Copy(made, entry["slug"], of))
        listed.append(
            {
                **entry,
                "taught": str(made.taught_id),
                "edition": made.pk,
                "line": made.line_id,
                "title": content["title"],
            }
        )
    module = copy(source, {**source.content, "title": f"Module {number}", "lessons": listed}, slug=slug)
    return Module(module, slug, lessons, {made.pk: made for made in questions.values()})


def _asking(block: dict[str, Any], questions: dict[int, Edition]) -> dict[str, Any]:
    if block["type"] != "question":
        return block
    made = questions[block["edition"]]
    return {**block, "taught": str(made.taught_id), "edition": made.pk}


def copy(old: Edition, content: dict[str, Any], slug: str = "") -> Edition:
    """A new thing taught, with one line and one edition of this content."""
    before = old.taught
    taught = Taught.objects.create(
        uuid=uuid.uuid4(), kind=before.kind, slug=slug or before.slug, title=content.get("title", before.title)
    )
    line = Line.objects.create(taught=taught, major=1)
    made = Edition.objects.create(taught=taught, line=line, number=1, hash=old.hash, content=content)
    Line.objects.filter(pk=line.pk).update(head=made)
    Taught.objects.filter(pk=taught.pk).update(live_line=line)
    return made


def lessons_as_html(module: Module) -> list[dict[str, Any]]:
    """The lessons for the peers."""
    questions = {pk: question.content for pk, question in module.questions.items()}
    found = []
    for lesson in module.lessons:
        blocks = [as_html(block, questions) for block in lesson.edition.content["blocks"]]
        found.append(
            {"title": lesson.edition.content["title"].rsplit(" (", 1)[0], "blocks": [one for one in blocks if one]}
        )
    return found


# --- The people ----------------------------------------------------------------------------------------


def make_people(count: int) -> list[User]:
    """Professionals, spread over organisations and teams."""
    today = timezone.localdate()
    organisations = Organisation.objects.bulk_create(
        [Organisation(name=f"Gemeente {number}", slug=f"gemeente-{number}") for number in range(ORGANISATIONS)]
    )
    teams = Team.objects.bulk_create(
        [Team(organisation=one, name=f"Team {number}") for one in organisations for number in range(TEAMS_EACH)]
    )
    professions = list(Profession)
    people = User.objects.bulk_create(
        [
            User(
                email=f"person{number}@example.nl",
                first_name=f"Persoon {number}",
                password="!",
                profession=professions[number % len(professions)],
            )
            for number in range(count)
        ],
        batch_size=BATCH,
    )
    Membership.objects.bulk_create(
        [
            Membership(
                user=user,
                team=(team := teams[number % len(teams)]),
                organisation=team.organisation,
                role=Role.PROFESSIONAL,
                started_on=today,
            )
            for number, user in enumerate(people)
        ],
        batch_size=BATCH,
    )
    return people


def answer(people: list[User], taken: list[list[Module]], of: dict[Any, Enrolment], count: int) -> None:
    """One answer in each lesson of everybody's modules, with the progress that goes with it, until there are as many as wanted."""
    tallies: Counter[int] = Counter()
    right: Counter[int] = Counter()
    every = (
        (user, of[user.pk, module.edition.taught_id], module, lesson)
        for user, mine in zip(people, taken, strict=True)
        for module in mine
        for lesson in module.lessons
    )
    while count and (some := list(islice(every, min(BATCH, count)))):
        count -= len(some)
        answers, progress = [], []
        for user, enrolment, module, lesson in some:
            block, question = a_question(module, lesson)
            form = a_form(question.content)
            response = read(question.content, QueryDict(urlencode(form, doseq=True)))
            outcome = grade(question.content, response)
            made = Answer(
                user=user,
                key=uuid.uuid4(),
                lesson=lesson.edition,
                block=block["id"],
                question=question,
                response=response,
                correct=outcome.correct,
            )
            answers.append(made)
            done = {"state": outcome.state, "answer": str(made.pk), "question": question.pk, "response": response}
            items = {block["id"]: done}
            progress.append(Progress(enrolment=enrolment, line_id=lesson.edition.line_id, items=items))
            tallies[question.pk] += 1
            right[question.pk] += bool(outcome.correct)
        Answer.objects.bulk_create(answers)
        Progress.objects.bulk_create(progress)
    rows = [
        Tally(question_id=pk, answers=total, right=right[pk], first_answers=total, first_right=right[pk])
        for pk, total in tallies.items()
    ]
    counted = ["answers", "right", "first_answers", "first_right"]
    Tally.objects.bulk_create(rows, update_conflicts=True, update_fields=counted, unique_fields=["question"])


def a_question(module: Module, lesson: Copy) -> tuple[dict[str, Any], Edition]:
    """One of the lesson's graded questions, by chance: what is open is sealed, and wagtail-lms has nothing like it."""
    blocks = [
        block for block in lesson.edition.content["blocks"] if block["type"] == "question" and block["kind"] != "open"
    ]
    block = _random.choice(blocks)
    return block, module.questions[block["edition"]]


def a_form(question: dict[str, Any]) -> dict[str, Any]:
    """A whole answer by chance, as the page's form would send it."""
    kind = question["kind"]
    if kind in {"single", "multiple"}:
        ids = [option["id"] for option in question["options"]]
        return {"answer": _random.sample(ids, 1 if kind == "single" else 2)}
    if kind == "true-false":
        return {"answer": _random.choice(["true", "false"])}
    if kind == "order":
        ids = [item["id"] for item in question["items"]]
        return {f"place-{one}": place for place, one in enumerate(_random.sample(ids, len(ids)), 1)}
    if kind == "match":
        ids = [one["id"] for one in [*question["pairs"], *question["extra"]]]
        return {f"pair-{pair['id']}": _random.choice(ids) for pair in question["pairs"]}
    if kind == "fill-in":
        return {
            f"gap-{number}": _random.choice(["vijf", "nee", *gap["accept"]])
            for number, gap in enumerate(question["gaps"], 1)
        }
    return {"answer": str(_random.randint(1, 9))}


# --- The visits ----------------------------------------------------------------------------------------


def visits(people: list[User], taken: list[list[Module]], count: int) -> dict[str, list[dict[str, Any]]]:
    """Each visitor has a session, one lesson to read and one question in it to answer; all lessons take part."""
    ours, bare = [], []
    for number in range(count):
        user, mine = people[number], taken[number]
        module = mine[number % len(mine)]
        lesson = module.lessons[(number // len(mine)) % len(module.lessons)]
        block, question = a_question(module, lesson)
        session = sign_in(user, settings.AUTHENTICATION_BACKENDS[0])
        path = f"/leren/{module.slug}/{lesson.slug}/"
        form = {"key": KEY_SLOT, "edition": str(question.uuid), **a_form(question.content)}
        ours.append(
            {
                "session": session,
                "lesson": {"path": path, "marker": lesson.edition.content["title"], "of": lesson.of},
                "save": {
                    "path": f"{path}antwoord/{block['id']}/",
                    "marker": f"vraag-{block['id']}",
                    "headers": {"X-Requested-With": "save-form"},
                    "content_type": "application/x-www-form-urlencoded",
                    "body": urlencode(form, doseq=True, safe="@"),
                },
            }
        )
        sent = {"key": KEY_SLOT, "response": {"answer": "a"}}
        bare.append(
            {
                "session": session,
                "lesson": {"path": "/page/", "marker": MARKER},
                "save": {"path": "/save/", "marker": '"saved"', "body": sent},
            }
        )
    return {"ours": ours, "bare": bare}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
