"""What no document says of the shop and the demonstration invents: `db/facts/shop.json`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from otdesk.domain.catalogue import Product
from otdesk.domain.money import Cents

OTHERS = "others"
SHEETS = "sheets"


@dataclass(frozen=True, slots=True)
class Discount:
    """So many pieces of a product that one office sells for less, each with its reason."""

    office: str
    product: str
    count: int
    cents: Cents
    reason: str


@dataclass(frozen=True, slots=True)
class SheetRules:
    """The sheets: their published name, how many sets of ten, and each office's sectors."""

    counted_as: str
    sets: int
    sectors: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class PaymentRules:
    """How people pay: weights of the methods below each amount, and what is rare."""

    steps: tuple[tuple[Cents, Mapping[str, float]], ...]
    without_terminal: frozenset[str]
    in_two_percent: float
    in_two_from: Cents
    exact_cash_percent: float


@dataclass(frozen=True, slots=True)
class RefundRules:
    """What is given back: how often by office, of which products, and why."""

    by_office: Mapping[str, int]
    products: tuple[str, ...]
    at_once_percent: float
    damaged_percent: float
    reasons: tuple[str, ...]
    damaged_reason: str


@dataclass(frozen=True, slots=True)
class CashRules:
    """The drawer: its float, above what it goes to the bank, and counts that differ."""

    floats: Mapping[str, Cents]
    deposit_above: Mapping[str, Cents]
    difference_percent: float
    differences: tuple[Cents, ...]
    explanations: tuple[str, ...]
    corrections: Mapping[str, int]
    correction_reason: str


@dataclass(frozen=True, slots=True)
class Loss:
    """Pieces that an office lost on a day, and how."""

    office: str
    day: date
    product: str
    pieces: int
    note: str


@dataclass(frozen=True, slots=True)
class StockRules:
    """When goods come, in what packs, and how many stay on the shelves; pieces by group."""

    deliveries: tuple[date, ...]
    transfer_months: frozenset[int]
    kept: Mapping[str, int]
    pack: Mapping[str, int]
    reorder: Mapping[str, int]
    wrong_percent: float
    losses: tuple[Loss, ...]


@dataclass(frozen=True, slots=True)
class ShopRules:
    """All of it.

    `earlier` is the turnover of earlier years, derived from the published percents. `counted`
    parts a published number of pieces among products, `others` the rest of the turnover; `fill`
    makes it come out to the cent. `months` are those in which a product is sold.
    """

    earlier: Mapping[int, Cents]
    earlier_source: str
    sheets: SheetRules
    counted: Mapping[str, Mapping[str, float]]
    others: Mapping[str, float]
    fill: tuple[str, ...]
    discounts: tuple[Discount, ...]
    held: Mapping[str, Mapping[str, int]]
    months: Mapping[str, frozenset[int]]
    pieces: Mapping[str, Mapping[int, float]]
    lines_of_a_receipt: float
    linked_percent: float
    payments: PaymentRules
    refunds: RefundRules
    cash: CashRules
    stock: StockRules


def group_of(product: Product) -> str:
    """Return the group under which the rules know a product: `sheets`, or its family."""
    return SHEETS if product.sector else product.family


def load_shop_rules(folder: Path) -> ShopRules:
    """Read `shop.json` of `db/facts`. Raises KeyError or ValueError: it is our own business."""
    data = json.loads((folder / "shop.json").read_text("utf-8"))
    sheets = data["sheets"]
    return ShopRules(
        earlier={int(year): cents for year, cents in data["earlier_turnover"].items()},
        earlier_source=data["earlier_source"],
        sheets=SheetRules(sheets["counted_as"], sheets["sets"], sheets["sectors"]),
        counted=data["counted"],
        others=data["others"],
        fill=tuple(data["fill"]),
        discounts=tuple(Discount(**discount) for discount in data["discounts"]),
        held=data["held"],
        months={code: frozenset(months) for code, months in data["months"].items()},
        pieces={
            group: {int(count): weight for count, weight in weights.items()}
            for group, weights in data["pieces_of_a_line"].items()
        },
        lines_of_a_receipt=data["lines_of_a_receipt"],
        linked_percent=data["linked_to_a_visit_percent"],
        payments=_payments(data["payments"]),
        refunds=_refunds(data["refunds"]),
        cash=_cash(data),
        stock=_stock(data["stock"]),
    )


def _payments(data: Mapping[str, Any]) -> PaymentRules:
    return PaymentRules(
        steps=tuple(
            (step["below"], {name: step[name] for name in ("cash", "card", "cheque")})
            for step in data["steps"]
        ),
        without_terminal=frozenset(data["without_card_terminal"]),
        in_two_percent=data["in_two_parts_percent"],
        in_two_from=data["in_two_parts_from"],
        exact_cash_percent=data["exact_cash_percent"],
    )


def _refunds(data: Mapping[str, Any]) -> RefundRules:
    return RefundRules(
        by_office=data["by_office"],
        products=tuple(data["products"]),
        at_once_percent=data["at_once_percent"],
        damaged_percent=data["damaged_percent"],
        reasons=tuple(data["reasons"]),
        damaged_reason=data["damaged_reason"],
    )


def _cash(data: Mapping[str, Any]) -> CashRules:
    differences = data["cash_differences"]
    return CashRules(
        floats=data["float"],
        deposit_above=data["deposit_above"],
        difference_percent=differences["percent"],
        differences=tuple(differences["cents"]),
        explanations=tuple(differences["explanations"]),
        corrections=data["payment_corrections"],
        correction_reason=data["correction_reason"],
    )


def _stock(data: Mapping[str, Any]) -> StockRules:
    return StockRules(
        deliveries=tuple(date.fromisoformat(day) for day in data["deliveries"]),
        transfer_months=frozenset(data["transfer_months"]),
        kept=data["kept"],
        pack=data["pack"],
        reorder=data["reorder"],
        wrong_percent=data["wrong_in_inventory_percent"],
        losses=tuple(
            Loss(**{**loss, "day": date.fromisoformat(loss["day"])}) for loss in data["losses"]
        ),
    )
