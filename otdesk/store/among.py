"""« One of these », for hundreds of uids at once, as each database takes it best.

SQLite wants a parameter for each. PostgreSQL takes a list as one: hundreds of names would cost more
to write and to read than the answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Column, Select, Text, any_, bindparam
from sqlalchemy.dialects.postgresql import ARRAY

UIDS = "of_uids"


def among(statement: Select[Any], column: Column[Any]) -> Mapping[str, Select[Any]]:
    """Return a statement for rows whose `column` is one of the parameter `UIDS`, by dialect."""
    return {
        "sqlite": statement.where(column.in_(bindparam(UIDS, expanding=True))),
        "postgresql": statement.where(column == any_(bindparam(UIDS, type_=ARRAY(Text)))),
    }
