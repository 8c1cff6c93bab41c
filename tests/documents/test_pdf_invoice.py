"""The printed invoice: what the law wants on it, and nothing cut."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from otdesk.documents.pdf.invoice import InvoicePaper, compose_invoice, render_invoice
from otdesk.documents.pdf.style import PrintStyle
from otdesk.domain.invoices import Invoice
from otdesk.domain.receipts import Payment, PaymentMethod, Receipt
from otdesk.domain.shop_terms import FRANCHISE_MENTION
from otdesk.domain.vat import VatRegime
from tests.documents.pdf_papers import faults, page_count, text_of
from tests.shop import DAY, OFFICE, SUPPLIERS, Shop, opened

NAMES = {supplier.code: supplier.name for supplier in SUPPLIERS}
TOWN = Invoice(
    OFFICE, DAY, 7, "uid", "Mairie de Florac", "Esplanade\n48400 Florac", "21480061700015"
)


@pytest.fixture(scope="module")
def style() -> PrintStyle:
    return PrintStyle.shipped()


@pytest.fixture
def taxed(tmp_path: Path) -> Iterator[Shop]:
    with opened(tmp_path, VatRegime.STANDARD) as shop:
        yield shop


@pytest.fixture
def exempt(tmp_path: Path) -> Iterator[Shop]:
    with opened(tmp_path) as shop:
        yield shop


def sold(shop: Shop, **quantities: int) -> Receipt:
    _uid, receipt = shop.sell(shop.basket(**quantities))
    return replace(receipt, seller=replace(receipt.seller, vat_number="FR12501234567"))


def printed(invoice: Invoice, receipt: Receipt, style: PrintStyle) -> str:
    return text_of(
        render_invoice(invoice, receipt, style, signature="7F3A-09C2", third_parties=NAMES)
    )


def test_an_invoice_says_all_that_the_law_asks(taxed: Shop, style: PrintStyle) -> None:
    text = printed(TOWN, sold(taxed, ign_2739=3, stevenson=1), style)
    for said in (
        "Facture PDM-F2022-0007",
        "Le mercredi 20 juillet 2022",
        "Office de Tourisme des Cévennes au Mont Lozère",
        "SIRET 50123456700018",
        "N° de TVA FR12501234567",
        "Mairie de Florac",
        "48400 Florac",
        "SIRET 21480061700015",
        "IGN 2739 OT Mont Lozère 3 11,58 € 13,90 € 20 % 34,75 € 41,70 €",
        "20 % 34,75 € 6,95 € 41,70 €",
        "5,5 % 6,16 € 0,34 € 6,50 €",
        "Total HT 40,91 €",
        "48,20 €",
        "Réglé : espèces 48,20 €",
        "Acquittée le 20 juillet 2022",
        "vente du 20 juillet 2022",
        "ticket n° 1",
        "7F3A-09C2",
    ):
        assert said in text


def test_only_professionals_read_of_penalties(taxed: Shop, style: PrintStyle) -> None:
    receipt = sold(taxed, cp=1)
    penalties = "indemnité forfaitaire pour frais de recouvrement de 40 €"
    assert penalties in printed(TOWN, receipt, style)
    assert penalties not in printed(replace(TOWN, siret=""), receipt, style)


def test_under_the_franchise_its_article_stands_and_no_tax(exempt: Shop, style: PrintStyle) -> None:
    text = printed(TOWN, sold(exempt, cp=2), style)
    assert FRANCHISE_MENTION in text
    for absent in ("FR12501234567", "HT", "TTC", "taux de TVA"):
        assert absent not in text


def test_what_was_put_on_account_is_owed_by_its_day(taxed: Shop, style: PrintStyle) -> None:
    receipt = sold(taxed, ign_2739=1)
    half = Payment(PaymentMethod.CASH, 1000)
    receipt = replace(receipt, payments=(half, Payment(PaymentMethod.ACCOUNT, 390)))
    text = printed(replace(TOWN, due=date(2022, 8, 19)), receipt, style)
    assert "Réglé : espèces 10,00 €" in text
    assert "À payer au plus tard le 19 août 2022 3,90 €" in text
    assert "Acquittée" not in text
    assert "À payer à réception 3,90 €" in printed(TOWN, receipt, style)


def test_money_of_a_third_party_is_no_sale_of_the_office(taxed: Shop, style: PrintStyle) -> None:
    text = printed(TOWN, sold(taxed, ign_2739=1, peche_jour=1), style)
    assert "encaissé pour AAPPMA du Haut-Tarn" in text
    assert "20 % 11,58 € 2,32 € 13,90 €" in text
    assert "0 % 12,00 €" not in text
    assert "Encaissé pour des tiers, hors TVA 12,00 €" in text
    assert "sans droit à déduction" in text


def test_an_erased_customer_leaves_the_figures(taxed: Shop, style: PrintStyle) -> None:
    text = printed(replace(TOWN, customer="", address="", siret=""), sold(taxed, cp=1), style)
    assert "client effacé" in text
    assert "0,80 €" in text


def test_a_long_invoice_goes_on_with_its_head_and_keeps_each_line(
    taxed: Shop, style: PrintStyle
) -> None:
    receipt = _long(sold(taxed, ign_2739=1))
    data = render_invoice(TOWN, receipt, style, signature="7F3A-09C2")
    text = text_of(data)
    assert all(f"Randonnées numéro {i} " in text for i in range(70))
    assert text.count("désignation") == page_count(data) > 2
    assert text.count("Total TTC") == 1


def test_no_words_of_an_invoice_overlap_or_leave_the_page(taxed: Shop, style: PrintStyle) -> None:
    receipt = _long(sold(taxed, ign_2739=1))
    customer = "Communauté de communes des Cévennes au Mont Lozère, service de la jeunesse " * 2
    invoice = replace(TOWN, customer=customer, address=customer)
    paper = InvoicePaper(invoice, receipt, "7F3A-09C2", NAMES)
    flow = compose_invoice(paper, style.fonts)
    assert len(flow.pages) > 2
    assert faults(flow.pages, style.fonts) == []


def _long(receipt: Receipt) -> Receipt:
    """Return a receipt of seventy dear lines, some of them with long names and a discount."""
    lines = tuple(
        replace(
            receipt.lines[0],
            label=f"Randonnées numéro {i} " + "au Bougès et au mont Lozère " * (i % 4),
            amount=99_999_99,
            tax=16_666_67,
            discount=100 * (i % 2),
            reason="couverture abîmée",
        )
        for i in range(70)
    )
    return replace(receipt, lines=lines, payments=(Payment(PaymentMethod.CARD, 70 * 99_999_99),))
