"""What the services' tests read back: plain counts and rows."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Table, func, select

from otdesk.store import tables
from otdesk.store.store import Store


def count(store: Store, table: Table) -> int:
    """Count the rows of a table."""
    with store.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def rows(store: Store, table: Table) -> list[dict[str, Any]]:
    """Return the rows of a table, by key."""
    with store.reading() as connection:
        found = connection.execute(select(table).order_by(*table.primary_key.columns)).mappings()
        return [dict(row) for row in found]


def counts(store: Store) -> dict[str, int]:
    """Count the rows of every table."""
    return {name: count(store, table) for name, table in tables.metadata.tables.items()}
