"""An exchange in a process of its own: packing a year of records would hold up the window.

It is the program's own command with `--watched` (`cli.watched`): it tells its progress line by
line, and stops when its input ends. So it ends with the window, whatever ends that.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, Signal

import otdesk
from otdesk.i18n import _
from otdesk.services.workplace import Workplace
from otdesk.ui.backup_process import own_command

# What it is doing (a connection that hangs) may take longer than a window can wait.
_STOP_MILLISECONDS = 5_000
_GIVEN_UP = frozenset({"MailboxCancelled", "Cancelled"})


@dataclass(frozen=True, slots=True)
class Fault:
    """What went wrong: the name of its class, and up to three sentences."""

    name: str
    what: str
    safe: str = ""
    todo: str = ""
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class Ended:
    """How it ended: what was told (`cli.watched.Told`), or a fault; `cancelled` by its user."""

    told: dict[str, Any] = field(default_factory=dict)
    fault: Fault | None = None
    cancelled: bool = False


class ExchangeProcess(QObject):
    """Runs one command at a time; `ended` (an `Ended`) follows each start, unless it is stopped."""

    progressed = Signal(int, int)
    ended = Signal(object)

    def __init__(self, workplace: Workplace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = workplace.folder.absolute()
        self._ended: Ended | None = None
        self._process = QProcess(self)
        environment = QProcessEnvironment.systemEnvironment()
        environment.insert("OTDESK_STATE", str(workplace.anchors.folder.absolute()))
        environment.insert("PYTHONIOENCODING", "utf-8")
        self._process.setProcessEnvironment(environment)
        # Python looks for the package where it is started: in the one that runs now.
        self._process.setWorkingDirectory(str(Path(otdesk.__file__).resolve().parents[1]))
        self._process.readyReadStandardOutput.connect(self._on_lines)
        self._process.finished.connect(self._on_finished)
        self._process.errorOccurred.connect(self._on_error)

    @property
    def is_running(self) -> bool:
        """Tell whether a command runs."""
        return self._process.state() != QProcess.ProcessState.NotRunning

    def start(self, *words: str) -> None:
        """Begin a command of the program on this folder."""
        self._ended = None
        program, *before = own_command()
        command, *others = words
        self._process.start(
            program, [*before, "--data", str(self._folder), command, "--watched", *others]
        )

    def give_up(self) -> None:
        """Ask it to stop where it can leave everything whole; `ended` tells that it did."""
        self._process.write(b"stop\n")

    def stop(self) -> None:
        """End it with the window. A second stop does nothing."""
        self._process.blockSignals(True)
        if not self.is_running:
            return
        self._process.closeWriteChannel()
        if not self._process.waitForFinished(_STOP_MILLISECONDS):
            # A delivery that was cut is under no packet's name; the next try begins anew.
            self._process.kill()
            self._process.waitForFinished()

    def _on_lines(self) -> None:
        while self._process.canReadLine():
            line = bytes(self._process.readLine().data()).decode("utf-8", errors="replace")
            try:
                said = json.loads(line)
            except ValueError:
                continue
            if "progress" in said:
                done, total = said["progress"]
                # A Qt integer has 32 bits; kibibytes are fine enough for a bar.
                self.progressed.emit(done >> 10, max(total >> 10, 1)) if total >= 1 << 20 else (
                    self.progressed.emit(done, total)
                )
            elif "done" in said:
                self._ended = Ended(said["done"])
            elif "fault" in said:
                self._ended = _refused(said)

    def _on_finished(self, _code: int, _status: QProcess.ExitStatus) -> None:
        self._on_lines()
        self.ended.emit(self._ended or Ended(fault=_broken_off()))

    def _on_error(self, error: QProcess.ProcessError) -> None:
        # Each other one is followed by `finished`.
        if error is QProcess.ProcessError.FailedToStart:
            self.ended.emit(Ended(fault=_broken_off()))


def _refused(said: dict[str, Any]) -> Ended:
    fault = Fault(said["fault"], said["what"], said["safe"], said["todo"], said["fingerprint"])
    if fault.name in _GIVEN_UP:
        return Ended(cancelled=True)
    return Ended(fault=fault)


def _broken_off() -> Fault:
    return Fault(
        "BrokenOff",
        _("L’échange s’est arrêté avant la fin."),
        _("Rien n’est perdu : tout reste sur ce poste et repartira au prochain échange."),
        _("Recommencer ; si cela dure, copier un rapport dans les Réglages, page À propos."),
    )
