"""What a post knows of its neighbours, and what a siège gives back. Not journalled, not compared.

A folder that is restored learns it anew from what lies in the shared folder of its office. Keys are
hexadecimal, instants ISO text in UTC, lists canonical JSON.
"""

from __future__ import annotations

from sqlalchemy import Column, Integer, PrimaryKeyConstraint, Table, Text

from otdesk.store.table_metadata import metadata

# What another post of the office last said: what it holds (`heads`), which packet of whom it read
# last (`reads`), which streams it writes. `number` is the last packet of it that was read here;
# `resent_at`, when what it had read and yet lacked was last sent again.
neighbour = Table(
    "neighbour",
    metadata,
    Column("public_key", Text, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("last_read", Integer, nullable=False),
    Column("heads", Text, nullable=False),
    Column("reads", Text, nullable=False),
    Column("writes", Text, nullable=False),
    Column("heard_at", Text, nullable=False),
    Column("resent_at", Text),
)

# The packets of this post that lie in the shared folder, and what each said that is held here.
post_packet = Table(
    "post_packet",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("heads", Text, nullable=False),
    Column("made_at", Text, nullable=False),
)

post_span = Table(
    "post_span",
    metadata,
    Column("number", Integer, nullable=False),
    Column("stream", Text, nullable=False),
    Column("first", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    PrimaryKeyConstraint("number", "stream"),
)

# At the siège: the posts that are to be given all that is held of their office, and how far that
# went (`given`: streams with their last number). `finished_at` is empty until all of it was left.
give_back = Table(
    "give_back",
    metadata,
    Column("public_key", Text, primary_key=True),
    Column("office", Text, nullable=False),
    Column("asked_at", Text, nullable=False),
    Column("given", Text, nullable=False),
    Column("finished_at", Text),
)
