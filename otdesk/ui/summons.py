"""A second start on the same folder: it brings the first window to the front and goes."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_MILLISECONDS = 1500
_CALL = b"front\n"

# Who starts the program twice does so within a second or two.
_PATIENCE_SECONDS, _AGAIN_SECONDS = 3.0, 0.1


def _name(folder: Path) -> str:
    # A local socket's name is short on every system; the folder's path is not.
    digest = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()
    return f"otdesk-{digest[:24]}"


class Summons(QObject):
    """Listens for later starts on a folder; `called` asks the window to come to the front."""

    called = Signal()

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)
        name = _name(folder)
        # We hold the folder's lock: a socket that is still there is that of a killed window.
        QLocalServer.removeServer(name)
        self._server.listen(name)

    def close(self) -> None:
        """Stop listening."""
        self._server.close()

    def _on_connection(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            socket.disconnectFromServer()
            self.called.emit()


def call_first(folder: Path) -> bool:
    """Ask the window that holds the folder to come to the front; tell whether it answered.

    One that is just starting listens a moment after its first picture: it is asked again.
    """
    until = time.monotonic() + _PATIENCE_SECONDS
    socket = QLocalSocket()
    while True:
        socket.connectToServer(_name(folder))
        if socket.waitForConnected(_MILLISECONDS):
            break
        if time.monotonic() >= until:
            return False
        time.sleep(_AGAIN_SECONDS)
    socket.write(_CALL)
    socket.waitForBytesWritten(_MILLISECONDS)
    socket.disconnectFromServer()
    return True
