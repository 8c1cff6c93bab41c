"""Kill a typing counter at random moments, again and again, on one folder.

Run as a program, so that it can fork children without the test runner's threads:
`python -m tests.journeys.kill_campaign FOLDER KILLS SEED`. Prints one line of JSON.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import threading
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

from sqlalchemy import select

from otdesk.services import drafts, workplace
from otdesk.services.workplace import Workplace
from otdesk.store import tables
from otdesk.store.integrity import verify
from tests.journeys.headless_counter import grounds_of, main, told

_VERIFY_EVERY = 50


@dataclass
class Tally:
    """What a campaign saw; every list must stay empty."""

    kills: int = 0
    acknowledged: int = 0
    records: int = 0
    drafts_restored: int = 0
    lost: list[str] = field(default_factory=list)
    strange_drafts: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def _child(folder: Path, state: Path, seed: int, longest: float) -> list[str]:
    """Fork a counter, kill it after a random while, return every line that it told."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        try:
            main((str(folder), str(state), str(writing), str(seed)))
        finally:
            os._exit(1)
    os.close(writing)
    chunks: list[bytes] = []

    def read() -> None:
        while chunk := os.read(reading, 65536):
            chunks.append(chunk)

    reader = threading.Thread(target=read)
    reader.start()
    time.sleep(random.Random(seed).uniform(0.01, longest))
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    reader.join()
    os.close(reading)
    whole = b"".join(chunks).decode()
    # A line that the kill cut in two was never whole on the screen either.
    return whole[: whole.rfind("\n") + 1].splitlines()


def check_folder(office: Workplace, lines: list[str], before: str, seen: Tally) -> str:
    """Compare the folder with what was told; return the drafts that it now holds."""
    store = office.open_store()
    try:
        with store.reading() as connection:
            known = set(connection.execute(select(tables.visit.c.uid)).scalars())
            known |= set(connection.execute(select(tables.walk_in.c.uid)).scalars())
            # Not all that is acknowledged is an accueil: the plan of the days is, too.
            journalled = set(connection.execute(select(tables.journal.c.uid)).scalars())
            kept = drafts.load(connection)
    finally:
        store.close()
    acknowledged = [line[2:] for line in lines if line.startswith("A ")]
    seen.acknowledged += len(acknowledged)
    seen.lost += [uid for uid in acknowledged if uid not in journalled]
    seen.faults += [line for line in lines if line.startswith("F ")]
    seen.records = len(known)
    now = told(kept)
    # Each key tells its drafts before they are handed over: one of those is on the disk.
    if now not in {before, *(line[2:] for line in lines if line.startswith("D "))}:
        seen.strange_drafts.append(now)
    seen.drafts_restored += bool(kept.drafts)
    return now


def campaign(folder: Path, kills: int, seed: int) -> Tally:
    """Make an office below `folder` and kill its counter `kills` times."""
    state = folder / "state"
    office = workplace.create(
        grounds_of(str(state)), folder / "data", profile_code="cevennes", office="PDM"
    )
    seen = Tally()
    before = check_folder(office, [], "([], '')", seen)
    for number in range(kills):
        lines = _child(folder / "data", state, seed + number, 0.25)
        seen.kills += 1
        before = check_folder(office, lines, before, seen)
        if (number + 1) % _VERIFY_EVERY == 0 or number + 1 == kills:
            report = verify(office.folder, office.anchors)
            seen.faults += [str(fault) for fault in report.faults]
    return seen


if __name__ == "__main__":
    print(json.dumps(asdict(campaign(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))))  # noqa: T201
