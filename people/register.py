"""The register of processing: what each table keeps about people, as the tables themselves declare it. Two documents hold it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models

from people.declarations import LIBRARY_TABLES, Declaration
from people.models import User
from people.register_dutch import in_dutch

DOCUMENT = Path(settings.BASE_DIR) / "docs" / "privacy.md"
DUTCH = Path(settings.BASE_DIR) / "docs" / "nl" / "register-van-verwerkingen.md"
BEGIN, END = "<!-- register: begin, written by manage.py privacy_register -->", "<!-- register: end -->"
_SAYS_PERSON = {"person", "person_id", "user_id", "user_uuid", "owner_uuid"}
"""Names of plain columns that hold somebody's number, where the database cannot know it."""


def declaration_of(model: type[models.Model]) -> Declaration | None:
    """What a table says of itself; libraries' tables are spoken for."""
    said = model.__dict__.get("declaration") or LIBRARY_TABLES.get(model._meta.label)
    return said if isinstance(said, Declaration) else None


def names_a_person(model: type[models.Model]) -> bool:
    """Whether a row of this table points at somebody: by a relation, by their number, or by belonging to a row that is somebody's."""
    return model is User or _points(model, User) or _has_number(model) or _belongs(model, set())


def _own(model: type[models.Model]) -> Iterator[Any]:
    yield from (*model._meta.local_fields, *model._meta.local_many_to_many)


def _points(model: type[models.Model], at: type[models.Model]) -> bool:
    return any(field.is_relation and field.related_model is at for field in _own(model))


def _has_number(model: type[models.Model]) -> bool:
    return any(field.name in _SAYS_PERSON and not field.is_relation for field in _own(model))


def _belongs(model: type[models.Model], met: set[type[models.Model]]) -> bool:
    """Whether its rows go when a person's do."""
    if model in met:
        return False
    for field in model._meta.local_fields:
        target = field.related_model
        if (
            target is None
            or isinstance(target, str)
            or getattr(field.remote_field, "on_delete", None) is not models.CASCADE
        ):
            continue
        if target is User or _belongs(target, met | {model}):
            return True
    return False


def people_tables() -> list[type[models.Model]]:
    """Every table that names a person or is declared, in a fixed order."""
    return sorted(
        (model for model in apps.get_models() if names_a_person(model) or declaration_of(model)),
        key=lambda model: model._meta.label_lower,
    )


def register() -> str:
    """The register as a table in Markdown."""
    lines = ["| table | why | how long | in an export | when somebody is erased |", "|---|---|---|---|---|"]
    for model in people_tables():
        said = declaration_of(model)
        words = (said.purpose, said.how_long, said.export, said.erasure) if said else ("**not declared**",) * 4
        lines.append(f"| `{model._meta.label}` | " + " | ".join(words) + " |")
    return "\n".join(lines) + "\n"


def register_in_dutch() -> str:
    """The register for who keeps one: why, how long, and what is left when an account goes."""
    lines = ["| tabel | waarom | hoe lang | als een account gewist wordt |", "|---|---|---|---|"]
    for model in people_tables():
        said = declaration_of(model)
        words = in_dutch(said) if said else ("**niet beschreven**",) * 3
        lines.append(f"| `{model._meta.label}` | " + " | ".join(words) + " |")
    return "\n".join(lines) + "\n"


def with_register(document: str, table: str) -> str:
    """The document with a register as it is now between its two marks."""
    before, rest = document.split(BEGIN)
    _old, after = rest.split(END)
    return f"{before}{BEGIN}\n\n{table}\n{END}{after}"
