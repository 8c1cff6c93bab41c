"""The panel that prints: which printer, how many, on both sides, in colour or grey."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from otdesk.i18n import _, ngettext
from otdesk.ui.background import StoreLink
from otdesk.ui.days.controls import IconButton, label
from otdesk.ui.key_button import KeyButton
from otdesk.ui.printing import faults, spooler
from otdesk.ui.printing.side_panel import Outcome, Progress, SidePanel
from otdesk.ui.printing.spooler import PrinterFound, PrintOrder
from otdesk.ui.printing.tasks import Task, while_there
from otdesk.ui.theme.apply import Theme
from otdesk.ui.theme.segment import SegmentButton

_MOST_COPIES = 99
# The widest name of a field, where it stands beside it.
_NAMES_EM = 7


class Spooler(Protocol):
    """Whoever knows the printers and sends to them."""

    def printers(self) -> Sequence[PrinterFound]:
        """Return what there is, the default first."""
        ...

    def print_pdf(
        self,
        content: bytes,
        order: PrintOrder,
        progress: Callable[[int, int], None],
        is_cancelled: Callable[[], bool],
    ) -> bool:
        """Print; False if it was cancelled before anything was sent."""
        ...


class SystemSpooler:
    """The system's own printers."""

    def printers(self) -> Sequence[PrinterFound]:
        """Return the system's printers."""
        return spooler.printers()

    def print_pdf(
        self,
        content: bytes,
        order: PrintOrder,
        progress: Callable[[int, int], None],
        is_cancelled: Callable[[], bool],
    ) -> bool:
        """Print on one of them. Raises PrintFault."""
        return spooler.print_pdf(content, order, progress, is_cancelled)


