"""What the pages of a module show: lists, crumbs, and what is still to do, in words."""

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from learning.journey.queries import BUSY, DONE, NEW, Standing, case_items, is_played

Item = dict[str, Any]


def lesson_url(standing: Standing, lesson: Mapping[str, Any]) -> str:
    """Where a lesson of this module is read."""
    return _lesson_url(standing.slug, lesson["slug"])


@lru_cache(maxsize=4096)
def _lesson_url(module: str, lesson: str) -> str:
    return reverse("journey:lesson", args=[module, lesson])


def test_url(standing: Standing) -> str:
    """Where the closing test begins."""
    return reverse("journey:test", args=[standing.slug])


def contents(standing: Standing, current: str = "") -> list[Item]:
    """The lessons and the test, for the list beside a lesson."""
    items = [
        {
            "title": lesson["title"],
            "url": lesson_url(standing, lesson),
            "state": standing.state(lesson),
            "current": lesson["slug"] == current,
            "kind": "lesson",
        }
        for lesson in standing.lessons
    ]
    if standing.test:
        items.append(
            {
                "title": standing.test["title"],
                "url": test_url(standing),
                "state": test_state(standing),
                "current": current == "toets",
                "kind": "test",
            }
        )
    return items


def states(standing: Standing) -> tuple[str, ...]:
    """The state of each row of `contents`, in its order."""
    lessons = tuple(standing.state(lesson) for lesson in standing.lessons)
    return (*lessons, test_state(standing)) if standing.test else lessons


def test_state(standing: Standing) -> str:
    """The closing test as the other parts of a module are shown."""
    return DONE if standing.test_passed_at else NEW


def rows(standing: Standing) -> list[Item]:
    """The lessons, each with its cases under it, and the test as the module's page lists them."""
    following = next_lesson(standing)
    items: list[Item] = []
    for number, lesson in enumerate(standing.lessons, 1):
        row = {
            "title": lesson["title"],
            "url": lesson_url(standing, lesson),
            "state": standing.state(lesson),
            "kind": "lesson",
            "number": number,
            "minutes": lesson["minutes"],
            "note": lesson["summary"],
            "current": following is not None and lesson["slug"] == following["slug"],
        }
        items += [row, *(_case_row(standing, item) for item in case_items([lesson]))]
    if test := standing.test:
        note = _("%(draw)s vragen, gehaald vanaf %(mark)s%%, zo vaak als je wilt") % {
            "draw": test["draw"],
            "mark": test["pass_mark"],
        }
        items.append(
            {
                "title": test["title"],
                "url": test_url(standing),
                "state": test_state(standing),
                "kind": "test",
                "note": note,
                "current": following is None and not standing.test_passed_at,
            }
        )
    return items


def _case_row(standing: Standing, item: Mapping[str, Any]) -> Item:
    work = standing.cases.get(item["taught"])
    done = is_played(item, standing.cases)
    return {
        "title": item["title"],
        "url": reverse("practice:case", args=[item["slug"]]),
        "state": DONE if done else BUSY if work else NEW,
        "kind": "case",
        "minutes": item["minutes"],
    }


def next_lesson(standing: Standing) -> Mapping[str, Any] | None:
    """The lesson to go on with: the one begun last and not finished, else the first that is not done."""
    begun = [
        lesson for lesson in standing.lessons if lesson["line"] in standing.progress and standing.state(lesson) != DONE
    ]
    if begun:
        return max(begun, key=lambda lesson: standing.progress[lesson["line"]].touched_at)
    return next((lesson for lesson in standing.lessons if standing.state(lesson) != DONE), None)


def open_items(standing: Standing, lesson: Mapping[str, Any]) -> list[Item]:
    """What is still to do in a lesson, one click away."""
    names = {
        "question": _("Beantwoord vraag %(number)s"),
        "case": _("Speel de casus ‘%(title)s’ en rond de nabespreking af"),
        "prompt": _("Schrijf bij de spiegelvraag, of kies ‘Nu niet’"),
    }
    anchors = {"question": "vraag", "case": "casus", "prompt": "spiegel"}
    numbers = {
        item["id"]: number
        for number, item in enumerate((one for one in lesson["items"] if one["type"] == "question"), 1)
    }
    return [
        {
            "id": item["id"],
            "text": names[item["type"]] % {"number": numbers.get(item["id"], ""), "title": item.get("title", "")},
            "url": f"{lesson_url(standing, lesson)}#{anchors[item['type']]}-{item['id']}",
        }
        for item in standing.open_items(lesson)
    ]


def remaining_words(standing: Standing, lesson: Mapping[str, Any]) -> str:
    """What is open in a lesson, as one sentence."""
    still_open = standing.open_items(lesson)
    if standing.state(lesson) == DONE:
        return _("Deze les is klaar.")
    if not still_open:
        return _("Alles is gedaan. Rond de les af als je klaar bent.")
    kinds = Counter(item["type"] for item in still_open)
    words = (
        (kinds["question"], ngettext("één vraag", "%(count)s vragen", kinds["question"])),
        (kinds["case"], ngettext("één casus", "%(count)s casussen", kinds["case"])),
        (kinds["prompt"], ngettext("één spiegelvraag", "%(count)s spiegelvragen", kinds["prompt"])),
    )
    *first, last = [text % {"count": count} for count, text in words if count]
    what = _("%(first)s en %(last)s") % {"first": ", ".join(first), "last": last} if first else last
    return _("Nog open in deze les: %(what)s.") % {"what": what}


def module_open(standing: Standing) -> list[Item]:
    """“Wat moet je nog doen”: every lesson not done, and the test."""
    items = []
    for lesson in standing.lessons:
        if standing.state(lesson) != DONE:
            words = (
                _("Lees ‘%(title)s’ opnieuw: die les is gewijzigd")
                if lesson["taught"] in standing.earlier
                else _("Lees ‘%(title)s’ en rond de les af")
            )
            items.append({"text": words % {"title": lesson["title"]}, "url": lesson_url(standing, lesson)})
    if standing.test and not standing.test_passed_at:
        items.append(
            {
                "text": _("Haal de toets (minstens %(mark)s%%)") % {"mark": standing.test["pass_mark"]},
                "url": test_url(standing),
            }
        )
    return items


def rule_words(standing: Standing) -> str:
    """The one rule of completion, in words."""
    count = len(standing.lessons)
    lessons = ngettext("de les is afgerond", "alle %(count)s lessen zijn afgerond", count) % {"count": count}
    if standing.test is None:
        return _("Deze module is klaar als %(lessons)s.") % {"lessons": lessons}
    return _("Deze module is klaar als %(lessons)s en de toets is gehaald (minstens %(mark)s%%).") % {
        "lessons": lessons,
        "mark": standing.test["pass_mark"],
    }


def sources(content: Mapping[str, Any]) -> list[Item]:
    """The sources of a lesson or module, numbered as the text refers to them."""
    return [
        {
            "id": f"bron-{source['key']}",
            "number": number,
            **{name: source[name] for name in ("title", "publisher", "url", "date", "seen")},
        }
        for number, source in enumerate(content["sources"], 1)
    ]


def progress_words(standing: Standing) -> str:
    """How far the lessons are."""
    return _("%(done)s van %(total)s lessen klaar") % {"done": standing.lessons_done, "total": len(standing.lessons)}
