"""The business day: opening, hours, closing, staying shut, and what is planned."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from sqlalchemy import select

from otdesk.domain.changes import Changes
from otdesk.domain.days import BusinessDay, DayState, MonthlyTotal, PlannedOpening
from otdesk.domain.openings import Ranges, TimeRange, union
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.services import corrections
from otdesk.store import tables
from otdesk.store.records import (
    business_day_of,
    business_day_payload,
    monthly_total_payload,
    planned_opening_payload,
)
from otdesk.store.transaction import Transaction


def find(
    transaction: Transaction, office: str, day: date
) -> tuple[str, BusinessDay] | None:
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
    return None if row is None else (row["uid"], business_day_of(row))


def open_range(transaction: Transaction, office: str, day: date, minute: int) -> Changes:
    """Open the office at a local minute: the first range of the day, or the next one.

    Raises DataFault where it is open already or the day is closed.
    """
    found = find(transaction, office, day)
    uid, standing = found if found else (None, BusinessDay(office, day, ()))
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
    if union(ranges) != tuple(sorted(ranges)):
        raise DataFault(_("Deux plages d’ouverture se chevauchent."))
    found = find(transaction, office, day)
    uid, standing = found if found else (None, BusinessDay(office, day, ()))
    return _put(
        transaction,
        replace(standing, ranges=tuple(sorted(ranges)), reason=motive),
        uid,
        reason=reason,
    )


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
    runs, or the day is closed already.
    """
    found = find(transaction, office, day)
    uid, standing = found if found else (None, BusinessDay(office, day, ()))
    if standing.closed_at is not None:
        raise DataFault(_("La journée est déjà clôturée."))
    closed = BusinessDay(
        office,
        day,
        tuple(sorted(ranges)),
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


def import_totals(transaction: Transaction, totals: Iterable[MonthlyTotal]) -> Changes:
    """Record figures of earlier years as they were published."""
    for total in totals:
        transaction.put("monthly_total", monthly_total_payload(total))
    return transaction.changes


def _put(
    transaction: Transaction, day: BusinessDay, uid: str | None, *, reason: str = ""
) -> Changes:
    if day.closed_at is not None:
        corrections.note(transaction, day.office, day.day, uid or "", "business_day", reason)
    transaction.put("business_day", business_day_payload(day), uid=uid)
    return transaction.changes
