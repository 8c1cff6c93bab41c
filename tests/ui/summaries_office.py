"""An office with a few days of July, and the screen of its summaries."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from otdesk.domain.changes import Changes
from otdesk.domain.openings import read_hours
from otdesk.domain.reference import ChannelCode
from otdesk.domain.visits import Visit, VisitDemand, WalkIn
from otdesk.services import days, visits
from otdesk.services.preferences import Preferences
from otdesk.services.workplace import Workplace
from otdesk.store.transaction import Transaction
from otdesk.ui.background import StoreLink
from otdesk.ui.context import ScreenContext
from otdesk.ui.printing.panel import Spooler
from otdesk.ui.summaries.screen import SummariesScreen
from otdesk.ui.theme.apply import apply_theme
from otdesk.ui.theme.palette import palette_named
from otdesk.ui.theme.scale import Scale
from tests.offices import make_office

EVENING = datetime(2022, 7, 16, 17, 0, tzinfo=UTC)
OPEN_DAYS = (date(2022, 7, 12), date(2022, 7, 13), date(2022, 7, 15))


def july_office(folder: Path) -> Workplace:
    """Make an office with three days of July, the last of them not closed."""
    made = make_office(folder, now=EVENING)
    for day in OPEN_DAYS:
        _fill(made, day)
    hours = read_hours("9h30-12h30, 14h-18h30")
    _write(made, lambda t: days.set_hours(t, "PDM", OPEN_DAYS[2], hours))
    for day in OPEN_DAYS[:2]:
        _write(made, partial(days.close, office="PDM", day=day, ranges=hours))
    return made


def _fill(made: Workplace, day: date) -> None:
    record(made, day, 600, 3, "FR-48", "sport")
    record(made, day, 660, 2, "FR-30", "pratique", "hebergement")
    record(made, day, 900, 4, "BE", "sport")
    record(made, day, 915, 1, "FR-30", "pratique", channel=ChannelCode.TELEPHONE)
    _write(made, lambda t: visits.record_walk_in(t, WalkIn("PDM", day, 2, *_at(made, day, 930))))


def _write(made: Workplace, act: Callable[[Transaction], Changes]) -> Changes:
    store = made.open_store()
    try:
        with store.writing("CA") as transaction:
            return act(transaction)
    finally:
        store.close()


def _at(made: Workplace, day: date, minute: int) -> tuple[datetime, int]:
    midnight = datetime(day.year, day.month, day.day, tzinfo=made.zone)
    return (midnight + timedelta(minutes=minute)).astimezone(UTC), minute


def visit(
    made: Workplace,
    day: date,
    minute: int,
    size: int,
    origin: str,
    *demands: str,
    channel: ChannelCode = ChannelCode.COMPTOIR,
) -> Visit:
    """Return an accueil."""
    started, local = _at(made, day, minute)
    asked = tuple(VisitDemand(code) for code in demands)
    return Visit("PDM", day, channel, size, origin, asked, started, local)


def record(
    made: Workplace,
    day: date,
    minute: int,
    size: int,
    origin: str,
    *demands: str,
    channel: ChannelCode = ChannelCode.COMPTOIR,
) -> Changes:
    """Record an accueil."""
    made_visit = visit(made, day, minute, size, origin, *demands, channel=channel)
    return _write(made, lambda t: visits.record(t, made_visit))


@dataclass
class Desk:
    """The screen on its two threads, as the window would hold it."""

    workplace: Workplace
    link: StoreLink
    reading: StoreLink
    screen: SummariesScreen
    qtbot: QtBot
    faults: list[Exception] = field(default_factory=list)
    went: list[tuple[str, object]] = field(default_factory=list)

    def settle(self) -> None:
        """Wait until every question that was asked is answered, and what it shows is laid out."""
        answered: list[bool] = []
        self.reading.run(lambda _store: True, answered.append)
        self.qtbot.waitUntil(lambda: bool(answered))
        # Qt shows new cards, and gives them their size, one turn of its loop after their answer:
        # where two answers lie ready for the same turn, the second is there before the pictures.
        self.qtbot.waitUntil(lambda: self._is_laid_out)
        assert not self.faults, self.faults

    @property
    def _is_laid_out(self) -> bool:
        overview = self.screen.overview
        # Another page may be before it, and at large text a panel has the whole screen.
        return not overview.isVisible() or all(card.isVisible() for card in overview.cards)

    def shows(self, wanted: str) -> None:
        """Wait until the figures of a period (its first day, ISO) are on the screen."""

        def there() -> bool:
            material = self.screen.material
            return material is not None and material.summary.period.first.isoformat() == wanted

        self.qtbot.waitUntil(there)
        self.settle()


@contextmanager
def opened(
    qtbot: QtBot,
    made: Workplace,
    *,
    device: Spooler | None = None,
    preferences: Preferences | None = None,
    size: Sequence[int] = (1366, 768),
    theme_name: str = "jour",
    text_percent: int = 100,
) -> Iterator[Desk]:
    """Show the screen until the block ends."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    scale = Scale.for_screen(size[0], size[1], text_percent)
    theme = apply_theme(app, palette_named(theme_name), scale)
    link, reading = StoreLink(made.open_store), StoreLink(made.open_store)
    chosen = preferences or Preferences()
    context = ScreenContext(made, link, reading, lambda: "CA", lambda: chosen)
    screen = SummariesScreen(context, theme, device=device)
    qtbot.addWidget(screen)
    desk = Desk(made, link, reading, screen, qtbot)
    for each in (link, reading):
        each.failed.connect(desk.faults.append)
        each.start()
    screen.go_to.connect(lambda name, argument: desk.went.append((name, argument)))
    screen.resize(size[0], size[1])
    screen.show()
    try:
        yield desk
        assert not desk.faults, desk.faults
    finally:
        link.close()
        reading.close()
        screen.close()
