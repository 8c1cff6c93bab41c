"""What the page of the till shows beside its state, read in one go."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from otdesk.domain.till import CashMove
from otdesk.reports.shop.closings import ClosingChoice, ClosingList, list_closings, till_head
from otdesk.reports.shop.deposits import DepositSlip, slips
from otdesk.reports.shop.invoices import InvoiceState, invoices
from otdesk.store.shop_state import HeldMoney, WaitingCheque, held_money, waiting_cheques
from otdesk.store.till_state import TillState
from otdesk.store.till_tables import cash_movement


@dataclass(frozen=True, slots=True)
class CashLine:
    """Cash that came into the drawer, or left it, since the last Z."""

    minute: int
    move: CashMove
    cents: int
    note: str
    author: str


@dataclass(frozen=True, slots=True)
class TillPicture:
    """The closings that are looked at, the last slips, and what waits.

    Cheques wait for the bank, money of others for whom it belongs to, invoices to be paid.
    """

    closings: ClosingList
    cheques: tuple[WaitingCheque, ...]
    held: tuple[HeldMoney, ...]
    unpaid: tuple[InvoiceState, ...]
    slips: tuple[DepositSlip, ...]
    moves: tuple[CashLine, ...]
    head: tuple[int, str]

    @property
    def owed(self) -> int:
        """Return what is owed to all third parties."""
        return sum(each.owed for each in self.held)

    @property
    def cheque_cents(self) -> int:
        """Return what the cheques that wait are worth."""
        return sum(each.cents for each in self.cheques)


def read(
    connection: Connection, office: str, state: TillState, choice: ClosingChoice
) -> TillPicture:
    """Read it all, on the thread of the store."""
    after = 0 if state.last_z is None else state.last_z.last_seq
    return TillPicture(
        closings=list_closings(connection, office, choice),
        cheques=waiting_cheques(connection, office),
        held=held_money(connection, office),
        unpaid=invoices(connection, office, unpaid_only=True),
        slips=slips(connection, office, limit=8, with_void=True),
        moves=_moves(connection, state.till, after),
        head=till_head(connection, state.till),
    )


def _moves(connection: Connection, till: str, after: int) -> tuple[CashLine, ...]:
    table = cash_movement
    rows = connection.execute(
        select(table.c.minute, table.c.move, table.c.cents, table.c.note, table.c.author)
        .where(table.c.till == till, table.c.seq > after)
        .order_by(table.c.seq)
    )
    return tuple(CashLine(r.minute, CashMove(r.move), r.cents, r.note, r.author) for r in rows)
