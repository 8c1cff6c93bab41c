"""The page of receipts: those of a day, one whole, printed again, refunded, corrected."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QWidget

from otdesk import settings, typography
from otdesk.domain.changes import Changes
from otdesk.domain.money import Cents
from otdesk.domain.receipts import Payment, PaymentMethod
from otdesk.domain.till import TillEvent
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.reports.shop.receipts import ReceiptFile, ReceiptRow
from otdesk.services import preferences
from otdesk.ui.counter.controller import Notice
from otdesk.ui.preferences.pin_gate import GateWords, PinGate
from otdesk.ui.printing.panel import Spooler
from otdesk.ui.printing.tasks import NewestOnly
from otdesk.ui.shop.desk import ShopDesk
from otdesk.ui.shop.page import TILL, ShopPage
from otdesk.ui.shop.paper_panel import PaperPanel
from otdesk.ui.shop.receipts.correction_panel import CorrectionPanel
from otdesk.ui.shop.receipts.day_list import ReceiptList
from otdesk.ui.shop.receipts.papers import ReceiptPapers
from otdesk.ui.shop.receipts.printing import ReceiptPaper, Render, RenderRefund
from otdesk.ui.shop.receipts.receipt_view import ReceiptView
from otdesk.ui.shop.receipts.refund_panel import Quantities, RefundPanel
from otdesk.ui.summaries.export_panel import ExportPanel, starting_folder
from otdesk.ui.theme.apply import Theme

if TYPE_CHECKING:
    from otdesk.services.till.post import TillPost
    from otdesk.store.store import Store
    from otdesk.store.transaction import Transaction

# `arrive` with this first: print that receipt, then whether it is the original.
PRINT = "print"
_Act = Callable[["Transaction", "TillPost"], object]


class ReceiptsPage(ShopPage):
    """`arrive` takes a uid, a day, or (PRINT, uid, original)."""

    def __init__(
        self,
        desk: ShopDesk,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        device: Spooler | None = None,
        render: Render | None = None,
        render_refund: RenderRefund | None = None,
    ) -> None:
        super().__init__(desk, theme, parent)
        self._device = device
        self.papers = ReceiptPapers(desk, self, render=render, render_refund=render_refund)
        self._day = desk.workplace.today()
        self._uid = ""
        self._paper: ReceiptPaper | None = None
        self._allowed: Callable[[], None] | None = None
        self._begin_reading()
        desk.switched.connect(lambda _training: self._on_switched())
        self.setAccessibleName(_("Tickets"))
        self._build()
        self._connect()

    def _build(self) -> None:
        scale = self.theme.scale
        across = QHBoxLayout(self)
        across.setContentsMargins(
            scale.margin_side, scale.space(12), scale.margin_side, scale.space(12)
        )
        across.setSpacing(scale.space(12))
        self.list = ReceiptList(self.theme)
        self.view = ReceiptView(self.theme)
        self.refund = RefundPanel(self.theme, self._give_back)
        self.correction = CorrectionPanel(self.theme, self._correct)
        self.gate = PinGate(
            self.desk.context,
            self.theme,
            GateWords(
                _("Un remboursement demande le code"),
                _("La vente, elle, reste ouverte : F11 y revient."),
                _("Continuer"),
                _("Revenir au ticket"),
            ),
        )
        context = self.desk.context
        self.printing = PaperPanel(
            context.reading,
            self.theme,
            remembered=context.preferences().get(settings.PRINTER),
            device=self._device,
        )
        self.export = ExportPanel(context.reading, self.theme, self._export_folder())
        right = QWidget()
        self._stack = QStackedLayout(right)
        for widget in (
            self.view,
            self.refund,
            self.correction,
            self.gate,
            self.printing,
            self.export,
        ):
            self._stack.addWidget(widget)
        # What is not in front asks for no room; in large text the list makes way for a panel.
        right.setMinimumWidth(scale.em(18))
        self._stack.currentChanged.connect(lambda _index: self._share())
        across.addWidget(self.list, 10)
        across.addWidget(right, 11)

    def _share(self) -> None:
        alone = (
            self.theme.scale.text_percent >= 150 and self._stack.currentWidget() is not self.view
        )
        self.list.setVisible(not alone)

    def _connect(self) -> None:
        self.list.day_wanted.connect(self.show_day)
        self.list.chosen.connect(self._on_chosen)
        self.list.number_wanted.connect(self._find_number)
        self.list.left.connect(self.left)
        self.view.print_wanted.connect(self.print_again)
        self.view.refund_print_wanted.connect(self.papers.make_refund)
        self.papers.changed.connect(lambda: self.view.show_making(self.papers.making))
        self.papers.made.connect(self._on_paper)
        self.papers.failed.connect(self._tell)
        self.view.refund_wanted.connect(lambda: self._guarded(self._open_refund))
        self.view.correction_wanted.connect(lambda: self._guarded(self._open_correction))
        self.gate.opened.connect(self._on_opened)
        self.gate.refused.connect(self._on_refused)
        for panel in (self.gate, self.refund, self.correction, self.printing, self.export):
            panel.left.connect(self._to_view)
        self.printing.pdf_wanted.connect(self._save_pdf)
        self.printing.ended.connect(self._on_printed)
        for keys, act in (
            ("Alt+Left", lambda: self.list.step(-1)),
            ("Alt+Right", lambda: self.list.step(1)),
            ("Ctrl+P", self.print_again),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def _export_folder(self) -> Path:
        return starting_folder(self.desk.context.preferences().get(settings.EXPORT_FOLDER))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to selling."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _begin_reading(self) -> None:
        """Read by the short thread: a sale made a moment ago is in it, whatever else is read."""
        self._lists = NewestOnly(self.desk.link)
        self._files = NewestOnly(self.desk.link)
        self.destroyed.connect(self._lists.drop)
        self.destroyed.connect(self._files.drop)

    def _on_switched(self) -> None:
        """Another shop is in front: its receipts are on another disk."""
        self._lists.drop()
        self._files.drop()
        self._begin_reading()
        self._day, self._uid, self._paper = self.desk.workplace.today(), "", None
        self.list.show_day(self._day, self._day, ())
        self._stack.setCurrentWidget(self.view)

    # Coming --------------------------------------------------------------------------------

    def arrive(self, argument: object = None) -> None:
        """Come to the front with a day, a receipt, or one to print."""
        self._to_view()
        self.list.field.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(argument, tuple) and argument[0] == PRINT:
            _print, uid, original = argument
            self._show_receipt(uid)
            self.papers.make_receipt(uid, original=original)
        elif isinstance(argument, date):
            self.show_day(argument)
        elif isinstance(argument, str) and argument:
            self._show_receipt(argument)
        else:
            self.show_day(self.desk.workplace.today())

    def place(self) -> object:
        """Return the receipt that is shown, or the day."""
        return self._uid or self._day

    def on_refreshed(self) -> None:
        """Read the day again: another sale, a refund."""
        if self.isVisible():
            self.show_day(self._day, self._uid)

    def show_day(self, day: date, uid: str = "") -> None:
        """Read the receipts of a day, and choose one of them."""
        self._day = day
        workplace = self.desk.workplace
        office = workplace.identity.office

        def read(store: Store) -> Sequence[ReceiptRow]:
            from otdesk.reports.shop.receipts import day_receipts

            with store.reading() as connection:
                return day_receipts(connection, office, day)

        self._lists.ask(
            read, lambda rows: self.list.show_day(day, workplace.today(), rows, uid), self._tell
        )

    def _show_receipt(self, uid: str) -> None:
        def found(file: ReceiptFile) -> None:
            self._on_file(file)
            self.show_day(file.receipt.day, uid)

        self._read_file(uid, found)

    def _on_chosen(self, uid: str) -> None:
        if not uid:
            self._files.drop()
            self._uid = ""
            self.view.show_file(None)
        else:
            self._read_file(uid, self._on_file)

    def _read_file(self, uid: str, found: Callable[[ReceiptFile], None]) -> None:
        def read(store: Store) -> ReceiptFile:
            from otdesk.reports.shop.receipts import receipt_file

            with store.reading() as connection:
                return receipt_file(connection, uid)

        self._files.ask(read, found, self._tell)

    def _on_file(self, file: ReceiptFile) -> None:
        self._uid = file.uid
        self.view.show_file(file)

    def _find_number(self, number: int) -> None:
        picture = self.desk.picture
        if picture is None or picture.post is None:
            return
        till = picture.post.stream

        def read(store: Store) -> str:
            from otdesk.reports.shop.receipts import find_by_number

            with store.reading() as connection:
                return find_by_number(connection, till, number) or ""

        def found(uid: str) -> None:
            if uid:
                self.list.field.clear()
                self._show_receipt(uid)
            else:
                said = _("Cette caisse n’a pas de ticket n° {}.").format(typography.integer(number))
                self.list.said.setText(said)

        self._lists.ask(read, found, self._tell)

    def _to_view(self) -> None:
        self._allowed = None
        self._stack.setCurrentWidget(self.view)
        self.list.list.setFocus(Qt.FocusReason.OtherFocusReason)

    # Guarded by the code -------------------------------------------------------------------

    def _guarded(self, act: Callable[[], None]) -> None:
        """Do something once the code was given, where one is set."""
        if not preferences.pin_is_set(self.desk.context.preferences()):
            act()
            return
        self._allowed = act
        self._stack.setCurrentWidget(self.gate)
        self.gate.open()

    def _on_opened(self) -> None:
        act, self._allowed = self._allowed, None
        if act is not None:
            act()

    def _on_refused(self) -> None:
        self._note(TillEvent.LOGIN_FAILED, "refund")

    def _note(self, event: TillEvent, detail: str) -> None:
        picture = self.desk.picture
        if picture is None or picture.post is None:
            return
        post = picture.post

        def note(transaction: Transaction) -> Changes:
            from otdesk.services.till import post as posts

            return posts.note(transaction, post, event, detail)

        self.desk.write(note, on_fault=self._tell)

    # Refund and correction -----------------------------------------------------------------

    def _open_refund(self) -> None:
        if self.view.file is not None:
            self.refund.open(self.view.file)
            self._stack.setCurrentWidget(self.refund)
            self.refund.begin()

    def _open_correction(self) -> None:
        if self.view.file is not None and self.view.file.paid:
            self._stack.setCurrentWidget(self.correction)
            self.correction.open(self.view.file)

    def _give_back(
        self,
        quantities: Quantities,
        payments: Sequence[Payment],
        reason: str,
        restocked: bool,  # noqa: FBT001 - the panel's answer
    ) -> None:
        uid = self._uid

        def act(transaction: Transaction, post: TillPost) -> object:
            from otdesk.services.till import refunds

            made, refund = refunds.refund(
                transaction, post, uid, quantities, payments, reason=reason, restocked=restocked
            )
            self.papers.expect(made)
            return refund

        total = typography.cents(sum(payment.cents for payment in payments))
        self._write(act, _("Remboursé : {}").format(total), self.refund.settle)

    def _correct(
        self, taken: PaymentMethod, given: PaymentMethod, cents: Cents, reason: str
    ) -> None:
        uid = self._uid

        def act(transaction: Transaction, post: TillPost) -> object:
            from otdesk.services.till import refunds

            return refunds.correct_payment(
                transaction, post, uid, taken=taken, given=given, cents=cents, reason=reason
            )

        self._write(act, _("Règlement corrigé."), self.correction.settle)

    def _write(self, act: _Act, said: str, settle: Callable[[Exception | None], None]) -> None:
        picture = self.desk.picture
        if picture is None or picture.post is None:
            settle(DataFault(_("Aucune caisse n’est ouverte sur ce poste.")))
            return
        post, uid = picture.post, self._uid

        def use_case(transaction: Transaction) -> Changes:
            act(transaction, post)
            return transaction.changes

        def done(_changes: Changes) -> None:
            settle(None)
            self._to_view()
            self.noticed.emit(Notice(said, "ok"))
            self._read_file(uid, self._on_file)

        def failed(fault: Exception) -> None:
            from otdesk.services.till.guard import EarlierDayOpen

            settle(fault)
            if isinstance(fault, EarlierDayOpen):
                self._tell(fault)
                self.page_wanted.emit(TILL, "z")
            elif not isinstance(fault, DataFault):
                self.desk.link.failed.emit(fault)

        self.desk.write(use_case, done, failed)

    def _tell(self, fault: Exception) -> None:
        self.noticed.emit(Notice(str(fault), "refused"))

    # Paper ---------------------------------------------------------------------------------

    def print_again(self) -> None:
        """Make a duplicate of the receipt in front; what lies over it is another matter's."""
        if self._uid and self._stack.currentWidget() is self.view:
            self.papers.make_receipt(self._uid)

    def _on_paper(self, paper: ReceiptPaper) -> None:
        self._paper = paper
        self._stack.setCurrentWidget(self.printing)
        self.printing.offer(paper.title, paper.content, 1)
        if self._uid:
            self._read_file(self._uid, self._on_file)

    def _on_printed(self, sent: bool) -> None:  # noqa: FBT001 - a signal's answer
        if not sent and self.printing.outcome.property("tone") == "refused":
            self._note(TillEvent.PRINT_FAILED, "" if self._paper is None else self._paper.uid)

    def _save_pdf(self) -> None:
        paper = self._paper
        if paper is None:
            return
        self._stack.setCurrentWidget(self.export)
        self.export.offer(
            paper.title,
            lambda suffix: f"{paper.title.replace(' ', '-').replace('°', '')}.{suffix}",
            lambda _suffix: paper.content,
            only="pdf",
        )
