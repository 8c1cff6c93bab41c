"""The exchange: the tables of `0003_the_exchange.sql`."""

from __future__ import annotations

from pathlib import Path

from alembic import op

from otdesk.store.sql_script import statements

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the tables of what was sent, received and acknowledged."""
    for statement in statements(Path(__file__).with_suffix(".sql").read_text("utf-8")):
        op.execute(statement)
