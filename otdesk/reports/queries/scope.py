"""What a query looks at: some offices over some days, as parameters of a cached statement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Executable, Table, and_, bindparam

from otdesk.domain.period import Period

# Rows are fetched in slices: a year of six offices never lies twice in memory.
_SLICE = 2000


@dataclass(frozen=True, slots=True)
class Scope:
    """Offices by code, and the first and last day, both included."""

    offices: tuple[str, ...]
    first: date
    last: date

    @classmethod
    def of(cls, offices: Sequence[str], period: Period) -> Scope:
        """Return the scope of a period, each office once."""
        return cls(tuple(dict.fromkeys(offices)), period.first, period.last)

    @property
    def parameters(self) -> dict[str, Any]:
        """Return the values of `within`."""
        return {
            "offices": list(self.offices),
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
        }


def within(table: Table) -> ColumnElement[bool]:
    """Return the condition of standing rows of a scope; it is what the table's index serves."""
    return and_(
        table.c.office.in_(bindparam("offices", expanding=True)),
        table.c.day.between(bindparam("first"), bindparam("last")),
        table.c.void_reason.is_(None),
    )


def rows(connection: Connection, statement: Executable, scope: Scope) -> Iterator[Any]:
    """Yield the rows of a statement on a scope; none for no office, whatever the database says."""
    if not scope.offices:
        return
    result = connection.execute(statement, scope.parameters)
    while chunk := result.fetchmany(_SLICE):
        yield from chunk
