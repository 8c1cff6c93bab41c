"""« Code »: set, change or take away the digits that guard the settings."""

from __future__ import annotations

from PySide6.QtCore import Qt

from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.services import preferences as stored
from otdesk.store.store import Store
from otdesk.ui.context import ScreenContext
from otdesk.ui.preferences.cards import Card, button, label, row
from otdesk.ui.preferences.page import PreferencesPage
from otdesk.ui.preferences.pin_field import PinField
from otdesk.ui.theme.apply import Theme


class PinPage(PreferencesPage):
    """The code guards the settings, money that leaves and closed days; never a visitor's turn."""

    def __init__(self, context: ScreenContext, theme: Theme) -> None:
        super().__init__(
            context,
            theme,
            _("Code à chiffres"),
            _(
                "Il est demandé pour les réglages de ce poste. Les pages du siège ne le demandent "
                "jamais."
            )
            if context.workplace.is_siege
            else _(
                "Il est demandé pour les réglages, le Z, tout argent qui sort de la caisse et une "
                "journée clôturée à rectifier. Le comptoir et la vente ne le demandent jamais."
            ),
        )
        card = Card(theme, "")
        self._state = card.title
        self.first = PinField(theme, _("Nouveau code, de 4 à 8 chiffres"))
        self.second = PinField(theme, _("Le même, encore une fois"))
        self.second.returnPressed.connect(self._set)
        for field in (self.first, self.second):
            field.setMaximumWidth(theme.scale.em(24))
        self.set_button = button(theme, "", self._set, role="primary")
        self.remove_button = button(
            theme, _("Enlever le code"), lambda: self._write(""), role="danger"
        )
        card.add(
            self.first,
            self.second,
            label(
                _(
                    "Le code n’est gardé nulle part en clair : oublié, il ne se retrouve pas. "
                    "Le noter là où le responsable le retrouvera."
                ),
                "note",
            ),
            row(theme, (self.set_button, self.remove_button)),
        )
        self.column.addWidget(card)
        self.finish()
        self._follow()

    def arrive(self) -> None:
        """Come up empty."""
        self.first.clear()
        self.second.clear()

    def _set(self) -> None:
        pin = self.first.text()
        if pin != self.second.text():
            self.tell(_("Les deux codes ne sont pas les mêmes."), "refused")
            self.second.clear()
            self.second.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not pin:
            self.tell(_("Taper le nouveau code, de quatre à huit chiffres."), "refused")
            self.first.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._write(pin)

    def _write(self, pin: str) -> None:
        def work(store: Store) -> None:
            with store.writing_local() as connection:
                stored.set_pin(connection, pin)

        # What is typed from now on is no part of this code.
        self.arrive()
        self.context.link.run(work, self.then(self._on_written), self._on_fault)

    def _on_written(self, _none: None) -> None:
        # The window is not made again for it: keys on their way would go with the old one.
        self.noted.emit()
        self._follow()
        guarded = stored.pin_is_set(self.context.preferences())
        self.tell(_("Le code protège ce poste.") if guarded else _("Le code est enlevé."))

    def _follow(self) -> None:
        guarded = stored.pin_is_set(self.context.preferences())
        self._state.setText(_("Un code protège ce poste") if guarded else _("Aucun code"))
        words = _("Changer le code") if guarded else _("Mettre un code")
        self.set_button.setText(words)
        self.set_button.setAccessibleName(words)
        if self.remove_button.hasFocus() and not guarded:
            self.first.setFocus(Qt.FocusReason.OtherFocusReason)
        self.remove_button.setVisible(guarded)

    def _on_fault(self, fault: Exception) -> None:
        self.fault(fault)
        if isinstance(fault, DataFault):
            self.first.setFocus(Qt.FocusReason.OtherFocusReason)
