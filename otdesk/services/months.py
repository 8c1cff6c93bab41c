"""The months of an office: declared complete by it, refused once the siège has locked them."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, func, select

from otdesk import typography
from otdesk.domain.changes import Changes
from otdesk.domain.month_locks import MonthDeclaration, month_of
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.store import network_tables as tables
from otdesk.store.network_records import month_declaration_payload, month_from, month_text
from otdesk.store.reading import driver
from otdesk.store.transaction import Transaction

# Asked at each late entry: the driver's own answer, without a statement built around it.
_REFUSES = """
SELECT NOT EXISTS (
    SELECT 1 FROM month_reopening AS r WHERE r.office = ? AND r.month = l.month
    AND r.until >= ? AND r.void_reason IS NULL
) FROM month_lock AS l WHERE l.month = ? AND l.void_reason IS NULL LIMIT 1
"""


class MonthIsLocked(DataFault):
    """Something of a month is to change that the siège has locked."""


def refuse_locked(transaction: Transaction, office: str, day: date) -> None:
    """Raise MonthIsLocked where the siège has locked a day's month and not reopened it.

    A month that still runs cannot be locked: an accueil of today asks nothing.
    """
    today = transaction.now.astimezone(transaction.zone).date()
    if month_of(day) >= month_of(today):
        return
    asked = (office, today.isoformat(), month_text(month_of(day)))
    row = driver(transaction.connection).execute(_REFUSES, asked).fetchone()
    if row is not None and row[0]:
        raise MonthIsLocked(locked_words(day))


def locked_words(day: date) -> str:
    """Return what is said where something of a locked month is to change."""
    return _(
        "{month} est verrouillé : le siège a publié ses chiffres. Rien n’a été changé. "
        "Demandez au siège de rouvrir ce mois pour votre bureau."
    ).format(month=typography.capitalised(typography.month_name(day)))


def locked_months(connection: Connection, office: str, today: date) -> frozenset[date]:
    """Return the first day of each month that an office may not change today."""
    locks, openings = tables.month_lock, tables.month_reopening
    locked = connection.execute(select(locks.c.month).where(locks.c.void_reason.is_(None)))
    open_again = connection.execute(
        select(openings.c.month).where(
            openings.c.office == office,
            openings.c.until >= today.isoformat(),
            openings.c.void_reason.is_(None),
        )
    )
    kept = {*locked.scalars()} - {*open_again.scalars()}
    return frozenset(month_from(month) for month in kept)


def declare(transaction: Transaction, office: str, month: date, *, active: bool = True) -> Changes:
    """Say that an office has entered a month whole; without `active`, that there was nothing.

    Said again, it is the next revision of the same record; where two posts had said it, one is
    left. Raises DataFault on a month that is not over, MonthIsLocked on one that the siège has
    locked.
    """
    today = transaction.now.astimezone(transaction.zone).date()
    if month_of(month) >= month_of(today):
        raise DataFault(
            _("{month} n’est pas fini : ce mois se déclare à partir du 1er du suivant.").format(
                month=typography.capitalised(typography.month_name(month))
            )
        )
    refuse_locked(transaction, office, month)
    declaration = MonthDeclaration(office, month_of(month), active)
    uids = _declared(transaction.connection, office, declaration.month)
    payload = month_declaration_payload(declaration)
    transaction.put("month_declaration", payload, uid=uids[0] if uids else None)
    reason = _("réunie avec celle d’un autre poste")
    for other in uids[1:]:
        transaction.void("month_declaration", other, reason, office=office, day=declaration.month)
    return transaction.changes


def take_back(transaction: Transaction, office: str, month: date) -> Changes:
    """Take back what an office said of a month: something is still to be entered.

    Raises DataFault where it said nothing, MonthIsLocked where the siège has locked it.
    """
    refuse_locked(transaction, office, month)
    uids = _declared(transaction.connection, office, month_of(month))
    if not uids:
        raise DataFault(
            _("{month} n’était pas déclaré : rien n’a été changé.").format(
                month=typography.capitalised(typography.month_name(month))
            )
        )
    reason = _("repris par le bureau")
    for uid in uids:
        transaction.void("month_declaration", uid, reason, office=office, day=month_of(month))
    return transaction.changes


def last_declared(connection: Connection, office: str) -> date | None:
    """Return the last month that an office declared, None before the first."""
    table = tables.month_declaration
    found = connection.execute(
        select(func.max(table.c.month)).where(
            table.c.office == office, table.c.void_reason.is_(None)
        )
    ).scalar()
    return None if found is None else month_from(found)


def _declared(connection: Connection, office: str, month: date) -> list[str]:
    table = tables.month_declaration
    uids = connection.execute(
        select(table.c.uid)
        .where(
            table.c.office == office,
            table.c.month == month_text(month),
            table.c.void_reason.is_(None),
        )
        .order_by(table.c.uid)
    ).scalars()
    return list(uids)
