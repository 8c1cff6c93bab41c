"""The slip that goes with money to the bank: every piece and cheque, and one total."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from otdesk.documents.pdf.deposit_slip import (
    SlipCheque,
    SlipPaper,
    compose_deposit_slip,
    render_deposit_slip,
)
from otdesk.documents.pdf.style import PrintStyle
from otdesk.domain.receipts import PaymentMethod
from otdesk.errors import DataFault
from tests.documents.pdf_papers import faults, page_count, text_of

CASH = SlipPaper(
    organisation="Office de Tourisme des Cévennes au Mont Lozère",
    office="Le Pont-de-Montvert",
    number="12-7F3A",
    day=date(2022, 7, 20),
    method=PaymentMethod.CASH,
    cents=1_290_50,
    destination="bank",
    author="CA",
    count={5000: 25, 1000: 4, 50: 1, 200: 0},
)
CHEQUES = tuple(SlipCheque(12_345_00 + n, 1200 + n) for n in range(75))


@pytest.fixture(scope="module")
def style() -> PrintStyle:
    return PrintStyle.shipped()


def test_a_slip_of_cash_says_each_coin_and_note(style: PrintStyle) -> None:
    text = text_of(render_deposit_slip(CASH, style))
    for said in (
        "Remise en banque n° 12-7F3A",
        "Mercredi 20 juillet 2022 · remis par CA",
        "billet de 50 € 25 1 250,00 €",
        "billet de 10 € 4 40,00 €",
        "pièce de 0,50 € 1 0,50 €",
        "Total 30 1 290,50 €",
        "La banque",
        "Reçu par",
    ):
        assert said in text
    assert "pièce de 2 €" not in text


def test_a_slip_of_cheques_says_each_receipt_and_leaves_its_drawer_to_write(
    style: PrintStyle,
) -> None:
    slip = _cheques(CHEQUES[:2])
    text = text_of(render_deposit_slip(replace(slip, destination="headquarters"), style))
    for said in ("Remise au siège n° 12-7F3A", "1 n° 1200 ....", "2 n° 1201", "12 345,01 €"):
        assert said in text


def test_pieces_that_nobody_counted_are_left_to_write(style: PrintStyle) -> None:
    slip = replace(CASH, method=PaymentMethod.ANCV, count={})
    assert "nombre à écrire" in text_of(render_deposit_slip(slip, style))
    assert "Chèques-vacances 7" in text_of(render_deposit_slip(replace(slip, pieces=7), style))


def test_details_that_do_not_make_the_total_are_refused(style: PrintStyle) -> None:
    with pytest.raises(DataFault, match="et non"):
        render_deposit_slip(replace(CASH, cents=CASH.cents + 1), style)


def test_many_cheques_go_on_with_their_head_and_nothing_overlaps(style: PrintStyle) -> None:
    office = "Saint-Étienne-Vallée-Française, bureau de la Maison du tourisme et du parc"
    slip = replace(_cheques(CHEQUES), office=office, note="Sac scellé n° 4411. " * 8)
    data = render_deposit_slip(slip, style)
    text = text_of(data)
    assert page_count(data) > 1
    assert text.count("tireur, banque") == page_count(data)
    assert all(f"n° {cheque.receipt} " in text for cheque in CHEQUES)
    assert faults(compose_deposit_slip(slip, style.fonts).pages, style.fonts) == []


def _cheques(cheques: tuple[SlipCheque, ...]) -> SlipPaper:
    total = sum(cheque.cents for cheque in cheques)
    return replace(CASH, method=PaymentMethod.CHEQUE, cents=total, count={}, cheques=cheques)
