"""Training: the same shop on another database, with a till of its own that says SIMULATION.

`<data>/formation` is an ordinary data folder whose till is a training one. It is made at the
first training with a copy of the catalogue, the prices and the stock; nothing ever comes back
from it, and no report looks there.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection, select

from otdesk.domain.stock import Cause, StockDocument, document_line
from otdesk.journal import canonical
from otdesk.journal.canonical import Payload
from otdesk.journal.entry import Op
from otdesk.services.shop import stock
from otdesk.services.till.keystore import Keystore
from otdesk.services.till.post import TillPost, here
from otdesk.services.till.start import begin_new, find
from otdesk.services.workplace import Workplace
from otdesk.store import migration, tables
from otdesk.store.catalogue_rows import catalogue_rows, standing_prices
from otdesk.store.counsellor_rows import counsellors
from otdesk.store.database_file import DATABASE, SCHEMA_VERSION, identify
from otdesk.store.records import counsellor_payload
from otdesk.store.shop_records import (
    family_payload,
    price_payload,
    product_payload,
    supplier_payload,
)
from otdesk.store.stock_levels import levels
from otdesk.store.store import SYSTEM, Store

TRAINING = "formation"


def folder_of(workplace: Workplace) -> Path:
    """Return the training folder of a data folder."""
    return workplace.folder / TRAINING


def workplace_for(workplace: Workplace) -> Workplace:
    """Return the training workplace beside a real one."""
    return replace(workplace, folder=folder_of(workplace))


def prepare(workplace: Workplace, real: Store, keystore: Keystore, name: str) -> None:
    """Make the training folder and its till where they are not there yet.

    `name` is what its receipts call the till. An older folder is migrated; one whose till cannot
    go on (its key is lost) gets a new one.
    """
    place = workplace_for(workplace)
    path = place.folder / DATABASE
    if not path.exists():
        Store.create(
            place.folder, workplace.identity, workplace.clock, workplace.zone, workplace.anchors
        ).close()
    elif identify(path).schema < SCHEMA_VERSION:
        migration.prepare(place.folder, workplace.clock)
    with closing(place.open_store()) as store:
        _fill_where_empty(place, store, real)
        _begin_where_needed(store, keystore, workplace.identity.office, name)


def _fill_where_empty(place: Workplace, store: Store, real: Store) -> None:
    """Copy the shop, unless there is one: a first time that was cut short is done again."""
    with store.reading() as connection:
        if any(True for _payload in _payloads(connection, "product")):
            return
    office = place.identity.office
    with real.reading() as connection:
        records = list(_records(connection, office))
        on_hand = levels(connection, office)
    lines = tuple(
        document_line(Cause.DELIVERY, product, quantity)
        for product, quantity in sorted(on_hand.items())
        if quantity > 0
    )
    with store.writing(SYSTEM) as transaction:
        for kind, payload in records:
            transaction.put(kind, payload)
        if lines:
            stock.record(transaction, StockDocument(office, place.today(), Cause.DELIVERY, lines))


def _begin_where_needed(store: Store, keystore: Keystore, office: str, name: str) -> None:
    with store.reading() as connection:
        found = find(connection, keystore, store.anchors, office, store.zone)
        known = here(connection)
    if isinstance(found, TillPost) and known is not None and known.training:
        return
    begin_new(store, keystore, author=SYSTEM, office=office, name=name, training=True)


def _records(connection: Connection, office: str) -> Iterator[tuple[str, Payload]]:
    """Yield what training copies, in an order in which each finds what it names.

    The catalogue as the office has it: what the siège manages is there once, with its choices.
    """
    rows = catalogue_rows(connection, office)
    yield from (("shop_terms", each) for each in _payloads(connection, "shop_terms"))
    yield from (("family", family_payload(each)) for each in rows.families.values())
    yield from (("supplier", supplier_payload(each)) for each in rows.suppliers.values())
    yield from (("product", product_payload(each)) for each in rows.products.values())
    yield from (("price", price_payload(each)) for each in standing_prices(connection))
    for each in counsellors(connection).here:
        yield "counsellor", counsellor_payload(each.initials, each.name)


def _payloads(connection: Connection, kind: str) -> Iterator[Payload]:
    """Yield what stands of a kind: the last revision of each record that is not void."""
    journal = tables.journal
    rows = connection.execute(
        select(journal.c.uid, journal.c.op, journal.c.payload)
        .where(journal.c.kind == kind)
        .order_by(journal.c.rev, journal.c.id)
    )
    last = {row.uid: row for row in rows}
    for row in last.values():
        if row.op == Op.PUT.value and row.payload:
            yield canonical.decode(row.payload)
