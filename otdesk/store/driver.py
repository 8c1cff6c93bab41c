"""INSERT as the driver wants it: compiled once a table, then handed over without a detour.

On a server, many rows go in by COPY.

An accueil is three such statements, and SQLAlchemy's own path costs more than SQLite's work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, Connection, Insert, Table, insert

if TYPE_CHECKING:
    from otdesk.store.server.following import Following


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
    if rows and connection.dialect.name == "postgresql":
        from otdesk.store.server import copying, following

        behind = following.of(connection)
        if behind is not None:
            behind.add(table, rows)
            return
        if len(rows) > 1:
            copying.copy_rows(connection, table, rows)
            return
    insert_by(connection, _inserting(table), rows)


class NotTaken(Exception):
    """Rows that followed were refused, or could not be sent: the transaction is to be taken back.

    Whatever met it may have nothing to do with them.
    """


@contextmanager
def rows_follow(connection: Connection) -> Iterator[Following | None]:
    """Have `insert_rows` not wait for a server until the block ends, or another statement asks.

    Gives None where there is no server to take rows in meanwhile. Raises NotTaken.
    """
    if connection.dialect.name != "postgresql":
        yield None
        return
    from otdesk.store.server import following

    with following.begun(connection) as made:
        yield made


@contextmanager
def overtaking(connection: Connection, table: Table) -> Iterator[Sequence[Mapping[str, Any]]]:
    """Have the statements of the block not wait; give the rows of `table` that they do not find."""
    if connection.dialect.name == "postgresql":
        from otdesk.store.server import following

        behind = following.of(connection)
        if behind is not None:
            with behind.overtaken(table) as missed:
                yield missed
            return
    yield ()


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
