"""Who this folder exchanges with: a post's siège, a siège's invitations. Not journalled.

A folder that is restored asks again where it stands; what proves anything (a post's key, taken or
revoked) is a record of the siège's stream. Keys are hexadecimal, instants ISO text in UTC.
"""

from __future__ import annotations

from sqlalchemy import Column, Integer, Table, Text

from otdesk.store.table_metadata import metadata

# One row at an office's post: the siège that it was invited by.
partner = Table(
    "partner",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("stream", Text, nullable=False),
    Column("public_key", Text, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("mailbox", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("post_name", Text, nullable=False),
    Column("paired_at", Text, nullable=False),
    # The last acknowledgement that was read, and when: nothing before the first.
    Column("acknowledged", Integer, nullable=False),
    Column("acknowledged_at", Text),
)

# At the siège: every invitation that it gave, and the key of the post that was confirmed with it.
invitation = Table(
    "invitation",
    metadata,
    Column("code", Text, primary_key=True),
    Column("office", Text, nullable=False),
    Column("issued_at", Text, nullable=False),
    Column("expires_at", Text, nullable=False),
    Column("used_by", Text),
)

# At the siège: how far each post says that it holds the siège's own stream, and its replies.
listener = Table(
    "listener",
    metadata,
    Column("public_key", Text, primary_key=True),
    Column("office", Text, nullable=False),
    Column("stream", Text, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("heard_at", Text, nullable=False),
)

# Files of a mailbox that were taken in already: a mailbox keeps what it was given.
fetched_file = Table(
    "fetched_file",
    metadata,
    Column("name", Text, primary_key=True),
    Column("fetched_at", Text, nullable=False),
)
