"""The room that the shop asks for: nothing falls below an old PC's screen, nothing is cut."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from otdesk import settings
from otdesk.domain.invoices import Customer
from otdesk.domain.receipts import PaymentMethod
from otdesk.services import preferences
from otdesk.ui.application import Session
from otdesk.ui.key_button import KeyButton
from otdesk.ui.shop.page import ARTICLES, RECEIPTS, SALE, STOCK, TILL
from otdesk.ui.shop.sale.page import SalePage
from otdesk.ui.shop.screen import ShopScreen
from otdesk.ui.theme.apply import apply_theme
from otdesk.ui.theme.palette import CONTRASTE, JOUR, NUIT, Palette
from otdesk.ui.theme.scale import Scale
from otdesk.ui.window import COUNTER, DAY, HELP, SETTINGS, SHOP, SUMMARIES, SYNC
from tests.ui.shop.stocked import close_shop, open_shop, stocked
from tests.ui.windows import OfficeSession, strike

# What a task bar and a title bar leave of 1366×768.
ROOM_WIDTH, ROOM_HEIGHT = 1366, 697


class LeastSession(OfficeSession):
    """The least of the supported screens."""

    screen = 1280, 720


def too_high(session: Session, name: str) -> list[str]:
    """Return the name of what is in front where the window needs more than there is for it."""
    least = session.window.minimumSizeHint()
    fits = least.height() <= ROOM_HEIGHT and least.width() <= ROOM_WIDTH
    return [] if fits else [f"{name}: {least.width()}×{least.height()}"]


@pytest.mark.parametrize("percent", settings.TEXT_PERCENT.choices)
def test_no_screen_asks_for_more_than_an_old_pc_has(
    qtbot: QtBot, tmp_path: Path, percent: int
) -> None:
    with stocked(tmp_path) as shop:
        with shop.store.writing_local() as connection:
            preferences.save(connection, settings.TEXT_PERCENT, percent)
        session, page = open_shop(qtbot, shop, OfficeSession)
        window = session.window
        window.resize(ROOM_WIDTH, ROOM_HEIGHT)
        window.banner.tell(
            "La journée n’est pas encore ouverte.",
            "Prévu aujourd’hui : 9 h 30–12 h 30, 14 h–18 h. Les accueils s’enregistrent déjà.",
            action=("Ouvrir la journée", window.repaint),
        )
        strike(page, "10 A E Q D")
        screen = window.screen_named(SHOP)
        assert isinstance(screen, ShopScreen)
        wrong: list[str] = []
        for name in (SALE, RECEIPTS, TILL, ARTICLES, STOCK):
            screen.show_page(name)
            wrong += too_high(session, f"shop {name}")
        for name in (COUNTER, DAY, SUMMARIES, SYNC, SETTINGS, HELP):
            window.show_screen(name)
            wrong += too_high(session, name)
        assert wrong == []
        assert (window.width(), window.height()) == (ROOM_WIDTH, ROOM_HEIGHT)
        close_shop(qtbot, session)


@pytest.mark.parametrize("percent", [100, 150])
def test_the_band_of_the_training_and_a_trouble_find_their_room(
    qtbot: QtBot, tmp_path: Path, percent: int
) -> None:
    with stocked(tmp_path) as shop:
        with shop.store.writing_local() as connection:
            preferences.save(connection, settings.TEXT_PERCENT, percent)
            connection.exec_driver_sql("DELETE FROM till_here")
        session, page = open_shop(qtbot, shop, OfficeSession)
        qtbot.waitUntil(lambda: not page.trouble.isHidden())
        window = session.window
        screen = window.screen_named(SHOP)
        assert isinstance(screen, ShopScreen)
        screen.training.show()
        window.banner.tell("À faire.", "Tout de suite.", action=("Faire", window.repaint))
        window.banner.tell("Le Z est fait et signé.", tone="ok")
        assert too_high(session, SHOP) == []
        close_shop(qtbot, session)


@pytest.mark.parametrize(
    ("size", "made"), [((1220, 697), OfficeSession), ((1280, 720), LeastSession)]
)
def test_the_basket_is_whole_in_the_least_windows(
    qtbot: QtBot, tmp_path: Path, size: tuple[int, int], made: type[Session]
) -> None:
    with stocked(tmp_path) as shop:
        session, page = open_shop(qtbot, shop, made)
        session.window.resize(*size)
        strike(page, "10 A E 40 Q 12 D 50 F")
        qtbot.waitUntil(lambda: page.width() <= size[0])
        assert cut_at_the_right(page) == []
        close_shop(qtbot, session)


def cut_at_the_right(page: SalePage) -> list[str]:
    """Return what of the basket and the payment ends behind the column's right edge."""
    assert page._right is not None
    port = page._right.viewport()
    return [
        f"{type(widget).__name__} {widget.accessibleName()}"
        for panel in (page.basket, page.payment)
        for widget in (panel, *panel.findChildren(QWidget))
        if widget.isVisible()
        and widget.mapTo(port, widget.rect().bottomRight()).x() >= port.width()
    ]


