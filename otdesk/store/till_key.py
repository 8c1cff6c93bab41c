"""The key that a till signs with now: the one that it began with, or the last that replaced it."""

from __future__ import annotations

from sqlalchemy import Connection

from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.store.reading import driver

# Asked at each sale: the driver's own answer, without a statement built around it. The event as a
# literal: SQLite uses a partial index only where it can see the value.
_RENEWED = (
    "SELECT detail FROM till_event WHERE till = ? AND event = 'key' "
    "AND detail LIKE '%PUBLIC KEY%' ORDER BY seq DESC LIMIT 1"
)
_BEGAN = "SELECT public_key FROM till WHERE till = ?"


class KeyRenewed(DataFault):
    """A till has another key by now than the one that was about to sign."""


def key_of_now(connection: Connection, till: str) -> str | None:
    """Return the public key (PEM) that a till signs with now, None before its first entry."""
    cursor = driver(connection)
    for query in (_RENEWED, _BEGAN):
        row = cursor.execute(query, (till,)).fetchone()
        if row is not None:
            return str(row[0])
    return None


def refuse_other_key(connection: Connection, till: str, public_pem: str) -> None:
    """Raise KeyRenewed where a till signs with another key by now than this one.

    A window that was open while another program renewed the key still holds the old one: what it
    signed would be a fault of the chain for ever.
    """
    key = key_of_now(connection, till)
    if key is not None and key != public_pem:
        raise KeyRenewed(
            _(
                "La clé de cette caisse a été renouvelée entre-temps : rien n’a été écrit. La "
                "nouvelle clé est relue ; recommencer."
            )
        )
