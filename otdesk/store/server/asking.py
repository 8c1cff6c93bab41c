"""The counter's short queries, asked of a server: the same text, other marks for its parameters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, CursorResult

_PARAMETER = re.compile(r"%|\?|(?<![:\w]):([a-z_]\w*)|'[^']*'")


class ServerDriver:
    """Takes queries as SQLite writes them, in the transaction of a connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def execute(
        self, query: str, parameters: Sequence[Any] | Mapping[str, Any] = (), /
    ) -> CursorResult[Any]:
        """Ask it. Raises DBAPIError."""
        given = dict(parameters) if isinstance(parameters, Mapping) else tuple(parameters)
        return self._connection.exec_driver_sql(spelled(query), given)

    def executemany(self, query: str, parameters: Iterable[Sequence[Any]], /) -> CursorResult[Any]:
        """Ask it once for each row of parameters. Raises DBAPIError."""
        return self._connection.exec_driver_sql(spelled(query), [tuple(row) for row in parameters])


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
