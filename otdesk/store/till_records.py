"""The records of a till: domain value → signed payload → rows, and back from the payload.

A receipt is read back from its payload, never from the catalogue: what was sold stays as it was.
`number` is gapless for each kind of record in its till.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table

from otdesk.domain.receipts import (
    Payment,
    PaymentMethod,
    Receipt,
    ReceiptLine,
    Refund,
    RefundLine,
    Seller,
)
from otdesk.domain.stock import Cause
from otdesk.domain.till import CashCount, Closing, ClosingSpan, Perpetual, TillTotals
from otdesk.domain.vat import VatRegime
from otdesk.journal import canonical
from otdesk.journal.canonical import Payload, Value
from otdesk.store import till_tables as tables
from otdesk.store.instants import instant
from otdesk.store.record_kind import RecordKind, Row, present
from otdesk.store.shop_tables import stock_move

CLOSING_KINDS = {
    ClosingSpan.DAY: "till_closing",
    ClosingSpan.MONTH: "till_month",
    ClosingSpan.YEAR: "till_year",
}


def _seller_payload(seller: Seller) -> dict[str, Value]:
    return present(
        name=seller.name,
        address=seller.address,
        siret=seller.siret,
        regime=seller.regime.value,
        vat_number=seller.vat_number,
    )


def _seller(payload: Mapping[str, Any]) -> Seller:
    return Seller(
        payload.get("name", ""),
        payload.get("address", ""),
        payload.get("siret", ""),
        VatRegime(payload["regime"]),
        payload.get("vat_number", ""),
    )


def _line_payload(line: ReceiptLine) -> dict[str, Value]:
    payload: dict[str, Value] = {
        "product": line.product,
        "label": line.label,
        "quantity": line.quantity,
        "list_price": line.list_price,
        "unit_price": line.unit_price,
        "amount": line.amount,
        "vat_code": line.vat_code,
        "vat_basis_points": line.vat_basis_points,
        "tax": line.tax,
        **present(
            family=line.family,
            discount=line.discount or None,
            reason=line.reason,
            held_for=line.held_for,
            supplier=line.supplier,
            cost=line.cost,
        ),
    }
    if line.stock:
        payload["stock"] = [{"product": code, "quantity": count} for code, count in line.stock]
    return payload


def _line(payload: Mapping[str, Any]) -> ReceiptLine:
    return ReceiptLine(
        product=payload["product"],
        label=payload["label"],
        family=payload.get("family", ""),
        quantity=payload["quantity"],
        list_price=payload["list_price"],
        unit_price=payload["unit_price"],
        discount=payload.get("discount", 0),
        amount=payload["amount"],
        vat_code=payload["vat_code"],
        vat_basis_points=payload["vat_basis_points"],
        tax=payload["tax"],
        reason=payload.get("reason", ""),
        held_for=payload.get("held_for", ""),
        supplier=payload.get("supplier", ""),
        cost=payload.get("cost"),
        stock=tuple((piece["product"], piece["quantity"]) for piece in payload.get("stock", ())),
    )


def _payments_payload(payments: Sequence[Payment]) -> list[Value]:
    return [present(method=p.method.value, cents=p.cents, received=p.received) for p in payments]


def _payments(payload: Mapping[str, Any]) -> tuple[Payment, ...]:
    return tuple(
        Payment(PaymentMethod(p["method"]), p["cents"], p.get("received"))
        for p in payload["payments"]
    )


def receipt_payload(receipt: Receipt) -> Payload:
    """Return the payload of a sale (« TICKET »): copies of all that it says."""
    return {
        "office": receipt.office,
        "till_name": receipt.till_name,
        "number": receipt.number,
        "day": receipt.day.isoformat(),
        "minute": receipt.minute,
        "sold_at": instant(receipt.sold_at),
        "operator": receipt.operator,
        "seller": _seller_payload(receipt.seller),
        "lines": [_line_payload(line) for line in receipt.lines],
        "payments": _payments_payload(receipt.payments),
        "total": receipt.total,
        "vat": [
            {"basis_points": v.basis_points, "gross": v.gross, "net": v.net, "vat": v.vat}
            for v in receipt.vat
        ],
        **present(visit=receipt.visit, training=int(receipt.training) or None),
    }


def receipt_of(till: str, payload: Mapping[str, Any]) -> Receipt:
    """Return the sale behind a payload."""
    return Receipt(
        office=payload["office"],
        till=till,
        till_name=payload["till_name"],
        number=payload["number"],
        day=date.fromisoformat(payload["day"]),
        minute=payload["minute"],
        sold_at=datetime.fromisoformat(payload["sold_at"]),
        operator=payload["operator"],
        seller=_seller(payload["seller"]),
        lines=tuple(_line(line) for line in payload["lines"]),
        payments=_payments(payload),
        visit=payload.get("visit"),
        training=bool(payload.get("training")),
    )


def refund_payload(refund: Refund) -> Payload:
    """Return the payload of a refund (« AVOIR »); its amounts are positive."""
    return {
        "office": refund.office,
        "till_name": refund.till_name,
        "number": refund.number,
        "day": refund.day.isoformat(),
        "minute": refund.minute,
        "refunded_at": instant(refund.refunded_at),
        "operator": refund.operator,
        "seller": _seller_payload(refund.seller),
        "receipt": refund.receipt,
        "receipt_number": refund.receipt_number,
        "lines": [
            {
                **_line_payload(refunded.line),
                "position": refunded.position,
                "restocked": int(refunded.restocked),
            }
            for refunded in refund.lines
        ],
        "payments": _payments_payload(refund.payments),
        "total": refund.total,
        "reason": refund.reason,
        **present(training=int(refund.training) or None),
    }


def refund_of(till: str, payload: Mapping[str, Any]) -> Refund:
    """Return the refund behind a payload."""
    return Refund(
        office=payload["office"],
        till=till,
        till_name=payload["till_name"],
        number=payload["number"],
        day=date.fromisoformat(payload["day"]),
        minute=payload["minute"],
        refunded_at=datetime.fromisoformat(payload["refunded_at"]),
        operator=payload["operator"],
        seller=_seller(payload["seller"]),
        receipt=payload["receipt"],
        receipt_number=payload["receipt_number"],
        lines=tuple(
            RefundLine(line["position"], _line(line), bool(line["restocked"]))
            for line in payload["lines"]
        ),
        payments=_payments(payload),
        reason=payload["reason"],
        training=bool(payload.get("training")),
    )


def totals_payload(totals: TillTotals) -> dict[str, Value]:
    """Return what a closing says of its period. Zero amounts are left out of the breakdowns."""
    payload: dict[str, Value] = {
        "receipts": totals.receipts,
        "refunds": totals.refunds,
        "sales": totals.sales,
        "refunded": totals.refunded,
        "held": totals.held,
        "vat": [
            {"basis_points": rate, "gross": totals.by_rate[rate], "vat": totals.tax_by_rate[rate]}
            for rate in sorted(totals.by_rate, reverse=True)
        ],
    }
    breakdowns = {
        "by_family": totals.by_family,
        "by_method": totals.by_method,
        "by_third_party": totals.by_third_party,
        "by_move": totals.by_move,
    }
    for name, amounts in breakdowns.items():
        payload[name] = [
            {"code": code, "cents": amounts[code]} for code in sorted(amounts) if amounts[code]
        ]
    return payload


def totals_of(payload: Mapping[str, Any]) -> TillTotals:
    """Return the totals behind what a closing says."""

    def amounts(name: str) -> Counter[str]:
        return Counter({row["code"]: row["cents"] for row in payload[name]})

    return TillTotals(
        receipts=payload["receipts"],
        refunds=payload["refunds"],
        sales=payload["sales"],
        refunded=payload["refunded"],
        held=payload["held"],
        by_rate=Counter({row["basis_points"]: row["gross"] for row in payload["vat"]}),
        tax_by_rate=Counter({row["basis_points"]: row["vat"] for row in payload["vat"]}),
        by_family=amounts("by_family"),
        by_method=amounts("by_method"),
        by_third_party=amounts("by_third_party"),
        by_move=amounts("by_move"),
    )


def closing_payload(closing: Closing, minute: int) -> Payload:
    """Return the payload of a Z, or of the closing of a month or a year."""
    pieces: list[Value] = [
        {"value": value, "count": count}
        for value, count in sorted(closing.count.pieces.items(), reverse=True)
        if count
    ]
    return {
        "office": closing.office,
        "till_name": closing.till_name,
        "number": closing.number,
        "day": closing.day.isoformat(),
        "minute": minute,
        "period": closing.period,
        "closed_at": instant(closing.closed_at),
        "operator": closing.operator,
        "first_seq": closing.first_seq,
        "last_seq": closing.last_seq,
        "totals": totals_payload(closing.totals),
        "perpetual_net": closing.perpetual.net,
        "perpetual_absolute": closing.perpetual.absolute,
        "expected": closing.expected,
        **present(
            counted=closing.counted,
            card_terminal=closing.card_terminal,
            explanation=closing.explanation,
            training=int(closing.training) or None,
        ),
        **({"pieces": pieces} if pieces else {}),
    }


def closing_of(till: str, span: ClosingSpan, payload: Mapping[str, Any]) -> Closing:
    """Return the closing behind a payload."""
    return Closing(
        office=payload["office"],
        till=till,
        till_name=payload["till_name"],
        span=span,
        number=payload["number"],
        period=payload["period"],
        day=date.fromisoformat(payload["day"]),
        closed_at=datetime.fromisoformat(payload["closed_at"]),
        operator=payload["operator"],
        first_seq=payload["first_seq"],
        last_seq=payload["last_seq"],
        totals=totals_of(payload["totals"]),
        perpetual=Perpetual(payload["perpetual_net"], payload["perpetual_absolute"]),
        expected=payload["expected"],
        counted=payload.get("counted"),
        count=CashCount({p["value"]: p["count"] for p in payload.get("pieces", ())}),
        card_terminal=payload.get("card_terminal"),
        explanation=payload.get("explanation", ""),
        training=bool(payload.get("training")),
    )


def _begins(payload: Mapping[str, Any]) -> Row:
    return {key: payload[key] for key in ("office", "number", "day", "minute")}


def _till_row(payload: Mapping[str, Any]) -> Row:
    return {
        **_begins(payload),
        "name": payload["till_name"],
        "public_key": payload["public_key"],
        "training": payload.get("training", 0),
        "parent": payload.get("parent", ""),
        "parent_seq": payload.get("parent_seq", 0),
        "parent_digest": payload.get("parent_digest", ""),
        "perpetual_net": payload["perpetual_net"],
        "perpetual_absolute": payload["perpetual_absolute"],
    }


def _receipt_row(payload: Mapping[str, Any]) -> Row:
    held = sum(line["amount"] for line in payload["lines"] if line.get("held_for"))
    return {
        **_begins(payload),
        "sold_at": payload["sold_at"],
        "refund": 0,
        "of_uid": None,
        "of_number": None,
        "total": payload["total"],
        "turnover": payload["total"] - held,
        "held": held,
        "visit_uid": payload.get("visit"),
        "reason": "",
    }


def _refund_row(payload: Mapping[str, Any]) -> Row:
    held = sum(line["amount"] for line in payload["lines"] if line.get("held_for"))
    return {
        **_begins(payload),
        "sold_at": payload["refunded_at"],
        "refund": 1,
        "of_uid": payload["receipt"],
        "of_number": payload["receipt_number"],
        "total": -payload["total"],
        "turnover": held - payload["total"],
        "held": -held,
        "visit_uid": None,
        "reason": payload["reason"],
    }


def _receipt_children(uid: str, payload: Mapping[str, Any]) -> list[tuple[Table, list[Row]]]:
    return _children(uid, payload, 1, Cause.SALE)


def _refund_children(uid: str, payload: Mapping[str, Any]) -> list[tuple[Table, list[Row]]]:
    return _children(uid, payload, -1, Cause.REFUND)


def _children(
    uid: str, payload: Mapping[str, Any], sign: int, cause: Cause
) -> list[tuple[Table, list[Row]]]:
    lines: list[Row] = []
    moves: list[Row] = []
    for position, line in enumerate(payload.get("lines", ())):
        lines.append(
            {
                "receipt_uid": uid,
                "position": position,
                "of_position": line.get("position"),
                "product": line["product"],
                "label": line["label"],
                "family": line.get("family", ""),
                "quantity": sign * line["quantity"],
                "unit_price": line["unit_price"],
                "list_price": line["list_price"],
                "discount": sign * line.get("discount", 0),
                "amount": sign * line["amount"],
                "vat_basis_points": line["vat_basis_points"],
                "tax": sign * line["tax"],
                "held_for": line.get("held_for", ""),
                "supplier": line.get("supplier", ""),
                "cost": line.get("cost"),
            }
        )
        if not line.get("restocked", 1):
            continue
        for piece in line.get("stock", ()):
            if not piece["quantity"]:
                continue
            moves.append(
                {
                    "parent_uid": uid,
                    "position": len(moves),
                    "office": payload["office"],
                    "product": piece["product"],
                    "day": payload["day"],
                    "quantity": -sign * piece["quantity"],
                    "cause": cause.value,
                }
            )
    payments: list[Row] = [
        {
            "receipt_uid": uid,
            "position": position,
            "method": payment["method"],
            "cents": sign * payment["cents"],
            "received": payment.get("received"),
        }
        for position, payment in enumerate(payload.get("payments", ()))
    ]
    return [(tables.receipt_line, lines), (tables.receipt_payment, payments), (stock_move, moves)]


def _cash_movement_row(payload: Mapping[str, Any]) -> Row:
    return {
        **_begins(payload),
        "move": payload["move"],
        "cents": payload["cents"],
        "note": payload.get("note", ""),
    }


def _correction_row(payload: Mapping[str, Any]) -> Row:
    names = ("receipt_uid", "taken", "given", "cents", "reason")
    return {**_begins(payload), **{name: payload[name] for name in names}}


def _duplicate_row(payload: Mapping[str, Any]) -> Row:
    return {**_begins(payload), "of_uid": payload["of_uid"], "copy": payload["copy"]}


def _closing_row(span: ClosingSpan) -> Any:  # noqa: ANN401 - a row builder
    def row(payload: Mapping[str, Any]) -> Row:
        totals = payload["totals"]
        return {
            **_begins(payload),
            "span": span.value,
            "period": payload["period"],
            "closed_at": payload["closed_at"],
            "first_seq": payload["first_seq"],
            "last_seq": payload["last_seq"],
            "turnover": totals["sales"] - totals["refunded"],
            "held": totals["held"],
            "receipts": totals["receipts"],
            "refunds": totals["refunds"],
            "expected": payload["expected"],
            "counted": payload.get("counted"),
            "card_terminal": payload.get("card_terminal"),
            "explanation": payload.get("explanation", ""),
            "perpetual_net": payload["perpetual_net"],
            "perpetual_absolute": payload["perpetual_absolute"],
            "totals": canonical.encode(totals).decode("utf-8"),
        }

    return row


def _event_row(payload: Mapping[str, Any]) -> Row:
    return {
        **_begins(payload),
        "event": payload["event"],
        "detail": payload.get("detail", ""),
    }


def _archive_row(payload: Mapping[str, Any]) -> Row:
    names = ("first_seq", "last_seq", "period", "sha256")
    return {**_begins(payload), **{name: payload[name] for name in names}}


KINDS = (
    RecordKind("till", tables.till, _till_row, signed=True),
    RecordKind("receipt", tables.receipt, _receipt_row, _receipt_children, signed=True),
    RecordKind("refund", tables.receipt, _refund_row, _refund_children, signed=True),
    RecordKind("cash_movement", tables.cash_movement, _cash_movement_row, signed=True),
    RecordKind("payment_correction", tables.payment_correction, _correction_row, signed=True),
    RecordKind("duplicate", tables.duplicate, _duplicate_row, signed=True),
    *(
        RecordKind(name, tables.till_closing, _closing_row(span), signed=True)
        for span, name in CLOSING_KINDS.items()
    ),
    RecordKind("till_event", tables.till_event, _event_row, stamped=True, signed=True),
    RecordKind("till_archive", tables.till_archive, _archive_row, signed=True),
)
