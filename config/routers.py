"""Which database a model lives in: the key store alone, everything else together."""

from typing import Any


class KeyStoreRouter:
    """Keep app `keys` in database `keys`, and everything else out of it."""

    def db_for_read(self, model: type, **hints: Any) -> str | None:
        return "keys" if model._meta.app_label == "keys" else None  # type: ignore[attr-defined]

    db_for_write = db_for_read

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool | None:
        if (one._meta.app_label == "keys") != (other._meta.app_label == "keys"):
            return False
        return None

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return (db == "keys") == (app_label == "keys")
