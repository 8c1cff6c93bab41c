"""The invoices of an office, and what is left to pay of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from otdesk.domain.invoices import Invoice
from otdesk.domain.money import Cents
from otdesk.store import shop_tables, till_tables
from otdesk.store.shop_state import outstanding


@dataclass(frozen=True, slots=True)
class InvoiceState:
    """An invoice, what it amounts to, and what is left to pay."""

    uid: str
    invoice: Invoice
    receipt_number: int
    total: Cents
    outstanding: Cents

    @property
    def is_paid(self) -> bool:
        """Tell whether nothing is left to pay."""
        return self.outstanding <= 0


def invoices(
    connection: Connection, office: str, *, unpaid_only: bool = False
) -> tuple[InvoiceState, ...]:
    """Return the invoices of an office, the newest first. An erased one is left out."""
    table, receipt = shop_tables.invoice, till_tables.receipt
    rows = connection.execute(
        select(table, receipt.c.number.label("receipt_number"), receipt.c.total.label("total"))
        .join_from(table, receipt, receipt.c.uid == table.c.receipt_uid)
        .where(table.c.office == office, table.c.void_reason.is_(None))
        .order_by(table.c.day.desc(), table.c.uid.desc())
    ).mappings()
    found = [
        InvoiceState(
            row["uid"],
            invoice_of(dict(row)),
            row["receipt_number"],
            row["total"],
            outstanding(connection, row["receipt_uid"]),
        )
        for row in rows
    ]
    return tuple(each for each in found if not (unpaid_only and each.is_paid))


def find_invoice(connection: Connection, uid: str) -> Invoice | None:
    """Return an invoice by its uid, None where there is none, or where it was erased."""
    table = shop_tables.invoice
    row = (
        connection.execute(select(table).where(table.c.uid == uid, table.c.void_reason.is_(None)))
        .mappings()
        .one_or_none()
    )
    return None if row is None else invoice_of(dict(row))


def invoice_of(row: Mapping[str, Any]) -> Invoice:
    """Return the invoice behind a row."""
    return Invoice(
        row["office"],
        date.fromisoformat(row["day"]),
        row["number"],
        row["receipt_uid"],
        row["customer"],
        row["address"],
        row["siret"],
        date.fromisoformat(row["due"]) if row["due"] else None,
        row["series"],
    )
