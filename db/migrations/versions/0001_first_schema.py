"""The first schema, as it stands frozen in `0001_first_schema.sql`."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None

APPLICATION_ID = 0x4F54444B


def upgrade() -> None:
    """Create every table, index and trigger, and mark the file as otdesk's."""
    for statement in _statements(Path(__file__).with_suffix(".sql").read_text("utf-8")):
        op.execute(statement)
    op.execute(f"PRAGMA application_id={APPLICATION_ID}")


def _statements(text: str) -> Iterator[str]:
    """Part the statements; a trigger holds semicolons of its own."""
    statement = ""
    for line in text.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
