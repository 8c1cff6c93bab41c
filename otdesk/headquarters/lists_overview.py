"""The lists as the siège looks at them: every entry, who says it, and codes that nobody knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from otdesk.domain.list_items import ListItem, ListName, standing_item
from otdesk.domain.reference import Lists
from otdesk.headquarters.unknown_codes import CodeList, UnknownCode, unknown_codes
from otdesk.services.workplace import ListsInUse
from otdesk.store.list_items import list_items

_LIST_OF = {
    CodeList.DEMAND: ListName.DEMANDS,
    CodeList.AUDIENCE: ListName.AUDIENCES,
    CodeList.ORIGIN: ListName.COUNTRIES,
}


@dataclass(frozen=True, slots=True)
class ListLine:
    """An entry of a list; `of_siege` where the siège says it, `is_new` where it added it."""

    item: ListItem
    of_siege: bool
    is_new: bool


@dataclass(frozen=True, slots=True)
class ListsOverview:
    """Every list in the order of its screens, and the unknown codes, most used first."""

    lines: Mapping[ListName, tuple[ListLine, ...]]
    unknown: tuple[UnknownCode, ...]

    @property
    def of_siege(self) -> int:
        """Count the entries that the siège says."""
        return sum(line.of_siege for lines in self.lines.values() for line in lines)


def lists_overview(connection: Connection, lists_in_use: ListsInUse) -> ListsOverview:
    """Return the lists with what the siège says of them now."""
    items = list_items(connection)
    lists = lists_in_use.with_items(items)
    said = {(item.list, item.code) for item in items}
    return ListsOverview(
        {
            name: tuple(
                ListLine(
                    item,
                    (name, item.code) in said,
                    standing_item(lists_in_use.shipped, name, item.code) is None,
                )
                for item in (standing_item(lists, name, code) for code in _codes(lists, name))
                if item is not None
            )
            for name in ListName
        },
        tuple(code for code in unknown_codes(connection) if code.list in _LIST_OF),
    )


def list_of(unknown: UnknownCode) -> ListName:
    """Return the list that an unknown code would be added to."""
    return _LIST_OF[unknown.list]


def _codes(lists: Lists, name: ListName) -> list[str]:
    """Return the codes of a list: demands below their parents, countries by name."""
    if name is ListName.DEMANDS:
        codes: list[str] = []
        for first in lists.first_levels():
            codes += [first.code, *(child.code for child in lists.children(first.code))]
        return codes
    if name is ListName.AUDIENCES:
        return list(lists.audiences)
    if name is ListName.CLOSURE_REASONS:
        return list(lists.closure_reasons)
    return sorted(lists.countries, key=lambda code: lists.countries[code].name)
