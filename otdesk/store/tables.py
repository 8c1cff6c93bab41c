"""The tables. SQLAlchemy Core: rows are written by projections and read by reports.

The journal is the truth; the typed tables are its shadow, dropped and rebuilt at will. Drafts
and settings are neither journalled nor compared. Dates are ISO text, instants ISO text in UTC,
so that the same rows read the same from SQLite, PostgreSQL and a spreadsheet.
"""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
)

from otdesk.store import (
    database_file,
    exchange_tables,
    network_tables,
    pairing_tables,
    posts_tables,
    shop_tables,
    table_metadata,
    till_tables,
)

# The tables below are of this version; a file is asked for its own without importing them.
SCHEMA_VERSION = database_file.SCHEMA_VERSION

metadata = table_metadata.metadata

journal = Table(
    "journal",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("stream", Text, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("uid", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("rev", Integer, nullable=False),
    Column("op", Text, nullable=False),
    Column("schema", Integer, nullable=False),
    Column("recorded_at", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("header", LargeBinary, nullable=False),
    Column("salt", LargeBinary, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Column("payload_digest", LargeBinary, nullable=False),
    Column("prev", LargeBinary, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    # That of `digest`, in the streams that sign: the tills'.
    Column("signature", LargeBinary),
    Index("journal_stream_seq", "stream", "seq", unique=True),
    Index("journal_uid", "uid"),
)

visit = Table(
    "visit",
    metadata,
    Column("uid", Text, primary_key=True),
    Column("office", Text, nullable=False),
    Column("day", Text, nullable=False),
    Column("minute", Integer),
    Column("started_at", Text),
    Column("channel", Text, nullable=False),
    Column("party_size", Integer, nullable=False),
    Column("origin", Text, nullable=False),
    Column("residency", Text),
    Column("audience", Text),
    Column("note", Text, nullable=False),
    Column("entry", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("rev", Integer, nullable=False),
    Column("void_reason", Text),
    Index("visit_office_day", "office", "day"),
)

visit_demand = Table(
    "visit_demand",
    metadata,
    Column("visit_uid", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("code", Text, nullable=False),
    Column("theme", Text, nullable=False),
    Column("unmet", Integer, nullable=False),
    PrimaryKeyConstraint("visit_uid", "position"),
    sqlite_with_rowid=False,
)

walk_in = Table(
    "walk_in",
    metadata,
    Column("uid", Text, primary_key=True),
    Column("office", Text, nullable=False),
    Column("day", Text, nullable=False),
    Column("minute", Integer),
    Column("started_at", Text),
    Column("count", Integer, nullable=False),
    Column("author", Text, nullable=False),
    Column("rev", Integer, nullable=False),
    Column("void_reason", Text),
    Index("walk_in_office_day", "office", "day"),
)

tally = Table(
    "tally",
    metadata,
    Column("uid", Text, primary_key=True),
    Column("office", Text, nullable=False),
    Column("day", Text, nullable=False),
    Column("half_day", Text, nullable=False),
    Column("persons", Integer, nullable=False),
    Column("acts", Integer),
    Column("note", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("rev", Integer, nullable=False),
    Column("void_reason", Text),
    Index("tally_office_day", "office", "day"),
)

tally_origin = Table(
    "tally_origin",
    metadata,
    Column("tally_uid", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("persons", Integer, nullable=False),
    PrimaryKeyConstraint("tally_uid", "code"),
    sqlite_with_rowid=False,
)

tally_demand = Table(
    "tally_demand",
    metadata,
    Column("tally_uid", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("acts", Integer, nullable=False),
    PrimaryKeyConstraint("tally_uid", "code"),
    sqlite_with_rowid=False,
)

business_day = Table(
    "business_day",
    metadata,
    Column("uid", Text, primary_key=True),
    Column("office", Text, nullable=False),
    Column("day", Text, nullable=False),
    Column("ranges", Text, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("reason", Text),
    Column("closed_at", Text),
    Column("closed_by", Text),
    Column("author", Text, nullable=False),
    Column("rev", Integer, nullable=False),
    Column("void_reason", Text),
    Index("business_day_office_day", "office", "day"),
)

day_reason = Table(
    "day_reason",
    metadata,
    Column("uid", Text, primary_key=True),
    Column("office", Text, nullable=False),
    Column("day", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("rev", Integer, nullable=False),
    Column("void_reason", Text),
    Index("day_reason_office_day", "office", "day"),
)

planned_opening = Table(
    "planned_opening",
    metadata,
    Column("uid", Text, primary_key=True),
    Column("office", Text, nullable=False),
    Column("day", Text, nullable=False),
    Column("ranges", Text, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("author", Text, nullable=False),
    Column("rev", Integer, nullable=False),
    Column("void_reason", Text),
    Index("planned_opening_office_day", "office", "day"),
)

day_correction = Table(
    "day_correction",
    metadata,
    Column("uid", Text, primary_key=True),
    Column("office", Text, nullable=False),
    Column("day", Text, nullable=False),
    Column("recorded_at", Text, nullable=False),
    Column("record_uid", Text, nullable=False),
    Column("record_kind", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("rev", Integer, nullable=False),
    Column("void_reason", Text),
    Index("day_correction_office_day", "office", "day"),
)

monthly_total = Table(
    "monthly_total",
    metadata,
    Column("uid", Text, primary_key=True),
    Column("office", Text, nullable=False),
    Column("month", Text, nullable=False),
    Column("measure", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("value", Integer, nullable=False),
    Column("source", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("rev", Integer, nullable=False),
    Column("void_reason", Text),
    Index("monthly_total_office_month", "office", "month"),
)

counsellor = Table(
    "counsellor",
    metadata,
    Column("uid", Text, primary_key=True),
    Column("initials", Text, nullable=False),
    Column("name", Text, nullable=False),
    # The office that the siège named; nothing: whoever wrote it, and all where that is the siège.
    Column("office", Text),
    Column("author", Text, nullable=False),
    Column("rev", Integer, nullable=False),
    Column("void_reason", Text),
)

imported_file = Table(
    "imported_file",
    metadata,
    Column("uid", Text, primary_key=True),
    Column("sha256", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("visits", Integer, nullable=False),
    Column("recorded_at", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("rev", Integer, nullable=False),
    Column("void_reason", Text),
    Index("imported_file_sha256", "sha256"),
)

folder = Table(
    "folder",
    metadata,
    Column("uid", Text, primary_key=True),
    Column("network", Text, nullable=False),
    Column("office", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("reconstruction", Integer, nullable=False),
    Column("author", Text, nullable=False),
    Column("rev", Integer, nullable=False),
    Column("void_reason", Text),
)

# A folder that was restored or cloned goes on in a new stream, and says which one it left.
stream_origin = Table(
    "stream_origin",
    metadata,
    Column("uid", Text, primary_key=True),
    Column("stream", Text, nullable=False),
    Column("parent", Text, nullable=False),
    Column("kept_seq", Integer, nullable=False),
    Column("seen_seq", Integer, nullable=False),
    Column("author", Text, nullable=False),
    Column("rev", Integer, nullable=False),
    Column("void_reason", Text),
)

# What a rebuild from the journal is compared with.
PROJECTED = (
    visit,
    visit_demand,
    walk_in,
    tally,
    tally_origin,
    tally_demand,
    business_day,
    day_reason,
    planned_opening,
    day_correction,
    monthly_total,
    counsellor,
    imported_file,
    folder,
    stream_origin,
    *shop_tables.PROJECTED,
    *till_tables.PROJECTED,
    *network_tables.PROJECTED,
)

draft = Table(
    "draft",
    metadata,
    Column("uid", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("content", Text, nullable=False),
    Column("saved_at", Text, nullable=False),
)

setting = Table(
    "setting",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

# One row: the stream that this folder writes.
writing = Table(
    "writing",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("stream", Text, nullable=False),
)

# Every table of a database is known once this module is: the exchange's too.
EXCHANGE = (
    exchange_tables.acknowledged,
    exchange_tables.sent_packet,
    exchange_tables.sent_span,
    exchange_tables.received_packet,
    exchange_tables.received_stream,
    exchange_tables.reception_gap,
    exchange_tables.forked_entry,
    exchange_tables.unprojected,
    exchange_tables.unknown_code,
    exchange_tables.declared_month,
    pairing_tables.partner,
    pairing_tables.invitation,
    pairing_tables.listener,
    pairing_tables.fetched_file,
    posts_tables.neighbour,
    posts_tables.post_packet,
    posts_tables.post_span,
    posts_tables.give_back,
)
