"""The last record of a day: what Ctrl+Z takes back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from otdesk.domain.visits import Visit, VisitDemand
from otdesk.store import tables
from otdesk.store.records import visit_of


@dataclass(frozen=True, slots=True)
class LastRecord:
    """An accueil, or (`visit` is None) a passage of `count` persons."""

    uid: str
    visit: Visit | None
    count: int = 0


def last_record(connection: Connection, office: str, day: date) -> LastRecord | None:
    """Return the newest valid accueil or passage of an office's day.

    Newest by identifier: a UUIDv7 begins with the instant at which it was recorded.
    """
    visit = tables.visit
    of_visit = (
        connection.execute(
            select(visit)
            .where(
                visit.c.office == office,
                visit.c.day == day.isoformat(),
                visit.c.void_reason.is_(None),
            )
            .order_by(visit.c.uid.desc())
            .limit(1)
        )
        .mappings()
        .one_or_none()
    )
    walk_in = tables.walk_in
    of_walk_in = connection.execute(
        select(walk_in.c.uid, walk_in.c.count.label("people"))
        .where(
            walk_in.c.office == office,
            walk_in.c.day == day.isoformat(),
            walk_in.c.void_reason.is_(None),
        )
        .order_by(walk_in.c.uid.desc())
        .limit(1)
    ).one_or_none()
    if of_walk_in is not None and (of_visit is None or of_visit["uid"] < of_walk_in.uid):
        return LastRecord(of_walk_in.uid, None, of_walk_in.people)
    if of_visit is None:
        return None
    return LastRecord(of_visit["uid"], visit_by_uid(connection, of_visit["uid"]))


def visit_by_uid(connection: Connection, uid: str) -> Visit | None:
    """Return the accueil of a uid as it stands, None where there is none."""
    row = (
        connection.execute(select(tables.visit).where(tables.visit.c.uid == uid))
        .mappings()
        .one_or_none()
    )
    if row is None:
        return None
    demand = tables.visit_demand
    demands = connection.execute(
        select(demand.c.code, demand.c.unmet)
        .where(demand.c.visit_uid == uid)
        .order_by(demand.c.position)
    ).all()
    return visit_of(dict(row), tuple(VisitDemand(d.code, bool(d.unmet)) for d in demands))
