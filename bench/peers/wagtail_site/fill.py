"""Fills the plain Wagtail site: `python -m bench.peers.wagtail_site.fill LESSONS.json WANTED.json VISITS.json`."""

import json
import sys
import uuid
from pathlib import Path

import django

django.setup()

from django.db import transaction  # noqa: E402
from lessons.models import LessonPage  # noqa: E402
from wagtail.models import Site  # noqa: E402

from bench.peers import filling  # noqa: E402


def question(block: dict) -> tuple[str, dict]:
    choices = [{"id": str(uuid.uuid4()), "type": "item", "value": choice} for choice in block["choices"]]
    return "question", {"stem": block["stem"], "choices": choices}


@transaction.atomic
def main(lessons_file: str, wanted_file: str, visits_file: str) -> None:
    lessons, wanted = json.loads(Path(lessons_file).read_text()), json.loads(Path(wanted_file).read_text())
    home = Site.objects.get(is_default_site=True).root_page
    pages = []
    for number in range(wanted["lessons"]):
        lesson = lessons[number % len(lessons)]
        page = LessonPage(title=filling.titled(lesson, number), slug=f"les-{number}")
        page.body = json.dumps(filling.stream(lesson, "text", question))
        home.add_child(instance=page)
        pages.append((page, number % len(lessons)))
    people = filling.make_people(wanted["people"])
    visits = []
    for number in range(wanted["visits"]):
        page, lesson = pages[number * len(pages) // wanted["visits"]]
        visits.append(
            {
                "session": filling.sign_in(people[number]),
                "lesson": {"path": f"/{page.slug}/", "marker": page.title, "of": lesson},
            }
        )
    Path(visits_file).write_text(json.dumps(visits))


if __name__ == "__main__":
    main(*sys.argv[1:])
