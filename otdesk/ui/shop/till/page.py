"""The Caisse page: where the till stands, what waits, its Z; or how to begin one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from otdesk import settings
from otdesk.domain.changes import Changes
from otdesk.domain.receipts import PaymentMethod
from otdesk.errors import DataFault, DeskError
from otdesk.i18n import _
from otdesk.reports.shop.closings import ClosingRecord, entry_code, find_closing
from otdesk.reports.shop.deposits import DepositSlip, find_slip
from otdesk.reports.shop.invoices import find_invoice
from otdesk.services import preferences as stored
from otdesk.services.till import duplicates, events
from otdesk.store.shop_state import cheques_of
from otdesk.store.store import Store
from otdesk.store.transaction import Transaction
from otdesk.ui.counter.controller import Notice
from otdesk.ui.printing.pages import page_sizes
from otdesk.ui.printing.panel import Spooler
from otdesk.ui.printing.tasks import while_there
from otdesk.ui.shop.desk import ShopDesk
from otdesk.ui.shop.page import ShopPage
from otdesk.ui.shop.till import printing, words
from otdesk.ui.shop.till.layout import FindOpener, TillLayout
from otdesk.ui.shop.till.picture import TillPicture, read
from otdesk.ui.shop.till.steps_card import TillStep
from otdesk.ui.theme.apply import Theme

ChooseFile = Callable[[QWidget, str], Path | None]


class TillPage(ShopPage):
    """The till: its float, its cash, its closings.

    `arrive` takes None, "z" to count at once, a `TillStep` value ("cash", "deposit"…), or
    ("invoice", uid of a receipt, its number), or ("invoice paper", uid of an invoice) to print it.
    `device` prints; `choose_file` says where a PDF goes.
    """

    def __init__(
        self,
        desk: ShopDesk,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        device: Spooler | None = None,
        choose_file: ChooseFile | None = None,
    ) -> None:
        super().__init__(desk, theme, parent)
        self.setAccessibleName(_("Caisse"))
        self.picture: TillPicture | None = None
        self._wanted: object = None
        self._paper = ""
        # The closing whose original is offered, as long as it has not left the program.
        self._original = ""
        self._choose_file = choose_file or ask_file
        self.parts = TillLayout(desk, theme, self, device)
        self._connect()
        desk.switched.connect(lambda _training: self._on_switched())
        self.on_refreshed()

    # What the screen does ------------------------------------------------------------------

    def arrive(self, argument: object = None) -> None:
        """Come to the front, perhaps to do something at once."""
        self._wanted = argument
        if self.picture is None:
            self.on_refreshed()
            if self.parts.begin.isVisible():
                self.parts.begin.grid.begin()
        else:
            self._do_wanted()

    def place(self) -> object:
        """Return nothing: a count half typed is not money, and the state is read again."""
        return None

    def on_refreshed(self) -> None:
        """Show where the till stands, and read what goes with it."""
        shop = self.desk.picture
        if shop is None:
            return
        if shop.post is None or shop.state is None:
            self.picture = None
            if shop.trouble is not None:
                self.parts.show_begin(shop.trouble)
            return
        office, state = shop.post.office, shop.state
        choice = self.parts.closings.choice

        def on_read(picture: TillPicture) -> None:
            # Another choice was made meanwhile: its closings are on their way.
            if self.desk.picture is shop and self.parts.closings.choice == choice:
                self._show(picture)

        self.desk.link.read(
            lambda connection: read(connection, office, state, choice), while_there(self, on_read)
        )

    # What hands do -------------------------------------------------------------------------

    def open_z(self) -> None:
        """Count the drawer for the Z of the open day."""
        shop = self.desk.picture
        if shop is not None and shop.state is not None and shop.state.open_day is not None:
            self.parts.show_left(self.parts.z, lambda: self.parts.steps.main)
            self.parts.z.ask(shop.state)

    def open_step(self, step: TillStep) -> None:
        """Open what a step asks for."""
        shop, picture, parts = self.desk.picture, self.picture, self.parts
        if shop is None or shop.state is None or picture is None:
            return

        def opener() -> QWidget | None:
            return parts.steps.rows.get(step)

        if step is TillStep.FLOAT:
            parts.show_left(parts.float, opener)
            parts.float.ask(shop.state)
        elif step is TillStep.CASH:
            parts.show_side(parts.cash, opener)
            parts.cash.ask(picture.moves)
        elif step is TillStep.DEPOSIT:
            parts.show_side(parts.deposit, opener)
            parts.deposit.ask(picture, shop.state.drawer)
        elif step is TillStep.HELD:
            names = {code: each.name for code, each in shop.catalogue.suppliers.items()}
            parts.show_side(parts.held, opener)
            parts.held.ask(picture.held, names)
        else:
            parts.show_side(parts.invoices, opener)
            parts.invoices.ask(picture.unpaid)

    def void_slip(self, slip: DepositSlip) -> None:
        """Ask why a slip is voided."""
        self.parts.show_side(self.parts.void)
        self.parts.void.ask(slip)

    def open_closing(self, record: ClosingRecord) -> None:
        """Show a closing."""
        self.parts.show_side(self.parts.closing, lambda: self.parts.closings.table)
        self.parts.closing.show_record(record)

    def print_closing(self, record: ClosingRecord) -> None:
        """Print a closing: its original once, then duplicates that the journal numbers first."""
        post = None if self.desk.picture is None else self.desk.picture.post
        numbered: list[int] = []

        def number(transaction: Transaction) -> Changes:
            if post is None:
                raise DataFault(_("Un duplicata se numérote à la caisse : l’ouvrir d’abord."))
            numbered.append(duplicates.duplicate(transaction, post, record.uid))
            return transaction.changes

        def known(printed: bool) -> None:  # noqa: FBT001 - an answer of the thread
            if not printed:
                self._offer_closing(record, 0)
                return
            self.desk.write(
                number,
                while_there(self, lambda _changes: self._offer_closing(record, numbered[0])),
                while_there(self, self._on_fault),
            )

        self.desk.link.read(
            lambda connection: duplicates.has_original(connection, record.uid),
            while_there(self, known),
        )

    def _offer_closing(self, record: ClosingRecord, copy: int) -> None:
        shop, workplace = self.desk.picture, self.desk.workplace
        if shop is None:
            return
        name = f"{words.closing_name(record.closing)}, {words.closing_period(record.closing)}"
        if copy:
            name = _("duplicata {copy}, {name}").format(copy=copy, name=name)
        paper = printing.TillPaper(record.closing, record.head, shop.catalogue, duplicate=copy)
        self._offer(name, lambda _store: printing.closing_pdf(paper, workplace))
        self._original = "" if copy else record.uid

    def print_state(self) -> None:
        """Print the X."""
        shop, picture, workplace = self.desk.picture, self.picture, self.desk.workplace
        if shop is None or shop.post is None or shop.state is None or picture is None:
            return
        last_seq, head = picture.head
        closing = printing.interim(
            shop.state, shop.post, workplace, author=self.desk.author, last_seq=last_seq
        )
        paper = printing.TillPaper(closing, head, shop.catalogue, interim=True)
        self._offer(
            _("X, état de la caisse"),
            lambda _store: printing.closing_pdf(paper, workplace),
            lambda: self.parts.state.paper,
        )

    def note_drawer(self) -> None:
        """Note that the drawer is opened without a sale."""
        self.desk.note_event(events.DRAWER)
        self._tell(_("Noté au journal de la caisse. Le tiroir s’ouvre avec sa clé."))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl Enter counts for the Z; Esc closes what is open, then goes back to selling."""
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if not self.parts.act():
                self.open_z()
        elif event.key() == Qt.Key.Key_Escape:
            if self.parts.is_idle:
                self.left.emit()
            else:
                self._leave()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the parts for the room there is."""
        super().resizeEvent(event)
        self.parts.fit(event.size())

    # ---------------------------------------------------------------------------------------

    def _connect(self) -> None:
        parts = self.parts
        parts.back.clicked.connect(self.left)
        parts.drawer.clicked.connect(self.note_drawer)
        parts.train.clicked.connect(lambda _on=False: self.desk.train())
        parts.state.print_wanted.connect(self.print_state)
        parts.closings.opened.connect(self.open_closing)
        parts.closings.chosen.connect(self.on_refreshed)
        parts.steps.step_wanted.connect(self.open_step)
        parts.steps.closing_wanted.connect(self.open_z)
        parts.z.closed.connect(self._on_closed)
        parts.closing.print_wanted.connect(self.print_closing)
        parts.printer.pdf_wanted.connect(self._save_pdf)
        parts.printer.printer_chosen.connect(self._remember)
        parts.printer.ended.connect(self._on_printed)
        for form in (parts.float, parts.begin, parts.z):
            form.done.connect(self._on_done)
            form.left.connect(self.left if form is parts.begin else self._leave)
        for panel in (parts.cash, parts.deposit, parts.held, parts.invoices):
            panel.done.connect(self._on_done)
            panel.left.connect(self._leave)
        parts.deposit.void_wanted.connect(self.void_slip)
        parts.void.done.connect(self._on_voided)
        parts.void.left.connect(lambda: self.open_step(TillStep.DEPOSIT))
        parts.deposit.paper_wanted.connect(self.print_slip)
        parts.invoices.paper_wanted.connect(self.print_invoice)
        for closing in (parts.closing, parts.printer):
            closing.left.connect(self._leave)

    def _show(self, picture: TillPicture) -> None:
        shop = self.desk.picture
        if shop is None or shop.post is None or shop.state is None:
            return
        first, self.picture = self.picture is None, picture
        self.parts.show_till(shop, picture, self.desk.workplace.today())
        if first or self._wanted is not None:
            self._do_wanted()

    def _do_wanted(self) -> None:
        wanted, self._wanted = self._wanted, None
        if wanted is None:
            self.parts.rest()
        elif wanted == "z":
            self.open_z()
        elif isinstance(wanted, str) and wanted in set(TillStep):
            self.open_step(TillStep(wanted))
        elif isinstance(wanted, tuple) and wanted[0] == "invoice" and self.picture is not None:
            self.parts.show_side(self.parts.invoices)
            self.parts.invoices.ask(self.picture.unpaid, *wanted[1:])
        elif isinstance(wanted, tuple) and wanted[0] == "invoice paper":
            self.print_invoice(wanted[1])

    def _on_switched(self) -> None:
        """Another shop is in front: what was typed for this one is let go."""
        self.picture = None
        self.parts.show_reading()

    def _leave(self) -> None:
        self.parts.show_idle()
        self.parts.rest()

    def _on_done(self, told: str) -> None:
        self._leave()
        self._tell(told)
        self.desk.refresh()

    def _on_voided(self, told: str) -> None:
        """Come back to the slips once they are read again: this one says that it is voided."""
        self._tell(told)
        self._wanted = TillStep.DEPOSIT.value
        self.desk.refresh()

    def _tell(self, text: str, tone: str = "ok") -> None:
        self.noticed.emit(Notice(text, tone))

    def _on_closed(self, uid: str) -> None:
        """Show the Z that is on the disk, its paper one key away."""
        self.parts.show_idle()
        self._tell(_("Le Z est fait et signé."))

        def show(found: ClosingRecord | None) -> None:
            if found is not None:
                self.open_closing(found)

        self.desk.link.read(
            lambda connection: find_closing(connection, uid), while_there(self, show)
        )
        self.desk.refresh()

    # Paper ---------------------------------------------------------------------------------

    def _offer(
        self,
        title: str,
        make: Callable[[Store], bytes],
        opener: FindOpener | None = None,
    ) -> None:
        """Make a document, then offer it for printing."""
        named = _("{} (simulation)").format(title) if self.desk.is_training else title
        self._paper, self._original = named, ""
        printer = self.parts.printer
        self.parts.show_side(printer, opener)
        printer.await_pages(named)

        def on_sized(made: tuple[bytes, int]) -> None:
            if self._paper == named and printer.isVisible():
                printer.offer(named, *made)

        def on_made(content: bytes) -> None:
            # pdfium wants one thread: that of the panel, in training too.
            self.desk.context.reading.run(
                lambda _store: (content, len(page_sizes(content))),
                while_there(self, on_sized),
                while_there(self, on_refused),
            )

        def on_refused(fault: Exception) -> None:
            printer.refuse_pages(fault)
            self._on_fault(fault)

        self.desk.reading.run(make, while_there(self, on_made), while_there(self, on_refused))

    def print_slip(self, uid: str) -> None:
        """Print the slip of a deposit."""
        workplace = self.desk.workplace

        def make(store: Store) -> bytes:
            with store.reading() as connection:
                slip = find_slip(connection, uid)
                by_cheque = slip.method is PaymentMethod.CHEQUE
                cheques = cheques_of(connection, slip.office, uid) if by_cheque else ()
            return printing.slip_pdf(slip, cheques, workplace)

        self._offer(_("Bordereau de remise"), make)

    def print_invoice(self, uid: str) -> None:
        """Print an invoice."""
        shop = self.desk.picture
        if shop is None:
            return
        catalogue, workplace = shop.catalogue, self.desk.workplace

        def make(store: Store) -> bytes:
            from otdesk.services.till.refunds import find_receipt

            with store.reading() as connection:
                invoice = find_invoice(connection, uid)
                if invoice is None:
                    raise DataFault(_("Cette facture a été effacée."))
                receipt = find_receipt(connection, invoice.receipt)
                code = entry_code(connection, invoice.receipt)
            return printing.invoice_pdf(invoice, receipt, code, catalogue, workplace)

        self._offer(_("Facture"), make)

    def _on_printed(self, sent: bool) -> None:  # noqa: FBT001 - a signal's argument
        printer = self.parts.printer
        if sent:
            self._note_original()
        if not sent and printer.outcome.property("tone") == "refused":
            self.desk.note_event(events.PRINT_FAILED, printer.outcome.text[:200])

    def _save_pdf(self) -> None:
        from otdesk.ui.summaries.export import write_whole

        chosen = self._choose_file(self, file_name(self._paper))
        if chosen is None:
            return
        try:
            write_whole(
                chosen, self.parts.printer.document, lambda _done, _all: None, lambda: False
            )
        except DeskError as fault:
            self._on_fault(fault)
        else:
            self._note_original()
            self._tell(_("Enregistré : {}").format(chosen.name))

    def _note_original(self) -> None:
        """Note that the original of a closing left the program: the next paper is a duplicate."""
        original, self._original = self._original, ""
        if original:
            self.desk.note_event(events.CLOSING_PRINTED, original)

    def _remember(self, printer: str) -> None:
        self.desk.context.link.run(lambda store: stored.keep(store, settings.PRINTER, printer))

    def _on_fault(self, fault: Exception) -> None:
        if shiboken6.isValid(self):
            self.desk.faulted.emit(fault)


def file_name(title: str) -> str:
    """Return a file's name for a document: its title, without what a disk refuses."""
    return f"{''.join(c if c.isalnum() or c in ' -_,' else '-' for c in title).strip()}.pdf"


def ask_file(parent: QWidget, name: str) -> Path | None:
    """Ask where a PDF goes."""
    chosen, _kind = QFileDialog.getSaveFileName(
        parent, _("Enregistrer en PDF"), str(Path.home() / name), _("PDF (*.pdf)")
    )
    return Path(chosen) if chosen else None
