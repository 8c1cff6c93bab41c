"""The Stock page by keyboard: levels, ledgers, documents both ways, an inventory that survives."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from otdesk import settings
from otdesk.domain.catalogue import Price, Product, pieces
from otdesk.domain.stock import Cause, StockDocument, document_line
from otdesk.domain.transfers import SentPieces, TransferNotice
from otdesk.reports.shop.stock import DocumentLine, read_documents
from otdesk.services import preferences
from otdesk.services.shop import catalogue, stock, stock_count
from otdesk.services.shop.stock_count import StockCount
from otdesk.store.network_records import transfer_notice_payload
from otdesk.ui.shop.paper_panel import PaperPanel
from otdesk.ui.shop.stock.document_view import DocumentPanel
from otdesk.ui.shop.stock.documents_view import MovesPanel, SeenPanel, VoidPanel
from otdesk.ui.shop.stock.page import StockPage
from otdesk.ui.shop.stock.views import COUNT, DOCUMENTS
from otdesk.ui.theme.scale import Scale
from tests.documents.pdf_papers import text_of
from tests.shop import DAY, OFFICE, Shop
from tests.shop import opened as opened_shop
from tests.ui.day_desk import dress
from tests.ui.shop.goods_desk import GoodsDesk, opened

Desk = GoodsDesk[StockPage]
CTRL = Qt.KeyboardModifier.ControlModifier
IGN, ANE = "9782758551362", "9782264044068"


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with opened_shop(tmp_path) as shop:
        yield shop


@pytest.fixture
def desk(qtbot: QtBot, qapp: object, shop: Shop) -> Iterator[Desk]:
    with opened(qtbot, shop, dress(), StockPage) as desk:
        desk.until(lambda: desk.page.picture is not None)
        yield desk


def left(shop: Shop, product: str) -> int:
    with shop.store.reading() as connection:
        return stock.on_hand(connection, OFFICE, (product,))[product] // 1000


def kept(shop: Shop) -> StockCount | None:
    with shop.store.reading() as connection:
        return stock_count.load(connection)


def documents(shop: Shop) -> dict[Cause, DocumentLine]:
    with shop.store.reading() as connection:
        return {each.cause: each for each in read_documents(connection, OFFICE)}


def panel_of(desk: Desk) -> DocumentPanel:
    assert isinstance(desk.page.panel, DocumentPanel)
    return desk.page.panel


def point_to(desk: Desk, code: str) -> None:
    desk.page.levels.focus_table()
    desk.page.levels.table.point_to(code)


def test_the_page_says_what_is_left_and_what_it_is_worth(desk: Desk) -> None:
    assert desk.page.lead.text() == "Rien à commander"
    assert desk.focus is desk.page.levels.table
    texts = {row[0]: row for row in desk.page.levels.table.texts()}
    assert texts["Magnet Stevenson"][2:6] == ("50", "3", "", "100,00\u00a0€")
    assert texts["Carte postale"][5] == "inconnue"
    assert desk.page.card.value.text() == "735,00\u00a0€"
    assert "3 articles en stock n’ont pas de prix d’achat" in desk.page.card.base.text()


def test_without_single_keys_neither_letters_nor_digits_act(
    qtbot: QtBot, qapp: object, shop: Shop
) -> None:
    with shop.store.writing_local() as connection:
        preferences.save(connection, settings.SINGLE_KEYS, False)
    with opened(qtbot, shop, dress(), StockPage) as desk:
        page = desk.page
        desk.until(lambda: page.picture is not None)
        desk.type("lrtpgu")
        assert page.panel is None
        delivery = page.levels.buttons["delivery"]
        assert delivery.accessibleDescription() == ""
        delivery.click()
        desk.type(f"{IGN}\n")
        page.lines.focus_table()
        desk.type("7")
        assert page.lines.lines["ign-2739"].quantity == pieces(1)
        desk.press(Qt.Key.Key_Return)
        desk.type("7")
        assert page.lines.lines["ign-2739"].quantity == pieces(7)


def test_a_shop_that_is_sold_out_is_not_told_that_nothing_is_to_be_ordered(
    desk: Desk, shop: Shop
) -> None:
    sold = (document_line(Cause.LOSS, "cp", pieces(50), None),)
    with shop.store.writing("CA") as transaction:
        stock.record(transaction, StockDocument(OFFICE, DAY, Cause.LOSS, sold, note="inondation"))
    desk.desk.refresh()
    desk.until(lambda: desk.page.lead.text() == "1 article épuisé")


def test_costs_are_shown_of_deliveries_alone(desk: Desk) -> None:
    for letter, shown in (("l", True), ("g", False), ("l", True)):
        desk.type(letter)
        hidden = [desk.page.lines.table.isColumnHidden(at) for at in range(5)]
        assert hidden == [False, False, not shown, False, not shown]
        desk.press(Qt.Key.Key_Escape)


def test_the_ledger_of_an_article_opens_by_enter(desk: Desk, shop: Shop) -> None:
    shop.sell(shop.basket(cp=3))
    point_to(desk, "cp")
    desk.press(Qt.Key.Key_Return)
    panel = desk.page.panel
    assert isinstance(panel, MovesPanel)
    desk.until(lambda: panel.on_hand.text() == "47 en stock")
    told = [each.accessibleName() for each in panel.findChildren(QWidget) if each.accessibleName()]
    assert any(text.startswith("−3 · Vente, ticket n° 1. 20/07/2022") for text in told)
    assert any("Livraison" in text and "reste 50" in text for text in told)
    desk.press(Qt.Key.Key_Escape)
    assert desk.focus is desk.page.levels.table


def test_a_delivery_is_scanned_typed_and_its_costs_kept(desk: Desk, shop: Shop) -> None:
    desk.type("l")
    panel = panel_of(desk)
    assert desk.focus is desk.page.lines.search
    desk.type(f"{IGN}\n{IGN}\n")
    assert desk.page.lines.lines["ign-2739"].quantity == pieces(2)
    assert desk.focus is desk.page.lines.search
    desk.type("magnet\n")
    desk.type("24\n2,20\n")
    assert desk.focus is desk.page.lines.search
    assert panel.total.text() == "26 pièces · 69,80\u00a0€"
    panel.partner.field.choose("ign")
    panel.reference.field.setText("BL 4521")
    desk.save()
    desk.told("Livraison : 2 articles.")
    assert (left(shop, "ign-2739"), left(shop, "magnet")) == (52, 74)
    assert shop.catalogue().articles["magnet"].product.cost == 220
    desk.until(lambda: desk.page.view == "levels")


def test_what_was_just_recorded_is_undone_in_its_place(desk: Desk, shop: Shop) -> None:
    desk.type("l")
    desk.type(f"{IGN}\n")
    desk.save()
    desk.told("Livraison : 1 article.")
    desk.page.told.button.click()
    desk.told("annulé")
    assert left(shop, "ign-2739") == 50


def test_a_loss_is_about_what_is_pointed_to_and_asks_why(desk: Desk, shop: Shop) -> None:
    point_to(desk, "cp")
    desk.type("p")
    panel = panel_of(desk)
    assert desk.focus is desk.page.lines.editor.quantity
    desk.type("4")
    desk.save()
    assert "motif" in panel.note.said.text()
    assert desk.focus is panel.note.field
    desk.type("pluie")
    desk.save()
    desk.told("Perte : 1 article.")
    assert left(shop, "cp") == 46
    assert documents(shop)[Cause.LOSS].note == "pluie"


@pytest.mark.parametrize(("key", "cause"), [("g", Cause.FREE), ("u", Cause.INTERNAL)])
def test_gifts_and_internal_use_leave_the_stock(
    desk: Desk, shop: Shop, key: str, cause: Cause
) -> None:
    point_to(desk, "magnet")
    desk.type(key)
    desk.save()
    desk.until(lambda: left(shop, "magnet") == 49)
    assert documents(shop)[cause].quantity == -1000


def test_a_transfer_names_the_other_office_and_gets_a_reference(desk: Desk, shop: Shop) -> None:
    desk.type("t")
    panel = panel_of(desk)
    desk.type(f"{IGN}\n")
    desk.save()
    assert "l’autre bureau" in panel.partner.said.text()
    panel.partner.field.choose("COL")
    desk.save()
    desk.told("Envoyé à un autre bureau : 1 article.")
    document = documents(shop)[Cause.TRANSFER_OUT]
    assert (document.partner, document.reference) == ("COL", "PDM-20220720-1")


def test_what_another_office_sent_is_received_in_one_click(
    qtbot: QtBot, qapp: object, shop: Shop
) -> None:
    line = document_line(Cause.TRANSFER_OUT, "cp", pieces(6))
    with shop.store.writing("BM") as transaction:
        stock.send(
            transaction,
            StockDocument("COL", DAY, Cause.TRANSFER_OUT, (line,), partner=OFFICE),
        )
    with opened(qtbot, shop, dress(), StockPage) as desk:
        desk.until(lambda: desk.page.note.text() == "1 transfert à recevoir")
        assert desk.page.picture is not None
        desk.page.card.receive_wanted.emit(desk.page.picture.sent[0])
        panel = panel_of(desk)
        assert panel.partner.field.code == "COL"
        desk.save()
        desk.told("Reçu d’un autre bureau : 1 article.")
        desk.until(lambda: not desk.page.note.isVisible())
    assert left(shop, "cp") == 56


def test_what_the_siege_tells_of_is_offered_as_it_comes_and_received(
    desk: Desk, shop: Shop
) -> None:
    assert not desk.page.note.isVisible()
    lines = (SentPieces("cp", pieces(6)), SentPieces("miel", pieces(2)))
    notice = TransferNotice("sent", 1, "COL", OFFICE, DAY, "COL-20220720-1", lines)
    with shop.store.writing("SIEGE") as transaction:
        transaction.put("transfer_notice", transfer_notice_payload(notice))
        changes = transaction.changes
    desk.desk.on_changes(changes)
    desk.until(lambda: desk.page.note.text() == "1 transfert à recevoir")
    (button,) = (
        each
        for each in desk.page.card.findChildren(QAbstractButton)
        if each.accessibleName() == "Recevoir COL-20220720-1"
    )
    button.click()
    panel = panel_of(desk)
    assert (panel.partner.field.code, panel.reference.field.text()) == ("COL", "COL-20220720-1")
    # An article that COL alone sells is not received under a code that nobody here knows.
    assert "« miel » n’est pas au catalogue" in desk.page.lines.refusal.text()
    assert list(desk.page.lines.lines) == ["cp"]
    desk.save()
    desk.told("Reçu d’un autre bureau : 1 article.")
    desk.until(lambda: not desk.page.note.isVisible())
    assert left(shop, "cp") == 56


def test_the_slip_of_a_transfer_is_printed_from_what_was_noted(desk: Desk, shop: Shop) -> None:
    lines = (document_line(Cause.TRANSFER_OUT, "magnet", pieces(4)),)
    shop.clock.instant += timedelta(minutes=5)
    with shop.store.writing("BR") as transaction:
        stock.send(
            transaction,
            StockDocument(OFFICE, DAY, Cause.TRANSFER_OUT, lines, partner="VIA"),
        )
    desk.desk.refresh()
    desk.page.show_view(DOCUMENTS)
    desk.until(lambda: "Envoyé" in desk.page.documents.table.texts()[0][1])
    desk.press(Qt.Key.Key_Up)
    desk.press(Qt.Key.Key_Return)
    desk.until(lambda: isinstance(desk.page.panel, SeenPanel))
    seen = desk.page.panel
    assert isinstance(seen, SeenPanel)
    desk.until(seen.close_button.hasFocus)
    desk.press(Qt.Key.Key_P, CTRL)
    panel = desk.page.panel
    assert isinstance(panel, PaperPanel)
    desk.until(lambda: panel.document.startswith(b"%PDF"))
    text = text_of(panel.document)
    assert f"Bon de transfert n° PDM-{DAY:%Y%m%d}-1" in text
    assert "noté par BR" in text
    assert "Magnet Stevenson 4" in text


def test_a_document_taken_back_has_no_slip(desk: Desk, shop: Shop) -> None:
    (uid,) = (each.uid for each in documents(shop).values())
    with shop.store.writing("CA") as transaction:
        stock.void(transaction, uid, OFFICE, DAY, "saisie deux fois")
    desk.desk.refresh()
    desk.page.show_view(DOCUMENTS)
    desk.until(lambda: desk.page.documents.table.texts()[0][-1] == "annulé")
    desk.press(Qt.Key.Key_Return)
    desk.until(lambda: isinstance(desk.page.panel, SeenPanel))
    panel = desk.page.panel
    assert isinstance(panel, SeenPanel)
    assert not panel.print_button.isVisible()
    desk.press(Qt.Key.Key_P, CTRL)
    assert desk.page.panel is panel


def test_an_unknown_scan_is_said_and_nothing_is_added(desk: Desk) -> None:
    desk.type("l")
    desk.type("4006381333931\n")
    assert "4006381333931" in desk.page.lines.refusal.text()
    assert desk.page.lines.lines == {}
    desk.type("pêche\n")
    assert desk.page.lines.lines == {}


def test_a_document_is_voided_with_a_motive(desk: Desk, shop: Shop) -> None:
    desk.page.show_view(DOCUMENTS)
    desk.press(Qt.Key.Key_Return)
    desk.until(lambda: isinstance(desk.page.panel, SeenPanel))
    desk.press(Qt.Key.Key_Escape)
    desk.press(Qt.Key.Key_Delete)
    panel = desk.page.panel
    assert isinstance(panel, VoidPanel)
    desk.save()
    assert "demande un motif" in panel.motive.said.text()
    desk.type("saisie deux fois")
    desk.save()
    desk.told("annulé")
    desk.until(lambda: desk.page.documents.table.texts()[0][-1] == "annulé")
    # Its only movement is gone: nothing is known of it any more.
    assert shop.catalogue().articles["cp"].stock is None


def test_a_count_is_scanned_typed_valued_then_validated(desk: Desk, shop: Shop) -> None:
    desk.page.show_view(COUNT)
    assert desk.page.count.begin.hasFocus()
    desk.press(Qt.Key.Key_Space)
    assert desk.focus is desk.page.count.search
    desk.type(f"{ANE}\n{ANE}\n")
    desk.type("magnet st\n")
    desk.type("48\n")
    assert desk.focus is desk.page.count.search
    count = desk.page.count.count_state
    assert count is not None
    assert dict(count.counted) == {"stevenson": 2000, "magnet": 48000}
    assert desk.page.differences.total.text() == "−205,60\u00a0€"
    assert "4 articles ne sont pas comptés" in desk.page.differences.said.text()
    desk.save()
    desk.told("Inventaire enregistré : 2 écarts.")
    assert (left(shop, "stevenson"), left(shop, "magnet"), left(shop, "cp")) == (2, 48, 50)
    assert kept(shop) is None
    desk.page.told.button.click()
    desk.until(lambda: left(shop, "stevenson") == 50)


def test_what_is_expected_shows_only_once_it_was_counted(desk: Desk) -> None:
    desk.page.show_view(COUNT)
    desk.press(Qt.Key.Key_Space)
    desk.page.count.focus_table()
    first = desk.page.count.table.texts()[0]
    assert first[2:] == ("–", "", "")
    desk.type("50\n")
    assert desk.page.count.table.texts()[0][2:] == ("50", "50", "juste")
    desk.press(Qt.Key.Key_Up)
    desk.press(Qt.Key.Key_Delete)
    assert desk.page.count.table.texts()[0][2:] == ("–", "", "")


def test_what_was_only_sold_has_no_expected_stock(qtbot: QtBot, qapp: object, shop: Shop) -> None:
    with shop.store.writing("CA") as transaction:
        catalogue.put_product(transaction, Product("abaque", "Abaque", "Abaque", "souvenirs"))
        catalogue.set_price(transaction, Price("abaque", DAY, 450))
    shop.sell(shop.basket(abaque=2))
    assert left(shop, "abaque") == -2
    with opened(qtbot, shop, dress(), StockPage) as desk:
        desk.until(lambda: desk.page.picture is not None)
        desk.page.show_view(COUNT)
        desk.press(Qt.Key.Key_Space)
        desk.type("abaq\n")
        desk.type("5\n")
        (row,) = (each for each in desk.page.count.table.texts() if each[0].startswith("Abaque"))
        assert row[2:] == ("5", "jamais compté", "")
        assert desk.page.count.differences() == ()
        desk.save()
        desk.told("Inventaire enregistré : 0 écart.")
        assert left(shop, "abaque") == 5


def test_a_count_survives_a_kill(qtbot: QtBot, qapp: object, shop: Shop) -> None:
    with opened(qtbot, shop, dress(), StockPage) as desk:
        desk.until(lambda: desk.page.picture is not None)
        desk.page.show_view(COUNT)
        desk.press(Qt.Key.Key_Space)
        desk.type(f"{IGN}\n{IGN}\n{IGN}\n")
        desk.until(lambda: dict((kept(shop) or StockCount(DAY)).counted) == {"ign-2739": 3000})
    with opened(qtbot, shop, dress(), StockPage) as again:
        again.until(lambda: again.page.picture is not None)
        again.page.show_view(COUNT)
        again.type(f"{IGN}\n")
        again.until(lambda: dict((kept(shop) or StockCount(DAY)).counted) == {"ign-2739": 4000})


def test_a_count_that_is_dropped_can_be_taken_up_again(desk: Desk, shop: Shop) -> None:
    desk.page.show_view(COUNT)
    desk.press(Qt.Key.Key_Space)
    desk.type(f"{IGN}\n")
    desk.page.differences.drop.click()
    desk.told("Le comptage est abandonné")
    desk.until(lambda: kept(shop) is None)
    desk.page.told.button.click()
    desk.until(lambda: kept(shop) is not None)
    assert desk.page.count.count_state is not None


def test_a_family_alone_may_be_counted_and_its_sheet_printed(desk: Desk) -> None:
    desk.page.show_view(COUNT)
    desk.page.count.family.choose("livres")
    desk.page.count.begin.click()
    assert [row[0] for row in desk.page.count.table.texts()] == ["Voyage avec un âne"]
    desk.press(Qt.Key.Key_P, CTRL)
    panel = desk.page.panel
    assert isinstance(panel, PaperPanel)
    assert "se préparent" in panel.note.text()
    assert not panel.choice.isVisible()
    desk.until(lambda: panel.document.startswith(b"%PDF"))
    desk.until(lambda: panel.preview.isVisible() and panel.preview.canvas.has(0))
    assert panel.as_pdf.isVisible()
    assert panel.as_pdf.isEnabled()
    # The barcode, which a scanner reads: the same sheet as everywhere.
    assert ANE in text_of(panel.document)
    assert "IGN" not in text_of(panel.document)


def test_esc_closes_the_document_then_the_page(desk: Desk) -> None:
    gone: list[bool] = []
    desk.page.left.connect(lambda: gone.append(True))
    desk.type("l")
    desk.press(Qt.Key.Key_Escape)
    assert (desk.page.panel, desk.page.view, gone) == (None, "levels", [])
    desk.press(Qt.Key.Key_Escape)
    assert gone == [True]


def test_no_part_comes_up_as_a_window(desk: Desk) -> None:
    for key in "lrtpgu":
        desk.type(key)
        desk.press(Qt.Key.Key_Escape)
    for name in desk.page.tabs:
        desk.page.show_view(name)
    with desk.qtbot.waitSignal(desk.desk.refreshed):
        desk.desk.refresh()
    assert [each for each in QApplication.topLevelWidgets() if each.isVisible()] == [desk.page]
    assert desk.page.isActiveWindow()


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_nothing_is_wider_than_the_page_however_large_the_text(
    qtbot: QtBot, qapp: object, shop: Shop, percent: int
) -> None:
    theme = dress(Scale.for_screen(1366, 768, percent))
    with opened(qtbot, shop, theme, StockPage) as desk:
        desk.until(lambda: desk.page.picture is not None)
        for name in desk.page.tabs:
            desk.page.show_view(name)
            assert desk.page._inside.minimumSizeHint().width() <= desk.page.width()
        desk.page.recording.begin(Cause.DELIVERY)
        desk.page.lines.add("magnet", False)
        assert desk.page._inside.minimumSizeHint().width() <= desk.page.width()
        desk.until(lambda: desk.page.lines.isVisible() and panel_of(desk).isVisible())
