"""Locking a month: refused while an office's is not whole, unless that office is named.

What an office has not sent would otherwise be shut out with the lock. An office that is named keeps
its month open until a day, for a reason that is kept: nothing is lost, and the reader knows why.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from otdesk import typography
from otdesk.domain.changes import Changes
from otdesk.domain.month_locks import MonthReopening, month_of
from otdesk.errors import DataFault
from otdesk.headquarters import month_locks
from otdesk.headquarters.year_table import CellState, YearCell, YearTable, year_table
from otdesk.i18n import _, ngettext
from otdesk.reports.context import ReportContext
from otdesk.store.transaction import Transaction


def lock_month(
    transaction: Transaction,
    context: ReportContext,
    month: date,
    exceptions: Sequence[MonthReopening] = (),
) -> Changes:
    """Lock a month for all but the offices that are named.

    Raises DataFault where it runs still or is locked, where an office lacks something and is not
    named, and as `month_locks.reopen` does on each exception.
    """
    table = year_table(transaction.connection, context, month.year)
    named = {exception.office for exception in exceptions}
    unnamed = [cell for cell in table.lacking(month.month) if cell.office not in named]
    if table.is_over(month.month) and not table.is_locked(month.month) and unnamed:
        raise DataFault(blocked_words(table, month.month, unnamed, context))
    month_locks.lock(transaction, month)
    for exception in exceptions:
        month_locks.reopen(
            transaction, exception.office, month_of(month), exception.until, exception.reason
        )
    return transaction.changes


def blocked_words(
    table: YearTable, month: int, cells: Sequence[YearCell], context: ReportContext
) -> str:
    """Return what keeps a month open, office by office."""
    said = typography.capitalised(typography.month_name(date(table.year, month, 1)))
    lacks = " ; ".join(f"{context.office_name(c.office)}, {lack_words(c)}" for c in cells)
    return _("{month} ne peut pas encore être verrouillé : {lacks}.").format(
        month=said, lacks=lacks
    )


def lack_words(cell: YearCell) -> str:
    """Return in a few words what an office's month lacks."""
    if cell.state is CellState.QUARANTINED:
        return _("{lack}, un envoi en quarantaine").format(lack=_lack(cell))
    if cell.state is CellState.MISSING:
        return _("rien n’est arrivé")
    return _lack(cell)


def _lack(cell: YearCell) -> str:
    count = len(cell.missing)
    if count:
        return ngettext("il manque {} journée", "il manque {} journées", count).format(count)
    if cell.theirs is not None:
        return _("le bureau compte {theirs} accueils, le siège {held}").format(
            theirs=typography.integer(cell.theirs), held=typography.integer(cell.held)
        )
    return _("il manque une partie")
