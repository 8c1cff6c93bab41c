"""The accueil that a sale may belong to: the last one validated, if that was a moment ago."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, select

from otdesk.domain.visits import Visit
from otdesk.reports.last_record import last_record, visit_by_uid
from otdesk.store import tables

# A visitor looks for a purse, comes back from the shelves: no longer than that.
SAME_CONVERSATION = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class SameVisit:
    """An accueil that a basket is linked to, or may be."""

    uid: str
    visit: Visit


def last_visit(connection: Connection, office: str, day: date, now: datetime) -> SameVisit | None:
    """Return the accueil validated last on a day, if that was within fifteen minutes of `now`."""
    last = last_record(connection, office, day)
    if last is None or last.visit is None:
        return None
    recorded = connection.execute(
        select(tables.journal.c.recorded_at)
        .where(tables.journal.c.uid == last.uid)
        .order_by(tables.journal.c.id.desc())
        .limit(1)
    ).scalar_one()
    age = now - datetime.fromisoformat(recorded)
    return SameVisit(last.uid, last.visit) if age <= SAME_CONVERSATION else None


def visit_of(connection: Connection, uid: str) -> SameVisit | None:
    """Return the accueil that a basket was linked to, None where it is gone."""
    visit = visit_by_uid(connection, uid)
    return None if visit is None else SameVisit(uid, visit)
