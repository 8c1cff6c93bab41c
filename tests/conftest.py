"""What holds for every test: no screen, no user's folder, no skip that goes unseen."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator
from pathlib import Path

# Before anything imports Qt. A test that needs a real X display starts its own, and the program in
# it, with its own environment.
os.environ["QT_QPA_PLATFORM"] = "offscreen"

import hypothesis
import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from tests.patient_bot import PatientBot

# A deadline in milliseconds measures the machine's load, not the code; tests/benchmarks measure.
hypothesis.settings.register_profile("otdesk", deadline=None, print_blob=True)
hypothesis.settings.load_profile("otdesk")

TESTS = Path(__file__).parent
FOLDER_MARKERS = {"servers": "server", "benchmarks": "benchmark"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--no-skips",
        action="store_true",
        help="a skipped test is a failed one: CI has all that a test may need",
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark by folder, so that nobody has to remember the marker, and put long tests first.

    The order is random by now, the same one for all workers, and stays so for the rest.
    """
    for item in items:
        if not item.path.is_relative_to(TESTS):
            continue
        marker = FOLDER_MARKERS.get(item.path.relative_to(TESTS).parts[0])
        if marker is not None:
            item.add_marker(marker)
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def _refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    # An expected failure (wasxfail) is reported as skipped too, but it ran.
    if report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"--no-skips refuses a skip: {report.longrepr}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if item.config.getoption("no_skips"):
        _refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    if collector.config.getoption("no_skips"):
        _refuse_skip(report)
    return report


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> PatientBot:
    """Give pytest-qt's bot, with more patience."""
    return PatientBot(request)


@pytest.fixture
def siege_address() -> Callable[[], str | None]:
    """Give the address of a new siège's database: none, it has its own file.

    `tests/servers/postgresql` runs the same tests with addresses on a real server.
    """
    return lambda: None


@pytest.fixture(autouse=True)
def _own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep a test, and each program it starts, out of the user's folders."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("OTDESK_STATE", str(home / "state"))
    monkeypatch.setenv("OTDESK_DATA", str(home / "data"))
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown() -> Generator[None, None, None]:
    """Bury the windows of a test before the next one begins.

    pytest-qt closes them and asks for their deletion, which Qt carries out in an event loop only:
    each theme that a test puts on would be put on the dead windows, too.
    """
    yield
    if QApplication.instance() is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
