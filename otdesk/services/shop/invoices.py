"""Invoices on request: numbered without a gap per post and year, paid later as a correction."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import Connection, func, select

from otdesk.domain.invoices import Invoice, numbered
from otdesk.domain.money import Cents
from otdesk.domain.receipts import PaymentMethod
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.services.shop import numbering, seller_numbers
from otdesk.services.till.post import TillPost
from otdesk.services.till.refunds import correct_payment, find_receipt
from otdesk.store import shop_tables
from otdesk.store.record_kind import present
from otdesk.store.shop_state import outstanding
from otdesk.store.transaction import Transaction

# How an invoice is paid in the end.
SETTLES = (PaymentMethod.TRANSFER, PaymentMethod.CHEQUE)


def issue(transaction: Transaction, wanted: Invoice) -> tuple[str, Invoice]:
    """Record an invoice for a receipt; return its uid, and the invoice with its number.

    The number and series of `wanted` are ignored. Raises DataFault without a name or an address,
    on a SIRET that is none, on an unknown receipt, and on one that has its invoice already.
    """
    wanted.check()
    siret = seller_numbers.siret(wanted.siret)
    find_receipt(transaction.connection, wanted.receipt)
    table = shop_tables.invoice
    held = transaction.connection.execute(
        select(table.c.office, table.c.number, table.c.day, table.c.series).where(
            table.c.receipt_uid == wanted.receipt
        )
    ).first()
    if held is not None:
        raise DataFault(
            _("Ce ticket a déjà sa facture : {}.").format(
                numbered(f"{held.office}-F{held.day[:4]}-{held.number:04d}", held.series)
            )
        )
    mark = numbering.series(transaction)
    made = replace(
        wanted,
        series=mark,
        number=_next_number(transaction.connection, wanted.office, wanted.day, mark),
        customer=wanted.customer.strip(),
        address=wanted.address.strip(),
        siret=siret,
    )
    payload = {
        "office": made.office,
        "day": made.day.isoformat(),
        "series": made.series,
        "number": made.number,
        "receipt_uid": made.receipt,
        "customer": made.customer,
        "address": made.address,
        **present(siret=made.siret, due=made.due.isoformat() if made.due else None),
    }
    return transaction.put("invoice", payload), made


def settle(
    transaction: Transaction, post: TillPost, receipt: str, method: PaymentMethod, reference: str
) -> Cents:
    """Say that the invoice of a receipt was paid: ACCOUNT becomes a transfer or a cheque.

    Return the sum. `reference` names the invoice in the journal. Raises DataFault where nothing
    is left to pay, or by another method.
    """
    if method not in SETTLES:
        raise DataFault(_("Une facture se règle plus tard par virement ou par chèque."))
    cents = outstanding(transaction.connection, receipt)
    if cents <= 0:
        raise DataFault(_("Cette facture est déjà payée."))
    correct_payment(
        transaction,
        post,
        receipt,
        taken=PaymentMethod.ACCOUNT,
        given=method,
        cents=cents,
        reason=_("facture {} payée").format(reference),
    )
    return cents


def _next_number(connection: Connection, office: str, day: date, series: str) -> int:
    """Count those of the year: an erased one has lost its number, but still stands for it."""
    table = shop_tables.invoice
    return (
        connection.execute(
            select(func.count())
            .select_from(table)
            .where(
                table.c.office == office,
                table.c.series == series,
                table.c.day >= f"{day.year}-01-01",
                table.c.day <= f"{day.year}-12-31",
            )
        ).scalar_one()
        + 1
    )
