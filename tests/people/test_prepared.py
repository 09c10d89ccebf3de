"""Statements compiled once: the same rows as the queryset they come from, for every value, on both databases."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from people.models import Membership, Role
from people.prepared import Prepared
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


def test_a_membership_that_ended_today_gives_nothing_at_the_next_look(asha):
    assert viewer_of(asha).is_member
    Membership.objects.filter(user=asha).update(ended_on=timezone.localdate())
    assert not viewer_of(asha).is_member


def test_a_membership_from_tomorrow_gives_nothing_yet(asha):
    Membership.objects.filter(user=asha).update(started_on=timezone.localdate() + timedelta(days=1))
    assert not viewer_of(asha).is_member
