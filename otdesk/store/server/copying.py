"""Many rows at once by COPY, PostgreSQL's own way in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import Any, cast

import psycopg
from sqlalchemy import Connection, Integer, LargeBinary, Table
from sqlalchemy.exc import DBAPIError


@cache
def _statement(table: Table, names: tuple[str, ...]) -> str:
    columns = ", ".join(f'"{name}"' for name in names)
    return f'COPY "{table.name}" ({columns}) FROM STDIN (FORMAT BINARY)'


@cache
def _types(table: Table, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(type_name(table, name) for name in names)


def type_name(table: Table, name: str) -> str:
    """Return the server's name of a column's type: three serve all of otdesk's tables."""
    column = table.c[name].type
    if isinstance(column, Integer):
        return "int8"
    return "bytea" if isinstance(column, LargeBinary) else "text"


def _only(name: str) -> Callable[[Mapping[str, Any]], tuple[Any, ...]]:
    # An itemgetter of one name gives no tuple.
    return lambda row: (row[name],)


def copy_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows of the same columns, in their order. Raises DBAPIError."""
    names = tuple(rows[0])
    statement = _statement(table, names)
    raw = cast("psycopg.Connection[Any]", connection.connection.driver_connection)
    try:
        with raw.cursor() as cursor, cursor.copy(statement) as copy:
            copy.set_types(_types(table, names))
            values = itemgetter(*names) if len(names) > 1 else _only(names[0])
            for row in rows:
                copy.write_row(values(row))
    except psycopg.Error as error:
        # As SQLAlchemy's own statements do: who asked catches one family of errors.
        raise DBAPIError.instance(statement, None, error, psycopg.Error) from error
