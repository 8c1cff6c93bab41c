"""The catalogue: families, suppliers, products and their dated prices, recorded and revised.

A record is known by its code: putting it again is its next revision, so that a list that is taken
twice changes nothing twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Table, or_, select

from otdesk.domain.catalogue import Family, Price, Product, Supplier
from otdesk.domain.changes import Changes
from otdesk.domain.shop_terms import ShopTerms
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.journal.canonical import Payload
from otdesk.services.shop import barcodes
from otdesk.store import shop_tables
from otdesk.store.shop_records import (
    family_payload,
    price_payload,
    product_of,
    product_payload,
    shop_terms_payload,
    supplier_payload,
)
from otdesk.store.transaction import Transaction


def put_family(transaction: Transaction, family: Family) -> Changes:
    """Record a family, or its next revision."""
    return _put(transaction, "family", shop_tables.family, family_payload(family))


def put_supplier(transaction: Transaction, supplier: Supplier) -> Changes:
    """Record a supplier, or its next revision."""
    if not supplier.code.strip() or not supplier.name.strip():
        raise DataFault(_("Un fournisseur a un code et un nom."))
    return _put(transaction, "supplier", shop_tables.supplier, supplier_payload(supplier))


def put_product(transaction: Transaction, product: Product) -> Changes:
    """Record a product, or its next revision.

    Raises DataFault where the product cannot be, its barcode is wrong, or another product that is
    still sold has the same one.
    """
    product.check()
    if product.barcode and barcodes.read(product.barcode) != product.barcode:
        raise DataFault(_("Le code-barres « {} » n’est pas en chiffres.").format(product.barcode))
    table = shop_tables.product
    if product.barcode and not product.retired:
        other = transaction.connection.execute(
            select(table.c.label)
            .where(
                table.c.barcode == product.barcode,
                table.c.code != product.code,
                table.c.retired == 0,
                table.c.void_reason.is_(None),
            )
            .limit(1)
        ).scalar()
        if other is not None:
            raise DataFault(_("Ce code-barres est déjà celui de « {} ».").format(other))
    return _put(transaction, "product", table, product_payload(product))


def set_price(transaction: Transaction, price: Price) -> Changes:
    """Record a price from a day on; the price of that same day is revised."""
    price.check()
    table = shop_tables.price
    return _put(
        transaction,
        "price",
        table,
        price_payload(price),
        {"product": price.product, "since": price.since.isoformat()},
    )


def set_terms(transaction: Transaction, terms: ShopTerms) -> Changes:
    """Record the rules of sale from a day on; those of that same day are revised."""
    return _put(
        transaction,
        "shop_terms",
        shop_tables.shop_terms,
        shop_terms_payload(terms),
        {"since": terms.since.isoformat()},
    )


def retire(transaction: Transaction, code: str) -> Changes:
    """Take a product out of the sale; it stays in the catalogue, since old receipts name it."""
    return put_product(transaction, replace(_standing(transaction, code), retired=True, position=0))


def restore(transaction: Transaction, code: str) -> Changes:
    """Sell a retired product again. Raises DataFault where another one has its barcode now."""
    return put_product(transaction, replace(_standing(transaction, code), retired=False))


def order_favourites(transaction: Transaction, codes: Sequence[str]) -> Changes:
    """Put these products under the keys, in this order; all others leave them.

    Raises DataFault on one that is unknown, retired, or named twice.
    """
    if len(set(codes)) != len(codes):
        raise DataFault(_("Le même article figure deux fois."))
    places = {code: place for place, code in enumerate(codes, 1)}
    table = shop_tables.product
    rows = transaction.connection.execute(
        select(table).where(
            table.c.void_reason.is_(None), or_(table.c.position > 0, table.c.code.in_(places))
        )
    )
    products = {row["code"]: product_of(dict(row)) for row in rows.mappings()}
    for code in codes:
        if code not in products or products[code].retired:
            raise DataFault(_("« {} » n’est pas un article en vente.").format(code))
    for code, product in products.items():
        moved = replace(product, position=places.get(code, 0))
        if moved != product:
            put_product(transaction, moved)
    return transaction.changes


def find_product(transaction: Transaction, code: str) -> Product | None:
    """Return a product by its code, None where there is none."""
    table = shop_tables.product
    row = (
        transaction.connection.execute(
            select(table).where(table.c.code == code, table.c.void_reason.is_(None))
        )
        .mappings()
        .one_or_none()
    )
    return None if row is None else product_of(dict(row))


def _standing(transaction: Transaction, code: str) -> Product:
    product = find_product(transaction, code)
    if product is None:
        raise DataFault(_("L’article « {} » n’existe pas.").format(code))
    return product


def _put(
    transaction: Transaction,
    kind: str,
    table: Table,
    payload: Payload,
    key: Mapping[str, str] | None = None,
) -> Changes:
    """Record a payload, or the next revision of the record with the same key (its code).

    A record that says the same already is left as it is.
    """
    wanted = key or {"code": str(payload["code"])}
    uid = transaction.connection.execute(
        select(table.c.uid)
        .where(
            *(table.c[name] == value for name, value in wanted.items()),
            table.c.void_reason.is_(None),
        )
        .limit(1)
    ).scalar()
    if uid is None or not transaction.says_already(kind, uid, payload):
        transaction.put(kind, payload, uid=uid)
    return transaction.changes
