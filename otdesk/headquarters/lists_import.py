"""Entries of the lists from a spreadsheet at the siège, all or nothing.

`list;code;label;short;icon;published;personal;position;retired`. A demand's code says its parent:
`loisirs.ciel_etoile`. What a line leaves empty stays as it is for an entry that is known.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Connection

from otdesk.domain.changes import Changes
from otdesk.domain.list_items import ListItem, ListName, list_label, standing_item
from otdesk.domain.written_dates import read_date
from otdesk.errors import DataFault
from otdesk.headquarters import network_lists
from otdesk.headquarters.network_lists import ListGrounds, ListReview
from otdesk.i18n import _
from otdesk.services.fixed_table import FixedRow, read_fixed
from otdesk.store import siege_records
from otdesk.store.list_items import list_items
from otdesk.store.transaction import Transaction

COLUMNS = (
    "list",
    "code",
    "label",
    "short",
    "icon",
    "published",
    "personal",
    "position",
    "retired",
)
_OPTIONAL = frozenset({"short", "icon", "published", "personal", "position", "retired"})
_YES, _NO = frozenset({"1", "oui", "x"}), frozenset({"0", "non", ""})


@dataclass(frozen=True, slots=True)
class ListsPlan:
    """A file without a fault: its entries, and how many of them say something new."""

    path: Path
    sha256: str
    items: tuple[ListItem, ...]
    new: int
    revised: int

    @property
    def changes_nothing(self) -> bool:
        """Tell whether the lists say all this already."""
        return not (self.new or self.revised)


def read(path: Path, grounds: ListGrounds, connection: Connection) -> ListsPlan:
    """Read a file to its end and return what it changes.

    Raises FileRefused with every fault, ManagedBySiege in an office's folder, or an
    EnvironmentFault where the file cannot be read.
    """
    if not siege_records.is_siege(connection):
        raise siege_records.ManagedBySiege(
            _("Les listes se changent au siège, et arrivent avec l’échange suivant.")
        )
    table = read_fixed(path, COLUMNS, _OPTIONAL)
    review = ListReview(grounds, list_items(connection))
    lines: dict[tuple[ListName, str], int] = {}
    items: list[ListItem] = []
    new = revised = 0
    for row in table:
        item = _item(row, review)
        if item is None:
            continue
        known = lines.setdefault((item.list, item.code), row.line)
        if known != row.line:
            text = _("le code « {code} » est déjà à la ligne {line}.")
            row.refuse("code", text.format(code=item.code, line=known))
            continue
        is_known = standing_item(review.lists, item.list, item.code)
        if is_known != item:
            try:
                review.take(item)
            except DataFault as fault:
                row.refuse("", str(fault))
                continue
            new, revised = new + (is_known is None), revised + (is_known is not None)
            items.append(item)
    table.check()
    return ListsPlan(path, table.sha256, tuple(items), new, revised)


def write(transaction: Transaction, grounds: ListGrounds, plan: ListsPlan) -> Changes:
    """Record what a file changes, in one transaction. Raises as `network_lists.put` does."""
    return network_lists.put(transaction, grounds, plan.items)


def _item(row: FixedRow, review: ListReview) -> ListItem | None:
    """Return the entry of a line, None where it has faults."""
    before = len(row.faults)
    name = row.read("list", _list)
    code = row.needed("code")
    retired = row.read("retired", read_date) if row.text("retired") else None
    position = row.read("position", _position)
    personal = row.read("personal", _flag)
    if name is None or len(row.faults) > before:
        return None
    known = standing_item(review.lists, name, code)
    label = row.text("label") or ("" if known is None else known.label)
    if not label:
        row.refuse("label", _("la case est vide."))
        return None
    base = known or ListItem(name, code, label, parent=code.rpartition(".")[0] or None)
    return replace(
        base,
        label=label,
        short=row.text("short") or base.short,
        icon=row.text("icon") or base.icon,
        published=row.text("published") or base.published,
        personal=base.personal if personal is None else personal,
        position=position or base.position,
        retired=retired,
    )


def _list(text: str) -> ListName:
    for name in ListName:
        if text.casefold() in {name.value, list_label(name).casefold()}:
            return name
    raise DataFault(
        _("« {text} » n’est pas une liste du siège : {known}.").format(
            text=text, known=", ".join(name.value for name in ListName)
        )
    )


def _position(text: str) -> int:
    if text and not (text.isdecimal() and int(text) < 1000):
        raise DataFault(_("« {} » n’est pas une place : écrire 12.").format(text))
    return int(text or 0)


def _flag(text: str) -> bool | None:
    if text.casefold() not in _YES | _NO:
        raise DataFault(_("« {} » n’est ni oui ni non.").format(text))
    return text.casefold() in _YES if text else None
