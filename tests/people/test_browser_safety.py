"""What browsers are told: cookies, policies, and what they may keep."""

import json
import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.django_db
STRICT = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "media-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "object-src": "'none'",
    "frame-src": "'none'",
    "frame-ancestors": "'none'",
}


def policy_of(reply) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in reply.headers["Content-Security-Policy"].split(";"))
    return {name: value for name, _, value in parts if name}


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/leren/",
        "/spiegel/",
        "/begrippen/",
        "/echte-zorg/",
        "/profiel/",
        "/privacy/",
        "/nergens/",
        "/studio-nergens/",
    ],
)
def test_learners_pages_run_nothing_but_our_own_files(as_asha, path):
    assert policy_of(as_asha.get(path)) == STRICT


@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/password/reset/", "/healthz"])
def test_the_door_runs_nothing_but_our_own_files(visitor, path):
    assert policy_of(visitor.get(path)) == STRICT


def test_the_studio_alone_is_given_more(as_edith):
    policy = policy_of(as_edith.get("/studio/"))
    assert {name: value for name, value in policy.items() if STRICT.get(name) != value} == {
        "script-src": "'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "frame-src": "'self'",
        "worker-src": "'self' blob:",
        "frame-ancestors": "'self'",
    }


def test_every_page_carries_the_same_headers(as_asha):
    headers = as_asha.get("/leren/").headers
    told = {
        name: headers[name]
        for name in ("X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy")
    }
    assert told == {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
    }


@pytest.mark.parametrize("path", ["/", "/leren/", "/profiel/"])
def test_pages_of_a_person_are_kept_by_no_shared_cache(as_asha, path):
    assert as_asha.get(path).headers["Cache-Control"] == "private, no-cache"


def test_pages_with_private_text_are_kept_by_nobody(as_asha):
    assert as_asha.get("/spiegel/").headers["Cache-Control"].split(", ")[0] == "no-store"


def test_cookies_over_loopback_are_out_of_reach_of_scripts(visitor, asha):
    visitor.post("/accounts/login/", {"login": "asha@voorbeeld.test", "password": "een-lang-wachtwoord-voor-de-tests"})
    visitor.get("/accounts/login/")
    flags = {
        name: (bool(cookie["httponly"]), cookie["samesite"], bool(cookie["secure"]), cookie["path"])
        for name, cookie in visitor.cookies.items()
    }
    assert {name: flags[name] for name in ("sessionid", "csrftoken")} == dict.fromkeys(
        ("sessionid", "csrftoken"), (True, "Lax", False, "/")
    )


_OVER_HTTPS = """
import json, django
django.setup()
from django.test import Client
client = Client(headers={"X-Forwarded-Proto": "https", "Host": "leren.gemeente.example"})
page = client.get("/accounts/login/")
plain = Client(headers={"Host": "leren.gemeente.example"}).get("/leren/")
from django.conf import settings
cookie = page.cookies[settings.CSRF_COOKIE_NAME]
print(json.dumps({
    "status": page.status_code,
    "csrf": [cookie.key, bool(cookie["secure"]), bool(cookie["httponly"]), cookie["samesite"], cookie["path"], cookie["domain"]],
    "session": [getattr(settings, f"SESSION_COOKIE_{name}") for name in ("NAME", "SECURE", "HTTPONLY", "SAMESITE")],
    "hsts": page.headers["Strict-Transport-Security"],
    "plain": [plain.status_code, plain.headers["Location"]],
}))
"""


@pytest.mark.slow
def test_over_https_cookies_belong_to_this_host_and_never_travel_plain(tmp_path):
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SITE_URL": "https://leren.gemeente.example",
        "BEHIND_PROXY": "1",
        "DATA_DIR": str(tmp_path),
    }
    (tmp_path / "static").mkdir()
    ran = subprocess.run(
        [sys.executable, "-c", _OVER_HTTPS], env=environment, capture_output=True, text=True, timeout=60, check=True
    )
    assert json.loads(ran.stdout) == {
        "status": 200,
        "csrf": ["__Host-csrftoken", True, True, "Lax", "/", ""],
        "session": ["__Host-sessionid", True, True, "Lax"],
        "hsts": "max-age=63072000; includeSubDomains; preload",
        "plain": [301, "https://leren.gemeente.example/leren/"],
    }


def test_signing_out_lets_the_browser_forget(as_asha):
    assert as_asha.post("/accounts/logout/").headers["Clear-Site-Data"] == '"cache", "storage"'


def test_a_visitor_at_the_way_out_clears_nothing(visitor):
    assert "Clear-Site-Data" not in visitor.post("/accounts/logout/").headers
