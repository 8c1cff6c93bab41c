"""What the exchange asks of whoever is there, in the banner: a month to declare, a stick.

Never a failure: that is told on the screen alone. Nothing takes the place of what is asked already.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject

from otdesk import settings
from otdesk.i18n import _, ngettext
from otdesk.services import preferences as stored
from otdesk.sync.office_state import OfficeState
from otdesk.ui.context import ScreenContext
from otdesk.ui.sync import words
from otdesk.ui.sync.exchanger import Exchanger
from otdesk.ui.sync.screen import DECLARE
from otdesk.ui.sync.volumes import Plugged
from otdesk.ui.window import SYNC, MainWindow

_MONTH, _STICK = "sync:month", "sync:stick"


class Reminders(QObject):
    """Follows the exchanger; `window` returns the window of now."""

    def __init__(
        self, context: ScreenContext, exchanger: Exchanger, window: Callable[[], MainWindow]
    ) -> None:
        super().__init__(exchanger)
        self._context = context
        self._exchanger = exchanger
        self._window = window
        self._put_off = ""
        # Sticks that were offered, or turned down: once a plugging in.
        self._offered: set[Path] = set()
        for turned in (exchanger.state_read, exchanger.plugged_changed, exchanger.beaten):
            turned.connect(self.look)

    def look(self) -> None:
        """Ask what is to be asked, where nothing else is."""
        state = self._exchanger.state
        if state is None:
            return
        self._look_at_sticks(state)
        self._look_at_month(state)

    @property
    def _is_free(self) -> bool:
        return self._window().banner.task.isHidden()

    def _look_at_month(self, state: OfficeState) -> None:
        due = state.to_declare
        banner = self._window().banner
        if due is None or state.known is None:
            banner.withdraw(_MONTH)
            return
        today = state.today.isoformat()
        if today in {self._put_off, state.put_off} or not self._is_free:
            return
        banner.tell(
            _("{} n’est pas encore déclaré au siège.").format(words.month_title(due.month)),
            _("Complet, ou sans activité : le siège attend ce mot pour publier le mois."),
            action=(_("Le déclarer"), lambda: self._window().show_screen(SYNC, DECLARE)),
            teller=_MONTH,
            dismissed=lambda: self._put_off_until_tomorrow(today),
        )

    def _put_off_until_tomorrow(self, today: str) -> None:
        self._put_off = today

        self._context.link.run(lambda store: stored.keep(store, settings.MONTH_REMINDER, today))

    def _look_at_sticks(self, state: OfficeState) -> None:
        plugged = self._exchanger.plugged
        present = {each.volume.root for each in plugged}
        if self._offered - present:
            self._offered &= present
            self._window().banner.withdraw(_STICK)
        for each in plugged:
            if each.volume.root in self._offered or not self._is_free:
                continue
            told = _offer(state, each)
            if told:
                self._offered.add(each.volume.root)
                self._tell(each, told)

    def _tell(self, plugged: Plugged, told: str) -> None:
        self._window().banner.tell(
            _("Clé « {} » branchée.").format(plugged.volume.name),
            told,
            action=(_("Voir"), lambda: self._window().show_screen(SYNC)),
            teller=_STICK,
        )


def _offer(state: OfficeState, plugged: Plugged) -> str:
    """Return what a stick is good for now; nothing where it may be there for anything else."""
    if plugged.replies:
        count = len(plugged.replies)
        return ngettext(
            "{} réponse du siège s’y trouve.", "{} réponses du siège s’y trouvent.", count
        ).format(count)
    if plugged.invitations and state.known is None:
        return _("Une invitation du siège s’y trouve : ce poste peut s’y relier.")
    without = not state.mailbox or bool(state.notes.last and state.notes.last.fault)
    if state.is_confirmed and state.waits and without and plugged.volume.writable:
        here = words.content(Counter(state.under_way) + Counter(state.here))
        return _("L’envoi peut y être écrit, chiffré pour le siège : {}.").format(here)
    return ""
