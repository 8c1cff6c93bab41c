"""The shop's part of the JSON of a summary: `sales` in snake case, amounts in cents."""

from __future__ import annotations

from collections.abc import Mapping

from otdesk.domain.money import ONE, Thousandths
from otdesk.reports.shop.sales import Sales, SalesComparison

_PLACES = 6


def sales_object(sales: Sales) -> dict[str, object]:
    """Return the shop's figures as plain values; `pieces` are numbers, whole where they are."""
    return {
        "turnover_cents": sales.turnover_cents,
        "held_cents": sales.held_cents,
        "taken_cents": sales.taken_cents,
        "receipts": sales.receipts,
        "refunds": sales.refunds,
        "refunded_cents": sales.refunded_cents,
        "average_receipt_cents": sales.average_cents,
        "turnover_per_visitor_cents": sales.per_visitor_cents,
        "vat_regime": sales.regime.value,
        "by_family": [
            {
                "code": row.code,
                "turnover_cents": row.turnover_cents,
                "pieces": _pieces(row.quantity),
            }
            for row in sales.by_family
        ],
        "by_payment": [
            {"method": row.method.value, "receipts": row.receipts, "amount_cents": row.cents}
            for row in sales.by_payment
        ],
        "by_vat": [
            {
                "basis_points": row.basis_points,
                "gross_cents": row.gross_cents,
                "net_cents": row.net_cents,
                "vat_cents": row.vat_cents,
            }
            for row in sales.by_vat
        ],
        "best_sellers": [
            {
                "code": row.code,
                "label": row.label,
                "pieces": _pieces(row.quantity),
                "turnover_cents": row.turnover_cents,
            }
            for row in sales.best_sellers
        ],
        "held": [
            {"code": row.code, "pieces": _pieces(row.quantity), "amount_cents": row.cents}
            for row in sales.held
        ],
        **_times(sales),
        **_linked(sales),
        **_till(sales),
        "comparison": None if sales.comparison is None else _comparison(sales.comparison),
    }


def _times(sales: Sales) -> Mapping[str, object]:
    return {
        "by_day": [
            {
                "day": row.day.isoformat(),
                "turnover_cents": row.turnover_cents,
                "held_cents": row.held_cents,
                "receipts": row.receipts,
                "refunds": row.refunds,
            }
            for row in sales.by_day
        ],
        "by_hour": [
            {"hour": row.hour, "turnover_cents": row.turnover_cents, "receipts": row.receipts}
            for row in sales.by_hour
        ],
        "by_month": [
            {
                "month": row.month.isoformat()[:7],
                "turnover_cents": row.turnover_cents,
                "held_cents": row.held_cents,
                "receipts": row.receipts,
                "refunds": row.refunds,
                "average_receipt_cents": row.average_cents,
                "published_cents": row.published_cents,
            }
            for row in sales.by_month
        ],
        "by_office": [
            {
                "office": row.code,
                "turnover_cents": row.turnover_cents,
                "held_cents": row.held_cents,
                "receipts": row.receipts,
                "refunds": row.refunds,
                "average_receipt_cents": row.average_cents,
                "turnover_per_visitor_cents": row.per_visitor_cents,
            }
            for row in sales.by_office
        ],
    }


def _linked(sales: Sales) -> Mapping[str, object]:
    return {
        "linked_share": {
            "value": None if sales.linked.value is None else round(sales.linked.value, _PLACES),
            "base": sales.linked.base,
            "of": sales.linked.of.value,
        },
        "linked_by_origin": [
            {"code": row.code, "receipts": row.receipts, "turnover_cents": row.turnover_cents}
            for row in sales.linked_by_origin
        ],
        "linked_by_demand": [
            {"code": row.code, "receipts": row.receipts, "turnover_cents": row.turnover_cents}
            for row in sales.linked_by_demand
        ],
    }


def _till(sales: Sales) -> Mapping[str, object]:
    return {
        "difference_cents": sales.difference_cents,
        "closings": [
            {
                "office": row.office,
                "day": row.day.isoformat(),
                "till": row.till,
                "number": row.number,
                "turnover_cents": row.turnover_cents,
                "expected_cents": row.expected_cents,
                "counted_cents": row.counted_cents,
                "difference_cents": row.difference_cents,
                "card_difference_cents": row.card_difference_cents,
                "explanation": row.explanation,
            }
            for row in sales.closings
        ],
        "days_without_closing": [
            {"office": row.office, "day": row.day.isoformat(), "till": row.till}
            for row in sales.unclosed
        ],
    }


def _comparison(of: SalesComparison) -> Mapping[str, object]:
    return {
        "period": {"from": of.period.first.isoformat(), "to": of.period.last.isoformat()},
        "refusal": of.refusal,
        "way_out": of.way_out,
        "source": None if of.source is None else of.source.value,
        "since": None if of.since is None else of.since.isoformat(),
        "turnover_cents": of.turnover_cents,
        "receipts": of.receipts,
        "average_receipt_cents": of.average_cents,
        "delta": None if of.delta is None else round(of.delta, _PLACES),
        "delta_per_open_day": None
        if of.delta_per_day is None
        else round(of.delta_per_day, _PLACES),
    }


def _pieces(quantity: Thousandths) -> int | float:
    whole, rest = divmod(quantity, ONE)
    return quantity / ONE if rest else whole
