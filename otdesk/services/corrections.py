"""Corrections of closed days: never without a reason, and always to be seen on the next print."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from otdesk import typography
from otdesk.domain.changes import Changes
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.journal.canonical import Payload
from otdesk.services import months
from otdesk.store import tables
from otdesk.store.reading import driver
from otdesk.store.records import KINDS
from otdesk.store.transaction import Transaction

# Asked at each accueil: the driver's own answer, without a statement built around it.
_CLOSED = """
SELECT closed_at FROM business_day WHERE office = ? AND day = ? AND void_reason IS NULL
"""


class DayIsClosed(DataFault):
    """A record of a closed day is to change, and no reason was given."""


def is_closed(transaction: Transaction, office: str, day: date) -> bool:
    """Tell whether an office has closed its day. Every post of the office must have."""
    rows = driver(transaction.connection).execute(_CLOSED, (office, day.isoformat()))
    closings = [closed_at for (closed_at,) in rows]
    return bool(closings) and all(closed_at is not None for closed_at in closings)


def closed_days(connection: Connection, office: str) -> frozenset[date]:
    """Return every day that an office has closed, on each of its posts."""
    table = tables.business_day
    days = connection.execute(
        select(table.c.day)
        .where(table.c.office == office, table.c.void_reason.is_(None))
        .group_by(table.c.day)
        .having(func.count(table.c.closed_at) == func.count())
    ).scalars()
    return frozenset(date.fromisoformat(day) for day in days)


def revise(
    transaction: Transaction,
    kind: str,
    payload: Payload,
    *,
    office: str,
    day: date,
    uid: str | None,
    reason: str,
) -> Changes:
    """Record something of an office's day, or the next revision of `uid`.

    A revision may move an accueil to another day: the day that it leaves changes too, and wants
    its reason as well. Raises DayIsClosed, and DataFault where nothing of this kind is `uid`.
    """
    left = None if uid is None else _standing(transaction, kind, uid)
    written = transaction.put(kind, payload, uid=uid)
    note(transaction, office, day, uid=written, kind=kind, reason=reason)
    if left is None:
        return transaction.changes
    if left[:2] != (office, day):
        note(transaction, left.office, left.day, uid=written, kind=kind, reason=reason)
    return transaction.changes | Changes(days=frozenset({(left.office, left.day)}))


def void(
    transaction: Transaction,
    kind: str,
    uid: str,
    motive: str,
    *,
    office: str,
    day: date,
    reason: str,
) -> Changes:
    """Void something of an office's day. Raises DayIsClosed.

    Raises DataFault where it is void already, or stands on another day: a screen that was not
    refreshed may not slip past the closing of the day where it really is.
    """
    standing = _standing(transaction, kind, uid)
    if standing.is_void:
        raise DataFault(_("Cet enregistrement est déjà annulé."))
    if standing[:2] != (office, day):
        raise DataFault(_("Cet enregistrement a changé de jour entre-temps."))
    transaction.void(kind, uid, motive, office=office, day=day)
    note(transaction, office, day, uid=uid, kind=kind, reason=reason)
    return transaction.changes


class _Standing(NamedTuple):
    office: str
    day: date
    is_void: bool


def _standing(transaction: Transaction, kind: str, uid: str) -> _Standing:
    table = KINDS[kind].table
    row = transaction.connection.execute(
        select(table.c.office, table.c.day, table.c.void_reason).where(table.c.uid == uid)
    ).one_or_none()
    if row is None:
        raise DataFault(_("Cet enregistrement n’existe pas."))
    return _Standing(row.office, date.fromisoformat(row.day), row.void_reason is not None)


def note(
    transaction: Transaction, office: str, day: date, *, uid: str, kind: str, reason: str
) -> None:
    """Journal why a closed day changes; nothing where the day is not closed.

    Raises DayIsClosed without a reason, MonthIsLocked where the siège has locked the month: the
    whole transaction is then taken back.
    """
    months.refuse_locked(transaction, office, day)
    if not is_closed(transaction, office, day):
        return
    if not reason.strip():
        raise DayIsClosed(
            _("La journée du {} est clôturée : indiquer le motif de la rectification.").format(
                typography.long_date(day)
            )
        )
    put(transaction, office, day, uid=uid, kind=kind, reason=reason)


def put(
    transaction: Transaction, office: str, day: date, *, uid: str, kind: str, reason: str
) -> None:
    """Journal why a day changes that is known to be closed."""
    transaction.put(
        "day_correction",
        {
            "office": office,
            "day": day.isoformat(),
            "record_uid": uid,
            "record_kind": kind,
            "reason": reason.strip(),
        },
    )
