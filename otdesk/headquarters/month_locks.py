"""The siège locks a month once its figures are published, and reopens it by named exception."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, select

from otdesk import typography
from otdesk.domain.changes import Changes
from otdesk.domain.month_locks import MonthLock, MonthReopening, month_of
from otdesk.errors import DataFault
from otdesk.headquarters.locked_figures import has_changed, to_keep
from otdesk.i18n import _
from otdesk.store import network_tables as tables
from otdesk.store.network_records import (
    month_from,
    month_lock_payload,
    month_reopening_of,
    month_reopening_payload,
    month_text,
)
from otdesk.store.transaction import Transaction


def lock(transaction: Transaction, month: date) -> Changes:
    """Lock a month for every office, and keep what it is worth.

    A locked month that changed since is locked again, with its figures of now. Raises DataFault
    where it runs still, or is locked and has not changed.
    """
    today = transaction.now.astimezone(transaction.zone).date()
    said = typography.capitalised(typography.month_name(month))
    if month_of(month) >= month_of(today):
        raise DataFault(_("{} n’est pas fini : il ne se verrouille pas encore.").format(said))
    connection, first = transaction.connection, month_of(month)
    uid = find(connection, month)
    if uid is not None and not has_changed(connection, first):
        raise DataFault(_("{} est déjà verrouillé.").format(said))
    payload = month_lock_payload(MonthLock(first), to_keep(connection, first))
    transaction.put("month_lock", payload, uid=uid)
    return transaction.changes


def unlock(transaction: Transaction, month: date, motive: str, office: str) -> Changes:
    """Take a lock back for every office; `office` is the siège's own code, `motive` is kept."""
    uid = find(transaction.connection, month)
    if uid is None:
        said = typography.capitalised(typography.month_name(month))
        raise DataFault(_("{} n’est pas verrouillé.").format(said))
    if not motive.strip():
        raise DataFault(_("Indiquer pourquoi le mois est rouvert à tous."))
    transaction.void("month_lock", uid, motive.strip(), office=office, day=month_of(month))
    return transaction.changes


def reopen(transaction: Transaction, office: str, month: date, until: date, reason: str) -> Changes:
    """Let one office correct a locked month until a day, included.

    Raises DataFault where the month is not locked, the day has passed or no reason is given.
    """
    today = transaction.now.astimezone(transaction.zone).date()
    if find(transaction.connection, month) is None:
        said = typography.capitalised(typography.month_name(month))
        raise DataFault(_("{} n’est pas verrouillé.").format(said))
    if until < today:
        raise DataFault(_("La réouverture finirait avant d’avoir commencé."))
    if not reason.strip():
        raise DataFault(_("Indiquer pourquoi le mois est rouvert pour ce bureau."))
    reopening = MonthReopening(office, month_of(month), until, reason.strip())
    transaction.put("month_reopening", month_reopening_payload(reopening))
    return transaction.changes


def locked(connection: Connection) -> frozenset[date]:
    """Return the first day of each month that is locked, reopened for somebody or not."""
    table = tables.month_lock
    found = connection.execute(select(table.c.month).where(table.c.void_reason.is_(None)))
    return frozenset(month_from(month) for month in found.scalars())


def reopenings(connection: Connection, today: date) -> tuple[MonthReopening, ...]:
    """Return the exceptions that hold today, the last to end first; `today` is local."""
    table = tables.month_reopening
    rows = connection.execute(
        select(table)
        .where(table.c.until >= today.isoformat(), table.c.void_reason.is_(None))
        .order_by(table.c.until.desc(), table.c.office)
    ).mappings()
    return tuple(month_reopening_of(dict(row)) for row in rows)


def find(connection: Connection, month: date) -> str | None:
    """Return the uid of the lock of a month, None where it is not locked."""
    table = tables.month_lock
    return connection.execute(
        select(table.c.uid)
        .where(table.c.month == month_text(month_of(month)), table.c.void_reason.is_(None))
        .limit(1)
    ).scalar()
