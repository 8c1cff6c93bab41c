"""One demonstration season for all the tests of this folder: they only read it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing

import pytest

from otdesk import paths
from otdesk.clock import FixedClock
from otdesk.demo.facts import Facts, load_facts
from otdesk.demo.season import build
from otdesk.domain.calendar import DayCalendar
from otdesk.reports.context import ReportContext
from otdesk.store.anchor import Anchors
from otdesk.store.reference import load_lists
from otdesk.store.store import Store
from tests.demo.reading import NOW, PARIS, Season


@pytest.fixture(scope="session")
def season(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Season]:
    folder = tmp_path_factory.mktemp("season")
    anchors = Anchors(folder / "state")
    told: list[tuple[str, int, int]] = []
    result = build(folder / "demo", anchors=anchors, progress=lambda *step: told.append(step))
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


@pytest.fixture(scope="session")
def facts() -> Facts:
    return load_facts(paths.database_files() / "facts")
