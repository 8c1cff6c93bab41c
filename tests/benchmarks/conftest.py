"""What benchmarks share: a folder on a disk, interleaved pairs, one large file a session."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.benchmarks.pairs import Pairs, require_disk
from tests.benchmarks.years import Years, fill

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def disk() -> Iterator[Path]:
    """Give an empty folder on a disk; fail where there is none, for an accueil waits for it."""
    folder = ROOT / "build" / "benchmark-files"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    require_disk(folder)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def pairs(benchmark: object) -> Pairs:
    """Measure something of ours beside what it is compared with."""
    return Pairs(benchmark)


@pytest.fixture(scope="session")
def million(disk: Path) -> Years:
    """Ten years of six offices, 1 000 000 accueils, written through the projection."""
    return fill(disk / "million", 1_000_000)


@pytest.fixture(scope="session")
def thousand(disk: Path) -> Years:
    """The end of the same ten years, 1 000 accueils."""
    return fill(disk / "thousand", 1_000)
