"""kill -9 while a till trades, and a disk that fills up: a sale is whole, or it is not there."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from otdesk.domain.catalogue import pieces
from otdesk.store import faults
from otdesk.store.integrity import verify
from tests.shop import Shop, opened

ROOT = Path(__file__).parents[2]
# Processes beside each other, each with a folder of its own: two cores wait for two disks.
SIDES = 3


def start(folder: Path, kills: int, seed: int) -> subprocess.Popen[str]:
    folder.mkdir()
    return subprocess.Popen(
        [sys.executable, "-m", "tests.journeys.till_campaign", str(folder), str(kills), str(seed)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run_campaigns(tmp_path: Path, kills: int, seed: int) -> None:
    running = [
        start(tmp_path / str(side), kills // SIDES, seed + side * kills) for side in range(SIDES)
    ]
    ended = [(*process.communicate(), process.returncode) for process in running]
    for out, errors, code in ended:
        assert code == 0, errors
        check(json.loads(out), kills // SIDES)


def check(seen: dict[str, int | list[str]], kills: int) -> None:
    for name in ("lost", "torn", "sold_and_parked", "strange_baskets", "faults"):
        assert seen[name] == [], name
    assert seen["kills"] == kills
    # The campaign must have had something to lose, and have been cut between disk and screen.
    counts = {name: count for name, count in seen.items() if isinstance(count, int)}
    assert counts["acknowledged"] > kills
    assert counts["receipts"] > kills
    assert counts["closings"] > 0
    assert counts["baskets_restored"] > kills // 8
    assert counts["unacknowledged"] > 0


@pytest.mark.long
def test_300_kills_lose_no_acknowledged_sale_and_tear_none(tmp_path: Path) -> None:
    run_campaigns(tmp_path, 300, seed=20_260_809)


@pytest.mark.soak
def test_1000_kills_lose_no_acknowledged_sale_and_tear_none(tmp_path: Path) -> None:
    run_campaigns(tmp_path, 1002, seed=48_221)


# ------------------------------------------------------------------------------------- full disk


def fill(shop: Shop) -> None:
    """Sell until a sale is refused."""
    for _ in range(500):
        shop.sell(shop.basket(cp=1, ign_2739=1, magnet=1))


def test_a_disk_that_fills_up_in_a_sale_leaves_nothing_of_it(tmp_path: Path) -> None:
    with opened(tmp_path) as shop:
        shop.stock_up(1000)
        raw = shop.store._writing_connection().connection.driver_connection
        assert raw is not None
        (pages,) = raw.execute("PRAGMA page_count").fetchone()
        raw.execute(f"PRAGMA max_page_count={pages + 3}")
        with pytest.raises(faults.DiskFull, match="plein"):
            fill(shop)
        sold = shop.scalar("SELECT count(*) FROM receipt")
        left = shop.catalogue().articles["cp"].stock
        assert left == pieces(1050 - sold)
        # Room was made: the next number follows the last sale that was acknowledged.
        assert shop.sell()[1].number == sold + 1
        assert verify(shop.workplace.folder, shop.workplace.anchors).faults == ()


FULL_DISK = """
import subprocess, sys
from pathlib import Path
from otdesk.store import faults
from otdesk.store.integrity import verify
from tests.shop import opened

place = Path(sys.argv[1])
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "otdesk-test", place], check=True)
try:
    with opened(place) as shop:
        numbers, refused = [shop.sell()[1].number], 0
        ballast = place / "ballast"
        with ballast.open("wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(512))
            except OSError:
                pass
        while refused < 3:
            try:
                numbers.append(shop.sell(shop.basket(cp=1, magnet=1, ign_2739=1))[1].number)
            except faults.DiskFull:
                refused += 1
        present = shop.scalar("SELECT count(*) FROM receipt")
        ballast.unlink()
        numbers.append(shop.sell()[1].number)
        found = verify(shop.workplace.folder, shop.workplace.anchors).faults
        print(repr((present, numbers, list(map(str, found)))))
finally:
    subprocess.run(["umount", "-l", place], check=True)
"""


def test_a_full_file_system_refuses_the_sale_and_takes_it_once_there_is_room(
    tmp_path: Path,
) -> None:
    """An ordinary user gets a small file system in a name space of their own."""
    place = tmp_path / "small"
    place.mkdir()
    before = () if os.geteuid() == 0 else ("unshare", "--map-root-user", "--mount")
    done = subprocess.run(
        [*before, sys.executable, "-c", FULL_DISK, str(place)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    present, numbers, found = ast.literal_eval(done.stdout)
    assert found == []
    assert present == len(numbers) - 1
    assert numbers == list(range(1, len(numbers) + 1))
