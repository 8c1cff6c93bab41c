"""The shop's papers: what they must say, in one file with its fonts, and nothing cut."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest

from otdesk.documents.barcodes import barcode
from otdesk.documents.drawing import text_boxes
from otdesk.documents.pdf.count_sheet import count_sheet, render_count_sheet
from otdesk.documents.pdf.page import HEIGHT, LEFT, RIGHT
from otdesk.documents.pdf.receipt import render_receipt, render_refund
from otdesk.documents.pdf.shelf_labels import label_of, render_labels
from otdesk.documents.pdf.style import PrintStyle
from otdesk.documents.pdf.till_closing import ClosingPaper, compose_closing, render_closing
from otdesk.domain.basket import Basket
from otdesk.domain.catalogue import Article, Catalogue, Product, pieces
from otdesk.domain.receipts import Payment, PaymentMethod
from otdesk.domain.shop_terms import FRANCHISE_MENTION
from otdesk.domain.till import ClosingSpan, TillTotals
from otdesk.domain.vat import VatRegime
from otdesk.ui.shop.till.printing import TillPaper, closing_pdf
from tests.documents.pdf_papers import text_of
from tests.shop import FAMILIES, OFFICE, SUPPLIERS, Shop, opened

NAMES = {supplier.code: supplier.name for supplier in SUPPLIERS}
LABELS = {family.code: family.label for family in FAMILIES}


@pytest.fixture(scope="module")
def style() -> PrintStyle:
    return PrintStyle.shipped()


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with opened(tmp_path) as shop:
        yield shop


@pytest.fixture
def taxed(tmp_path: Path) -> Iterator[Shop]:
    with opened(tmp_path, VatRegime.STANDARD) as shop:
        yield shop


def closing_paper(shop: Shop, **changes: object) -> ClosingPaper:
    paper = ClosingPaper(
        closing=shop.close_day(),
        organisation=shop.workplace.profile.legal_name,
        office="Le Pont-de-Montvert",
        head="7F3A-09C2",
        zone=shop.workplace.zone,
        families=LABELS,
        third_parties=NAMES,
    )
    return replace(paper, **changes)  # type: ignore[arg-type]


def test_a_receipt_says_all_that_the_law_asks(taxed: Shop, style: PrintStyle) -> None:
    basket = taxed.basket(ign_2739=1, stevenson=1, peche_jour=1, cp=2)
    paid = Payment(PaymentMethod.CASH, basket.total, received=basket.total + 500)
    _uid, receipt = taxed.sell(basket, paid)
    text = text_of(render_receipt(receipt, style, signature="7F3A-09C2", third_parties=NAMES))
    for said in (
        "Office de Tourisme des Cévennes au Mont Lozère",
        "SIRET 50123456700018",
        "Ticket n° 1",
        "mercredi 20 juillet 2022 à 12:00",
        "servi par CA",
        "Caisse 1",
        "2 × 0,80 €",
        "encaissé pour AAPPMA du Haut-Tarn",
        "rendu 5,00 €",
        "5,5 %",
        "20 %",
        "otdesk 0.1.0",
        "7F3A-09C2",
    ):
        assert said in text


def test_the_franchise_says_its_article_and_no_tax(shop: Shop, style: PrintStyle) -> None:
    _uid, receipt = shop.sell()
    text = text_of(render_receipt(receipt, style, signature="7F3A-09C2"))
    assert FRANCHISE_MENTION in text
    assert "hors taxe" not in text


def test_a_reprint_is_a_numbered_duplicata_and_training_a_simulation(
    shop: Shop, style: PrintStyle
) -> None:
    _uid, receipt = shop.sell()
    assert "DUPLICATA" not in text_of(render_receipt(receipt, style, signature="x"))
    again = render_receipt(replace(receipt, training=True), style, signature="x", duplicate=2)
    assert "DUPLICATA n° 2" in text_of(again)
    assert "SIMULATION" in text_of(again)


def test_a_refund_names_its_receipt_and_its_reason(shop: Shop, style: PrintStyle) -> None:
    uid, _receipt = shop.sell(shop.basket(cp=4))
    _refund_uid, refund = shop.refund(uid, {0: 3})
    text = text_of(render_refund(refund, style, signature="7F3A-09C2"))
    assert "Remboursement n° 1" in text
    assert "Ticket d’origine n° 1 · motif : article abîmé" in text
    assert "2,40 €" in text


def test_a_long_receipt_goes_on_and_keeps_each_line(shop: Shop, style: PrintStyle) -> None:
    basket = Basket()
    articles = {
        f"p{i}": Article(Product(f"p{i}", f"Article numéro {i}", f"p{i}", "livres"), 100, None)
        for i in range(60)
    }
    catalogue = Catalogue(OFFICE, shop.workplace.today(), articles)
    for code in articles:
        basket = basket.add(catalogue, code, pieces(2))
    _uid, receipt = shop.sell(basket, Payment(PaymentMethod.CARD, basket.total))
    data = render_receipt(receipt, style, signature="x")
    assert len(pypdfium2.PdfDocument(data)) > 1
    text = text_of(data)
    assert all(f"Article numéro {i}" in text for i in range(60))
    assert text.count("Total payé") == 1


def test_a_z_prints_its_totals_its_drawer_and_the_code_of_its_head(
    taxed: Shop, style: PrintStyle
) -> None:
    taxed.set_float()
    uid, _receipt = taxed.sell(taxed.basket(cp=2, ign_2739=1, peche_jour=1))
    taxed.refund(uid, {0: 1})
    text = text_of(render_closing(closing_paper(taxed), style))
    for said in (
        "Z n° 1 · Mercredi 20 juillet 2022",
        "14,70 €",
        "Remboursé",
        "AAPPMA du Haut-Tarn 12,00 €",
        "Fond de caisse 150,00 €",
        "Attendu 176,70 €",
        "Écart 0,00 €",
        "Code de tête 7F3A-09C2",
        "net 14,70 €, absolu 16,30 €",
    ):
        assert said in text


def test_the_average_of_a_z_is_that_of_the_summaries(shop: Shop, style: PrintStyle) -> None:
    shop.sell(shop.basket(cp=1))
    shop.sell(shop.basket(cp=2))
    uid, _receipt = shop.sell(shop.basket(cp=2))
    shop.refund(uid, {0: 1})
    # Four postcards of 0.80 in three receipts, to the nearest cent.
    assert "1,07 €" in text_of(render_closing(closing_paper(shop), style))


def test_a_z_of_the_demonstration_says_that_it_is_a_reconstruction(shop: Shop) -> None:
    shop.sell()
    paper = TillPaper(shop.close_day(), "7F3A-09C2", shop.catalogue())
    real = shop.workplace
    demo = replace(real, identity=replace(real.identity, reconstruction=True))
    assert "RECONSTITUTION" in text_of(closing_pdf(paper, demo))
    assert "RECONSTITUTION" not in text_of(closing_pdf(paper, real))


def test_a_month_without_a_sale_says_so_and_names_no_entry(shop: Shop, style: PrintStyle) -> None:
    shop.sell()
    closing = shop.close_day()
    empty = replace(
        closing,
        span=ClosingSpan.MONTH,
        period="2022-08",
        totals=TillTotals(),
        first_seq=closing.last_seq + 1,
    )
    paper = ClosingPaper(empty, "office", "Vialas", "7F3A-09C2", shop.workplace.zone)
    text = text_of(render_closing(paper, style))
    assert text.count("rien –") == 2
    assert "Journal : aucune entrée nouvelle." in text
    assert "entrées n°" not in text


def test_an_x_says_that_nothing_is_closed(shop: Shop, style: PrintStyle) -> None:
    shop.sell()
    text = text_of(render_closing(closing_paper(shop, interim=True), style))
    assert "en cours, rien n’est clôturé" in text


def test_no_words_of_a_z_overlap_or_leave_the_page(taxed: Shop, style: PrintStyle) -> None:
    taxed.set_float(987_654_00)
    for _ in range(3):
        taxed.sell(taxed.basket(cp=40, ign_2739=30, stevenson=20, magnet=20, peche_jour=9))
        taxed.stock_up()
    boxes = text_boxes(compose_closing(closing_paper(taxed), style.fonts).items, style.fonts)
    assert all(box.left >= LEFT - 2 and box.right <= RIGHT + 2 for box in boxes)
    assert all(box.bottom <= HEIGHT for box in boxes)
    overlapping = [(a.text, b.text) for a in boxes for b in boxes if a is not b and a.overlaps(b)]
    assert overlapping == []


def test_labels_fill_sheets_of_24_after_the_places_that_are_used(
    shop: Shop, style: PrintStyle
) -> None:
    labels = [label_of(article) for article in shop.catalogue().articles.values()]
    assert len(labels) == 8
    data = render_labels(labels * 3, style, author="office", skipped=1)
    assert len(pypdfium2.PdfDocument(data)) == 2
    assert text_of(data).count("9782758551362") == 3


def test_a_barcode_keeps_its_quiet_zones_and_its_width() -> None:
    drawn = barcode("9782758551362", 95.0, 20.0)
    bars = [(item.x, item.x + item.width) for item in drawn.items]  # type: ignore[union-attr]
    module = 95.0 / 113
    assert min(left for left, _right in bars) >= 7 * module
    assert max(right for _left, right in bars) <= 95.0 - 7 * module


def test_a_text_without_bars_is_no_barcode() -> None:
    with pytest.raises(ValueError, match="ASCII"):
        barcode("", 95.0, 20.0)


def test_the_count_sheet_has_each_article_once_and_hides_what_is_expected(
    shop: Shop, style: PrintStyle
) -> None:
    catalogue = shop.catalogue()
    blind = count_sheet(catalogue, "office", "Le Pont-de-Montvert")
    assert blind.articles == sum(1 for a in catalogue.articles.values() if a.product.has_stock)
    text = text_of(render_count_sheet(blind, style))
    assert text.count("Magnet Stevenson") == 1
    assert "attendu" not in text
    told = count_sheet(catalogue, "office", "Le Pont-de-Montvert", with_expected=True)
    assert "attendu 50" in text_of(render_count_sheet(told, style))
