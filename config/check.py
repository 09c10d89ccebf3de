"""`make check`: everything that can be known to be wrong without running a test."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from config.env import BASE_DIR

_PRODUCTION = {
    "ENVIRONMENT": "production",
    "SITE_URL": "https://leren.gemeente.example",
    # Keys of this one check; they protect nothing.
    "SECRET_KEY": "check-only-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "MASTER_KEY": "check-only-9876543210-zyxwvutsrqponmlkjihgfedcba-ZYXWVUTSRQPONMLKJIHGFEDCBA",
}
_MANAGE = (sys.executable, "manage.py")
_TOOLS = Path(sys.executable).parent

CHECKS: tuple[tuple[str, tuple[str, ...], dict[str, str]], ...] = (
    ("lint", (f"{_TOOLS}/ruff", "check", "--quiet", "."), {}),
    ("format", (f"{_TOOLS}/ruff", "format", "--check", "--quiet", "."), {}),
    ("spelling", (f"{_TOOLS}/codespell",), {}),
    ("imports", (f"{_TOOLS}/lint-imports", "--no-cache"), {}),
    ("templates compile", (sys.executable, "-m", "config.check", "templates"), {}),
    ("templates", (f"{_TOOLS}/djlint", "--lint", "--quiet", "templates"), {}),
    ("migrations", (*_MANAGE, "makemigrations", "--check", "--dry-run"), {}),
    ("system", (*_MANAGE, "check", "--database", "default", "--database", "keys", "--fail-level", "WARNING"), {}),
    ("deployment", (*_MANAGE, "check", "--deploy", "--fail-level", "WARNING"), _PRODUCTION),
    ("types", (f"{_TOOLS}/mypy",), {}),
)


def main() -> int:
    """Run every check, print what those that fail have to say, and return 1 when one failed."""
    failed = []
    with tempfile.TemporaryDirectory() as data_dir:
        for name, command, extra in CHECKS:
            environment = {**_plain_environment(), "ENVIRONMENT": "test", "DATA_DIR": data_dir, **extra}
            print(f"{name:<18}", end=" ", flush=True)
            begun = time.monotonic()
            outcome = subprocess.run(
                command, cwd=BASE_DIR, env=environment, capture_output=True, text=True, check=False
            )
            print(f"{'FAILED' if outcome.returncode else 'ok':<6} {time.monotonic() - begun:5.1f} s", flush=True)
            if outcome.returncode:
                failed.append(name)
                print(outcome.stdout + outcome.stderr, flush=True)
    print(f"Failed: {', '.join(failed)}." if failed else "Everything checked is fine.")
    return 1 if failed else 0


def _plain_environment() -> dict[str, str]:
    """The environment without what would make the checks differ from one person to the next."""
    ours = {
        "DATABASE_URL",
        "KEYS_DATABASE_URL",
        "DEBUG",
        "SITE_URL",
        "ALLOWED_HOSTS",
        "SECRET_KEY",
        "MASTER_KEY",
        "NEW_MASTER_KEY",
        "PREVIOUS_MASTER_KEY",
        "EMAIL_URL",
        "REQUIRE_MFA",
    }
    return {name: value for name, value in os.environ.items() if name not in ours}


def compile_templates() -> int:
    """Compile every template of ours; return 1 when one does not compile."""
    import django
    from django.template import TemplateSyntaxError, engines

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    broken = 0
    for name in _template_names():
        try:
            engines["django"].get_template(name)
        except TemplateSyntaxError as fault:
            broken += 1
            print(f"{name}: {fault}")
    return 1 if broken else 0


def _template_names() -> Iterator[str]:
    folder = BASE_DIR / "templates"
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in {".html", ".txt", ".xml"}:
            yield path.relative_to(folder).as_posix()


if __name__ == "__main__":
    sys.exit(compile_templates() if sys.argv[1:] == ["templates"] else main())
