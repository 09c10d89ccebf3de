"""How others chose: from five people up, never so that one person's choice can be worked out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.practice.models import Spread
from people import small_numbers
from tests.factories import people
from tests.learning.cases import begin, case_edition, play, played

TEAM, EVERYBODY = "Je team", "Iedereen die deze casus speelde"
REST = ("vraag", "blijf", "stop")


# --- The rule, by itself --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({}, False),
        ({"a": 2, "b": 2}, False),
        ({"a": 3, "b": 2}, True),
        ({"a": 5}, False),
        ({"a": 4, "b": 1}, False),
        ({"a": 40}, False),
        ({"a": 39, "b": 1}, False),
        ({"a": 38, "b": 2}, True),
        ({"a": 3, "b": 2, "c": 0}, True),
    ],
)
def test_a_spread_shows_from_five_people_and_never_when_all_or_all_but_one_agree(counts, shown):
    assert (small_numbers.spread(counts) is not None) is shown


@pytest.mark.parametrize(
    ("rest", "shown"),
    [
        ({}, True),
        ({"a": 1}, False),
        ({"a": 2, "b": 2}, False),
        ({"a": 3, "b": 2}, True),
        ({"a": 5}, False),
        ({"a": 4, "b": 1}, False),
        ({"a": 1, "b": -1}, False),
    ],
)
def test_a_whole_beside_a_part_shows_when_the_rest_is_nobody_or_tells_of_nobody(rest, shown):
    part = {"a": 4, "b": 3}
    whole = {choice: part[choice] + rest.get(choice, 0) for choice in part}
    assert (small_numbers.spread(whole, beside=part) is not None) is shown


_COUNTS = st.dictionaries(st.sampled_from("abcd"), st.integers(0, 12))


def tells_of_nobody(counts) -> bool:
    people_there = sum(counts.values())
    return people_there >= 5 and all(people_there - count >= 2 for count in counts.values())


@given(_COUNTS, st.none() | _COUNTS)
def test_no_figure_that_shows_lets_anybody_know_what_another_chose(counts, beside):
    found = small_numbers.spread(counts, beside=beside)
    if found is not None:
        rest = {choice: found.get(choice, 0) - (beside or {}).get(choice, 0) for choice in "abcd"}
        assert tells_of_nobody(found)
        assert beside is None or not any(rest.values()) or tells_of_nobody(rest)


@given(st.lists(st.sampled_from("ab"), max_size=60))
def test_between_two_looks_five_people_came_who_stay_hidden_among_each_other(choices):
    counts: dict[str, int] = {}
    shown: dict[str, int] = {}
    for choice in choices:
        counts[choice] = counts.get(choice, 0) + 1
        if small_numbers.may_show_anew(counts, shown):
            came = {one: counts.get(one, 0) - shown.get(one, 0) for one in counts}
            assert (sum(came.values()) % 5, tells_of_nobody(came), tells_of_nobody(counts)) == (0, True, True)
            shown = dict(counts)


@pytest.mark.parametrize(("number", "said"), [(0, 0), (4, 0), (5, 5), (7, 5), (8, 10), (101, 100)])
def test_figures_over_content_are_to_the_nearest_five(number, said):
    assert small_numbers.about(number) == said


# --- On the debrief -------------------------------------------------------------------------------

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(db):
    return case_edition()


@pytest.fixture
def crowd(sign_in, voorbeeldstad, noord, case):
    """Let new colleagues play and finish the debrief; each is named by their first choice."""

    def come(*first_choices: str, team=noord) -> list:
        clients = []
        for choice in first_choices:
            client = sign_in(people.member("", voorbeeldstad, team=team))
            client.post(f"{play(client, begin(client, case), (choice, *REST))}nabespreking/afronden/")
            clients.append(client)
        return clients

    return come


def tables(client, run) -> list[str]:
    page = client.get(f"{run}nabespreking/").content.decode()
    return [title for title in (TEAM, EVERYBODY) if f"<caption>{title}" in page]


def test_four_people_are_too_few(as_asha, case, crowd):
    crowd("bel", "bel", "wacht", "wacht")
    assert tables(as_asha, played(as_asha, case)) == []


def test_five_people_show_in_their_team_and_in_all(as_asha, case, crowd):
    crowd("bel", "bel", "wacht", "wacht", "bel")
    run = played(as_asha, case)
    assert tables(as_asha, run) == [TEAM, EVERYBODY]
    assert "5 mensen" in as_asha.get(f"{run}nabespreking/").content.decode()


def shown_at_the_door():
    return [row.shown for row in Spread.objects.filter(scene="deur")]


def test_the_next_four_change_nothing_that_shows(as_asha, case, crowd):
    crowd("bel", "bel", "wacht", "wacht", "bel")
    crowd("wacht", "wacht", "wacht", "bel")
    assert shown_at_the_door() == [{"bel": 3, "wacht": 2}] * 2
    crowd("bel")
    assert shown_at_the_door() == [{"bel": 5, "wacht": 5}] * 2


@pytest.mark.parametrize("came", [("wacht",) * 5, ("wacht",) * 4 + ("bel",)])
def test_five_who_come_and_all_or_all_but_one_choose_the_same_wait_for_others(as_asha, case, crowd, came):
    crowd("bel", "bel", "wacht", "wacht", "bel")
    crowd(*came)
    assert shown_at_the_door() == [{"bel": 3, "wacht": 2}] * 2


@pytest.mark.whole
def test_where_all_chose_the_same_nothing_shows(as_asha, case, crowd):
    crowd(*["bel"] * 6)
    assert tables(as_asha, played(as_asha, case)) == []


@pytest.mark.whole
def test_another_team_is_not_ones_own(as_asha, voorbeeldstad, case, crowd):
    crowd("bel", "bel", "wacht", "wacht", "bel", team=people.team(voorbeeldstad, "Wijkteam Zuid"))
    assert tables(as_asha, played(as_asha, case)) == [EVERYBODY]


@pytest.mark.whole
def test_all_do_not_show_beside_a_team_when_the_rest_is_small(as_asha, voorbeeldstad, case, crowd):
    crowd("bel", "bel", "wacht", "wacht", "bel")
    crowd("wacht", "wacht", "bel", "bel", "bel", team=people.team(voorbeeldstad, "Wijkteam Zuid"))
    assert tables(as_asha, played(as_asha, case)) == [TEAM, EVERYBODY]
    Spread.objects.filter(team=None, scene="deur").update(shown={"bel": 4, "wacht": 3})
    assert tables(as_asha, played(as_asha, case)) == [TEAM]


def test_only_a_first_play_counts_and_only_when_its_debrief_is_finished(as_asha, case, crowd):
    (colleague,) = crowd("bel")
    colleague.post(f"{played(colleague, case)}nabespreking/afronden/")
    played(as_asha, case)
    assert Spread.objects.get(scene="deur", team=None).counts == {"bel": 1}


def test_who_deletes_their_run_and_plays_again_does_not_count_twice(as_asha, case):
    for _ in range(2):
        run = played(as_asha, case)
        as_asha.post(f"{run}nabespreking/afronden/")
        as_asha.post(f"{run}verwijderen/")
    assert Spread.objects.get(scene="deur", team=None).counts == {"bel": 1}


def test_a_loop_counts_by_its_first_choice(as_asha, case):
    run = play(as_asha, begin(as_asha, case), ("terug", "terug", "bel", *REST))
    as_asha.post(f"{run}nabespreking/afronden/")
    assert Spread.objects.get(scene="deur", team=None).counts == {"terug": 1}


@pytest.mark.whole
def test_a_material_change_of_the_case_begins_a_new_spread(as_asha, case, crowd, sign_in, voorbeeldstad, noord):
    crowd("bel", "bel", "wacht", "wacht", "bel")
    changed = case_edition(source=case.taught_id, slug=case.content["slug"], material=True, minutes=6)
    assert tables(as_asha, played(as_asha, changed)) == []
