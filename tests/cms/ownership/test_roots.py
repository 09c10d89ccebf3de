"""Every owner has one root, one collection and its groups; memberships fill the groups."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from wagtail.models import GroupCollectionPermission, GroupPagePermission, Page, Site

from cms.models import ContentRoot
from cms.permissions import CORE_GROUP, author_of, ensure_content_root
from people.models import Membership, Role, User
from tests.factories import people

pytestmark = pytest.mark.django_db


def test_root_is_made_once(voorbeeldstad):
    first = ensure_content_root(voorbeeldstad)
    assert ensure_content_root(voorbeeldstad) == first
    assert ContentRoot.objects.filter(organisation=voorbeeldstad).count() == 1
    assert first.collection.name == "Gemeente Voorbeeldstad"
    assert first.authors.name == "Auteurs van Gemeente Voorbeeldstad"


def test_core_root_replaces_the_welcome_page():
    root = ensure_content_root()
    assert root.authors.name == CORE_GROUP
    assert list(Page.objects.filter(depth=2).values_list("slug", flat=True)) == ["kern"]
    assert Site.objects.get().root_page.depth == 1


def test_group_may_do_only_what_authors_need(voorbeeldstad):
    root = ensure_content_root(voorbeeldstad)
    assert list(root.authors.permissions.values_list("codename", flat=True)) == ["access_admin"]
    pages = GroupPagePermission.objects.filter(group=root.authors).values_list("page_id", "permission__codename")
    assert set(pages) == {
        (root.pk, name) for name in ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
    }
    files = GroupCollectionPermission.objects.filter(group=root.authors).values_list(
        "collection_id", "permission__codename"
    )
    assert set(files) == {
        (root.collection_id, f"{verb}_{kind}") for verb in ("add", "change", "choose") for kind in ("image", "document")
    }
    assert not GroupPagePermission.objects.filter(group=root.administrators).exists()


def test_trainer_joins_and_leaves_the_group(edith, voorbeeldstad):
    group = ensure_content_root(voorbeeldstad).authors
    assert list(edith.groups.all()) == [group]
    membership = edith.memberships.get()
    membership.ended_on = timezone.localdate()
    membership.save()
    assert list(edith.groups.all()) == []


def test_deleted_membership_takes_the_group_with_it(edith):
    edith.memberships.get().delete()
    assert list(edith.groups.all()) == []


def test_administrator_gets_the_other_group(omar, voorbeeldstad):
    assert list(omar.groups.all()) == [ensure_content_root(voorbeeldstad).administrators]


def test_leaving_one_organisation_keeps_the_core_group(edith, kees, anderstad):
    membership = people.membership(kees, anderstad, Role.TRAINER)
    membership.delete()
    assert [group.name for group in kees.groups.all()] == [CORE_GROUP]


def _fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_author_of_follows_the_membership_and_not_the_group(edith, voorbeeldstad):
    assert author_of(_fresh(edith)).organisation_ids == [voorbeeldstad.pk]
    Membership.objects.filter(user=edith).update(ended_on=timezone.localdate())
    assert edith.groups.count() == 1
    assert not author_of(_fresh(edith)).may_enter


def test_future_trainer_may_not_enter_yet(anderstad):
    early = people.user("Vroeg")
    people.membership(early, anderstad, Role.TRAINER, started_on=timezone.localdate() + timedelta(days=1))
    assert not author_of(_fresh(early)).may_enter


def test_trainer_of_two_acts_in_the_first(edith, voorbeeldstad, anderstad):
    people.membership(edith, anderstad, Role.TRAINER, started_on=date(2024, 1, 1))
    assert author_of(_fresh(edith)).organisation_ids == [voorbeeldstad.pk]


@pytest.mark.parametrize(("who", "enters", "writes", "core"), [
    ("asha", False, False, False),
    ("lotte", False, False, False),
    ("omar", True, False, False),
    ("edith", True, True, False),
    ("kees", True, True, True),
    ("petra", True, True, True),
])  # fmt: skip
def test_what_each_may_do(request, who, enters, writes, core):
    author = author_of(_fresh(request.getfixturevalue(who)))
    assert (author.may_enter, author.writes, author.writes_core) == (enters, writes, core)
