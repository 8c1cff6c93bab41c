"""What visitors of each origin and demand bought: the receipts that belong to an accueil."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import Connection

from otdesk.domain.reference import Lists
from otdesk.reports.queries import sales as queries
from otdesk.reports.queries.scope import Scope
from otdesk.reports.shop.sales import LinkedDemandRow, LinkedOriginRow


@dataclass(slots=True)
class _Sum:
    receipts: int = 0
    turnover: int = 0

    def add(self, receipts: int, turnover: int) -> None:
        self.receipts += receipts
        self.turnover += turnover


def linked_origins(
    connection: Connection, scope: Scope, lists: Lists
) -> tuple[LinkedOriginRow, ...]:
    """Return the turnover by origin, the largest first; together they are the linked turnover."""
    rows = [
        LinkedOriginRow(row.code, lists.origin_label(row.code), row.receipts, row.turnover)
        for row in queries.linked_origins(connection, scope)
    ]
    return tuple(sorted(rows, key=lambda row: (-row.turnover_cents, row.label, row.code)))


def linked_demands(
    connection: Connection, scope: Scope, lists: Lists
) -> tuple[LinkedDemandRow, ...]:
    """Return each theme followed by its children, the largest turnover first."""
    themes: dict[str, _Sum] = defaultdict(_Sum)
    children: dict[str, dict[str, _Sum]] = defaultdict(lambda: defaultdict(_Sum))
    for row in queries.linked_demands(connection, scope):
        themes[row.theme].add(row.first_receipts, row.first_turnover)
        if row.code != row.theme:
            children[row.theme][row.code].add(row.receipts, row.turnover)
    rows: list[LinkedDemandRow] = []
    for theme, whole in _ordered(themes):
        rows.append(_row(theme, 1, whole, lists))
        rows += [_row(code, 2, part, lists) for code, part in _ordered(children[theme])]
    return tuple(rows)


def _ordered(sums: dict[str, _Sum]) -> list[tuple[str, _Sum]]:
    return sorted(sums.items(), key=lambda item: (-item[1].turnover, item[0]))


def _row(code: str, level: int, of: _Sum, lists: Lists) -> LinkedDemandRow:
    return LinkedDemandRow(code, lists.demand_label(code), level, of.receipts, of.turnover)
