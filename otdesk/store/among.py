"""« One of these », for hundreds of uids at once, as each database takes it best.

The list goes as one text: a parameter for each, or an array of them, would cost more to write and
to read than the answer.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Column, Connection, Select, Text, any_, bindparam, func, select

_UIDS = "of_uids"
_LIST = bindparam(_UIDS, type_=Text)
_BETWEEN = "\n"
# A uid of another program's could have them; a list in one text could not.
_UNLISTED = (_BETWEEN, "\0")


def among(statement: Select[Any], column: Column[Any]) -> Mapping[str, Select[Any]]:
    """Return a statement for rows whose `column` is one of a list, by dialect."""
    listed = func.json_each(_LIST).table_valued("value")
    return {
        "sqlite": statement.where(column.in_(select(listed.c.value))),
        "postgresql": statement.where(column == any_(func.string_to_array(_LIST, _BETWEEN))),
    }


def found_among(
    connection: Connection, statements: Mapping[str, Select[Any]], uids: Sequence[str]
) -> set[str]:
    """Return those of `uids` that a statement of `among` finds, and any that cannot be asked for.

    Whoever asks takes a uid that was found the longer way, which is right for each.
    """
    odd = {uid for sign in _UNLISTED if sign in "".join(uids) for uid in uids if sign in uid}
    asked = [uid for uid in uids if uid not in odd] if odd else uids
    dialect = connection.dialect.name
    text = json.dumps(asked) if dialect == "sqlite" else _BETWEEN.join(asked)
    odd.update(connection.execute(statements[dialect], {_UIDS: text}).scalars())
    return odd
