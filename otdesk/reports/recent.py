"""What the counter keeps in sight: the last records of a day, and where people come from lately."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from operator import itemgetter

from otdesk.domain.reference import ChannelCode
from otdesk.domain.visits import VisitDemand
from otdesk.store.reading import Driver, Readable, driver

_LATELY = timedelta(days=30)

# In the journal's own order, whatever a clock said.
_VISITS = """
SELECT (SELECT min(id) FROM journal WHERE journal.uid = visit.uid) AS entry,
    uid, minute, channel, party_size, origin
FROM visit
WHERE office = ? AND day = ? AND void_reason IS NULL
ORDER BY entry DESC LIMIT ?
"""
_WALK_INS = """
SELECT (SELECT min(id) FROM journal WHERE journal.uid = walk_in.uid) AS entry,
    uid, minute, NULL, "count", ''
FROM walk_in
WHERE office = ? AND day = ? AND void_reason IS NULL
ORDER BY entry DESC LIMIT ?
"""
_DEMANDS = "SELECT code, unmet FROM visit_demand WHERE visit_uid = ? ORDER BY position"
_ORIGINS = """
SELECT origin, count(*) FROM visit
WHERE office = ? AND day BETWEEN ? AND ? AND void_reason IS NULL
GROUP BY origin
"""


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
    connection: Readable, office: str, day: date, most: int
) -> tuple[RecentRecord, ...]:
    """Return the newest valid records of an office's day, at most `most`, the newest first."""
    database = driver(connection)
    where = (office, day.isoformat(), most)
    rows = [*database.execute(_VISITS, where), *database.execute(_WALK_INS, where)]
    rows.sort(key=itemgetter(0), reverse=True)
    return tuple(
        RecentRecord(uid, minute, None, size)
        if channel is None
        else RecentRecord(uid, minute, ChannelCode(channel), size, origin, _demands(database, uid))
        for _entry, uid, minute, channel, size, origin in rows[:most]
    )


def _demands(database: Driver, uid: str) -> tuple[VisitDemand, ...]:
    return tuple(
        VisitDemand(code, bool(unmet)) for code, unmet in database.execute(_DEMANDS, (uid,))
    )


def origin_shares(connection: Readable, office: str, day: date) -> Mapping[str, float]:
    """Return each origin's accueils over the last thirty days, as a part of the commonest one's."""
    values = (office, (day - _LATELY).isoformat(), day.isoformat())
    acts: dict[str, int] = dict(driver(connection).execute(_ORIGINS, values))
    most = max(acts.values(), default=0)
    return {code: count / most for code, count in acts.items()} if most else {}
