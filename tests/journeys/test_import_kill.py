"""kill -9 while the siège imports: a packet is there whole or not at all."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


def run_campaign(folder: Path, kills: int, seed: int) -> dict[str, Any]:
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.journeys.import_campaign",
            str(folder),
            str(kills),
            str(seed),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def check(seen: dict[str, Any], kills: int) -> None:
    assert (seen["partial"], seen["differing"], seen["faults"]) == ([], [], [])
    assert seen["kills"] == kills
    assert seen["nothing_taken"] + seen["all_taken"] == kills
    # It must have been hit on its way, and not before it began each time.
    assert seen["nothing_taken"] > kills // 10
    assert seen["all_taken"] > 0


@pytest.mark.long
def test_40_kills_leave_each_packet_whole_or_untaken(tmp_path: Path) -> None:
    check(run_campaign(tmp_path, 40, seed=20_261_126), 40)


@pytest.mark.soak
def test_300_kills_leave_each_packet_whole_or_untaken(tmp_path: Path) -> None:
    check(run_campaign(tmp_path, 300, seed=48_220), 300)
