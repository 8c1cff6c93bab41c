"""The till of a post: which stream it writes, with which key, and its first entry (INIT)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, delete, insert, select

from otdesk import settings
from otdesk.domain.changes import Changes
from otdesk.domain.till import Perpetual, TillEvent
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.journal.canonical import Value
from otdesk.journal.entry import Head
from otdesk.journal.keys import SigningKey
from otdesk.services import preferences
from otdesk.store import till_tables
from otdesk.store.record_kind import present
from otdesk.store.till_key import key_of_now
from otdesk.store.till_state import next_number, state_of
from otdesk.store.transaction import Transaction, head_of


@dataclass(frozen=True, slots=True)
class TillPost:
    """A till that this post writes: its stream, its name on receipts, and its key."""

    stream: str
    office: str
    name: str
    key: SigningKey
    zone: ZoneInfo
    training: bool = False

    def day(self, transaction: Transaction) -> date:
        """Return the office's local date of a transaction."""
        return transaction.now.astimezone(self.zone).date()

    def minute(self, transaction: Transaction) -> int:
        """Return the local minute of the day of a transaction."""
        local = transaction.now.astimezone(self.zone)
        return local.hour * 60 + local.minute

    def put(self, transaction: Transaction, kind: str, **values: Value | None) -> str:
        """Record something of this till, with its number, office, day and minute; return the uid.

        `values` that are None or empty are left out.
        """
        payload: dict[str, Value] = {
            "number": next_number(transaction.connection, self.stream, kind),
            "office": self.office,
            "till_name": self.name,
            "day": self.day(transaction).isoformat(),
            "minute": self.minute(transaction),
            **present(**values),
        }
        return transaction.put_signed(self.stream, self.key, kind, payload)


def begin(transaction: Transaction, post: TillPost, *, parent: Head | None = None) -> Changes:
    """Begin a till: its first entry holds its public key, and it becomes this folder's till.

    `parent` is the last known head of a till that ended (its key was lost, its folder restored):
    the new one takes over its perpetual totals, and says whose they are. Raises DataFault where
    the stream has entries already.
    """
    if transaction.till_head(post.stream, post.key).seq:
        raise DataFault(_("Cette caisse existe déjà."))
    carried = Perpetual()
    if parent is not None and head_of(transaction.connection, parent.stream).seq:
        carried = state_of(transaction.connection, parent.stream).perpetual
    payload: dict[str, Value] = {
        "number": 1,
        "office": post.office,
        "till_name": post.name,
        "day": post.day(transaction).isoformat(),
        "minute": post.minute(transaction),
        "public_key": post.key.public_pem,
        "perpetual_net": carried.net,
        "perpetual_absolute": carried.absolute,
        **present(training=int(post.training) or None),
    }
    if parent is not None:
        payload["parent"] = parent.stream
        payload["parent_seq"] = parent.seq
        payload["parent_digest"] = parent.digest.hex()
    transaction.put_signed(post.stream, post.key, "till", payload)
    connection = transaction.connection
    connection.execute(delete(till_tables.till_here))
    connection.execute(insert(till_tables.till_here).values(id=1, stream=post.stream))
    # The new name of the till before is not this one's.
    preferences.save(connection, settings.TILL_NAME, "")
    return transaction.changes


@dataclass(frozen=True, slots=True)
class KnownTill:
    """The till that a folder writes, as its first entry says it, and its name of now.

    `public_key` is the key that it began with, by which it is known; `signing_key` the public
    half of the one that it signs with now.
    """

    stream: str
    name: str
    public_key: str
    signing_key: str
    training: bool
    head: Head


def here(connection: Connection) -> KnownTill | None:
    """Return the till that this folder writes, None where none was begun."""
    table, local = till_tables.till, till_tables.till_here
    row = connection.execute(
        select(table.c.till, table.c.name, table.c.public_key, table.c.training).join_from(
            local, table, table.c.till == local.c.stream
        )
    ).one_or_none()
    if row is None:
        return None
    renamed = preferences.load(connection).get(settings.TILL_NAME)
    return KnownTill(
        row.till,
        renamed or row.name,
        row.public_key,
        key_of_now(connection, row.till) or row.public_key,
        bool(row.training),
        head_of(connection, row.till),
    )


def rename(transaction: Transaction, post: TillPost, name: str) -> Changes:
    """Have receipts call the till otherwise from now on; its journal notes it.

    What was printed keeps the old name: each record holds a copy. Raises DataFault without one.
    """
    new = name.strip()
    if not new:
        raise DataFault(_("La caisse a un nom."))
    if new != post.name:
        note(transaction, post, TillEvent.SETTING, f"name {new}")
        preferences.save(transaction.connection, settings.TILL_NAME, new)
    return transaction.changes


def note(transaction: Transaction, post: TillPost, event: TillEvent, detail: str = "") -> Changes:
    """Record a technical event (« JET »)."""
    post.put(transaction, "till_event", event=event.value, detail=detail)
    return transaction.changes
