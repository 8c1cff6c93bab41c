"""The settings of the siège: no counter, no till; a mailbox, and what every window has."""

from __future__ import annotations

from otdesk.i18n import _
from otdesk.ui.context import ScreenContext
from otdesk.ui.preferences.page import PreferencesPage
from otdesk.ui.preferences.screen import (
    ABOUT,
    APPEARANCE,
    BACKUPS,
    PIN,
    PRINTER,
    Entry,
    PreferencesScreen,
)
from otdesk.ui.siege.desk import SiegeDesk
from otdesk.ui.theme.apply import Theme

MAILBOX = "mailbox"


def preferences_screen(desk: SiegeDesk, context: ScreenContext, theme: Theme) -> PreferencesScreen:
    """Return the screen of the siège's settings."""

    def mailbox(context: ScreenContext, theme: Theme) -> PreferencesPage:
        from otdesk.ui.siege.mailbox_page import MailboxPage

        return MailboxPage(desk, context, theme)

    return PreferencesScreen(
        context,
        theme,
        listed=(
            Entry(APPEARANCE, _("Affichage"), "monitor"),
            Entry(MAILBOX, _("Boîte d’échange"), "refresh-cw", mailbox),
            Entry(PRINTER, _("Impression"), "printer"),
            Entry(BACKUPS, _("Sauvegardes"), "save"),
            Entry(PIN, _("Code"), "lock"),
            Entry(ABOUT, _("À propos"), "info"),
        ),
    )
