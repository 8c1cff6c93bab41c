"""The shop's statements on paper: the figures of the reports, heads repeated, nothing cut."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from otdesk.documents.drawing import TextMeasure
from otdesk.documents.pdf.shop_statement import Issuer, ShopStatement, compose_statement
from otdesk.documents.pdf.stock_statements import (
    inventory_statement,
    render_inventory_differences,
    render_stock_list,
    stock_statement,
)
from otdesk.documents.pdf.style import PrintStyle
from otdesk.documents.pdf.third_party_statements import (
    consignment_statement,
    held_statement,
    render_consignment,
    render_held_money,
)
from otdesk.domain.catalogue import Supplier, pieces
from otdesk.domain.period import Period
from otdesk.domain.receipts import PaymentMethod
from otdesk.reports.shop.consignment import (
    ConsignmentLine,
    ConsignmentStatement,
    read_consignment,
)
from otdesk.reports.shop.held_money import (
    HeldLine,
    HeldPaymentRow,
    HeldStatement,
    read_held,
)
from otdesk.reports.shop.stock_list import (
    InventoryDifferences,
    InventoryRow,
    StockList,
    StockRow,
    read_inventory_differences,
    read_stock_list,
)
from otdesk.services.shop import stock
from tests.documents.pdf_papers import faults, page_count, text_of
from tests.shop import DAY, OFFICE, Shop, opened

JULY = Period.month(2022, 7)
FAR = "SEVF"
ISSUER = Issuer(
    "Office de Tourisme des Cévennes au Mont Lozère",
    datetime(2022, 7, 31, 18, 44, tzinfo=UTC),
    {OFFICE: "Le Pont-de-Montvert", FAR: "Saint-Étienne-Vallée-Française, Maison du tourisme"},
)
LONG = "Randonnées et balades autour du mont Lozère, du Bougès et des gorges du Tarn, numéro"


@pytest.fixture(scope="module")
def style() -> PrintStyle:
    return PrintStyle.shipped()


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with opened(tmp_path) as shop:
        yield shop


def assert_sound(statement: ShopStatement, measure: TextMeasure, *, pages: int) -> None:
    flow = compose_statement(statement, measure)
    assert len(flow.pages) >= pages
    assert faults(flow.pages, measure) == []


def test_the_stock_list_values_what_is_the_office_s_and_marks_what_runs_low(
    shop: Shop, style: PrintStyle
) -> None:
    shop.sell(shop.basket(magnet=48))
    with shop.store.reading() as connection:
        listed = read_stock_list(connection, (OFFICE,), DAY)
    text = text_of(render_stock_list(listed, ISSUER, style))
    for said in (
        "Stock au 20 juillet 2022",
        "Le Pont-de-Montvert",
        "Magnet Stevenson 2 3 à commander 2,00 € 4,00 €",
        "IGN 2739 OT Mont Lozère 50 8,50 € 425,00 €",
        "Carte postale 50 dépôt-vente – –",
        "Souvenirs 4,00 €",
        "Total 639,00 €",
        "établi le 31/07/2022 à 18 h 44",
    ):
        assert said in text


def test_inventory_differences_are_signed_and_valued(shop: Shop, style: PrintStyle) -> None:
    with shop.store.writing("CA") as transaction:
        counted = {"magnet": pieces(47), "ign-2739": pieces(50)}
        stock.take_inventory(transaction, OFFICE, DAY, counted, note="carton mouillé")
    with shop.store.reading() as connection:
        found = read_inventory_differences(connection, (OFFICE,), JULY)
    text = text_of(render_inventory_differences(found, ISSUER, style))
    for said in (
        "Écarts d’inventaire · Juillet 2022",
        "Le Pont-de-Montvert, 20 juillet 2022",
        "Magnet Stevenson 50 47 −3 2,00 € −6,00 €",
        "carton mouillé",
        "Articles comptés",
        "Total −6,00 €",
    ):
        assert said in text
    assert "IGN 2739" not in text


def test_a_consignment_statement_says_what_is_owed(shop: Shop, style: PrintStyle) -> None:
    shop.sell(shop.basket(cp=10))
    with shop.store.reading() as connection:
        read = read_consignment(connection, (OFFICE,), JULY)
    text = text_of(render_consignment(read, JULY, ISSUER, style))
    for said in (
        "Photographes locaux",
        "dépôt-vente · juillet 2022",
        "À reverser au déposant, 70 % des ventes 5,60 €",
        "Carte postale 0 50 10 0 0 40 8,00 € 5,60 €",
        "Total 0 50 10 0 0 40 8,00 € 5,60 €",
        "Pour accord, le déposant",
    ):
        assert said in text


def test_held_money_says_what_was_collected_and_is_still_owed(
    shop: Shop, style: PrintStyle
) -> None:
    shop.sell(shop.basket(peche_jour=2))
    with shop.store.reading() as connection:
        read = read_held(connection, (OFFICE,), JULY)
    paid = HeldPaymentRow(date(2022, 7, 28), OFFICE, 10_00, PaymentMethod.TRANSFER, "virement 12")
    read = (replace(read[0], paid_cents=10_00, payments=(paid,)),)
    text = text_of(render_held_money(read, JULY, ISSUER, style))
    for said in (
        "AAPPMA du Haut-Tarn",
        "À reverser en fin de période 14,00 €",
        "Carte de pêche journée 2 24,00 €",
        "28/07/2022 · Le Pont-de-Montvert Virement 10,00 €",
        "virement 12",
        "il n’entre pas dans le chiffre d’affaires",
    ):
        assert said in text


def test_statements_of_nothing_say_so(style: PrintStyle) -> None:
    none = InventoryDifferences(JULY, (OFFICE,), (), 0)
    texts = (
        (render_stock_list(StockList(DAY, (OFFICE,), ()), ISSUER, style), "Aucun article"),
        (render_inventory_differences(none, ISSUER, style), "Aucun inventaire"),
        (
            render_inventory_differences(replace(none, counted=9), ISSUER, style),
            "Tout a été compté comme attendu",
        ),
        (render_consignment((), JULY, ISSUER, style), "Personne ne dépose"),
        (render_held_money((), JULY, ISSUER, style), "Rien n’a été encaissé"),
    )
    for data, said in texts:
        assert page_count(data) == 1
        assert said in text_of(data)


def test_each_supplier_s_statement_counts_its_own_pages(style: PrintStyle) -> None:
    statements = [_consigned(1), _consigned(90), _consigned(0)]
    data = render_consignment(statements, JULY, ISSUER, style)
    text = text_of(data)
    assert text.count("1 / 1") == 2
    assert f"2 / {page_count(data) - 2}" in text
    assert text.count("Pour accord, le déposant") == 3


def test_a_long_stock_list_repeats_its_head_and_no_signature_stands_alone(
    style: PrintStyle,
) -> None:
    # Every length: a table that just fits, one that leaves its total behind, one more page.
    for articles in range(1, 80, 3):
        listed = StockList(DAY, (OFFICE, FAR), (*_stock(OFFICE, articles), *_stock(FAR, 2)))
        pages = compose_statement(stock_statement(listed, ISSUER, style.fonts), style.fonts).pages
        for page in pages:
            texts = [item.text for item in page.items if hasattr(item, "text")]
            assert "article" in texts
            assert any(text.startswith(("Article", "Randonnées")) for text in texts)


def test_no_words_of_the_statements_overlap_or_leave_the_page(style: PrintStyle) -> None:
    measure = style.fonts
    listed = StockList(DAY, (OFFICE, FAR), (*_stock(OFFICE, 70), *_stock(FAR, 5)))
    assert_sound(stock_statement(listed, ISSUER, measure), measure, pages=2)
    found = InventoryDifferences(JULY, (OFFICE, FAR), tuple(_found(n) for n in range(80)), 412)
    assert_sound(inventory_statement(found, ISSUER, measure), measure, pages=2)
    assert_sound(consignment_statement(_consigned(80), ISSUER, measure), measure, pages=2)
    assert_sound(held_statement(_held(), ISSUER, measure), measure, pages=2)


def _label(number: int) -> str:
    return f"{LONG} {number}" if number % 4 == 2 else f"Article {number}"


def _stock(office: str, articles: int) -> tuple[StockRow, ...]:
    return tuple(
        StockRow(
            office,
            f"p{n}",
            _label(n),
            f"f{n // 9}",
            f"Famille {n // 9}",
            "",
            consignment=n % 7 == 3,
            quantity=12_345_000 * (-1) ** n,
            reorder_level=5000 if n % 3 else None,
            cost_cents=12_345_60,
            value_cents=None if n % 7 == 3 else 98_765_43,
        )
        for n in range(articles)
    )


def _found(n: int) -> InventoryRow:
    return InventoryRow(
        office=FAR if n % 2 else OFFICE,
        day=date(2022, 7, 1 + n % 2),
        product=f"p{n}",
        label=_label(n),
        expected=12_345_000,
        counted=98_765_000,
        difference=86_420_000,
        cost_cents=None if n % 9 == 0 else 12_345_60,
        value_cents=None if n % 9 == 0 else 99_999_99,
        note="carton mouillé à la réserve" if n % 5 == 0 else "",
    )


def _consigned(lines: int) -> ConsignmentStatement:
    name = "Photographes et artisans locaux des Cévennes et du mont Lozère réunis"
    supplier = Supplier("photo", name, consignment=True, consignment_basis_points=7000)
    made = tuple(
        ConsignmentLine(
            product=f"p{n}",
            label=_label(n),
            opening=12_345_000,
            received=12_345_000,
            sold=12_345_000,
            refunded=0,
            moved=-12_345_000,
            returned=1000,
            other=-12_000_000,
            remaining=344_000,
            amount_cents=98_765_43,
            due_cents=69_135_80,
        )
        for n in range(lines)
    )
    due = sum(line.due_cents for line in made)
    amount = sum(line.amount_cents for line in made)
    return ConsignmentStatement(supplier, JULY, (OFFICE, FAR), made, amount, due)


def _held() -> HeldStatement:
    lines = tuple(HeldLine(f"p{n}", _label(n), 12_345_000, 98_765_43) for n in range(40))
    payments = tuple(
        HeldPaymentRow(date(2022, 7, 28), FAR, 99_999_99, PaymentMethod.CHEQUE, "relevé de juin")
        for _n in range(40)
    )
    return HeldStatement(
        third_party="aappma",
        name="Association agréée pour la pêche et la protection du milieu aquatique",
        period=JULY,
        offices=(OFFICE, FAR),
        owed_before_cents=98_765_43,
        collected_cents=98_765_43 * 40,
        paid_cents=99_999_99 * 40,
        lines=lines,
        payments=payments,
    )
