"""« Fond de caisse »: what lies in the drawer when the till opens, set right with its reason."""

from __future__ import annotations

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from otdesk import typography
from otdesk.domain.changes import Changes
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.store.till_state import TillState
from otdesk.store.transaction import Transaction
from otdesk.ui.shop.desk import ShopDesk
from otdesk.ui.shop.till.amount_field import named
from otdesk.ui.shop.till.count_form import CountForm
from otdesk.ui.theme.apply import Theme


class FloatForm(CountForm):
    """The first float of a till is all of it; a later difference wants its explanation."""

    def __init__(self, desk: ShopDesk, theme: Theme) -> None:
        super().__init__(_("Fond de caisse"), _("Enregistrer le fond"), desk, theme)
        self._fresh = True
        self.reason = QLineEdit()
        self.reason.setAccessibleName(_("Pourquoi le fond diffère"))
        self.reason.setPlaceholderText(_("appoint apporté, erreur de comptage…"))
        self.reason.setMaxLength(200)
        self.reason.returnPressed.connect(self.act)
        self._reason_row = named(_("Pourquoi le fond diffère"), self.reason, theme)
        self.side.addWidget(self._reason_row)

    def ask(self, state: TillState) -> None:
        """Come up for a till."""
        self._fresh = state.last_z is None and state.open_day is None
        self.reason.clear()
        self.begin(state.drawer)
        if self._fresh:
            self.expected_note.setText(_("Premier fond de cette caisse : rien n’est attendu."))
        for widget in (self.difference, self.difference_note):
            widget.setVisible(not self._fresh)

    def on_counted(self) -> None:
        """Ask why, where there is a difference."""
        differs = self.has_counted and self.counted != self.expected
        self._reason_row.setVisible(differs and not self._fresh)

    def write(self) -> Callable[[], None]:
        """Return what records the float."""
        shop = self.desk.picture
        if not self.has_counted:
            raise DataFault(_("Compter le tiroir, ou taper la somme."))
        if shop is None or shop.post is None:
            raise DataFault(_("La caisse n’est pas ouverte."))
        post, counted, reason = shop.post, self.counted, self.reason.text()
        if counted != self.expected and not self._fresh and not reason.strip():
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            raise DataFault(_("Le fond diffère de ce qui est attendu : dire pourquoi."))

        def use_case(transaction: Transaction) -> Changes:
            from otdesk.services.till import cash

            return cash.set_float(transaction, post, counted, reason)

        told = _("Fond de caisse : {}.").format(typography.cents(counted))
        return lambda: self.desk.write(use_case, lambda _changes: self._tell(told), self.on_fault)

    def _tell(self, text: str) -> None:
        if shiboken6.isValid(self):
            self.done.emit(text)
