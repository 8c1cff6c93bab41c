"""Finding the till of this folder with its key, or beginning one."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from otdesk.domain.changes import Changes
from otdesk.journal.entry import Head
from otdesk.journal.identifiers import new_stream
from otdesk.journal.keys import SigningKey
from otdesk.services.till.ended import ended_till
from otdesk.services.till.key_change import key_of
from otdesk.services.till.keystore import Keystore
from otdesk.services.till.post import TillPost, begin, here
from otdesk.store.anchor import Anchors
from otdesk.store.store import Store
from otdesk.store.transaction import is_behind


class TillTrouble(StrEnum):
    """Why the till of a folder cannot go on; a new one takes over its perpetual totals."""

    NONE_YET = "none_yet"
    KEY_LOST = "key_lost"
    BEHIND = "behind"


def find(
    connection: Connection, keystore: Keystore, anchors: Anchors, office: str, zone: ZoneInfo
) -> TillPost | TillTrouble:
    """Return the folder's till with its key, or why there is none to sell with."""
    known = here(connection)
    if known is None:
        return TillTrouble.NONE_YET
    mark = anchors.read(known.stream)
    if mark is not None and is_behind(connection, mark, known.head):
        return TillTrouble.BEHIND
    key = key_of(keystore, known)
    if key is None:
        return TillTrouble.KEY_LOST
    # Where the power went between the till's first entry and its key outside: now, then.
    anchors.write_key(known.stream, known.public_key)
    return TillPost(known.stream, office, known.name, key, zone, known.training)


def find_here(store: Store, make_keystore: Callable[[], Keystore]) -> TillPost | None:
    """Return the till of an open folder where it can be written now.

    The keystore is asked only where the folder has a till.
    """
    with store.reading() as connection:
        if here(connection) is None:
            return None
        found = find(connection, make_keystore(), store.anchors, store.identity.office, store.zone)
    return found if isinstance(found, TillPost) else None


def begin_new(
    store: Store,
    keystore: Keystore,
    *,
    author: str,
    office: str,
    name: str,
    training: bool = False,
    key: SigningKey | None = None,
) -> tuple[TillPost, Changes]:
    """Begin a till on this folder; its key is kept before anything is signed with it.

    A till that ended here before (its key lost, its folder restored) hands over its perpetual
    totals and its last known head: that of this machine's mark where it is further. So does one
    that ended elsewhere (`ended.ended_till`). `key` is given by the demonstration alone.
    """
    used = key or SigningKey.generate()
    stream = new_stream()
    keystore.save(stream, used.to_pem())
    post = TillPost(stream, office, name, used, store.zone, training)
    with store.writing(author) as transaction:
        known = here(transaction.connection)
        parent = None if known is None else known.head
        if known is None and not training:
            parent = ended_till(transaction.connection, office, store.anchors)
        changes = begin(transaction, post, parent=None if parent is None else _last(store, parent))
    return post, changes


def _last(store: Store, head: Head) -> Head:
    """Return what this machine saw of a till, where that is further than what lies here."""
    mark = store.anchors.read(head.stream)
    return head if mark is None or mark.seq <= head.seq else mark
