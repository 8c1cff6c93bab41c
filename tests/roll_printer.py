"""A receipt printer on the loopback, for tests that print on a roll."""

from __future__ import annotations

import socket
import threading

from otdesk.devices.ports import NetworkPort
from otdesk.devices.thermal import ASK_PAPER, ASK_WHY_OFFLINE


class Printer:
    """A printer on the loopback: it keeps what it gets and answers as it is told."""

    def __init__(self, answers: dict[bytes, int]) -> None:
        self._answers = answers
        self._listener = socket.create_server(("127.0.0.1", 0))
        # A sender that never calls fails its test instead of holding it.
        self._listener.settimeout(10)
        self.received = b""
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    @property
    def port(self) -> NetworkPort:
        return NetworkPort("127.0.0.1", self._listener.getsockname()[1], answer=0.2)

    def printed(self) -> bytes:
        """Return what it was sent once the sender has hung up, questions left out."""
        self._thread.join()
        return self.received.replace(ASK_WHY_OFFLINE, b"").replace(ASK_PAPER, b"")

    def close(self) -> None:
        self._listener.close()
        self._thread.join()

    def _serve(self) -> None:
        line, _address = self._listener.accept()
        with line:
            while data := line.recv(4096):
                self.received += data
                if data in self._answers:
                    line.sendall(bytes([self._answers[data]]))
