"""Money held for others, given to whom it belongs: in cash it leaves the drawer as well."""

from __future__ import annotations

from datetime import date

from otdesk.domain.changes import Changes
from otdesk.domain.money import Cents
from otdesk.domain.receipts import PaymentMethod
from otdesk.domain.till import CashMove
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.services.till import cash
from otdesk.services.till.post import TillPost
from otdesk.store.record_kind import present
from otdesk.store.shop_state import held_money
from otdesk.store.transaction import Transaction
from otdesk.typography import cents as as_euros

# How it may be given: a card pays in, never out.
METHODS = (PaymentMethod.CASH, PaymentMethod.TRANSFER, PaymentMethod.CHEQUE)


def pay_over(
    transaction: Transaction,
    post: TillPost,
    third_party: str,
    cents: Cents,
    method: PaymentMethod,
    *,
    note: str = "",
) -> Changes:
    """Record that money held for a third party was given to it.

    Raises EarlierDayOpen; DataFault on nothing, on more than is owed, or on more cash than lies
    in the drawer.
    """
    if cents <= 0:
        raise DataFault(_("Indiquer la somme."))
    if method not in METHODS:
        raise DataFault(_("L’argent d’un tiers se reverse en espèces, par chèque ou virement."))
    held = {each.third_party: each for each in held_money(transaction.connection, post.office)}
    owed = held[third_party].owed if third_party in held else 0
    if cents > owed:
        raise DataFault(_("Il n’est dû que {owed} à ce tiers.").format(owed=as_euros(max(owed, 0))))
    if method is PaymentMethod.CASH:
        reason = f"{third_party} {note.strip()}".strip()
        cash.move(transaction, post, CashMove.PAID_OVER, -cents, reason)
    day: date = post.day(transaction)
    transaction.put(
        "held_payment",
        {
            "office": post.office,
            "day": day.isoformat(),
            "third_party": third_party,
            "cents": cents,
            "method": method.value,
            **present(note=note.strip()),
        },
    )
    return transaction.changes
