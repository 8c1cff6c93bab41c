"""« Remise en banque »: slips of cash and of cheques, to the bank or to the head office.

A slip of cash takes its sum out of the drawer in the same transaction. A slip of cheques takes
every cheque that waits: what is left out of it would never be found again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from sqlalchemy import func, select

from otdesk.domain.changes import Changes
from otdesk.domain.invoices import numbered
from otdesk.domain.money import Cents
from otdesk.domain.receipts import PaymentMethod
from otdesk.domain.till import CashMove
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.services.shop import numbering
from otdesk.services.till import cash
from otdesk.services.till.guard import ready
from otdesk.services.till.post import TillPost
from otdesk.store import shop_tables
from otdesk.store.record_kind import present
from otdesk.store.shop_state import has_later_slip, waiting_cheques
from otdesk.store.transaction import Transaction


class Destination(StrEnum):
    """Where a slip goes."""

    BANK = "bank"
    HEADQUARTERS = "headquarters"


_MOVES = {
    Destination.BANK: CashMove.DEPOSIT,
    Destination.HEADQUARTERS: CashMove.TO_HEADQUARTERS,
}


@dataclass(frozen=True, slots=True)
class Deposit:
    """A slip that was recorded: its number in the post's series, its sum, how many pieces."""

    uid: str
    series: str
    number: int
    cents: Cents
    pieces: int

    @property
    def reference(self) -> str:
        """Return how it is called on paper: `12-7F3A`."""
        return numbered(str(self.number), self.series)


def deposit_cash(
    transaction: Transaction,
    post: TillPost,
    destination: Destination,
    cents: Cents,
    *,
    pieces: int = 0,
    note: str = "",
) -> Deposit:
    """Record a slip of cash and take it out of the drawer. `pieces` is 0 where not counted.

    Raises EarlierDayOpen; DataFault on nothing, or on more than lies in the drawer.
    """
    if cents <= 0:
        raise DataFault(_("Indiquer la somme."))
    slip = _next(transaction, post.office, cents, pieces)
    said = _("remise n° {}").format(slip.reference)
    cash.move(transaction, post, _MOVES[destination], -cents, f"{said} {note.strip()}".strip())
    return _put(transaction, post, slip, PaymentMethod.CASH, destination=destination, note=note)


def deposit_cheques(
    transaction: Transaction,
    post: TillPost,
    destination: Destination,
    expected: Cents,
    *,
    note: str = "",
) -> Deposit:
    """Record a slip of every cheque that waits. `expected` is the sum that was looked at.

    Raises DataFault where nothing waits, or where another sum does by now.
    """
    waiting = waiting_cheques(transaction.connection, post.office)
    cents = sum(each.cents for each in waiting)
    if cents <= 0:
        raise DataFault(_("Aucun chèque à remettre."))
    if cents != expected:
        raise DataFault(_("Les chèques ont changé entre-temps : vérifier la liste et reprendre."))
    pieces = sum(each.cents > 0 for each in waiting)
    slip = _next(transaction, post.office, cents, pieces)
    return _put(transaction, post, slip, PaymentMethod.CHEQUE, destination=destination, note=note)


def void(transaction: Transaction, post: TillPost, uid: str, reason: str) -> Changes:
    """Void a slip that never left: its cash lies in the drawer again, its cheques wait again.

    Its number is not given again. Raises EarlierDayOpen; DataFault without a reason, on a slip
    that the office has not or has voided, and on one of cheques with a later one that stands.
    """
    table = shop_tables.bank_deposit
    slip = transaction.connection.execute(
        select(table).where(table.c.uid == uid, table.c.office == post.office)
    ).one_or_none()
    if slip is None:
        raise DataFault(_("Cette remise n’existe pas."))
    if slip.void_reason is not None:
        raise DataFault(_("Cette remise est déjà annulée."))
    if slip.method == PaymentMethod.CHEQUE and has_later_slip(transaction.connection, uid):
        raise DataFault(
            _("Seule la dernière remise de chèques s’annule : les suivantes d’abord, puis elle.")
        )
    day = date.fromisoformat(slip.day)
    transaction.void("bank_deposit", uid, reason, office=post.office, day=day)
    if slip.method == PaymentMethod.CASH:
        said = _("remise n° {number} annulée : {reason}").format(
            number=numbered(str(slip.number), slip.series), reason=reason.strip()
        )
        cash.take_back(transaction, post, _MOVES[Destination(slip.destination)], slip.cents, said)
    else:
        ready(transaction, post)
    return transaction.changes


def _put(
    transaction: Transaction,
    post: TillPost,
    slip: Deposit,
    method: PaymentMethod,
    *,
    destination: Destination,
    note: str,
) -> Deposit:
    uid = transaction.put(
        "bank_deposit",
        {
            "office": post.office,
            "day": post.day(transaction).isoformat(),
            "series": slip.series,
            "number": slip.number,
            "method": method.value,
            "cents": slip.cents,
            "pieces": slip.pieces,
            "destination": destination.value,
            **present(note=note.strip()),
        },
    )
    return replace(slip, uid=uid)


def _next(transaction: Transaction, office: str, cents: Cents, pieces: int) -> Deposit:
    """Return the slip to record, with the next number of this post; a voided one keeps its own."""
    table, mark = shop_tables.bank_deposit, numbering.series(transaction)
    last = transaction.connection.execute(
        select(func.max(table.c.number)).where(table.c.office == office, table.c.series == mark)
    ).scalar()
    return Deposit("", mark, 1 if last is None else int(last) + 1, cents, pieces)
