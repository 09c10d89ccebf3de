"""Statements compiled once: the same rows as the queryset they come from, for every value, on both databases."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from people.models import Membership, Organisation, Role, Team, User
from people.prepared import Prepared, PreparedInsert, PreparedRows, PreparedUpdate
from people.viewer import viewer_of

pytestmark = pytest.mark.django_db


def memberships_of(user, role):
    return Membership.objects.filter(user_id=user, role=role).order_by("pk").values_list("pk", "started_on", "role")


@pytest.fixture
def prepared():
    return Prepared(memberships_of, user=-71717171, role="a-sample-role")


def test_prepared_rows_are_those_of_the_queryset(prepared, asha, edith):
    for person in (asha, edith):
        for role in Role.values:
            assert prepared.rows(user=person.pk, role=role) == list(memberships_of(person.pk, role))


def test_prepared_rows_have_python_values(prepared, asha):
    assert isinstance(prepared.rows(user=asha.pk, role=Role.PROFESSIONAL)[0][1], date)


def test_prepared_asks_one_statement_each_time(prepared, asha, django_assert_num_queries):
    with django_assert_num_queries(2):
        prepared.rows(user=asha.pk, role=Role.PROFESSIONAL)
        prepared.rows(user=asha.pk, role=Role.LEAD)


def test_prepared_takes_values_as_values(prepared, asha):
    assert prepared.rows(user=asha.pk, role="' OR 1=1 --") == []


def test_prepared_refuses_a_sample_that_is_not_in_the_query():
    lost = Prepared(lambda user, unused: Membership.objects.filter(user_id=user).values_list("pk"), user=-1, unused=-2)
    with pytest.raises(ValueError, match="own value"):
        lost.rows(user=1, unused=2)


def test_prepared_asks_for_every_value(prepared, asha):
    with pytest.raises(KeyError):
        prepared.rows(user=asha.pk)


def test_prepared_takes_uuids(asha, ben):
    named = Prepared(lambda one: User.objects.filter(uuid=one).values_list("pk", "uuid"), one=uuid.UUID(int=71717171))
    assert named.rows(one=asha.uuid) == [(asha.pk, asha.uuid)]


def of_user(user):
    return Membership.objects.filter(user_id=user)


def test_prepared_rows_of_a_model_are_the_objects_that_the_queryset_gives(asha, django_assert_num_queries):
    also = {"team": Team, "team__organisation": Organisation}
    prepared = PreparedRows(of_user, model=Membership, also=also, user=-71717171)
    with django_assert_num_queries(1):
        found = prepared.first(user=asha.pk)
        names = (found.team.name, found.team.organisation.name)
    expected = of_user(asha.pk).select_related("team__organisation").get()
    assert vars(found).keys() == vars(expected).keys()
    assert found.started_on == expected.started_on
    assert (found, *names) == (expected, expected.team.name, expected.team.organisation.name)
    found.save()
    assert Membership.objects.get(pk=found.pk).started_on == expected.started_on


def test_prepared_rows_of_a_model_are_none_where_there_are_none(asha):
    prepared = PreparedRows(of_user, model=Membership, also={}, user=-71717171)
    assert prepared.first(user=-1) is None


def test_prepared_takes_moments(asha):
    joined = Prepared(
        lambda since: User.objects.filter(date_joined__gte=since).order_by("pk").values_list("pk"),
        since=datetime(1971, 7, 17, tzinfo=UTC),
    )
    before, after = (asha.date_joined + timedelta(microseconds=step) for step in (-1, 1))
    assert [joined.rows(since=moment) for moment in (before, asha.date_joined, after)] == [
        [(asha.pk,)],
        [(asha.pk,)],
        [],
    ]


# --- Writing --------------------------------------------------------------------------------------

INSERT = PreparedInsert(Session, "session_key", "session_data", "expire_date")
UPDATE = PreparedUpdate(Session, put=["session_data", "expire_date"], where=["session_key", "session_data"])


def test_a_prepared_insert_makes_the_row_that_the_model_would():
    now = timezone.now()
    INSERT.run("een", "woorden", now)
    made = Session.objects.create(session_key="twee", session_data="woorden", expire_date=now)
    (row,) = Session.objects.filter(pk="een").values("session_data", "expire_date")
    assert row == {"session_data": made.session_data, "expire_date": made.expire_date}


def test_a_prepared_insert_of_a_row_that_is_there_is_refused():
    INSERT.run("een", "eerst", timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        INSERT.run("een", "later", timezone.now())
    assert Session.objects.get().session_data == "eerst"


def test_a_prepared_insert_takes_values_as_values():
    INSERT.run("een", "'); DROP TABLE django_session; --", timezone.now())
    assert Session.objects.get().session_data == "'); DROP TABLE django_session; --"


def test_a_prepared_insert_wants_every_column_named():
    with pytest.raises(ValueError, match="every column"):
        PreparedInsert(Session, "session_key", "session_data")


def test_a_prepared_insert_wants_a_value_for_every_column():
    with pytest.raises(ValueError, match="shorter"):
        INSERT.run("een", "woorden")


@pytest.mark.parametrize(("key", "words", "changed"), [("een", "oud", 1), ("een", "anders", 0), ("twee", "oud", 0)])
def test_a_prepared_update_changes_the_row_that_is_as_expected_and_says_how_many(key, words, changed):
    INSERT.run("een", "oud", timezone.now())
    INSERT.run("drie", "oud", timezone.now())
    later = timezone.now() + timedelta(days=1)
    assert UPDATE.run("nieuw", later, key, words) == changed
    assert Session.objects.filter(session_data="nieuw", expire_date=later).count() == changed
    assert Session.objects.get(pk="drie").session_data == "oud"


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite keeps no plans")
def test_what_is_prepared_is_planned_once_by_the_database(prepared, asha):
    for number in range(3):
        INSERT.run(f"sessie {number}", "oud", timezone.now())
        UPDATE.run("nieuw", timezone.now(), f"sessie {number}", "oud")
        prepared.rows(user=asha.pk, role=Role.PROFESSIONAL)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT statement, generic_plans + custom_plans FROM pg_prepared_statements WHERE statement LIKE ANY(%s)",
            [['INSERT INTO "django_session"%', 'UPDATE "django_session"%', 'SELECT "people_membership"%']],
        )
        runs = {statement.split()[0]: times for statement, times in cursor.fetchall()}
    assert {name: times >= 3 for name, times in runs.items()} == {"INSERT": True, "UPDATE": True, "SELECT": True}


# --- Memberships ----------------------------------------------------------------------------------


def test_a_membership_that_ended_today_gives_nothing_at_the_next_look(asha):
    assert viewer_of(asha).is_member
    Membership.objects.filter(user=asha).update(ended_on=timezone.localdate())
    assert not viewer_of(asha).is_member


def test_a_membership_from_tomorrow_gives_nothing_yet(asha):
    Membership.objects.filter(user=asha).update(started_on=timezone.localdate() + timedelta(days=1))
    assert not viewer_of(asha).is_member
