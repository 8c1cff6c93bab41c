"""INSERT as the driver wants it: compiled once a table, then handed over without a detour.

On a server, many rows go in by COPY.

An accueil is three such statements, and SQLAlchemy's own path costs more than SQLite's work.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from typing import Any

from sqlalchemy import URL, Connection, Insert, Table, insert


@dataclass(frozen=True, slots=True)
class _Statement:
    text: str
    # What makes a row's parameters; None where the driver takes them by name.
    values: Callable[[Mapping[str, Any]], tuple[Any, ...]] | None


@cache
def _inserting(table: Table) -> Insert:
    return insert(table)


@cache
def _statement(statement: Insert, names: tuple[str, ...], drivername: str) -> _Statement:
    dialect = URL.create(drivername).get_dialect()()
    compiled = statement.compile(dialect=dialect, column_keys=list(names))
    order = compiled.positiontup
    return _Statement(str(compiled), None if order is None else _in_order(order))


def _in_order(names: Sequence[str]) -> Callable[[Mapping[str, Any]], tuple[Any, ...]]:
    if len(names) == 1:
        (name,) = names
        return lambda row: (row[name],)
    return itemgetter(*names)


def insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows of the same columns, by `executemany` where there are several.

    Values are what the driver stores: no column of `tables` has a type that SQLAlchemy
    converts.
    """
    if len(rows) > 1 and connection.dialect.name == "postgresql":
        from otdesk.store.server.copying import copy_rows

        copy_rows(connection, table, rows)
        return
    insert_by(connection, _inserting(table), rows)


def insert_by(connection: Connection, statement: Insert, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows by a statement that lives as long as the program: it is compiled once."""
    if not rows:
        return
    dialect = connection.dialect
    if dialect.name != "sqlite":
        connection.execute(statement, list(rows))
        return
    compiled = _statement(statement, tuple(rows[0]), f"{dialect.name}+{dialect.driver}")
    parameters: list[Any]
    if compiled.values is None:
        parameters = [dict(row) for row in rows]
    else:
        parameters = list(map(compiled.values, rows))
    cursor = connection.connection.cursor()
    try:
        if len(rows) == 1:
            cursor.execute(compiled.text, parameters[0])
        else:
            cursor.executemany(compiled.text, parameters)
    finally:
        cursor.close()
