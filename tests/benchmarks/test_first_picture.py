"""From nothing to a counter that can be used, beside a bare Qt window; whole processes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from pytestqt.qtbot import QtBot

from tests.benchmarks.pairs import Pairs, child_environment
from tests.offices import make_office
from tests.ui.windows import close_window, open_window, strike

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
ROUNDS = 15


def run(*words: str, folder: Path) -> None:
    """Run a program to its end, on its own."""
    done = subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        env={**child_environment(), "OTDESK_STATE": str(folder / "state")},
        stderr=subprocess.PIPE,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()


def test_the_first_picture_costs_at_most_three_and_a_half_windows(
    qtbot: QtBot, pairs: Pairs, disk: Path
) -> None:
    folder = disk / "picture"
    office = make_office(folder)
    session = open_window(qtbot, office)
    # A morning behind it, and two accueils begun.
    strike(session.window.counter, "2 a q Space 3 38 q s Space 4 u s Space 3 Space 4 d F9 2 a")
    qtbot.waitUntil(lambda: not session.link.is_writing)
    close_window(session)
    pairs.compare(
        "first painted counter / a bare Qt window of 60 buttons",
        lambda: run("-m", "tests.benchmarks.first_picture", str(office.folder), folder=folder),
        lambda: run(str(HERE / "bare_window.py"), folder=folder),
        rounds=ROUNDS,
        limit=3.5,
    )
