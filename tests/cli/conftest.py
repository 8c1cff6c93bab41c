"""The program as a script sees it: words in, exit code and two streams out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from otdesk.app import main
from otdesk.clock import FixedClock

NOON = datetime(2022, 7, 20, 10, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Said:
    """What a command left: its exit code, standard output, standard error."""

    code: int
    out: str
    err: str


Otdesk = Callable[..., Said]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def otdesk(folder: Path, capsys: pytest.CaptureFixture[str]) -> Otdesk:
    """Run commands on a folder that is not there yet, on a Wednesday in July."""

    def run(*words: str | Path) -> Said:
        code = main(["--data", str(folder), *map(str, words)], clock=FixedClock(NOON))
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return run


@pytest.fixture
def office(otdesk: Otdesk) -> Otdesk:
    """Run commands on the folder of Le Pont-de-Montvert."""
    assert otdesk("init", "--office", "PDM").code == 0
    return otdesk
