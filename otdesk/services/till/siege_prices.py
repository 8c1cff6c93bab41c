"""The prices that the siège sends, noted in the till as those that are typed here are.

A change of price is a technical event of the till. One that arrives with an exchange is written by
the siège, in its own stream: the till notes it once the folder holds it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from otdesk.services.till import events

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from otdesk.store.store import Store


def note_siege_prices(store: Store, make_keystore: events.MakeKeystore, author: str) -> int:
    """Note each price of the siège's that the till does not know yet; return how many.

    Asked again, it notes nothing twice. A folder without a till that can be written notes nothing.
    """
    with store.reading() as connection:
        if not events.has_till(connection):
            return 0
        unnoted = _unnoted(connection)
    if not unnoted:
        return 0
    from otdesk.domain.till import TillEvent

    told = tuple((TillEvent.PRICE, said) for said in unnoted)
    return len(told) if events.note_with(store, make_keystore, author, told) else 0


def _unnoted(connection: Connection) -> list[str]:
    """Return what is to be noted, in the words of `events.set_prices`."""
    from sqlalchemy import select

    from otdesk.domain.till import TillEvent
    from otdesk.store import shop_tables, till_tables
    from otdesk.store.siege_records import of_siege

    event, here = till_tables.till_event, till_tables.till_here
    details = connection.execute(
        select(event.c.detail)
        .join(here, here.c.stream == event.c.till)
        .where(event.c.event == TillEvent.PRICE.value)
        .order_by(event.c.seq)
    ).scalars()
    noted: dict[tuple[str, str], str] = {}
    for detail in details:
        product, _cents, since = detail.rsplit(" ", 2)
        # The last word on a price from a day on: one that came back to what it was is noted too.
        noted[product, since] = detail
    price = shop_tables.price
    rows = connection.execute(
        select(price.c.product, price.c.cents, price.c.since)
        .where(price.c.void_reason.is_(None), of_siege(price))
        .order_by(price.c.since, price.c.product, price.c.uid)
    )
    wanted = {(p, since): f"{p} {cents} {since}" for p, cents, since in rows}
    return [said for key, said in wanted.items() if noted.get(key) != said]
