"""Many rows at once by COPY, PostgreSQL's own way in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache
from operator import itemgetter
from typing import Any, cast

import psycopg
from sqlalchemy import Connection, Integer, LargeBinary, Table
from sqlalchemy.exc import DBAPIError

Rows = Sequence[Mapping[str, Any]]


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


@cache
def _values(names: tuple[str, ...]) -> Callable[[Mapping[str, Any]], tuple[Any, ...]]:
    if len(names) == 1:
        # An itemgetter of one name gives no tuple.
        (name,) = names
        return lambda row: (row[name],)
    return itemgetter(*names)


def copy_rows(connection: Connection, table: Table, rows: Rows) -> None:
    """Insert rows of the same columns, in their order. Raises DBAPIError."""
    with _explained(table, tuple(rows[0])), ExitStack() as opened:
        send(connection, table, rows, opened)


def send(connection: Connection, table: Table, rows: Rows, opened: ExitStack) -> None:
    """Send rows by a COPY that is ended, and waited for, when `opened` is closed."""
    names = tuple(rows[0])
    raw = cast("psycopg.Connection[Any]", connection.connection.driver_connection)
    cursor = opened.enter_context(raw.cursor())
    copy = opened.enter_context(cursor.copy(_statement(table, names)))
    copy.set_types(_types(table, names))
    write = copy.write_row
    for row in map(_values(names), rows):
        write(row)


@contextmanager
def _explained(table: Table, names: tuple[str, ...]) -> Iterator[None]:
    """Raise the driver's errors as SQLAlchemy's own statements do: one family for who asked."""
    try:
        yield
    except psycopg.Error as error:
        raise DBAPIError.instance(_statement(table, names), None, error, psycopg.Error) from error
