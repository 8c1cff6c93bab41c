"""What the counter keeps in sight: the last records of a day, and where people come from lately."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, bindparam, func, select

from otdesk.domain.reference import ChannelCode
from otdesk.domain.visits import VisitDemand
from otdesk.store.tables import journal, visit, visit_demand, walk_in

_LATELY = timedelta(days=30)


def _latest(table: Table, *columns: ColumnElement[Any]) -> Select[Any]:
    """Select the valid records of a day in the journal's own order, the last one first."""
    first = select(func.min(journal.c.id)).where(journal.c.uid == table.c.uid).scalar_subquery()
    return (
        select(table.c.uid, table.c.minute, first.label("entry"), *columns)
        .where(
            table.c.office == bindparam("of_office"),
            table.c.day == bindparam("on_day"),
            table.c.void_reason.is_(None),
        )
        .order_by(first.desc())
        .limit(bindparam("most"))
    )


_VISITS = _latest(visit, visit.c.channel, visit.c.party_size, visit.c.origin)
_WALK_INS = _latest(walk_in, walk_in.c.count.label("size"))
_DEMANDS = (
    select(visit_demand.c.code, visit_demand.c.unmet)
    .where(visit_demand.c.visit_uid == bindparam("of_uid"))
    .order_by(visit_demand.c.position)
)
_ORIGINS = (
    select(visit.c.origin, func.count().label("acts"))
    .where(
        visit.c.office == bindparam("of_office"),
        visit.c.day.between(bindparam("first"), bindparam("last")),
        visit.c.void_reason.is_(None),
    )
    .group_by(visit.c.origin)
)


@dataclass(frozen=True, slots=True)
class RecentRecord:
    """A valid accueil (`channel`), or a passage of `size` persons (`channel` is None)."""

    uid: str
    minute: int | None
    channel: ChannelCode | None
    size: int
    origin: str = ""
    demands: tuple[VisitDemand, ...] = ()


def recent_records(
    connection: Connection, office: str, day: date, most: int
) -> tuple[RecentRecord, ...]:
    """Return the newest valid records of an office's day, at most `most`, the newest first."""
    values = {"of_office": office, "on_day": day.isoformat(), "most": most}
    records = [
        (
            row.entry,
            RecentRecord(row.uid, row.minute, ChannelCode(row.channel), row.party_size, row.origin),
        )
        for row in connection.execute(_VISITS, values)
    ]
    records += [
        (row.entry, RecentRecord(row.uid, row.minute, None, row.size))
        for row in connection.execute(_WALK_INS, values)
    ]
    newest = sorted(records, key=itemgetter(0), reverse=True)[:most]
    return tuple(
        record if record.channel is None else _with_demands(connection, record)
        for _entry, record in newest
    )


def _with_demands(connection: Connection, record: RecentRecord) -> RecentRecord:
    rows = connection.execute(_DEMANDS, {"of_uid": record.uid})
    demands = tuple(VisitDemand(row.code, bool(row.unmet)) for row in rows)
    return RecentRecord(
        record.uid, record.minute, record.channel, record.size, record.origin, demands
    )


def origin_shares(connection: Connection, office: str, day: date) -> Mapping[str, float]:
    """Return each origin's accueils over the last thirty days, as a part of the commonest one's."""
    values = {
        "of_office": office,
        "first": (day - _LATELY).isoformat(),
        "last": day.isoformat(),
    }
    acts = {row.origin: row.acts for row in connection.execute(_ORIGINS, values)}
    most = max(acts.values(), default=0)
    return {code: count / most for code, count in acts.items()} if most else {}
