"""The inventory of a page: begun, kept after each piece, given up or validated, its sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from otdesk.domain.changes import Changes
from otdesk.i18n import _, ngettext
from otdesk.services.shop import stock_count
from otdesk.services.shop.stock_count import StockCount
from otdesk.store.store import Store
from otdesk.store.transaction import Transaction
from otdesk.ui.shop.goods.printing import count_pages
from otdesk.ui.shop.goods.writing import write_form
from otdesk.ui.shop.stock.count_view import PRINT
from otdesk.ui.shop.stock.views import COUNT

if TYPE_CHECKING:
    from otdesk.ui.shop.stock.page import StockPage


class Counting:
    """The count under way. `kept` is ahead of what is on the disk; `is_read`: that was read."""

    def __init__(self, page: StockPage) -> None:
        self._page = page
        self.kept: StockCount | None = None
        self.is_read = False

    def begin(self, family: str) -> None:
        """Begin to count a family, the whole shop where it is empty."""
        self._keep(StockCount(self._page.desk.workplace.today(), family))
        self.show()
        self._page.count.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def on_counted(self, count: StockCount) -> None:
        """Keep a count that goes on."""
        self._keep(count)
        self.show_differences()

    def _keep(self, count: StockCount | None) -> None:
        """Keep the count on the disk at once: a power cut loses no piece that was counted."""
        self.kept = count

        def work(store: Store) -> None:
            with store.writing_local() as connection:
                stock_count.save(connection, count)

        self._page.desk.link.run(work, None, self._page.fault)

    def show(self) -> None:
        """Show the count, and what it changes beside it."""
        if self._page.catalogue is not None and self._page.picture is not None:
            self._page.count.show_count(self._page.catalogue, self._page.picture.levels, self.kept)
            self.show_differences()
            self._page.show_idle()

    def show_differences(self) -> None:
        """Show what the count changes."""
        catalogue, count = self._page.catalogue, self.kept
        if catalogue is None or count is None:
            return
        names = {code: a.product.label for code, a in catalogue.articles.items()}
        self._page.differences.show_differences(
            self._page.count.differences(), names, len(count.counted), self._page.count.left
        )

    def on_unknown(self, text: str) -> None:
        """Say that a scan is no article's."""
        self._page.told.tell(
            _("« {} » n’est le code-barres ni le nom d’aucun article compté ici.").format(text),
            "refused",
        )

    def on_acted(self, action: str, _code: str) -> None:
        """Print the sheet where its button asks for it."""
        if action == PRINT:
            self.print_sheet()

    def abandon(self) -> None:
        """Forget the count; it may be taken up again at once."""
        count = self.kept
        self._keep(None)
        self.show()
        self._page.told.tell(
            _("Le comptage est abandonné : le stock n’a pas changé."),
            "genet",
            (_("Le reprendre"), lambda: self._resume(count)),
        )

    def _resume(self, count: StockCount | None) -> None:
        self._keep(count)
        self.show()
        self._page.focus()

    def validate(self) -> None:
        """Record what was counted: the stock is that from now on."""
        catalogue, count = self._page.catalogue, self.kept
        if catalogue is None or count is None or not count.counted:
            return
        note = self._page.differences.note.field.text().strip()
        found = len(self._page.count.differences())

        def work(transaction: Transaction) -> Changes:
            return stock_count.validate(
                transaction, count, catalogue.office, catalogue.day, note=note
            )

        def done(changes: Changes) -> None:
            self.kept = None
            self._page.differences.note.field.clear()
            self.show()
            text = ngettext(
                "Inventaire enregistré : {} écart.", "Inventaire enregistré : {} écarts.", found
            ).format(found)
            self._page.recording.tell(changes, text)

        write_form(self._page, self._page.differences, work, done)

    def print_sheet(self) -> None:
        """Print the sheet that one counts on: what is expected is not on it."""
        catalogue = self._page.catalogue
        if self._page.view != COUNT or catalogue is None:
            return
        codes, workplace = frozenset(self._page.count.codes), self._page.desk.workplace
        self._page.printing.offer(
            _("Feuille d’inventaire"), lambda: count_pages(catalogue, codes, workplace)
        )
