"""The Caisse page: begun, counted, closed, its money taken to the bank, and its training."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from otdesk.domain.catalogue import Supplier
from otdesk.domain.receipts import Payment, PaymentMethod
from otdesk.domain.till import CashMove, Closing, ClosingSpan, Perpetual, TillTotals
from otdesk.services.shop import catalogue
from otdesk.services.till import events, training
from otdesk.store.till_state import state_of
from otdesk.ui.days.closing_steps import StepState
from otdesk.ui.shop.till.page import TillPage
from otdesk.ui.shop.till.steps_card import TillStep
from otdesk.ui.shop.till.words import periods_closed
from otdesk.ui.theme.scale import Scale
from tests.documents.pdf_papers import text_of
from tests.shop import FAMILIES, Shop
from tests.shop import opened as opened_shop
from tests.ui.day_desk import dress, set_pin
from tests.ui.till_desk import TillDesk, file_keystore, keys, opened, without_till


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with opened_shop(tmp_path) as shop:
        yield shop


@pytest.fixture
def desk(qtbot: QtBot, shop: Shop) -> Iterator[TillDesk]:
    shop.set_float(10_000)
    shop.sell(shop.basket(cp=3, peche_jour=1))
    with opened(qtbot, shop.workplace, dress(), file_keystore(shop)) as desk:
        yield desk


def rows(shop: Shop, query: str) -> list[tuple[object, ...]]:
    with shop.store.reading() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(query)]


def noted(shop: Shop) -> list[str]:
    return [str(row[0]) for row in rows(shop, "SELECT event FROM till_event ORDER BY seq")]


def enter(desk: TillDesk) -> None:
    """Press Ctrl Enter where the focus is."""
    target = QApplication.focusWidget() or desk.page
    desk.qtbot.keyClick(target, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


# Beginning ---------------------------------------------------------------------------------


def test_a_till_that_takes_over_from_one_that_ended_says_which(qtbot: QtBot, shop: Shop) -> None:
    without_till(shop)
    with opened(qtbot, shop.workplace, dress(), file_keystore(shop)) as desk:
        begin = desk.page.parts.begin
        desk.until(begin.follows.isVisible)
        assert "« Caisse 1 »" in begin.follows.text().replace("\u00a0", " ")


def test_a_till_is_begun_with_its_name_and_the_float_that_was_counted(
    qtbot: QtBot, shop: Shop
) -> None:
    without_till(shop)
    with opened(qtbot, shop.workplace, dress(), file_keystore(shop)) as desk:
        begin = desk.page.parts.begin
        desk.until(begin.isVisible)
        assert "fichier protégé" in begin.place_note.text()
        begin.name.setText("Caisse du fond")
        begin.grid.fields[2000].setText("5")
        begin.grid.fields[50].setText("4")
        assert begin.counted == 10_200
        enter(desk)
        desk.until(desk.page.parts.state.isVisible)
        assert "Caisse du fond" in desk.said
    last = "SELECT name FROM till JOIN till_here ON till.till = till_here.stream"
    assert rows(shop, last) == [("Caisse du fond",)]
    assert rows(shop, "SELECT move, cents FROM cash_movement") == [("float", 10_200)]


def test_before_the_till_was_read_nothing_is_said_of_it(desk: TillDesk) -> None:
    page = TillPage(desk.screen.desk, desk.screen.theme)
    desk.qtbot.addWidget(page)
    page.parts.show_reading()
    page.show()
    assert page.parts.lead.text() == "La caisse se charge…"
    parts = page.parts
    assert not any(w.isVisible() for w in (parts.begin, parts.state, parts.steps, parts.train))
    page.arrive()
    desk.until(parts.state.isVisible)
    assert parts.steps.isVisible()


def test_a_till_without_a_count_is_not_begun(qtbot: QtBot, shop: Shop) -> None:
    without_till(shop)
    with opened(qtbot, shop.workplace, dress(), file_keystore(shop)) as desk:
        begin = desk.page.parts.begin
        desk.until(begin.isVisible)
        begin.act()
        assert "Compter le fond" in begin.fault.text()
    assert rows(shop, "SELECT count(*) FROM till") == [(1,)]


def test_a_lost_key_is_explained_and_a_new_till_takes_over_the_totals(
    qtbot: QtBot, shop: Shop
) -> None:
    shop.sell(shop.basket(cp=3))
    for key in keys(shop):
        key.unlink()
    with opened(qtbot, shop.workplace, dress(), file_keystore(shop)) as desk:
        begin = desk.page.parts.begin
        desk.until(begin.isVisible)
        assert "introuvable" in begin.title.text()
        begin.typed.setText("0")
        begin.act()
        desk.until(desk.page.parts.state.isVisible)
    carried = "SELECT parent <> '', perpetual_net FROM till ORDER BY rowid"
    assert rows(shop, carried) == [(0, 0), (1, 240)]


def test_a_restored_folder_is_explained_and_its_new_till_notes_it(qtbot: QtBot, shop: Shop) -> None:
    shop.sell()
    stream = shop.post.stream
    (mark,) = (shop.root / "state").glob(f"{stream}.mark")
    mark.write_text(f"{99:020d} {'ab' * 32}\n", "ascii")
    with opened(qtbot, shop.workplace, dress(), file_keystore(shop)) as desk:
        begin = desk.page.parts.begin
        desk.until(begin.isVisible)
        assert "en retard" in begin.title.text()
        begin.typed.setText("120,50")
        begin.act()
        desk.until(desk.page.parts.state.isVisible)
    assert noted(shop) == ["restore"]


# The state ---------------------------------------------------------------------------------


def test_the_state_leads_with_what_was_taken_and_what_must_lie_there(desk: TillDesk) -> None:
    parts = desk.page.parts
    assert parts.lead.text() == "1 ticket depuis ce matin, 2,40\u00a0€"
    assert parts.state.turnover.text() == "2,40\u00a0€"
    assert parts.state.drawer.text() == "114,40\u00a0€"
    assert "12,00\u00a0€" in parts.steps.rows[TillStep.HELD].step.note


def test_tab_leads_from_the_sum_to_why_it_differs(desk: TillDesk) -> None:
    desk.page.arrive("float")
    form = desk.page.parts.float
    desk.until(form.isVisible)
    form.typed.setText("90")
    asked = form.typed.nextInFocusChain()
    while asked and not (asked.isVisible() and asked.focusPolicy() & Qt.FocusPolicy.TabFocus):
        asked = asked.nextInFocusChain()
    assert asked is form.reason


def test_a_wrong_float_is_set_right_with_its_reason(desk: TillDesk, shop: Shop) -> None:
    desk.page.open_step(TillStep.FLOAT)
    form = desk.page.parts.float
    form.typed.setText("115,00")
    assert form.difference.text() == "+0,60\u00a0€"
    form.act()
    assert "dire pourquoi" in form.fault.text()
    form.reason.setText("appoint")
    form.act()
    desk.until(lambda: "Fond de caisse" in desk.said)
    assert rows(shop, "SELECT cents, note FROM cash_movement ORDER BY seq")[-1] == (60, "appoint")


def test_cash_leaves_with_its_motive(desk: TillDesk, shop: Shop) -> None:
    desk.page.open_step(TillStep.CASH)
    panel = desk.page.parts.cash
    panel.amount.setText("3,50")
    panel.note.setText("timbres")
    enter(desk)
    desk.until(lambda: "Sorti" in desk.said)
    assert rows(shop, "SELECT move, cents, note FROM cash_movement ORDER BY seq")[-1] == (
        "purchase",
        -350,
        "timbres",
    )


def test_a_barcode_in_a_sum_moves_nothing(desk: TillDesk, shop: Shop) -> None:
    desk.page.open_step(TillStep.CASH)
    panel = desk.page.parts.cash
    panel.amount.setText("9782264044068")
    panel.act()
    assert "code-barres" in panel.fault.text()
    assert rows(shop, "SELECT count(*) FROM cash_movement") == [(1,)]


def test_the_code_guards_what_leaves_and_a_wrong_one_is_noted(desk: TillDesk, shop: Shop) -> None:
    set_pin(shop.workplace, "4321")
    desk.page.open_step(TillStep.CASH)
    panel = desk.page.parts.cash
    assert panel.pin.isVisible()
    panel.ways["in", CashMove.OTHER].setChecked(True)
    assert not panel.pin.isVisible()
    panel.ways["out", CashMove.PURCHASE].setChecked(True)
    panel.amount.setText("1")
    panel.pin.setText("1111")
    panel.act()
    desk.until(lambda: "pas le bon" in panel.fault.text())
    panel.pin.setText("4321")
    panel.act()
    desk.until(lambda: "Sorti" in desk.said)
    assert noted(shop) == ["login_failed"]


def test_an_opened_drawer_is_noted(desk: TillDesk, shop: Shop) -> None:
    desk.page.parts.drawer.click()
    desk.until(lambda: noted(shop) == ["drawer"])


# The Z -------------------------------------------------------------------------------------


def count(desk: TillDesk, **pieces: int) -> None:
    for value, number in pieces.items():
        desk.page.parts.z.grid.fields[int(value[1:])].setText(str(number))


def test_a_right_count_makes_the_z_and_offers_its_paper(desk: TillDesk, shop: Shop) -> None:
    enter(desk)
    form = desk.page.parts.z
    desk.until(form.isVisible)
    count(desk, c5000=2, c1000=1, c200=2, c20=2)
    assert form.difference.text() == "juste"
    assert not form.explanation.isVisible()
    enter(desk)
    panel = desk.page.parts.closing
    desk.until(panel.isVisible)
    assert "Z n° 1" in panel.accessibleName()
    assert rows(shop, "SELECT expected, counted FROM till_closing") == [(11_440, 11_440)]
    # The key stands on the panel alone: what is told outlives the page, where it means a sale.
    assert desk.said == "Le Z est fait et signé."
    assert panel.paper.isVisible()
    desk.settled()
    desk.until(lambda: desk.page.parts.closings.records != ())
    assert panel.isVisible()


def test_a_difference_is_large_and_asks_for_its_explanation(desk: TillDesk, shop: Shop) -> None:
    desk.page.open_z()
    form = desk.page.parts.z
    count(desk, c5000=2, c1000=1, c200=2)
    assert form.difference.text() == "−0,40\u00a0€"
    assert form.explanation.isVisible()
    form.act()
    assert "explication" in form.fault.text()
    form.explanation.setText("rendu de trop")
    form.act()
    desk.until(desk.page.parts.closing.isVisible)
    made = rows(shop, "SELECT counted - expected, explanation FROM till_closing")
    assert made == [(-40, "rendu de trop")]


def test_the_card_terminal_is_set_against_the_cards(desk: TillDesk, shop: Shop) -> None:
    desk.page.open_z()
    form = desk.page.parts.z
    form.typed.setText("114,40")
    form.terminal.setText("12,00")
    form.act()
    assert "explication" in form.fault.text()
    form.terminal.setText("0")
    form.act()
    desk.until(desk.page.parts.closing.isVisible)
    assert rows(shop, "SELECT card_terminal, counted FROM till_closing") == [(0, 11_440)]


def test_nothing_counted_is_not_a_count_of_zero(desk: TillDesk, shop: Shop) -> None:
    desk.page.open_z()
    desk.page.parts.z.act()
    assert "zéro compte aussi" in desk.page.parts.z.fault.text()
    assert rows(shop, "SELECT count(*) FROM till_closing") == [(0,)]


def test_a_count_follows_what_is_sold_meanwhile(desk: TillDesk, shop: Shop) -> None:
    desk.page.open_z()
    form = desk.page.parts.z
    form.typed.setText("114,40")
    assert form.difference.text() == "juste"
    shop.sell()
    desk.settled()
    desk.until(lambda: form.difference.text() == "−0,80\u00a0€")
    assert form.counted == 11_440


def test_escape_leaves_the_count_then_the_page(desk: TillDesk) -> None:
    desk.page.open_z()
    desk.qtbot.keyClick(desk.page.parts.z, Qt.Key.Key_Escape)
    assert desk.page.parts.state.isVisible()
    with desk.qtbot.waitSignal(desk.page.left):
        desk.qtbot.keyClick(desk.page, Qt.Key.Key_Escape)


@pytest.mark.parametrize("step", list(TillStep))
def test_escape_gives_the_focus_back_to_the_row_that_opened_the_panel(
    desk: TillDesk, step: TillStep
) -> None:
    rows_of_steps = desk.page.parts.steps.rows
    rows_of_steps[step].click()
    inside = QApplication.focusWidget()
    assert inside is not None
    desk.qtbot.keyClick(inside, Qt.Key.Key_Escape)
    assert desk.page.parts.is_idle
    assert QApplication.focusWidget() is rows_of_steps[step]


def test_what_is_done_in_a_panel_leads_back_to_its_row(desk: TillDesk, shop: Shop) -> None:
    desk.page.parts.steps.rows[TillStep.CASH].click()
    panel = desk.page.parts.cash
    panel.amount.setText("3,50")
    enter(desk)
    desk.until(lambda: "Sorti" in desk.said)
    desk.settled()
    desk.until(lambda: "2 mouvements" in desk.page.parts.steps.rows[TillStep.CASH].step.note)
    assert QApplication.focusWidget() is desk.page.parts.steps.rows[TillStep.CASH]


def test_pages_are_announced_then_shown_and_can_always_be_saved(desk: TillDesk) -> None:
    desk.page.print_state()
    printer = desk.page.parts.printer
    assert printer.isVisible()
    assert "se préparent" in printer.note.text()
    assert not printer.choice.isVisible()
    assert not printer.as_pdf.isEnabled()
    desk.until(lambda: printer.preview.isVisible() and printer.preview.canvas.has(0))
    assert printer.as_pdf.isVisible()
    assert printer.as_pdf.isEnabled()
    assert printer.note.text() == "1 page"


def test_the_paper_of_the_x_leads_back_to_its_button(desk: TillDesk) -> None:
    desk.page.parts.state.paper.click()
    desk.until(desk.page.parts.printer.isVisible)
    desk.qtbot.keyClick(desk.page.parts.printer, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is desk.page.parts.state.paper


def test_the_z_asks_for_the_code_where_one_is_set(desk: TillDesk, shop: Shop) -> None:
    set_pin(shop.workplace, "4321")
    desk.page.open_z()
    form = desk.page.parts.z
    form.typed.setText("114,40")
    form.act()
    assert "code" in form.fault.text()
    form.pin.setText("4321")
    form.act()
    desk.until(desk.page.parts.closing.isVisible)


def test_what_the_z_left_is_not_ticked_as_counted_this_morning(desk: TillDesk, shop: Shop) -> None:
    assert desk.page.parts.steps.rows[TillStep.FLOAT].step.state is StepState.DONE
    shop.close_day()
    shop.next_day()
    desk.settled()
    desk.until(lambda: "laissé au Z" in desk.page.parts.steps.rows[TillStep.FLOAT].step.note)
    step = desk.page.parts.steps.rows[TillStep.FLOAT].step
    assert step.state is StepState.TODO


def test_an_earlier_day_that_is_open_leaves_its_z_alone_to_do(desk: TillDesk, shop: Shop) -> None:
    shop.next_day()
    desk.settled()
    parts = desk.page.parts
    desk.until(lambda: "attend son Z" in parts.lead.text())
    assert "mercredi 20 juillet" in parts.lead.text()
    assert not any(row.isEnabled() for row in parts.steps.rows.values())
    assert parts.steps.main is not None
    assert parts.steps.main.isEnabled()
    desk.page.open_z()
    assert "mercredi 20 juillet 2022" in parts.z.title.text()
    parts.z.typed.setText("114,40")
    parts.z.act()
    desk.until(parts.closing.isVisible)
    assert rows(shop, "SELECT day FROM till_closing") == [("2022-07-20",)]


def test_months_close_by_themselves_at_the_first_reading_after_them(
    qtbot: QtBot, shop: Shop
) -> None:
    shop.sell()
    shop.close_day()
    shop.next_day(20)
    with opened(qtbot, shop.workplace, dress(), file_keystore(shop)) as desk:
        desk.settled()
        months = "SELECT span, period, author FROM till_closing WHERE span <> 'day'"
        assert rows(shop, months) == [("month", "2022-07", "otdesk")]
        desk.until(lambda: len(desk.page.parts.closings.records) == 2)


def test_a_month_closes_after_the_z_that_it_waited_for(desk: TillDesk, shop: Shop) -> None:
    shop.next_day(20)
    desk.settled()
    assert rows(shop, "SELECT count(*) FROM till_closing") == [(0,)]
    desk.page.open_z()
    desk.page.parts.z.typed.setText("114,40")
    desk.page.parts.z.act()
    desk.until(desk.page.parts.closing.isVisible)
    desk.settled()
    desk.until(lambda: any("juillet 2022" in notice.text for notice in desk.told))


def test_after_years_a_z_of_before_is_reached_by_its_kind_or_its_year(
    qtbot: QtBot, shop: Shop
) -> None:
    shop.sell()
    shop.close_day()
    shop.next_day(1500)
    with opened(qtbot, shop.workplace, dress(), file_keystore(shop)) as desk:
        card = desk.page.parts.closings
        desk.until(lambda: len(card.records) > 5)
        years = {each.closing.period[:4] for each in card.records}
        assert years == {"2026"}
        assert [card.years.itemText(at) for at in range(card.years.count())] == [
            "2026", "2025", "2024", "2023", "2022",
        ]  # fmt: skip
        card.years.setFocus()
        qtbot.keyClick(card.years, Qt.Key.Key_End)
        desk.until(lambda: any(r.closing.span is ClosingSpan.DAY for r in card.records))
        # The newest first.
        assert [r.closing.period for r in card.records][-2:] == ["2022-07", "2022-07-20"]
        card.kinds.buttons["year"].click()
        desk.until(lambda: {r.closing.span for r in card.records} == {ClosingSpan.YEAR})
        assert [r.closing.period for r in card.records] == ["2025", "2024", "2023", "2022"]
        assert not card.years.isVisible()
        card.kinds.buttons["day"].click()
        desk.until(lambda: [r.closing.period for r in card.records] == ["2022-07-20"])
        assert card.table is not None
        card.table.selectRow(0)
        qtbot.keyClick(card.table, Qt.Key.Key_Return)
        desk.until(desk.page.parts.closing.isVisible)
        assert "Z n° 1" in desk.page.parts.closing.accessibleName()
        enter(desk)
        desk.until(lambda: desk.page.parts.printer.document.startswith(b"%PDF"))


# What leaves -------------------------------------------------------------------------------


def test_a_slip_of_cash_leaves_the_drawer(desk: TillDesk, shop: Shop) -> None:
    desk.page.open_step(TillStep.DEPOSIT)
    panel = desk.page.parts.deposit
    panel.where.buttons["headquarters"].click()
    panel.amount.setText("50")
    panel.act()
    desk.until(lambda: "Remise n° 1" in desk.said)
    assert rows(shop, "SELECT cents, destination FROM bank_deposit") == [(5_000, "headquarters")]
    with shop.store.reading() as connection:
        assert state_of(connection, shop.post.stream).drawer == 6_440


def test_a_slip_of_cheques_lists_those_that_wait(desk: TillDesk, shop: Shop) -> None:
    basket = shop.basket(stevenson=1)
    shop.sell(basket, Payment(PaymentMethod.CHEQUE, basket.total))
    desk.settled()
    desk.until(lambda: desk.page.picture is not None and len(desk.page.picture.cheques) == 1)
    desk.page.open_step(TillStep.DEPOSIT)
    panel = desk.page.parts.deposit
    assert not panel.amount.isVisible()
    panel.act()
    desk.until(lambda: "Remise n° 1" in desk.said)
    assert rows(shop, "SELECT method, cents, pieces FROM bank_deposit") == [("cheque", 650, 1)]


def test_a_slip_that_never_left_is_voided_with_its_reason_and_the_code(
    desk: TillDesk, shop: Shop
) -> None:
    desk.page.open_step(TillStep.DEPOSIT)
    desk.page.parts.deposit.amount.setText("50")
    desk.page.parts.deposit.act()
    desk.until(lambda: "Remise n° 1" in desk.said)
    set_pin(shop.workplace, "4321")
    desk.settled()
    desk.until(lambda: desk.page.picture is not None and len(desk.page.picture.slips) == 1)
    desk.page.open_step(TillStep.DEPOSIT)
    (void,) = desk.page.parts.deposit.voids.values()
    void.click()
    panel = desk.page.parts.void
    assert panel.isVisible()
    panel.act()
    assert "motif" in panel.fault.text()
    panel.reason.setText("pas parti")
    panel.act()
    assert "code" in panel.fault.text()
    panel.pin.setText("4321")
    panel.act()
    desk.until(lambda: "annulée" in desk.said)
    desk.until(desk.page.parts.deposit.isVisible)
    assert desk.page.parts.deposit.voids == {}
    shown = [each.text() for each in desk.page.parts.deposit.findChildren(QLabel)]
    (line,) = [text for text in shown if "pas parti" in text]
    assert "faite par CA le 20/07/2022 à 12" in line
    assert "annulée par CA le 20/07/2022 à 12" in line
    with shop.store.reading() as connection:
        assert state_of(connection, shop.post.stream).drawer == 11_440


def test_escape_leaves_a_slip_as_it_is(desk: TillDesk, shop: Shop) -> None:
    desk.page.open_step(TillStep.DEPOSIT)
    desk.page.parts.deposit.amount.setText("50")
    desk.page.parts.deposit.act()
    desk.until(lambda: "Remise n° 1" in desk.said)
    desk.settled()
    desk.until(lambda: desk.page.picture is not None and len(desk.page.picture.slips) == 1)
    desk.page.open_step(TillStep.DEPOSIT)
    (void,) = desk.page.parts.deposit.voids.values()
    void.click()
    desk.qtbot.keyClick(desk.page.parts.void.reason, Qt.Key.Key_Escape)
    assert desk.page.parts.deposit.isVisible()
    assert rows(shop, "SELECT void_reason FROM bank_deposit") == [(None,)]


def test_ctrl_enter_in_the_field_of_the_code_writes_once(desk: TillDesk, shop: Shop) -> None:
    set_pin(shop.workplace, "4321")
    desk.settled()
    desk.page.open_step(TillStep.DEPOSIT)
    panel = desk.page.parts.deposit
    desk.until(panel.pin.isVisible)
    panel.amount.setText("50")
    panel.pin.setText("4321")
    panel.pin.setFocus()
    for _time in range(2):
        desk.qtbot.keyClick(panel.pin, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    # Codes are judged one after the other: behind the last one, and what it writes, it is known.
    judged: list[object] = []
    desk.screen.desk.context.reading.run(lambda _store: None, judged.append)
    desk.until(lambda: bool(judged))
    desk.settled()
    assert rows(shop, "SELECT cents FROM bank_deposit") == [(5_000,)]


@pytest.mark.parametrize("step", [TillStep.CASH, TillStep.DEPOSIT, TillStep.HELD])
def test_tab_leads_from_the_last_field_to_the_code_and_to_what_writes(
    desk: TillDesk, shop: Shop, step: TillStep
) -> None:
    set_pin(shop.workplace, "4321")
    desk.settled()
    desk.page.open_step(step)
    parts = desk.page.parts
    panel, last = {
        TillStep.CASH: (parts.cash, parts.cash.note),
        TillStep.DEPOSIT: (parts.deposit, parts.deposit.note),
        TillStep.HELD: (parts.held, parts.held.note),
    }[step]
    desk.until(panel.pin.isVisible)
    last.setFocus()
    desk.until(last.hasFocus)
    for follows in (panel.pin, panel.go):
        focused = QApplication.focusWidget()
        assert focused is not None
        desk.qtbot.keyClick(focused, Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is follows


def test_a_long_name_of_a_third_party_widens_no_panel(desk: TillDesk, shop: Shop) -> None:
    long = "Association agréée pour la pêche et la protection du milieu aquatique du Haut-Tarn"
    with shop.store.writing("CA") as transaction:
        catalogue.put_supplier(transaction, Supplier("aappma", long))
    desk.settled()
    desk.page.open_step(TillStep.HELD)
    panel = desk.page.parts.held
    made = panel.choices["aappma"]
    desk.until(lambda: long in made.accessibleName())
    room = panel.contentsRect().right()
    inside = (made, panel.note, *panel.how.buttons.values())
    desk.until(lambda: all(w.mapTo(panel, w.rect().topRight()).x() <= room for w in inside))


def test_money_of_others_is_paid_over(desk: TillDesk, shop: Shop) -> None:
    desk.page.open_step(TillStep.HELD)
    panel = desk.page.parts.held
    assert panel.amount.cents == 1_200
    panel.act()
    desk.until(lambda: "Reversé" in desk.said)
    paid = rows(shop, "SELECT third_party, cents, method FROM held_payment")
    assert paid == [("aappma", 1_200, "transfer")]


def test_an_invoice_is_made_from_a_receipt_and_settled_later(desk: TillDesk, shop: Shop) -> None:
    basket = shop.basket(ign_2739=1)
    uid, receipt = shop.sell(basket, Payment(PaymentMethod.ACCOUNT, basket.total))
    desk.page.arrive(("invoice", uid, receipt.number))
    panel = desk.page.parts.invoices
    panel.act()
    assert "nom et l’adresse" in panel.fault.text()
    panel.customer.setText("Mairie de Florac")
    panel.address.setPlainText("48400 Florac")
    panel.act()
    desk.until(lambda: "PDM-F2022-0001" in desk.said)
    desk.settled()
    desk.until(lambda: desk.page.picture is not None and len(desk.page.picture.unpaid) == 1)
    desk.page.open_step(TillStep.INVOICES)
    assert desk.page.picture is not None
    panel._settle(desk.page.picture.unpaid[0], PaymentMethod.TRANSFER)
    desk.until(lambda: "payée" in desk.said)
    assert rows(shop, "SELECT taken, given, cents FROM payment_correction") == [
        ("account", "transfer", 1_390)
    ]


def test_an_unknown_receipt_makes_no_invoice(desk: TillDesk, shop: Shop) -> None:
    desk.page.open_step(TillStep.INVOICES)
    panel = desk.page.parts.invoices
    panel.number.setText("77")
    panel.customer.setText("Mairie")
    panel.address.setPlainText("Florac")
    panel.act()
    desk.until(lambda: "n° 77" in panel.fault.text())


# Training ----------------------------------------------------------------------------------


def begin_training(desk: TillDesk) -> None:
    with desk.qtbot.waitSignal(desk.screen.desk.switched):
        desk.page.parts.train.click()
    desk.settled()
    desk.until(lambda: desk.page.picture is not None)


def test_training_says_simulation_everywhere_and_the_real_till_notes_it(
    desk: TillDesk, shop: Shop
) -> None:
    begin_training(desk)
    assert desk.screen.training.isVisible()
    assert desk.tags[-1] == "SIMULATION"
    picture = desk.screen.desk.picture
    assert picture is not None
    assert picture.post is not None
    assert picture.post.training
    assert picture.post.stream != shop.post.stream
    with desk.qtbot.waitSignal(desk.screen.desk.switched):
        desk.screen.training.leave.click()
    desk.settled()
    assert not desk.screen.training.isVisible()
    assert desk.tags[-1] == ""
    assert noted(shop) == ["training_on", "training_off"]


def test_what_is_written_in_training_stays_there(desk: TillDesk, shop: Shop) -> None:
    begin_training(desk)
    before = rows(shop, "SELECT max(id) FROM journal")
    desk.page.open_step(TillStep.FLOAT)
    desk.page.parts.float.typed.setText("80")
    desk.page.parts.float.act()
    desk.until(lambda: "80,00" in desk.said)
    assert rows(shop, "SELECT max(id) FROM journal") == before
    assert (training.folder_of(shop.workplace) / "otdesk.sqlite").exists()


def test_training_goes_on_in_a_window_that_is_made_anew(desk: TillDesk) -> None:
    from otdesk.ui.shop.screen import ShopScreen

    begin_training(desk)
    other = ShopScreen(desk.context, desk.screen.theme, desk.screen.desk._make_keystore)
    desk.qtbot.addWidget(other)
    assert other.desk.is_training


def test_a_closing_that_was_printed_is_printed_again_as_a_numbered_duplicate(
    desk: TillDesk, shop: Shop
) -> None:
    desk.page.open_z()
    desk.page.parts.z.typed.setText("114,40")
    desk.page.parts.z.act()
    panel, printer = desk.page.parts.closing, desk.page.parts.printer
    desk.until(panel.isVisible)
    record = panel.record
    assert record is not None

    def printed() -> str:
        desk.page.print_closing(record)
        desk.until(lambda: printer.isVisible() and printer.document.startswith(b"%PDF"))
        text = text_of(printer.document)
        desk.qtbot.keyClick(printer, Qt.Key.Key_Escape)
        return text

    # Looked at, and not printed: the original is still to come.
    assert "DUPLICATA" not in printed()
    assert "DUPLICATA" not in printed()
    desk.page.print_closing(record)
    desk.until(lambda: printer.isVisible() and printer.document.startswith(b"%PDF"))
    printer.ended.emit(True)
    desk.qtbot.keyClick(printer, Qt.Key.Key_Escape)
    desk.until(lambda: events.CLOSING_PRINTED in noted(shop))
    assert "DUPLICATA n° 1" in printed()
    assert "DUPLICATA n° 2" in printed()
    assert rows(shop, f"SELECT copy FROM duplicate WHERE of_uid = '{record.uid}'") == [(1,), (2,)]


def test_the_sums_of_a_closing_are_whole_beside_long_names(desk: TillDesk, shop: Shop) -> None:
    long = "Cartes postales de photographes locaux, cartes anciennes et cartes d’ailleurs"
    with shop.store.writing("CA") as transaction:
        catalogue.put_family(transaction, replace(FAMILIES[1], label=long))
    desk.settled()
    desk.page.open_z()
    desk.page.parts.z.typed.setText("114,40")
    desk.page.parts.z.act()
    panel = desk.page.parts.closing
    desk.until(panel.isVisible)
    desk.until(lambda: any(each.text() == long for each in panel.findChildren(QLabel)))
    desk.settled()
    room = panel.contentsRect().right()
    sums = [each for each in panel.findChildren(QLabel) if each.text().endswith("€")]
    assert sums
    desk.until(lambda: all(each.mapTo(panel, each.rect().topRight()).x() <= room for each in sums))


def test_a_printing_that_fails_is_noted(desk: TillDesk, shop: Shop) -> None:
    desk.page.parts.printer.outcome.tell("Imprimante hors ligne.", tone="refused")
    desk.page.parts.printer.ended.emit(False)
    desk.until(lambda: noted(shop) == [events.PRINT_FAILED])


# The look ----------------------------------------------------------------------------------


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_nothing_is_wider_than_the_page(qtbot: QtBot, shop: Shop, percent: int) -> None:
    shop.sell(shop.basket(cp=3, peche_jour=1))
    theme = dress(Scale.for_screen(1366, 768, percent))
    with opened(qtbot, shop.workplace, theme, file_keystore(shop)) as desk:
        parts = desk.page.parts
        for open_it in (parts.show_idle, desk.page.open_z, *_steps(desk)):
            open_it()
            QApplication.processEvents()
            inside = parts.area.widget()
            assert inside is not None
            assert inside.minimumSizeHint().width() <= parts.area.viewport().width()


def test_at_large_text_the_page_begins_with_its_sentence(qtbot: QtBot, shop: Shop) -> None:
    shop.sell(shop.basket(cp=3, magnet=1, stevenson=1, peche_jour=1))
    theme = dress(Scale.for_screen(1366, 768, 150))
    with opened(qtbot, shop.workplace, theme, file_keystore(shop), size=(1220, 640)) as desk:
        desk.until(lambda: desk.page.picture is not None)
        desk.page.parts.rest()
        desk.settled()
        parts = desk.page.parts
        desk.until(lambda: "1 ticket" in parts.lead.text())
        assert QApplication.focusWidget() is parts.back
        assert parts.area.verticalScrollBar().maximum() > 0
        assert parts.area.verticalScrollBar().value() == 0


def _steps(desk: TillDesk) -> list[Callable[[], None]]:
    return [partial(desk.page.open_step, step) for step in TillStep]


def test_every_control_says_what_it_is(desk: TillDesk) -> None:
    from PySide6.QtWidgets import QAbstractButton, QLineEdit

    for kind in (QAbstractButton, QLineEdit):
        for control in desk.page.findChildren(kind):
            if control.objectName().startswith("qt_"):
                continue
            words = control.accessibleName() or getattr(control, "text", str)()
            assert words, control


def test_many_closings_at_once_are_counted_on_one_line(shop: Shop) -> None:
    made = [month(shop, f"2022-{number:02}") for number in range(7, 13)]
    told = periods_closed([*made, replace(made[-1], span=ClosingSpan.YEAR, period="2022")])
    assert told == (
        "7 clôtures de mois et d’années faites et signées, de juillet 2022 à décembre 2022."
    )
    assert periods_closed(made[:1]) == "Clôture faite et signée : juillet 2022."


def month(shop: Shop, period: str) -> Closing:
    """Return the closing of a month without a sale."""
    return Closing(
        office="PDM",
        till=shop.post.stream,
        till_name="Caisse 1",
        span=ClosingSpan.MONTH,
        number=1,
        period=period,
        day=date(2022, 12, 31),
        closed_at=shop.clock.now(),
        operator="CA",
        first_seq=1,
        last_seq=1,
        totals=TillTotals(),
        perpetual=Perpetual(),
    )
