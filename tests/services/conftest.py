"""A workplace on a real SQLite file, under a clock that stands still."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from otdesk import paths
from otdesk.clock import FixedClock
from otdesk.services.workplace import Grounds, Workplace, create
from otdesk.store.store import Store
from tests.services.import_desk import Desk

# A Wednesday in July, noon in France.
NOON = datetime(2022, 7, 20, 10, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOON)


@pytest.fixture
def grounds(tmp_path: Path, clock: FixedClock) -> Grounds:
    return Grounds(paths.database_files(), tmp_path / "state", clock)


@pytest.fixture
def workplace(grounds: Grounds, tmp_path: Path) -> Workplace:
    return create(grounds, tmp_path / "data", profile_code="cevennes", office="PDM")


@pytest.fixture
def store(workplace: Workplace) -> Iterator[Store]:
    with closing(workplace.open_store()) as store:
        yield store


@pytest.fixture
def desk(workplace: Workplace, store: Store, tmp_path: Path) -> Desk:
    return Desk(workplace, store, tmp_path / "accueils.csv")
