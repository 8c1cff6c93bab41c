"""Grab the README's pictures: pictures.py DEMO-FOLDER OUT-FOLDER, on a screen of 1366 by 768."""

from __future__ import annotations

import os
import sys
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from otdesk import paths, settings
from otdesk.clock import FixedClock
from otdesk.domain.counter.keys import Key, KeyKind
from otdesk.domain.period import Period
from otdesk.domain.shop_counter.keys import ShopKey, ShopKeyKind
from otdesk.domain.till import ClosingSpan
from otdesk.reports.shop.closings import ClosingChoice, list_closings
from otdesk.services import preferences, workplace
from otdesk.services.workplace import Grounds
from otdesk.store.occupancy import FolderLock
from otdesk.sync import rhythm
from otdesk.ui.application import Session
from otdesk.ui.shop.page import SALE, TILL
from otdesk.ui.shop.till.printing import TillPaper, closing_pdf
from otdesk.ui.siege.session import SiegeSession

# The last afternoon of the season: no clock is ahead of it.
NOW = datetime(2022, 10, 29, 15, 45, tzinfo=UTC)
OFFICE = "PDM"
SIZE = (1366, 768)
TYPED = (
    Key(KeyKind.DIGIT, 4),
    Key(KeyKind.DEMAND, 2),
    Key(KeyKind.SET_ASIDE),
    Key(KeyKind.DIGIT, 2),
    Key(KeyKind.ORIGIN, 0),
    Key(KeyKind.DEMAND, 1),
)
# A morning after the season: no till's clock is ahead of it either.
SHOP_NOW = datetime(2022, 11, 2, 10, 40, tzinfo=UTC)
Z_DAY = date(2022, 7, 14)
_PAY_CARD = (ShopKey(ShopKeyKind.METHOD, 1), ShopKey(ShopKeyKind.ENTER))
_PAY_CASH = (ShopKey(ShopKeyKind.METHOD, 0), ShopKey(ShopKeyKind.ENTER))
# By their places on the shelf: a sheet, a map, a topoguide, postcards, a novel, a fishing card.
SALES = (
    (ShopKey(ShopKeyKind.ARTICLE, 2), *_PAY_CARD),
    (ShopKey(ShopKeyKind.DIGIT, 6), ShopKey(ShopKeyKind.ARTICLE, 5), *_PAY_CASH),
    (ShopKey(ShopKeyKind.ARTICLE, 4), ShopKey(ShopKeyKind.ARTICLE, 0), *_PAY_CARD),
    (ShopKey(ShopKeyKind.ARTICLE, 14), *_PAY_CASH),
)
# Ten sheets, which the set makes cheaper, a map and postcards, paid with a note of 50 euros.
IN_HAND = (
    ShopKey(ShopKeyKind.DIGIT, 1),
    ShopKey(ShopKeyKind.DIGIT, 0),
    ShopKey(ShopKeyKind.ARTICLE, 0),
    ShopKey(ShopKeyKind.ARTICLE, 2),
    ShopKey(ShopKeyKind.DIGIT, 4),
    ShopKey(ShopKeyKind.ARTICLE, 5),
    ShopKey(ShopKeyKind.METHOD, 0),
    ShopKey(ShopKeyKind.NOTE, 5000),
)
_DOTS_PER_POINT = 1.3


def wait(milliseconds: int) -> None:
    """Let the program work, as it does between two keys."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def open_office(demo: Path, theme: str, now: datetime = NOW) -> Session:
    """Open the real window on the office's folder, in a theme."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(app, QApplication):
        raise TypeError("a window needs a QApplication")
    folder = demo / "offices" / OFFICE
    grounds = Grounds(paths.database_files(), paths.state_folder(), FixedClock(now))
    lock = FolderLock(folder)
    if not lock.acquire():
        raise SystemExit(f"{folder} is open elsewhere")
    office = workplace.open_folder(grounds, folder, lock=lock)
    with closing(office.open_store()) as store, store.writing_local() as connection:
        preferences.save(connection, settings.THEME, theme)
        preferences.save(connection, settings.COUNSELLOR, "CA")
    # No exchange by itself: its process would tell the hour of today.
    rhythm.pause = lambda *_given: None
    session = Session(app, office, lock)
    session.show()
    # No window manager is there to maximise it.
    session.window.showNormal()
    session.window.setGeometry(0, 0, *SIZE)
    wait(2500)
    session.window.banner.hide()
    return session


