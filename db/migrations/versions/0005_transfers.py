"""Transfers between offices: what the siège tells of them, in a file and on a server."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the tables of the siège's notices."""
    op.create_table(
        "transfer_notice",
        sa.Column("uid", sa.Text, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("sender", sa.Text, nullable=False),
        sa.Column("receiver", sa.Text, nullable=False),
        sa.Column("day", sa.Text, nullable=False),
        sa.Column("reference", sa.Text, nullable=False),
        sa.Column("recorded_at", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("rev", sa.Integer, nullable=False),
        sa.Column("void_reason", sa.Text),
        sa.PrimaryKeyConstraint("uid"),
    )
    op.create_index("transfer_notice_document", "transfer_notice", ["document"])
    op.create_index("transfer_notice_receiver_day", "transfer_notice", ["receiver", "day"])
    op.create_table(
        "transfer_notice_line",
        sa.Column("notice_uid", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("product", sa.Text, nullable=False),
        sa.Column("quantity", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("notice_uid", "position"),
        sqlite_with_rowid=False,
    )
    # What a siège that came up first has said already lies in the journal, in no table.
    op.execute(
        "INSERT INTO unprojected (first, last)"
        " SELECT id, id FROM journal WHERE kind = 'transfer_notice'"
        " AND NOT EXISTS (SELECT 1 FROM unprojected AS waiting WHERE waiting.first = journal.id)"
    )
