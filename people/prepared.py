"""A read that is written in the ORM and compiled once. Building SQL costs several times what the database needs to answer it.

Only for the few statements that every page of a learner asks; anything else is an ordinary queryset.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet

Row = tuple[Any, ...]


class Prepared:
    """A `values_list` queryset whose shape never changes and whose parameters do.

    `make` builds the queryset from parameters by name. `samples` gives a recognisable value for each: it is found again
    in the compiled statement, so it must not be equal to any constant in the query, nor to another sample. Parameters
    may be whole numbers, texts and dates. The statement is kept per database.
    """

    def __init__(
        self, make: Callable[..., QuerySet[Any, Any]], *, database: str = "default", **samples: int | str | date
    ) -> None:
        self._make, self._database, self._samples = make, database, samples
        self._compiled: dict[str, tuple[str, list[tuple[str | None, Any]], Any, Any]] = {}

    def rows(self, **values: int | str | date) -> list[Row]:
        """The rows for these values: one statement. Every parameter must be given."""
        connection = connections[self._database]
        sql, slots, compiler, converters = self._statement(connection)
        given = {name: _adapted(connection, value) for name, value in values.items()}
        with connection.cursor() as cursor:
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


def _adapted(connection: Any, value: int | str | date) -> Any:
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value
