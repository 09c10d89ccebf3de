"""What the environment decides, read once, typed, and refused loudly when it makes no sense."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
_env = environ.Env()


def text(name: str, default: str = "") -> str:
    """The variable as text, stripped; `default` when it is unset or empty."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool) -> bool:
    """The variable as yes or no. Anything but 1/0, true/false, yes/no, on/off is refused."""
    raw = text(name).lower()
    if not raw:
        return default
    if raw in {"1", "true", "yes", "on"}:
        return True
    if raw in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} is {raw!r}; write true or false.")


def number(name: str, default: int) -> int:
    """The variable as a whole number."""
    raw = text(name)
    try:
        return int(raw) if raw else default
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {raw!r}; write a whole number.") from None


def choice(name: str, options: tuple[str, ...], default: str) -> str:
    """The variable as one of `options`."""
    raw = text(name, default)
    if raw not in options:
        raise ImproperlyConfigured(f"{name} is {raw!r}; write one of: {', '.join(options)}.")
    return raw


def database(name: str, default: str) -> dict[str, Any]:
    """A database URL as Django's dictionary."""
    try:
        return _env.db_url_config(text(name, default))
    except Exception as fault:
        raise ImproperlyConfigured(f"{name} is no database URL: {fault}") from fault


def site_url(default: str) -> str:
    """SITE_URL without a trailing slash; it must be http(s) with a host."""
    url = text("SITE_URL", default).rstrip("/")
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ImproperlyConfigured(f"SITE_URL is {url!r}; write for example https://leren.gemeente.example.")
    return url


def secret(name: str, path: Path, *, made_here: bool) -> str:
    """A secret from the environment, else from its file in DATA_DIR, which is made on first use (mode 0600).

    In production nothing is made: a missing secret is refused, because a fresh one would silently orphan what the old one protects.
    """
    given = text(name)
    if given:
        return given
    if not made_here:
        raise ImproperlyConfigured(f"{name} must be set in production; see docs/operations.md.")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        pass
    else:
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
    value = path.read_text().strip()
    if not value:  # another process is writing it at this very moment, or the disk was full
        raise ImproperlyConfigured(
            f"{path} is empty; remove it if nothing has been stored yet, or restore it from backup."
        )
    return value
