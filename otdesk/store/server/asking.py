"""The counter's short queries, asked of a server: the same text, other marks for its parameters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, CursorResult, Row

_PARAMETER = re.compile(r"%|\?|(?<![:\w]):([a-z_]\w*)|'[^']*'")


class ServerRows:
    """What a query found: rows alone. A result of SQLAlchemy's also has keys, as a mapping has."""

    def __init__(self, result: CursorResult[Any]) -> None:
        self._result = result

    def fetchone(self) -> Row[Any] | None:
        """Return the next row, None after the last."""
        return self._result.fetchone()

    def fetchall(self) -> Sequence[Row[Any]]:
        """Return the rows that are left."""
        return self._result.fetchall()

    def __iter__(self) -> Iterator[Row[Any]]:
        """Yield the rows that are left."""
        return iter(self._result)


class ServerDriver:
    """Takes queries as SQLite writes them, in the transaction of a connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def execute(
        self, query: str, parameters: Sequence[Any] | Mapping[str, Any] = (), /
    ) -> ServerRows:
        """Ask it. Raises DBAPIError."""
        given = dict(parameters) if isinstance(parameters, Mapping) else tuple(parameters)
        return ServerRows(self._connection.exec_driver_sql(spelled(query), given))

    def executemany(self, query: str, parameters: Iterable[Sequence[Any]], /) -> ServerRows:
        """Ask it once for each row of parameters. Raises DBAPIError."""
        rows = [tuple(row) for row in parameters]
        return ServerRows(self._connection.exec_driver_sql(spelled(query), rows))


@cache
def spelled(query: str) -> str:
    """Return a query with its parameters as psycopg has them."""
    return _PARAMETER.sub(_as_psycopg, query)


def _as_psycopg(found: re.Match[str]) -> str:
    text = found[0]
    if text == "?":
        return "%s"
    if found[1] is not None:
        return f"%({found[1]})s"
    # A literal, or what psycopg would take for a parameter.
    return text.replace("%", "%%")
