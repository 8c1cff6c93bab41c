"""Receipts and refunds on their way to paper: each original once, each duplicate numbered once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import shiboken6
from PySide6.QtCore import QObject, Signal

from otdesk.ui.shop.desk import ShopDesk
from otdesk.ui.shop.receipts.printing import (
    ReceiptPaper,
    Render,
    RenderRefund,
    print_receipt,
    print_refund,
    rendered,
    rendered_refund,
)

_Make = Callable[[Callable[[ReceiptPaper], None], Callable[[Exception], None]], None]


class ReceiptPapers(QObject):
    """Makes papers off the window's thread, one at a time of each receipt.

    What is asked again while it is being made is not made twice: a duplicate has its number in the
    till's journal for good. `changed`: `making` did. `made` carries the ReceiptPaper, `failed` what
    went wrong.
    """

    changed = Signal()
    made = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        desk: ShopDesk,
        parent: QObject | None = None,
        *,
        render: Render | None = None,
        render_refund: RenderRefund | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        invented = desk.workplace.identity.reconstruction
        self._render = render or partial(rendered, reconstruction=invented)
        self._render_refund = render_refund or partial(rendered_refund, reconstruction=invented)
        self._making: set[str] = set()
        # Refunds made here whose first paper, the original, is still to come.
        self._unprinted: set[str] = set()

    @property
    def making(self) -> frozenset[str]:
        """Return the receipts and refunds whose paper is being made."""
        return frozenset(self._making)

    def expect(self, refund: str) -> None:
        """Have the first paper of a refund be its original; any thread may say so."""
        self._unprinted.add(refund)

    def make_receipt(self, uid: str, *, original: bool = False) -> None:
        """Make the paper of a receipt."""

        def make(
            on_made: Callable[[ReceiptPaper], None], on_fault: Callable[[Exception], None]
        ) -> None:
            print_receipt(
                self._desk, uid, on_made, on_fault, original=original, render=self._render
            )

        self._make(uid, make, partial(self._desk.printed.emit, uid) if original else _nothing)

    def make_refund(self, uid: str) -> None:
        """Make the paper of a refund: the original once, right after it, then duplicates."""

        def make(
            on_made: Callable[[ReceiptPaper], None], on_fault: Callable[[Exception], None]
        ) -> None:
            print_refund(
                self._desk,
                uid,
                on_made,
                on_fault,
                original=uid in self._unprinted,
                render=self._render_refund,
            )

        self._make(uid, make, partial(self._unprinted.discard, uid))

    def _make(self, uid: str, make: _Make, settle: Callable[[], None]) -> None:
        if uid in self._making:
            return

        def on_made(paper: ReceiptPaper) -> None:
            if self._is_over(uid):
                settle()
                self.made.emit(paper)

        def on_fault(fault: Exception) -> None:
            if self._is_over(uid):
                self.failed.emit(fault)

        self._making.add(uid)
        self.changed.emit()
        make(on_made, on_fault)

    def _is_over(self, uid: str) -> bool:
        """Note that a paper is no more being made; tell whether anybody still waits for it."""
        if not shiboken6.isValid(self):
            return False
        self._making.discard(uid)
        self.changed.emit()
        return True


def _nothing() -> None:
    """Settle nothing: a duplicate changes nothing for the next one."""
