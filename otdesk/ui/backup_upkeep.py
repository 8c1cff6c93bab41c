"""The backups that a window makes by itself: the day's first, then one an hour."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from otdesk import settings
from otdesk.store import backup
from otdesk.store.backup import SecondPlaceFault
from otdesk.ui.backup_process import BackupProcess
from otdesk.ui.banner import Banner
from otdesk.ui.context import ScreenContext

_LOOK_MILLISECONDS = 60_000
_HOUR = timedelta(hours=1)
# Where a backup failed, the whole base is not read again each minute.
_NEXT_TRY = timedelta(minutes=15)
_TELLER = "backup"


class BackupUpkeep(QObject):
    """Looks once a minute whether a backup is due; `stop` before the threads of the store end.

    `banner` returns the window's banner of now: the settings may make another window.
    """

    def __init__(
        self, context: ScreenContext, banner: Callable[[], Banner], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._banner = banner
        self._stopped = False
        self._told_failure = False
        self._failed_at: datetime | None = None
        self._looking = False
        self._process = BackupProcess(context.workplace, self)
        self._process.made.connect(self._on_made)
        self._process.failed.connect(self._on_fault)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MILLISECONDS)
        self._timer.timeout.connect(self.keep)

    def begin(self) -> None:
        """Make the one that is due now, and look again each minute."""
        self.keep()
        self._timer.start()

    def stop(self) -> None:
        """Stop looking, and end the one that is being made."""
        self._stopped = True
        self._timer.stop()
        self._process.stop()

    @property
    def is_looking(self) -> bool:
        """Tell whether it looks each minute."""
        return self._timer.isActive()

    @property
    def is_running(self) -> bool:
        """Tell whether a backup is being made."""
        return self._process.is_running

    @property
    def is_busy(self) -> bool:
        """Tell whether a backup is being made, or looked for."""
        return self._looking or self.is_running

    def keep(self) -> None:
        """Make the backup that is due, if any."""
        if self.is_busy or self._stopped:
            return
        folder, now = self._context.workplace.folder, self._now()
        if self._failed_at is not None and abs(now - self._failed_at) < _NEXT_TRY:
            return

        def begin(reason: str | None) -> None:
            self._looking = False
            if reason is not None and not self._stopped:
                chosen = self._context.preferences().get(settings.BACKUP_FOLDER)
                self._process.start(reason, now, Path(chosen) if chosen else None)

        self._looking = True
        self._context.reading.run(lambda _store: due(folder, now), begin, self._on_fault)

    def _now(self) -> datetime:
        workplace = self._context.workplace
        return workplace.local(workplace.clock.now()).replace(tzinfo=None)

    def _on_made(self) -> None:
        self._failed_at = None
        self._told_failure = False

    def _on_fault(self, fault: Exception) -> None:
        self._looking = False
        self._failed_at = self._now()
        if self._stopped or self._told_failure:
            return
        # Once, and again only after a backup that went well: a banner an hour is not read.
        self._told_failure = True
        banner = self._banner()
        if isinstance(fault, SecondPlaceFault):
            banner.tell(fault.what, f"{fault.safe} {fault.todo}", teller=_TELLER, stays=True)
        else:
            banner.tell_fault(fault, teller=_TELLER, stays=True)


def due(folder: Path, now: datetime) -> str | None:
    """Return why a backup is due now, `daily` or `hourly`, or None; `now` is local."""
    made = backup.listing(folder / backup.BACKUPS)
    if not made or made[-1].taken.date() < now.date():
        return "daily"
    age = now - made[-1].taken
    # A clock that was set back: one more backup harms nobody.
    return "hourly" if age >= _HOUR or age < -_HOUR else None
