"""The selling page as it is used: keys counted, scanned articles, baskets that wait."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from otdesk import settings
from otdesk.domain.receipts import PaymentMethod
from otdesk.domain.shop_counter.keys import ShopKey, ShopKeyKind
from otdesk.services import preferences
from otdesk.services.shop import baskets
from otdesk.services.till.keystore import KeyPlace
from otdesk.store import till_tables
from otdesk.ui.application import Session
from otdesk.ui.counter.key_map import LAYOUTS, KeyMap
from otdesk.ui.shop.sale.controller import basket_words
from otdesk.ui.shop.sale.keys import ShopKeyMap
from otdesk.ui.shop.sale.page import SalePage
from otdesk.ui.shop.sale.payment_panel import method_inside, pieces_words
from otdesk.ui.shop.sale.shelf import Shelf
from otdesk.ui.shop.screen import ShopScreen
from otdesk.ui.shop.till.page import TillPage
from otdesk.ui.theme.apply import apply_theme
from otdesk.ui.theme.palette import JOUR
from otdesk.ui.theme.scale import Scale
from otdesk.ui.window import COUNTER, SHOP
from tests.documents.pdf_papers import text_of
from tests.shop import Shop
from tests.ui.shop.stocked import close_shop, open_shop, stocked, type_into
from tests.ui.windows import open_window, rows_of, strike


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with stocked(tmp_path) as made:
        yield made


@pytest.fixture
def desk(qtbot: QtBot, shop: Shop) -> Iterator[tuple[Session, SalePage]]:
    session, page = open_shop(qtbot, shop)
    yield session, page
    close_shop(qtbot, session)


def sold(qtbot: QtBot, session: Session, number: int) -> None:
    qtbot.waitUntil(
        lambda: session.sale.last is not None and session.sale.last.receipt.number == number
    )


def lines(session: Session) -> list[tuple[str, int]]:
    return [(line.product.code, line.quantity // 1000) for line in session.sale.state.basket.lines]


# Keys -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "keys", "money"),
    [
        ("Q F5 Enter", 3, (80, 0)),
        ("4 Q F5 Enter", 4, (320, 0)),
        ("4 Q F5 5 Enter", 5, (320, 180)),
        ("E F6 Enter", 3, (1390, 0)),
        ("E Q F5 20 Enter", 6, (1470, 530)),
        ("10 A F7 Enter", 5, (600, 0)),
        ("E F8 10 F5 F6 Enter", 7, (1390, 0)),
    ],
)
def test_a_sale_takes_so_many_keys(
    qtbot: QtBot, desk: tuple[Session, SalePage], text: str, keys: int, money: tuple[int, int]
) -> None:
    session, page = desk
    assert strike(page, text) == keys
    sold(qtbot, session, 1)
    last = session.sale.last
    assert last is not None
    assert (last.receipt.total, last.change) == money
    # The next basket is there at once.
    assert session.sale.is_idle


def test_the_number_is_shown_when_it_is_on_the_disk(
    qtbot: QtBot, shop: Shop, desk: tuple[Session, SalePage]
) -> None:
    session, page = desk
    strike(page, "4 Q F5 5 Enter")
    assert "Enregistrement" in page.foot.last.text()
    sold(qtbot, session, 1)
    assert page.foot.last.text().startswith("Dernier n° 1 · 3,20")
    assert "rendu 1,80" in page.foot.last.text()
    assert rows_of(shop.workplace, till_tables.receipt) == 1
    # The foot names the receipt; the bar says what the hand has to do, and not the same again.
    assert page.bar.notice.tone == "ok"
    assert "rendre 1,80" in page.bar.notice.text
    assert "Dernier n°" not in page.bar.notice.text


def test_the_change_is_told_in_notes_and_coins() -> None:
    assert pieces_words(2190) == "20 + 1 + 0,50 + 0,20 + 0,20"
    assert pieces_words(0) == ""


def test_a_method_is_written_inside_a_sentence_as_french_does() -> None:
    methods = (PaymentMethod.CASH, PaymentMethod.CARD, PaymentMethod.ANCV)
    assert [method_inside(each) for each in methods] == ["espèces", "CB", "chèques-vacances"]


def test_a_sale_can_be_made_by_touch_alone(qtbot: QtBot, desk: tuple[Session, SalePage]) -> None:
    session, page = desk
    qtbot.mouseClick(page.shelf.families[1], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(page.shelf.articles[0], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(page.basket.rows[0].plus, Qt.MouseButton.LeftButton)
    assert lines(session) == [("fiche-ml", 2)]
    note = next(note for note in page.payment.notes if note.cents == 500)
    qtbot.mouseClick(note, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(page.payment.sell, Qt.MouseButton.LeftButton)
    sold(qtbot, session, 1)
    assert session.sale.last is not None
    assert session.sale.last.change == 300


@pytest.mark.parametrize("layout", ["azerty", "qwerty", "bepo"])
def test_the_place_of_a_key_decides_whatever_is_printed_on_it(layout: str) -> None:
    keys = ShopKeyMap(KeyMap(LAYOUTS[layout]))
    for scan_code, expected in (
        (24, ShopKey(ShopKeyKind.ARTICLE, 0)),
        (29, ShopKey(ShopKeyKind.FAMILY, 0)),
        (33, ShopKey(ShopKeyKind.FAMILY, 4)),
        (38, ShopKey(ShopKeyKind.ARTICLE, 5)),
        (47, ShopKey(ShopKeyKind.FAMILY, 9)),
        (52, ShopKey(ShopKeyKind.ARTICLE, 10)),
        (60, ShopKey(ShopKeyKind.DISCOUNT)),
        (10, ShopKey(ShopKeyKind.DIGIT, 1)),
    ):
        event = QKeyEvent(
            QEvent.Type.KeyPress,
            Qt.Key.Key_unknown,
            Qt.KeyboardModifier.NoModifier,
            scan_code,
            0,
            0,
            "?",
        )
        assert keys.recognise(event, paying=False, platform="xcb") == expected


def test_a_comma_is_one_while_money_is_typed_and_the_keypad_counts() -> None:
    keys = ShopKeyMap(KeyMap(LAYOUTS["azerty"]))

    def struck(key: Qt.Key, text: str, *, pad: bool = False) -> QKeyEvent:
        held = Qt.KeyboardModifier.KeypadModifier if pad else Qt.KeyboardModifier.NoModifier
        return QKeyEvent(QEvent.Type.KeyPress, key, held, text)

    for text in (",", "."):
        event = struck(Qt.Key.Key_Comma, text)
        assert keys.recognise(event, paying=True) == ShopKey(ShopKeyKind.DECIMAL)
    minus = struck(Qt.Key.Key_Minus, "-", pad=True)
    assert keys.recognise(minus, paying=False) == ShopKey(ShopKeyKind.LESS)
    # The same sign on the row of digits is the six of an AZERTY keyboard.
    six = struck(Qt.Key.Key_Minus, "-")
    assert keys.recognise(six, paying=False) == ShopKey(ShopKeyKind.DIGIT, 6)
    down = struck(Qt.Key.Key_Down, "", pad=True)
    assert keys.recognise(down, paying=False) == ShopKey(ShopKeyKind.DIGIT, 2)


def test_a_key_that_is_held_down_adds_once(desk: tuple[Session, SalePage]) -> None:
    session, page = desk
    for repeat in (False, True, True):
        event = QKeyEvent(
            QEvent.Type.KeyPress, Qt.Key.Key_Q, Qt.KeyboardModifier.NoModifier, "q", repeat
        )
        QApplication.sendEvent(page, event)
    assert lines(session) == [("cp", 1)]


def test_without_single_keys_tab_enter_and_function_keys_sell(qtbot: QtBot, shop: Shop) -> None:
    with shop.store.writing_local() as connection:
        preferences.save(connection, settings.SINGLE_KEYS, False)
    session, page = open_shop(qtbot, shop)
    strike(page, "Q 4")
    assert session.sale.is_idle
    type_into(page.shelf.articles[5], "Enter F5")
    type_into(page.payment.received, "5 Enter")
    sold(qtbot, session, 1)
    assert session.sale.last is not None
    assert session.sale.last.change == 420
    close_shop(qtbot, session)


def test_enter_on_a_focused_button_presses_it_and_sells_nothing(
    desk: tuple[Session, SalePage],
) -> None:
    session, page = desk
    strike(page, "Q F5")
    type_into(page.basket.rows[0].plus, "Enter")
    assert lines(session) == [("cp", 2)]
    type_into(page.basket.park_button, "Enter")
    assert session.sale.is_idle
    assert not session.sale.is_selling


def test_with_a_lost_key_the_foot_still_knows_what_was_sold(qtbot: QtBot, shop: Shop) -> None:
    shop.sell(shop.basket(cp=3))
    for key in (shop.root / "state" / "keys").iterdir():
        key.unlink()
    session, page = open_shop(qtbot, shop)
    qtbot.waitUntil(page.trouble.isVisible)
    assert "clé" in page.trouble.text
    qtbot.waitUntil(lambda: page.foot.last.text() == "Dernier du dossier : n° 1 · 2,40\u00a0€")
    # A duplicate is numbered by its till: there is none to do it, and no copy passes for another.
    page.print_ticket()
    qtbot.waitUntil(lambda: "l’ouvrir d’abord" in session.window.banner.text)
    close_shop(qtbot, session)


def test_the_foot_claims_nothing_before_it_has_looked(
    qtbot: QtBot, desk: tuple[Session, SalePage]
) -> None:
    session, page = desk
    qtbot.waitUntil(lambda: page.foot.last.text() == "Aucun ticket encore à cette caisse.")
    session.sale.latest._forget()
    page.foot.show_last(session.sale.latest, on_its_way=False)
    assert page.foot.last.text() == ""


# Baskets ----------------------------------------------------------------------------------------


def test_a_basket_waits_and_is_taken_back(desk: tuple[Session, SalePage]) -> None:
    session, page = desk
    strike(page, "4 Q F9 E F9 W")
    assert page.foot.waiting.words == "2 paniers en attente"
    strike(page, "F10")
    assert [choice.note for choice in page.parked.choices] == [
        "4 articles · 3,20\u00a0€",
        "1 article · 13,90\u00a0€",
    ]
    type_into(page.parked.list, "F10 Enter")
    assert lines(session) == [("ign-2739", 1)]
    # The basket that was in hand waits in its place.
    assert [kept.basket.lines[0].product.code for kept in session.sale.parked] == ["cp", "magnet"]


def test_emptying_is_confirmed_in_place_and_noted_by_the_till(
    qtbot: QtBot, shop: Shop, desk: tuple[Session, SalePage]
) -> None:
    session, page = desk
    strike(page, "4 Q")
    page.basket.empty_button.click()
    page.basket.empty_no.click()
    assert len(lines(session)) == 1
    page.basket.empty_button.click()
    page.basket.empty_yes.click()
    assert session.sale.is_idle
    qtbot.waitUntil(lambda: not session.link.is_writing)
    query = "SELECT count(*) FROM till_event WHERE event = 'abandoned' AND detail = '4 · 320'"
    assert shop.scalar(query) == 1


def test_a_basket_that_is_kept_gives_the_keys_back_to_the_sale(
    qtbot: QtBot, desk: tuple[Session, SalePage]
) -> None:
    session, page = desk
    strike(page, "4 Q")
    qtbot.mouseClick(page.basket.empty_button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(page.basket.empty_no, Qt.MouseButton.LeftButton)
    # The button that had the focus is gone: Enter must not press the next one.
    strike(page, "F5 5 Enter")
    sold(qtbot, session, 1)


def test_what_went_well_at_the_till_makes_way_once_something_is_sold(
    qtbot: QtBot, desk: tuple[Session, SalePage]
) -> None:
    session, page = desk
    banner = session.window.banner
    banner.tell("Fond de caisse : 150,00 €.", tone="ok")
    strike(page, "Q F5 Enter")
    sold(qtbot, session, 1)
    assert not banner.isVisible()


def test_baskets_are_on_the_disk_within_a_quarter_of_a_second(
    qtbot: QtBot, shop: Shop, desk: tuple[Session, SalePage]
) -> None:
    _session, page = desk
    strike(page, "4 Q F9 2 W")

    def kept() -> list[list[tuple[str, int]]]:
        with shop.store.reading() as connection:
            return [
                [(line.product.code, line.quantity // 1000) for line in each.basket.lines]
                for each in baskets.load(connection)
            ]

    qtbot.waitUntil(lambda: kept() == [[("magnet", 2)], [("cp", 4)]])


def test_what_another_start_finds_is_what_was_left(qtbot: QtBot, shop: Shop) -> None:
    session, page = open_shop(qtbot, shop)
    strike(page, "4 Q F9 2 W")
    close_shop(qtbot, session)
    again = open_window(qtbot, shop.workplace)
    # What follows the first painting.
    again._open_store()
    qtbot.waitUntil(lambda: not again.sale.is_idle)
    assert lines(again) == [("magnet", 2)]
    assert len(again.sale.parked) == 1
    # Shown whatever is in front: the counter is.
    assert "2 articles · 9,00" in again.window.head.basket.text()
    # The counter is in front: who comes to the sale is told there, once.
    again.window.show_screen(SHOP)
    screen = again.window.screen_named(SHOP)
    assert isinstance(screen, ShopScreen)
    sale = screen.page_named("sale")
    assert isinstance(sale, SalePage)
    assert sale.bar.notice.text == "2 paniers commencés ont été retrouvés."
    sale.bar.forget()
    again.window.show_screen(COUNTER)
    again.window.show_screen(SHOP)
    assert sale.bar.notice.text == ""
    close_shop(qtbot, again)


class Locked:
    """A keystore of the system that waits for its password, as long as `opened` is not set."""

    place = KeyPlace.SYSTEM

    def __init__(self) -> None:
        self.opened = threading.Event()

    def save(self, stream: str, pem: str) -> None:
        self.opened.wait()

    def load(self, stream: str) -> str | None:
        self.opened.wait()
        return None

    def holder(self, stream: str) -> KeyPlace | None:
        return None

    def forget(self, stream: str) -> None:
        self.opened.wait()

    def look_again(self, stream: str) -> None:
        pass


def test_a_basket_left_by_a_power_cut_shows_before_the_keystore_answers(
    qtbot: QtBot, shop: Shop
) -> None:
    session, page = open_shop(qtbot, shop)
    strike(page, "4 Q")
    close_shop(qtbot, session)
    again = open_window(qtbot, shop.workplace)
    locked = again._keystore = Locked()
    again._open_store()
    try:
        qtbot.waitUntil(lambda: "4 articles" in again.window.head.basket.text())
        assert again.window.rail.buttons[SHOP]._badge == 4
        assert not locked.opened.is_set()
    finally:
        locked.opened.set()
        close_shop(qtbot, again)


def test_a_basket_that_waits_shows_too_where_none_is_in_hand(qtbot: QtBot, shop: Shop) -> None:
    session, page = open_shop(qtbot, shop)
    strike(page, "4 Q F9")
    close_shop(qtbot, session)
    again = open_window(qtbot, shop.workplace)
    again._open_store()
    qtbot.waitUntil(lambda: "1 panier en attente" in again.window.head.basket.text())
    assert again.window.rail.buttons[SHOP]._badge == 4
    close_shop(qtbot, again)


def test_another_theme_keeps_the_basket_and_the_payment(
    qtbot: QtBot, shop: Shop, desk: tuple[Session, SalePage]
) -> None:
    session, page = desk
    strike(page, "4 Q F5 5")
    with shop.store.writing_local() as connection:
        preferences.save(connection, settings.THEME, "nuit")
        preferences.save(connection, settings.TEXT_PERCENT, 200)
    session._restyle()
    screen = session.window.screen_named(SHOP)
    assert isinstance(screen, ShopScreen)
    again = screen.page_named("sale")
    assert isinstance(again, SalePage)
    assert again is not page
    assert again.payment.change.back.figure == "1,80\u00a0€"
    strike(again, "Enter")
    sold(qtbot, session, 1)


def test_a_sale_and_its_basket_are_never_both_on_the_disk(
    qtbot: QtBot, shop: Shop, desk: tuple[Session, SalePage]
) -> None:
    session, page = desk

    def kept() -> int:
        with shop.store.reading() as connection:
            return sum(each.basket.pieces for each in baskets.load(connection))

    strike(page, "Q")
    qtbot.waitUntil(lambda: kept() == 1000)
    strike(page, "F5 Enter")
    sold(qtbot, session, 1)
    # As soon as the receipt is there, its basket is gone: no later write was needed for it.
    assert kept() == 0


def test_a_sale_that_is_refused_gives_its_basket_back(
    qtbot: QtBot, shop: Shop, desk: tuple[Session, SalePage]
) -> None:
    session, page = desk
    strike(page, "Q F5 Enter")
    sold(qtbot, session, 1)
    shop.next_day()
    asked: list[str] = []
    session.sale.till_wanted.disconnect()
    session.sale.till_wanted.connect(asked.append)
    strike(page, "4 Q F5 Enter")
    qtbot.waitUntil(lambda: asked == ["z"])
    assert lines(session) == [("cp", 4)]
    assert "clôturée" in page.bar.notice.text
    assert not page.trouble.isHidden()


def test_f11_comes_back_to_the_basket_from_every_page(
    qtbot: QtBot, desk: tuple[Session, SalePage]
) -> None:
    session, page = desk
    screen = session.window.screen_named(SHOP)
    assert isinstance(screen, ShopScreen)
    screen.show_page("stock")
    session.window.show_shop()
    assert screen.front == "sale"
    # From elsewhere: the page that was there, unless a basket is in hand.
    screen.show_page("stock")
    session.window.show_screen(COUNTER)
    session.window.show_shop()
    assert screen.front == "stock"
    session.window.show_shop()
    strike(page, "Q")
    screen.show_page("stock")
    session.window.show_screen(COUNTER)
    session.window.head.basket.click()
    assert screen.front == "sale"


@pytest.mark.parametrize("percent", [100, 150])
def test_the_name_of_a_row_never_pushes_its_tiles_out(
    qtbot: QtBot, qapp: QApplication, percent: int
) -> None:
    theme = apply_theme(qapp, JOUR, Scale.for_screen(1366, 768, percent))
    shelf = Shelf(theme, LAYOUTS["azerty"])
    qtbot.addWidget(shelf)
    for title in shelf._titles:
        title.setText("Cartes postales de photographes locaux, autour de Stevenson, " * 4)
    shelf.resize(720, 500)
    shelf.show()
    last = shelf.articles[4]
    assert last.mapTo(shelf, last.rect().bottomRight()).x() <= 720


class EmptyShop(Shop):
    """A shop before its first article."""

    def stock_up(self, each: int = 50) -> None:
        """Record nothing."""


def test_without_an_article_a_card_leads_to_the_articles(qtbot: QtBot, tmp_path: Path) -> None:
    shop = EmptyShop(tmp_path)
    try:
        session, page = open_shop(qtbot, shop)
        qtbot.waitUntil(lambda: not page.trouble.isHidden())
        assert "aucun article" in page.trouble.text
        asked: list[tuple[str, object]] = []
        page.page_wanted.disconnect()
        page.page_wanted.connect(lambda name, argument: asked.append((name, argument)))
        page.trouble.go.click()
        assert asked == [("articles", None)]
        close_shop(qtbot, session)
    finally:
        shop.close()


def test_without_a_till_a_card_leads_to_its_page(qtbot: QtBot, tmp_path: Path) -> None:
    with stocked(tmp_path) as shop:
        with shop.store.writing_local() as connection:
            connection.exec_driver_sql("DELETE FROM till_here")
        session, page = open_shop(qtbot, shop)
        qtbot.waitUntil(lambda: not page.trouble.isHidden())
        asked: list[tuple[str, object]] = []
        page.page_wanted.disconnect()
        page.page_wanted.connect(lambda name, argument: asked.append((name, argument)))
        page.trouble.go.click()
        assert asked == [("till", "begin")]
        strike(page, "Q F5 Enter")
        assert asked[-1] == ("till", "begin")
        assert lines(session) == [("cp", 1)]
        close_shop(qtbot, session)


# Changes ----------------------------------------------------------------------------------------


def test_a_discount_has_its_reason_and_a_book_its_limit(desk: tuple[Session, SalePage]) -> None:
    session, page = desk
    strike(page, "D :")
    panel = page.line_panel
    type_into(panel.amount, "2 Enter")
    panel.reason.setText("abîmé")
    type_into(panel.reason, "Enter")
    assert "95" in panel.fault.text()
    panel.amount.setText("5 %")
    panel.apply()
    line = session.sale.state.basket.lines[0]
    # 5 % of 6,50 € is 32,5 cents: 33 would be below what the law asks.
    assert (line.discount, line.discount_reason) == (32, "abîmé")
    assert panel.isHidden()


def test_a_typed_price_stands_beside_the_catalogues(desk: tuple[Session, SalePage]) -> None:
    session, page = desk
    strike(page, "W :")
    panel = page.line_panel
    panel.choices[list(panel.choices)[2]].click()
    panel.amount.setText("3,50")
    panel.reason.setText("fin de série")
    panel.apply()
    assert session.sale.state.total == 350
    assert page.basket.rows[0].words.face.note == "catalogue 4,50\u00a0€, fin de série"


def test_the_offered_set_is_told_on_its_line_and_undone(desk: tuple[Session, SalePage]) -> None:
    session, page = desk
    strike(page, "10 A")
    row = page.basket.rows[0]
    assert row.words.face.tone == "genet"
    assert "−4,00" in row.words.face.note
    row.undo.click()
    assert lines(session) == [("fiche-ml", 10)]


def test_an_article_is_found_by_a_few_letters(desk: tuple[Session, SalePage]) -> None:
    session, page = desk
    strike(page, "3 F3")
    type_into(page.search.field, "camis Enter")
    assert lines(session) == [("camisards", 3)]
    strike(page, "F3")
    page.search.field.setText("9782758551362")
    assert [choice.value for choice in page.search.choices] == ["ign-2739"]


def test_an_invoice_may_be_paid_later_and_is_made_with_its_receipt(
    qtbot: QtBot, shop: Shop, desk: tuple[Session, SalePage]
) -> None:
    session, page = desk
    account = page.payment.methods[PaymentMethod.ACCOUNT]
    strike(page, "E")
    assert account.isHidden()
    page.basket.invoice_button.click()
    page.invoice.go.click()
    assert "adresse" in page.invoice.fault.text()
    page.invoice.name.setText("Mairie de Vialas")
    page.invoice.address.setText("48220 Vialas")
    page.invoice.go.click()
    assert not account.isHidden()
    account.click()
    strike(page, "Enter")
    sold(qtbot, session, 1)
    paid = "SELECT cents FROM receipt_payment WHERE method = 'account'"
    assert shop.scalar(paid) == 1390
    made = "SELECT count(*) FROM invoice WHERE number = 1 AND customer = 'Mairie de Vialas'"
    assert shop.scalar(made) == 1
    # The next basket has no invoice.
    strike(page, "E")
    assert account.isHidden()
    # The paper to hand over is the invoice.
    assert page.payment.ticket.accessibleName() == "Facture"
    page.print_ticket()
    screen = session.window.screen_named(SHOP)
    assert isinstance(screen, ShopScreen)
    till = screen.page_named("till")
    assert isinstance(till, TillPage)
    printer = till.parts.printer
    qtbot.waitUntil(lambda: printer.isVisible() and printer.document.startswith(b"%PDF"))
    assert "Mairie de Vialas" in text_of(printer.document)


# The accueil of the same conversation -----------------------------------------------------------


def test_f2_links_the_accueil_validated_last(
    qtbot: QtBot, shop: Shop, desk: tuple[Session, SalePage]
) -> None:
    session, page = desk
    session.window.show_screen("counter")
    strike(session.window.counter, "2 A Q Space")
    qtbot.waitUntil(lambda: not session.link.is_writing)
    session.window.show_screen(SHOP)
    strike(page, "Q")
    qtbot.waitUntil(lambda: session.sale.visit.offered is not None)
    assert "Lozère" in page.basket.link.words
    strike(page, "F2")
    qtbot.waitUntil(lambda: session.sale.state.basket.visit is not None)
    strike(page, "F5 Enter")
    sold(qtbot, session, 1)
    assert shop.scalar("SELECT count(*) FROM receipt WHERE visit_uid IS NOT NULL") == 1


def test_an_accueil_validated_while_the_basket_is_open_is_offered(
    qtbot: QtBot, desk: tuple[Session, SalePage]
) -> None:
    session, page = desk
    strike(page, "Q F2")
    qtbot.waitUntil(lambda: "15 minutes" in page.bar.notice.text)
    session.window.show_screen("counter")
    # The basket is told while another screen is in front, the accueil while the shop is.
    assert "1 article" in session.window.head.basket.text()
    strike(session.window.counter, "3 A Q")
    session.window.show_screen(SHOP)
    assert "3 pers." in session.window.head.draft.text()
    session.window.show_screen("counter")
    strike(session.window.counter, "Space")
    qtbot.waitUntil(lambda: session.sale.visit.offered is not None)
    assert session.sale.state.basket.visit is None


# Scanning ---------------------------------------------------------------------------------------


def scan(session: Session, text: str, enter: str = "\r") -> None:
    """Send a scan through the window's native surface, as a keyboard wedge does."""
    surface = session.window.windowHandle()
    for sign in (*text, *enter):
        key = Qt.Key.Key_Return if sign == "\r" else Qt.Key.Key_unknown
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, sign)
            QCoreApplication.sendEvent(surface, event)


