"""Where a second factor is asked for: everybody of the cast × where they go, as a table."""

from datetime import datetime, timedelta

import pytest
from django.test import override_settings
from django.utils import timezone

from tests.architecture.world import World

_SET_UP = "/accounts/2fa/totp/activate/"
_TABLE = {
    #            /       /leren/ /spiegel/ /profiel/ /studio/
    "asha":    ["200",  "200",  "200",    "200",    "404"],
    "lotte":   ["200",  "200",  "200",    "200",    "404"],
    "noor":    ["200",  "200",  "200",    "200",    "404"],
    "sam":     ["200",  "200",  "200",    "200",    "404"],
    "vera":    ["302",  "404",  "200",    "200",    "set up"],
    "edith":   ["set up"] * 5,
    "tess":    ["set up"] * 5,
    "omar":    ["set up"] * 5,
    "petra":   ["set up"] * 5,
    "kees":    ["404",  "404",  "200",    "200",    "set up"],
}  # fmt: skip
"""Trainers and administrators need it everywhere; who is in an author's group by other ways needs it for the studio."""
_WHERE = ("/", "/leren/", "/spiegel/", "/profiel/", "/studio/")


@pytest.mark.parametrize("who", _TABLE)
def test_second_factor(world: World, who: str):
    with override_settings(REQUIRE_MFA=True):
        replies = [world.browser(who).get(path) for path in _WHERE]
    assert [
        "set up" if reply.headers.get("Location") == _SET_UP else str(reply.status_code) for reply in replies
    ] == _TABLE[who]


@pytest.mark.parametrize("who", ["edith", "petra", "kees"])
def test_the_number_to_call_waits_for_no_second_factor(world: World, who: str):
    with override_settings(REQUIRE_MFA=True):
        assert world.browser(who).get("/echte-zorg/").status_code == 200


def test_who_found_a_leak_can_say_so(world: World):
    """RFC 9116."""
    reply = world.browser("visitor").get("/.well-known/security.txt")
    said = dict(line.split(": ", 1) for line in reply.content.decode().splitlines())
    assert reply.headers["Content-Type"].startswith("text/plain")
    assert said["Contact"].startswith("mailto:")
    assert said["Canonical"].endswith("/.well-known/security.txt")
    assert timezone.now() < datetime.fromisoformat(said["Expires"]) < timezone.now() + timedelta(days=366)


def test_the_health_page_says_nothing_else(world: World):
    assert world.browser("visitor").get("/healthz").content == b"ok\n"
