"""A data folder for each test that asks for one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.store.desk import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return a data folder that is not made yet."""
    return Desk(tmp_path)