def grab_screens(demo: Path, out: Path, theme: str, *, every: bool) -> None:
    """Grab the counter in a theme, and the other screens where asked."""
    session = open_office(demo, theme)
    for key in TYPED:
        session.controller.press(key)
    wait(600)
    session.window.grab().save(str(out / f"comptoir-{theme}.png"))
    if every:
        for name, argument in (
            ("day", date(2022, 7, 14)),
            ("summaries", Period.month(2022, 7)),
            ("help", None),
        ):
            session.window.show_screen(name, argument)
            wait(3000)
            session.window.grab().save(str(out / f"{name}.png"))
    for draft in session.controller.conversations.unfinished:
        session.controller.discard(draft.uid)
    session.window.close()
    wait(300)


def grab_siege(demo: Path, out: Path) -> None:
    """Grab what the siège has of each office's months."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        raise TypeError("a window needs a QApplication")
    folder = demo / "siege"
    grounds = Grounds(paths.database_files(), paths.state_folder(), FixedClock(NOW))
    lock = FolderLock(folder)
    if not lock.acquire():
        raise SystemExit(f"{folder} is open elsewhere")
    siege = workplace.open_folder(grounds, folder, lock=lock)
    with closing(siege.open_store()) as store, store.writing_local() as connection:
        preferences.save(connection, settings.COUNSELLOR, "CA")
    session = SiegeSession(app, siege, lock)
    session.show()
    session.window.showNormal()
    session.window.setGeometry(0, 0, *SIZE)
    wait(4000)
    session.window.grab().save(str(out / "siege.png"))
    session.window.close()
    wait(300)


def grab_shop(demo: Path, out: Path) -> None:
    """Grab the exchange, a sale, the till after a few, and print the Z of a day in July."""
    session = open_office(demo, "jour", SHOP_NOW)
    session.window.show_screen("sync")
    wait(3000)
    session.window.grab().save(str(out / "synchronisation.png"))
    session.window.show_screen("shop", SALE)
    wait(2000)
    for keys in SALES:
        for key in keys:
            session.sale.press(key)
        wait(1500)
    for key in IN_HAND:
        session.sale.press(key)
    wait(1000)
    session.window.grab().save(str(out / "boutique.png"))
    session.window.show_screen("shop", TILL)
    wait(3000)
    session.window.grab().save(str(out / "caisse.png"))
    print_z(session, out)
    session.window.close()
    wait(300)


def print_z(session: Session, out: Path) -> None:
    """Render the printed Z of the day."""
    picture = session.sale.desk.picture
    if picture is None:
        raise SystemExit("the shop was not read")
    with closing(session.workplace.open_store()) as store, store.reading() as connection:
        choice = ClosingChoice(ClosingSpan.DAY, str(Z_DAY.year))
        records = list_closings(connection, OFFICE, choice).records
    record = next(each for each in records if each.closing.day == Z_DAY)
    paper = TillPaper(record.closing, record.head, picture.catalogue)
    render_page(closing_pdf(paper, session.workplace), out / "print-z.png")


def grab_pages(demo: Path, out: Path) -> None:
    """Render the printed day, and the first page of the month."""
    for source, name in ((f"{OFFICE}-2022-07-14.pdf", "day"), (f"{OFFICE}-2022-07.pdf", "month")):
        render_page((demo / "prints" / source).read_bytes(), out / f"print-{name}.png")


def render_page(data: bytes, path: Path) -> None:
    """Render the first page of a PDF."""
    document = pypdfium2.PdfDocument(data)
    document[0].render(scale=_DOTS_PER_POINT).to_pil().save(path)
    document.close()


def main() -> None:
    """Grab all of them."""
    demo, out = Path(sys.argv[1]), Path(sys.argv[2])
    grab_screens(demo, out, "jour", every=True)
    for theme in ("nuit", "contraste"):
        grab_screens(demo, out, theme, every=False)
    grab_pages(demo, out)
    grab_shop(demo, out)
    grab_siege(demo, out)
    # Qt's own clean-up at exit has nothing left to do.
    os._exit(0)


main()
