"""The documents that moved the stock: the latest first, voided with a motive."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from otdesk import typography
from otdesk.domain.catalogue import Catalogue
from otdesk.domain.stock import Cause, StockDocument
from otdesk.errors import DataFault
from otdesk.i18n import _, ngettext
from otdesk.reports.shop import labels
from otdesk.reports.shop.stock import DocumentLine, Ledger, LedgerLine
from otdesk.ui.days.controls import label
from otdesk.ui.key_button import KeyButton
from otdesk.ui.printing.side_panel import SidePanel
from otdesk.ui.shop.goods.fields import Entry, text_field
from otdesk.ui.shop.goods.listing import Listing
from otdesk.ui.shop.goods.panel import FormPanel
from otdesk.ui.shop.goods.table import OPEN, VOID, Cell, Column, GoodsTable, Row
from otdesk.ui.shop.goods.words import moved, signed
from otdesk.ui.theme.apply import Theme


class DocumentsView(Listing):
    """Lists the documents of an office."""

    def __init__(self, theme: Theme) -> None:
        table = GoodsTable(
            theme,
            _("Mouvements"),
            (
                Column(_("date"), 7.4),
                Column(_("quoi"), 12, stretch=True),
                Column(_("articles"), 5.5, right=True, drop=2),
                Column(_("pièces"), 5, right=True),
                Column(_("par"), 3.5, drop=3),
                Column(_("état"), 7, drop=1),
            ),
        )
        super().__init__(
            theme, table, ((OPEN, _("Voir"), _("Entrée")), (VOID, _("Annuler"), _("Suppr")))
        )
        self.documents: dict[str, DocumentLine] = {}

    def show_documents(self, documents: Sequence[DocumentLine], names: Mapping[str, str]) -> None:
        """Show documents; `names` are those of suppliers and offices by code."""
        self.documents = {document.uid: document for document in documents}
        count = len(documents)
        self.show_rows(
            [self._row(document, names) for document in documents],
            ngettext("{} mouvement", "{} mouvements", count).format(count),
            _(
                "Aucun mouvement encore. Une livraison, un transfert ou une perte se commence dans "
                "le stock, sous la liste."
            ),
        )

    @staticmethod
    def _row(document: DocumentLine, names: Mapping[str, str]) -> Row:
        partner = names.get(document.partner, document.partner)
        about = (partner, document.reference, document.note)
        void = document.void_reason is not None
        return Row(
            document.uid,
            (
                Cell(typography.short_date(document.day)),
                Cell(
                    labels.cause(document.cause),
                    note=" · ".join(part for part in about if part),
                    strong=True,
                ),
                Cell(str(document.lines)),
                Cell(moved(document.quantity) if document.quantity else "0"),
                Cell(document.author, tone="granite"),
                Cell(_("annulé") if void else "", chip=True),
            ),
            struck=void,
        )


class MovesPanel(SidePanel):
    """The ledger of one article. `more_wanted`: older movements too."""

    more_wanted = Signal()

    def __init__(self, theme: Theme, name: str, names: Mapping[str, str]) -> None:
        super().__init__(name, theme)
        self._names = names
        self.on_hand = label("", "large-figure", "demand")
        self.body.addWidget(self.on_hand)
        self._holder: QWidget | None = None
        self.more = KeyButton(theme, _("Mouvements plus anciens"), "")
        self.more.clicked.connect(self.more_wanted)
        self.more.hide()
        self.foot.addWidget(self.more)

    def show_ledger(self, ledger: Ledger) -> None:
        """Show the movements, the latest first."""
        self.on_hand.setText(_("{} en stock").format(signed(ledger.on_hand)))
        if self._holder is not None:
            self.body.removeWidget(self._holder)
            self._holder.deleteLater()
        self._holder = QWidget()
        column = QVBoxLayout(self._holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.theme.scale.space(5))
        for line in ledger.lines:
            column.addWidget(self._line(line))
        if not ledger.lines:
            text = _("Aucun mouvement encore : une livraison ou un inventaire commence le stock.")
            column.addWidget(label(text, "note", wrap=True))
        column.addStretch(1)
        self.body.addWidget(self._holder, 1)
        self.more.setVisible(ledger.more)

    def _line(self, line: LedgerLine) -> QWidget:
        frame = QFrame()
        frame.setProperty("role", "sunken")
        scale = self.theme.scale
        column = QVBoxLayout(frame)
        column.setContentsMargins(scale.gap, scale.space(5), scale.gap, scale.space(5))
        column.setSpacing(scale.space(1))
        what = labels.cause(line.cause)
        if line.number is not None:
            what = _("{cause}, ticket n° {number}").format(cause=what, number=line.number)
        head = _("{moved} · {what}").format(moved=moved(line.quantity), what=what)
        column.addWidget(label(head, "heading", wrap=True))
        when = typography.short_date(line.day)
        if line.minute is not None:
            when = f"{when} {typography.clock_time(line.minute)}"
        parts = (
            when,
            line.author,
            self._names.get(line.partner, line.partner),
            line.reference,
            line.note,
            _("reste {}").format(signed(line.balance)),
        )
        told = " · ".join(part for part in parts if part)
        column.addWidget(label(told, "note", wrap=True))
        frame.setAccessibleName(f"{head}. {told}")
        return frame


class SeenPanel(SidePanel):
    """The lines of one document. `print_wanted`: the slip that goes with its goods."""

    print_wanted = Signal()

    def __init__(
        self,
        theme: Theme,
        document: StockDocument,
        catalogue: Catalogue,
        names: Mapping[str, str],
        *,
        printable: bool = False,
    ) -> None:
        super().__init__(labels.cause(document.cause), theme)
        partner = names.get(document.partner, document.partner)
        for text in (
            typography.capitalised(typography.long_date(document.day)),
            partner,
            document.reference,
            document.note,
        ):
            if text:
                self.body.addWidget(label(text, "note", wrap=True))
        for line in document.lines:
            article = catalogue.article(line.product)
            name = line.product if article is None else article.product.label
            text = f"{moved(line.quantity) if line.quantity else '0'} · {name}"
            if document.cause is Cause.INVENTORY and line.counted is not None:
                text = _("{name} : compté {counted}, attendu {expected}").format(
                    name=name,
                    counted=labels.quantity(line.counted),
                    expected=signed(line.expected or 0),
                )
            if line.cost is not None:
                text += _(" à {} HT").format(typography.cents(line.cost))
            self.body.addWidget(label(text, wrap=True))
        self.body.addStretch(1)
        self.print_button = KeyButton(theme, _("Imprimer le bon"), "Ctrl P", icon="printer")
        self.print_button.clicked.connect(self.print_wanted)
        self.foot.addWidget(self.print_button)
        self.print_button.setVisible(printable)


class VoidPanel(FormPanel):
    """Asks why a document is voided. `answered` carries the motive."""

    answered = Signal(str)

    def __init__(self, theme: Theme, document: DocumentLine) -> None:
        title = _("Annuler : {}").format(labels.cause(document.cause))
        super().__init__(title, theme, _("Annuler ce mouvement"), icon="ban")
        text = ngettext(
            "Du {day}, {count} article. Son effet sur le stock s’annule ; il reste dans la liste.",
            "Du {day}, {count} articles. Son effet sur le stock s’annule ; il reste dans la liste.",
            document.lines,
        ).format(day=typography.short_date(document.day), count=document.lines)
        self.motive = Entry(
            _("Motif"), text_field(theme, _("Motif")), _("saisi deux fois, erreur de saisie…")
        )
        self.add(label(text, "note", wrap=True), self.motive)
        self.body.addStretch(1)
        self.saved.connect(self._answer)

    def _answer(self) -> None:
        motive, good = self.motive.read(self._read)
        if good and motive is not None:
            self.answered.emit(motive)
        else:
            self.point_to_fault((self.motive,))

    def _read(self) -> str:
        motive = self.motive.field.text().strip()
        if not motive:
            raise DataFault(_("Une annulation demande un motif."))
        return motive
