"""The state of the exchange between offices and head office: neither journalled nor compared.

It says what was sent, received and acknowledged. A restore takes it back together with the journal,
and what is then sent twice is known already. Instants are ISO text in UTC; digests are bytes.
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

from otdesk.store.table_metadata import metadata

# What the head office last acknowledged of a stream of this folder, where both say the same. What
# comes after `kept` was issued again in another stream, and is not sent any more in this one.
acknowledged = Table(
    "acknowledged",
    metadata,
    Column("stream", Text, primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("kept", Integer),
    Column("noted_at", Text, nullable=False),
)

sent_packet = Table(
    "sent_packet",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("made_at", Text, nullable=False),
    Column("state", Text, nullable=False),
)

sent_span = Table(
    "sent_span",
    metadata,
    Column("number", Integer, nullable=False),
    Column("stream", Text, nullable=False),
    Column("first", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    PrimaryKeyConstraint("number", "stream"),
)

# Every packet that came, whatever became of it; `place` is where the raw file lies.
received_packet = Table(
    "received_packet",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("office", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("received_at", Text, nullable=False),
    Column("their_clock", Text, nullable=False),
    Column("clock_offset", Integer, nullable=False),
    Index("received_packet_office", "office", "number"),
)

# The streams that came from elsewhere: this folder neither writes nor sends them.
received_stream = Table(
    "received_stream",
    metadata,
    Column("stream", Text, primary_key=True),
    Column("office", Text, nullable=False),
    Column("received_at", Text, nullable=False),
)

# What is missing of a stream before the packets that wait for it.
reception_gap = Table(
    "reception_gap",
    metadata,
    Column("stream", Text, primary_key=True),
    Column("office", Text, nullable=False),
    Column("first", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    Column("since", Text, nullable=False),
)

# Entries of a second history of a stream, whole: nothing that was sent is lost.
forked_entry = Table(
    "forked_entry",
    metadata,
    Column("stream", Text, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("uid", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("header", LargeBinary, nullable=False),
    Column("salt", LargeBinary, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Column("payload_digest", LargeBinary, nullable=False),
    Column("prev", LargeBinary, nullable=False),
    Column("signature", LargeBinary),
    Column("packet", Text, nullable=False),
    PrimaryKeyConstraint("stream", "seq", "digest"),
    Index("forked_entry_uid", "uid"),
)

# Entries of the journal that were received and not projected yet, by the journal's `id`.
unprojected = Table(
    "unprojected",
    metadata,
    Column("first", Integer, primary_key=True),
    Column("last", Integer, nullable=False),
)

# Codes that no list of this program knows, counted anew after each import.
unknown_code = Table(
    "unknown_code",
    metadata,
    Column("list", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("office", Text, nullable=False),
    Column("times", Integer, nullable=False),
    PrimaryKeyConstraint("list", "code", "office"),
)

# What an office last said of its own month: live counts (JSON), their digest, closed or not.
declared_month = Table(
    "declared_month",
    metadata,
    Column("office", Text, nullable=False),
    Column("month", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("counts", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("closed", Integer, nullable=False),
    Column("declared_at", Text, nullable=False),
    PrimaryKeyConstraint("office", "month"),
)
