"""What playing costs, in statements on both databases. A step is one request, and costs at most eight."""

import pytest

from tests.factories import cms, people
from tests.learning.cases import DOCUMENT, LONG, SHORT, begin, case_edition, number_at, play, played, take
from tests.learning.classroom import lessons_of, module_of, path
from tests.learning.test_budgets import counted, read

pytestmark = pytest.mark.django_db
MOST = 8


@pytest.fixture
def case(db):
    return case_edition()


def cost(client, run, choice="", **form):
    number = number_at(client, run)
    with counted() as statements:
        assert take(client, run, choice, number=number, **form).status_code in {200, 302}
    return statements


@pytest.mark.parametrize("in_place", [True, False])
def test_a_step_costs_five_statements_two_of_them_in_its_transaction(as_asha, case, in_place):
    statements = cost(as_asha, begin(as_asha, case), "bel", in_place=in_place)
    assert (len(statements), len(statements.of_transaction)) == (5, 2)


def test_a_step_with_a_reason_costs_one_more(as_asha, case):
    run = begin(as_asha, case)
    take(as_asha, run, "terug", reason="De eerste woorden maken de sleutel.")
    assert len(cost(as_asha, run, "bel", reason="Ik wil weten hoe het nu is.")) == 6


def test_the_dearest_step_stays_within_the_budget(as_asha, case):
    """A reason at a decision that leads straight to an ending."""
    ends_at_once = [
        {**DOCUMENT["scenes"][0], "choices": [{"key": "weg", "text": "Je gaat.", "to": "slot", "consequence": "Weg."}]}
    ]
    run = begin(
        as_asha,
        case_edition(scenes=[*ends_at_once, DOCUMENT["scenes"][6]], panel=[DOCUMENT["panel"][0] | {"choice": "weg"}]),
    )
    take(as_asha, begin(as_asha, case), "bel", reason="De eerste woorden maken de sleutel.")
    assert len(cost(as_asha, run, "weg", reason="Daarom.")) == MOST - 1


def test_every_step_of_a_play_stays_within_the_budget(as_asha, case):
    run = begin(as_asha, case)
    take(as_asha, run, "terug", reason="De eerste woorden maken de sleutel.")
    costs = [len(cost(as_asha, run, aside="collega")), *(len(cost(as_asha, run, one, reason="Want.")) for one in LONG)]
    assert max(costs) <= MOST


@pytest.mark.parametrize("steps", [0, 60])
def test_a_scene_is_read_in_three_statements_however_long_the_run(as_asha, case, steps):
    run = play(as_asha, begin(as_asha, case), ("terug",) * steps)
    assert len(read(as_asha, run)) == 3


@pytest.mark.parametrize("crowd", [0, 12])
def test_a_debrief_costs_the_same_however_many_people_played(as_asha, sign_in, voorbeeldstad, noord, case, crowd):
    for number in range(crowd):
        colleague = sign_in(people.member("", voorbeeldstad, team=noord))
        colleague.post(f"{played(colleague, case, LONG if number % 3 else SHORT)}nabespreking/afronden/")
    run = begin(as_asha, case)
    take(as_asha, run, "bel", reason="Want.")
    play(as_asha, run, LONG[1:])
    read(as_asha, f"{run}nabespreking/")
    assert len(read(as_asha, f"{run}nabespreking/")) == 6


@pytest.mark.parametrize("cases", [1, 12])
def test_the_catalogue_of_cases_costs_four_statements_however_many(as_asha, cases):
    for _ in range(cases):
        played(as_asha, case_edition(), SHORT)
    read(as_asha, "/casussen/")
    assert len(read(as_asha, "/casussen/")) == 4


def test_a_lesson_with_cases_costs_one_statement_more_than_one_without(as_asha):
    from cases_library.models import CasePage

    pages = []
    for number in range(3):
        page = CasePage(
            title="Casus", slug=f"casus-in-les-{number}", summary="Kort.", minutes=5, document=DOCUMENT, **cms.REVIEW
        )
        cms.root().add_child(instance=page)
        pages.append(cms.publish_now(page))
    plain, full = lessons_of(module_of([("text", "<p>Kort.</p>")], [("case", {"case": page}) for page in pages]))
    costs = []
    for lesson in (plain, full):
        address = path(lesson.get_parent(), lesson)
        read(as_asha, address)
        costs.append(len(read(as_asha, address)))
    assert costs[1] - costs[0] == 1
