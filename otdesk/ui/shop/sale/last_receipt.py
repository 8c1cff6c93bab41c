"""The last receipt: sold here a moment ago, or found in the folder when the window opens."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from otdesk.ui.shop.desk import ShopDesk

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from otdesk.domain.receipts import Receipt


@dataclass(frozen=True, slots=True)
class LastSale:
    """A receipt that is on the disk; `printed` once its first copy was made.

    `invoice` is the uid of the invoice that was made with it here, empty without one.
    """

    uid: str
    receipt: Receipt
    printed: bool = False
    invoice: str = ""

    @property
    def change(self) -> int:
        """Return what was given back."""
        return sum(payment.change for payment in self.receipt.payments)


class LastReceipt(QObject):
    """Follows the till's last receipt.

    `sale` is None where there is none, and before it `is_known`. Of a till that cannot go on (its
    key lost, its folder behind) it is the last one that the folder holds: `is_before` then.
    """

    changed = Signal()

    def __init__(self, desk: ShopDesk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.sale: LastSale | None = None
        self.is_known = False
        self.is_before = False
        desk.refreshed.connect(self._look)
        desk.switched.connect(lambda _training: self._forget())
        desk.printed.connect(self._on_printed)

    def take(self, sale: LastSale) -> None:
        """Take the receipt that was sold just now."""
        self.sale, self.is_known, self.is_before = sale, True, False
        self.changed.emit()

    def _on_printed(self, uid: str) -> None:
        """Remember that a receipt has its first copy: the next one is a duplicate."""
        if self.sale is not None and self.sale.uid == uid:
            self.sale = replace(self.sale, printed=True)
            self.changed.emit()

    def _forget(self) -> None:
        self.sale = None
        self.is_known = self.is_before = False

    def _look(self) -> None:
        """Find the last receipt of a till that has sold nothing in this window."""
        picture = self._desk.picture
        if picture is None:
            return
        till = "" if picture.post is None else picture.post.stream
        self.is_before = not till
        if self.sale is not None and till not in {"", self.sale.receipt.till}:
            # A new till took over: what was sold before is the other's.
            self._forget()
        if self.sale is not None:
            return
        link = self._desk.link

        def find(connection: Connection) -> LastSale | None:
            from otdesk.reports.shop.receipts import last_receipt
            from otdesk.services.till.post import here

            known = None if till else here(connection)
            stream = till if known is None else known.stream
            found = last_receipt(connection, stream) if stream else None
            # Whether it was printed is not known: what is printed of it now is a duplicate.
            return None if found is None else LastSale(*found, printed=True)

        def found(sale: LastSale | None) -> None:
            if link is self._desk.link and self.sale is None:
                self.sale, self.is_known = sale, True
                self.changed.emit()

        link.read(find, found)
