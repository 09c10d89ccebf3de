"""What Wagtail's groups and permissions give: the least, exactly, and the same after everything that may happen to a membership."""

from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from tests.architecture.world import World

_PAGE = {"add_page", "change_page", "publish_page", "lock_page", "unlock_page"}
_FILES = {f"{verb}_{kind}" for verb in ("add", "change", "choose") for kind in ("image", "document")}


def test_groups_hold_exactly_what_they_need(world: World):
    mine = Group.objects.exclude(name__in=["Moderators", "Editors"])
    assert {name: _rights(name) for name in mine.values_list("name", flat=True)} == {
        "Kernredactie": _writes(world, "core"),
        "Auteurs van Gemeente Voorbeeldstad": _writes(world, "voorbeeldstad"),
        "Auteurs van Gemeente Anderstad": _writes(world, "anderstad"),
        "Beheerders van Gemeente Voorbeeldstad": {"access_admin"},
        "Beheerders van Gemeente Anderstad": {"access_admin"},
    }


def _writes(world: World, owner: str) -> set[str]:
    root = world.shelves[owner].root
    return {
        "access_admin",
        *(f"{name} on page {root.pk}" for name in _PAGE),
        *(f"{name} in {root.collection_id}" for name in _FILES),
    }


def _rights(name: str) -> set[str]:
    group = Group.objects.get(name=name)
    pages = GroupPagePermission.objects.filter(group=group).values_list("permission__codename", "page_id")
    files = GroupCollectionPermission.objects.filter(group=group).values_list("permission__codename", "collection_id")
    return {
        *group.permissions.values_list("codename", flat=True),
        *(f"{codename} on page {pk}" for codename, pk in pages),
        *(f"{codename} in {pk}" for codename, pk in files),
    }


def test_wagtails_own_groups_are_empty(world: World):
    assert Group.objects.filter(name__in=["Moderators", "Editors"], user__isnull=False).count() == 0


def test_people_are_in_the_groups_of_their_roles_and_no_others(world: World):
    held = {
        name: sorted(user.groups.values_list("name", flat=True))
        for name, user in world.cast.items()
        if user.groups.exists()
    }
    assert held == {
        "edith": ["Auteurs van Gemeente Voorbeeldstad"],
        "tess": ["Auteurs van Gemeente Anderstad"],
        "omar": ["Beheerders van Gemeente Voorbeeldstad"],
        "kees": ["Kernredactie"],
        "vera": [
            "Auteurs van Gemeente Voorbeeldstad",
            "Beheerders van Gemeente Voorbeeldstad",
        ],  # left, and can do nothing with it
    }


def test_nobody_but_the_platform_holds_a_right_of_django(world: World):
    for name, user in world.cast.items():
        allowed = set() if name == "petra" else user.get_all_permissions()
        assert allowed <= {"wagtailadmin.access_admin"}, name
    assert Permission.objects.filter(user__isnull=False).count() == 0
