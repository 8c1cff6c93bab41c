"""The records of the shop beside its till: domain value → journal payload → row, and back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Table

from otdesk.domain.catalogue import (
    Family,
    OfficeChoice,
    Price,
    Product,
    ProductKind,
    Supplier,
)
from otdesk.domain.shop_terms import ShopTerms
from otdesk.domain.stock import Cause, StockDocument, StockLine
from otdesk.domain.vat import VatRegime
from otdesk.journal.canonical import Payload, Value
from otdesk.store import shop_tables as tables
from otdesk.store.record_kind import RecordKind, Row, plain_row, present


def family_payload(family: Family) -> Payload:
    """Return the payload of a family of products."""
    return {
        "code": family.code,
        "label": family.label,
        "short": family.short,
        "hue": family.hue,
        "picture": family.picture,
        "account": family.account,
        "position": family.position,
    }


def family_of(row: Mapping[str, Any]) -> Family:
    """Return the family behind a row."""
    names = ("code", "label", "short", "hue", "picture", "account", "position")
    return Family(**{name: row[name] for name in names})


def supplier_payload(supplier: Supplier) -> Payload:
    """Return the payload of a supplier."""
    return present(
        code=supplier.code,
        name=supplier.name,
        contact=supplier.contact,
        phone=supplier.phone,
        email=supplier.email,
        terms=supplier.terms,
        consignment=int(supplier.consignment) or None,
        consignment_basis_points=supplier.consignment_basis_points or None,
    )


def _supplier_row(payload: Mapping[str, Any]) -> Row:
    return {
        "code": payload["code"],
        "name": payload["name"],
        "contact": payload.get("contact", ""),
        "phone": payload.get("phone", ""),
        "email": payload.get("email", ""),
        "terms": payload.get("terms", ""),
        "consignment": payload.get("consignment", 0),
        "consignment_basis_points": payload.get("consignment_basis_points", 0),
    }


def supplier_of(row: Mapping[str, Any]) -> Supplier:
    """Return the supplier behind a row."""
    return Supplier(
        code=row["code"],
        name=row["name"],
        contact=row["contact"],
        phone=row["phone"],
        email=row["email"],
        terms=row["terms"],
        consignment=bool(row["consignment"]),
        consignment_basis_points=row["consignment_basis_points"],
    )


def product_payload(product: Product) -> Payload:
    """Return the payload of a product."""
    payload = present(
        code=product.code,
        label=product.label,
        short=product.short,
        family=product.family,
        kind=product.kind.value,
        detail=product.detail,
        barcode=product.barcode,
        supplier=product.supplier,
        vat=product.vat,
        cost=product.cost,
        publisher_price=int(product.publisher_price) or None,
        sector=product.sector,
        set_of=product.set_of,
        set_count=product.set_count or None,
        reorder_level=product.reorder_level,
        picture=product.picture,
        position=product.position or None,
        retired=int(product.retired) or None,
    )
    if product.offices:
        payload["offices"] = list(product.offices)
    return payload


def _product_row(payload: Mapping[str, Any]) -> Row:
    return {
        "code": payload["code"],
        "label": payload["label"],
        "short": payload.get("short", payload["label"]),
        "family": payload["family"],
        "kind": payload["kind"],
        "detail": payload.get("detail", ""),
        "barcode": payload.get("barcode", ""),
        "supplier": payload.get("supplier", ""),
        "vat": payload["vat"],
        "cost": payload.get("cost"),
        "publisher_price": payload.get("publisher_price", 0),
        "sector": payload.get("sector", ""),
        "set_of": payload.get("set_of", ""),
        "set_count": payload.get("set_count", 0),
        "offices": ",".join(payload.get("offices", ())),
        "reorder_level": payload.get("reorder_level"),
        "picture": payload.get("picture", ""),
        "position": payload.get("position", 0),
        "retired": payload.get("retired", 0),
    }


def product_of(row: Mapping[str, Any]) -> Product:
    """Return the product behind a row."""
    return Product(
        code=row["code"],
        label=row["label"],
        short=row["short"],
        family=row["family"],
        kind=ProductKind(row["kind"]),
        detail=row["detail"],
        barcode=row["barcode"],
        supplier=row["supplier"],
        vat=row["vat"],
        cost=row["cost"],
        publisher_price=bool(row["publisher_price"]),
        sector=row["sector"],
        set_of=row["set_of"],
        set_count=row["set_count"],
        offices=tuple(code for code in row["offices"].split(",") if code),
        reorder_level=row["reorder_level"],
        picture=row["picture"],
        position=row["position"],
        retired=bool(row["retired"]),
    )


def office_article_payload(choice: OfficeChoice) -> Payload:
    """Return the payload of what an office decides of an article."""
    return {
        **present(
            office=choice.office,
            product=choice.product,
            position=choice.position or None,
            reorder_level=choice.reorder_level,
        ),
        "sold": int(choice.sold),
    }


def _office_article_row(payload: Mapping[str, Any]) -> Row:
    return {
        "office": payload["office"],
        "product": payload["product"],
        "position": payload.get("position", 0),
        "reorder_level": payload.get("reorder_level"),
        "sold": payload["sold"],
    }


def office_article_of(row: Mapping[str, Any]) -> OfficeChoice:
    """Return what an office decides of an article, from its row."""
    return OfficeChoice(
        row["office"], row["product"], row["position"], row["reorder_level"], bool(row["sold"])
    )


def price_payload(price: Price) -> Payload:
    """Return the payload of a price."""
    return {"product": price.product, "since": price.since.isoformat(), "cents": price.cents}


def price_of(row: Mapping[str, Any]) -> Price:
    """Return the price behind a row."""
    return Price(row["product"], date.fromisoformat(row["since"]), row["cents"])


def shop_terms_payload(terms: ShopTerms) -> Payload:
    """Return the payload of the rules of sale from a day on."""
    return present(
        since=terms.since.isoformat(),
        regime=terms.regime.value,
        siret=terms.siret,
        vat_number=terms.vat_number,
        ancv=int(terms.ancv) or None,
    )


def _shop_terms_row(payload: Mapping[str, Any]) -> Row:
    return {
        "since": payload["since"],
        "regime": payload["regime"],
        "siret": payload.get("siret", ""),
        "vat_number": payload.get("vat_number", ""),
        "ancv": payload.get("ancv", 0),
    }


def shop_terms_of(row: Mapping[str, Any]) -> ShopTerms:
    """Return the rules of sale behind a row."""
    return ShopTerms(
        since=date.fromisoformat(row["since"]),
        regime=VatRegime(row["regime"]),
        siret=row["siret"],
        vat_number=row["vat_number"],
        ancv=bool(row["ancv"]),
    )


def stock_document_payload(document: StockDocument) -> Payload:
    """Return the payload of what moves the stock beside sales."""
    lines: list[Value] = [
        present(
            product=line.product,
            quantity=line.quantity,
            cost=line.cost,
            expected=line.expected,
            counted=line.counted,
        )
        for line in document.lines
    ]
    return {
        **present(
            office=document.office,
            day=document.day.isoformat(),
            kind=document.cause.value,
            partner=document.partner,
            reference=document.reference,
            note=document.note,
        ),
        "lines": lines,
    }


def _stock_document_row(payload: Mapping[str, Any]) -> Row:
    return {
        "office": payload["office"],
        "day": payload["day"],
        "kind": payload["kind"],
        "partner": payload.get("partner", ""),
        "reference": payload.get("reference", ""),
        "note": payload.get("note", ""),
    }


def _stock_document_children(uid: str, payload: Mapping[str, Any]) -> list[tuple[Table, list[Row]]]:
    lines: list[Row] = [
        {
            "document_uid": uid,
            "position": position,
            "product": line["product"],
            "quantity": line["quantity"],
            "cost": line.get("cost"),
            "expected": line.get("expected"),
            "counted": line.get("counted"),
        }
        for position, line in enumerate(payload.get("lines", ()))
    ]
    moves: list[Row] = [
        {
            "parent_uid": uid,
            "position": line["position"],
            "office": payload["office"],
            "product": line["product"],
            "day": payload["day"],
            "quantity": line["quantity"],
            "cause": payload["kind"],
        }
        for line in lines
    ]
    return [(tables.stock_line, lines), (tables.stock_move, moves)]


def stock_document_of(row: Mapping[str, Any], lines: list[Mapping[str, Any]]) -> StockDocument:
    """Return the document behind a row and its lines, given in order."""
    return StockDocument(
        office=row["office"],
        day=date.fromisoformat(row["day"]),
        cause=Cause(row["kind"]),
        lines=tuple(
            StockLine(
                line["product"], line["quantity"], line["cost"], line["expected"], line["counted"]
            )
            for line in lines
        ),
        partner=row["partner"],
        reference=row["reference"],
        note=row["note"],
    )


def _invoice_row(payload: Mapping[str, Any]) -> Row:
    names = ("office", "day", "number", "receipt_uid", "customer", "address")
    return {
        **{name: payload[name] for name in names},
        "series": payload.get("series", ""),
        "siret": payload.get("siret", ""),
        "due": payload.get("due", ""),
    }


def _noted(*names: str) -> Any:  # noqa: ANN401 - a row builder, as plain_row gives
    plain = plain_row(*names)
    return lambda payload: {**plain(payload), "note": payload.get("note", "")}


def _bank_deposit_row(payload: Mapping[str, Any]) -> Row:
    names = ("office", "day", "number", "method", "cents", "pieces", "destination")
    return {
        **{name: payload[name] for name in names},
        "series": payload.get("series", ""),
        "note": payload.get("note", ""),
    }


KINDS = (
    RecordKind(
        "family",
        tables.family,
        plain_row("code", "label", "short", "hue", "picture", "account", "position"),
    ),
    RecordKind("supplier", tables.supplier, _supplier_row),
    RecordKind("product", tables.product, _product_row),
    RecordKind("price", tables.price, plain_row("product", "since", "cents")),
    RecordKind("office_article", tables.office_article, _office_article_row),
    RecordKind("shop_terms", tables.shop_terms, _shop_terms_row),
    RecordKind(
        "stock_document",
        tables.stock_document,
        _stock_document_row,
        _stock_document_children,
        stamped=True,
        effects=(tables.stock_move,),
    ),
    RecordKind(
        "held_payment",
        tables.held_payment,
        _noted("office", "day", "third_party", "cents", "method"),
    ),
    RecordKind(
        "bank_deposit",
        tables.bank_deposit,
        _bank_deposit_row,
    ),
    RecordKind("invoice", tables.invoice, _invoice_row, personal=True),
)
