"""The shop: signatures in the journal, and the tables of `0002_the_shop.sql`."""

from __future__ import annotations

from pathlib import Path

from alembic import op

from otdesk.store.sql_script import statements

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Let the journal carry signatures, and make every table of the shop."""
    for statement in statements(Path(__file__).with_suffix(".sql").read_text("utf-8")):
        op.execute(statement)
