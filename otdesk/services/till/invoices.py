"""An invoice on request: who asked for it, for which receipt, and when it is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Self

from sqlalchemy import func, select

from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.journal.canonical import Value
from otdesk.services.till.post import TillPost
from otdesk.services.till.refunds import find_receipt
from otdesk.store import shop_tables
from otdesk.store.record_kind import present
from otdesk.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Customer:
    """Who an invoice is for. Personal: it can be erased, the figures are the receipt's."""

    name: str
    address: str
    siret: str = ""
    due: date | None = None

    def check(self) -> Self:
        """Return self, or raise DataFault without a name and an address (CGI, annexe II, 242)."""
        if not self.name.strip() or not self.address.strip():
            raise DataFault(_("Une facture porte le nom et l’adresse du client."))
        return self


def make_out(transaction: Transaction, post: TillPost, uid: str, customer: Customer) -> int:
    """Make out the invoice of a receipt; return its number, gapless in the office.

    Raises DataFault where `uid` is no receipt, or has its invoice already.
    """
    customer.check()
    connection = transaction.connection
    find_receipt(connection, uid)
    table = shop_tables.invoice
    if connection.execute(select(table.c.uid).where(table.c.receipt_uid == uid)).first():
        raise DataFault(_("Ce ticket a déjà sa facture."))
    last = connection.execute(
        select(func.max(table.c.number)).where(table.c.office == post.office)
    ).scalar_one()
    number = int(last or 0) + 1
    payload: dict[str, Value] = {
        "office": post.office,
        "day": post.day(transaction).isoformat(),
        "number": number,
        "receipt_uid": uid,
        "customer": customer.name.strip(),
        "address": customer.address.strip(),
        **present(
            siret=customer.siret.strip(),
            due="" if customer.due is None else customer.due.isoformat(),
        ),
    }
    transaction.put("invoice", payload)
    return number
