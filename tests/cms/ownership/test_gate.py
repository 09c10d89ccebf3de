"""Who comes into the studio, at every request, and which of its routes are whose."""

# ruff: noqa: E501  forms and lists of addresses read best as they are sent

import pytest
from django.urls import URLResolver, get_resolver
from django.utils import timezone

from cms.gate import ROUTES
from people.models import Membership

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path",
    ["/studio/", "/studio/pages/1/edit/", "/studio/pages/99999/edit/", "/studio/bestaat-niet/", "/studio/login/"],
)
def test_visitor_is_sent_to_sign_in_whatever_there_is(visitor, path):
    reply = visitor.get(path)
    assert (reply.status_code, reply["Location"]) == (302, f"/accounts/login/?next={path}")


@pytest.mark.parametrize("who", ["asha", "ben", "farah", "lotte", "sam"])
@pytest.mark.parametrize("path", ["/studio/", "/studio/images/", "/studio/bestaat-niet/"])
def test_studio_does_not_exist_for_learners(request, who, path):
    assert request.getfixturevalue(f"as_{who}").get(path).status_code == 404


@pytest.mark.parametrize("who", ["edith", "omar", "tess", "petra", "kees"])
def test_studio_opens_for_who_has_a_task_there(request, who):
    assert request.getfixturevalue(f"as_{who}").get("/studio/").status_code == 200


def test_ended_membership_closes_the_studio_at_the_next_request(as_edith, edith):
    assert as_edith.get("/studio/").status_code == 200
    Membership.objects.filter(user=edith).update(ended_on=timezone.localdate())
    assert edith.groups.exists()
    assert as_edith.get("/studio/").status_code == 404


_OF_THE_PLATFORM = [
    "/studio/users/", "/studio/groups/", "/studio/sites/", "/studio/collections/", "/studio/workflows/list/", "/studio/reports/site-history/",
    "/studio/reports/locked/", "/studio/reports/aging-pages/", "/studio/reports/page-types-usage/", "/studio/users/new/", "/studio/groups/new/",
]  # fmt: skip


@pytest.mark.parametrize("path", _OF_THE_PLATFORM)
def test_what_the_platform_keeps_does_not_exist_for_trainers(as_edith, as_kees, as_omar, path):
    assert [client.get(path).status_code for client in (as_edith, as_kees, as_omar)] == [404, 404, 404]


@pytest.mark.parametrize("path", [path for path in _OF_THE_PLATFORM if "workflows" not in path])
def test_platform_administrator_keeps_it(as_petra, path):
    assert as_petra.get(path).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/studio/images/",
        "/studio/documents/",
        "/studio/snippets/cms/question/",
        "/studio/snippets/cms/slot/add/",
        "/studio/pages/",
    ],
)
def test_administrator_of_an_organisation_has_local_texts_alone(as_omar, path):
    assert as_omar.get(path).status_code == 404
    assert as_omar.get("/studio/snippets/cms/localtext/").status_code == 200


def _names(resolver, prefix=""):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _names(pattern, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix)
        elif pattern.name:
            yield f"{prefix}{pattern.name}"


def test_table_names_only_routes_that_exist():
    known = set(_names(get_resolver()))
    optional = {name for name in ROUTES if name.startswith("wagtailsnippet")}
    assert set(ROUTES) - known - optional == set()
