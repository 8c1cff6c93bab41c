"""The basket in hand and those that wait, on the disk a moment after each change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from otdesk.ui.background import StoreLink

if TYPE_CHECKING:
    from otdesk.services.shop.baskets import KeptBasket
    from otdesk.store.store import Store

# With the thread's own delay, a change is on the disk within 250 ms.
_DELAY_MILLISECONDS = 120


class BasketKeeper(QObject):
    """Writes the newest baskets of a burst, off the thread that paints.

    While a sale is on its way nothing is written: the sale's own transaction keeps what is left
    after it, so that a power cut leaves a receipt or a basket, never both, never neither.
    """

    def __init__(self, link: StoreLink, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._link = link
        self._newest: tuple[KeptBasket, ...] = ()
        self._dirty = False
        self._sales = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_DELAY_MILLISECONDS)
        self._timer.timeout.connect(self.flush)

    def keep(self, baskets: Sequence[KeptBasket]) -> None:
        """Have these baskets on the disk soon."""
        self._newest = tuple(baskets)
        self._dirty = True
        if not self._timer.isActive():
            self._timer.start()

    def begin_sale(self) -> None:
        """Write nothing before the sale is on the disk: its transaction keeps what remains."""
        self._sales += 1
        self._dirty = False
        self._timer.stop()

    def end_sale(self) -> None:
        """Write again what changed meanwhile."""
        self._sales -= 1
        if self._dirty and not self._sales:
            self._timer.start()

    def flush(self, *, closing: bool = False) -> None:
        """Write now what is not written yet; at the end also behind a sale on its way."""
        if not self._dirty or (self._sales and not closing):
            return
        self._dirty = False
        self._timer.stop()
        newest = self._newest

        def save(store: Store) -> None:
            from otdesk.services.shop import baskets

            with store.writing_local() as connection:
                baskets.save(connection, newest, store.clock.now())

        self._link.run(save)
