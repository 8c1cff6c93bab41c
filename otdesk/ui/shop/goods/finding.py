"""A list to which articles are added: scanned, or found by a few letters."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from otdesk import typography
from otdesk.domain.catalogue import Article, Catalogue
from otdesk.i18n import _
from otdesk.ui.shop.goods.listing import Listing
from otdesk.ui.shop.goods.table import GoodsTable
from otdesk.ui.shop.goods.words import matches, scanned, words_of
from otdesk.ui.shop.scanner import TAKES_BARCODES
from otdesk.ui.theme.apply import Theme

_MOST_FOUND = 6


def on_sale(article: Article) -> bool:
    """Tell whether an article may be added: it is not retired."""
    return not article.product.retired


class FindingListing(Listing):
    """`taken` carries the code of an article, and whether a scanner said it.

    `unknown` carries a text that is no article's.
    """

    taken = Signal(str, bool)
    unknown = Signal(str)

    def __init__(
        self,
        theme: Theme,
        table: GoodsTable,
        legend: Sequence[tuple[str, str, str]] = (),
        *,
        search: str,
        belongs: Callable[[Article], bool] = on_sale,
    ) -> None:
        """`belongs` tells which articles may be found."""
        super().__init__(theme, table, legend, search=search)
        self.catalogue: Catalogue | None = None
        self._belongs_here = belongs
        self.found = QListWidget()
        self.found.setAccessibleName(_("Articles trouvés"))
        self.found.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.found.hide()
        self.found.itemClicked.connect(lambda _item: self._take())
        self.above.addWidget(self.found)
        self.search.setProperty(TAKES_BARCODES, True)
        self.search.textChanged.connect(self._on_text)

    def search_in(self, catalogue: Catalogue) -> None:
        """Find articles of this catalogue from now on."""
        self.catalogue = catalogue

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows choose among what was found, Enter takes it."""
        key = event.key()
        typing = self.search.hasFocus() and bool(self.search.text().strip())
        if typing and key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._take()
        elif typing and self.found.count() and key in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            step = 1 if key == Qt.Key.Key_Down else -1
            self.found.setCurrentRow((self.found.currentRow() + step) % self.found.count())
        else:
            super().keyPressEvent(event)

    def _on_text(self, text: str) -> None:
        self.found.clear()
        for article in self._matching(text):
            price = "" if article.price is None else typography.cents(article.price)
            words = f"{article.product.label}   {article.product.detail}   {price}"
            item = QListWidgetItem(words, self.found)
            item.setData(Qt.ItemDataRole.UserRole, article.product.code)
        count = self.found.count()
        self.found.setVisible(bool(count))
        if count:
            self.found.setCurrentRow(0)
            self.found.setFixedHeight(count * (self.theme.scale.row + 1) + 4)

    def _matching(self, text: str) -> list[Article]:
        wanted = scanned(text)
        if self.catalogue is None or not wanted.strip():
            return []
        exact = [a for a in self.catalogue.by_barcode(wanted) if self._belongs_here(a)]
        if exact:
            return exact
        kept = [
            article
            for article in self.catalogue.articles.values()
            if self._belongs_here(article)
            and matches(words_of(self.catalogue, article.product), wanted)
        ]
        kept.sort(key=lambda a: (a.product.code != wanted.strip(), a.product.label))
        return kept[:_MOST_FOUND]

    def _take(self) -> None:
        text, row = self.search.text(), self.found.currentRow()
        is_scan = self.catalogue is not None and bool(self.catalogue.by_barcode(scanned(text)))
        # Emptying the search takes the items away.
        code = "" if row < 0 else str(self.found.item(row).data(Qt.ItemDataRole.UserRole))
        self.search.clear()
        if code:
            self.taken.emit(code, is_scan)
        else:
            self.unknown.emit(text.strip())