class PrintPanel(SidePanel):
    """Prints a document that was made already.

    `pdf_wanted`: there is no printer, or not a good one, and a file will do. `printer_chosen`
    carries the printer that took a document: the next one begins with it. `ended` tells whether
    the document was sent.
    """

    pdf_wanted = Signal()
    printer_chosen = Signal(str)
    ended = Signal(bool)

    def __init__(
        self,
        link: StoreLink,
        theme: Theme,
        *,
        remembered: str = "",
        device: Spooler | None = None,
        compact: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_("Imprimer"), theme, parent)
        # Names beside their fields, and the seldom ones folded away.
        self._compact = compact
        self._link = link
        self._device: Spooler = device or SystemSpooler()
        self._remembered = remembered
        self._found: Sequence[PrinterFound] = ()
        self._content = b""
        self._document = ""
        self._pages = 0
        self._task: Task | None = None
        self._make_form()
        self.progress = Progress(theme)
        self.progress.cancelled.connect(self._on_cancel)
        self.outcome = Outcome(theme)
        self.as_pdf = KeyButton(theme, _("Enregistrer en PDF"), "", icon="file-text")
        self.as_pdf.clicked.connect(self.pdf_wanted)
        self.go = KeyButton(theme, _("Imprimer"), _("Entrée"), role="primary", icon="printer")
        self.go.clicked.connect(self.start)
        self.note = label("", "note", wrap=True)
        for part in (self.note, self._form, self.outcome):
            self.body.addWidget(part)
        self.body.addStretch(1)
        for widget in (self.progress, self.go, self.as_pdf):
            self.foot.addWidget(widget)
        self.await_pages()

    def _make_form(self) -> None:
        self._form = QWidget()
        scale = self.theme.scale
        self.choice = QComboBox()
        self.choice.setAccessibleName(_("Imprimante"))
        self.choice.setMinimumContentsLength(8)
        self.choice.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.choice.currentIndexChanged.connect(lambda _index: self._on_printer())
        self.copies = QSpinBox()
        self.copies.setRange(1, _MOST_COPIES)
        self.copies.setAccessibleName(_("Exemplaires"))
        self.theme.dress_spin_box(self.copies)
        self.one_side, self.two_sides = self._pair(_("Recto"), _("Recto verso"))
        self.colour, self.grey = self._pair(_("Couleur"), _("Gris"))
        # Under the pages: they have the room, and what is seldom asked opens on demand.
        self.more = IconButton("ellipsis", _("Exemplaires, faces, encre"), self.theme)
        self.more.clicked.connect(self._open_details)
        rows = (
            (_("Imprimante"), (self.choice, self.more)),
            (_("Exemplaires"), (self.copies,)),
            (_("Faces"), (self.one_side, self.two_sides)),
            (_("Encre"), (self.colour, self.grey)),
        )
        column = QVBoxLayout(self._form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scale.space(4))
        self._add_rows(column, rows[:1])
        self.details = QWidget()
        inside = QVBoxLayout(self.details)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(scale.space(4))
        self._add_rows(inside, rows[1:])
        column.addWidget(self.details)
        self.details.setVisible(not self._compact)
        self.more.setVisible(self._compact)

    def _open_details(self) -> None:
        self.more.hide()
        self.details.show()
        self.copies.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_rows(
        self, column: QVBoxLayout, rows: Sequence[tuple[str, tuple[QWidget, ...]]]
    ) -> None:
        scale = self.theme.scale
        for name, widgets in rows:
            row = QHBoxLayout()
            row.setSpacing(scale.space(8))
            heading = label(name, "heading")
            if self._compact:
                heading.setFixedWidth(scale.em(_NAMES_EM))
                row.addWidget(heading)
            else:
                column.addWidget(heading)
            for widget in widgets:
                row.addWidget(widget, 0 if widget is self.more else 1)
            column.addLayout(row)
            column.addSpacing(scale.space(4))

    def _pair(self, first: str, second: str) -> tuple[SegmentButton, SegmentButton]:
        group = QButtonGroup(self)
        one, other = SegmentButton(first, self.theme), SegmentButton(second, self.theme)
        group.addButton(one)
        group.addButton(other)
        one.setChecked(True)
        return one, other

    # The document --------------------------------------------------------------------------

    def offer(self, document: str, content: bytes, pages: int) -> None:
        """Offer a document for printing, and look for printers."""
        self._document, self._content, self._pages = document, content, pages
        self.say_title(_("Imprimer : {}").format(document))
        self.note.setText(ngettext("{} page", "{} pages", pages).format(pages))
        self.outcome.hide()
        self.as_pdf.setEnabled(bool(content))
        self._show_form(looking=True)
        device = self._device
        self._link.run(
            lambda _store: tuple(device.printers()),
            while_there(self, self._on_found),
            while_there(self, self._on_fault),
        )

    def await_pages(self, document: str = "") -> None:
        """Say that pages are being made: the first ones of a document, or in another way."""
        if document:
            self._document = document
            self.say_title(_("Imprimer : {}").format(document))
            self._form.hide()
            self.outcome.hide()
        if not self._document:
            self._form.hide()
        self._content = b""
        self.note.setText(_("Les pages se préparent…"))
        self.go.setEnabled(False)
        self.as_pdf.setEnabled(False)

    def refuse_pages(self, fault: Exception) -> None:
        """Say that there will be no pages, and why."""
        self.note.clear()
        self.outcome.tell_fault(fault)

    def replace_pages(self, content: bytes, pages: int) -> None:
        """Offer other pages of the same document; the printer and the focus stay."""
        self._content, self._pages = content, pages
        self.note.setText(ngettext("{} page", "{} pages", pages).format(pages))
        self.as_pdf.setEnabled(True)
        self.go.setEnabled(self.chosen is not None and self._task is None)
        self._on_printer()

    def _show_form(self, *, looking: bool) -> None:
        ready = bool(self._found) and not looking
        nothing = not self._found and not looking
        self._form.setVisible(not nothing)
        # One filled button: a file, where there is nothing to print on.
        self.go.setVisible(not nothing)
        self.as_pdf.take_role("primary" if nothing else "secondary")
        self.go.setEnabled(ready and self._task is None and bool(self._content))
        for widget in (self.choice, self.copies, self.one_side, self.colour, self.grey):
            widget.setEnabled(ready)
        self.two_sides.setEnabled(ready)
        if looking:
            self.choice.clear()
            self.choice.setPlaceholderText(_("Recherche des imprimantes…"))

    def _on_found(self, found: Sequence[PrinterFound]) -> None:
        self._found = found
        self.choice.clear()
        self.choice.setPlaceholderText("" if found else _("Aucune imprimante"))
        for printer in found:
            words = printer.label
            if printer.is_default:
                words = _("{} (par défaut)").format(words)
            self.choice.addItem(words, printer.name)
        self._show_form(looking=False)
        if not found:
            # Nothing was refused: the pages are there, and a file is as good.
            fault = faults.no_printer()
            self.outcome.tell(fault.what, f"{fault.safe} {fault.todo}", tone="granite")
            self.as_pdf.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        names = [printer.name for printer in found]
        self.choice.setCurrentIndex(
            names.index(self._remembered) if self._remembered in names else 0
        )
        self._on_printer()
        self.go.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def document(self) -> bytes:
        """Return the PDF that is offered."""
        return self._content

    @property
    def chosen(self) -> PrinterFound | None:
        """Return the printer that is chosen."""
        index = self.choice.currentIndex()
        return self._found[index] if 0 <= index < len(self._found) else None

    def _on_printer(self) -> None:
        printer = self.chosen
        if printer is None:
            return
        # A second side has something to carry only from the second page on.
        self.two_sides.setEnabled(printer.can_duplex and self._pages > 1)
        if not self.two_sides.isEnabled():
            self.one_side.setChecked(True)
        self.colour.setEnabled(printer.can_colour)
        if not printer.can_colour:
            self.grey.setChecked(True)

    # The work ------------------------------------------------------------------------------

    def start(self) -> None:
        """Print what is offered on what is chosen."""
        printer = self.chosen
        if printer is None or self._task is not None or not self._content:
            return
        order = PrintOrder(
            printer.name,
            self._document,
            copies=self.copies.value(),
            duplex=self.two_sides.isChecked(),
            colour=self.colour.isChecked(),
        )
        task = self._task = Task()
        task.progressed.connect(self.progress.show_step)
        self.outcome.hide()
        self.progress.begin(_("Impression sur {}…").format(printer.label))
        self.go.setEnabled(False)
        content, device = self._content, self._device

        def end(sent: bool) -> None:  # noqa: FBT001 - the answer of the work
            self._on_end(order, sent=sent)

        self._link.run(
            lambda _store: device.print_pdf(content, order, task.tell, task.is_cancelled),
            while_there(self, end),
            while_there(self, self._on_fault),
        )

    def abandon(self) -> None:
        """Stop the print: what was not sent yet stays here."""
        self._on_cancel()

    def _on_cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self.progress.stop.setEnabled(False)

    def _on_end(self, order: PrintOrder, *, sent: bool) -> None:
        self._settle()
        if sent:
            self._remembered = order.printer
            self.outcome.tell(_("Envoyé à l’imprimante « {} ».").format(order.printer))
            self.printer_chosen.emit(order.printer)
        else:
            self.outcome.tell(_("Impression annulée : rien n’a été envoyé."), tone="granite")
        self.ended.emit(sent)

    def _on_fault(self, fault: Exception) -> None:
        self._settle()
        self.outcome.tell_fault(fault)
        self.ended.emit(False)

    def _settle(self) -> None:
        self._task = None
        self.progress.hide()
        self._show_form(looking=False)
        self._on_printer()
