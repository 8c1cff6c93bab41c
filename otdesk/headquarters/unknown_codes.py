"""Codes in what offices sent that no list of this program knows: counted, shown, never refused.

An office may run a later version, with later lists. Its figures count under the bare code until
this program knows the name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Select, delete, func, insert, select

from otdesk.domain.reference import Lists
from otdesk.store import exchange_tables, tables
from otdesk.store.records import KINDS

_TABLE = exchange_tables.unknown_code


class CodeList(StrEnum):
    """The list that a code is missing from."""

    ORIGIN = "origin"
    DEMAND = "demand"
    AUDIENCE = "audience"
    # The kind of an entry: a later version's record, which waits in the journal.
    KIND = "kind"


@dataclass(frozen=True, slots=True)
class UnknownCode:
    """A code that an office used, and how many of its standing records bear it."""

    list: CodeList
    code: str
    office: str
    times: int


def count_unknown_codes(connection: Connection, lists: Lists) -> tuple[UnknownCode, ...]:
    """Count them anew after an import, in the caller's transaction; return them, most first."""
    found = tuple(_unknown(connection, lists))
    connection.execute(delete(_TABLE))
    for unknown in found:
        connection.execute(
            insert(_TABLE).values(
                list=unknown.list.value,
                code=unknown.code,
                office=unknown.office,
                times=unknown.times,
            )
        )
    return tuple(sorted(found, key=lambda u: (-u.times, u.list, u.code, u.office)))


def unknown_codes(connection: Connection) -> tuple[UnknownCode, ...]:
    """Return what was counted last, most first."""
    rows = connection.execute(
        select(_TABLE).order_by(
            _TABLE.c.times.desc(), _TABLE.c.list, _TABLE.c.code, _TABLE.c.office
        )
    )
    return tuple(UnknownCode(CodeList(r.list), r.code, r.office, r.times) for r in rows)


def _unknown(connection: Connection, lists: Lists) -> Iterator[UnknownCode]:
    asked: tuple[tuple[CodeList, Select[Any], Callable[[str], bool]], ...] = (
        (CodeList.ORIGIN, _ORIGINS, lists.is_origin),
        (CodeList.DEMAND, _DEMANDS, lists.demands.__contains__),
        (CodeList.AUDIENCE, _AUDIENCES, lists.audiences.__contains__),
        (CodeList.KIND, _KINDS, KINDS.__contains__),
    )
    for name, statement, is_known in asked:
        for office, code, times in connection.execute(statement):
            if not is_known(code):
                yield UnknownCode(name, code, office, times)


_VISIT = tables.visit
_DEMAND = tables.visit_demand
_JOURNAL = tables.journal
_RECEIVED = exchange_tables.received_stream
_ORIGINS = (
    select(_VISIT.c.office, _VISIT.c.origin, func.count())
    .where(_VISIT.c.void_reason.is_(None))
    .group_by(_VISIT.c.office, _VISIT.c.origin)
)
_DEMANDS = (
    select(_VISIT.c.office, _DEMAND.c.code, func.count())
    .join_from(_DEMAND, _VISIT, _VISIT.c.uid == _DEMAND.c.visit_uid)
    .where(_VISIT.c.void_reason.is_(None))
    .group_by(_VISIT.c.office, _DEMAND.c.code)
)
_AUDIENCES = (
    select(_VISIT.c.office, _VISIT.c.audience, func.count())
    .where(_VISIT.c.void_reason.is_(None), _VISIT.c.audience.is_not(None))
    .group_by(_VISIT.c.office, _VISIT.c.audience)
)
_KINDS = (
    select(_RECEIVED.c.office, _JOURNAL.c.kind, func.count())
    .join_from(_JOURNAL, _RECEIVED, _RECEIVED.c.stream == _JOURNAL.c.stream)
    .group_by(_RECEIVED.c.office, _JOURNAL.c.kind)
)
