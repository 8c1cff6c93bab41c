"""Our own bugs, while the window is open: told once in French, written down, never fatal.

A slot that fails must not take the counter with it: drafts and records are on another thread, and
the next key works. The exception hook of Python is where Qt leaves such a failure.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from otdesk.clock import Clock
from otdesk.errors import DeskError
from otdesk.i18n import _
from otdesk.ui.banner import Banner

Hook = Callable[[type[BaseException], BaseException, TracebackType | None], object]


class BugWatch:
    """Writes a report of each unforeseen failure and says so on the banner of the day's window.

    `safe` says what is none the worse for it, unless it is a counter.
    """

    def __init__(
        self, state: Path, clock: Clock, banner: Callable[[], Banner], *, safe: str = ""
    ) -> None:
        self._state = state
        self._clock = clock
        self._banner = banner
        self._safe = safe or _("Ce qui était enregistré est intact, et le comptoir continue.")
        self._before: Hook | None = None

    def begin(self) -> None:
        """Watch from now on."""
        self._before = sys.excepthook
        sys.excepthook = self._on_exception

    def stop(self) -> None:
        """Leave the hook as it was found."""
        if self._before is not None:
            sys.excepthook = self._before
            self._before = None

    def tell(self, error: Exception) -> None:
        """Tell a fault in its own words; a bug of ours with the place of its report."""
        if isinstance(error, DeskError):
            self._banner().tell_fault(error)
        else:
            self._tell_bug(error)

    def _on_exception(
        self,
        kind: type[BaseException],
        error: BaseException,
        traceback: TracebackType | None,
    ) -> None:
        # Whoever started the program from a terminal, and each test, still sees the traceback.
        (self._before or sys.__excepthook__)(kind, error, traceback)
        if isinstance(error, Exception):
            self.tell(error)

    def _tell_bug(self, error: Exception) -> None:
        from otdesk.services import bug_report

        written = bug_report.write(self._state, error, self._clock.now(), doing="window")
        where = (
            _("Un rapport à nous envoyer, sans donnée personnelle : {}").format(written)
            if written is not None
            else _("Le rapport n’a pas pu être écrit.")
        )
        self._banner().tell(
            _("Une erreur imprévue est survenue : c’est notre faute, pas la vôtre."),
            f"{self._safe} {where}",
            tone="refused",
        )
