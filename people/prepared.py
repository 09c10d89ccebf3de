"""Statements that are built once, and planned once by the database. Building and planning cost several times what answering does.

Only for the few statements of every page and every save of a learner; anything else is an ordinary queryset.
"""

import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Any, cast

import psycopg
from django.core.exceptions import EmptyResultSet
from django.db import connections, router
from django.db.models import Model, QuerySet

Row = tuple[Any, ...]
Value = int | str | date | uuid.UUID


class Prepared:
    """A `values_list` queryset whose shape never changes and whose parameters do.

    `make` builds the queryset from parameters by name. `samples` gives a recognisable value for each: it is found again
    in the compiled statement, so it must not be equal to any constant in the query, nor to another sample. Parameters
    may be whole numbers, texts, dates, moments and UUIDs. The statement is kept per database.
    """

    def __init__(self, make: Callable[..., QuerySet[Any, Any]], *, database: str = "default", **samples: Value) -> None:
        self._make, self._database, self._samples = make, database, samples
        self._compiled: dict[str, tuple[str, list[tuple[str | None, Any]], Any, Any]] = {}

    def rows(self, **values: Value) -> list[Row]:
        """The rows for these values: one statement. Every parameter must be given."""
        connection = connections[self._database]
        sql, slots, compiler, converters = self._statement(connection)
        given = {name: _adapted(connection, value) for name, value in values.items()}
        with preparing_cursor(connection) as cursor:
            cursor.execute(sql, [fixed if name is None else given[name] for name, fixed in slots])
            found: Iterable[Any] = cursor.fetchall()
        if converters:
            found = compiler.apply_converters(found, converters)
        return [tuple(row) for row in found]

    def _statement(self, connection: Any) -> tuple[str, list[tuple[str | None, Any]], Any, Any]:
        key = f"{connection.vendor}:{connection.settings_dict['NAME']}"
        if key not in self._compiled:
            self._compiled[key] = self._compile(connection)
        return self._compiled[key]

    def _compile(self, connection: Any) -> tuple[str, list[tuple[str | None, Any]], Any, Any]:
        compiler = self._make(**self._samples).query.get_compiler(connection=connection)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet as fault:
            raise ValueError("This query can never have rows; prepare one that can.") from fault
        names = {
            (type(value), value): name
            for name, value in ((n, _adapted(connection, v)) for n, v in self._samples.items())
        }
        slots = [(names.get((type(param), param)), param) for param in params]
        if {name for name, _param in slots if name} != set(self._samples):
            raise ValueError(
                "A parameter does not stand in the compiled query under its own value; choose another sample."
            )
        converters = compiler.get_converters([column for column, _sql, _alias in compiler.select])
        return sql, slots, compiler, converters


def _adapted(connection: Any, value: Value) -> Any:
    if isinstance(value, uuid.UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value


class PreparedRows:
    """The same for whole rows of a model, with those that it points at: `also` names them, by the path to each.

    `where` gives the rows that are meant from parameters by name, as `make` does for `Prepared`.
    """

    def __init__(
        self,
        where: Callable[..., QuerySet[Any, Any]],
        *,
        model: type[Model],
        also: dict[str, type[Model]],
        **samples: Value,
    ) -> None:
        self._model, self._also = model, also
        names = [field.attname for field in model._meta.concrete_fields]
        for path, other in also.items():
            names += [f"{path}__{field.attname}" for field in other._meta.concrete_fields]
        self._rows = Prepared(lambda **given: where(**given).values_list(*names), database="default", **samples)

    def first(self, **values: Value) -> Any:
        """The first row for these values, as an object of the model; None when there is none. One statement."""
        rows = self._rows.rows(**values)
        if not rows:
            return None
        database = router.db_for_read(self._model)
        columns = iter(rows[0])
        found = self._made(self._model, columns, database)
        for path, other in self._also.items():
            *way, last = path.split("__")
            owner = found
            for step in way:
                owner = getattr(owner, step)
            setattr(owner, last, self._made(other, columns, database))
        return found

    @staticmethod
    def _made(model: type[Model], columns: Iterator[Any], database: str) -> Any:
        names = [field.attname for field in model._meta.concrete_fields]
        return model.from_db(database, names, [next(columns) for _name in names])


class PreparedUpdate:
    """`UPDATE … SET fields WHERE conditions are equal` on one model."""

    def __init__(self, model: type[Model], *, put: Sequence[str], where: Sequence[str]) -> None:
        self._model, self._fields = model, [model._meta.get_field(name) for name in (*put, *where)]
        names = [f'"{field.column}" = %s' for field in cast("Any", self._fields)]
        changes, conditions = ", ".join(names[: len(put)]), " AND ".join(names[len(put) :])
        self._sql = f'UPDATE "{model._meta.db_table}" SET {changes} WHERE {conditions}'  # noqa: S608  names of the model's own

    def run(self, *values: Any) -> int:
        """The values in the order of `put` and `where`; answers how many rows were changed."""
        return _run(self._model, self._sql, self._fields, values)


class PreparedInsert:
    """`INSERT` of one row of a model whose key is not made by the database. Every column must be named."""

    def __init__(self, model: type[Model], *names: str) -> None:
        self._model, self._fields = model, [model._meta.get_field(name) for name in names]
        columns = [f'"{field.column}"' for field in cast("Any", self._fields)]
        if len(columns) != len(model._meta.concrete_fields):
            raise ValueError("Name every column: none is filled in.")
        places = ", ".join(["%s"] * len(columns))
        self._sql = f'INSERT INTO "{model._meta.db_table}" ({", ".join(columns)}) VALUES ({places})'  # noqa: S608  names of the model's own

    def run(self, *values: Any) -> None:
        """The values in the order of the names. Raises IntegrityError as the ORM does."""
        _run(self._model, self._sql, self._fields, values)


def preparing_cursor(connection: Any) -> AbstractContextManager[Any]:
    """A cursor of Django's; on PostgreSQL its statements are planned once per connection, and only their values sent after that."""
    if connection.vendor != "postgresql":
        return cast("AbstractContextManager[Any]", connection.cursor())
    connection.ensure_connection()
    planned = _PlannedOnce(connection.connection)
    # As Django wraps its own, so that each statement is counted, logged and its errors translated like any other.
    cursor: AbstractContextManager[Any] = connection._prepare_cursor(planned)
    return cursor


class _PlannedOnce(psycopg.Cursor[Any]):
    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        return super().execute(query, params, **{"prepare": True, **options})


def _run(model: type[Model], sql: str, fields: Sequence[Any], values: Sequence[Any]) -> int:
    connection = connections[router.db_for_write(model)]
    given = [field.get_db_prep_save(value, connection) for field, value in zip(fields, values, strict=True)]
    with preparing_cursor(connection) as cursor:
        cursor.execute(sql, given)
        changed: int = cursor.rowcount
    return changed
