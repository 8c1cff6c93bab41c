"""The business day: opening, hours, closing, staying shut, and what is planned."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from sqlalchemy import select

from otdesk.domain.changes import Changes
from otdesk.domain.days import BusinessDay, DayState, MonthlyTotal, PlannedOpening
from otdesk.domain.openings import MINUTES_A_DAY, Ranges, TimeRange, union
from otdesk.domain.period import Period
from otdesk.domain.profile import OfficeProfile
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.services import corrections, months
from otdesk.store import tables
from otdesk.store.records import (
    business_day_of,
    business_day_payload,
    monthly_total_payload,
    planned_opening_payload,
)
from otdesk.store.transaction import Transaction


def find(transaction: Transaction, office: str, day: date) -> tuple[str, BusinessDay] | None:
    """Return the uid and the record of an office's day, None where nothing was entered."""
    row = (
        transaction.connection.execute(
            select(tables.business_day)
            .where(
                tables.business_day.c.office == office,
                tables.business_day.c.day == day.isoformat(),
                tables.business_day.c.void_reason.is_(None),
            )
            .order_by(tables.business_day.c.uid)
            .limit(1)
        )
        .mappings()
        .one_or_none()
    )
    return None if row is None else (row["uid"], business_day_of(dict(row)))


def open_range(transaction: Transaction, office: str, day: date, minute: int) -> Changes:
    """Open the office at a local minute: the first range of the day, or the next one.

    Raises DataFault where it is open already or the day is closed.
    """
    found = find(transaction, office, day)
    uid, standing = found or (None, BusinessDay(office, day, ()))
    if standing.state is not DayState.OPEN:
        raise DataFault(_("La journée est déjà clôturée : rectifier ses horaires."))
    if standing.running is not None:
        raise DataFault(_("Le bureau est déjà ouvert."))
    if any(r.end is not None and r.end > minute for r in standing.ranges):
        raise DataFault(_("Cette heure d’ouverture tombe dans une plage déjà notée."))
    ranges = (*standing.ranges, TimeRange(minute, None))
    return _put(transaction, replace(standing, ranges=ranges), uid)


def close_range(transaction: Transaction, office: str, day: date, minute: int) -> Changes:
    """End the running range (the noon break, the evening). Raises DataFault where none runs."""
    found = find(transaction, office, day)
    if found is None or found[1].running is None:
        raise DataFault(_("Le bureau n’est pas ouvert."))
    uid, standing = found
    running = standing.ranges[-1]
    if minute <= running.start:
        # Opened and closed within a minute: the range never was.
        return _put(transaction, replace(standing, ranges=standing.ranges[:-1]), uid)
    ranges = (*standing.ranges[:-1], TimeRange(running.start, minute))
    return _put(transaction, replace(standing, ranges=ranges), uid)


def set_hours(
    transaction: Transaction,
    office: str,
    day: date,
    ranges: Ranges,
    *,
    motive: str | None = None,
    reason: str = "",
) -> Changes:
    """Set the real hours of a day and the code of why they differ from the plan.

    `reason` says why a closed day is corrected (DayIsClosed without).
    """
    found = find(transaction, office, day)
    uid, standing = found or (None, BusinessDay(office, day, ()))
    hours = _distinct(ranges)
    if standing.closed_at is not None and any(r.end is None for r in hours):
        raise DataFault(_("L’heure de fermeture manque."))
    return _put(transaction, replace(standing, ranges=hours, reason=motive), uid, reason=reason)


def close(
    transaction: Transaction,
    office: str,
    day: date,
    *,
    ranges: Ranges,
    motive: str | None = None,
) -> Changes:
    """Close the day: its hours are final, and it is corrected only with a reason.

    No range at all says that the office stayed shut. Raises DataFault where a range still
    runs or two overlap, or the day is closed already.
    """
    found = find(transaction, office, day)
    uid, standing = found or (None, BusinessDay(office, day, ()))
    if standing.closed_at is not None:
        raise DataFault(_("La journée est déjà clôturée."))
    months.refuse_locked(transaction, office, day)
    closed = BusinessDay(
        office,
        day,
        _distinct(ranges),
        reason=motive,
        closed_at=transaction.now,
        closed_by=transaction.author,
    )
    if closed.running is not None:
        raise DataFault(_("L’heure de fermeture manque."))
    transaction.put("business_day", business_day_payload(closed), uid=uid)
    return transaction.changes


