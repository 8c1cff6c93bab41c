"""What the counter and the window's head count of a day: the same figures as `live`, no more.

They are asked before SQLAlchemy is imported and after each accueil, so they are SQL text
(`store.reading`). A test holds them to `live`, whatever was recorded.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from otdesk.domain.reference import ChannelCode
from otdesk.store.reading import Readable, driver

_VISITS = """
SELECT minute, channel, count(*), sum(party_size) FROM visit
WHERE office = ? AND day = ? AND void_reason IS NULL
GROUP BY minute, channel
"""
_WALK_INS = """
SELECT coalesce(sum("count"), 0) FROM walk_in
WHERE office = ? AND day = ? AND void_reason IS NULL
"""
_SHEETS = """
SELECT coalesce(sum(persons), 0), coalesce(sum(acts), 0) FROM tally
WHERE office = ? AND day = ? AND void_reason IS NULL
"""


@dataclass(frozen=True, slots=True)
class CounterFigures:
    """One office's day so far; the words are those of `Summary`.

    `persons_last_hour`: at the counter in the sixty minutes up to now, None on another day than
    today. `by_hour` has (hour, persons) for the hours with an accueil only.
    """

    persons: int
    acts: int
    walk_ins: int
    calls: int
    persons_last_hour: int | None
    by_hour: tuple[tuple[int, int], ...]


def counter_figures(
    connection: Readable, office: str, day: date, minute: int | None
) -> CounterFigures:
    """Return the figures of an office's day; `minute` is the present one, None on another day."""
    database = driver(connection)
    where = (office, day.isoformat())
    (walk_ins,) = database.execute(_WALK_INS, where).fetchone()
    persons, acts = database.execute(_SHEETS, where).fetchone()
    calls = last_hour = 0
    hours: Counter[int] = Counter()
    for at, channel, count, size in database.execute(_VISITS, where):
        acts += count
        here = size if channel == ChannelCode.COMPTOIR else 0
        persons += here
        if channel == ChannelCode.TELEPHONE:
            calls += count
        if at is None:
            continue
        hours[at // 60] += here
        if minute is not None and minute - 60 < at <= minute:
            last_hour += here
    return CounterFigures(
        persons=persons,
        acts=acts,
        walk_ins=walk_ins,
        calls=calls,
        persons_last_hour=None if minute is None else last_hour,
        by_hour=tuple(sorted(hours.items())),
    )
