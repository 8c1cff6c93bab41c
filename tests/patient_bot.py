"""pytest-qt's bot with the patience of a slow machine: what takes long under load is not wrong."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import SignalInstance
from pytestqt.qtbot import QtBot
from pytestqt.wait_signal import CheckParamsCb, SignalBlocker

# Milliseconds. pytest-qt gives up after five seconds, which a loaded machine of two cores needs.
PATIENCE = 120_000


class PatientBot(QtBot):
    """Waits two minutes where a test names no time of its own."""

    def waitUntil(  # noqa: N802 (pytest-qt's name)
        self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE
    ) -> None:
        """Wait until `callback` returns true, or raises nothing any more."""
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(  # noqa: N802 (pytest-qt's name)
        self,
        signal: SignalInstance,
        *,
        timeout: int = PATIENCE,
        raising: bool | None = None,
        check_params_cb: CheckParamsCb | None = None,
    ) -> SignalBlocker:
        """Wait in a block until a signal is emitted."""
        return super().waitSignal(
            signal, timeout=timeout, raising=raising, check_params_cb=check_params_cb
        )