def explain(transaction: Transaction, office: str, day: date, text: str) -> Changes:
    """Keep the internal wording of a reason, apart: it may be health data, and can be erased."""
    if text.strip():
        transaction.put(
            "day_reason", {"office": office, "day": day.isoformat(), "text": text.strip()}
        )
    return transaction.changes


def plan(transaction: Transaction, openings: Iterable[PlannedOpening]) -> Changes:
    """Set the planned openings of some dates; a date that is planned already is revised."""
    for opening in openings:
        uid = transaction.connection.execute(
            select(tables.planned_opening.c.uid)
            .where(
                tables.planned_opening.c.office == opening.office,
                tables.planned_opening.c.day == opening.day.isoformat(),
                tables.planned_opening.c.void_reason.is_(None),
            )
            .order_by(tables.planned_opening.c.uid)
            .limit(1)
        ).scalar_one_or_none()
        transaction.put("planned_opening", planned_opening_payload(opening), uid=uid)
    return transaction.changes


def plan_ahead(transaction: Transaction, office: OfficeProfile, today: date) -> Changes:
    """Plan each date from today to the end of the next month that nothing plans yet.

    The hours are those of the office's profile; what somebody typed stands. They are recorded, so
    that a later profile does not change what was planned, and no further ahead, so that it is
    followed soon. Days before today stay as they are: nobody had planned them here.
    """
    ahead = Period(today, _end_of_next_month(today))
    table = tables.planned_opening
    known = set(
        transaction.connection.execute(
            select(table.c.day).where(
                table.c.office == office.code,
                table.c.day.between(ahead.first.isoformat(), ahead.last.isoformat()),
                table.c.void_reason.is_(None),
            )
        ).scalars()
    )
    for day in ahead:
        if day.isoformat() not in known:
            opening = PlannedOpening(office.code, day, office.planned(day))
            transaction.put("planned_opening", planned_opening_payload(opening))
    return transaction.changes


def import_totals(transaction: Transaction, totals: Iterable[MonthlyTotal]) -> Changes:
    """Record figures of earlier years as they were published.

    The same measure of the same month from the same source is revised: a file that is taken
    twice doubles no figure.
    """
    table = tables.monthly_total
    for total in totals:
        payload = monthly_total_payload(total)
        uid = transaction.connection.execute(
            select(table.c.uid)
            .where(
                *(table.c[key] == payload[key] for key in ("office", "month", "measure", "source")),
                table.c.void_reason.is_(None),
            )
            .limit(1)
        ).scalar()
        transaction.put("monthly_total", payload, uid=uid)
    return transaction.changes


def _end_of_next_month(day: date) -> date:
    this = Period.month(day.year, day.month)
    following = this.last + timedelta(days=1)
    return Period.month(following.year, following.month).last


def _distinct(ranges: Ranges) -> Ranges:
    """Return the ranges in order, those that touch made one. Raises DataFault on an overlap."""
    ordered = sorted(ranges, key=lambda r: (r.start, MINUTES_A_DAY if r.end is None else r.end))
    for before, after in pairwise(ordered):
        if before.end is None or before.end > after.start:
            raise DataFault(_("Deux plages d’ouverture se chevauchent."))
    return union(ordered)


def _put(
    transaction: Transaction, day: BusinessDay, uid: str | None, *, reason: str = ""
) -> Changes:
    months.refuse_locked(transaction, day.office, day.day)
    if day.closed_at is not None:
        corrections.note(
            transaction, day.office, day.day, uid=uid or "", kind="business_day", reason=reason
        )
    transaction.put("business_day", business_day_payload(day), uid=uid)
    return transaction.changes