def mangled(digits: str) -> str:
    return "".join("à&é\"'(-è_ç"[int(digit)] for digit in digits)


def test_twenty_articles_scanned_at_once_are_all_there(
    qtbot: QtBot, desk: tuple[Session, SalePage]
) -> None:
    session, _page = desk
    grammar = session.sale.grammar
    assert grammar is not None
    articles = grammar.catalogue.articles.values()
    codes = [a.product.barcode for a in articles if a.product.barcode and not a.product.retired]
    for place in range(20):
        scan(session, codes[place % len(codes)])
    assert session.sale.state.basket.pieces == 20_000


def test_a_scan_on_another_screen_opens_the_shop_with_the_article(qtbot: QtBot, shop: Shop) -> None:
    session = open_window(qtbot, shop.workplace)
    scan(session, mangled("9782758551362"))
    assert session.window.current == SHOP
    qtbot.waitUntil(lambda: lines(session) == [("ign-2739", 1)])
    # Nothing of it was typed at the counter.
    assert session.controller.draft.is_blank
    close_shop(qtbot, session)


def test_an_unknown_barcode_is_told(desk: tuple[Session, SalePage]) -> None:
    session, page = desk
    scan(session, "4006381333931")
    assert "4006381333931" in page.bar.notice.text
    assert session.sale.is_idle


