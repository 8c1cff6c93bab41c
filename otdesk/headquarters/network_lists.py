"""The reference lists of the network: the siège adds to them, says an entry anew, retires one.

An entry goes down to every office as a record of the siège's stream. Whatever an office had sent
under a code that no list knew is then known by its name.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection, select

from otdesk.domain.changes import Changes
from otdesk.domain.list_items import ListItem, ListName, offered_audiences, standing_item
from otdesk.domain.reference import Lists
from otdesk.domain.search import normalise
from otdesk.errors import DataFault
from otdesk.headquarters.unknown_codes import count_unknown_codes
from otdesk.i18n import _
from otdesk.services.workplace import ListsInUse, Workplace
from otdesk.store import network_tables, siege_records
from otdesk.store.list_items import list_items
from otdesk.store.network_records import list_item_payload
from otdesk.store.transaction import Transaction

# What the counter has room for: ten keys in a row, one of which is the demand above.
MOST_DETAILS = 9
MOST_AUDIENCES = 10


@dataclass(frozen=True, slots=True)
class ListGrounds:
    """What entries are checked against: the lists in use, the profile's publics, the day."""

    lists_in_use: ListsInUse
    audiences: tuple[str, ...]
    today: date

    @classmethod
    def of(cls, workplace: Workplace) -> ListGrounds:
        """Return those of a workplace, now."""
        return cls(workplace.lists_in_use, workplace.profile.audiences, workplace.today())


class ListReview:
    """Checks entries one after another, each against the lists with those before it."""

    def __init__(self, grounds: ListGrounds, items: Iterable[ListItem]) -> None:
        """`items` are those that stand."""
        self._grounds = grounds
        self._items = {(item.list, item.code): item for item in items}
        self.lists = self._merged()

    def take(self, item: ListItem) -> ListItem:
        """Take an entry, or raise DataFault where the lists cannot have it; return it whole."""
        item.check()
        if item.retired is not None and item.retired > self._grounds.today:
            raise DataFault(_("Une entrée se retire à partir d’aujourd’hui, ou d’un jour passé."))
        if item.icon and item.icon not in _icons(self.lists):
            raise DataFault(_("« {} » n’est pas une image des listes.").format(item.icon))
        if item.list is ListName.DEMANDS and item.parent:
            above = self.lists.demands.get(item.parent)
            if above is None:
                raise DataFault(_("« {} » n’est pas une demande connue.").format(item.parent))
        if item.retired is None:
            self._refuse_double(item)
        before = dict(self._items)
        self._items[item.list, item.code] = item
        self.lists = self._merged()
        try:
            self._refuse_crowd(item)
        except DataFault:
            self._items, self.lists = (
                before,
                self._grounds.lists_in_use.with_items(tuple(before.values())),
            )
            raise
        return item

    def says(self, item: ListItem) -> bool:
        """Tell whether the siège says this very entry already."""
        return self._items.get((item.list, item.code)) == item

    def _merged(self) -> Lists:
        return self._grounds.lists_in_use.with_items(tuple(self._items.values()))

    def _refuse_double(self, item: ListItem) -> None:
        """Two entries of one name could not be told apart, on a key or in a spreadsheet."""
        for code in _codes(self.lists, item.list):
            other = standing_item(self.lists, item.list, code)
            if other is None or code == item.code or other.retired is not None:
                continue
            if other.parent == item.parent and normalise(other.label) == normalise(item.label):
                raise DataFault(
                    _("« {label} » existe déjà, sous le code {code}.").format(
                        label=other.label, code=code
                    )
                )

    def _refuse_crowd(self, item: ListItem) -> None:
        if item.retired is not None:
            return
        if item.list is ListName.DEMANDS and item.parent:
            beside = self.lists.children(item.parent, on=self._grounds.today)
            if len(beside) > MOST_DETAILS:
                raise DataFault(
                    _(
                        "« {parent} » a déjà {most} demandes, autant que de touches : en retirer "
                        "une d’abord."
                    ).format(parent=self.lists.demand_label(item.parent), most=MOST_DETAILS)
                )
        if item.list is ListName.AUDIENCES:
            offered = offered_audiences(self.lists, self._grounds.audiences)
            if len(offered) > MOST_AUDIENCES:
                raise DataFault(
                    _(
                        "Il y a déjà {} publics, autant que de touches : en retirer un d’abord."
                    ).format(MOST_AUDIENCES)
                )


def put(transaction: Transaction, grounds: ListGrounds, items: Iterable[ListItem]) -> Changes:
    """Record entries, or their next revisions; those that say the same already are left.

    Raises DataFault where the lists cannot have one, ManagedBySiege in an office's folder.
    """
    connection = transaction.connection
    if not siege_records.is_siege(connection):
        raise siege_records.ManagedBySiege(
            _("Les listes se changent au siège, et arrivent avec l’échange suivant.")
        )
    review = ListReview(grounds, list_items(connection))
    table = network_tables.list_item
    for item in items:
        if review.says(item):
            continue
        taken = review.take(item)
        uid = connection.execute(
            select(table.c.uid)
            .where(
                table.c.list == item.list.value,
                table.c.code == item.code,
                table.c.void_reason.is_(None),
                siege_records.of_siege(table),
            )
            .order_by(table.c.uid.desc())
            .limit(1)
        ).scalar()
        transaction.put("list_item", list_item_payload(taken), uid=uid)
    count_unknown_codes(connection, review.lists)
    return transaction.changes


def retire(
    transaction: Transaction, grounds: ListGrounds, name: ListName, code: str, day: date
) -> Changes:
    """Offer an entry no more from a day on; what bears its code stays readable."""
    return put(
        transaction, grounds, [replace(_standing(transaction, grounds, name, code), retired=day)]
    )


def restore(transaction: Transaction, grounds: ListGrounds, name: ListName, code: str) -> Changes:
    """Offer a retired entry again."""
    item = replace(_standing(transaction, grounds, name, code), retired=None)
    return put(transaction, grounds, [item])


def refresh(workplace: Workplace, connection: Connection) -> bool:
    """Have a workplace use the lists as its folder says them; tell whether they changed."""
    return workplace.lists_in_use.take(list_items(connection))


def _standing(
    transaction: Transaction, grounds: ListGrounds, name: ListName, code: str
) -> ListItem:
    lists = grounds.lists_in_use.with_items(list_items(transaction.connection))
    item = standing_item(lists, name, code)
    if item is None:
        raise DataFault(_("« {} » n’est dans aucune liste.").format(code))
    return item


def _codes(lists: Lists, name: ListName) -> tuple[str, ...]:
    return tuple(
        {
            ListName.DEMANDS: lists.demands,
            ListName.AUDIENCES: lists.audiences,
            ListName.CLOSURE_REASONS: lists.closure_reasons,
            ListName.COUNTRIES: lists.countries,
        }[name]
    )


def _icons(lists: Lists) -> set[str]:
    demands = {demand.icon for demand in lists.demands.values()}
    return demands | {audience.icon for audience in lists.audiences.values()}
