"""From which day to which day anything was noted: where to look when a period is empty."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, func, select

from otdesk.domain.period import Period
from otdesk.store.tables import tally, visit, walk_in
from otdesk.store.till_tables import receipt


def extent(connection: Connection, offices: Sequence[str]) -> Period | None:
    """Return the first and the last day with a record of these offices, None without any."""
    days: list[str] = []
    for table in (visit, walk_in, tally, receipt):
        row = connection.execute(
            select(func.min(table.c.day), func.max(table.c.day)).where(
                table.c.office.in_(offices), table.c.void_reason.is_(None)
            )
        ).one()
        days += [day for day in row if day is not None]
    if not days:
        return None
    return Period(date.fromisoformat(min(days)), date.fromisoformat(max(days)))