def test_a_misread_barcode_is_nobodys_typing(desk: tuple[Session, SalePage]) -> None:
    session, page = desk
    strike(page, "Q F5")
    scan(session, "9782758551363")
    assert "mal lu" in session.window.banner.text
    assert session.sale.state.tender is not None
    assert session.sale.state.tender.typed == ""


def test_a_hands_digits_come_through_in_their_order(
    qtbot: QtBot, desk: tuple[Session, SalePage]
) -> None:
    session, _page = desk
    surface = session.window.windowHandle()
    for sign, key in (("1", Qt.Key.Key_1), ("2", Qt.Key.Key_2), ("q", Qt.Key.Key_Q)):
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, sign)
        QCoreApplication.sendEvent(surface, event)
    # The letter brings the digits that were kept back before it.
    assert lines(session) == [("cp", 12)]
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_3, Qt.KeyboardModifier.NoModifier, "3")
    QCoreApplication.sendEvent(surface, event)
    qtbot.waitUntil(lambda: session.sale.state.quantity == "3")


def test_a_scanner_without_enter_is_heard_and_a_late_enter_sells_nothing(
    qtbot: QtBot, desk: tuple[Session, SalePage]
) -> None:
    session, page = desk
    strike(page, "Q F5")
    scan(session, "9782758551362", enter="")
    qtbot.waitUntil(lambda: len(lines(session)) == 2)
    scan(session, "")
    assert len(lines(session)) == 2
    assert not session.sale.is_selling


