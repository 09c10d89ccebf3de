"""How the parts hang together: imports, migrations, settings. `make check` runs the tools; here stands that they are told to."""

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

ROOT = Path(settings.BASE_DIR)
_PRODUCTION = {
    "ENVIRONMENT": "production",
    "SITE_URL": "https://leren.gemeente.example",
    "SECRET_KEY": "only-here-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "MASTER_KEY": "only-here-9876543210-zyxwvutsrqponmlkjihgfedcba-ZYXWVUTSRQPONMLKJIHGFEDCBA",
}


def test_rooms_import_one_way():
    said = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    assert [contract["type"] for contract in said["contracts"]] == ["layers"]
    assert said["contracts"][0]["layers"] == [
        "config",
        "learning.dossier",
        "learning.team_sessions",
        "learning.journey",
        "learning.reflection | learning.practice",
        "cases_library",
        "cms",
        "people",
    ]
    assert "lint-imports" in (ROOT / "config" / "check.py").read_text()


@pytest.mark.django_db
@pytest.mark.filterwarnings("ignore")
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def _production(program: str, tmp_path: Path, **more: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "VIRTUAL_ENV"}}
    (tmp_path / "static").mkdir(exist_ok=True)
    environment = {**kept, **_PRODUCTION, "DATA_DIR": str(tmp_path), **more}
    return subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


SAFE = {
    "DEBUG": False,
    "REQUIRE_MFA": True,
    "SESSION_COOKIE_NAME": "__Host-sessionid",
    "CSRF_COOKIE_NAME": "__Host-csrftoken",
    "SESSION_COOKIE_SECURE": True,
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Lax",
    "CSRF_COOKIE_SECURE": True,
    "CSRF_COOKIE_HTTPONLY": True,
    "SECURE_SSL_REDIRECT": True,
    "SECURE_HSTS_SECONDS": 63_072_000,
    "ALLOWED_HOSTS": ["leren.gemeente.example"],
    "ADMINS": [],
    "SECURE_CONTENT_TYPE_NOSNIFF": True,
}
"""What the settings of a site in production must be."""
_START = """import os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
django.setup()
from django.conf import settings as s
"""


@pytest.mark.slow
def test_production_is_set_up_safely(tmp_path: Path):
    """One process for all: what Django's own deployment check says, and the values that matter."""
    look = "call_command('check', deploy=True, fail_level='WARNING'); print(json.dumps({name: getattr(s, name) for name in %r}))"
    program = f"{_START}import json; from django.core.management import call_command; {look % (list(SAFE),)}"
    done = _production(program, tmp_path)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == SAFE


@pytest.mark.slow
@pytest.mark.parametrize("missing", ["SECRET_KEY", "MASTER_KEY"])
def test_production_makes_no_key_by_itself(tmp_path: Path, missing: str):
    done = _production(_START, tmp_path, **{missing: ""})
    assert done.returncode != 0
    assert f"{missing} must be set in production" in done.stderr


@pytest.mark.slow
def test_production_cannot_be_made_to_debug(tmp_path: Path):
    done = _production(_START + "print(s.DEBUG)", tmp_path, DEBUG="true")
    assert done.stdout.strip() == "False"


def test_nothing_is_fetched_from_elsewhere():
    assert settings.WAGTAIL_ENABLE_UPDATE_CHECK is False
    assert settings.WAGTAIL_GRAVATAR_PROVIDER_URL is None
    assert settings.WAGTAILEMBEDS_FINDERS == []
