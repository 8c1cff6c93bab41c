"""The paper of a receipt: made on request alone; the first is the original, the next duplicates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from otdesk import typography
from otdesk.domain.changes import Changes
from otdesk.domain.paper_roll import RollWidth
from otdesk.domain.receipts import PaymentMethod, Receipt, Refund
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.typography import capitalised
from otdesk.ui.shop.desk import ShopDesk

if TYPE_CHECKING:
    from otdesk.reports.shop.receipts import ReceiptFile
    from otdesk.services.till.post import TillPost
    from otdesk.store.store import Store
    from otdesk.store.transaction import Transaction

T = TypeVar("T")

# From a receipt, its short signature, the number of the copy (0: the original) and the names of
# third parties, to a PDF.
Render = Callable[[Receipt, str, int, Mapping[str, str]], bytes]
RenderRefund = Callable[[Refund, str, int, Mapping[str, str]], bytes]


@dataclass(frozen=True, slots=True)
class ReceiptPaper:
    """A receipt or a refund (`uid`) ready for paper: what it is called, and its PDF."""

    uid: str
    title: str
    content: bytes


def rendered(
    receipt: Receipt,
    signature: str,
    copy: int,
    third_parties: Mapping[str, str],
    *,
    reconstruction: bool = False,
) -> bytes:
    """Return the PDF of a receipt; reportlab is imported here, off the thread that paints."""
    from otdesk.documents.pdf.receipt import render_receipt
    from otdesk.documents.pdf.style import PrintStyle

    return render_receipt(
        receipt,
        PrintStyle.shipped(reconstruction=reconstruction),
        signature=signature,
        duplicate=copy,
        third_parties=third_parties,
    )


def rendered_refund(
    refund: Refund,
    signature: str,
    copy: int,
    third_parties: Mapping[str, str],
    *,
    reconstruction: bool = False,
) -> bytes:
    """Return the PDF of a refund."""
    from otdesk.documents.pdf.receipt import render_refund
    from otdesk.documents.pdf.style import PrintStyle

    return render_refund(
        refund,
        PrintStyle.shipped(reconstruction=reconstruction),
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
    render: Render,
    original: bool = False,
) -> None:
    """Make the paper of a receipt; a duplicate is numbered in the till's journal first."""
    _with_copy(
        desk,
        uid,
        lambda store, copy: _paper(desk, store, uid, copy, render),
        on_made,
        on_fault,
        original=original,
    )


def print_refund(
    desk: ShopDesk,
    uid: str,
    on_made: Callable[[ReceiptPaper], None],
    on_fault: Callable[[Exception], None],
    *,
    render: RenderRefund,
    original: bool = False,
) -> None:
    """Make the paper of a refund; a duplicate is numbered in the till's journal first."""
    _with_copy(
        desk,
        uid,
        lambda store, copy: _refund_paper(desk, store, uid, copy, render),
        on_made,
        on_fault,
        original=original,
    )


@dataclass(frozen=True, slots=True)
class Roll:
    """The receipt printer of a post: where it is (`port_of` reads it) and how wide its paper."""

    place: str
    width: RollWidth


def print_on_roll(
    desk: ShopDesk,
    uid: str,
    roll: Roll,
    on_done: Callable[[str], None],
    on_fault: Callable[[Exception], None],
    *,
    original: bool = False,
) -> None:
    """Print a receipt on the roll of the receipt printer; `on_done` carries what to tell.

    The drawer opens with the original of a sale that moves cash. A printer that is off keeps
    nobody waiting: it is asked on the reading thread.
    """

    def send(store: Store, copy: int) -> str:
        from otdesk.devices.thermal import ThermalPrinter, port_of
        from otdesk.documents.pdf.style import reconstruction_tag
        from otdesk.documents.receipt_text import receipt_lines

        file, title = _file(store, uid, copy)
        lines = receipt_lines(
            file.receipt,
            roll.width,
            signature=file.signature,
            duplicate=copy,
            third_parties=_third_parties(desk),
            mark=reconstruction_tag() if desk.workplace.identity.reconstruction else "",
        )
        cash = any(p.method is PaymentMethod.CASH for p in file.receipt.payments)
        ThermalPrinter(port_of(roll.place)).print_lines(lines, open_drawer=original and cash)
        return _("{} : imprimé.").format(capitalised(title))

    _with_copy(desk, uid, send, on_done, on_fault, original=original)


def _with_copy(
    desk: ShopDesk,
    uid: str,
    paper: Callable[[Store, int], T],
    on_made: Callable[[T], None],
    on_fault: Callable[[Exception], None],
    *,
    original: bool,
) -> None:
    """Make a paper as its original (0), or as the next duplicate, numbered on the disk first."""

    def make(copy: int) -> None:
        desk.reading.run(lambda store: paper(store, copy), on_made, on_fault)

    picture = desk.picture
    post = None if picture is None else picture.post
    if original:
        make(0)
        return
    if post is None:
        on_fault(DataFault(_("Un duplicata se numérote à la caisse : l’ouvrir d’abord.")))
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
    file, title = _file(store, uid, copy)
    return ReceiptPaper(
        uid, title, render(file.receipt, file.signature, copy, _third_parties(desk))
    )


def _file(store: Store, uid: str, copy: int) -> tuple[ReceiptFile, str]:
    """Return a receipt as it was sold, and what its paper is called."""
    from otdesk.reports.shop.receipts import receipt_file

    with store.reading() as connection:
        file = receipt_file(connection, uid)
    number = typography.integer(file.receipt.number)
    title = (
        _("duplicata {copy} du ticket n° {number}").format(copy=copy, number=number)
        if copy
        else _("ticket n° {}").format(number)
    )
    return file, title


def _refund_paper(
    desk: ShopDesk, store: Store, uid: str, copy: int, render: RenderRefund
) -> ReceiptPaper:
    from otdesk.services.till.refunds import find_refund

    with store.reading() as connection:
        refund, signature = find_refund(connection, uid)
    number = typography.integer(refund.number)
    title = (
        _("duplicata {copy} du remboursement n° {number}").format(copy=copy, number=number)
        if copy
        else _("remboursement n° {}").format(number)
    )
    return ReceiptPaper(uid, title, render(refund, signature, copy, _third_parties(desk)))


def _third_parties(desk: ShopDesk) -> dict[str, str]:
    picture = desk.picture
    suppliers = {} if picture is None else picture.catalogue.suppliers
    return {code: supplier.name for code, supplier in suppliers.items()}
