"""What every table belongs to, and the columns that every record has."""

from __future__ import annotations

from sqlalchemy import Column, Integer, MetaData, Text

metadata = MetaData()


def record_ends() -> list[Column[object]]:
    """Return the last columns of every record's table: who wrote it, which revision, if void."""
    return [
        Column("author", Text, nullable=False),
        Column("rev", Integer, nullable=False),
        Column("void_reason", Text),
    ]
