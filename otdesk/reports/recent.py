"""What the counter keeps in sight: the last records of a day, and where people come from lately."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection, bindparam, func, select

from otdesk.domain.reference import ChannelCode
from otdesk.domain.visits import VisitDemand
from otdesk.store.tables import visit, visit_demand, walk_in

_LATELY = timedelta(days=30)

_VISITS = (
    select(visit.c.uid, visit.c.minute, visit.c.channel, visit.c.party_size, visit.c.origin)
    .where(
        visit.c.office == bindparam("of_office"),
        visit.c.day == bindparam("on_day"),
        visit.c.void_reason.is_(None),
    )
    .order_by(visit.c.uid.desc())
    .limit(bindparam("most"))
)
_WALK_INS = (
    select(walk_in.c.uid, walk_in.c.minute, walk_in.c.count.label("people"))
    .where(
        walk_in.c.office == bindparam("of_office"),
        walk_in.c.day == bindparam("on_day"),
        walk_in.c.void_reason.is_(None),
    )
    .order_by(walk_in.c.uid.desc())
    .limit(bindparam("most"))
)
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
        RecentRecord(row.uid, row.minute, ChannelCode(row.channel), row.party_size, row.origin)
        for row in connection.execute(_VISITS, values)
    ]
    records += [
        RecentRecord(row.uid, row.minute, None, row.people)
        for row in connection.execute(_WALK_INS, values)
    ]
    # A UUIDv7 begins with the instant at which it was recorded.
    newest = sorted(records, key=lambda record: record.uid, reverse=True)[:most]
    return tuple(
        record if record.channel is None else _with_demands(connection, record) for record in newest
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
