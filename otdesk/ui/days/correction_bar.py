"""A closed day is corrected only with a reason, and the PIN where one is set: asked once, here."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout

from otdesk.i18n import _
from otdesk.ui.days.controls import label
from otdesk.ui.days.side_panel import say
from otdesk.ui.key_button import KeyButton
from otdesk.ui.theme.apply import Theme


class CorrectionBar(QFrame):
    """Asks for the reason, then says that the day is being corrected.

    `given` carries reason and PIN; `ended` closes the correction, or gives it up. `asked`: it is in
    front now, and is to be in sight.
    """

    given = Signal(str, str)
    ended = Signal()
    asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "banner")
        self.setProperty("tone", "genet")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        scale = theme.scale
        column = QVBoxLayout(self)
        column.setContentsMargins(scale.gap_wide, scale.space(8), scale.gap, scale.space(8))
        column.setSpacing(scale.space(6))
        self._title = label("", "title", "genet", wrap=True)
        # What runs is told on one line, its end beside it: rows of the table are worth more.
        head = QHBoxLayout()
        head.setSpacing(scale.space(14))
        head.addWidget(self._title, 1)
        column.addLayout(head)
        row = QHBoxLayout()
        row.setSpacing(scale.space(6))
        self.reason = QLineEdit()
        self.reason.setAccessibleName(_("Motif de la rectification"))
        self.reason.setPlaceholderText(_("Motif de la rectification"))
        self.pin = QLineEdit()
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.setAccessibleName(_("Code à chiffres"))
        self.pin.setPlaceholderText(_("Code"))
        self.pin.setMaxLength(8)
        self.pin.setFixedWidth(scale.em(7))
        self.begin = KeyButton(theme, _("Rectifier"), _("Entrée"), role="soft")
        self._give_up = KeyButton(theme, _("Renoncer"), _("Échap"))
        self.end = KeyButton(theme, _("Terminer la rectification"), _("Échap"))
        row.addWidget(self.reason, 1)
        row.addWidget(self.pin)
        row.addWidget(self.begin)
        row.addWidget(self._give_up)
        column.addLayout(row)
        head.addWidget(self.end)
        self.fault = label("", "note", "refused", wrap=True)
        column.addWidget(self.fault)
        self.reason.returnPressed.connect(self._on_reason)
        self.pin.returnPressed.connect(self._on_given)
        self.begin.clicked.connect(self._on_given)
        self.reason.textChanged.connect(lambda text: self.begin.setEnabled(bool(text.strip())))
        self._give_up.clicked.connect(self.ended)
        self.end.clicked.connect(self.ended)
        self._with_pin = False
        self.hide()

    def ask(self, *, with_pin: bool) -> None:
        """Ask why the day is corrected."""
        self._with_pin = with_pin
        self._title.setText(_("Journée clôturée\u00a0: pourquoi la rectifier\u202f?"))
        self._show_fields(asking=True)
        self.reason.clear()
        self.pin.clear()
        self.begin.setEnabled(False)
        say(self.fault, "")
        self.show()
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
        self.asked.emit()

    def tell(self, reason: str) -> None:
        """Say that the day is being corrected, and why."""
        self._title.setText(_("Rectification en cours\u00a0: {}").format(reason))
        self._show_fields(asking=False)
        self.show()

    def refuse(self, text: str) -> None:
        """Say why the correction cannot begin."""
        say(self.fault, text)
        self.pin.clear()
        self.pin.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc gives up, or ends."""
        if event.key() == Qt.Key.Key_Escape:
            self.ended.emit()
        else:
            super().keyPressEvent(event)

    def _show_fields(self, *, asking: bool) -> None:
        for widget in (self.reason, self.begin, self._give_up):
            widget.setVisible(asking)
        self.pin.setVisible(asking and self._with_pin)
        self.end.setVisible(not asking)
        say(self.fault, "")

    def _on_reason(self) -> None:
        if self._with_pin and not self.pin.text():
            self.pin.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._on_given()

    def _on_given(self) -> None:
        reason = self.reason.text().strip()
        if reason:
            self.given.emit(reason, self.pin.text())
