"""The tables of the shop beside its till: catalogue, stock, money held for others, deposits.

Amounts are integer cents, quantities thousandths of a piece, rates basis points. They are
projections of the office's stream, as the tables of `tables` are.
"""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, PrimaryKeyConstraint, Table, Text

from otdesk.store.table_metadata import metadata, record_ends

family = Table(
    "family",
    metadata,
    Column("uid", Text, primary_key=True),
    Column("code", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("short", Text, nullable=False),
    Column("hue", Text, nullable=False),
    Column("picture", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("position", Integer, nullable=False),
    *record_ends(),
)

supplier = Table(
    "supplier",
    metadata,
    Column("uid", Text, primary_key=True),
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("contact", Text, nullable=False),
    Column("phone", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("terms", Text, nullable=False),
    Column("consignment", Integer, nullable=False),
    Column("consignment_basis_points", Integer, nullable=False),
    *record_ends(),
)

product = Table(
    "product",
    metadata,
    Column("uid", Text, primary_key=True),
    Column("code", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("short", Text, nullable=False),
    Column("family", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("barcode", Text, nullable=False),
    Column("supplier", Text, nullable=False),
    Column("vat", Text, nullable=False),
    Column("cost", Integer),
    Column("publisher_price", Integer, nullable=False),
    Column("sector", Text, nullable=False),
    Column("set_of", Text, nullable=False),
    Column("set_count", Integer, nullable=False),
    Column("offices", Text, nullable=False),
    Column("reorder_level", Integer),
    Column("picture", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("retired", Integer, nullable=False),
    *record_ends(),
    Index("product_code", "code"),
    Index("product_barcode", "barcode"),
)

price = Table(
    "price",
    metadata,
    Column("uid", Text, primary_key=True),
    Column("product", Text, nullable=False),
    Column("since", Text, nullable=False),
    Column("cents", Integer, nullable=False),
    *record_ends(),
    Index("price_product", "product", "since"),
)

# What an office decides of an article that the siège manages: its place, its reorder level, and
# whether it sells it.
office_article = Table(
    "office_article",
    metadata,
    Column("uid", Text, primary_key=True),
    Column("office", Text, nullable=False),
    Column("product", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("reorder_level", Integer),
    Column("sold", Integer, nullable=False),
    *record_ends(),
    Index("office_article_office", "office", "product"),
)

# The rules that sales follow from a day on: VAT regime, seller's numbers, payments taken.
shop_terms = Table(
    "shop_terms",
    metadata,
    Column("uid", Text, primary_key=True),
    Column("since", Text, nullable=False),
    Column("regime", Text, nullable=False),
    Column("siret", Text, nullable=False),
    Column("vat_number", Text, nullable=False),
    Column("ancv", Integer, nullable=False),
    *record_ends(),
)

stock_document = Table(
    "stock_document",
    metadata,
    Column("uid", Text, primary_key=True),
    Column("office", Text, nullable=False),
    Column("day", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("partner", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("recorded_at", Text, nullable=False),
    *record_ends(),
    Index("stock_document_office_day", "office", "day"),
)

# What a document says line by line; `counted` and `expected` are an inventory's.
stock_line = Table(
    "stock_line",
    metadata,
    Column("document_uid", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("product", Text, nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("cost", Integer),
    Column("expected", Integer),
    Column("counted", Integer),
    PrimaryKeyConstraint("document_uid", "position"),
    sqlite_with_rowid=False,
)

# The ledger: every piece that came or went, whatever the reason.
stock_move = Table(
    "stock_move",
    metadata,
    Column("parent_uid", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("office", Text, nullable=False),
    Column("product", Text, nullable=False),
    Column("day", Text, nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("cause", Text, nullable=False),
    PrimaryKeyConstraint("parent_uid", "position"),
    Index("stock_move_ledger", "office", "product", "day", "quantity"),
    sqlite_with_rowid=False,
)

# What the ledger sums up to: a row for each product that it names, kept in the same transaction.
# The catalogue is read again after each sale, and the ledger only grows.
stock_level = Table(
    "stock_level",
    metadata,
    Column("office", Text, nullable=False),
    Column("product", Text, nullable=False),
    Column("quantity", Integer, nullable=False),
    PrimaryKeyConstraint("office", "product"),
    sqlite_with_rowid=False,
)

# Money that was collected for a third party and was given to it.
held_payment = Table(
    "held_payment",
    metadata,
    Column("uid", Text, primary_key=True),
    Column("office", Text, nullable=False),
    Column("day", Text, nullable=False),
    Column("third_party", Text, nullable=False),
    Column("cents", Integer, nullable=False),
    Column("method", Text, nullable=False),
    Column("note", Text, nullable=False),
    *record_ends(),
    Index("held_payment_office_day", "office", "day"),
)

# « Remise en banque »: a slip of cash or cheques, and where it went.
bank_deposit = Table(
    "bank_deposit",
    metadata,
    Column("uid", Text, primary_key=True),
    Column("office", Text, nullable=False),
    Column("day", Text, nullable=False),
    Column("series", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("method", Text, nullable=False),
    Column("cents", Integer, nullable=False),
    Column("pieces", Integer, nullable=False),
    Column("destination", Text, nullable=False),
    Column("note", Text, nullable=False),
    *record_ends(),
    Index("bank_deposit_office_day", "office", "day"),
)

# Who asked for an invoice: personal, so it can be erased; its figures are the receipt's.
invoice = Table(
    "invoice",
    metadata,
    Column("uid", Text, primary_key=True),
    Column("office", Text, nullable=False),
    Column("day", Text, nullable=False),
    Column("series", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("receipt_uid", Text, nullable=False),
    Column("customer", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("siret", Text, nullable=False),
    Column("due", Text, nullable=False),
    *record_ends(),
    Index("invoice_office_day", "office", "day"),
    Index("invoice_receipt", "receipt_uid"),
)

PROJECTED = (
    family,
    supplier,
    product,
    price,
    office_article,
    shop_terms,
    stock_document,
    stock_line,
    stock_move,
    stock_level,
    held_payment,
    bank_deposit,
    invoice,
)

# Baskets that wait, and the one in hand: local to the post, as drafts are.
parked_basket = Table(
    "parked_basket",
    metadata,
    Column("uid", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("content", Text, nullable=False),
    Column("saved_at", Text, nullable=False),
)
