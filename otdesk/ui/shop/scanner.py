"""A barcode scanner that types like a keyboard, heard anywhere in the window.

It sits before the widgets, on the window's native surface. Digits are kept back for a twentieth
of a second; a hand's are given on as they came, those of a scan are nobody's typing.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication

from otdesk.domain.shop_counter.burst import Burst, Verdict
from otdesk.errors import DataFault
from otdesk.services.shop import barcodes

# A widget with this property true is where a barcode belongs: it is typed into it, Enter apart.
TAKES_BARCODES = "takes_barcodes"

_FOREIGN = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)
_SILENT = frozenset({Qt.Key.Key_Shift, Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock, Qt.Key.Key_AltGr})
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class BarcodeScanner(QObject):
    """Watches the keys of one window.

    `scanned` carries a barcode whose check digit is right; `unreadable` what was scanned otherwise.
    """

    scanned = Signal(str)
    unreadable = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._surface: QWindow | None = None
        self._burst = Burst()
        self._held: list[QKeyEvent] = []
        self._replaying = False
        self._enter_is_down = False
        self._awaits_enter = False
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.timeout.connect(self._on_patience)
        self._due = QTimer(self)
        self._due.setSingleShot(True)
        self._due.setInterval(0)
        self._due.timeout.connect(self._settle)

    def watch(self, surface: QWindow | None) -> None:
        """Listen to the keys of a window's native surface."""
        if surface is self._surface or surface is None:
            return
        if self._surface is not None:
            self._surface.removeEventFilter(self)
        self._surface = surface
        surface.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep back what may be a scan."""
        kind = event.type()
        if self._replaying or not isinstance(event, QKeyEvent):
            return False
        if kind == QEvent.Type.KeyPress:
            return self._pressed(event)
        if kind == QEvent.Type.KeyRelease:
            return self._released(event)
        return False

    def _pressed(self, event: QKeyEvent) -> bool:
        if event.key() in _SILENT:
            # The shift between two digits of a scan; each key says itself whether it was held.
            return False
        if event.modifiers() & _FOREIGN:
            self.release()
            return False
        if self._awaits_enter and event.key() in _ENTER:
            self._awaits_enter = False
            if self._burst.is_late_enter(event.timestamp()):
                self._enter_is_down = True
                return True
        self._awaits_enter = False
        text, at, repeat = event.text(), event.timestamp(), event.isAutoRepeat()
        verdict = self._burst.take(text, at, enter=event.key() in _ENTER, repeat=repeat)
        if verdict is Verdict.SCAN and _field_takes():
            # Its own field takes the digits, then the Enter that follows them.
            self.release()
            return False
        if verdict is Verdict.SCAN:
            self._enter_is_down = True
            self._on_scan()
            return True
        if verdict is Verdict.TYPING:
            self.release()
            # The key that ended a burst may begin the next one.
            verdict = self._burst.take(text, at, repeat=repeat)
        if verdict is not Verdict.HELD:
            return False
        self._held.append(event.clone())
        self._due.stop()
        self._patience.start(self._burst.patience)
        return True

    def _released(self, event: QKeyEvent) -> bool:
        if self._enter_is_down and event.key() in _ENTER:
            self._enter_is_down = False
            return True
        if not any(held.key() == event.key() for held in self._held):
            return False
        self._held.append(event.clone())
        return True

    def _on_patience(self) -> None:
        # A busy window hears the timer before the keys that came meanwhile: those first.
        self._due.start()

    def _settle(self) -> None:
        """Read what nobody's fingers could have typed, give back the rest."""
        if self._burst.is_scan and not _field_takes():
            self._awaits_enter = True
            self._on_scan()
        else:
            self.release()

    def release(self) -> None:
        """Give back what was held: a hand typed it."""
        self._patience.stop()
        self._due.stop()
        self._burst.clear()
        held, self._held = self._held, []
        self._replay(held)

    def _replay(self, events: list[QKeyEvent]) -> None:
        surface = self._surface
        if surface is None:
            return
        self._replaying = True
        try:
            for event in events:
                QCoreApplication.sendEvent(surface, event)
        finally:
            self._replaying = False

    def _on_scan(self) -> None:
        self._patience.stop()
        self._due.stop()
        text = self._burst.signs
        self._burst.clear()
        self._held = []
        try:
            code = barcodes.read(text)
        except DataFault:
            self.unreadable.emit(text)
        else:
            self.scanned.emit(code)


def _field_takes() -> bool:
    field = QApplication.focusWidget()
    return field is not None and bool(field.property(TAKES_BARCODES))
