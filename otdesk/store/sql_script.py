"""A frozen SQL script, parted into its statements."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator


def statements(text: str) -> Iterator[str]:
    """Yield the statements of a script in order; a trigger holds semicolons of its own."""
    statement = ""
    for line in text.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
