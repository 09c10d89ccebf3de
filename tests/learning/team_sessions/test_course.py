"""The course of a session: who may prepare and lead it, and what each click does."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from cms.editions import memory
from learning.team_sessions import phases, recipes
from learning.team_sessions.actions import course, doors
from learning.team_sessions.actions.course import Plan, Subject
from learning.team_sessions.models import Session, State
from learning.team_sessions.phases import Phase
from people.models import Membership, Role
from people.refusal import Conflict, Refused
from tests.concurrency import at_once
from tests.factories import cms, people
from tests.learning.cases import case_edition
from tests.learning.sessions import at, clicked, moved, opened, prepared

# --- Recipes and phases: pure -----------------------------------------------------------------------


def test_recipes_last_as_long_as_they_say_and_keep_the_order():
    order = [phase.value for phase in Phase]
    for total, recipe in recipes.RECIPES.items():
        assert recipe.total == total
        assert list(recipe.phases) == [phase for phase in order if phase in recipe.phases]
    assert list(recipes.RECIPES) == [20, 30, 60, 90]
    assert recipes.USUAL == 20


def test_next_and_previous_find_their_way_around_what_a_recipe_leaves_out():
    short = recipes.RECIPES[20]
    assert Phase.AGAIN not in short.phases
    assert (short.next(Phase.LOBBY), short.next(Phase.AGAIN), short.next(Phase.CLOSE)) == ("look-back", "agree", None)
    assert (short.previous(Phase.AGAIN), short.previous(Phase.LOOK_BACK)) == ("talk", None)
    assert (short.advised(Phase.TALK), short.advised(Phase.AGAIN), short.advised(Phase.LOBBY)) == (6, 2, 0)


@pytest.mark.parametrize(
    ("phase", "to", "collecting", "shows", "opens"),
    [
        ("scale", "reveal", True, True, False),
        ("choose", "talk", True, True, False),  # who skips the showing has it shown all the same
        ("write", "scale", True, False, False),
        ("talk", "write", False, False, False),
        ("reveal", "scale", False, False, True),  # once more
        ("talk", "again", False, False, True),
        ("choose", "again", True, True, True),
        ("again", "again", True, False, False),
        ("again", "agree", True, True, False),
        ("again", "talk", True, True, False),
    ],
)
def test_moving_shows_and_opens_rounds(phase, to, collecting, shows, opens):
    assert phases.step(phase, to, collecting=collecting) == phases.Step(shows=shows, opens=opens)


@given(st.lists(st.sampled_from([phase for phase in Phase.values if phase != Phase.LOBBY])))
def test_wherever_one_goes_nothing_collected_is_left_unseen(clicks):
    """Where cards are written a round is open; where they are shown none is; and none opens before the last was shown."""
    phase, collecting, shown, number = Phase.LOBBY.value, True, 0, 1
    for to in clicks:
        going = phases.step(phase, to, collecting=collecting)
        assert not going.shows or collecting
        shown += going.shows
        number += going.opens
        collecting = going.opens or (collecting and not going.shows)
        phase = to
        assert collecting or phase not in phases.CARDS_IN
        assert not (collecting and phase in phases.SHOWN_IN)
        assert number - shown == collecting


# --- Preparing --------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_preparing_pins_the_edition_that_is_in_force(farah, noord):
    cms.reflection_question(3, asks="Wanneer zie ik elk kind?")
    made = prepared(farah)
    cms.reflection_question(4)
    assert (made.question, made.asks, made.edition.taught.kind) == (3, "Wanneer zie ik elk kind?", "reflection")
    assert (made.state, made.phase, made.minutes, made.with_lead) == (State.PREPARED, Phase.LOBBY, 20, False)
    assert list(made.facilitators.all()) == [farah]


@pytest.mark.django_db
def test_a_question_that_was_never_published_can_be_asked(farah):
    assert (prepared(farah, question=7).edition, prepared(farah, question=7).question) == (None, 7)


@pytest.mark.django_db
def test_a_case_can_be_the_subject_when_the_team_may_read_it(farah, noord, voorbeeldstad, anderstad):
    def about(organisation):
        made = memory.edition(case_edition(organisation).pk)
        subject = Subject(case=made.taught_id)
        return course.prepare(noord, subject=subject, by=farah, key=uuid.uuid4()).edition_id == made.pk

    assert about(None)
    assert about(voorbeeldstad)
    with pytest.raises(Refused, match="Deze casus is er nu niet"):
        about(anderstad)


@pytest.mark.django_db
@pytest.mark.parametrize("subject", [Subject(), Subject(question=11), Subject(case=uuid.UUID(int=7))])
def test_a_session_is_about_something_that_exists(farah, noord, subject):
    with pytest.raises(Refused):
        course.prepare(noord, subject=subject, by=farah, key=uuid.uuid4())


@pytest.mark.django_db
def test_the_same_key_prepares_one_session(farah, noord):
    key, subject = uuid.uuid4(), Subject(question=3)
    first, again = (course.prepare(noord, subject=subject, by=farah, key=key) for _time in range(2))
    assert (first, Session.objects.count()) == (again, 1)
    with pytest.raises(Conflict):
        course.prepare(noord, subject=Subject(question=4), by=farah, key=key)


@pytest.mark.django_db
def test_one_prepares_for_ones_own_team_alone_and_names_people_of_the_organisation(
    farah, ben, sam, noord, voorbeeldstad
):
    other, subject = people.team(voorbeeldstad, "Wijkteam Zuid"), Subject(question=3)
    for team, by, leading in ((noord, sam, []), (other, farah, []), (noord, farah, [sam])):
        with pytest.raises(Refused):
            course.prepare(team, subject=subject, by=by, key=uuid.uuid4(), facilitators=leading)
    made = course.prepare(noord, subject=subject, by=farah, key=uuid.uuid4(), facilitators=[ben])
    with pytest.raises(Refused, match="Alleen wie deze sessie begeleidt"):
        clicked(course.begin, made, farah)
    assert clicked(course.begin, made, ben).state == State.OPEN


@pytest.mark.django_db
def test_there_is_no_recipe_of_25_minutes(farah, noord):
    with pytest.raises(Refused, match="20, 30, 60 of 90"):
        course.prepare(noord, subject=Subject(question=1), by=farah, key=uuid.uuid4(), plan=Plan(minutes=25))


@pytest.mark.django_db
def test_who_left_the_organisation_leads_nothing(farah):
    made = prepared(farah)
    Membership.objects.update(ended_on=timezone.localdate() - timedelta(days=1))
    with pytest.raises(Refused, match="Alleen wie deze sessie begeleidt"):
        clicked(course.begin, made, farah)


@pytest.mark.django_db
def test_a_lead_who_leads_it_or_takes_part_is_told_to_all(farah, lotte, omar, noord):
    assert prepared(lotte).with_lead
    made = opened(farah)
    doors.join(made, by=farah)
    assert not Session.objects.get(pk=made.pk).with_lead
    doors.join(made, by=lotte)
    found = Session.objects.get(pk=made.pk)
    assert (found.with_lead, found.version) == (True, made.version + 1)


@pytest.mark.django_db
def test_somebody_always_leads(farah, ben, lotte):
    made = prepared(farah)
    with pytest.raises(Refused, match="minstens één begeleider"):
        clicked(course.set_facilitators, made, farah, people=[])
    made = clicked(course.set_facilitators, made, farah, people=[ben, lotte])
    assert (set(made.facilitators.all()), made.with_lead) == ({ben, lotte}, True)


# --- From phase to phase ----------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_session_walks_through_its_recipe(farah):
    session = opened(farah, minutes=60)
    walked = []
    while to := session.recipe.next(session.phase):
        session = moved(session, to, farah)
        walked.append(session.phase)
    assert walked == list(session.recipe.phases)
    assert clicked(course.close, session, farah).state == State.CLOSED


@pytest.mark.django_db
def test_every_change_is_a_version_and_sets_the_advised_end(farah):
    session = opened(farah)
    after = moved(session, "talk", farah)
    assert after.version == session.version + 1
    assert timedelta(minutes=5) < after.phase_until - timezone.now() <= timedelta(minutes=6)
    longer = clicked(course.extend, after, farah, minutes=5)
    assert longer.phase_until == after.phase_until + timedelta(minutes=5)


@pytest.mark.django_db
def test_who_saw_an_older_version_is_told_what_stands_now(farah):
    session = opened(farah)
    moved(session, "write", farah)
    with pytest.raises(Conflict, match="‘Schrijven voor jezelf’"):
        course.move(session, to="choose", by=farah, seen=session.version, key=uuid.uuid4())
    assert Session.objects.get(pk=session.pk).phase == Phase.WRITE


@pytest.mark.django_db
def test_a_click_whose_reply_was_lost_is_one_click(farah):
    session, key = at("write", farah), uuid.uuid4()
    first, again = (course.move(session, to="choose", by=farah, seen=session.version, key=key) for _time in range(2))
    assert (first.phase, first.version) == (again.phase, again.version) == (Phase.CHOOSE, session.version + 1)


@pytest.mark.django_db
def test_what_has_not_begun_or_is_over_does_not_move(farah):
    with pytest.raises(Refused, match="nog niet begonnen"):
        moved(prepared(farah), "write", farah)
    over = clicked(course.close, opened(farah), farah)
    for act, more in ((course.move, {"to": "talk"}), (course.close, {}), (course.extend, {"minutes": 2})):
        with pytest.raises(Refused, match="afgerond"):
            clicked(act, over, farah, **more)
    with pytest.raises(Refused, match="al begonnen"):
        clicked(course.begin, over, farah)


@pytest.mark.django_db
@pytest.mark.parametrize("to", ["lobby", "elders", ""])
def test_there_is_no_way_to_elsewhere(farah, to):
    with pytest.raises(Refused, match="Kies een van de stappen"):
        moved(opened(farah), to, farah)


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["asha", "lotte", "omar", "sam", "petra"])
def test_nobody_else_leads(farah, who, request):
    session, other = opened(farah), request.getfixturevalue(who)
    for act, more in (
        (course.move, {"to": "talk"}),
        (course.close, {}),
        (course.set_facilitators, {"people": [other]}),
    ):
        with pytest.raises(Refused, match="Alleen wie deze sessie begeleidt"):
            clicked(act, session, other, **more)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_who_lead_at_once_make_one_step(farah, ben, noord):
    session = clicked(course.set_facilitators, opened(farah), farah, people=[farah, ben])
    clicks = [
        lambda by=by, to=to: course.move(session, to=to, by=by, seen=session.version, key=uuid.uuid4()).phase
        for by, to in ((farah, "write"), (ben, "choose"), (farah, "talk"), (ben, "close"))
    ]
    done = at_once(clicks)
    found = Session.objects.get(pk=session.pk)
    assert [one for one in done if isinstance(one, str)] == [found.phase]
    assert sum(isinstance(one, Conflict) for one in done) == 3
    assert found.version == session.version + 1


@pytest.mark.django_db
def test_a_lead_of_another_team_leads_nobody_here(farah, voorbeeldstad):
    other = people.member("Loes", voorbeeldstad, Role.LEAD, people.team(voorbeeldstad, "Wijkteam Zuid"))
    made = opened(farah)
    doors.join(made, by=other, with_code=True)
    assert not Session.objects.get(pk=made.pk).with_lead
