"""The quantity, and the cost, of the line that is pointed to."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout

from otdesk.domain.money import ONE, Cents, Thousandths
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.ui.days.controls import label
from otdesk.ui.shop.goods.fields import amount_field, quantity_field
from otdesk.ui.theme.apply import Theme


class LineEditor(QFrame):
    """Types into one line.

    `typed` carries code, quantity (None: nothing) and cost; `done` follows Enter; `refused` says
    why what is typed cannot be.
    """

    typed = Signal(str, object, object)
    done = Signal()
    refused = Signal(str)

    def __init__(self, theme: Theme, name: str, *, with_cost: bool = False) -> None:
        super().__init__()
        self.setProperty("role", "sunken")
        scale = theme.scale
        row = QHBoxLayout(self)
        row.setContentsMargins(scale.gap, scale.space(4), scale.gap, scale.space(4))
        row.setSpacing(scale.gap)
        self._code = ""
        self._showing = False
        self.name = label("", "heading", wrap=True)
        row.addWidget(self.name, 1)
        self.quantity = quantity_field(theme, name)
        self.cost = amount_field(theme, _("Prix d’achat HT"))
        self.cost_name = label(_("Achat HT"), "note")
        row.addWidget(label(name, "note"))
        row.addWidget(self.quantity)
        row.addWidget(self.cost_name)
        row.addWidget(self.cost)
        self.ask_cost(asked=with_cost)
        self.quantity.textChanged.connect(lambda _text: self._on_typed())
        self.cost.textChanged.connect(lambda _text: self._on_typed())
        self.hide()

    def ask_cost(self, *, asked: bool) -> None:
        """Ask for the cost too, or not."""
        self.cost.setVisible(asked)
        self.cost_name.setVisible(asked)

    def show_line(
        self, code: str, name: str, quantity: Thousandths | None, cost: Cents | None = None
    ) -> None:
        """Show a line; an empty code shows nothing."""
        self._showing = True
        self._code = code
        self.name.setText(name)
        self.quantity.show_value(quantity)
        self.cost.show_value(cost)
        self._showing = False
        self.setVisible(bool(code))

    def focus(self, first: str = "") -> None:
        """Come to the quantity, whole; `first` is a digit that was typed already."""
        self.quantity.setFocus(Qt.FocusReason.OtherFocusReason)
        if first:
            self.quantity.setText(first)
        else:
            self.quantity.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on: from the quantity to the cost, then to the next article."""
        steps = {Qt.Key.Key_Up: ONE, Qt.Key.Key_Down: -ONE}
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier
        ):
            if self.quantity.hasFocus() and not self.cost.isHidden():
                self.cost.setFocus(Qt.FocusReason.OtherFocusReason)
                self.cost.selectAll()
            else:
                self.done.emit()
        elif event.key() in steps and self.quantity.hasFocus():
            self._step(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def _step(self, step: Thousandths) -> None:
        try:
            quantity = self.quantity.value() or 0
        except DataFault:
            return
        self.quantity.show_value(max(quantity + step, 0))

    def _on_typed(self) -> None:
        if self._showing or not self._code:
            return
        try:
            quantity, cost = self.quantity.value(), self.cost.value()
        except DataFault as fault:
            self.refused.emit(str(fault))
            return
        self.refused.emit("")
        self.typed.emit(self._code, quantity, cost)