def test_a_scan_during_the_payment_adds_to_the_basket_not_to_the_amount(
    desk: tuple[Session, SalePage],
) -> None:
    session, page = desk
    strike(page, "Q F5 5")
    scan(session, "9782758551362")
    assert session.sale.state.total == 80 + 1390
    assert session.sale.state.tender is not None
    assert session.sale.state.tender.typed == "5"


# What a screen reader meets ---------------------------------------------------------------------


def walk(widget: QWidget, look: Callable[[QWidget], None]) -> None:
    for child in widget.findChildren(QWidget):
        if child.isVisibleTo(widget):
            look(child)


def test_every_control_has_a_name_and_a_fingers_size(desk: tuple[Session, SalePage]) -> None:
    _session, page = desk
    strike(page, "10 A Q F5")
    nameless: list[str] = []
    small: list[str] = []

    def look(widget: QWidget) -> None:
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            found = QAccessible.queryAccessibleInterface(widget)
            if not found.text(QAccessible.Text.Name).strip():
                nameless.append(type(widget).__name__)
            if widget.height() < 44:
                small.append(f"{type(widget).__name__} {widget.height()}")

    walk(page, look)
    assert nameless == []
    assert small == []


def test_the_accessible_press_of_a_tile_adds_its_article(
    qtbot: QtBot, desk: tuple[Session, SalePage]
) -> None:
    session, page = desk
    found = QAccessible.queryAccessibleInterface(page.shelf.articles[5])
    actions = found.actionInterface()
    actions.doAction(actions.pressAction())
    qtbot.waitUntil(lambda: lines(session) == [("cp", 1)])
    name = page.shelf.articles[5].accessibleName()
    assert "Carte postale" in name
    assert "1 au panier" in name


def test_the_basket_in_words() -> None:
    from tests.shop_keys import Hand

    assert basket_words(Hand().type("4 Q").state.basket) == "4 articles · 3,20\u00a0€"
