"""Whatever is lost, doubled, damaged, cloned or restored, the head office ends with all of it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from otdesk.journal.entry import Head
from otdesk.services.sync import acknowledgement
from otdesk.store.integrity import verify
from otdesk.store.outgoing import own_streams
from otdesk.store.store import Store
from tests.services.sync.network import Network, make_templates

STEPS = 24
# A file system in memory has nothing to flush: the schedules ask what is said, not what is kept.
_IN_MEMORY = Path("/dev/shm")


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    """Give a folder in memory where there is one."""
    root = _IN_MEMORY if _IN_MEMORY.is_dir() else None
    folder = Path(tempfile.mkdtemp(prefix="otdesk-schedules-", dir=root))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def templates(place: Path) -> dict[str, Path]:
    """Return untouched folders to begin each schedule with."""
    return make_templates(place)


def check(place: Path, templates: dict[str, Path], seed: int, steps: int) -> None:
    """Run one schedule and hold it to everything."""
    network = Network(place / str(seed), templates, seed)
    try:
        network.run(steps)
        hold_to_everything(network, seed)
    finally:
        network.close()
        shutil.rmtree(place / str(seed))


def hold_to_everything(network: Network, seed: int) -> None:
    """Hold a network that has calmed down to everything."""
    assert network.lost() == set(), f"schedule {seed}"
    assert network.out_of_the_tables() == set(), f"schedule {seed}"
    assert network.wrong_rows() == {}, f"schedule {seed}"
    figures = network.figures()
    assert network.rebuilt_figures() == figures, f"schedule {seed}"
    if seed % 3 == 0 and not network.siege_was_restored:
        assert network.archived_figures() == figures, f"schedule {seed}"
    if seed % 10 == 7 and not network.siege_was_restored:
        assert network.rebuilt_from_files() == figures, f"schedule {seed}"
    if seed % 10 == 0:
        for folder in (network.siege, *network.folders):
            ended = "" if folder.till is None else folder.till.stream
            report = verify(folder.path, folder.store.anchors)
            # That a till went on elsewhere is said until another one is begun.
            faults = [f for f in report.faults if (f.code, f.stream) != ("anchor", ended)]
            assert faults == [], f"schedule {seed}"


# The first ones go wherever the others go.
@pytest.mark.parametrize(
    "batch", [0, *(pytest.param(batch, marks=pytest.mark.no_cover) for batch in range(1, 10))]
)
def test_no_entry_is_lost_in_300_schedules(
    place: Path, templates: dict[str, Path], batch: int
) -> None:
    for seed in range(30 * batch, 30 * batch + 30):
        check(place, templates, seed, STEPS)


@pytest.mark.soak
def test_no_entry_is_lost_in_2000_longer_schedules(place: Path, templates: dict[str, Path]) -> None:
    for seed in range(10_000, 12_000):
        check(place, templates, seed, 5 * STEPS)


def without_rule_3(store: Store, heads: Iterable[Head]) -> object:
    """Compare the ends alone, and believe that all is known where the head office knows more."""
    with store.reading() as connection:
        mine = {own.head.stream: own.head for own in own_streams(connection)}
    # In the order of `seq`: the last one of each stream stays.
    ends = {head.stream: head for head in heads}
    believed = [
        mine[name] if name in mine and head.seq > mine[name].seq else head
        for name, head in ends.items()
    ]
    return acknowledgement.take_acknowledgement(store, believed)


def a_clone_that_speaks_last(network: Network) -> None:
    """Have a disk cloned, and the clone write less than the one it was cloned from."""
    original = network.folders[0]
    network.write(original, 2)
    network.calm_down()
    copy = network.copied(original)
    network.write(original, 6)
    network.calm_down([original])
    network.write(copy, 2)
    network.calm_down()
    network.write(copy, 3)
    network.calm_down()


def test_without_the_third_rule_entries_are_lost(place: Path, templates: dict[str, Path]) -> None:
    """The simulation can fail: a clone that is believed to have sent all loses what it wrote."""
    found = {}
    for name, take in (
        ("all rules", acknowledgement.take_acknowledgement),
        ("without", without_rule_3),
    ):
        network = Network(place / name, templates, 1, take)
        try:
            a_clone_that_speaks_last(network)
            found[name] = len(network.out_of_the_tables())
        finally:
            network.close()
            shutil.rmtree(place / name)
    assert found["all rules"] == 0
    assert found["without"] > 0
