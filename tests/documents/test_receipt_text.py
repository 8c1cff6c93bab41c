"""The receipt on a roll: every word of it in 48 or 32 characters of one code page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otdesk.documents.receipt_text import receipt_lines, refund_lines
from otdesk.domain.paper_roll import CODE_PAGE, RollLine, RollWidth, printable
from otdesk.domain.receipts import Payment, PaymentMethod, Receipt
from otdesk.domain.shop_terms import FRANCHISE_MENTION
from otdesk.domain.vat import VatRegime
from tests.shop import SUPPLIERS, Shop, opened

NAMES = {supplier.code: supplier.name for supplier in SUPPLIERS}
WIDTHS = pytest.mark.parametrize("width", list(RollWidth))


@pytest.fixture
def taxed(tmp_path: Path) -> Iterator[Shop]:
    with opened(tmp_path, VatRegime.STANDARD) as shop:
        yield shop


def rolled(receipt: Receipt, width: RollWidth, *, duplicate: int = 0) -> tuple[RollLine, ...]:
    return receipt_lines(
        receipt, width, signature="7F3A-09C2", duplicate=duplicate, third_parties=NAMES
    )


def words(lines: tuple[RollLine, ...]) -> str:
    return " ".join(" ".join(line.text for line in lines).split())


def assert_fits(lines: tuple[RollLine, ...], width: RollWidth) -> None:
    for line in lines:
        assert len(line.text) <= (width // 2 if line.large else width)
        line.text.encode(CODE_PAGE)


@WIDTHS
def test_a_roll_says_all_that_the_law_asks(taxed: Shop, width: RollWidth) -> None:
    basket = taxed.basket(ign_2739=1, stevenson=1, peche_jour=1, cp=2)
    paid = Payment(PaymentMethod.CASH, basket.total, received=basket.total + 500)
    lines = rolled(taxed.sell(basket, paid)[1], width)
    text = words(lines)
    for said in (
        "Office de Tourisme des Cévennes au Mont Lozère",
        "SIRET 50123456700018",
        "Ticket n° 1",
        "mercredi 20 juillet 2022 à 12:00 · servi par CA",
        "IGN 2739 OT Mont Lozère 13,90 €",
        "2 × 0,80 €",
        "encaissé pour AAPPMA du Haut-Tarn",
        "Total payé 34,00 €",
        "rendu 5,00 €",
        "5,5 %",
        "2,58 €",
        "Caisse 1 · signature 7F3A-09C2",
    ):
        assert said in text
    assert_fits(lines, width)


def test_a_narrow_roll_says_the_taxes_below_each_other(taxed: Shop) -> None:
    receipt = taxed.sell(taxed.basket(ign_2739=1))[1]
    assert "TVA à 20 % hors taxe 11,58 €" in words(rolled(receipt, RollWidth.MM58))
    assert "20 % 11,58 € 2,32 € 13,90 €" in words(rolled(receipt, RollWidth.MM80))


def test_a_duplicata_and_a_simulation_are_said_at_both_ends(taxed: Shop) -> None:
    receipt = replace(taxed.sell()[1], training=True)
    lines = rolled(receipt, RollWidth.MM80, duplicate=2)
    large = [line.text.strip() for line in lines if line.large]
    assert large.count("DUPLICATA n° 2") == 2
    assert large.count("SIMULATION : sans valeur") == 2
    assert "DUPLICATA" not in words(rolled(receipt, RollWidth.MM80))


def test_the_franchise_says_its_article_and_no_tax(tmp_path: Path) -> None:
    with opened(tmp_path) as shop:
        text = words(rolled(shop.sell()[1], RollWidth.MM58))
    assert FRANCHISE_MENTION in text
    assert "hors taxe" not in text


def test_a_refund_names_its_receipt_and_its_reason(taxed: Shop) -> None:
    uid, _receipt = taxed.sell(taxed.basket(cp=4))
    _uid, refund = taxed.refund(uid, {0: 3})
    text = words(refund_lines(refund, RollWidth.MM58, signature="7F3A-09C2"))
    assert "Remboursement n° 1" in text
    assert "Ticket d'origine n° 1 · motif : article abîmé" in text
    assert "Total remboursé 2,40 €" in text


@WIDTHS
def test_thirty_dear_lines_with_long_names_keep_their_words_and_sums(
    taxed: Shop, width: RollWidth
) -> None:
    receipt = taxed.sell(taxed.basket(ign_2739=1))[1]
    label = "Randonnées et balades au cœur des Cévennes, à Florac-Trois-Rivières, numéro"
    lines = tuple(
        replace(
            receipt.lines[0],
            label=f"{label} {n}",
            amount=99_999_999_00 + n,
            discount=100,
            reason="abîmé",
        )
        for n in range(30)
    )
    laid = rolled(replace(receipt, lines=lines), width)
    assert_fits(laid, width)
    text = words(laid)
    assert text.count("numéro") == 30
    assert all(f"99 999 999,{n:02d} €" in text for n in range(30))
    assert text.count("remise -1,00 € (abîmé)") == 30


def test_what_the_code_page_lacks_is_said_otherwise() -> None:
    assert printable("l’œuvre – 5 € … ₂ ő 漢") == "l'oeuvre - 5 € ... 2 o ?"


@given(st.text())
def test_any_text_can_be_printed_and_is_never_a_command(text: str) -> None:
    said = printable(text)
    assert said.encode(CODE_PAGE).decode(CODE_PAGE) == said
    assert all(byte >= 0x20 for byte in said.encode(CODE_PAGE))
