"""The Synchronisation screen on a real folder, its siège beside it, and a real mailbox between."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from otdesk.ui.background import StoreLink
from otdesk.ui.context import ScreenContext
from otdesk.ui.counter.controller import Notice
from otdesk.ui.sync.exchanger import Exchanger
from otdesk.ui.sync.screen import SyncScreen
from otdesk.ui.sync.volumes import Volume, VolumeWatch
from otdesk.ui.theme.apply import Theme
from tests.siege_and_office import Network
from tests.ui.day_desk import stored


@dataclass
class SyncDesk:
    """The screen, its exchanger, and what they told."""

    qtbot: QtBot
    network: Network
    context: ScreenContext
    exchanger: Exchanger
    screen: SyncScreen
    picked: list[Path]
    told: list[Notice] = field(default_factory=list)

    def read(self) -> None:
        """Wait until the screen shows what lies in the folder now."""
        with self.qtbot.waitSignal(self.exchanger.state_read):
            self.exchanger.refresh()
        self.qtbot.waitUntil(lambda: not self.exchanger._reading)

    def ended(self, begin: Callable[[], object]) -> None:
        """Begin a run, wait until it ended and its outcome is shown."""
        with self.qtbot.waitSignal(self.exchanger.ended):
            begin()
        self.qtbot.waitUntil(lambda: not self.exchanger._reading)

    def press(self, key: Qt.Key) -> None:
        """Press a key where the focus is."""
        self.qtbot.keyClick(QApplication.focusWidget() or self.screen, key)

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait for something."""
        self.qtbot.waitUntil(holds)

    def plug(self, *volumes: Volume) -> None:
        """Plug sticks in, and wait until they are noticed."""
        watch = self.exchanger._volumes
        found = tuple(watch._plugged(each) for each in volumes)
        self.exchanger._on_plugged(found)

    @property
    def headline(self) -> str:
        """Return the sentence that leads."""
        return self.screen.parts.hero.headline.text()

    @property
    def message(self) -> str:
        """Return what is told under it."""
        return self.screen.parts.hero.told.text


@contextmanager
def opened(
    qtbot: QtBot,
    network: Network,
    theme: Theme,
    *,
    size: tuple[int, int] = (1262, 712),
    picked: Sequence[Path] = (),
) -> Iterator[SyncDesk]:
    """Open the screen; its threads and its process end with the block."""
    place = network.office
    link, reading = StoreLink(place.workplace.open_store), StoreLink(place.workplace.open_store)
    link.start()
    reading.start()
    context = ScreenContext(
        place.workplace, link, reading, lambda: "JD", lambda: stored(place.workplace)
    )
    watch = VolumeWatch(network.code, lambda: ())
    exchanger = Exchanger(context, place.keystore, volumes=watch)
    link.changed.connect(exchanger.on_changes)
    answers = list(picked)

    def pick(_parent: QWidget, _title: str) -> Path | None:
        return answers.pop(0) if answers else None

    screen = SyncScreen(context, theme, exchanger, place.keystore, pick_file=pick, pick_place=pick)
    link.changed.connect(screen.on_changes)
    desk = SyncDesk(qtbot, network, context, exchanger, screen, answers)
    screen.noticed.connect(desk.told.append)
    screen.resize(*size)
    with qtbot.waitExposed(screen):
        screen.show()
    screen.activateWindow()
    desk.read()
    screen.arrive()
    desk.until(lambda: not exchanger._reading)
    try:
        yield desk
    finally:
        screen.close()
        exchanger.stop()
        link.close()
        reading.close()
        QApplication.processEvents()
        screen.deleteLater()
        exchanger.deleteLater()
        QApplication.processEvents()
