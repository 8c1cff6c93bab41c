"""The last record of a day: what Ctrl+Z takes back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, bindparam, select

from otdesk.domain.visits import Visit, VisitDemand
from otdesk.store import exchange_tables, tables
from otdesk.store.records import visit_of


@dataclass(frozen=True, slots=True)
class LastRecord:
    """An accueil, or (`visit` is None) a passage of `count` persons."""

    uid: str
    visit: Visit | None
    count: int = 0


def _last_of(table: Table, *columns: ColumnElement[Any]) -> Select[Any]:
    """Select the valid record of a day whose entry stands last in the journal, among our own.

    By the journal's own order and not by any clock: an hour that was set back must not make
    Ctrl+Z take an older accueil. What another post recorded is never taken back here by a key.
    """
    entry, received = tables.journal, exchange_tables.received_stream
    return (
        select(table.c.uid, entry.c.id.label("entry"), *columns)
        .select_from(table.join(entry, entry.c.uid == table.c.uid))
        .where(
            table.c.office == bindparam("of_office"),
            table.c.day == bindparam("on_day"),
            table.c.void_reason.is_(None),
            entry.c.stream.not_in(select(received.c.stream)),
        )
        .order_by(entry.c.id.desc())
        .limit(1)
    )


_LAST_VISIT = _last_of(tables.visit)
_LAST_WALK_IN = _last_of(tables.walk_in, tables.walk_in.c.count.label("size"))


def last_record(connection: Connection, office: str, day: date) -> LastRecord | None:
    """Return the valid accueil or passage of an office's day that this post recorded last."""
    values = {"of_office": office, "on_day": day.isoformat()}
    visit = connection.execute(_LAST_VISIT, values).one_or_none()
    walk_in = connection.execute(_LAST_WALK_IN, values).one_or_none()
    if walk_in is not None and (visit is None or visit.entry < walk_in.entry):
        return LastRecord(walk_in.uid, None, walk_in.size)
    return None if visit is None else LastRecord(visit.uid, visit_by_uid(connection, visit.uid))


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
