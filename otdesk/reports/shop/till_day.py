"""Whether the till of a day was counted: what the closing of the day reminds of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from otdesk.domain.till import ClosingSpan
from otdesk.store.till_state import open_day
from otdesk.store.till_tables import till, till_closing, till_here


@dataclass(frozen=True, slots=True)
class TillDay:
    """`owed`: the day, this one or an earlier one, that waits for its Z; `z`: this day's number."""

    owed: date | None
    z: int | None


def till_day(connection: Connection, day: date) -> TillDay | None:
    """Return where the folder's till stands on a day; None where it has none, or did nothing."""
    stream = connection.execute(
        select(till.c.till).join_from(till_here, till, till.c.till == till_here.c.stream)
    ).scalar()
    if stream is None:
        return None
    owed = open_day(connection, stream)
    if owed is not None and owed > day:
        owed = None
    z = connection.execute(
        select(till_closing.c.number)
        .where(
            till_closing.c.till == stream,
            till_closing.c.span == ClosingSpan.DAY.value,
            till_closing.c.period == day.isoformat(),
        )
        .order_by(till_closing.c.seq.desc())
        .limit(1)
    ).scalar()
    return None if owed is None and z is None else TillDay(owed, z)
