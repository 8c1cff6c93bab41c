"""The tables of what the siège says to all, and of what an office says of its months."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, PrimaryKeyConstraint, Table, Text

from otdesk.store.table_metadata import metadata, record_ends

post = Table(
    "post",
    metadata,
    Column("uid", Text, primary_key=True),
    Column("office", Text, nullable=False),
    Column("stream", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("public_key", Text, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("revoked", Text),
    Column("recorded_at", Text, nullable=False),
    *record_ends(),
    Index("post_public_key", "public_key"),
)

month_lock = Table(
    "month_lock",
    metadata,
    Column("uid", Text, primary_key=True),
    Column("month", Text, nullable=False),
    Column("recorded_at", Text, nullable=False),
    *record_ends(),
    Index("month_lock_month", "month"),
)

month_reopening = Table(
    "month_reopening",
    metadata,
    Column("uid", Text, primary_key=True),
    Column("office", Text, nullable=False),
    Column("month", Text, nullable=False),
    Column("until", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("recorded_at", Text, nullable=False),
    *record_ends(),
    Index("month_reopening_office_month", "office", "month"),
)

month_declaration = Table(
    "month_declaration",
    metadata,
    Column("uid", Text, primary_key=True),
    Column("office", Text, nullable=False),
    Column("month", Text, nullable=False),
    Column("active", Integer, nullable=False),
    Column("recorded_at", Text, nullable=False),
    *record_ends(),
    Index("month_declaration_office_month", "office", "month"),
)

# An entry that the siège adds to a reference list, or says anew: what its columns say wins over
# the list that came with the program.
list_item = Table(
    "list_item",
    metadata,
    Column("uid", Text, primary_key=True),
    Column("list", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("parent", Text),
    Column("label", Text, nullable=False),
    Column("short", Text, nullable=False),
    Column("icon", Text, nullable=False),
    Column("published", Text, nullable=False),
    Column("personal", Integer, nullable=False),
    Column("position", Integer, nullable=False),
    Column("retired", Text),
    Column("recorded_at", Text, nullable=False),
    *record_ends(),
    Index("list_item_code", "list", "code"),
)

# What the siège tells the office that goods are addressed to. The document itself stays its
# sender's: a notice moves no stock.
transfer_notice = Table(
    "transfer_notice",
    metadata,
    Column("uid", Text, primary_key=True),
    Column("document", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("sender", Text, nullable=False),
    Column("receiver", Text, nullable=False),
    Column("day", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("recorded_at", Text, nullable=False),
    *record_ends(),
    Index("transfer_notice_document", "document"),
    Index("transfer_notice_receiver_day", "receiver", "day"),
)

transfer_notice_line = Table(
    "transfer_notice_line",
    metadata,
    Column("notice_uid", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("product", Text, nullable=False),
    Column("quantity", Integer, nullable=False),
    PrimaryKeyConstraint("notice_uid", "position"),
    sqlite_with_rowid=False,
)

PROJECTED = (
    post,
    month_lock,
    month_reopening,
    month_declaration,
    list_item,
    transfer_notice,
    transfer_notice_line,
)
