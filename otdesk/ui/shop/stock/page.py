"""The stock: what is left, what moved it, deliveries, transfers, inventories."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from otdesk import typography
from otdesk.domain.catalogue import Catalogue
from otdesk.domain.changes import Changes
from otdesk.domain.stock import Cause, StockDocument
from otdesk.i18n import _, ngettext
from otdesk.reports.shop import labels
from otdesk.reports.shop.stock import (
    PAGE,
    DocumentLine,
    Ledger,
    SentTransfer,
    StockLevels,
    read_document,
    read_documents,
    read_ledger,
    read_levels,
    read_transfers,
)
from otdesk.services.shop import stock, stock_count
from otdesk.services.shop.stock_count import StockCount
from otdesk.services.worker import UseCase
from otdesk.store.store import Store
from otdesk.store.transaction import Transaction
from otdesk.ui.preferences.chooser import Pick
from otdesk.ui.printing.panel import Spooler
from otdesk.ui.shop.desk import ShopDesk
from otdesk.ui.shop.goods.frame import GoodsPage
from otdesk.ui.shop.goods.panel import FormPanel
from otdesk.ui.shop.goods.printing import Printing, count_sheet, pick_pdf
from otdesk.ui.shop.goods.table import OPEN, VOID
from otdesk.ui.shop.stock.count_view import PRINT, CountPanel, CountView
from otdesk.ui.shop.stock.document_view import DocumentPanel, LinesView, TypedLine
from otdesk.ui.shop.stock.documents_view import (
    DocumentsView,
    MovesPanel,
    SeenPanel,
    VoidPanel,
)
from otdesk.ui.shop.stock.levels_view import LevelsView, StockCard
from otdesk.ui.theme.apply import Theme

LEVELS, DOCUMENTS, COUNT = "levels", "documents", "count"


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
        # Held from the first key to the validation, ahead of what is on the disk.
        self._count: StockCount | None = None
        self._count_read = False
        self.levels = LevelsView(theme)
        self.documents = DocumentsView(theme)
        self.count = CountView(theme)
        self.lines = LinesView(theme)
        self.card = StockCard(theme)
        self.differences = CountPanel(theme)
        self.printing = Printing(self, device=device, pick=pick_paper)
        views: tuple[tuple[str, QWidget], ...] = (
            (LEVELS, self.levels),
            (DOCUMENTS, self.documents),
            (COUNT, self.count),
        )
        for name, view in views:
            self.add_view(name, view)
        self.stack.addWidget(self.lines)
        self._connect()
        self.show_view(LEVELS)
        if desk.picture is not None:
            self.on_refreshed()

    def _connect(self) -> None:
        self.view_changed.connect(self._on_view)
        self.levels.acted.connect(self._on_level)
        self.levels.entered.connect(lambda _text: self._open_ledger(self.levels.table.key))
        self.documents.acted.connect(self._on_document)
        self.count.acted.connect(self._on_count_action)
        self.count.counted.connect(self._on_counted)
        self.count.begin_wanted.connect(self._begin_count)
        self.count.unknown.connect(self._on_unknown)
        self.differences.saved.connect(self._validate)
        self.differences.abandoned.connect(self._abandon)
        self.card.receive_wanted.connect(self._receive)
        self.card.type_wanted.connect(lambda: self.begin_document(Cause.TRANSFER_IN))
        for keys, act in (("Ctrl+P", self.print_sheet), ("Ctrl+Return", self._save)):
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
            self._focus()

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

    def _focus(self) -> None:
        if self.view == COUNT and self._count is not None:
            self.count.search.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.view:
            listings = {LEVELS: self.levels, DOCUMENTS: self.documents, COUNT: self.count}
            listings[self.view].focus_table()
        else:
            self.lines.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_view(self, _name: str) -> None:
        self._show_idle()
        self._focus()

    def _show_idle(self) -> None:
        if self.view == LEVELS:
            self.set_idle(self.card)
        elif self.view == COUNT and self._count is not None:
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
        if not self._count_read:
            self._count, self._count_read = picture.count, True
        names = self._names(catalogue)
        self._say(picture)
        self.levels.show_levels(catalogue, picture.levels)
        self.documents.show_documents(picture.documents, names)
        self.card.show_levels(picture.levels, picture.sent, names)
        self.count.show_count(catalogue, picture.levels, self._count)
        self._show_differences()
        if self.panel is None:
            self._show_idle()
        if is_first and self.panel is None:
            self._focus()

    def _names(self, catalogue: Catalogue) -> dict[str, str]:
        names = {code: supplier.name for code, supplier in catalogue.suppliers.items()}
        offices = self.desk.workplace.profile.offices
        return {**names, **{office.code: office.name for office in offices}}

    def _say(self, picture: StockPicture) -> None:
        levels = picture.levels
        low = levels.low
        if low:
            text = ngettext("{} article à commander", "{} articles à commander", low).format(low)
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
            self.begin_document(Cause(action), lines)

    def _open_ledger(self, code: str) -> None:
        catalogue = self.catalogue
        article = None if catalogue is None else catalogue.article(code)
        if catalogue is None or article is None:
            return
        panel = MovesPanel(self.theme, article.product.label, self._names(catalogue))
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

    # Documents -----------------------------------------------------------------------------

    def begin_document(
        self, cause: Cause, lines: Sequence[TypedLine] = (), sent: SentTransfer | None = None
    ) -> None:
        """Begin to type a document: its lines at the left, the rest beside."""
        catalogue = self.catalogue
        if catalogue is None:
            return
        offices = self.desk.workplace.profile.offices
        others = [(each.code, each.name) for each in offices if each.code != catalogue.office]
        self.told.hide()
        self.close_panel(back=False)
        self.set_idle(None)
        self.lines.begin(catalogue, cause, lines)
        self.stack.setCurrentWidget(self.lines)
        panel = DocumentPanel(self.theme, cause, catalogue, others, self.lines)
        if sent is not None:
            panel.show_transfer(sent)
        panel.answered.connect(
            lambda document, costs: self._save_document(panel, document, keep_costs=costs)
        )
        self.open_panel(panel, together=True)
        if lines:
            self.lines.editor.focus()
        else:
            self.lines.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _receive(self, sent: SentTransfer) -> None:
        lines = [
            TypedLine(line.product, -line.quantity)
            for line in sent.document.lines
            if line.quantity < 0
        ]
        self.begin_document(Cause.TRANSFER_IN, lines, sent)

    def _save_document(
        self, panel: DocumentPanel, document: StockDocument, *, keep_costs: bool
    ) -> None:
        def work(transaction: Transaction) -> Changes:
            if document.cause is Cause.TRANSFER_OUT:
                stock.send(transaction, document)
            else:
                stock.record(transaction, document)
            if keep_costs:
                stock.keep_costs(transaction, document)
            return transaction.changes

        count = len(document.lines)
        text = ngettext("{cause} : {} article.", "{cause} : {} articles.", count).format(
            count, cause=labels.cause(document.cause)
        )
        self._write(panel, work, lambda changes: self._tell_document(changes, text))

    def _tell_document(self, changes: Changes, text: str) -> None:
        uid = changes.uids[0] if changes.uids else ""
        self.told.tell(text, action=(_("Annuler"), lambda: self._undo(uid)))

    def _undo(self, uid: str) -> None:
        catalogue = self.catalogue
        if catalogue is not None:
            self._void(uid, _("annulé aussitôt"))

    def _on_document(self, action: str, uid: str) -> None:
        document = self.documents.documents.get(uid)
        if document is None:
            return
        if action == OPEN:
            self._see(uid)
        elif action == VOID and document.void_reason is None:
            panel = VoidPanel(self.theme, document)
            panel.answered.connect(lambda motive: self._void(uid, motive, panel))
            self.open_panel(panel)
            panel.motive.field.setFocus(Qt.FocusReason.OtherFocusReason)
        elif action == VOID:
            self.told.tell(_("Déjà annulé : {}").format(document.void_reason), "genet")

    def _see(self, uid: str) -> None:
        catalogue, before = self.catalogue, self.panel
        if catalogue is None:
            return

        def show(document: StockDocument | None) -> None:
            # Somebody may have gone on meanwhile.
            if document is not None and self.view == DOCUMENTS and self.panel is before:
                panel = SeenPanel(self.theme, document, catalogue, self._names(catalogue))
                self.open_panel(panel)
                panel.close_button.setFocus(Qt.FocusReason.OtherFocusReason)

        self.desk.link.read(
            lambda connection: read_document(connection, uid), self.then(show), self.fault
        )

    def _void(self, uid: str, motive: str, panel: VoidPanel | None = None) -> None:
        catalogue = self.catalogue
        if catalogue is None:
            return
        office, day = catalogue.office, catalogue.day

        def work(transaction: Transaction) -> Changes:
            return stock.void(transaction, uid, office, day, motive)

        text = _("Le mouvement est annulé : le stock est comme s’il n’avait pas eu lieu.")
        self._write(panel, work, lambda _changes: self.told.tell(text))

    # Inventory -----------------------------------------------------------------------------

    def _begin_count(self, family: str) -> None:
        self._keep(StockCount(self.desk.workplace.today(), family))
        self._show_count()
        self.count.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_counted(self, count: StockCount) -> None:
        self._keep(count)
        self._show_differences()

    def _keep(self, count: StockCount | None) -> None:
        """Keep the count on the disk at once: a power cut loses no piece that was counted."""
        self._count = count

        def work(store: Store) -> None:
            with store.writing_local() as connection:
                stock_count.save(connection, count)

        self.desk.link.run(work, None, self.fault)

    def _show_count(self) -> None:
        if self.catalogue is not None and self.picture is not None:
            self.count.show_count(self.catalogue, self.picture.levels, self._count)
            self._show_differences()
            self._show_idle()

    def _show_differences(self) -> None:
        catalogue, count = self.catalogue, self._count
        if catalogue is None or count is None:
            return
        names = {code: a.product.label for code, a in catalogue.articles.items()}
        self.differences.show_differences(
            self.count.differences(), names, len(count.counted), self.count.left
        )

    def _on_unknown(self, text: str) -> None:
        self.told.tell(
            _("« {} » n’est le code-barres ni le nom d’aucun article compté ici.").format(text),
            "refused",
        )

    def _on_count_action(self, action: str, _code: str) -> None:
        if action == PRINT:
            self.print_sheet()

    def _abandon(self) -> None:
        count = self._count
        self._keep(None)
        self._show_count()
        self.told.tell(
            _("Le comptage est abandonné : le stock n’a pas changé."),
            "genet",
            (_("Le reprendre"), lambda: self._resume(count)),
        )

    def _resume(self, count: StockCount | None) -> None:
        self._keep(count)
        self._show_count()
        self._focus()

    def _validate(self) -> None:
        catalogue, count = self.catalogue, self._count
        if catalogue is None or count is None or not count.counted:
            return
        note = self.differences.note.field.text().strip()
        found = len(self.count.differences())

        def work(transaction: Transaction) -> Changes:
            return stock_count.validate(
                transaction, count, catalogue.office, catalogue.day, note=note
            )

        def done(changes: Changes) -> None:
            self._count = None
            self.differences.note.field.clear()
            self._show_count()
            text = ngettext(
                "Inventaire enregistré : {} écart.", "Inventaire enregistré : {} écarts.", found
            ).format(found)
            self._tell_document(changes, text)

        self._write(self.differences, work, done)

    def print_sheet(self) -> None:
        """Print the sheet that one counts on: what is expected is not on it."""
        catalogue, picture = self.catalogue, self.picture
        if self.view != COUNT or catalogue is None or picture is None:
            return
        from otdesk.documents.pdf.count_sheet import CountLine, CountSheet

        codes = set(self.count.codes)
        workplace = self.desk.workplace
        families = []
        for family in catalogue.families:
            lines = tuple(
                CountLine(
                    level.product.code,
                    level.product.label,
                    "" if level.price is None else typography.cents(level.price),
                )
                for level in picture.levels.levels
                if level.product.code in codes and level.product.family == family.code
            )
            if lines:
                families.append((family.label, lines))
        sheet = CountSheet(
            workplace.profile.name, workplace.office.name, catalogue.day, tuple(families)
        )
        self.printing.offer(_("Feuille d’inventaire"), lambda: count_sheet(sheet, workplace))

    # Writing -------------------------------------------------------------------------------

    def _save(self) -> None:
        """Save what is typed beside: Ctrl+Enter acts wherever the focus is."""
        if isinstance(self.panel, FormPanel):
            self.panel.saved.emit()
        elif self.view == COUNT and self.panel is None and self._count is not None:
            self._validate()

    def _write(
        self, form: FormPanel | None, use_case: UseCase, then: Callable[[Changes], None]
    ) -> None:
        """Write; the form stays open, with the reason, where that is refused."""
        if form is not None:
            form.save_button.setEnabled(False)

        def done(changes: Changes) -> None:
            if form is not None:
                form.save_button.setEnabled(True)
                form.refuse("")
            if form is not None and self.panel is form:
                self.close_panel()
            then(changes)

        def refused(fault: Exception) -> None:
            if form is not None and (self.panel is form or form is self.differences):
                form.save_button.setEnabled(True)
                form.refuse(str(fault))
            else:
                self.told.tell_fault(fault)

        self.desk.write(use_case, self.then(done), self.then(refused))
