"""The slip that goes with goods: who, when, from whom, each article, the total."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from otdesk.documents.pdf.stock_slip import (
    GoodsLine,
    GoodsSlip,
    compose_goods_slip,
    render_goods_slip,
)
from otdesk.documents.pdf.style import PrintStyle
from otdesk.domain.catalogue import pieces
from otdesk.domain.stock import Cause
from tests.documents.pdf_papers import faults, page_count, text_of

DELIVERY = GoodsSlip(
    organisation="Office de Tourisme des Cévennes au Mont Lozère",
    office="Le Pont-de-Montvert",
    cause=Cause.DELIVERY,
    day=date(2022, 7, 20),
    author="CA",
    lines=(
        GoodsLine("ign-2739", "IGN 2739 OT Mont Lozère", pieces(10), 850),
        GoodsLine("magnet", "Magnet Stevenson", pieces(12), 200),
    ),
    partner="IGN",
    reference="BL 4412",
)
TRANSFER = replace(
    DELIVERY,
    cause=Cause.TRANSFER_OUT,
    lines=tuple(replace(line, cost=None) for line in DELIVERY.lines),
    partner="Saint-Étienne-Vallée-Française, Maison du tourisme",
    reference="PDM-20220720-1",
)


@pytest.fixture(scope="module")
def style() -> PrintStyle:
    return PrintStyle.shipped()


def test_a_delivery_names_who_when_each_article_and_what_it_cost(style: PrintStyle) -> None:
    data = render_goods_slip(DELIVERY, style)
    text = text_of(data)
    for said in (
        "Bon de livraison n° BL 4412",
        "Le Pont-de-Montvert",
        "Mercredi 20 juillet 2022 · noté par CA",
        "Livré par",
        "IGN 2739 OT Mont Lozère 10 8,50 € 85,00 €",
        "Total 22 109,00 €",
        "Reçu par",
    ):
        assert said in text
    assert page_count(data) == 1
    assert "RECONSTITUTION" not in text


def test_a_transfer_names_the_other_office_and_no_price(style: PrintStyle) -> None:
    text = text_of(render_goods_slip(TRANSFER, style))
    assert "Bon de transfert n° PDM-20220720-1" in text
    assert "Saint-Étienne-Vallée-Française, Maison du tourisme" in text
    assert "€" not in text


def test_a_total_of_unknown_prices_is_not_claimed(style: PrintStyle) -> None:
    lines = (DELIVERY.lines[0], replace(DELIVERY.lines[1], cost=None))
    assert "Total 22 –" in text_of(render_goods_slip(replace(DELIVERY, lines=lines), style))


def test_a_slip_of_a_reconstruction_says_so() -> None:
    text = text_of(render_goods_slip(DELIVERY, PrintStyle.shipped(reconstruction=True)))
    assert "RECONSTITUTION" in text.upper()
    exercise = render_goods_slip(replace(DELIVERY, training=True), PrintStyle.shipped())
    assert "SIMULATION" in text_of(exercise)


@pytest.mark.parametrize("slip", [DELIVERY, TRANSFER], ids=lambda slip: slip.cause.value)
def test_a_long_slip_is_cut_nowhere(style: PrintStyle, slip: GoodsSlip) -> None:
    label = "Randonnées et balades autour du mont Lozère, du Bougès et des gorges du Tarn, numéro"
    lines = tuple(
        replace(slip.lines[0], code=f"randonnees-mont-lozere-{n}", label=f"{label} {n}")
        for n in range(90)
    )
    flow = compose_goods_slip(replace(slip, lines=lines, note="carton abîmé"), style.fonts)
    assert len(flow.pages) > 1
    assert faults(flow.pages, style.fonts) == []
