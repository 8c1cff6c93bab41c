"""Openings, planned and real, corrections, and the days that count for the classement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, select

from otdesk.domain.openings import Ranges, parse_ranges
from otdesk.domain.reference import ChannelCode
from otdesk.reports.queries.scope import Scope, rows, within
from otdesk.store.siege_records import counts
from otdesk.store.tables import business_day, day_correction, planned_opening, visit


class DayRecord(NamedTuple):
    """The business day of one post; an office with several has several."""

    office: str
    day: date
    ranges: Ranges
    reason: str | None
    closed_at: datetime | None
    closed_by: str | None


class PlanRecord(NamedTuple):
    """What was planned for one office and date; no range is a planned closing."""

    office: str
    day: date
    ranges: Ranges


class CorrectionRecord(NamedTuple):
    """Why a closed day was changed."""

    office: str
    day: date
    recorded_at: datetime
    author: str
    kind: str
    reason: str


_DAYS = (
    select(
        business_day.c.office,
        business_day.c.day,
        business_day.c.ranges,
        business_day.c.reason,
        business_day.c.closed_at,
        business_day.c.closed_by,
    )
    .where(within(business_day))
    .order_by(business_day.c.office, business_day.c.day, business_day.c.uid)
)
_PLANS = (
    select(planned_opening.c.office, planned_opening.c.day, planned_opening.c.ranges)
    .where(within(planned_opening), counts(planned_opening, "office", "day"))
    .order_by(planned_opening.c.office, planned_opening.c.day, planned_opening.c.uid)
)
_CORRECTIONS = (
    select(
        day_correction.c.office,
        day_correction.c.day,
        day_correction.c.recorded_at,
        day_correction.c.author,
        day_correction.c.record_kind,
        day_correction.c.reason,
    )
    .where(within(day_correction))
    .order_by(day_correction.c.day, day_correction.c.office, day_correction.c.recorded_at)
)
_OPEN_DATES = (
    select(business_day.c.office, business_day.c.day)
    .where(within(business_day), business_day.c.ranges != "")
    .distinct()
)
_PLANNED_DATES = (
    select(planned_opening.c.office, planned_opening.c.day)
    .where(
        within(planned_opening),
        planned_opening.c.ranges != "",
        counts(planned_opening, "office", "day"),
    )
    .distinct()
)
# Only dates on which the office was not open are probed: few, and with hardly a row on them.
_OUTING_DATES = (
    select(visit.c.day)
    .where(
        visit.c.office == bindparam("of_office"),
        visit.c.day.in_(bindparam("on_days", expanding=True)),
        visit.c.channel == ChannelCode.HORS_LES_MURS.value,
        visit.c.void_reason.is_(None),
    )
    .distinct()
)
STATEMENTS = (_DAYS, _PLANS, _CORRECTIONS, _OPEN_DATES, _PLANNED_DATES)


def days(connection: Connection, scope: Scope) -> Iterator[DayRecord]:
    """Yield the business days of every post."""
    known: dict[str, Ranges] = {}
    for office, day, ranges, reason, closed_at, closed_by in rows(connection, _DAYS, scope):
        yield DayRecord(
            office,
            date.fromisoformat(day),
            _ranges(known, ranges),
            reason,
            datetime.fromisoformat(closed_at) if closed_at else None,
            closed_by,
        )


def plans(connection: Connection, scope: Scope) -> Iterator[PlanRecord]:
    """Yield the planned openings and closings."""
    known: dict[str, Ranges] = {}
    for office, day, ranges in rows(connection, _PLANS, scope):
        yield PlanRecord(office, date.fromisoformat(day), _ranges(known, ranges))


def corrections(connection: Connection, scope: Scope) -> Iterator[CorrectionRecord]:
    """Yield the corrections of closed days."""
    for office, day, recorded_at, author, kind, reason in rows(connection, _CORRECTIONS, scope):
        moment = datetime.fromisoformat(recorded_at)
        yield CorrectionRecord(office, date.fromisoformat(day), moment, author, kind, reason)


def open_dates(connection: Connection, scope: Scope) -> Iterator[tuple[str, date]]:
    """Yield each (office, date) with real hours, once."""
    for office, day in rows(connection, _OPEN_DATES, scope):
        yield office, date.fromisoformat(day)


def planned_dates(connection: Connection, scope: Scope) -> Iterator[tuple[str, date]]:
    """Yield each (office, date) with planned hours, once."""
    for office, day in rows(connection, _PLANNED_DATES, scope):
        yield office, date.fromisoformat(day)


def outing_dates(connection: Connection, office: str, dates: Sequence[date]) -> Iterator[date]:
    """Yield those of `dates` on which an office received people outside."""
    if not dates:
        return
    found = connection.execute(
        _OUTING_DATES,
        {"of_office": office, "on_days": [day.isoformat() for day in dates]},
    )
    for (day,) in found:
        yield date.fromisoformat(day)


def _ranges(known: dict[str, Ranges], text: str) -> Ranges:
    # Hours repeat from day to day: each form is read once.
    ranges = known.get(text)
    if ranges is None:
        ranges = known[text] = parse_ranges(text)
    return ranges