def test_the_question_before_emptying_fits_its_column(qtbot: QtBot, tmp_path: Path) -> None:
    with stocked(tmp_path) as shop:
        with shop.store.writing_local() as connection:
            preferences.save(connection, settings.TEXT_PERCENT, 150)
        session, page = open_shop(qtbot, shop, OfficeSession)
        session.window.resize(ROOM_WIDTH, ROOM_HEIGHT)
        strike(page, "4 Q")
        page.basket.empty_button.click()
        qtbot.waitUntil(page.basket.empty_no.isVisible)
        assert cut_at_the_right(page) == []
        close_shop(qtbot, session)


@pytest.mark.parametrize("percent", [150, 200])
def test_no_button_of_the_basket_stands_alone_on_a_line(
    qtbot: QtBot, tmp_path: Path, percent: int
) -> None:
    with stocked(tmp_path) as shop:
        with shop.store.writing_local() as connection:
            preferences.save(connection, settings.TEXT_PERCENT, percent)
        session, page = open_shop(qtbot, shop, OfficeSession)
        session.window.resize(ROOM_WIDTH, ROOM_HEIGHT)
        basket = page.basket
        heights = [
            button.mapTo(basket, button.rect().center()).y()
            for button in (
                basket.empty_button,
                basket.invoice_button,
                basket.park_button,
                basket.discount_button,
            )
        ]
        assert all(heights.count(height) > 1 for height in heights)
        close_shop(qtbot, session)


def test_a_payment_that_is_seldom_there_has_a_row_of_its_own(qtbot: QtBot, tmp_path: Path) -> None:
    with stocked(tmp_path) as shop:
        session, page = open_shop(qtbot, shop, OfficeSession)
        session.window.resize(ROOM_WIDTH, ROOM_HEIGHT)
        strike(page, "4 Q")
        session.sale.invoice_to(Customer("Mairie du Pont-de-Montvert", ""))
        account = page.payment.methods[PaymentMethod.ACCOUNT]
        qtbot.waitUntil(lambda: account.isVisible() and account.width() > page.payment.width() / 2)
        close_shop(qtbot, session)


def test_a_panel_keeps_its_field_and_its_key_in_sight(qtbot: QtBot, tmp_path: Path) -> None:
    with stocked(tmp_path) as shop:
        with shop.store.writing_local() as connection:
            preferences.save(connection, settings.TEXT_PERCENT, 150)
        session, page = open_shop(qtbot, shop, OfficeSession)
        session.window.resize(ROOM_WIDTH, ROOM_HEIGHT)
        session.window.banner.tell("À faire.", "Tout de suite.", action=("Faire", page.repaint))
        strike(page, "4 Q :")
        panel = page.line_panel
        panel.amount.setText("0,50")
        panel.apply()
        # It asks for the reason, and says so under the fields.
        assert panel.fault.isVisible()
        qtbot.waitUntil(lambda: in_sight(panel.reason, panel))
        assert panel.go.geometry().bottom() < panel.height()
        close_shop(qtbot, session)


def in_sight(widget: QWidget, panel: QWidget) -> bool:
    """Tell whether all of a widget is seen in the area that it scrolls in."""
    seen = widget.visibleRegion().boundingRect()
    return panel.isVisible() and seen.size() == widget.size()


@pytest.mark.parametrize("palette", [JOUR, NUIT, CONTRASTE], ids=lambda each: each.name)
def test_words_on_genet_have_the_ink_of_genet(
    qtbot: QtBot, qapp: QApplication, palette: Palette
) -> None:
    theme = apply_theme(qapp, palette, Scale.for_screen(1366, 768))
    button = KeyButton(theme, "Faire le Z", "", "complete")
    qtbot.addWidget(button)
    image = button.grab().toImage()
    seen = {image.pixel(x, y) for x in range(image.width()) for y in range(image.height())}
    assert QColor(palette.genet.fill).rgb() in seen
    assert QColor(palette.genet.on_fill).rgb() in seen
