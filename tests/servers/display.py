"""A virtual screen of its own, and the real program in a real window on it."""

from __future__ import annotations

import fcntl
import os
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
# A machine that does other work beside starts the window five times slower.
_SECONDS = 90.0


@contextmanager
def virtual_screen(width: int = 1366, height: int = 768) -> Iterator[str]:
    """Start an X server that nobody else uses and give its DISPLAY."""
    with _alone():
        server, display = _started(width, height)
    try:
        yield display
    finally:
        with _alone():
            _end(server)


def _started(width: int, height: int) -> tuple[subprocess.Popen[bytes], str]:
    reading, writing = os.pipe()
    server = subprocess.Popen(
        [
            "Xvfb",
            "-displayfd",
            str(writing),
            "-screen",
            "0",
            f"{width}x{height}x24",
            "-nolisten",
            "tcp",
            # It would begin anew when its last client leaves, and refuse the one that comes then.
            "-noreset",
        ],
        pass_fds=(writing,),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    # To the end: a server whose words nobody takes any more is killed by them.
    with os.fdopen(reading) as told:
        ready, _w, _x = select.select([told], [], [], _SECONDS)
        number = told.read().strip() if ready else ""
    if not number:
        _end(server)
        raise AssertionError("Xvfb did not start")
    return server, f":{number}"


def _end(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    server.wait()


@contextmanager
def _alone() -> Iterator[None]:
    """Let no other worker start or end an X server meanwhile.

    One that ends gives its number free before it removes its socket: another that takes the number
    just then loses its own.
    """
    with (Path(tempfile.gettempdir()) / "otdesk-tests-screens.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def program(
    folder: Path, state: Path, environment: Mapping[str, str]
) -> Iterator[subprocess.Popen[str]]:
    """Start the program's window on a folder; end it as a session's end would, by SIGTERM."""
    full = {**os.environ, "QT_QPA_PLATFORM": "xcb", "OTDESK_STATE": str(state), **environment}
    started = subprocess.Popen(
        [sys.executable, "-m", "otdesk", "--data", str(folder)],
        cwd=ROOT,
        env=full,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield started
    finally:
        started.terminate()
        said, _none = started.communicate()
        # Shown where the test fails.
        print(said)  # noqa: T201


def wait_for(condition: object, seconds: float = _SECONDS) -> None:
    """Wait until a callable is true; fail after `seconds`."""
    assert callable(condition)
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)
