"""The catalogue: families, suppliers, products and their dated prices, recorded and revised.

A record is known by its code: putting it again is its next revision, so that a list that is taken
twice changes nothing twice. What the siège manages is changed at the siège: an office keeps its own
place for an article, its reorder level, and whether it sells it (`OfficeChoice`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Table, select

from otdesk.domain.catalogue import Family, OfficeChoice, Price, Product, Supplier
from otdesk.domain.changes import Changes
from otdesk.domain.shop_terms import ShopTerms
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.journal.canonical import Payload
from otdesk.services.shop import barcodes
from otdesk.store import shop_tables, siege_records
from otdesk.store.catalogue_rows import catalogue_rows, office_choices
from otdesk.store.shop_records import (
    family_payload,
    office_article_payload,
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
    still sold has the same one; ManagedBySiege where an office changes what the siège says of it.
    """
    product.check()
    managed = _managed(transaction, product.code)
    if managed is not None:
        return _choose(transaction, product, managed)
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
                siege_records.counts(table, "code"),
                siege_records.is_managed_here(table),
            )
            .limit(1)
        ).scalar()
        if other is not None:
            raise DataFault(_("Ce code-barres est déjà celui de « {} ».").format(other))
    return _put(transaction, "product", table, product_payload(product))


def set_price(transaction: Transaction, price: Price) -> Changes:
    """Record a price from a day on; the price of that same day is revised.

    Raises ManagedBySiege where an office prices what the siège has given a price.
    """
    price.check()
    table = shop_tables.price
    _refuse_managed_price(transaction, price)
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
    connection = transaction.connection
    known = catalogue_rows(connection, siege_records.office_here(connection)).products
    products = {c: p for c, p in known.items() if p.position or c in places}
    for code in codes:
        if code not in products or products[code].retired:
            raise DataFault(_("« {} » n’est pas un article en vente.").format(code))
    for code, product in products.items():
        moved = replace(product, position=places.get(code, 0))
        if moved != product:
            put_product(transaction, moved)
    return transaction.changes


def find_product(transaction: Transaction, code: str) -> Product | None:
    """Return a product by its code, as this office has it; None where there is none."""
    connection = transaction.connection
    rows = catalogue_rows(connection, siege_records.office_here(connection))
    return rows.products.get(code)


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
    of_siege = siege_records.of_siege(table)
    found = transaction.connection.execute(
        select(table.c.uid, of_siege.label("of_siege"))
        .where(
            *(table.c[name] == value for name, value in wanted.items()),
            table.c.void_reason.is_(None),
            siege_records.is_managed_here(table),
        )
        .order_by(of_siege.desc(), table.c.uid)
        .limit(1)
    ).one_or_none()
    uid = None if found is None else found.uid
    if uid is not None and transaction.says_already(kind, uid, payload):
        return transaction.changes
    if found is not None and found.of_siege and not siege_records.is_siege(transaction.connection):
        raise siege_records.ManagedBySiege(
            _(
                "« {} » est géré par le siège : il s’y change, et arrive avec l’échange suivant. "
                "Rien n’a été changé."
            ).format(payload.get("label") or payload.get("name") or payload["code"])
        )
    transaction.put(kind, payload, uid=uid)
    return transaction.changes


def _managed(transaction: Transaction, code: str) -> Product | None:
    """Return what the siège says of an article, seen from an office; None where it says nothing."""
    table = shop_tables.product
    connection = transaction.connection
    row = (
        connection.execute(
            select(table).where(
                table.c.code == code, table.c.void_reason.is_(None), siege_records.of_siege(table)
            )
        )
        .mappings()
        .first()
    )
    if row is None or siege_records.is_siege(connection):
        return None
    return product_of(dict(row))


def _choose(transaction: Transaction, product: Product, managed: Product) -> Changes:
    """Record what an office decides of an article of the siège. Raises ManagedBySiege."""
    connection = transaction.connection
    office = siege_records.office_here(connection)
    if managed.retired and not product.retired:
        raise siege_records.ManagedBySiege(
            _(
                "Le siège ne vend plus « {} » : lui demander de le remettre en vente. Rien n’a été "
                "changé."
            ).format(managed.label)
        )
    standing = office_choices(connection, office).get(product.code)
    before = standing or OfficeChoice(office, product.code, managed.position, managed.reorder_level)
    choice = OfficeChoice.of(office, product)
    if managed.retired:
        # Nobody sells it: that says nothing of what this office wants once it comes back.
        choice = replace(choice, sold=before.sold)
    if choice.applied(managed) != product:
        raise _refusal(managed.label)
    if choice == before:
        return transaction.changes
    table = shop_tables.office_article
    uid = connection.execute(
        select(table.c.uid)
        .where(
            table.c.office == office,
            table.c.product == product.code,
            table.c.void_reason.is_(None),
        )
        .order_by(table.c.uid.desc())
        .limit(1)
    ).scalar()
    transaction.put("office_article", office_article_payload(choice), uid=uid)
    return transaction.changes


def _refuse_managed_price(transaction: Transaction, price: Price) -> None:
    """Raise ManagedBySiege where the siège has priced an article, and says something else."""
    table = shop_tables.price
    connection = transaction.connection
    since, cents = price.since.isoformat(), price.cents
    given = connection.execute(
        select(table.c.since, table.c.cents)
        .where(
            table.c.product == price.product,
            table.c.void_reason.is_(None),
            siege_records.of_siege(table),
        )
        .order_by(table.c.since)
    ).all()
    if not given or siege_records.is_siege(connection):
        return
    if not any((row.since, row.cents) == (since, cents) for row in given):
        product = find_product(transaction, price.product)
        raise _refusal(price.product if product is None else product.label)


def _refusal(name: str) -> siege_records.ManagedBySiege:
    return siege_records.ManagedBySiege(
        _(
            "« {} » est géré par le siège : son nom et son prix s’y changent, et arrivent avec "
            "l’échange suivant. Ce bureau choisit s’il le vend, sa touche et son seuil."
        ).format(name)
    )
