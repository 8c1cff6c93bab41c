"""kill -9 at any moment: whatever was acknowledged is there, and nothing is half there."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.store.desk import Desk, record

KILLS = 50

# One process pays for the imports; each life is a fork of it.
NURSERY = """
import os, sys
from pathlib import Path
from tests.store.desk import Desk, record
import otdesk.store.integrity

desk = Desk(Path(sys.argv[1]))
for line in sys.stdin:
    child = os.fork()
    if child == 0:
        with desk.opened() as store:
            while True:
                # An acknowledgement is given once the block of `writing` has ended.
                os.write(1, (record(store) + "\\n").encode())
    print("child", child, flush=True)
    os.waitpid(child, 0)
    print("dead", flush=True)
"""


def test_a_killed_counter_loses_no_acknowledged_accueil(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.create().close()
    rng = random.Random(2022)
    acknowledged: list[str] = []
    nursery = subprocess.Popen(
        [sys.executable, "-c", NURSERY, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with nursery:
        assert nursery.stdin is not None
        assert nursery.stdout is not None
        for _ in range(KILLS):
            print(file=nursery.stdin, flush=True)
            child, patience = 0, rng.randrange(1, 12)
            for line in nursery.stdout:
                word, *rest = line.split()
                if word == "dead":
                    break
                if word == "child":
                    child = int(rest[0])
                else:
                    acknowledged.append(word)
                    patience -= 1
                if child and patience <= 0:
                    time.sleep(rng.uniform(0, 0.003))
                    os.kill(child, signal.SIGKILL)
                    child = 0
        nursery.stdin.close()
    assert len(acknowledged) > KILLS
    with desk.raw() as connection:
        present = {uid for (uid,) in connection.execute("SELECT uid FROM visit")}
    assert set(acknowledged) <= present
    # At each kill, one accueil at most was on the disk and not yet acknowledged.
    assert len(present) <= len(acknowledged) + KILLS
    assert len(acknowledged) == len(set(acknowledged))
    with desk.opened() as store:
        record(store)
    report = desk.verify()
    assert report.faults == ()
    assert len(report.streams) == 1
    assert desk.count() == len(present) + 1
