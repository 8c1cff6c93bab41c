"""Choosing one office, several, or the whole network from a sheet under the sentence."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from otdesk.domain.profile import OfficeProfile
from otdesk.i18n import _, ngettext
from otdesk.ui.key_button import KeyButton
from otdesk.ui.theme.apply import Theme
from otdesk.ui.theme.segment import SegmentButton


def offices_words(chosen: Sequence[str], known: Sequence[OfficeProfile]) -> str:
    """Return the offices in words: all of them, one by its name, or how many."""
    if len(chosen) == len(known):
        return _("tout le réseau")
    if len(chosen) == 1:
        return next(office.name for office in known if office.code == chosen[0])
    return ngettext("{count} bureau sur {all}", "{count} bureaux sur {all}", len(chosen)).format(
        count=len(chosen), all=len(known)
    )


class OfficePicker(QWidget):
    """A sheet over the screen; `picked` carries the codes in the order of the network.

    It covers `over` without hiding it, so that a press beside the sheet closes it.
    """

    picked = Signal(object)
    left = Signal()

    def __init__(
        self, known: Sequence[OfficeProfile], chosen: Sequence[str], theme: Theme, over: QWidget
    ) -> None:
        super().__init__(over)
        self._over = over
        self._theme = theme
        self.setAccessibleName(_("Choisir les bureaux"))
        scale, palette = theme.scale, theme.palette
        self.sheet = QFrame(self)
        self.sheet.setProperty("role", "sheet")
        self.sheet.setStyleSheet(
            f'QFrame[role="sheet"] {{ background: {palette.surface}; '
            f"border: 1px solid {palette.border}; border-radius: {scale.radius}px; }}"
        )
        column = QVBoxLayout(self.sheet)
        column.setContentsMargins(*[scale.space(10)] * 4)
        column.setSpacing(scale.space(6))
        self.all = KeyButton(theme, _("Tout le réseau"), "T", icon="landmark")
        self.all.clicked.connect(self._choose_all)
        column.addWidget(self.all)
        self.buttons: dict[str, SegmentButton] = {}
        for office in known:
            button = SegmentButton(office.name, theme)
            button.setAccessibleName(office.name)
            button.setChecked(office.code in chosen)
            button.toggled.connect(lambda _on: self._follow())
            self.buttons[office.code] = button
            column.addWidget(button)
        self.take = KeyButton(theme, _("Afficher"), _("Entrée"), role="primary")
        self.take.clicked.connect(self._pick)
        column.addWidget(self.take)
        self._follow()

    def open_under(self, anchor: QWidget) -> None:
        """Open with the sheet under a control, inside the screen."""
        over = self._over
        self.setGeometry(over.rect())
        self.show()
        self.raise_()
        self.sheet.adjustSize()
        corner = anchor.mapTo(over, QPoint(0, anchor.height() + self._theme.scale.space(4)))
        room = over.rect().size() - self.sheet.size()
        self.sheet.move(
            max(0, min(corner.x(), room.width())), max(0, min(corner.y(), room.height()))
        )
        next(iter(self.buttons.values())).setFocus(Qt.FocusReason.PopupFocusReason)

    @property
    def chosen(self) -> tuple[str, ...]:
        """Return the codes of the offices that are marked."""
        return tuple(code for code, button in self.buttons.items() if button.isChecked())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Close where the press is beside the sheet."""
        if not self.sheet.geometry().contains(event.position().toPoint()):
            self.leave()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back, Enter shows, T takes the network, the arrows walk."""
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self.leave()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._pick()
        elif key == Qt.Key.Key_T and not event.modifiers():
            self._choose_all()
        elif key in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            self.focusNextPrevChild(key == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def leave(self) -> None:
        """Close without a choice."""
        self.hide()
        self.left.emit()
        self.deleteLater()

    def _choose_all(self) -> None:
        for button in self.buttons.values():
            button.setChecked(True)
        self._pick()

    def _follow(self) -> None:
        self.take.setEnabled(bool(self.chosen))

    def _pick(self) -> None:
        if self.chosen:
            chosen = self.chosen
            self.hide()
            self.deleteLater()
            self.picked.emit(chosen)
