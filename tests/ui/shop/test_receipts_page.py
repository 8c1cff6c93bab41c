"""The page of receipts: found, shown whole, printed again, refunded, corrected, guarded."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from otdesk.domain.receipts import Payment, PaymentMethod, Receipt, Refund
from otdesk.errors import DataFault
from otdesk.services import preferences
from otdesk.ui.application import Session
from otdesk.ui.key_button import KeyButton
from otdesk.ui.printing import faults
from otdesk.ui.printing.spooler import PrinterFound, PrintOrder
from otdesk.ui.shop.page import RECEIPTS
from otdesk.ui.shop.receipts.page import PRINT, ReceiptsPage
from otdesk.ui.shop.receipts.printing import Render
from otdesk.ui.shop.sale.page import SalePage
from otdesk.ui.shop.screen import ShopScreen
from otdesk.ui.window import SHOP
from tests.shop import Shop
from tests.ui.shop.stocked import close_shop, open_shop, stocked, type_into
from tests.ui.windows import strike

LASER = PrinterFound("laser", "Laser du bureau", True, True, False)


@dataclass
class Tray:
    """Takes what is printed."""

    orders: list[PrintOrder] = field(default_factory=list)
    refusal: str = ""

    def printers(self) -> Sequence[PrinterFound]:
        return (LASER,)

    def print_pdf(
        self,
        content: bytes,
        order: PrintOrder,
        progress: Callable[[int, int], None],
        is_cancelled: Callable[[], bool],
    ) -> bool:
        if self.refusal:
            raise faults.refused(order.printer, self.refusal)
        self.orders.append(order)
        return True


def plain_paper(receipt: Receipt, signature: str, copy: int, names: Mapping[str, str]) -> bytes:
    """Return what a PDF would say: the renderer has its own tests."""
    return f"{receipt.number} {copy} {len(signature)}".encode()


def plain_refund(refund: Refund, signature: str, copy: int, names: Mapping[str, str]) -> bytes:
    """Return what the PDF of a refund would say."""
    return f"refund {refund.number} {copy} {len(signature)}".encode()


@dataclass
class Desk:
    """The page on a shop that sold three times."""

    qtbot: QtBot
    shop: Shop
    session: Session
    page: ReceiptsPage
    tray: Tray
    uids: list[str]

    def shows(self, number: int) -> None:
        self.qtbot.waitUntil(
            lambda: self.page.view.file is not None and self.page.view.file.receipt.number == number
        )

    def offers(self, number: int, copy: int) -> None:
        """Wait for a paper that may be printed."""
        printing = self.page.printing
        content = f"{number} {copy} 9".encode()
        self.qtbot.waitUntil(lambda: printing.document == content and printing.go.isEnabled())
        self.qtbot.waitUntil(lambda: printing.chosen == LASER)

    def offers_refund(self, number: int, copy: int) -> None:
        """Wait for the paper of a refund."""
        content = f"refund {number} {copy} 9".encode()
        self.qtbot.waitUntil(lambda: self.page.printing.document == content)

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.session.link.is_writing)

    def said(self) -> str:
        return " ".join(label.text() for label in self.page.view.findChildren(QLabel))


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with stocked(tmp_path) as made:
        yield made


def open_page(qtbot: QtBot, shop: Shop, render: Render = plain_paper) -> Desk:
    uids = [
        shop.sell(shop.basket(cp=4, magnet=1))[0],
        shop.sell(shop.basket(ign_2739=1), Payment(PaymentMethod.CARD, 1390))[0],
        shop.sell(shop.basket(cp=1), Payment(PaymentMethod.CASH, 80, 500))[0],
    ]
    session, _sale = open_shop(qtbot, shop)
    screen = session.window.screen_named(SHOP)
    assert isinstance(screen, ShopScreen)
    tray = Tray()
    screen._makers[RECEIPTS] = lambda desk, theme: ReceiptsPage(
        desk, theme, device=tray, render=render, render_refund=plain_refund
    )
    screen.show_page(RECEIPTS)
    page = screen.page_named(RECEIPTS)
    assert isinstance(page, ReceiptsPage)
    desk = Desk(qtbot, shop, session, page, tray, uids)
    desk.shows(3)
    return desk


@pytest.fixture
def desk(qtbot: QtBot, shop: Shop) -> Iterator[Desk]:
    opened = open_page(qtbot, shop)
    yield opened
    close_shop(qtbot, opened.session)


# Finding ----------------------------------------------------------------------------------------


def test_the_newest_receipt_of_the_day_is_shown_whole(desk: Desk) -> None:
    assert desk.page.list.list.count() == 3
    assert desk.page.list.said.text().startswith("3 tickets, 22,40")
    assert "reçu 5,00" in desk.said()
    assert "rendu 4,20" in desk.said()


@pytest.mark.parametrize(("text", "number"), [("1", 1), ("13,90", 2), ("magnet", 1)])
def test_a_receipt_is_found_by_number_amount_or_article(desk: Desk, text: str, number: int) -> None:
    desk.page.list.field.setText(text)
    desk.shows(number)
    assert desk.page.list.list.count() == 1


def test_a_number_of_another_day_is_found_from_any_day(desk: Desk) -> None:
    desk.page.list.step(-1)
    desk.qtbot.waitUntil(lambda: desk.page.list.list.count() == 0)
    assert "Aucun ticket" in desk.page.list.said.text()
    desk.page.list.field.setText("2")
    type_into(desk.page.list.field, "Enter")
    desk.shows(2)
    desk.qtbot.waitUntil(lambda: desk.page.list.day == desk.shop.workplace.today())


# Refund -----------------------------------------------------------------------------------------


def test_a_part_is_refunded_once_the_amount_was_confirmed(desk: Desk) -> None:
    desk.page.list.field.setText("1")
    desk.shows(1)
    desk.page.view.refund_button.click()
    panel = desk.page.refund
    assert not panel.go.isEnabled()
    panel._count(0, 1000)
    panel._count(0, 1000)
    panel.reason.setText("article abîmé")
    assert panel.total == 160
    panel.go.click()
    assert panel.amount.text() == "1,60\u00a0€"
    assert not panel.yes.isHidden()
    # Nothing is written before the second yes.
    assert desk.shop.scalar("SELECT count(*) FROM receipt WHERE refund = 1") == 0
    type_into(panel.yes, "Enter")
    desk.qtbot.waitUntil(lambda: "Remboursement n° 1" in desk.said())
    assert desk.shop.scalar("SELECT total FROM receipt WHERE refund = 1") == -160
    assert desk.page.view.file is not None
    assert desk.page.view.file.remaining == (2000, 1000)
    # What went back on the shelf is there again.
    moved = "SELECT sum(quantity) FROM stock_move WHERE product = 'cp' AND cause = 'refund'"
    assert desk.shop.scalar(moved) == 2000


def test_the_refund_begins_with_the_question_that_is_open(desk: Desk) -> None:
    panel = desk.page.refund
    desk.page.view.refund_button.click()
    # One article, one piece: all that is left to say is why.
    assert panel.reason.hasFocus()
    panel.left.emit()
    desk.page.list.list.setCurrentRow(2)
    desk.shows(1)
    desk.page.view.refund_button.click()
    strike(panel, "Enter Enter")
    assert panel.total == 160


def test_never_more_than_remains_can_be_chosen(desk: Desk) -> None:
    desk.page.view.refund_button.click()
    panel = desk.page.refund
    for _press in range(5):
        panel._count(0, 1000)
    assert panel.total == 80
    assert panel.method is PaymentMethod.CASH
    panel._count(0, -1000)
    panel._count(0, -1000)
    assert panel.total == 0


def test_a_card_sale_is_given_back_by_card_unless_told(desk: Desk) -> None:
    desk.page.list.field.setText("2")
    desk.shows(2)
    desk.page.view.refund_button.click()
    panel = desk.page.refund
    assert panel.method is PaymentMethod.CARD
    # A single line is given back whole.
    assert panel.total == 1390
    panel.restock.setChecked(False)
    panel.reason.setText("échange")
    panel.go.click()
    panel.yes.click()
    desk.qtbot.waitUntil(lambda: "Tout a été remboursé" in desk.said())
    assert not desk.page.view.refund_button.isEnabled()


def test_an_earlier_day_that_is_open_leads_to_the_till(desk: Desk) -> None:
    desk.shop.next_day()
    asked: list[tuple[str, object]] = []
    desk.page.page_wanted.disconnect()
    desk.page.page_wanted.connect(lambda name, argument: asked.append((name, argument)))
    desk.page.view.refund_button.click()
    desk.page.refund.reason.setText("erreur")
    desk.page.refund.go.click()
    desk.page.refund.yes.click()
    desk.qtbot.waitUntil(lambda: asked == [("till", "z")])


# The code ---------------------------------------------------------------------------------------


def test_a_refund_asks_for_the_code_where_one_is_set(qtbot: QtBot, shop: Shop) -> None:
    with shop.store.writing_local() as connection:
        preferences.set_pin(connection, "4812")
    desk = open_page(qtbot, shop)
    gate = desk.page.gate
    desk.page.view.refund_button.click()
    assert not gate.isHidden()
    assert desk.page.refund.isHidden()
    gate.field.setText("0000")
    gate.enter.click()
    qtbot.waitUntil(lambda: gate.enter.isEnabled() and not gate.field.text())
    desk.settle()
    failed = "SELECT count(*) FROM till_event WHERE event = 'login_failed'"
    qtbot.waitUntil(lambda: shop.scalar(failed) == 1)
    gate.field.setText("4812")
    gate.enter.click()
    qtbot.waitUntil(lambda: not desk.page.refund.isHidden())
    close_shop(qtbot, desk.session)


# Paper ------------------------------------------------------------------------------------------


def test_what_is_printed_again_is_a_numbered_duplicate(desk: Desk) -> None:
    for copy in (1, 2):
        desk.page.view.print_button.click()
        desk.offers(3, copy)
        with desk.qtbot.waitSignal(desk.page.printing.ended):
            desk.page.printing.go.click()
        desk.page.printing.left.emit()
    assert [order.title for order in desk.tray.orders] == [
        "duplicata 1 du ticket n° 3",
        "duplicata 2 du ticket n° 3",
    ]
    assert desk.shop.scalar("SELECT max(copy) FROM duplicate") == 2
    desk.qtbot.waitUntil(lambda: "2 duplicatas" in desk.said())


def test_a_refund_is_printed_once_as_it_is_then_as_duplicates(desk: Desk) -> None:
    page = desk.page
    page.view.refund_button.click()
    page.refund.take_all()
    page.refund.reason.setText("échange")
    page.refund.go.click()
    type_into(page.refund.yes, "Enter")
    desk.qtbot.waitUntil(lambda: "Remboursement n° 1" in desk.said())

    def paper(copy: int) -> None:
        page.view.findChildren(KeyButton, "refund-paper")[0].click()
        desk.offers_refund(1, copy)
        page.printing.left.emit()

    for copy in (0, 1, 2):
        paper(copy)
    assert desk.shop.scalar("SELECT count(*) FROM duplicate") == 2


def test_the_first_paper_of_a_sale_is_the_original(desk: Desk) -> None:
    screen = desk.session.window.screen_named(SHOP)
    assert isinstance(screen, ShopScreen)
    screen.show_page("sale")
    page = screen.page_named("sale")
    assert isinstance(page, SalePage)
    strike(page, "Q F5 Enter")
    sale = desk.session.sale
    desk.qtbot.waitUntil(lambda: sale.last is not None and sale.last.receipt.number == 4)
    page.payment.ticket.click()
    desk.offers(4, 0)
    assert desk.shop.scalar("SELECT count(*) FROM duplicate") == 0
    assert sale.last is not None
    assert sale.last.printed
    desk.page.arrive((PRINT, sale.last.uid, False))
    desk.offers(4, 1)


def test_while_the_original_is_made_no_duplicate_can_be_asked_for(qtbot: QtBot, shop: Shop) -> None:
    go_on = threading.Event()

    def slow_paper(receipt: Receipt, signature: str, copy: int, names: Mapping[str, str]) -> bytes:
        assert go_on.wait(30)
        return plain_paper(receipt, signature, copy, names)

    desk = open_page(qtbot, shop, slow_paper)
    page, uid = desk.page, desk.uids[1]
    page.arrive((PRINT, uid, True))
    desk.shows(2)
    assert not page.view.print_button.isEnabled()
    # By its key, and asked for once more from the sale: it is still the one original.
    page.print_again()
    page.arrive((PRINT, uid, True))
    go_on.set()
    desk.offers(2, 0)
    page.printing.left.emit()
    assert page.view.print_button.isEnabled()
    assert shop.scalar("SELECT count(*) FROM duplicate") == 0
    close_shop(qtbot, desk.session)


def test_a_double_press_makes_one_duplicate(desk: Desk) -> None:
    desk.page.view.print_button.click()
    desk.page.view.print_button.click()
    desk.offers(3, 1)
    # The panel of the paper is in front now: the key of the page behind it does nothing.
    desk.page.print_again()
    desk.settle()
    assert desk.shop.scalar("SELECT count(*) FROM duplicate") == 1


def test_a_paper_that_could_not_be_made_is_the_original_still(qtbot: QtBot, shop: Shop) -> None:
    faults_left = [DataFault("plus de place")]

    def paper(receipt: Receipt, signature: str, copy: int, names: Mapping[str, str]) -> bytes:
        if faults_left:
            raise faults_left.pop()
        return plain_paper(receipt, signature, copy, names)

    desk = open_page(qtbot, shop, paper)
    screen = desk.session.window.screen_named(SHOP)
    assert isinstance(screen, ShopScreen)
    screen.show_page("sale")
    sale = screen.page_named("sale")
    assert isinstance(sale, SalePage)
    strike(sale, "Q F5 Enter")
    qtbot.waitUntil(lambda: desk.session.sale.last is not None)
    qtbot.waitUntil(lambda: not desk.session.sale.is_selling)
    sale.print_ticket()
    qtbot.waitUntil(lambda: "plus de place" in desk.session.window.banner.text)
    screen.show_page("sale")
    sale.print_ticket()
    desk.offers(4, 0)
    close_shop(qtbot, desk.session)


def test_with_a_printer_the_page_has_the_room_and_what_is_seldom_asked_is_folded(
    desk: Desk,
) -> None:
    desk.page.view.print_button.click()
    desk.offers(3, 1)
    panel = desk.page.printing
    desk.qtbot.waitUntil(lambda: panel.choice.count() == 1)
    assert not panel.copies.isVisible()
    form = panel.details.parentWidget()
    assert form is not None
    folded = form.sizeHint().height()
    panel.more.click()
    desk.qtbot.waitUntil(panel.copies.isVisible)
    # Three rows of a finger's height are the page's, until somebody wants them.
    opened = form.sizeHint().height()
    assert opened - folded >= 2 * panel.theme.scale.target
    panel.copies.setValue(2)
    with desk.qtbot.waitSignal(panel.ended):
        panel.go.click()
    assert desk.tray.orders[0].copies == 2


def test_a_printer_that_refuses_is_noted_by_the_till(desk: Desk) -> None:
    desk.tray.refusal = "plus de papier"
    desk.page.view.print_button.click()
    desk.offers(3, 1)
    with desk.qtbot.waitSignal(desk.page.printing.ended):
        desk.page.printing.go.click()
    failed = "SELECT count(*) FROM till_event WHERE event = 'print_failed'"
    desk.qtbot.waitUntil(lambda: desk.shop.scalar(failed) == 1)


# Paid otherwise ---------------------------------------------------------------------------------


def test_a_wrong_method_is_corrected_beside_the_receipt(desk: Desk) -> None:
    desk.page.view.correct_button.click()
    panel = desk.page.correction
    panel.given[PaymentMethod.CARD].click()
    panel.reason.setText("carte, tapée espèces")
    panel.go.click()
    desk.qtbot.waitUntil(lambda: "Payé autrement" in desk.said())
    assert desk.page.view.file is not None
    assert desk.page.view.file.paid == {PaymentMethod.CARD: 80}
    assert desk.shop.scalar("SELECT count(*) FROM payment_correction") == 1


def test_a_correction_without_a_reason_is_refused_in_the_panel(desk: Desk) -> None:
    desk.page.view.correct_button.click()
    desk.page.correction.go.click()
    desk.qtbot.waitUntil(lambda: "motif" in desk.page.correction.fault.text())
