"""A backup in a process of its own: hashing years of records would hold up the window.

It is the program's own command, `otdesk backup`, with what the window knows as its words.
"""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, Signal

import otdesk
from otdesk.errors import DataFault, DeskError, EnvironmentFault
from otdesk.i18n import _
from otdesk.services.workplace import Workplace
from otdesk.store.backup import SecondPlaceFault

# What it is doing when it is told to stop (one statement of SQLite) may take a while.
_STOP_MILLISECONDS = 10_000
_SENTENCES = 3


class BackupProcess(QObject):
    """Runs one backup at a time; `made` or `failed` follows each start, unless it is stopped."""

    made = Signal()
    failed = Signal(object)

    def __init__(self, workplace: Workplace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = workplace.folder.absolute()
        self._process = QProcess(self)
        environment = QProcessEnvironment.systemEnvironment()
        environment.insert("OTDESK_STATE", str(workplace.anchors.folder.absolute()))
        self._process.setProcessEnvironment(environment)
        # Python looks for the package where it is started: in the one that runs now.
        self._process.setWorkingDirectory(str(Path(otdesk.__file__).resolve().parents[1]))
        self._process.finished.connect(self._on_finished)
        self._process.errorOccurred.connect(self._on_error)

    @property
    def is_running(self) -> bool:
        """Tell whether a backup is being made."""
        return self._process.state() != QProcess.ProcessState.NotRunning

    def start(self, reason: str, taken: datetime, second_place: Path | None) -> None:
        """Begin a backup that is named by `taken`, the office's local time."""
        words = ["--data", str(self._folder), "backup", "--reason", reason]
        words += ["--at", taken.isoformat()]
        if second_place is not None:
            words += ["--to", str(second_place.absolute())]
        program, *before = own_command()
        self._process.start(program, [*before, *words])
        self._process.closeWriteChannel()

    def stop(self) -> None:
        """End it; what it has not finished goes with it. A second stop does nothing."""
        self._process.blockSignals(True)
        if not self.is_running:
            return
        self._process.terminate()
        if not self._process.waitForFinished(_STOP_MILLISECONDS):
            # The next backup clears away what is left of it.
            self._process.kill()
            self._process.waitForFinished()

    def _on_finished(self, code: int, status: QProcess.ExitStatus) -> None:
        if status is QProcess.ExitStatus.CrashExit:
            self.failed.emit(_broken_off())
        elif code == 0:
            self.made.emit()
        else:
            self.failed.emit(
                fault_told(
                    code,
                    bytes(self._process.readAllStandardOutput().data()).decode(errors="replace"),
                    bytes(self._process.readAllStandardError().data()).decode(errors="replace"),
                )
            )

    def _on_error(self, error: QProcess.ProcessError) -> None:
        # Each other one is followed by `finished`.
        if error is QProcess.ProcessError.FailedToStart:
            self.failed.emit(_broken_off())


def own_command() -> list[str]:
    """Return the program and the first words that start otdesk once more."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    return [sys.executable, "-m", "otdesk"]


def fault_told(code: int, out: str, err: str) -> DeskError:
    """Return the fault behind what `otdesk backup` said as it failed."""
    lines = [line for line in err.split(os.linesep) if line.strip()]
    if code == 1 and lines:
        return DataFault(" ".join(lines))
    if len(lines) < _SENTENCES:
        return _broken_off(" ".join(lines))
    what, safe, todo = lines[-_SENTENCES:]
    # It names the backup as soon as that is made: then only the second place failed.
    kind = SecondPlaceFault if out.strip() else EnvironmentFault
    return kind(what, safe=safe, todo=todo)


def _broken_off(said: str = "") -> EnvironmentFault:
    return EnvironmentFault(
        said or _("La sauvegarde automatique n’a pas pu se terminer."),
        safe=_("Les données et les sauvegardes précédentes sont intactes."),
        todo=_("Elle sera essayée de nouveau ; sinon, lancer « otdesk backup »."),
    )
