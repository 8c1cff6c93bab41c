"""One demonstration for all the tests of this folder: they only read it."""

from __future__ import annotations

import fcntl
import pickle
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import fields
from pathlib import Path

import pytest

from otdesk import paths
from otdesk.cli import demo
from otdesk.clock import FixedClock
from otdesk.demo.facts import Facts, load_facts
from otdesk.demo.season import PROFILE, DemoResult
from otdesk.domain.calendar import DayCalendar
from otdesk.reports.context import ReportContext
from otdesk.store.anchor import Anchors
from otdesk.store.profiles import load_profile
from otdesk.store.reference import load_lists
from otdesk.store.store import Store
from tests.demo.reading import NOW, PARIS, Season, Told


@pytest.fixture(scope="session")
def season(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Season]:
    folder = tmp_path_factory.getbasetemp()
    # One season for all the workers of a run, below the folder that theirs lie in.
    folder = (folder if worker_id == "master" else folder.parent) / "season"
    folder.mkdir(exist_ok=True)
    anchors = Anchors(folder / "state")
    made, told = _made_once(folder, anchors)
    result = made.result
    lists = load_lists(paths.database_files() / "reference")
    context = ReportContext(
        lists=lists,
        profile=result.profile,
        calendar=DayCalendar.of(lists.public_holidays, lists.school_holidays),
        zone=PARIS,
        now=NOW,
    )
    with ExitStack() as opened:

        def store(path: Path) -> Store:
            clock = FixedClock(NOW)
            return opened.enter_context(closing(Store.open(path, clock, PARIS, anchors)))

        stores = {code: store(path) for code, path in result.folders.items()}
        siege = store(result.exchange.siege)
        yield Season(made, stores, siege, anchors, context, told)


def _made_once(folder: Path, anchors: Anchors) -> tuple[demo.Made, Told]:
    """Make the demonstration, or take up what another worker made."""
    files = paths.database_files()
    profile = load_profile(files / "profiles", PROFILE, load_lists(files / "reference"))
    kept = folder / "made.pickle"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            told: Told = []
            made = demo.make(folder / "demo", anchors, lambda *step: told.append(step))
            # A profile holds views of mappings, which no pickle takes: it is read again.
            named = {f.name: getattr(made.result, f.name) for f in fields(DemoResult)}
            del named["profile"]
            kept.write_bytes(pickle.dumps((named, made.prints, told)))
    named, prints, told = pickle.loads(kept.read_bytes())
    return demo.Made(DemoResult(profile=profile, **named), prints), told


@pytest.fixture(scope="session")
def facts() -> Facts:
    return load_facts(paths.database_files() / "facts")
