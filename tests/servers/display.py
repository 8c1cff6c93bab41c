"""A virtual screen of its own, and the real program in a real window on it."""

from __future__ import annotations

import os
import select
import subprocess
import sys
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
        ],
        pass_fds=(writing,),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        ready, _w, _x = select.select([reading], [], [], _SECONDS)
        assert ready, "Xvfb did not start"
        number = os.read(reading, 16).decode().strip()
        assert number, "Xvfb ended at once"
        yield f":{number}"
    finally:
        os.close(reading)
        server.terminate()
        server.wait()


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
