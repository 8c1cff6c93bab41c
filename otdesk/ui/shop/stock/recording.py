"""Documents of the stock from the first line to the record: typed, seen, voided with a motive."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from otdesk.domain.changes import Changes
from otdesk.domain.stock import Cause, StockDocument
from otdesk.i18n import _, ngettext
from otdesk.reports.shop import labels
from otdesk.reports.shop.stock import SentTransfer, read_document
from otdesk.services.shop import stock
from otdesk.store.transaction import Transaction
from otdesk.ui.shop.goods.printing import slip_pages
from otdesk.ui.shop.goods.table import OPEN, VOID
from otdesk.ui.shop.goods.writing import write_form
from otdesk.ui.shop.stock.document_view import DocumentPanel, TypedLine
from otdesk.ui.shop.stock.documents_view import SeenPanel, VoidPanel
from otdesk.ui.shop.stock.views import DOCUMENTS

if TYPE_CHECKING:
    from otdesk.ui.shop.stock.page import StockPage


class Recording:
    """Opens the panels of documents on the page, and writes what they say."""

    def __init__(self, page: StockPage) -> None:
        self._page = page

    def begin(
        self, cause: Cause, lines: Sequence[TypedLine] = (), sent: SentTransfer | None = None
    ) -> None:
        """Begin to type a document: its lines at the left, the rest beside."""
        catalogue = self._page.catalogue
        if catalogue is None:
            return
        offices = self._page.desk.workplace.profile.offices
        others = [(each.code, each.name) for each in offices if each.code != catalogue.office]
        self._page.told.hide()
        self._page.close_panel(back=False)
        self._page.set_idle(None)
        self._page.lines.begin(catalogue, cause, lines)
        self._page.stack.setCurrentWidget(self._page.lines)
        panel = DocumentPanel(self._page.theme, cause, catalogue, others, self._page.lines)
        if sent is not None:
            panel.show_transfer(sent)
        panel.answered.connect(
            lambda document, costs: self._save_document(panel, document, keep_costs=costs)
        )
        self._page.open_panel(panel, together=True)
        if lines:
            self._page.lines.editor.focus()
        else:
            self._page.lines.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def receive(self, sent: SentTransfer) -> None:
        """Begin the reception of what another office sent.

        What it sells of its own and this one does not know is named, and left out.
        """
        catalogue = self._page.catalogue
        if catalogue is None:
            return
        lines = [
            TypedLine(line.product, -line.quantity)
            for line in sent.document.lines
            if line.quantity < 0
        ]
        known = [line for line in lines if catalogue.article(line.code) is not None]
        self.begin(Cause.TRANSFER_IN, known, sent)
        unknown = [line.code for line in lines if line not in known]
        if unknown:
            text = ngettext(
                "« {} » n’est pas au catalogue de ce bureau : créer l’article d’abord, ou "
                "recevoir sans lui.",
                "« {} » ne sont pas au catalogue de ce bureau : créer ces articles d’abord, ou "
                "recevoir sans eux.",
                len(unknown),
            )
            self._page.lines.refuse(text.format(", ".join(unknown)))

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
        write_form(self._page, panel, work, lambda changes: self.tell(changes, text))

    def tell(self, changes: Changes, text: str) -> None:
        """Say that a document is recorded, with the way back beside it."""
        uid = changes.uids[0] if changes.uids else ""
        self._page.told.tell(text, action=(_("Annuler"), lambda: self._undo(uid)))

    def _undo(self, uid: str) -> None:
        catalogue = self._page.catalogue
        if catalogue is not None:
            self._void(uid, _("annulé aussitôt"))

    def on_listed(self, action: str, uid: str) -> None:
        """Do to a listed document what a key or a button asks for."""
        document = self._page.documents.documents.get(uid)
        if document is None:
            return
        if action == OPEN:
            self._see(uid)
        elif action == VOID and document.void_reason is None:
            panel = VoidPanel(self._page.theme, document)
            panel.answered.connect(lambda motive: self._void(uid, motive, panel))
            self._page.open_panel(panel)
            panel.motive.field.setFocus(Qt.FocusReason.OtherFocusReason)
        elif action == VOID:
            self._page.told.tell(_("Déjà annulé : {}").format(document.void_reason), "genet")

    def _see(self, uid: str) -> None:
        catalogue, before = self._page.catalogue, self._page.panel
        listed = self._page.documents.documents.get(uid)
        if catalogue is None or listed is None:
            return
        # A movement that was taken back goes with no goods.
        printable = bool(labels.goods_slip(listed.cause)) and listed.void_reason is None

        def show(document: StockDocument | None) -> None:
            # Somebody may have gone on meanwhile.
            if document is not None and self._page.view == DOCUMENTS and self._page.panel is before:
                panel = SeenPanel(
                    self._page.theme,
                    document,
                    catalogue,
                    self._page.names(catalogue),
                    printable=printable,
                )
                panel.print_wanted.connect(lambda: self._print(document, listed.author))
                self._page.open_panel(panel)
                panel.close_button.setFocus(Qt.FocusReason.OtherFocusReason)

        self._page.desk.link.read(
            lambda connection: read_document(connection, uid),
            self._page.then(show),
            self._page.fault,
        )

    def print_slip(self) -> None:
        """Print the slip of the document that is seen beside the list, where it has one."""
        panel = self._page.panel
        if isinstance(panel, SeenPanel) and panel.print_button.isVisible():
            panel.print_wanted.emit()

    def _print(self, document: StockDocument, author: str) -> None:
        catalogue = self._page.catalogue
        if catalogue is None:
            return
        workplace, names = self._page.desk.workplace, self._page.names(catalogue)
        told = author, names.get(document.partner, document.partner)
        training = self._page.desk.is_training
        self._page.printing.offer(
            labels.goods_slip(document.cause),
            lambda: slip_pages(document, told, catalogue, workplace, training=training),
        )

    def _void(self, uid: str, motive: str, panel: VoidPanel | None = None) -> None:
        catalogue = self._page.catalogue
        if catalogue is None:
            return
        office, day = catalogue.office, catalogue.day

        def work(transaction: Transaction) -> Changes:
            return stock.void(transaction, uid, office, day, motive)

        text = _("Le mouvement est annulé : le stock est comme s’il n’avait pas eu lieu.")
        write_form(self._page, panel, work, lambda _changes: self._page.told.tell(text))
