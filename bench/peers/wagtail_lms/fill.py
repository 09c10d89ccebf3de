"""Fills the wagtail-lms site: `python -m bench.peers.wagtail_lms.fill LESSONS.json WANTED.json VISITS.json`.

Where a lesson asks something it gets an H5P activity, which is how wagtail-lms asks. The packages' files are not
needed: a lesson page names their address, and saving never opens them.
"""

import json
import sys
from itertools import islice
from pathlib import Path
from typing import Any

import django

django.setup()

from django.db import transaction  # noqa: E402
from django.urls import reverse  # noqa: E402
from wagtail.models import Site  # noqa: E402
from wagtail_lms.models import (  # noqa: E402
    CourseEnrollment,
    CoursePage,
    H5PActivity,
    H5PAttempt,
    H5PLessonPage,
    H5PXAPIStatement,
)

from bench.peers import filling  # noqa: E402

ANSWERED = "http://adlnet.gov/expapi/verbs/answered"


@transaction.atomic
def main(lessons_file: str, wanted_file: str, visits_file: str) -> None:
    lessons, wanted = json.loads(Path(lessons_file).read_text()), json.loads(Path(wanted_file).read_text())
    courses = make_courses(lessons, wanted)
    people = filling.make_people(wanted["people"])
    taken = [
        [courses[(number * wanted["modules_each"] + step) % len(courses)] for step in range(wanted["modules_each"])]
        for number in range(len(people))
    ]
    CourseEnrollment.objects.bulk_create(
        [
            CourseEnrollment(user=user, course=course)
            for user, mine in zip(people, taken, strict=True)
            for course, _ in mine
        ],
        batch_size=5000,
    )
    answer(people, taken, wanted["answers"])
    visits = []
    for number in range(wanted["visits"]):
        _, pages = taken[number][number % wanted["modules_each"]]
        page, activities, of = pages[number % len(pages)]
        url = reverse("wagtail_lms:h5p_xapi", args=[activities[0].pk])
        visits.append(
            {
                "session": filling.sign_in(people[number]),
                "lesson": {"path": page.url, "marker": page.title, "of": of},
                "save": {"path": url, "marker": '"status": "ok"', "body": statement(url, 1)},
            }
        )
    Path(visits_file).write_text(json.dumps(visits))


def make_courses(lessons: list[Any], wanted: dict[str, int]) -> list[Any]:
    """As many lessons as wanted, in courses as long as the product's module."""
    home = Site.objects.get(is_default_site=True).root_page
    courses: list[Any] = []
    for number in range(wanted["lessons"]):
        of = number % len(lessons)
        if of == 0:
            course = CoursePage(title=f"Module {number}", slug=f"module-{number}")
            home.add_child(instance=course)
            courses.append((course, []))
        course, pages = courses[-1]
        asked = [block for block in lessons[of]["blocks"] if block["type"] == "question"]
        activities = H5PActivity.objects.bulk_create(
            [
                H5PActivity(
                    title=f"Vraag {number}-{place}",
                    package_file=f"h5p_packages/vraag-{number}-{place}.h5p",
                    extracted_path=f"h5p_{number}_{place}",
                    main_library="H5P.MultiChoice",
                )
                for place in range(len(asked))
            ]
        )
        turn = iter(activities)
        body = filling.stream(
            lessons[of], "paragraph", lambda _, turn=turn: ("h5p_activity", {"activity": next(turn).pk})
        )
        page = H5PLessonPage(title=filling.titled(lessons[of], number), slug=f"les-{number}", body=json.dumps(body))
        course.add_child(instance=page)
        pages.append((page, activities, of))
    return courses


def answer(people: list[Any], taken: list[Any], count: int) -> None:
    """Every enrolled person's first answer in each lesson of their courses, until there are as many as wanted."""
    every = (
        (user, activities[0])
        for user, mine in zip(people, taken, strict=True)
        for _, pages in mine
        for _, activities, _ in pages
    )
    while some := list(islice(every, min(5000, count))):
        count -= len(some)
        attempts = H5PAttempt.objects.bulk_create(
            [
                H5PAttempt(user=user, activity=activity, completion_status="completed", score_raw=1, score_max=1)
                for user, activity in some
            ]
        )
        H5PXAPIStatement.objects.bulk_create(
            [
                H5PXAPIStatement(attempt=attempt, verb=ANSWERED, verb_display="answered", statement=statement("/", 1))
                for attempt in attempts
            ]
        )
        if not count:
            return


def statement(address: str, score: int) -> dict[str, Any]:
    """What H5P's own multiple choice sends when somebody checks an answer."""
    return {
        "actor": {"name": "person", "mbox": "mailto:person@example.nl", "objectType": "Agent"},
        "verb": {"id": ANSWERED, "display": {"en-US": "answered"}},
        "object": {
            "id": f"http://127.0.0.1{address}",
            "objectType": "Activity",
            "definition": {
                "type": "http://adlnet.gov/expapi/activities/cmi.interaction",
                "interactionType": "choice",
                "correctResponsesPattern": ["1"],
            },
        },
        "result": {
            "score": {"min": 0, "max": 1, "raw": score, "scaled": score},
            "completion": True,
            "success": bool(score),
            "duration": "PT12.5S",
            "response": "1",
        },
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
