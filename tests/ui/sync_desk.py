"""The Synchronisation screen on a real folder, its siège beside it, and a real mailbox between."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from otdesk import paths
from otdesk.clock import FixedClock
from otdesk.domain.reference import ChannelCode
from otdesk.domain.visits import Visit
from otdesk.headquarters import pairing, siege_round
from otdesk.services import visits, workplace
from otdesk.services.till.keystore import KEYS, FileKeystore
from otdesk.services.workplace import Grounds, Workplace
from otdesk.store.store import Store
from otdesk.sync import office_round
from otdesk.sync.mailbox.access import Access
from otdesk.sync.mailbox.address import parse_address
from otdesk.sync.mailbox.exchange import Mailbox
from otdesk.sync.mailbox.known_hosts import KnownHosts
from otdesk.sync.mailbox.opening import mailbox
from otdesk.sync.pairing.answer import read_answer
from otdesk.sync.pairing.invitation import SUFFIX, read_invitation
from otdesk.sync.pairing.office import accept
from otdesk.sync.post_keys import PostKeys, keys_of
from otdesk.ui.background import StoreLink
from otdesk.ui.context import ScreenContext
from otdesk.ui.counter.controller import Notice
from otdesk.ui.sync.exchanger import Exchanger
from otdesk.ui.sync.screen import SyncScreen
from otdesk.ui.sync.volumes import Volume, VolumeWatch
from otdesk.ui.theme.apply import Theme
from tests.offices import AFTERNOON
from tests.ui.day_desk import stored

# A process starts, on a machine that runs a test on each of its cores.
PATIENCE = 60_000


@dataclass
class Place:
    """One folder at work, with its keys; each has a machine of its own."""

    workplace: Workplace
    state: Path
    clock: FixedClock

    @contextmanager
    def store(self) -> Iterator[tuple[Store, PostKeys]]:
        """Open the folder as another program beside the window does."""
        with closing(self.workplace.open_store()) as store:
            yield store, keys_of(store, self.keystore())

    def keystore(self) -> FileKeystore:
        """Return where its keys are."""
        return FileKeystore(self.state / KEYS)


class Network:
    """An office and its siège below one folder, and the mailbox between them."""

    def __init__(self, root: Path, office: str = "VIA") -> None:
        self.root = root
        self.code = office
        self.clock = FixedClock(AFTERNOON)
        self.shared = root / "partage"
        self.shared.mkdir()
        self.siege = self._made("siege")
        self.office = self._made(office)

    def _made(self, name: str) -> Place:
        state = self.root / f"{name}-state"
        grounds = Grounds(paths.database_files(), state, self.clock)
        folder = self.root / name
        if name == "siege":
            made = workplace.create_siege(grounds, folder, profile_code="cevennes")
        else:
            made = workplace.create(grounds, folder, profile_code="cevennes", office=name)
        return Place(made, state, self.clock)

    @contextmanager
    def box(self) -> Iterator[Mailbox]:
        """Open the mailbox."""
        access = Access(KnownHosts(self.root / "hosts"))
        with mailbox(parse_address(str(self.shared)), access) as opened:
            yield opened

    def invitation(self, mailbox: str | None = None) -> Path:
        """Return the file of an invitation; `mailbox` is the shared folder unless told."""
        with self.siege.store() as (store, keys):
            address = str(self.shared) if mailbox is None else mailbox
            made = pairing.invite(self.siege.workplace, store, keys, self.code, mailbox=address)
            file = self.root / f"{self.code}{SUFFIX}"
            file.write_text(made.to_text(keys.signing.signed), "utf-8")
        return file

    def pair(self, mailbox: str | None = None) -> None:
        """Have both know each other."""
        invitation = read_invitation(self.invitation(mailbox))
        with self.office.store() as (store, keys):
            answer = accept(store, keys, invitation, "Comptoir")
            back = self.root / "answer"
            back.write_text(answer.to_text(keys.signing.signed), "utf-8")
        self.confirm(back)

    def confirm(self, answer: Path) -> None:
        """Confirm a post at the siège, once its words were compared."""
        with self.siege.store() as (store, _keys):
            pairing.confirm(store, read_answer(answer), "CA")

    def send(self) -> None:
        """Exchange as the office's scheduler does."""
        with self.office.store() as (store, keys), self.box() as box:
            office_round.exchange(store, keys, box)

    def receive(self) -> siege_round.SiegeRound:
        """Receive and answer as the siège's scheduler does."""
        with self.siege.store() as (store, keys), self.box() as box:
            return siege_round.exchange(self.siege.workplace, store, keys, box)

    def give_answer(self) -> None:
        """Have the siège's answer taken at the office, as a file."""
        with self.siege.store() as (store, keys):
            file = siege_round.answer_into(store, keys, self.code, self.root)
        with self.office.store() as (store, keys):
            office_round.hear_files(store, keys, (file,))

    def exchange(self) -> None:
        """Send, receive, and hear the answer."""
        self.send()
        self.receive()
        self.send()

    def log(self, day: date | None = None, times: int = 1, size: int = 2) -> None:
        """Log accueils at the office."""
        visit = Visit(self.code, day or AFTERNOON.date(), ChannelCode.COMPTOIR, size, "FR-48")
        with closing(self.office.workplace.open_store()) as store:
            for _ in range(times):
                with store.writing("JD") as transaction:
                    visits.record(transaction, visit)


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
        with self.qtbot.waitSignal(self.exchanger.state_read, timeout=PATIENCE):
            self.exchanger.refresh()
        self.qtbot.waitUntil(lambda: not self.exchanger._reading)

    def ended(self, begin: Callable[[], object]) -> None:
        """Begin a run, wait until it ended and its outcome is shown."""
        with self.qtbot.waitSignal(self.exchanger.ended, timeout=PATIENCE):
            begin()
        self.qtbot.waitUntil(lambda: not self.exchanger._reading)

    def press(self, key: Qt.Key) -> None:
        """Press a key where the focus is."""
        self.qtbot.keyClick(QApplication.focusWidget() or self.screen, key)

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait for something."""
        self.qtbot.waitUntil(holds, timeout=PATIENCE)

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


def a_season(network: Network) -> None:
    """Log and send from May to yesterday, an evening at a time, as an office does."""
    network.pair()
    for month, days, each in ((5, 2, 3), (6, 6, 5), (7, 12, 9)):
        for day in range(days):
            network.log(date(2026, month, 3 + 2 * day), times=each)
    for evening in (4, 5, 6, 7):
        network.clock.instant = AFTERNOON.replace(day=evening, hour=16, minute=37 + evening)
        network.log(date(2026, 8, evening), times=evening)
        network.exchange()
        network.clock.instant += timedelta(minutes=1)
    network.clock.instant = AFTERNOON
    network.log(times=5)
