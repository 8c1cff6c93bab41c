"""« Clavier »: what is printed on the keys, and whether single keys are listened to."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QCheckBox

from otdesk import settings
from otdesk.i18n import _
from otdesk.ui.context import ScreenContext
from otdesk.ui.counter.key_map import LAYOUTS
from otdesk.ui.preferences.cards import Card, Choice, label
from otdesk.ui.preferences.keyboard_picture import KeyboardPicture
from otdesk.ui.preferences.page import PreferencesPage
from otdesk.ui.theme.apply import Theme

_NAMES: Mapping[str, Callable[[], str]] = {
    "azerty": lambda: _("AZERTY"),
    "qwerty": lambda: _("QWERTY"),
    "bepo": lambda: _("BÉPO"),
}


class KeyboardPage(PreferencesPage):
    """The layout decides the letters on the tiles; the place of a key decides what it does."""

    def __init__(self, context: ScreenContext, theme: Theme) -> None:
        super().__init__(
            context,
            theme,
            _("Clavier"),
            _("Les quatre rangées de tuiles du comptoir sont les quatre rangées du clavier."),
        )
        current = context.preferences().get(settings.KEYBOARD)
        layouts = Card(theme, _("Disposition"))
        self.layouts = Choice(
            theme,
            _("Clavier"),
            [(name, _NAMES[name]()) for name in settings.KEYBOARD.choices],
            current,
            lambda name: self.save(settings.KEYBOARD, name),
        )
        self.picture = KeyboardPicture(theme, LAYOUTS[current])
        layouts.add(self.layouts, self.picture)
        self.column.addWidget(layouts)
        single = Card(
            theme,
            _("Touches simples"),
            _(
                "Une lettre ou un chiffre seul répond à une question. À couper si une commande "
                "vocale ou un lecteur d’écran envoie des lettres par mégarde : les tuiles "
                "s’atteignent alors par Tab, et Entrée les choisit."
            ),
        )
        self.single = QCheckBox(_("Saisir au comptoir par touches simples"))
        self.single.setObjectName("single_keys")
        self.single.setChecked(context.preferences().get(settings.SINGLE_KEYS))
        self.single.clicked.connect(lambda on: self.save(settings.SINGLE_KEYS, bool(on)))
        single.add(
            self.single,
            label(_("Les touches F1 à F12, Échap et les raccourcis Ctrl restent actifs."), "note"),
        )
        self.column.addWidget(single)
        self.finish()
