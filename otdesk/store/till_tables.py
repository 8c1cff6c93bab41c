"""The tables of the tills: projections of streams that sign, never revised and never voided.

`till` is the stream and `seq` the place in it, by which closings are bounded. A refund's amounts
and quantities are negative, so that a sum over `receipt` is the turnover.
"""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, PrimaryKeyConstraint, Table, Text, text

from otdesk.store.table_metadata import metadata, record_ends


def _begins() -> list[Column[object]]:
    """Return the columns that every record of a till has."""
    return [
        Column("uid", Text, primary_key=True),
        Column("office", Text, nullable=False),
        Column("till", Text, nullable=False),
        Column("seq", Integer, nullable=False),
        Column("number", Integer, nullable=False),
        Column("day", Text, nullable=False),
        Column("minute", Integer, nullable=False),
    ]


till = Table(
    "till",
    metadata,
    *_begins(),
    Column("name", Text, nullable=False),
    Column("public_key", Text, nullable=False),
    Column("training", Integer, nullable=False),
    Column("parent", Text, nullable=False),
    Column("parent_seq", Integer, nullable=False),
    Column("parent_digest", Text, nullable=False),
    Column("perpetual_net", Integer, nullable=False),
    Column("perpetual_absolute", Integer, nullable=False),
    *record_ends(),
)

receipt = Table(
    "receipt",
    metadata,
    *_begins(),
    Column("sold_at", Text, nullable=False),
    Column("refund", Integer, nullable=False),
    Column("of_uid", Text),
    Column("of_number", Integer),
    Column("total", Integer, nullable=False),
    Column("turnover", Integer, nullable=False),
    Column("held", Integer, nullable=False),
    Column("visit_uid", Text),
    Column("reason", Text, nullable=False),
    *record_ends(),
    Index("receipt_office_day", "office", "day"),
    Index("receipt_till_seq", "till", "seq"),
    Index("receipt_of", "of_uid"),
    # Refunds are few: their last number is found without a walk over all sales, which pay nothing.
    Index("receipt_refund", "till", "seq", "number", "refund", sqlite_where=text("refund = 1")),
)

receipt_line = Table(
    "receipt_line",
    metadata,
    Column("receipt_uid", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("of_position", Integer),
    Column("product", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("family", Text, nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("unit_price", Integer, nullable=False),
    Column("list_price", Integer, nullable=False),
    Column("discount", Integer, nullable=False),
    Column("amount", Integer, nullable=False),
    Column("vat_basis_points", Integer, nullable=False),
    Column("tax", Integer, nullable=False),
    Column("held_for", Text, nullable=False),
    Column("supplier", Text, nullable=False),
    Column("cost", Integer),
    PrimaryKeyConstraint("receipt_uid", "position"),
    sqlite_with_rowid=False,
)

receipt_payment = Table(
    "receipt_payment",
    metadata,
    Column("receipt_uid", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("method", Text, nullable=False),
    Column("cents", Integer, nullable=False),
    Column("received", Integer),
    PrimaryKeyConstraint("receipt_uid", "position"),
    sqlite_with_rowid=False,
)

cash_movement = Table(
    "cash_movement",
    metadata,
    *_begins(),
    Column("move", Text, nullable=False),
    Column("cents", Integer, nullable=False),
    Column("note", Text, nullable=False),
    *record_ends(),
    Index("cash_movement_till_seq", "till", "seq"),
)

payment_correction = Table(
    "payment_correction",
    metadata,
    *_begins(),
    Column("receipt_uid", Text, nullable=False),
    Column("taken", Text, nullable=False),
    Column("given", Text, nullable=False),
    Column("cents", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    *record_ends(),
    Index("payment_correction_office_day", "office", "day"),
    Index("payment_correction_till_seq", "till", "seq"),
    Index("payment_correction_receipt", "receipt_uid"),
)

duplicate = Table(
    "duplicate",
    metadata,
    *_begins(),
    Column("of_uid", Text, nullable=False),
    Column("copy", Integer, nullable=False),
    *record_ends(),
    Index("duplicate_of", "of_uid"),
    Index("duplicate_till_seq", "till", "seq"),
)

# Z, month and year. `totals` is the canonical JSON of what the closing says.
till_closing = Table(
    "till_closing",
    metadata,
    *_begins(),
    Column("span", Text, nullable=False),
    Column("period", Text, nullable=False),
    Column("closed_at", Text, nullable=False),
    Column("first_seq", Integer, nullable=False),
    Column("last_seq", Integer, nullable=False),
    Column("turnover", Integer, nullable=False),
    Column("held", Integer, nullable=False),
    Column("receipts", Integer, nullable=False),
    Column("refunds", Integer, nullable=False),
    Column("expected", Integer, nullable=False),
    Column("counted", Integer),
    Column("card_terminal", Integer),
    Column("explanation", Text, nullable=False),
    Column("perpetual_net", Integer, nullable=False),
    Column("perpetual_absolute", Integer, nullable=False),
    Column("totals", Text, nullable=False),
    *record_ends(),
    Index("till_closing_office_day", "office", "day"),
    Index("till_closing_till_seq", "till", "span", "seq"),
)

till_event = Table(
    "till_event",
    metadata,
    *_begins(),
    Column("event", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("recorded_at", Text, nullable=False),
    *record_ends(),
    Index("till_event_till_seq", "till", "seq"),
    # Changes of key are rare among thousands of events, and the last one is asked for often.
    # It holds all that is asked: SQLite would not choose it before the one above otherwise.
    Index("till_event_key", "till", "seq", "event", "detail", sqlite_where=text("event = 'key'")),
)

till_archive = Table(
    "till_archive",
    metadata,
    *_begins(),
    Column("first_seq", Integer, nullable=False),
    Column("last_seq", Integer, nullable=False),
    Column("period", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    *record_ends(),
)

PROJECTED = (
    till,
    receipt,
    receipt_line,
    receipt_payment,
    cash_movement,
    payment_correction,
    duplicate,
    till_closing,
    till_event,
    till_archive,
)

# One row: the till that this folder writes. Absent where no till was begun here.
till_here = Table(
    "till_here",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("stream", Text, nullable=False),
)
