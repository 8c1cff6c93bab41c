"""The technical events of a till (« JET »), noted where the program does what they tell.

A folder without a till notes nothing, and costs one short query: nothing of the shop is imported
for it. A till that cannot be written (its key is lost, its journal is behind) notes nothing
either: the Boutique says so, and what was to be noted goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import closing
from typing import TYPE_CHECKING

from otdesk import __version__
from otdesk.domain.changes import Changes
from otdesk.errors import DeskError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from otdesk.domain.catalogue import Price
    from otdesk.domain.shop_terms import ShopTerms
    from otdesk.domain.till import TillEvent
    from otdesk.services.till.keystore import Keystore
    from otdesk.services.till.post import TillPost
    from otdesk.store.store import Store
    from otdesk.store.transaction import Transaction

# What `otdesk.domain.till.TillEvent` calls them, for those who may not import it yet.
START, STOP = "start", "stop"
LOGIN, LOGIN_FAILED = "login", "login_failed"
BACKUP, RESTORE, VERIFIED = "backup", "restore", "verified"
TRAINING_ON, TRAINING_OFF = "training_on", "training_off"
PRINT_FAILED, DRAWER = "print_failed", "drawer"
CLOSING_PRINTED = "closing_printed"

MakeKeystore = Callable[[], "Keystore"]


def has_till(connection: Connection) -> bool:
    """Tell whether a till was begun in this folder."""
    row = connection.exec_driver_sql("SELECT 1 FROM till_here").first()
    return row is not None


def note_here(
    store: Store, make_keystore: MakeKeystore, author: str, event: str, detail: str = ""
) -> bool:
    """Note an event in the folder's till; tell whether there is one that could.

    `event` is the value of a TillEvent. Called on the thread of the store.
    """
    with store.reading() as connection:
        if not has_till(connection):
            return False
    from otdesk.domain.till import TillEvent

    return note_with(store, make_keystore, author, ((TillEvent(event), detail),))


def note_start(store: Store, make_keystore: MakeKeystore, author: str) -> bool:
    """Note that the program begins, and before it that its version is another one than last."""
    with store.reading() as connection:
        if not has_till(connection):
            return False
        before = _last_version(connection)
    from otdesk.domain.till import TillEvent

    events = [(TillEvent.START, __version__)]
    if before not in {None, __version__}:
        events.insert(0, (TillEvent.UPDATE, f"{before} -> {__version__}"))
    return note_with(store, make_keystore, author, tuple(events))


def note_beside(
    open_store: Callable[[], Store],
    make_keystore: MakeKeystore,
    author: str,
    event: str,
    detail: str = "",
) -> bool:
    """Note what a command has done, on a store of its own; tell whether that was possible.

    What was done stays done: a journal that cannot be written now (busy, read-only) does not
    turn a backup that is made into one that failed.
    """
    try:
        with closing(open_store()) as store:
            return note_here(store, make_keystore, author, event, detail)
    except DeskError:
        return False


def note_with(
    store: Store,
    make_keystore: MakeKeystore,
    author: str,
    events: tuple[tuple[TillEvent, str], ...],
) -> bool:
    """Note events of a folder that has a till; False where its till cannot be written."""
    from otdesk.services.till.post import note
    from otdesk.services.till.start import find_here
    from otdesk.store.transaction import TillBehind

    post = find_here(store, make_keystore)
    if post is None:
        return False
    try:
        with store.writing(author) as transaction:
            for event, detail in events:
                note(transaction, post, event, detail)
    except TillBehind:
        # Restored under our feet: the Boutique tells it at its next reading.
        return False
    return True


def set_terms(transaction: Transaction, post: TillPost | None, terms: ShopTerms) -> Changes:
    """Record the rules of sale from a day on, and note them where they change and a till is."""
    from otdesk.domain.till import TillEvent
    from otdesk.services.shop import catalogue
    from otdesk.services.till.post import note

    before = transaction.head
    catalogue.set_terms(transaction, terms)
    if post is not None and transaction.head != before:
        said = f"{terms.since.isoformat()} {terms.regime.value} {terms.siret} {terms.vat_number}"
        note(transaction, post, TillEvent.TERMS, said.strip())
    return transaction.changes


def set_prices(transaction: Transaction, post: TillPost | None, prices: Iterable[Price]) -> Changes:
    """Record prices from their days on, and note each that changes where there is a till."""
    from otdesk.domain.till import TillEvent
    from otdesk.services.shop import catalogue
    from otdesk.services.till.post import note

    for price in prices:
        before = transaction.head
        catalogue.set_price(transaction, price)
        if post is not None and transaction.head != before:
            said = f"{price.product} {price.cents} {price.since.isoformat()}"
            note(transaction, post, TillEvent.PRICE, said)
    return transaction.changes


def _last_version(connection: Connection) -> str | None:
    """Return the version that began last, None where no beginning was noted."""
    row = connection.exec_driver_sql(
        "SELECT e.detail FROM till_event e JOIN till_here h ON e.till = h.stream"
        " WHERE e.event = 'start' ORDER BY e.seq DESC LIMIT 1"
    ).first()
    return None if row is None else str(row[0])
