"""Free ports, and waiting until a server listens on one."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Callable

HOST = "127.0.0.1"
_START_SECONDS = 20.0


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def wait_until_listening(
    port: int, process: subprocess.Popen[bytes], log: Callable[[], str], host: str = HOST
) -> None:
    """Wait until a server takes connections; fail with its log where it ends or stays silent."""
    end = time.monotonic() + _START_SECONDS
    while True:
        assert process.poll() is None, f"the server went: {log()}"
        assert time.monotonic() < end, f"the server does not answer: {log()}"
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex((host, port)) == 0:
                return
        time.sleep(0.02)


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a server that a test started, whatever state it is in."""
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(timeout=10)
