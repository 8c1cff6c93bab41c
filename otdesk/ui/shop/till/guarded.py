"""A panel that writes to the till, and asks for the code where money leaves and one is set."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.services import preferences as stored
from otdesk.services.till import events
from otdesk.ui.days.controls import label
from otdesk.ui.key_button import KeyButton
from otdesk.ui.preferences.pin_field import PinField
from otdesk.ui.printing.side_panel import SidePanel
from otdesk.ui.shop.desk import ShopDesk
from otdesk.ui.theme.apply import Theme

if TYPE_CHECKING:
    from PySide6.QtCore import SignalInstance

    _Widget = QWidget
else:
    # Qt's classes take no second one of them beside them.
    _Widget = object


class CodeGuard:
    """Asks whether a code is the right one, off the window's thread; a wrong one is noted."""

    def __init__(self, owner: QWidget, desk: ShopDesk, field: PinField) -> None:
        self._owner = owner
        self._desk = desk
        self.field = field

    def ask(self, *, wanted: bool) -> None:
        """Show the field where a code is set and wanted."""
        self.field.clear()
        self.field.setVisible(wanted and stored.pin_is_set(self._desk.context.preferences()))

    def pass_through(
        self, act: Callable[[], None], refuse: Callable[[str], None], what: str
    ) -> None:
        """Do something once the code was given; `what` is noted where it was wrong."""
        if self.field.isHidden():
            act()
            return
        pin, preferences = self.field.text(), self._desk.context.preferences()
        if not pin:
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
            refuse(_("Taper le code à chiffres."))
            return

        def judge(matches: bool) -> None:  # noqa: FBT001 - an answer of the thread
            if not shiboken6.isValid(self._owner):
                return
            if matches:
                act()
                return
            self.field.clear()
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
            self._desk.note_event(events.LOGIN_FAILED, what)
            refuse(_("Ce code n’est pas le bon."))

        self._desk.context.reading.run(lambda _store: stored.pin_matches(preferences, pin), judge)


class GuardedForm(_Widget):
    """A form that writes to the till: why not, the code where it is wanted, the one filled action.

    Mixed into a widget that has the signals `left`, and `done`, which carries what to tell once
    it is on the disk. It calls `make_guarded` and places what that returns; `write` says what is
    written.
    """

    left: SignalInstance
    desk: ShopDesk
    fault: QLabel
    pin: PinField
    guard: CodeGuard
    go: KeyButton
    # What was asked is being written: asked again, it would be written twice.
    _under_way = False

    def make_guarded(self, action: str, desk: ShopDesk, theme: Theme) -> tuple[QWidget, ...]:
        """Make what stands under every form, in order, and return it."""
        self.desk = desk
        self.fault = label("", "heading", "refused", wrap=True)
        self.fault.hide()
        self.pin = PinField(theme, _("Code à chiffres"))
        self.guard = CodeGuard(self, desk, self.pin)
        self.guard.ask(wanted=False)
        self.go = KeyButton(theme, action, _("Ctrl Entrée"), role="primary")
        self.go.clicked.connect(self.act)
        self.pin.returnPressed.connect(self.act)
        return self.fault, self.pin, self.go

    def refuse(self, text: str) -> None:
        """Say why nothing is written; empty for nothing to say."""
        self._under_way = False
        self.fault.setText(text)
        self.fault.setVisible(bool(text))
        if text:
            self.setAccessibleDescription(text)

    def act(self) -> None:
        """Check what was typed, then write it; once, however often it is asked.

        Ctrl+Enter in a field comes twice: as the field's own Enter, and to the form.
        """
        if self._under_way:
            return
        self.refuse("")
        try:
            write = self.write()
        except DataFault as fault:
            self.refuse(str(fault))
            return
        self._under_way = True
        self.guard.pass_through(write, self.refuse, self.accessibleName())

    def hideEvent(self, event: QHideEvent) -> None:
        """Be ready for another time."""
        super().hideEvent(event)
        self._under_way = False

    def write(self) -> Callable[[], None]:
        """Return what writes the fields. Raises DataFault where they cannot be."""
        raise NotImplementedError

    def on_fault(self, fault: Exception) -> None:
        """Take a fault of the store's thread."""
        if not shiboken6.isValid(self):
            return
        if isinstance(fault, DataFault):
            self.refuse(str(fault))
        else:
            self._under_way = False
            self.desk.faulted.emit(fault)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl Enter acts, Esc leaves."""
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.act()
        else:
            super().keyPressEvent(event)


class TillPanel(GuardedForm, SidePanel):
    """A guarded form in the right column; its fields go into `body`.

    `paper_wanted` carries the uid of something to print.
    """

    done = Signal(str)
    paper_wanted = Signal(str)

    def __init__(self, title: str, action: str, desk: ShopDesk, theme: Theme) -> None:
        super().__init__(title, theme)
        for widget in self.make_guarded(action, desk, theme):
            self.foot.addWidget(widget)

    def showEvent(self, event: QShowEvent) -> None:
        """Have Tab lead from the last field to the code, then to what writes it."""
        super().showEvent(event)
        fields = [each for each in self.findChildren(QLineEdit) if each is not self.pin]
        # A panel may do without the code or the button: it has taken them out.
        chain = [w for w in (*fields[-1:], self.pin, self.go) if self.isAncestorOf(w)]
        for before, after in pairwise(chain):
            QWidget.setTabOrder(before, after)
