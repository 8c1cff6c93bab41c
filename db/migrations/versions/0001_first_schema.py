"""The first schema, as it stands frozen in `0001_first_schema.sql`."""

from __future__ import annotations

from pathlib import Path

from alembic import op

from otdesk.store.sql_script import statements

revision = "0001"
down_revision = None

APPLICATION_ID = 0x4F54444B


def upgrade() -> None:
    """Create every table, index and trigger, and mark the file as otdesk's."""
    for statement in statements(Path(__file__).with_suffix(".sql").read_text("utf-8")):
        op.execute(statement)
    op.execute(f"PRAGMA application_id={APPLICATION_ID}")
