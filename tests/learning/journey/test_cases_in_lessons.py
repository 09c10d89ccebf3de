"""A case in a lesson: what the lesson shows of it, and that it is done where it was played."""

import pytest

from cases_library.models import CasePage
from learning.journey.models import Completion, Progress
from tests.factories import cms
from tests.learning.cases import DOCUMENT, LONG, begin, case_edition, play, played
from tests.learning.classroom import PROMPT, asks, blocks, finish, lessons_of, live, module_of, path, send

pytestmark = pytest.mark.django_db
WORDS = "Speel de casus ‘Aan de deur’ en rond de nabespreking af"


@pytest.fixture
def page():
    """The page of a case, published."""
    made = CasePage(
        title="Aan de deur", slug="aan-de-deur", summary="Wie belt er aan?", minutes=5, document=DOCUMENT, **cms.REVIEW
    )
    cms.root().add_child(instance=made)
    return cms.publish_now(made)


@pytest.fixture
def lesson(page):
    (made,) = lessons_of(module_of([("text", "<p>Eerst lezen.</p>"), ("case", {"case": page})]))
    return made


def here(lesson) -> str:
    return path(lesson.get_parent(), lesson)


def shown(client, lesson) -> str:
    return client.get(here(lesson)).content.decode()


def debriefed(client, page, choices=LONG) -> None:
    run = play(client, begin(client, live(page)), choices)
    client.post(f"{run}nabespreking/afronden/")


def test_a_lesson_shows_its_case_and_asks_for_it(as_asha, lesson):
    html = shown(as_asha, lesson)
    (block,) = blocks(lesson, "case")
    assert (f'id="casus-{block["id"]}"' in html, "Nog niet gespeeld" in html, WORDS in html) == (True, True, True)
    assert "Nog open in deze les: één casus." in html


def test_a_case_under_way_or_not_looked_back_at_stays_open(as_asha, page, lesson):
    run = begin(as_asha, live(page))
    assert "Bezig" in shown(as_asha, lesson)
    play(as_asha, run)
    html = shown(as_asha, lesson)
    assert ("Nabespreking open" in html, WORDS in html) == (True, True)
    finish(as_asha, lesson)
    assert not Progress.objects.filter(finished_at__isnull=False).exists()


def test_a_lesson_is_done_when_its_case_is_looked_back_at(as_asha, page, lesson):
    debriefed(as_asha, page)
    html = shown(as_asha, lesson)
    assert ("Gespeeld en nabesproken" in html, WORDS in html) == (True, False)
    finish(as_asha, lesson)
    assert Completion.objects.count() == 1


def test_it_does_not_matter_that_the_case_was_played_before_the_lesson_was_begun(as_asha, as_ben, page, lesson):
    debriefed(as_ben, page)
    assert WORDS not in shown(as_ben, lesson)
    assert WORDS in shown(as_asha, lesson)


def test_another_item_of_the_lesson_stays_open(as_asha, page):
    (lesson,) = lessons_of(module_of([*asks("single"), ("case", {"case": page}), PROMPT]))
    assert "Nog open in deze les: één vraag, één casus en één spiegelvraag." in shown(as_asha, lesson)
    debriefed(as_asha, page)
    assert "Nog open in deze les: één vraag en één spiegelvraag." in shown(as_asha, lesson)


def _change(page, *, material: bool) -> None:
    page = CasePage.objects.get(pk=page.pk)
    page.minutes, page.change = page.minutes + 1, "material" if material else "minor"
    cms.publish_now(page)


def test_a_minor_change_of_the_case_leaves_it_done(as_asha, page, lesson):
    debriefed(as_asha, page)
    _change(page, material=False)
    assert WORDS not in shown(as_asha, lesson)


def test_a_material_change_asks_the_case_again_after_moving_over(as_asha, page, lesson):
    debriefed(as_asha, page)
    as_asha.post(path(lesson.get_parent(), "beginnen"))
    _change(page, material=True)
    assert WORDS not in shown(as_asha, lesson)
    as_asha.post(path(lesson.get_parent(), "overstappen"))
    html = shown(as_asha, lesson)
    assert (WORDS in html, "gewijzigd sinds je hem speelde" in html) == (True, True)


def test_the_module_lists_the_case_under_its_lesson(as_asha, page, lesson):
    rows = as_asha.get(path(lesson.get_parent())).context["rows"]
    assert [(row["kind"], row["state"]) for row in rows] == [("lesson", "new"), ("case", "new")]
    debriefed(as_asha, page)
    rows = as_asha.get(path(lesson.get_parent())).context["rows"]
    assert [(row["kind"], row["state"]) for row in rows] == [("lesson", "new"), ("case", "done")]


def test_home_leads_to_cases_that_are_open(as_asha, as_ben):
    case = case_edition()
    run = begin(as_asha, case)
    assert f'href="{run}"' in as_asha.get("/").content.decode()
    assert run not in as_ben.get("/").content.decode()
    play(as_asha, run)
    assert f'href="{run}nabespreking/"' in as_asha.get("/").content.decode()
    as_asha.post(f"{run}nabespreking/afronden/")
    assert run not in as_asha.get("/").content.decode()


def test_several_open_runs_of_one_case_list_no_module_twice(as_asha):
    module = module_of([("text", "<p>Kort.</p>")])
    case = case_edition()
    for _ in range(3):
        begin(as_asha, case, anew="1")
    page = as_asha.get("/")
    assert ([one["title"] for one in page.context["modules"]], len(page.context["runs"])) == ([module.title], 3)


def test_an_earlier_edition_of_the_lesson_shows_the_case_too(as_asha, lesson):
    assert "casus-" in as_asha.get(f"{here(lesson)}editie/1/").content.decode()


def test_a_case_that_was_played_from_the_catalogue_is_sent_nowhere(as_asha, page, lesson):
    """Looking at a lesson writes nothing of the case."""
    played(as_asha, live(page))
    shown(as_asha, lesson)
    assert Progress.objects.count() == 0


def test_a_prompt_of_the_lesson_may_still_be_passed_by(as_asha, page):
    (lesson,) = lessons_of(module_of([("case", {"case": page}), PROMPT]))
    debriefed(as_asha, page)
    send(as_asha, path(lesson.get_parent(), lesson, "spiegel", blocks(lesson, "prompt")[0]), {"skip": "1"})
    finish(as_asha, lesson)
    assert Completion.objects.count() == 1
