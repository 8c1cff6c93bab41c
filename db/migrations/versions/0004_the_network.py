"""The network: the tables of `0004_the_network.sql`."""

from __future__ import annotations

from pathlib import Path

from alembic import op

from otdesk.store.sql_script import statements

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the tables of what the siège manages for all."""
    for statement in statements(Path(__file__).with_suffix(".sql").read_text("utf-8")):
        op.execute(statement)
