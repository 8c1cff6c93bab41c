"""kill -9 while accueils are typed: nothing that was acknowledged is lost."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from otdesk import settings
from otdesk.services import preferences, workplace
from otdesk.services.workplace import Workplace
from otdesk.store.integrity import verify
from tests.journeys.headless_counter import grounds_of
from tests.journeys.kill_campaign import Tally, check_folder

ROOT = Path(__file__).parents[2]


def run_campaign(folder: Path, kills: int, seed: int) -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.journeys.kill_campaign", str(folder), str(kills), str(seed)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert isinstance(result, dict)
    return result


def check(seen: dict[str, object], kills: int) -> None:
    assert seen["kills"] == kills
    assert seen["lost"] == []
    assert seen["strange_drafts"] == []
    assert seen["faults"] == []
    # The campaign must have had something to lose.
    acknowledged, restored = seen["acknowledged"], seen["drafts_restored"]
    assert isinstance(acknowledged, int)
    assert isinstance(restored, int)
    assert acknowledged > kills
    assert restored > kills // 4


@pytest.mark.long
def test_300_kills_lose_no_acknowledged_accueil_and_no_draft(tmp_path: Path) -> None:
    check(run_campaign(tmp_path, 300, seed=20_260_808), 300)


def name_counsellor(office: Workplace) -> None:
    """Have the window open on its counter, not on the question of who is there."""
    store = office.open_store()
    try:
        with store.writing_local() as connection:
            preferences.save(connection, settings.COUNSELLOR, "CA")
    finally:
        store.close()


def kill_window(
    office: Workplace, state: Path, seed: int, seconds: float, *, after: int
) -> list[str]:
    """Start the window on a folder and kill it while it is typed into; return what it told.

    The while is counted from its first key and from `after` accueils: a slow machine has some too.
    """
    window = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "tests.journeys.typing_window",
            str(office.folder),
            str(state),
            str(seed),
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert window.stdout is not None
    lines = [window.stdout.readline()]
    while sum(line.startswith("A ") for line in lines) < after:
        lines.append(window.stdout.readline())
        assert lines[-1], "the window ended by itself"
    assert lines[0], "the window ended before its first key"
    time.sleep(seconds)
    window.send_signal(signal.SIGKILL)
    rest, _errors = window.communicate()
    whole = rest[: rest.rfind("\n") + 1]
    return [*(line.rstrip("\n") for line in lines), *whole.splitlines()]


@pytest.mark.long
def test_ten_kills_of_the_window_lose_nothing_either(tmp_path: Path) -> None:
    state = tmp_path / "state"
    office = workplace.create(
        grounds_of(str(state)), tmp_path / "data", profile_code="cevennes", office="PDM"
    )
    name_counsellor(office)
    seen = Tally()
    before = check_folder(office, [], "([], '')", seen)
    for seed in range(10):
        # One is killed at any moment, the other once it has written something.
        seconds, after = random.Random(seed).uniform(0.05, 1.6), seed % 2 * 3
        lines = kill_window(office, state, seed, seconds, after=after)
        before = check_folder(office, lines, before, seen)
    report = verify(office.folder, office.anchors)
    assert report.faults == ()
    assert (seen.lost, seen.strange_drafts, seen.faults) == ([], [], [])
    assert seen.acknowledged > 10


@pytest.mark.soak
def test_1000_kills_lose_no_acknowledged_accueil_and_no_draft(tmp_path: Path) -> None:
    check(run_campaign(tmp_path, 1000, seed=48_220), 1000)
