"""The business day: opening, hours, closing, staying shut, and what is planned."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from sqlalchemy import Connection, select

from otdesk.domain.changes import Changes
from otdesk.domain.days import BusinessDay, DayState, MonthlyTotal, PlannedOpening
from otdesk.domain.month_locks import month_of
from otdesk.domain.openings import MINUTES_A_DAY, Ranges, TimeRange, union
from otdesk.domain.period import Period
from otdesk.domain.profile import OfficeProfile
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.services import corrections, months
from otdesk.store import siege_records, tables
from otdesk.store.records import (
    business_day_of,
    business_day_payload,
    monthly_total_payload,
    planned_opening_payload,
)
from otdesk.store.transaction import Transaction


def find(transaction: Transaction, office: str, day: date) -> tuple[str, BusinessDay] | None:
    """Return an office's day with the uid of its first record, None where nothing was entered.

    Posts that had not heard of one another began a record each: the day is their union, and is
    closed once each of them is.
    """
    records = _records(transaction, office, day)
    if not records:
        return None
    days = [standing for _uid, standing in records]
    closings = [d.closed_at for d in days if d.closed_at is not None]
    is_closed = len(closings) == len(days)
    last = max(days, key=lambda d: (d.closed_at is not None, d.closed_at or transaction.now))
    return records[0][0], BusinessDay(
        office,
        day,
        union(r for standing in days for r in standing.ranges),
        reason=next((d.reason for d in days if d.reason), None),
        closed_at=last.closed_at if is_closed else None,
        closed_by=last.closed_by if is_closed else None,
    )


def _records(transaction: Transaction, office: str, day: date) -> list[tuple[str, BusinessDay]]:
    table = tables.business_day
    rows = transaction.connection.execute(
        select(table)
        .where(
            table.c.office == office,
            table.c.day == day.isoformat(),
            table.c.void_reason.is_(None),
        )
        .order_by(table.c.uid)
    ).mappings()
    return [(row["uid"], business_day_of(dict(row))) for row in rows]


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
    _put_one(transaction, closed, uid)
    return transaction.changes


def explain(transaction: Transaction, office: str, day: date, text: str) -> Changes:
    """Keep the internal wording of a reason, apart: it may be health data, and can be erased."""
    if text.strip():
        transaction.put(
            "day_reason", {"office": office, "day": day.isoformat(), "text": text.strip()}
        )
    return transaction.changes


def plan(transaction: Transaction, openings: Iterable[PlannedOpening]) -> Changes:
    """Set the planned openings of some dates; a date that is planned already is revised.

    The siège plans for its offices: an office that is paired does not plan any more, and what
    it planned before counts where the siège plans nothing (`siege_records`). Raises ManagedBySiege
    there, MonthIsLocked on a date of a locked month.
    """
    refuse_where_siege_plans(transaction.connection)
    openings = list(openings)
    _refuse_locked_plans(transaction, openings)
    standing = _standing_plans(transaction, openings)
    for opening in openings:
        payload = planned_opening_payload(opening)
        uid, ranges = standing.get((opening.office, opening.day), (None, None))
        if ranges != payload["ranges"]:
            transaction.put("planned_opening", payload, uid=uid)
    return transaction.changes


def refuse_where_siege_plans(connection: Connection) -> None:
    """Raise ManagedBySiege in the folder of an office that is paired."""
    if siege_records.is_paired(connection):
        raise siege_records.ManagedBySiege(
            _(
                "Les ouvertures prévues viennent du siège depuis que ce poste est appairé : lui "
                "demander ce changement. Les horaires réels de chaque journée restent les vôtres."
            )
        )


def plan_ahead(transaction: Transaction, office: OfficeProfile, today: date) -> Changes:
    """Plan each date from today to the end of the next month that nothing plans yet.

    The hours are those of the office's profile; what somebody typed stands, and what the siège
    planned, which also counts where it comes later. They are recorded, so
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


def _refuse_locked_plans(transaction: Transaction, openings: Sequence[PlannedOpening]) -> None:
    today = transaction.now.astimezone(transaction.zone).date()
    for office in {opening.office for opening in openings}:
        locked = months.locked_months(transaction.connection, office, today)
        for opening in openings:
            if opening.office == office and month_of(opening.day) in locked:
                raise months.MonthIsLocked(months.locked_words(opening.day))


def _standing_plans(
    transaction: Transaction, openings: Sequence[PlannedOpening]
) -> dict[tuple[str, date], tuple[str, str]]:
    """Return the uid and the stored ranges of what is planned already: the siège's own at it."""
    if not openings:
        return {}
    table, days = tables.planned_opening, [opening.day for opening in openings]
    rows = transaction.connection.execute(
        select(table.c.office, table.c.day, table.c.uid, table.c.ranges)
        .where(
            table.c.office.in_({opening.office for opening in openings}),
            table.c.day.between(min(days).isoformat(), max(days).isoformat()),
            table.c.void_reason.is_(None),
            siege_records.is_managed_here(table),
        )
        .order_by(table.c.uid.desc())
    )
    return {(row.office, date.fromisoformat(row.day)): (row.uid, row.ranges) for row in rows}


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
    _put_one(transaction, day, uid)
    return transaction.changes


def _put_one(transaction: Transaction, day: BusinessDay, uid: str | None) -> None:
    """Record a day; what other posts had begun of it is in it, and stands no more beside it."""
    others = [found for found, _day in _records(transaction, day.office, day.day) if found != uid]
    transaction.put("business_day", business_day_payload(day), uid=uid)
    _unite(transaction, "business_day", others, day.office, day.day)


def _unite(
    transaction: Transaction, kind: str, uids: Iterable[str | None], office: str, day: date
) -> None:
    for uid in uids:
        if uid is not None:
            reason = _("réunie avec celle d’un autre poste")
            transaction.void(kind, uid, reason, office=office, day=day)
