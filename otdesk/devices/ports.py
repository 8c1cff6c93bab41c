"""Where a receipt printer is reached: over the network, a device file, a Windows printer.

A port sends bytes whole or raises `PortFault`; it never waits longer than its patience.
"""

from __future__ import annotations

import errno
import os
import select
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

PRINTER_PORT = 9100
# A printer that is on accepts within milliseconds; the counter does not wait for one that is off.
_PATIENCE = 4.0
# Cheap printers never answer a question about their paper.
_ANSWER = 0.4


Answers = tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """Questions of one byte's answer; `verdict` takes what came, None where nothing did."""

    questions: tuple[bytes, ...]
    verdict: Callable[[Answers], None]


class PortFault(Exception):
    """The bytes did not go through; `reason` is the system's word, `no_paper` where it says so."""

    def __init__(self, reason: str, *, no_paper: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.no_paper = no_paper


class Port(Protocol):
    """A way to a printer; `name` is what a message calls it."""

    @property
    def name(self) -> str:
        """Return what a message calls it."""
        ...

    def send(self, data: bytes, check: Check | None = None) -> None:
        """Send bytes, where the printer answers only once `check` had no objection.

        Raises PortFault, and whatever `check` raises.
        """
        ...


@dataclass(frozen=True, slots=True)
class NetworkPort:
    """A printer on the network: raw bytes to a TCP port, as all of them take them."""

    host: str
    port: int = PRINTER_PORT
    patience: float = _PATIENCE
    answer: float = _ANSWER

    @property
    def name(self) -> str:
        """Return its address."""
        return self.host if self.port == PRINTER_PORT else f"{self.host}:{self.port}"

    def send(self, data: bytes, check: Check | None = None) -> None:
        """Ask and send over one connection: many printers take a second one only after a pause."""
        try:
            with socket.create_connection((self.host, self.port), timeout=self.patience) as line:
                if check is not None:
                    check.verdict(self._answers(line, check.questions))
                line.sendall(data)
                line.shutdown(socket.SHUT_WR)
        except OSError as error:
            raise PortFault(_reason(error)) from error

    def _answers(self, line: socket.socket, questions: tuple[bytes, ...]) -> Answers:
        """Return what answers, until the first question that nothing answers."""
        answers: list[int | None] = []
        line.settimeout(self.answer)
        for question in questions:
            line.sendall(question)
            answers.append(_answered(line))
            if answers[-1] is None:
                break
        line.settimeout(self.patience)
        return (*answers, *[None] * (len(questions) - len(answers)))


def _answered(line: socket.socket) -> int | None:
    try:
        received = line.recv(1)
    except TimeoutError:
        return None
    return received[0] if received else None


@dataclass(frozen=True, slots=True)
class DeviceFile:
    """A printer behind a file: `/dev/usb/lp0`, or `LPT1` on Windows."""

    path: Path
    patience: float = _PATIENCE

    @property
    def name(self) -> str:
        """Return its path."""
        return str(self.path)

    def send(self, data: bytes, check: Check | None = None) -> None:
        """Send bytes unasked: such a file is written only. Raises PortFault."""
        del check
        try:
            # Without O_NONBLOCK a printer that is out of paper would hold the counter for ever.
            line = os.open(self.path, os.O_WRONLY | getattr(os, "O_NONBLOCK", 0))
        except OSError as error:
            raise PortFault(_reason(error)) from error
        try:
            self._write(line, memoryview(data))
        except OSError as error:
            raise PortFault(_reason(error), no_paper=error.errno == errno.ENOSPC) from error
        finally:
            os.close(line)

    def _write(self, line: int, left: memoryview) -> None:
        end = time.monotonic() + self.patience
        while left:
            if sys.platform != "win32":
                # select() takes sockets alone on Windows, where the driver has its own patience.
                room = max(0.0, end - time.monotonic())
                if not select.select([], [line], [], room)[1]:
                    raise TimeoutError(errno.ETIMEDOUT, os.strerror(errno.ETIMEDOUT))
            try:
                left = left[os.write(line, left) :]
            except BlockingIOError:
                # Ready for less than a block; the next round waits again.
                continue


def _reason(error: OSError) -> str:
    return error.strerror or str(error) or type(error).__name__
