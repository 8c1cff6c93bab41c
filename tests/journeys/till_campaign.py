"""Kill a trading till at random moments, again and again, on one folder.

Run as a program, so that it can fork children without the test runner's threads:
`python -m tests.journeys.till_campaign FOLDER KILLS SEED`. Prints one line of JSON.
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
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Connection

from otdesk.store.integrity import verify
from tests.journeys.headless_till import Counter, Till, kept_of, told
from tests.shop import NOON, Shop

_VERIFY_EVERY = 50
_AT_THE_START = 0.1
# Of every sale and refund: its lines and its payments make its total, its pieces left the stock.
_TORN = """
    SELECT r.uid FROM receipt r
    WHERE r.total IS NOT (SELECT sum(amount) FROM receipt_line l WHERE l.receipt_uid = r.uid)
    OR r.total IS NOT (SELECT sum(cents) FROM receipt_payment p WHERE p.receipt_uid = r.uid)
    OR (SELECT count(*) FROM receipt_line l WHERE l.receipt_uid = r.uid AND l.held_for = '')
        <> (SELECT count(*) FROM stock_move m WHERE m.parent_uid = r.uid)
    UNION ALL
    SELECT uid FROM journal j WHERE kind IN ('receipt', 'refund')
        AND NOT EXISTS (SELECT 1 FROM receipt r WHERE r.uid = j.uid AND r.seq = j.seq)
    UNION ALL
    SELECT uid FROM receipt r WHERE NOT EXISTS (SELECT 1 FROM journal j WHERE j.uid = r.uid)
"""
_BOTH = """
    SELECT b.uid FROM parked_basket b JOIN receipt r ON r.visit_uid = b.uid
    UNION ALL
    SELECT visit_uid FROM receipt WHERE visit_uid IS NOT NULL GROUP BY 1 HAVING count(*) > 1
"""


@dataclass
class Tally:
    """What a campaign saw; every list must stay empty."""

    kills: int = 0
    acknowledged: int = 0
    unacknowledged: int = 0
    receipts: int = 0
    closings: int = 0
    baskets_restored: int = 0
    lost: list[str] = field(default_factory=list)
    torn: list[str] = field(default_factory=list)
    sold_and_parked: list[str] = field(default_factory=list)
    strange_baskets: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def _child(counter: Counter, seed: int, longest: float) -> list[str]:
    """Fork a till, kill it after a random while, return every line that it told."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        try:
            Till(counter, writing, seed).trade_until_killed()
        finally:
            os._exit(1)
    os.close(writing)
    chunks: list[bytes] = []
    trades = threading.Event()

    def read() -> None:
        while chunk := os.read(reading, 65536):
            chunks.append(chunk)
            trades.set()

    reader = threading.Thread(target=read)
    reader.start()
    chance = random.Random(seed)
    if chance.random() > _AT_THE_START:
        # However busy the machine is, most lives are ended in the middle of trade.
        trades.wait(30)
    time.sleep(chance.uniform(0, longest))
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    reader.join()
    os.close(reading)
    whole = b"".join(chunks).decode()
    # A line that the kill cut in two was never whole on the screen either.
    return whole[: whole.rfind("\n") + 1].splitlines()


class Campaign:
    """One shop, killed again and again."""

    def __init__(self, folder: Path) -> None:
        self._shop = Shop(folder)
        self._shop.stock_up(5000)
        self._shop.set_float(20_000)
        self._counter = Counter(
            self._shop.catalogue(),
            self._shop.grounds(),
            self._shop.post,
            self._shop.workplace.open_store,
            self._shop.clock,
        )
        # No connection lives through a fork.
        self._shop.close()
        self._known = 0
        self._before = told(())
        self.seen = Tally()

    def run(self, kills: int, seed: int) -> Tally:
        """Kill the till so many times, looking at the folder after each."""
        workplace = self._shop.workplace
        for number in range(kills):
            self._shop.clock.instant = NOON + timedelta(seconds=5 * (number + 1))
            lines = _child(self._counter, seed + number, 0.3)
            self.seen.kills += 1
            self._look(lines)
            if (number + 1) % _VERIFY_EVERY == 0 or number + 1 == kills:
                report = verify(workplace.folder, workplace.anchors)
                self.seen.faults += [str(fault) for fault in report.faults]
        return self.seen

    def _look(self, lines: list[str]) -> None:
        store = self._shop.workplace.open_store()
        try:
            with store.reading() as connection:
                self._compare(connection, lines)
        finally:
            store.close()

    def _compare(self, connection: Connection, lines: list[str]) -> None:
        def ask(query: str) -> list[str]:
            return list(connection.exec_driver_sql(query).scalars())

        seen = self.seen
        acknowledged = [line[2:] for line in lines if line.startswith("A ")]
        new = set(ask(f"SELECT uid FROM journal WHERE id > {self._known} AND signature NOTNULL"))
        seen.acknowledged += len(acknowledged)
        seen.unacknowledged += len(new - set(acknowledged))
        seen.lost += [uid for uid in acknowledged if uid not in new]
        seen.torn += ask(_TORN)
        seen.sold_and_parked += ask(_BOTH)
        seen.faults += [line for line in lines if line.startswith("F ")]
        self._known = int(ask("SELECT max(id) FROM journal")[0])
        seen.receipts = int(ask("SELECT count(*) FROM receipt")[0])
        seen.closings = int(ask("SELECT count(*) FROM till_closing")[0])
        now = kept_of(connection)
        # Each change tells its baskets before they are handed over: one of those is on the disk.
        if now not in {self._before, *(line[2:] for line in lines if line.startswith("B "))}:
            seen.strange_baskets.append(now)
        seen.baskets_restored += now != told(())
        self._before = now


if __name__ == "__main__":
    result = Campaign(Path(sys.argv[1])).run(int(sys.argv[2]), int(sys.argv[3]))
    print(json.dumps(asdict(result)))  # noqa: T201
