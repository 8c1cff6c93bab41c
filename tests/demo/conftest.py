"""One demonstration season for all the tests of this folder: they only read it."""

from __future__ import annotations

import fcntl
import pickle
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from otdesk import paths
from otdesk.clock import FixedClock
from otdesk.demo.facts import Facts, load_facts
from otdesk.demo.season import PROFILE, DemoResult, build
from otdesk.domain.calendar import DayCalendar
from otdesk.reports.context import ReportContext
from otdesk.store.anchor import Anchors
from otdesk.store.profiles import load_profile
from otdesk.store.reference import load_lists
from otdesk.store.store import Store
from tests.demo.reading import NOW, PARIS, Season


@pytest.fixture(scope="session")
def season(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Season]:
    folder = tmp_path_factory.getbasetemp()
    # One season for all the workers of a run, below the folder that theirs lie in.
    folder = (folder if worker_id == "master" else folder.parent) / "season"
    folder.mkdir(exist_ok=True)
    anchors = Anchors(folder / "state")
    result, told = _built_once(folder, anchors)
    lists = load_lists(paths.database_files() / "reference")
    context = ReportContext(
        lists=lists,
        profile=result.profile,
        calendar=DayCalendar.of(lists.public_holidays, lists.school_holidays),
        zone=PARIS,
        now=NOW,
    )
    with ExitStack() as opened:
        stores = {
            code: opened.enter_context(closing(Store.open(path, FixedClock(NOW), PARIS, anchors)))
            for code, path in result.folders.items()
        }
        yield Season(result, stores, anchors, context, told)


Told = list[tuple[str, int, int]]


def _built_once(folder: Path, anchors: Anchors) -> tuple[DemoResult, Told]:
    """Build the season, or take up what another worker built."""
    files = paths.database_files()
    profile = load_profile(files / "profiles", PROFILE, load_lists(files / "reference"))
    made = folder / "made.pickle"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            told: Told = []
            built = build(folder / "demo", anchors=anchors, progress=lambda *s: told.append(s))
            # A profile holds views of mappings, which no pickle takes: it is read again.
            figures = (built.folders, built.entries, built.shops, built.units)
            made.write_bytes(pickle.dumps((*map(dict, figures), told)))
    *known, told = pickle.loads(made.read_bytes())
    return DemoResult(profile, *known), told


@pytest.fixture(scope="session")
def facts() -> Facts:
    return load_facts(paths.database_files() / "facts")
