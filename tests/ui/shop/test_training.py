"""Training in the real window: what it says, what it shows, and what it leaves behind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from otdesk.ui.application import Session
from otdesk.ui.counter.controller import Notice
from otdesk.ui.shop.page import RECEIPTS, TILL
from otdesk.ui.shop.receipts.page import ReceiptsPage
from otdesk.ui.shop.sale.page import SalePage
from otdesk.ui.shop.screen import ShopScreen
from otdesk.ui.shop.till.page import TillPage
from otdesk.ui.window import COUNTER, SHOP
from tests.shop import Shop
from tests.ui.shop.stocked import close_shop, open_shop, stocked
from tests.ui.windows import strike

SIMULATION = "SIMULATION"


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with stocked(tmp_path) as made:
        yield made


@pytest.fixture
def session(qtbot: QtBot, shop: Shop) -> Iterator[Session]:
    session, _page = open_shop(qtbot, shop)
    qtbot.waitUntil(lambda: screen_of(session).desk.picture is not None)
    yield session
    close_shop(qtbot, session)


def screen_of(session: Session) -> ShopScreen:
    screen = session.window.screen_named(SHOP)
    assert isinstance(screen, ShopScreen)
    return screen


def tag(session: Session) -> str:
    """Return what the head paints beside the office."""
    return session.window.head._tag


def begin(qtbot: QtBot, session: Session) -> None:
    """Press « Formation » and wait for the training's own shop."""
    screen = screen_of(session)
    screen.show_page(TILL)
    page = screen.page_named(TILL)
    assert isinstance(page, TillPage)
    qtbot.waitUntil(page.parts.train.isVisible)
    with qtbot.waitSignal(screen.desk.switched):
        page.parts.train.click()
    qtbot.waitUntil(lambda: screen.desk.picture is not None)


def end(qtbot: QtBot, session: Session) -> None:
    screen = screen_of(session)
    with qtbot.waitSignal(screen.desk.switched):
        screen.training.leave.click()
    qtbot.waitUntil(lambda: screen.desk.picture is not None)


def test_the_head_says_simulation_on_the_shop_while_it_trains(
    qtbot: QtBot, session: Session
) -> None:
    assert tag(session) == ""
    begin(qtbot, session)
    assert tag(session) == SIMULATION
    # An accueil is never a simulation.
    session.window.show_screen(COUNTER)
    assert tag(session) == ""
    session.window.show_screen(SHOP)
    assert tag(session) == SIMULATION
    end(qtbot, session)
    assert tag(session) == ""


@pytest.mark.parametrize("tone", ["ok", "refused"])
def test_a_result_of_the_till_is_no_news_of_the_training_nor_back(
    qtbot: QtBot, session: Session, tone: str
) -> None:
    banner = session.window.banner
    screen_of(session).noticed.emit(Notice("Le Z est fait et signé.", tone))
    assert banner.isVisible()
    begin(qtbot, session)
    assert not banner.isVisible()
    screen_of(session).noticed.emit(Notice("Fond de caisse : 80,00 €.", tone))
    end(qtbot, session)
    assert not banner.isVisible()


def test_what_the_program_itself_tells_stays(qtbot: QtBot, session: Session) -> None:
    session.window.banner.tell("La journée n’est pas encore ouverte.")
    begin(qtbot, session)
    assert "ouverte" in session.window.banner.text
    assert session.window.banner.isVisible()


def test_each_shop_shows_its_own_receipts(qtbot: QtBot, shop: Shop, session: Session) -> None:
    shop.sell()
    screen = screen_of(session)
    screen.show_page(RECEIPTS)
    page = screen.page_named(RECEIPTS)
    assert isinstance(page, ReceiptsPage)
    qtbot.waitUntil(lambda: page.view.file is not None)
    begin(qtbot, session)
    screen.show_page("sale")
    sale = screen.page_named("sale")
    assert isinstance(sale, SalePage)
    qtbot.waitUntil(lambda: session.sale.grammar is not None)
    strike(sale, "E F6 Enter")
    qtbot.waitUntil(lambda: session.sale.last is not None)
    screen.show_page(RECEIPTS)
    qtbot.waitUntil(lambda: page.view.file is not None)
    assert page.view.file is not None
    assert page.view.file.receipt.training
    end(qtbot, session)
    qtbot.waitUntil(lambda: page.view.file is not None)
    assert page.view.file is not None
    assert not page.view.file.receipt.training


def test_a_basket_that_lay_there_before_the_training_is_no_news_after_it(
    qtbot: QtBot, session: Session
) -> None:
    told: list[Notice] = []
    session.sale.noticed.connect(told.append)
    page = screen_of(session).page_named("sale")
    assert isinstance(page, SalePage)
    qtbot.waitUntil(lambda: session.sale.grammar is not None)
    strike(page, "4 Q")
    begin(qtbot, session)
    assert session.sale.is_idle
    end(qtbot, session)
    qtbot.waitUntil(lambda: not session.sale.is_idle)
    assert not [each for each in told if "retrouvé" in each.text]
