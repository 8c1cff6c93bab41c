"""Accueils and passages, grouped by SQLite: by day and hour, by origin, by public, by demand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import (
    Connection,
    Integer,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    or_,
    select,
)

from otdesk.domain.reference import NOT_ASKED, ChannelCode
from otdesk.reports.queries.scope import Scope, rows, within
from otdesk.store.tables import visit, visit_demand, walk_in


class TimeCount(NamedTuple):
    """Accueils of one office, day, local hour (None: unknown) and channel, and their sizes."""

    office: str
    day: date
    hour: int | None
    channel: str
    acts: int
    size: int


class OriginCount(NamedTuple):
    """Accueils of one origin, residency and channel, and their sizes."""

    origin: str
    residency: str | None
    channel: str
    acts: int
    size: int


class TraitCount(NamedTuple):
    """Accueils of one public, way of entry and channel, and their sizes."""

    audience: str | None
    entry: str
    channel: str
    acts: int
    size: int


class DemandCount(NamedTuple):
    """Accueils with one demand, by channel.

    `first`: those where it is the first demand of its theme, so that the sum over a theme is
    the distinct accueils of the theme; `first_unmet` the same among the demands not satisfied.
    """

    theme: str
    code: str
    channel: str
    acts: int
    unmet: int
    first: int
    first_unmet: int


class WalkInCount(NamedTuple):
    """Passages of one office and day."""

    office: str
    day: date
    people: int


class MarkRow(NamedTuple):
    """One accueil on the time line of a day."""

    minute: int
    channel: str
    size: int
    origin: str


class MinuteCount(NamedTuple):
    """Persons at the counter in one local minute (None: unknown); `known` have an origin."""

    minute: int | None
    size: int
    known: int


# Both engines divide integers without a rest; `//` would add a FLOOR that SQLite may not have,
# and a bound 60 is not the same expression twice for PostgreSQL's GROUP BY.
_HOUR = visit.c.minute.op("/")(literal_column("60", Integer))
_ACTS = func.count()
_SIZE = func.sum(visit.c.party_size)

_BY_TIME = (
    select(visit.c.office, visit.c.day, _HOUR, visit.c.channel, _ACTS, _SIZE)
    .where(within(visit))
    .group_by(visit.c.office, visit.c.day, _HOUR, visit.c.channel)
)
_BY_ORIGIN = (
    select(visit.c.origin, visit.c.residency, visit.c.channel, _ACTS, _SIZE)
    .where(within(visit))
    .group_by(visit.c.origin, visit.c.residency, visit.c.channel)
)
_BY_TRAIT = (
    select(visit.c.audience, visit.c.entry, visit.c.channel, _ACTS, _SIZE)
    .where(within(visit))
    .group_by(visit.c.audience, visit.c.entry, visit.c.channel)
)

# An accueil may ask twice in one theme: only the first of them counts for the theme. The probe
# reads the same primary key page, where a DISTINCT would sort every uid.
_earlier = visit_demand.alias("earlier")
_same_theme = and_(
    _earlier.c.visit_uid == visit_demand.c.visit_uid,
    _earlier.c.theme == visit_demand.c.theme,
    _earlier.c.position < visit_demand.c.position,
)
_is_first = or_(visit_demand.c.position == 0, ~exists().where(_same_theme))
_is_first_unmet = and_(
    visit_demand.c.unmet == 1,
    or_(
        visit_demand.c.position == 0,
        ~exists().where(and_(_same_theme, _earlier.c.unmet == 1)),
    ),
)
_BY_DEMAND = (
    select(
        visit_demand.c.theme,
        visit_demand.c.code,
        visit.c.channel,
        _ACTS,
        func.sum(visit_demand.c.unmet),
        func.sum(case((_is_first, 1), else_=0)),
        func.sum(case((_is_first_unmet, 1), else_=0)),
    )
    .select_from(visit.join(visit_demand, visit_demand.c.visit_uid == visit.c.uid))
    .where(within(visit))
    .group_by(visit_demand.c.theme, visit_demand.c.code, visit.c.channel)
)
_WALK_INS = (
    select(walk_in.c.office, walk_in.c.day, func.sum(walk_in.c.count))
    .where(within(walk_in))
    .group_by(walk_in.c.office, walk_in.c.day)
)
_BY_MINUTE = (
    select(
        visit.c.minute,
        _SIZE,
        func.sum(case((visit.c.origin != NOT_ASKED, visit.c.party_size), else_=0)),
    )
    .where(within(visit), visit.c.channel == ChannelCode.COMPTOIR.value)
    .group_by(visit.c.minute)
)
_MARKS = (
    select(visit.c.minute, visit.c.channel, visit.c.party_size, visit.c.origin)
    .where(within(visit), visit.c.minute.is_not(None))
    .order_by(visit.c.minute, visit.c.uid)
)
_FIRST_WALK_IN = (
    select(walk_in.c.day)
    .where(walk_in.c.office == bindparam("of_office"), walk_in.c.void_reason.is_(None))
    .order_by(walk_in.c.office, walk_in.c.day)
    .limit(1)
)
STATEMENTS = (_BY_TIME, _BY_ORIGIN, _BY_TRAIT, _BY_DEMAND, _WALK_INS, _BY_MINUTE, _MARKS)


def by_time(connection: Connection, scope: Scope) -> Iterator[TimeCount]:
    """Yield the accueils by office, day, hour and channel."""
    days: dict[str, date] = {}
    for office, day, hour, channel, acts, size in rows(connection, _BY_TIME, scope):
        yield TimeCount(office, _date(days, day), hour, channel, acts, size)


def by_origin(connection: Connection, scope: Scope) -> Iterator[OriginCount]:
    """Yield the accueils by origin, residency and channel."""
    return (OriginCount(*row) for row in rows(connection, _BY_ORIGIN, scope))


def by_trait(connection: Connection, scope: Scope) -> Iterator[TraitCount]:
    """Yield the accueils by public, way of entry and channel."""
    return (TraitCount(*row) for row in rows(connection, _BY_TRAIT, scope))


def by_demand(connection: Connection, scope: Scope) -> Iterator[DemandCount]:
    """Yield the accueils by demand and channel."""
    return (DemandCount(*row) for row in rows(connection, _BY_DEMAND, scope))


def walk_ins(connection: Connection, scope: Scope) -> Iterator[WalkInCount]:
    """Yield the passages by office and day."""
    for office, day, count in rows(connection, _WALK_INS, scope):
        yield WalkInCount(office, date.fromisoformat(day), count)


def walk_ins_since(connection: Connection, offices: Sequence[str]) -> date | None:
    """Return the first day on which one of the offices counted a passage."""
    firsts = (
        connection.execute(_FIRST_WALK_IN, {"of_office": office}).scalar_one_or_none()
        for office in offices
    )
    return min((date.fromisoformat(day) for day in firsts if day is not None), default=None)


def by_minute(connection: Connection, scope: Scope) -> Iterator[MinuteCount]:
    """Yield the persons at the counter by minute; made for a single day."""
    return (MinuteCount(*row) for row in rows(connection, _BY_MINUTE, scope))


def marks(connection: Connection, scope: Scope) -> Iterator[MarkRow]:
    """Yield each accueil whose hour is known, in the order of the day."""
    return (MarkRow(*row) for row in rows(connection, _MARKS, scope))


def _date(known: dict[str, date], text: str) -> date:
    # A year has 365 dates and a hundred thousand groups.
    day = known.get(text)
    if day is None:
        day = known[text] = date.fromisoformat(text)
    return day
