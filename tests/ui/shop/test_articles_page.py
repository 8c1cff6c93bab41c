"""The Articles page by keyboard: list, forms, dated prices, favourites, imports."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QStyle, QStyleOptionComboBox, QWidget
from pytestqt.qtbot import QtBot

from otdesk import settings
from otdesk.domain.catalogue import Article, Price
from otdesk.services import preferences
from otdesk.services.shop import catalogue
from otdesk.ui.printing.panel import PrintPanel
from otdesk.ui.shop.articles import articles_view
from otdesk.ui.shop.articles.article_form import ArticleForm
from otdesk.ui.shop.articles.articles_view import Which
from otdesk.ui.shop.articles.history_panel import ArticleHistoryPanel
from otdesk.ui.shop.articles.page import ArticlesPage
from otdesk.ui.shop.articles.price_panel import PricePanel
from otdesk.ui.shop.articles.side_lists import FamilyForm, SupplierForm
from otdesk.ui.shop.articles.views import FAMILIES, FAVOURITES, IMPORT, SUPPLIERS
from otdesk.ui.shop.desk import ShopDesk
from otdesk.ui.shop.goods.printing import FirstLabelField
from otdesk.ui.shop.goods.table import OPEN
from otdesk.ui.shop.scanner import TAKES_BARCODES, BarcodeScanner
from otdesk.ui.theme.apply import Theme
from otdesk.ui.theme.scale import Scale
from tests.shop import Shop
from tests.shop import opened as opened_shop
from tests.store.exchange import SOURCE, make_siege, project, take, to_send
from tests.ui.day_desk import dress
from tests.ui.shop.goods_desk import GoodsDesk, opened

Desk = GoodsDesk[ArticlesPage]
CTRL = Qt.KeyboardModifier.ControlModifier


class EmptyShop(Shop):
    """A shop before its first article."""

    def stock_up(self, each: int = 50) -> None:
        """Record nothing."""


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with opened_shop(tmp_path) as shop:
        yield shop


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "articles.csv"


@pytest.fixture
def desk(qtbot: QtBot, qapp: object, shop: Shop, file: Path) -> Iterator[Desk]:
    with opened(qtbot, shop, dress(), made(file)) as desk:
        desk.until(lambda: bool(desk.page.articles.table.goods.rows))
        yield desk


def made(file: Path):  # type: ignore[no-untyped-def]  # noqa: ANN201 - a maker of pages
    def pick(_parent: QWidget, _title: str) -> Path | None:
        return file

    def pick_target(_parent: QWidget, _title: str) -> Path | None:
        return file.with_name("modele")

    def make(shop_desk: ShopDesk, theme: Theme) -> ArticlesPage:
        return ArticlesPage(shop_desk, theme, pick=pick, pick_target=pick_target)

    return make


def texts_of(content: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(content)
    try:
        return [document[at].get_textpage().get_text_range() for at in range(len(document))]
    finally:
        document.close()


def article(desk: Desk, code: str) -> Article:
    catalogue = desk.page.catalogue
    assert catalogue is not None
    found = catalogue.article(code)
    assert found is not None
    return found


def names(desk: Desk) -> list[str]:
    return [row.cells[0].text for row in desk.page.articles.table.goods.rows]


def point_to(desk: Desk, code: str) -> None:
    desk.page.articles.focus_table()
    desk.page.articles.table.point_to(code)


def test_the_page_says_what_is_sold_and_what_is_to_be_ordered(desk: Desk) -> None:
    assert desk.page.lead.text() == "8 articles en vente"
    assert "Magnet Stevenson" in names(desk)
    assert desk.focus is desk.page.articles.table
    point_to(desk, "magnet")
    assert desk.page.card.title.text() == "Magnet Stevenson"
    assert desk.page.card.price.text() == "4,50\u00a0€"


def test_a_scan_finds_its_article_whatever_the_keyboard(desk: Desk) -> None:
    desk.press(Qt.Key.Key_F3)
    desk.type("9782264044068")
    assert names(desk) == ["Voyage avec un âne"]
    desk.press(Qt.Key.Key_Escape)
    assert len(names(desk)) == 8
    desk.press(Qt.Key.Key_F3)
    desk.type("9782264044068".translate(str.maketrans("0123456789", "à&é\"'(-è_ç")))
    assert names(desk) == ["Voyage avec un âne"]
    desk.type("\n")
    assert isinstance(desk.page.panel, ArticleForm)


def test_words_and_families_narrow_the_list(desk: Desk) -> None:
    desk.press(Qt.Key.Key_F3)
    desk.type("mont loz fiche")
    # The other sheet is of that sector, and so is the set.
    assert names(desk)[-2:] == ["Fiche sentier Gorges du Tarn", "Fiche sentier Mont Lozère"]
    desk.type("xyz")
    assert names(desk) == []
    assert "Échap" in desk.page.articles.empty_words.text()
    desk.press(Qt.Key.Key_Escape)
    desk.page.articles.family.choose("peche")
    assert names(desk) == ["Carte de pêche journée"]


def test_a_new_article_is_typed_and_saved_without_the_mouse(desk: Desk, shop: Shop) -> None:
    desk.type("n")
    form = desk.page.panel
    assert isinstance(form, ArticleForm)
    desk.type("Miel de châtaignier")
    assert form.code.field.text() == "miel-de-chataignier"
    form.family.field.choose("souvenirs")
    form.price.field.setFocus()
    desk.type("8,50")
    form.barcode.field.setFocus()
    desk.type("3017620422003")
    desk.save()
    desk.told("« Miel de châtaignier » est enregistré.")
    desk.until(lambda: "Miel de châtaignier" in names(desk))
    saved = shop.catalogue().articles["miel-de-chataignier"]
    assert (saved.price, saved.product.barcode) == (850, "3017620422003")
    assert desk.page.articles.table.key == "miel-de-chataignier"
    assert desk.page.panel is None


def test_each_fault_is_said_under_its_field_and_nothing_is_written(desk: Desk, shop: Shop) -> None:
    before = shop.scalar("SELECT count(*) FROM journal")
    desk.type("n")
    form = desk.page.panel
    assert isinstance(form, ArticleForm)
    form.barcode.field.setText("9782758551363")
    form.cost.field.setText("douze")
    form.kind.choice.choose("set")
    form.kind.count_field.setText("1")
    desk.save()
    assert form.label_entry.said.text() == "Un article a un nom."
    assert form.price.said.text() == "Un article nouveau a un prix."
    assert "n’est pas un code-barres valable" in form.barcode.said.text()
    assert "n’est pas une somme" in form.cost.said.text()
    assert "au moins deux pièces" in form.kind.count.said.text()
    assert desk.focus is form.label_entry.field
    form.barcode.field.setText("9782264044068")
    desk.save()
    assert "déjà celui de « Voyage avec un âne »" in form.barcode.said.text()
    assert shop.scalar("SELECT count(*) FROM journal") == before
    desk.press(Qt.Key.Key_Escape)
    assert desk.page.panel is None


def test_the_rate_of_a_new_article_is_read_whole(desk: Desk) -> None:
    desk.type("n")
    form = desk.page.panel
    assert isinstance(form, ArticleForm)
    rate = form.vat.field
    option = QStyleOptionComboBox()
    rate.initStyleOption(option)
    parts = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
    room = rate.style().subControlRect(parts[0], option, parts[1], rate).width()
    assert room >= rate.fontMetrics().horizontalAdvance(rate.currentText())


def test_an_article_keeps_its_code_and_changes_the_rest(desk: Desk, shop: Shop) -> None:
    point_to(desk, "magnet")
    desk.press(Qt.Key.Key_Return)
    form = desk.page.panel
    assert isinstance(form, ArticleForm)
    assert form.code.field.isReadOnly()
    form.first.setText("Magnet bleu")
    form.level.field.setText("5")
    form.offices["COL"].setChecked(True)
    desk.save()
    desk.told("est enregistré")
    product = shop.catalogue().articles["magnet"].product
    assert (product.label, product.reorder_level, product.offices) == (
        "Magnet bleu",
        5000,
        ("COL",),
    )
    assert product.cost == 200


def test_a_price_is_set_from_a_day_on_and_its_history_told(desk: Desk, shop: Shop) -> None:
    point_to(desk, "magnet")
    desk.type("p")
    panel = desk.page.panel
    assert isinstance(panel, PricePanel)
    desk.until(lambda: bool(panel.texts()))
    assert panel.texts()[0].startswith("4,50\u00a0€ depuis le 01/01/2022, en vigueur. fixé par CA")
    desk.type("4,80")
    panel.since.setText("01/07/2022")
    desk.save()
    assert "jamais dans le passé" in panel._since_entry.said.text()
    panel.since.setText("1er août 2022")
    desk.save()
    desk.told("Le prix de « Magnet Stevenson » est fixé.")
    desk.until(
        lambda: any("4,80\u00a0€ le 01/08" in row for row in desk.page.articles.table.texts())
    )
    assert article(desk, "magnet").price == 450
    desk.type("p")
    again = desk.page.panel
    assert isinstance(again, PricePanel)
    desk.until(lambda: len(again.texts()) == 2)
    assert "à venir. avant 4,50\u00a0€" in again.texts()[0]


def test_an_article_is_retired_told_and_put_back_in_one_key(desk: Desk, shop: Shop) -> None:
    point_to(desk, "cp")
    desk.press(Qt.Key.Key_Delete)
    desk.told("« Carte postale » ne se vend plus.")
    desk.until(lambda: "Carte postale" not in names(desk))
    desk.page.told.button.click()
    desk.told("de nouveau en vente")
    product = shop.catalogue().articles["cp"].product
    assert (product.retired, product.position) == (False, 4)


def test_the_history_of_an_article_says_who_changed_what(desk: Desk) -> None:
    point_to(desk, "magnet")
    desk.press(Qt.Key.Key_Delete)
    desk.told("ne se vend plus")
    desk.page.articles.which[Which.RETIRED].click()
    desk.until(lambda: names(desk) == ["Magnet Stevenson"])
    point_to(desk, "magnet")
    desk.press(Qt.Key.Key_Space)
    desk.until(lambda: isinstance(desk.page.panel, ArticleHistoryPanel))
    panel = desk.page.panel
    assert panel is not None
    told = [each.accessibleName() for each in panel.findChildren(QWidget) if each.accessibleName()]
    assert any("Modifié par CA" in text and "Retiré" in text for text in told)


def test_labels_of_the_selection_are_offered_to_a_printer(desk: Desk) -> None:
    point_to(desk, "ign-2739")
    desk.press(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    desk.press(Qt.Key.Key_P, CTRL)
    panel = desk.page.panel
    assert isinstance(panel, PrintPanel)
    desk.until(lambda: panel.document.startswith(b"%PDF"))


def test_the_selection_outlives_a_refresh_and_heeds_no_key_that_is_held(desk: Desk) -> None:
    def selected() -> list[str]:
        return list(desk.page.articles.table.keys)

    desk.press(Qt.Key.Key_Control, CTRL)
    point_to(desk, "ign-2739")
    assert selected() == ["ign-2739"]
    desk.press(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert selected() == ["ign-2739", "cp"]
    desk.page.articles.refilter()
    assert selected() == ["ign-2739", "cp"]
    point_to(desk, "magnet")
    assert selected() == ["magnet"]


def test_labels_begin_at_the_place_that_is_chosen_on_a_used_sheet(desk: Desk) -> None:
    point_to(desk, "ign-2739")
    desk.press(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    desk.press(Qt.Key.Key_P, CTRL)
    panel = desk.page.panel
    assert isinstance(panel, PrintPanel)

    def pages() -> list[str]:
        return texts_of(panel.document) if panel.document else []

    first = panel.findChild(FirstLabelField)
    assert first is not None
    desk.until(lambda: len(pages()) == 1)
    assert (first.value(), panel.note.text()) == (1, "1 page")
    first.setFocus()
    first.selectAll()
    desk.type("24")
    desk.until(lambda: len(pages()) == 2)
    assert "13,90" in pages()[0]
    assert "13,90" not in pages()[1]
    assert panel.note.text() == "2 pages"
    desk.press(Qt.Key.Key_Escape)
    desk.press(Qt.Key.Key_P, CTRL)
    assert desk.page.panel is not None
    again = desk.page.panel.findChild(FirstLabelField)
    assert again is not None
    assert again.value() == 1


def test_a_family_and_a_supplier_are_made_by_keys(desk: Desk, shop: Shop) -> None:
    desk.page.show_view(FAMILIES)
    desk.type("n")
    family = desk.page.panel
    assert isinstance(family, FamilyForm)
    desk.type("Produits du pays")
    desk.save()
    assert "au moins trois chiffres" in family.account.said.text()
    desk.type("707500")
    desk.save()
    desk.told("La famille « Produits du pays » est enregistrée.")
    desk.page.show_view(SUPPLIERS)
    desk.type("n")
    supplier = desk.page.panel
    assert isinstance(supplier, SupplierForm)
    desk.type("Rucher du Bougès")
    supplier.consignment.setChecked(True)
    desk.save()
    assert "écrire 70 %" in supplier.share.said.text()
    desk.type("65")
    desk.save()
    desk.told("Le fournisseur « Rucher du Bougès » est enregistré.")
    catalogue = shop.catalogue()
    assert catalogue.families[-1].account == "707500"
    assert catalogue.suppliers["rucher-du-bouges"].consignment_basis_points == 6500


def test_a_family_moves_among_the_others(desk: Desk, shop: Shop) -> None:
    desk.page.show_view(FAMILIES)
    desk.page.families.table.point_to("livres")
    desk.type("-")
    desk.until(lambda: [f.code for f in shop.catalogue().families][1] == "livres")


def test_favourites_are_added_moved_and_taken_away_by_keys(desk: Desk, shop: Shop) -> None:
    def order() -> list[str]:
        return [each.product.code for each in shop.catalogue().favourites]

    desk.page.show_view(FAVOURITES)
    assert [row.cells[0].text for row in desk.page.favourites.table.goods.rows] == list("AZER")
    desk.press(Qt.Key.Key_F3)
    desk.type("voyage\n")
    desk.until(lambda: order()[-1] == "stevenson")
    desk.type("--")
    desk.until(lambda: order()[2] == "stevenson")
    assert desk.page.favourites.table.key == "stevenson"
    desk.press(Qt.Key.Key_Delete)
    desk.until(lambda: order() == ["fiche-ml", "carnet-ml", "ign-2739", "cp"])
    desk.page.favourites.keys.dropped.emit("cp", 0)
    desk.until(lambda: order()[0] == "cp")


def test_a_file_is_read_its_faults_shown_then_imported(desk: Desk, shop: Shop, file: Path) -> None:
    imports = desk.page.imports
    desk.page.show_view(IMPORT)
    file.write_text("code;nom;famille;prix\na;Un;plantes;1\n", encoding="utf-8")
    imports.choose_button.click()
    desk.until(imports.refused.isVisible)
    assert imports.table.texts()[0][:2] == ("2", "famille")
    file.write_text("code;nom;famille;prix\na;Un;livres;1,50\n", encoding="utf-8")
    imports.reread.click()
    desk.until(imports.summary.isVisible)
    assert imports.said.text() == "1 article nouveau, 1 prix."
    assert "a" not in shop.catalogue().articles
    imports.write_button.click()
    desk.told("1 article importé.")
    desk.until(lambda: "Un" in names(desk))
    assert shop.catalogue().articles["a"].price == 150


def test_the_template_is_written_with_the_articles_that_there_are(desk: Desk, file: Path) -> None:
    desk.page.show_view(IMPORT)
    desk.page.imports.template_button.click()
    desk.told("Modèle enregistré : modele.xlsx")
    assert file.with_name("modele.xlsx").read_bytes().startswith(b"PK")


def test_an_empty_catalogue_begins_in_one_key(
    qtbot: QtBot, qapp: object, tmp_path: Path, file: Path
) -> None:
    shop = EmptyShop(tmp_path)
    try:
        with opened(qtbot, shop, dress(), made(file)) as desk:
            desk.until(desk.page.begin_button.isVisible)
            assert desk.page.articles.count.text() == "0 article"
            assert desk.focus is desk.page.begin_button
            desk.press(Qt.Key.Key_Space)
            desk.told("Le catalogue de départ est là.")
            desk.until(lambda: bool(desk.page.articles.table.goods.rows))
            assert not desk.page.begin_button.isVisible()
            assert desk.focus is desk.page.articles.table
        assert len(shop.catalogue().articles) > 20
    finally:
        shop.close()


def test_a_scan_in_the_form_is_the_articles_barcode(desk: Desk) -> None:
    desk.type("n")
    form = desk.page.panel
    assert isinstance(form, ArticleForm)
    assert form.barcode.field.property(TAKES_BARCODES)
    form.barcode.field.setFocus()
    scanner = BarcodeScanner(desk.page)
    scanner.watch(desk.page.window().windowHandle())
    heard: list[str] = []
    scanner.scanned.connect(heard.append)
    window = desk.page.window().windowHandle()
    for digit in "3760198370015":
        QTest.keyClick(window, Qt.Key(ord(digit)))
    QTest.keyClick(window, Qt.Key.Key_Return)
    assert form.barcode.field.text() == "3760198370015"
    assert heard == []


def test_esc_leaves_the_form_then_the_page(desk: Desk) -> None:
    left: list[bool] = []
    desk.page.left.connect(lambda: left.append(True))
    desk.type("n")
    desk.press(Qt.Key.Key_Escape)
    assert (desk.page.panel, left) == (None, [])
    assert desk.focus is desk.page.articles.table
    desk.press(Qt.Key.Key_Escape)
    assert left == [True]


def test_without_single_keys_letters_rest_and_no_button_shows_one(
    qtbot: QtBot, qapp: object, shop: Shop, file: Path
) -> None:
    with shop.store.writing_local() as connection:
        preferences.save(connection, settings.SINGLE_KEYS, False)
    with opened(qtbot, shop, dress(), made(file)) as desk:
        page = desk.page
        desk.until(lambda: bool(page.articles.table.goods.rows))
        before = [family.code for family in shop.catalogue().families]
        for view, letters in (("articles", "np"), (FAMILIES, "n+-"), (SUPPLIERS, "n")):
            page.show_view(view)
            desk.type(letters)
            assert page.panel is None
        assert [family.code for family in shop.catalogue().families] == before
        for listing in (page.articles, page.families, page.suppliers, page.favourites):
            shown = [each.accessibleDescription() for each in listing.buttons.values()]
            assert not [key for key in shown if len(key) == 1]
        assert [row.cells[0].text for row in page.favourites.table.goods.rows] == list("1234")
        page.show_view("articles")
        assert page.articles.buttons[articles_view.NEW].accessibleDescription() == ""
        assert page.articles.buttons[OPEN].accessibleDescription() == "Entrée"
        page.articles.buttons[articles_view.NEW].click()
        assert isinstance(page.panel, ArticleForm)


def test_an_article_may_be_shown_from_elsewhere(desk: Desk) -> None:
    desk.page.arrive("stevenson")
    desk.until(lambda: desk.page.articles.table.key == "stevenson")


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_nothing_is_wider_than_the_page_however_large_the_text(
    qtbot: QtBot, qapp: object, shop: Shop, file: Path, percent: int
) -> None:
    theme = dress(Scale.for_screen(1366, 768, percent))
    with opened(qtbot, shop, theme, made(file)) as desk:
        desk.until(lambda: bool(desk.page.articles.table.goods.rows))
        for name in desk.page.tabs:
            desk.page.show_view(name)
            QWidget.repaint(desk.page)
            assert desk.page._inside.minimumSizeHint().width() <= desk.page.width()
        desk.page.show_view("articles")
        desk.page.editing.edit("magnet")
        assert desk.page._inside.minimumSizeHint().width() <= desk.page.width()
        assert isinstance(desk.focus, QLineEdit)


def test_prices_are_dated_from_the_day_that_is_chosen(desk: Desk, shop: Shop, file: Path) -> None:
    desk.page.show_view(IMPORT)
    file.write_text("code;nom;famille;prix\nmagnet;Magnet Stevenson;souvenirs;5\n", "utf-8")
    desk.page.imports.since.show_value(date(2022, 9, 1))
    desk.page.imports.choose_button.click()
    desk.until(desk.page.imports.summary.isVisible)
    assert "01/09/2022" in desk.page.imports.more.text()
    desk.page.imports.write_button.click()
    desk.told("1 article importé.")
    assert shop.catalogue().articles["magnet"].price == 450


def test_what_is_shown_again_at_once_never_comes_up_as_a_window(desk: Desk) -> None:
    card, picture = desk.page.card, desk.desk.picture
    assert picture is not None
    for code in ("cp", "magnet", "cp"):
        card.show_article(picture.catalogue, article(desk, code), picture.terms.regime)
    with desk.qtbot.waitSignal(desk.desk.refreshed):
        desk.desk.refresh()
    assert desk.page.isActiveWindow()
    assert [each for each in QApplication.topLevelWidgets() if each.isVisible()] == [desk.page]


def test_an_article_of_the_siege_lets_its_level_be_typed_and_nothing_else(
    desk: Desk, shop: Shop, tmp_path: Path
) -> None:
    with closing(make_siege(tmp_path)) as siege, closing(shop.workplace.open_store()) as store:
        with siege.writing("CA") as transaction:
            product = shop.catalogue().articles["magnet"].product
            catalogue.put_product(transaction, replace(product, label="Magnet du réseau"))
            catalogue.set_price(transaction, Price("magnet", date(2022, 1, 1), 470))
        for entries in to_send(siege):
            take(store, entries, replace(SOURCE, office="SIEGE"))
        project(store)
    desk.desk.refresh()

    def managed() -> list[str]:
        notes = [row.cells[0].note for row in desk.page.articles.table.goods.rows]
        return [note for note in notes if "siège" in note]

    # The table is shown after the prices to come were read, behind the catalogue.
    desk.until(lambda: managed() == ["géré par le siège"])
    point_to(desk, "magnet")
    desk.press(Qt.Key.Key_Return)
    form = desk.page.panel
    assert isinstance(form, ArticleForm)
    assert not form.label_entry.field.isEnabled()
    desk.until(form.level.field.hasFocus)
    form.level.field.setText("7")
    desk.save()
    desk.told("est enregistré")
    found = shop.catalogue().articles["magnet"]
    assert (found.product.label, found.product.reorder_level) == ("Magnet du réseau", 7000)
    assert found.price == 470
    desk.page.editing.price("magnet")
    assert isinstance(desk.page.panel, PricePanel)
    assert not desk.page.panel.amount.isEnabled()
