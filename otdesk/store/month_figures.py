"""What an office's month is worth, counted the same way by the office and by the head office.

The office writes it into each packet; the head office counts anew what it holds. Where the two
differ something is missing, or was changed since. The digest names its own version, and the columns
it is made of: a table that gains a column changes no month.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Select, Table, bindparam, func, select, union

from otdesk.store import tables, till_tables

_TAG = b"otdesk.month.1\n"
# Each kind that belongs to a day, and what of its row counts in a report.
_COUNTED: Mapping[str, tuple[Table, tuple[str, ...]]] = {
    "accueils": (tables.visit, ("day", "channel", "party_size", "origin")),
    "passages": (tables.walk_in, ("day", "count")),
    "sheets": (tables.tally, ("day", "half_day", "persons", "acts")),
    "days": (tables.business_day, ("day", "ranges", "closed_at")),
    "receipts": (till_tables.receipt, ("day", "till", "number", "total")),
}


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """The standing records of an office's month (`2026-07`): how many of each kind, one digest."""

    office: str
    month: str
    counts: Mapping[str, int]
    digest: str

    @property
    def has_activity(self) -> bool:
        """Tell whether anything was recorded; a day that was closed counts for nothing."""
        return any(count for name, count in self.counts.items() if name != "days")


def months_of(connection: Connection, office: str) -> tuple[str, ...]:
    """Return the months in which an office has any record, in order."""
    asked = union(
        *(
            select(func.substr(table.c.day, 1, 7)).where(table.c.office == office)
            for table, _columns in _COUNTED.values()
        )
    )
    return tuple(sorted(connection.execute(asked).scalars()))


def month_figures(connection: Connection, office: str, month: str) -> MonthFigures:
    """Count an office's month; memory stays flat."""
    digest = hashlib.sha256(_TAG)
    counts = dict.fromkeys(_COUNTED, 0)
    first = date.fromisoformat(f"{month}-01")
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    values = {"of_office": office, "first": first.isoformat(), "last": last.isoformat()}
    for name, (table, columns) in _COUNTED.items():
        for line in _lines(connection, name, _standing(table, columns), values):
            digest.update(line)
            counts[name] += 1
    return MonthFigures(office, month, counts, digest.hexdigest())


def _standing(table: Table, columns: tuple[str, ...]) -> Select[Any]:
    return (
        select(table.c.uid, *(table.c[name] for name in columns))
        .where(
            table.c.office == bindparam("of_office"),
            table.c.day.between(bindparam("first"), bindparam("last")),
            table.c.void_reason.is_(None),
        )
        .order_by(table.c.uid)
    )


# What `json.dumps` would make anew for each row.
_worded = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _lines(
    connection: Connection, name: str, statement: Select[Any], values: Mapping[str, str]
) -> Iterator[bytes]:
    for row in connection.execute(statement, values):
        yield _worded([name, *row]).encode() + b"\n"
