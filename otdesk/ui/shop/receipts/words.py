"""How receipts are told: rows of a list, methods, hours."""

from __future__ import annotations

from collections.abc import Iterable

from otdesk import typography
from otdesk.domain.receipts import PaymentMethod
from otdesk.i18n import _
from otdesk.reports.shop.receipts import ReceiptRow
from otdesk.ui.shop.sale.list_panel import Choice
from otdesk.ui.shop.sale.payment_panel import method_inside


def methods_words(methods: Iterable[PaymentMethod]) -> str:
    """Return `espèces + CB`."""
    return " + ".join(method_inside(method) for method in methods)


def row_choice(row: ReceiptRow) -> Choice:
    """Return the row of a receipt, or of a refund, in the list of a day."""
    number = typography.integer(row.number)
    time = typography.clock_time(row.minute)
    labels = ", ".join(row.labels)
    if row.refund:
        words = _("{time} · Remboursement n° {number}").format(time=time, number=number)
        note = _("du ticket n° {number} · {reason}").format(
            number=typography.integer(row.of_number or 0), reason=row.reason
        )
    else:
        words = _("{time} · n° {number} · {labels}").format(time=time, number=number, labels=labels)
        note = methods_words(row.methods)
        if row.given_back:
            note = _("{methods} · remboursé {cents}").format(
                methods=note, cents=typography.cents(row.given_back)
            )
    return Choice(row.of_uid or row.uid, words, note, typography.cents(row.total))
