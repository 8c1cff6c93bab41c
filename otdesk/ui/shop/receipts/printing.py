"""The paper of a receipt: made on request alone; the first is the original, the next duplicates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from otdesk import typography
from otdesk.domain.changes import Changes
from otdesk.domain.receipts import Receipt
from otdesk.i18n import _
from otdesk.ui.shop.desk import ShopDesk

if TYPE_CHECKING:
    from otdesk.services.till.post import TillPost
    from otdesk.store.store import Store
    from otdesk.store.transaction import Transaction

# From a receipt, its short signature, the number of the copy (0: the original) and the names of
# third parties, to a PDF.
Render = Callable[[Receipt, str, int, Mapping[str, str]], bytes]


@dataclass(frozen=True, slots=True)
class ReceiptPaper:
    """A receipt ready for paper: what it is called, and its PDF."""

    title: str
    content: bytes


def rendered(
    receipt: Receipt, signature: str, copy: int, third_parties: Mapping[str, str]
) -> bytes:
    """Return the PDF of a receipt; reportlab is imported here, off the thread that paints."""
    from otdesk.documents.pdf.receipt import render_receipt
    from otdesk.documents.pdf.style import PrintStyle

    return render_receipt(
        receipt,
        PrintStyle.shipped(),
        signature=signature,
        duplicate=copy,
        third_parties=third_parties,
    )


def print_receipt(
    desk: ShopDesk,
    uid: str,
    on_made: Callable[[ReceiptPaper], None],
    on_fault: Callable[[Exception], None],
    *,
    original: bool = False,
    render: Render = rendered,
) -> None:
    """Make the paper of a receipt; a duplicate is numbered in the till's journal first."""

    def make(copy: int) -> None:
        desk.reading.run(lambda store: _paper(desk, store, uid, copy, render), on_made,
                                 on_fault)  # fmt: skip

    picture = desk.picture
    post = None if picture is None else picture.post
    if original or post is None:
        make(0)
        return
    numbered: list[int] = []
    desk.write(
        lambda transaction: _numbered(transaction, post, uid, numbered),
        lambda _changes: make(numbered[0]),
        on_fault,
    )


def _numbered(transaction: Transaction, post: TillPost, uid: str, numbered: list[int]) -> Changes:
    from otdesk.services.till.duplicates import duplicate

    numbered.append(duplicate(transaction, post, uid))
    return transaction.changes


def _paper(desk: ShopDesk, store: Store, uid: str, copy: int, render: Render) -> ReceiptPaper:
    from otdesk.reports.shop.receipts import receipt_file

    with store.reading() as connection:
        file = receipt_file(connection, uid)
    picture = desk.picture
    suppliers = {} if picture is None else picture.catalogue.suppliers
    names = {code: supplier.name for code, supplier in suppliers.items()}
    number = typography.integer(file.receipt.number)
    title = (
        _("duplicata {copy} du ticket n° {number}").format(copy=copy, number=number)
        if copy
        else _("ticket n° {}").format(number)
    )
    return ReceiptPaper(title, render(file.receipt, file.signature, copy, names))
