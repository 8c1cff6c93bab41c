"""The stock: what is left, what moved it, deliveries, transfers, inventories."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from otdesk.domain.catalogue import Catalogue
from otdesk.domain.stock import Cause
from otdesk.i18n import _, ngettext
from otdesk.reports.shop.stock import (
    PAGE,
    DocumentLine,
    Ledger,
    SentTransfer,
    StockLevels,
    read_documents,
    read_ledger,
    read_levels,
    read_transfers,
)
from otdesk.services.shop import stock_count
from otdesk.services.shop.stock_count import StockCount
from otdesk.store.store import Store
from otdesk.ui.preferences.chooser import Pick
from otdesk.ui.printing.panel import Spooler
from otdesk.ui.shop.desk import ShopDesk
from otdesk.ui.shop.goods.frame import GoodsPage
from otdesk.ui.shop.goods.panel import FormPanel
from otdesk.ui.shop.goods.printing import Printing, pick_pdf
from otdesk.ui.shop.goods.table import OPEN
from otdesk.ui.shop.stock.count_view import CountPanel, CountView
from otdesk.ui.shop.stock.counting import Counting
from otdesk.ui.shop.stock.document_view import DocumentPanel, LinesView, TypedLine
from otdesk.ui.shop.stock.documents_view import (
    DocumentsView,
    MovesPanel,
)
from otdesk.ui.shop.stock.levels_view import LevelsView, StockCard
from otdesk.ui.shop.stock.recording import Recording
from otdesk.ui.shop.stock.views import COUNT, DOCUMENTS, LEVELS
from otdesk.ui.theme.apply import Theme


@dataclass(frozen=True, slots=True)
class StockPicture:
    """The stock as it was read."""

    levels: StockLevels
    documents: tuple[DocumentLine, ...]
    sent: tuple[SentTransfer, ...]
    count: StockCount | None


class StockPage(GoodsPage):
    """The stock. `arrive` takes the name of a view, or the code of an article for its ledger."""

    def __init__(
        self,
        desk: ShopDesk,
        theme: Theme,
        *,
        pick_paper: Pick = pick_pdf,
        device: Spooler | None = None,
    ) -> None:
        super().__init__(
            desk,
            theme,
            _("Stock"),
            ((LEVELS, _("Stock")), (DOCUMENTS, _("Mouvements")), (COUNT, _("Inventaire"))),
        )
        self.picture: StockPicture | None = None
        self.levels = LevelsView(theme)
        self.documents = DocumentsView(theme)
        self.count = CountView(theme)
        self.lines = LinesView(theme)
        self.card = StockCard(theme)
        self.differences = CountPanel(theme)
        self.recording, self.counting = Recording(self), Counting(self)
        self.printing = Printing(self, device=device, pick=pick_paper)
        views: tuple[tuple[str, QWidget], ...] = (
            (LEVELS, self.levels),
            (DOCUMENTS, self.documents),
            (COUNT, self.count),
        )
        for name, view in views:
            self.add_view(name, view)
        self.add_unnamed_view(self.lines)
        self._connect()
        self.show_view(LEVELS)
        if desk.picture is not None:
            self.on_refreshed()

    def _connect(self) -> None:
        self.view_changed.connect(self._on_view)
        self.levels.acted.connect(self._on_level)
        self.levels.entered.connect(lambda _text: self._open_ledger(self.levels.table.key))
        self.documents.acted.connect(self.recording.on_listed)
        self.count.acted.connect(self.counting.on_acted)
        self.count.counted.connect(self.counting.on_counted)
        self.count.begin_wanted.connect(self.counting.begin)
        self.count.unknown.connect(self.counting.on_unknown)
        self.differences.saved.connect(self.counting.validate)
        self.differences.abandoned.connect(self.counting.abandon)
        self.card.receive_wanted.connect(self.recording.receive)
        self.card.type_wanted.connect(lambda: self.recording.begin(Cause.TRANSFER_IN))
        for keys, act in (("Ctrl+P", self._print), ("Ctrl+Return", self._save)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    # Coming and going ----------------------------------------------------------------------

    def arrive(self, argument: object = None) -> None:
        """Come to the front, on a view or on the ledger of an article."""
        if isinstance(argument, str) and argument in self.tabs:
            self.show_view(argument)
        elif isinstance(argument, str) and argument:
            self.show_view(LEVELS)
            self._open_ledger(argument)
        else:
            self.focus()

    def place(self) -> object:
        """Return the view in front."""
        return self.view or LEVELS

    def search(self) -> None:
        """Put the focus on the search of the view in front."""
        listings = {LEVELS: self.levels, COUNT: self.count, "": self.lines}
        listing = listings.get(self.view)
        if listing is not None:
            listing.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            listing.search.selectAll()

    def focus(self) -> None:
        """Put the focus where the view in front begins."""
        if self.view == COUNT and self.counting.kept is not None:
            self.count.search.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.view:
            listings = {LEVELS: self.levels, DOCUMENTS: self.documents, COUNT: self.count}
            listings[self.view].focus_table()
        else:
            self.lines.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_view(self, _name: str) -> None:
        self.show_idle()
        self.focus()

    def show_idle(self) -> None:
        """Show beside the list what belongs to the view in front."""
        if self.view == LEVELS:
            self.set_idle(self.card)
        elif self.view == COUNT and self.counting.kept is not None:
            self.set_idle(self.differences, together=True)
        else:
            self.set_idle(None)

    def close_panel(self, *, back: bool = True) -> None:
        """Close the panel; a document that was begun goes with its panel."""
        writing = isinstance(self.panel, DocumentPanel)
        super().close_panel(back=back)
        if writing and back:
            self.show_view(LEVELS)

    # The stock as it was read --------------------------------------------------------------

    @property
    def catalogue(self) -> Catalogue | None:
        """Return the catalogue, None before it was read."""
        return None if self.desk.picture is None else self.desk.picture.catalogue

    def on_refreshed(self) -> None:
        """Read the stock behind the catalogue."""
        catalogue = self.catalogue
        if catalogue is None:
            return
        workplace = self.desk.workplace
        others = [code for code in workplace.profile.office_codes if code != catalogue.office]

        def read(store: Store) -> StockPicture:
            with store.reading() as connection:
                return StockPicture(
                    read_levels(connection, catalogue),
                    read_documents(connection, catalogue.office),
                    read_transfers(connection, catalogue.office, others, catalogue.day),
                    stock_count.load(connection),
                )

        self.desk.link.run(read, self.then(self._show), self.fault)

    def _show(self, picture: StockPicture) -> None:
        catalogue = self.catalogue
        if catalogue is None:
            return
        is_first = self.picture is None
        self.picture = picture
        if not self.counting.is_read:
            self.counting.kept, self.counting.is_read = picture.count, True
        names = self.names(catalogue)
        self._say(picture)
        self.levels.show_levels(catalogue, picture.levels)
        self.documents.show_documents(picture.documents, names)
        self.card.show_levels(picture.levels, picture.sent, names)
        self.count.show_count(catalogue, picture.levels, self.counting.kept)
        self.counting.show_differences()
        if self.panel is None:
            self.show_idle()
        if is_first and self.panel is None:
            self.focus()

    def names(self, catalogue: Catalogue) -> dict[str, str]:
        """Return the names of suppliers and offices by code."""
        names = {code: supplier.name for code, supplier in catalogue.suppliers.items()}
        offices = self.desk.workplace.profile.offices
        return {**names, **{office.code: office.name for office in offices}}

    def _say(self, picture: StockPicture) -> None:
        levels = picture.levels
        low = levels.low
        gone = sum(1 for level in levels.levels if level.is_gone)
        if low:
            text = ngettext("{} article à commander", "{} articles à commander", low).format(low)
        elif gone:
            # Without a threshold nothing is to be ordered, however empty the shelves.
            text = ngettext("{} article épuisé", "{} articles épuisés", gone).format(gone)
        else:
            text = _("Rien à commander")
        self.lead.setText(text)
        sent = len(picture.sent)
        note = ""
        if sent:
            note = ngettext("{} transfert à recevoir", "{} transferts à recevoir", sent).format(
                sent
            )
        self.note.setText(note)
        self.note.setVisible(bool(note))

    # Ledger --------------------------------------------------------------------------------

    def _on_level(self, action: str, code: str) -> None:
        if action == OPEN:
            self._open_ledger(code)
        elif action in {cause.value for cause in Cause}:
            # A loss, a gift are about the article that is pointed to; a delivery has many.
            about = Cause(action) in {Cause.LOSS, Cause.FREE, Cause.INTERNAL}
            lines = (TypedLine(code, 1000),) if about and code else ()
            self.recording.begin(Cause(action), lines)

    def _open_ledger(self, code: str) -> None:
        catalogue = self.catalogue
        article = None if catalogue is None else catalogue.article(code)
        if catalogue is None or article is None:
            return
        panel = MovesPanel(self.theme, article.product.label, self.names(catalogue))
        shown = PAGE

        def ask() -> None:
            self.desk.link.read(
                lambda connection: read_ledger(connection, catalogue.office, code, shown),
                self.then(show),
                self.fault,
            )

        def show(ledger: Ledger) -> None:
            if self.panel is panel:
                panel.show_ledger(ledger)

        def more() -> None:
            nonlocal shown
            shown += PAGE
            ask()

        panel.more_wanted.connect(more)
        self.open_panel(panel)
        panel.close_button.setFocus(Qt.FocusReason.OtherFocusReason)
        ask()

    def _print(self) -> None:
        """Print what is in front: the sheet of a count, or the slip of the document seen."""
        if self.view == COUNT:
            self.counting.print_sheet()
        else:
            self.recording.print_slip()

    # Writing -------------------------------------------------------------------------------

    def _save(self) -> None:
        """Save what is typed beside: Ctrl+Enter acts wherever the focus is."""
        if isinstance(self.panel, FormPanel):
            self.panel.saved.emit()
        elif self.view == COUNT and self.panel is None and self.counting.kept is not None:
            self.counting.validate()
